"""Certificates for servers of a test's own, made by openssl and signed by nobody but themselves."""

import shutil
import subprocess
from pathlib import Path

import pytest


def made(folder: Path, *names: str) -> Path:
    """A file with the key and the certificate of these names, for two days."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed here")
    key, both = folder / "key.pem", folder / "both.pem"
    alternatives = ",".join(f"DNS:{name}" for name in names)
    words = f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={names[0]} -addext subjectAltName={alternatives}"
    subprocess.run(["openssl", *words.split(), "-keyout", key, "-out", both], check=True, capture_output=True)
    both.write_text(key.read_text() + both.read_text())
    return both
