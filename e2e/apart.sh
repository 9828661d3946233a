#!/bin/sh
# Playwright's driver in a session of its own: Ctrl-C is for the stories, which still need it to tidy up.
exec setsid "$E2E_NODE" "$@"
