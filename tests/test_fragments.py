"""Every page answers htmx with its fragment: a part with its own root, never a second document."""

from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient

from tests.db_server import Clone
from tests.shopper import GAHARU, MELATI, Shopper, texts

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
WHOLE = "<!doctype html>"


def addresses(app: Flask, desk: bool) -> Iterator[str]:
    """The pages without a key in their address, of the shop or of the desk."""
    for rule in app.url_map.iter_rules():
        is_page = "GET" in (rule.methods or ()) and not rule.arguments and not rule.rule.startswith("/dev")
        if is_page and rule.rule.startswith("/admin") == desk:
            yield rule.rule


def documents(client: FlaskClient, paths: Iterator[str]) -> list[str]:
    """Those that answer htmx with a whole document."""
    return [path for path in paths if WHOLE in client.get(path, headers=HX).get_data()[:200].decode("latin-1").lower()]


def test_no_page_of_the_shop_is_put_into_a_page(app: Flask, client: FlaskClient, sample_shop: Clone) -> None:
    assert documents(client, addresses(app, desk=False)) == []
    member = Shopper(app.test_client(), sample_shop).signs_in()
    member.adds(MELATI)
    member.client.post("/checkout")
    assert documents(member.client, addresses(app, desk=False)) == []


def test_no_page_of_the_desk_is_put_into_a_page(app: Flask, sample_shop: Clone) -> None:
    admin = Shopper(app.test_client(), sample_shop).enters_the_desk("admin@sensasiwangi.test")
    assert documents(admin.client, addresses(app, desk=True)) == []


def test_a_product_comes_with_the_bar_that_buys_it(client: FlaskClient, sample_shop: Clone) -> None:
    page, part = client.get(f"/marketplace/{GAHARU}"), client.get(f"/marketplace/{GAHARU}", headers=HX)
    assert WHOLE in page.text[:200].lower()
    assert part.text.startswith('<article id="catalog-product"')
    assert part.headers["Cache-Control"] == page.headers["Cache-Control"] == "public, max-age=60"
    assert texts(part.text, "product-name") == texts(page.text, "product-name") == ["Gaharu Tunggal 30 ml"]
    assert texts(part.text, "add-to-cart") == ["Tambah ke keranjang"]
    assert sharing(part.text) == sharing(page.text)


def test_a_list_brings_its_title_along(client: FlaskClient, sample_shop: Clone) -> None:
    """The address changes with it, and so do the tab's words and what the history says."""
    addresses = ("", "?tab=tools", "?tab=parfum&aroma=woody", "?brand=kembang-latri", "?page=2", "?q=%3Cb%3Emelati")
    titles = {address: title(client.get(f"/marketplace{address}", headers=HX).text) for address in addresses}
    assert titles == {address: title(client.get(f"/marketplace{address}").text) for address in addresses}
    assert len(set(titles.values())) == len(addresses)
    assert titles["?tab=parfum&aroma=woody"] == "Parfum, aroma kayu – Sensasiwangi"


def title(answer: str) -> str:
    return answer.partition("<title>")[2].partition("</title>")[0]


def sharing(answer: str) -> str:
    """The link that sends a product on, which needs the shop's whole address."""
    start = answer.index("https://wa.me/?text=")
    return answer[start : answer.index('"', start)]
