"""The two pages that people come in through keep their budgets in Lighthouse; `make lighthouse` measures all pages."""

import pytest

from e2e.measures import lighthouse
from e2e.measures.lighthouse import Conditions
from e2e.measures.pages import PUBLIC

pytestmark = [pytest.mark.long, pytest.mark.own_shop, pytest.mark.chromium("Lighthouse measures in Chromium only")]
ATTEMPTS = 3


@pytest.fixture(scope="module")
def multiplier(base_url: str) -> float:
    """How much this machine has to be slowed down to be like a phone."""
    if lighthouse.missing():
        pytest.skip(f"not run: {lighthouse.missing()}")
    return lighthouse.multiplier_for(lighthouse.judged(base_url + PUBLIC["marketplace"], Conditions()).index)


@pytest.mark.parametrize("desktop", [False, True], ids=["phone", "laptop"])
@pytest.mark.parametrize("name", ["marketplace", "product"])
def test_budget_of(base_url: str, multiplier: float, name: str, *, desktop: bool, record_property):
    conditions = Conditions(desktop=desktop, multiplier=multiplier)
    found = lighthouse.better(base_url + PUBLIC[name], conditions, ATTEMPTS)
    scores = ", ".join(f"{part} {score}" for part, score in found.scores.items())
    figures = f"LCP {found.lcp:.0f} ms, CLS {found.cls:g}, TBT {found.tbt:.0f} ms, {found.bytes:,} bytes"
    record_property(f"{name} on a {'laptop' if desktop else 'phone'}", f"{scores}; {figures}")
    assert lighthouse.over_budget(found, desktop=desktop) == []
