"""Sample data for every partial: each of its states by name, with what the views would give it.

Tests draw them and `/dev/komponen` shows them. SAMPLES["partials/cart/line.html"]["short"] is a context that renders alone.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

Context = dict[str, Any]
PARTS = [import_module(f"{__name__}.{part.name}") for part in iter_modules(__path__)]
SAMPLES: dict[str, dict[str, Context]] = {
    name: states for part in PARTS for name, states in getattr(part, "SAMPLES", {}).items()
}
