"""Static files as they are served: joined, lean, and the same program as before."""

import json

from flask.testing import FlaskClient

from app.assets import FOREVER, STATIC, Assets
from tests.db_server import Clone


def test_our_scripts_travel_without_what_only_readers_need() -> None:
    """Comments, indents, and ends of lines that end nothing."""
    served = Assets().named("shop.js").content.decode()
    ours = (STATIC / "js" / "app.js").read_text()
    lean = [line.strip() for line in ours.splitlines() if line.strip() and not line.strip().startswith("//")]
    assert served.endswith("".join(line if line[-1] in ";{," else f"{line}\n" for line in lean))
    assert "`" not in "".join(line for line in lean if line.count("`") % 2)  # no text runs over a line's end


def test_libraries_travel_as_they_are() -> None:
    library = (STATIC / "vendor" / "htmx-4.0.1.min.js").read_bytes()
    assert Assets().named("shop.js").content.startswith(library)


def test_a_product_may_be_fetched_when_the_finger_comes_down(client: FlaskClient, sample_shop: Clone) -> None:
    """Public pages only: fetching one of them changes nothing and tells nothing."""
    for path in ("/marketplace", "/marketplace/melati-senja-50ml", "/bantuan"):
        address = client.get(path).headers["Speculation-Rules"].strip('"')
    rules = client.get(address)
    assert (rules.mimetype, rules.headers["Cache-Control"]) == ("application/speculationrules+json", FOREVER)
    (rule,) = json.loads(rules.data)["prefetch"]
    assert rule == {"where": {"href_matches": "/marketplace/*"}, "eagerness": "conservative"}
    for path in ("/cart", "/auth/login"):
        assert "Speculation-Rules" not in client.get(path).headers
    fragment = {"HX-Request": "true", "HX-Request-Type": "partial"}
    assert "Speculation-Rules" not in client.get("/marketplace", headers=fragment).headers
