"""The manual of the desk: pages by task, in Markdown beside this file."""
