"""What a browser complains about fails a story, and what is none of the shop's doing does not."""

from types import SimpleNamespace

import pytest

from e2e.complaints import Complaints

LOST = (
    "console: htmx:error: TypeError: NetworkError when attempting to fetch resource. (http://toko.example/marketplace)"
)
OURS = "uncaught: ReferenceError: bottle is not defined"


def test_a_request_that_ended_with_its_page_is_excused_once() -> None:
    assert Complaints(found=[LOST, OURS, LOST], cut_off=1).told() == [OURS, LOST]


def test_a_lost_line_is_told() -> None:
    assert Complaints(found=[LOST]).told() == [LOST]


def test_only_a_lost_line_is_excused() -> None:
    assert Complaints(found=[OURS], cut_off=3).told() == [OURS]


POLICY = (
    "The Cross-Origin-Opener-Policy header has been ignored, because the URL's origin was untrustworthy. It was defined"
)


@pytest.mark.parametrize(
    ("text", "address", "complaints"),
    [
        (POLICY, "http://toko.lokal/cart", 0),
        (POLICY, "https://toko.example/cart", 1),
        (POLICY, "", 1),
        (POLICY.replace("Opener", "Embedder"), "http://toko.lokal/cart", 1),
        (f"Other words first. {POLICY}", "http://toko.lokal/cart", 1),
    ],
)
def test_a_policy_for_https_is_not_missed_over_http(text: str, address: str, complaints: int) -> None:
    found = Complaints()
    found._hear(SimpleNamespace(type="error", text=text, location={"url": address}))
    assert len(found.told()) == complaints
