"""The file of what was measured."""

import json
import os
import platform
import time
from pathlib import Path
from typing import Any


def keep(folder: Path, found: dict[str, Any]) -> Path:
    """Writes everything as JSON, named by the time; returns where."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    path.write_text(json.dumps({"machine": machine, **found}, indent=2) + "\n", encoding="utf-8")
    return path
