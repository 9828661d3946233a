"""What proofs share: a shop over HTTP, and a line of figures that the run ends with."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.db.conftest import cloned_shop as cloned_shop  # noqa: PLC0414  (a fixture)
from tests.db.conftest import emptied as emptied  # noqa: PLC0414  (a fixture)
from tests.db.shop import Shop
from tests.db_server import Clone
from tests.proofs.scale import FULL
from tests.proofs.web import Web, started

_FIGURES = "figures"
Tell = Callable[[str], None]


@pytest.fixture
def tell(record_property: Callable[[str, Any], None]) -> Tell:
    """Says what a proof showed; the lines of all proofs are printed together at the end of the run."""
    return lambda line: record_property(_FIGURES, line)


@pytest.fixture
def web(sample_shop: Clone) -> Iterator[Web]:
    """The shop on four web processes, with its sample listings and nobody's limits; the books must be right at the end."""
    with started(str(sample_shop), workers=4) as running:
        yield running
    assert sample_shop.rows("select * from stock_audit()") == []


@pytest.fixture
def shop(cloned_shop: Shop) -> Iterator[Shop]:
    """An empty, migrated shop in a database of its own; the books must be right at the end."""
    yield cloned_shop
    assert cloned_shop.audit() == []


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The figures of every proof that ran."""
    reports = [report for each in ("passed", "failed") for report in terminalreporter.stats.get(each, [])]
    lines = [
        f"{report.nodeid.rsplit('::', 1)[-1]}: {line}"
        for report in reports
        for name, line in getattr(report, "user_properties", [])
        if name == _FIGURES
    ]
    if lines:
        terminalreporter.section(f"what the proofs showed, in their {'full' if FULL else 'short'} form")
        for line in lines:
            terminalreporter.write_line(line)
