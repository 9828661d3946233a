"""The file of what was measured."""

import json
import platform
import time
from pathlib import Path
from typing import Any


def keep(folder: Path, found: dict[str, Any]) -> Path:
    """Writes everything that was measured as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    machine = {"python": platform.python_version(), "system": platform.platform(), "processor": platform.processor()}
    path.write_text(
        json.dumps({"at": time.strftime("%Y-%m-%d %H:%M:%S%z"), "machine": machine, **found}, indent=2) + "\n"
    )
    return path
