"""`flask backup` and `flask restore`."""

import time
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from app import backups
from app.cli.operating import owner_url, plainly, say, settings


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", default=14, show_default=True, type=click.IntRange(min=1), help="How many of them stay.")
@with_appcontext
def backup(directory: Path, keep: int) -> None:
    """Dump the shop into a new file of a directory, and note the time in BACKUP_STAMP_FILE."""
    began, now = time.monotonic(), datetime.now(UTC)
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / f"{now:%Y%m%dT%H%M%SZ}{backups.SUFFIX}"
    with plainly(), owner_url() as url:
        backups.dump(url, file)
    stamp = settings().backup_stamp_file
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(f"{now.isoformat(timespec='seconds')}\n", encoding="utf-8")
    for old in sorted(directory.glob(f"*{backups.SUFFIX}"))[:-keep]:
        old.unlink()
    say(f"{file.name}: {file.stat().st_size:,} bytes in {time.monotonic() - began:.0f} s")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Fill an empty database (MIGRATION_DATABASE_URL or DATABASE_URL) from a dump; then: flask audit."""
    began = time.monotonic()
    with plainly(), owner_url() as url:
        backups.restore(url, file)
    say(f"Restored in {time.monotonic() - began:.0f} s")
