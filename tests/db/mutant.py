"""A guard taken away, with the test that must notice. A guard whose loss no test notices has no teeth.

A change is either (function, old words, new words), where the words stand in the function exactly once, or (statement, statement
that puts it back).
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Mutant:
    """One guard less, and who must notice: file::test, with the test's own parameters."""

    lost: str
    change: tuple[str, ...]
    noticed_by: str
    parameters: dict[str, Any] = field(default_factory=dict)


def trigger(table: str, name: str) -> tuple[str, str]:
    return f"alter table {table} disable trigger {name}", f"alter table {table} enable trigger {name}"
