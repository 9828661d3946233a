"""django-oscar's own storefront: its default templates and styles as its package ships them, with a handful of products.

Its repository's sandbox is the same templates with more products and settings; it is not part of the package.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from e2e.shop import free_port
from e2e.webdriver.started import listening, running

PINS = (
    "django-oscar[sorl-thumbnail]==4.2.1",
    "whitenoise==6.12.0",
    "gunicorn==27.0.1",
    "brotli==1.2.1",
    "whoosh==2.7.4",
)
TITLE = f"django-oscar's default storefront ({PINS[0].partition('==')[2]}, served by gunicorn, its files packed by whitenoise)"
SITE = Path(__file__).resolve().parent / "oscar_site"
HOST = "127.0.0.1"
PAGES = {
    "marketplace": "/catalogue/",
    "search": "/search/?q=melati",
    "empty cart": "/basket/",
    "sign in": "/accounts/login/",
}


@contextmanager
def opened(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The shop until the block ends: its address, and its pages by the names that ours have."""
    python = built(folder)
    site = {"DJANGO_SETTINGS_MODULE": "settings", "SITE_DATA": str(folder), "PYTHONPATH": str(SITE)}
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), **site}
    for words in (["migrate", "--verbosity=0"], ["collectstatic", "--noinput", "--verbosity=0"]):
        said(python, environ, "-m", "django", *words)
    product = said(python, environ, str(SITE / "seed.py")).split()[-1]
    said(python, environ, "-m", "django", "rebuild_index", "--noinput")
    port = free_port()
    server = ["gunicorn", "--preload", "-w", "2", "-b", f"{HOST}:{port}", "storefront:application"]
    with running([python, "-m", *server], environ):
        listening(port).close()
        yield f"http://{HOST}:{port}", {**PAGES, "product": product}


def said(python: str, environ: dict[str, str], *words: str) -> str:
    """What a command of the site prints."""
    command = [python, "-W", "ignore", *words]
    return subprocess.run(command, env=environ, check=True, capture_output=True, text=True).stdout


def built(folder: Path) -> str:
    """The Python of an environment that has it."""
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PINS], check=True)
    return str(python)
