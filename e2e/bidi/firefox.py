#!/usr/bin/env python3
"""What Playwright starts in place of the machine's own Firefox: the browser with a relay before it.

Takes Firefox' own arguments, and --without-scripts for a browser whose pages run none; its first line names the relay's address.
"""

import asyncio
import re
import shutil
import sys
from asyncio.subprocess import PIPE, Process

from e2e.bidi.relay import Relay

COMMANDS = ("firefox-esr", "firefox")
WITHOUT_SCRIPTS = "--without-scripts"
LISTENS = "WebDriver BiDi listening on ws://127.0.0.1:"
LOCAL = "127.0.0.1"


def browser() -> str | None:
    """The machine's own Firefox."""
    return next(filter(None, map(shutil.which, COMMANDS)), None)


async def main(arguments: list[str]) -> int:
    """Runs both until the browser is closed; its exit code."""
    own = [word for word in arguments if word != WITHOUT_SCRIPTS]
    firefox = await asyncio.create_subprocess_exec(browser() or "", *own, "--remote-allow-system-access", stderr=PIPE)
    port = await listening(firefox)

    async def relays(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_browser, to_browser = await asyncio.open_connection(LOCAL, port)
        greeting = await reader.readuntil(b"\r\n\r\n")
        to_browser.write(re.sub(rb"\r\nHost: [^\r]*", b"\r\nHost: %s:%d" % (LOCAL.encode(), port), greeting))
        writer.write(await from_browser.readuntil(b"\r\n\r\n"))
        await Relay(writer, to_browser, WITHOUT_SCRIPTS not in arguments).passes_on(reader, from_browser)

    server = await asyncio.start_server(relays, LOCAL)
    sys.stderr.write(f"{LISTENS}{server.sockets[0].getsockname()[1]}\n")
    await asyncio.gather(firefox.wait(), repeats(firefox))
    return firefox.returncode or 0


async def listening(firefox: Process) -> int:
    """The port that the browser says it listens on."""
    async for line in firefox.stderr or ():
        found = re.match(re.escape(LISTENS) + r"(\d+)", line.decode())
        if found:
            return int(found[1])
        sys.stderr.buffer.write(line)
    raise SystemExit("Firefox ended before it listened")


async def repeats(firefox: Process) -> None:
    """What else it has to say."""
    async for line in firefox.stderr or ():
        sys.stderr.buffer.write(line)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
