"""What search engines and messengers read: heads, facts, robots.txt, the sitemap, and pictures beside links."""

import json
import re
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.crawlers import queries
from tests.db_server import Clone
from tests.shopper import CENDANA, MELATI, Shopper

SITE = "https://toko.example"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
FOUND_AS = {
    "/": "/marketplace",
    "/marketplace?sort=price_asc": "/marketplace",
    "/marketplace?tab=parfum&page=2": "/marketplace?tab=parfum&page=2",
    "/marketplace?aroma=floral&tidak_ada=1": "/marketplace?aroma=floral",
    "/marketplace?brand=tidak-ada": "/marketplace",
    "/marketplace?tab=parfum&aroma=floral": "",
    "/marketplace?q=melati": "",
    "/marketplace?max=100000": "",
    "/marketplace?in_stock=1": "",
    "/marketplace?page=900": "",
}
LONGEST_PREVIEW = 100_000  # bytes; messengers give up at three times that


def meta(page: str, name: str) -> str:
    """The content of a meta element, or the address of a link."""
    found = re.search(rf'<(?:meta (?:name|property)|link rel)="{name}" (?:content|href)="([^"]*)"', page)
    return found[1].replace("&amp;", "&") if found else ""


def facts(page: str) -> list[dict]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    read = json.loads(found[1]) if found else []
    return read if isinstance(read, list) else [read]


def addresses(client: FlaskClient, path: str) -> list[str]:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return [element.text for element in ET.fromstring(answer.data).iter(LOC)]


def test_a_product_says_what_it_is(client: FlaskClient, sample_shop: Clone) -> None:
    page = client.get(f"/marketplace/{MELATI}?utm_source=whatsapp", base_url=SITE).text
    assert meta(page, "canonical") == meta(page, "og:url") == f"{SITE}/marketplace/{MELATI}"
    assert meta(page, "og:image") == f"{SITE}/og/{MELATI}.png"
    assert meta(page, "og:description") == meta(page, "description")
    assert (meta(page, "og:image:type"), meta(page, "og:image:alt")) == ("image/png", meta(page, "og:title"))
    told = [meta(page, f"product:{name}") for name in ("price:amount", "price:currency", "availability")]
    assert told == ["245000", "IDR", "in stock"]
    product, trail = facts(page)
    assert product["name"] == "Melati Senja 50 ml"
    assert (product["offers"]["price"], product["offers"]["priceCurrency"]) == (245_000, "IDR")
    assert product["offers"]["availability"].endswith("/InStock")
    assert [step["name"] for step in trail["itemListElement"]] == ["Belanja", "Parfum", "Melati Senja 50 ml"]
    (sold_out, _) = facts(client.get(f"/marketplace/{CENDANA}").text)
    assert sold_out["offers"]["availability"].endswith("/OutOfStock")
    assert meta(client.get(f"/marketplace/{CENDANA}").text, "product:availability") == "out of stock"


def test_a_shops_words_cannot_leave_the_facts(client: FlaskClient, sample_shop: Clone) -> None:
    name = "</script><b>&\"'"
    sample_shop.rows("update products set name = %s where name = 'Melati Senja 50 ml'", name)
    page = client.get(f"/marketplace/{MELATI}").text
    assert name not in page
    assert facts(page)[0]["name"] == name


def test_each_list_has_one_address_and_mixes_have_none(client: FlaskClient, sample_shop: Clone) -> None:
    for address, found_as in FOUND_AS.items():
        page = client.get(address, base_url=SITE).text
        assert meta(page, "canonical") == (found_as and SITE + found_as), address
        assert meta(page, "robots") == ("" if found_as else "noindex"), address


def test_a_link_to_any_list_has_its_card_in_a_chat(client: FlaskClient, sample_shop: Clone) -> None:
    """Also those that search engines shall not keep: what somebody searched is what they send on."""
    for address in FOUND_AS:
        page = client.get(address, base_url=SITE).text
        assert meta(page, "og:image") == f"{SITE}/og.png", address
        assert meta(page, "og:url").startswith(f"{SITE}/marketplace"), address
        assert meta(page, "og:description") == meta(page, "description") != "", address
    searched = client.get("/marketplace?q=melati&sort=name&utm_source=wa", base_url=SITE).text
    assert meta(searched, "og:title") == "“melati” di Sensasiwangi"
    assert meta(searched, "og:url") == f"{SITE}/marketplace?q=melati"
    assert "<b>" not in client.get("/marketplace?q=<b>", base_url=SITE).text


