"""Makes sure that a Chromium is there for the browser tests: the system's, Debian's, or Playwright's own download."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Find or fetch a browser, or stop with one line."""
    if any(map(shutil.which, NAMES)) or downloaded():
        return
    print("→ Fetching a browser for the tests; once", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get") and debian():
        return
    if not quietly(sys.executable, "-m", "playwright", "install", "chromium"):
        raise SystemExit("There is no browser for the tests: install Chromium (Debian: apt-get install chromium)")


def downloaded() -> bool:
    """Whether Playwright has its own browser already."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def debian() -> bool:
    """Install Debian's package: its shell, which is enough for the stories, or what older releases have."""
    return quietly("apt-get", "update") and any(
        quietly("apt-get", "install", "-y", "--no-install-recommends", name) for name in NAMES[:2]
    )


def quietly(*command: str) -> bool:
    """Run a command without its words; whether it went well."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    main()
