"""Playwright's driver, a program of Node's: where it is kept out of the terminal's reach."""

import shutil
from collections.abc import MutableMapping
from pathlib import Path

import playwright

APART = Path(__file__).with_name("apart.sh")
NODE = Path(playwright.__file__).parent / "driver" / "node"
CHOSEN, OURS = "PLAYWRIGHT_NODEJS_PATH", "E2E_NODE"


def keep_apart(environ: MutableMapping[str, str]) -> None:
    """Has Playwright start its driver by apart.sh, with the Node that it would have taken; nothing changes where there is no setsid.

    The terminal sends Ctrl-C to all that it started, and without its driver no story can be tidied up.
    """
    node = environ.get(CHOSEN) or str(NODE)
    if node != str(APART) and all(map(shutil.which, ("setsid", node, str(APART)))):
        environ.update({OURS: node, CHOSEN: str(APART)})