def test_the_address_of_the_settings_wins_in_production(app: Flask, sample_shop: Clone) -> None:
    object.__setattr__(app.config["SETTINGS"], "app_env", "production")
    object.__setattr__(app.config["SETTINGS"], "site_url", SITE)
    page = app.test_client().get("/marketplace", base_url="http://10.0.0.7:8000").text
    assert meta(page, "canonical") == f"{SITE}/marketplace"
    assert "10.0.0.7" not in page


def test_private_pages_are_not_found(client: FlaskClient, sample_shop: Clone) -> None:
    shopper = Shopper(client, sample_shop)
    for path in ("/auth/login", "/auth/register", "/auth/forgot", "/cart"):
        assert meta(client.get(path).text, "robots") == "noindex", path
    shopper.signs_in().adds(MELATI)
    client.post("/checkout")
    for path in ("/checkout/address", "/orders", "/account", "/account/addresses"):
        assert meta(client.get(path).text, "robots") == "noindex", path


def test_robots_are_told_where_to_look(client: FlaskClient, sample_shop: Clone) -> None:
    answer = client.get("/robots.txt", base_url=SITE)
    assert answer.mimetype == "text/plain"
    assert answer.text.splitlines()[-1] == f"Sitemap: {SITE}/sitemap.xml"
    assert "Disallow: /checkout" in answer.text


def test_the_sitemap_names_every_page_that_may_be_found(client: FlaskClient, sample_shop: Clone) -> None:
    sample_shop.rows("update marketplace_listings set status = 'paused' where slug = %s", MELATI)
    named = addresses(client, "/sitemap.xml")
    assert len(named) == len(set(named))
    for address in [it for it in named if "/marketplace/" not in it] + named[-2:]:
        page = client.get(address).text
        assert meta(page, "canonical") == address
        assert meta(page, "robots") == ""
    assert f"http://localhost/marketplace/{CENDANA}" in named
    assert f"http://localhost/marketplace/{MELATI}" not in named


def test_a_big_shop_has_an_index_of_files(
    client: FlaskClient, sample_shop: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PER_FILE", 100)
    whole = sample_shop.value("select count(*) from marketplace_listings where status = 'active'")
    files = addresses(client, "/sitemap.xml")
    assert len(files) == -(-whole // 100)
    products = {it for file in files for it in addresses(client, file) if "/marketplace/" in it}
    assert len(products) == whole
    assert client.get(f"/sitemap-{len(files) + 1}.xml").status_code == 404


def test_previews_are_small_pictures_of_the_agreed_size(client: FlaskClient, sample_shop: Clone) -> None:
    for path in ("/og.png", f"/og/{MELATI}.png"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=604800"
        assert len(answer.data) < LONGEST_PREVIEW
        picture = Image.open(BytesIO(answer.data))
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert client.get("/og/tidak-ada.png").status_code == 404


def test_the_shop_can_stand_on_a_home_screen(client: FlaskClient, sample_shop: Clone) -> None:
    address = meta(client.get("/marketplace").text, "manifest")
    answer = client.get(address)
    assert answer.mimetype == "application/manifest+json"
    facts = json.loads(answer.data)
    assert (facts["display"], facts["start_url"]) == ("standalone", "/marketplace")
    assert {icon["purpose"] for icon in facts["icons"]} == {"any", "maskable"}
    for icon in facts["icons"]:
        picture = Image.open(BytesIO(client.get(icon["src"]).data))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert client.get("/icons/193.png").status_code == 404
    assert facts["id"] == facts["start_url"]


@pytest.mark.parametrize("path", ["/favicon.ico", "/apple-touch-icon.png"])
def test_the_mark_is_where_browsers_look_without_being_told(client: FlaskClient, path: str) -> None:
    assert client.get(path).data == client.get("/icons/192.png").data


@pytest.mark.parametrize(
    "path", ["/og.png", f"/og/{MELATI}.png", "/icons/512.png", "/manifest.webmanifest", "/sw.js", "/sitemap.xml"]
)
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, sample_shop: Clone, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_worker_keeps_one_page_of_todays_looks(client: FlaskClient, sample_shop: Clone) -> None:
    worker = client.get("/sw.js")
    assert (worker.mimetype, worker.headers["Cache-Control"]) == ("text/javascript", "public, max-age=3600")
    looks = re.search(r'rel="stylesheet" href="([^"]+)"', client.get("/marketplace").text)[1]
    assert looks in worker.text
    kept = client.get(re.search(r'const PAGE = "([^"]+)"', worker.text)[1])
    assert kept.status_code == 200
    assert "max-age" in kept.headers["Cache-Control"]
    assert (looks in kept.text, meta(kept.text, "robots")) == (True, "noindex")
