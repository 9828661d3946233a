"""Stock at the desk over HTTP, without JavaScript: who may see it, what a change does, what a conflict shows."""

import itertools
from uuid import UUID, uuid4

from flask.testing import FlaskClient

from tests.cart.changes import HX
from tests.desk.shelf import address, adjusts, edited, edits, listing, on_hand
from tests.shopper import CENDANA, GAHARU, MELATI, Shopper, field

PATHS = ("/admin/stock", "/admin/stock/{}", "/admin/audit")
POSTS = ("/admin/stock/{}/adjust", "/admin/stock/{}/undo", "/admin/stock/{}/edit", "/admin/audit/run")


def test_strangers_and_members_are_told_that_there_is_nothing(client: FlaskClient, sari: Shopper) -> None:
    for path, browser in itertools.product(PATHS, (client, sari.client)):
        known = path.format(sari.product_id(MELATI))
        assert (browser.get(known).status_code, browser.get(known, headers=HX).status_code) == (404, 404), known


def test_strangers_and_members_change_nothing(client: FlaskClient, sari: Shopper) -> None:
    form = {"kind": "restock", "pieces": "5", "reason": "x", "seen": "999999", "version": "1", "list_price": "1"}
    for path, browser in itertools.product(POSTS, (client, sari.client)):
        answer = browser.post(path.format(sari.product_id(MELATI)), data=form)
        assert answer.status_code == 404, path
    assert on_hand(sari) == 500
    assert edited(sari)[3] == 1
    assert sari.database.value("select count(*) from audit_runs") == 0


def test_a_listing_that_is_not_there(citra: Shopper) -> None:
    for answer in (citra.client.get(f"/admin/stock/{uuid4()}"), citra.client.post(f"/admin/stock/{uuid4()}/undo")):
        assert answer.status_code == 404


def test_the_list_finds_by_name_and_by_slug_and_keeps_its_filter_in_the_address(citra: Shopper) -> None:
    for words in ("Melati Senja 50", "melati-senja-50", "MELATI senja"):
        page = citra.client.get("/admin/stock", query_string={"q": words}).text
        assert address(citra) in page
        assert address(citra, GAHARU) not in page
    assert "Tidak ada barang di sini" in citra.client.get("/admin/stock?q=%25a%25").text
    assert address(citra) not in citra.client.get("/admin/stock?status=paused").text


def test_the_list_goes_on_where_it_stopped(citra: Shopper) -> None:
    slugs = [row[0] for row in citra.database.rows("select slug from marketplace_listings order by slug")]
    seen, path = [], "/admin/stock"
    while path:
        page = citra.client.get(path).text
        seen += [slug for slug in slugs if f'{address(citra, slug)}"' in page]
        path = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert seen == slugs


def test_low_stock_is_a_queue_with_what_is_lowest_first(citra: Shopper) -> None:
    citra.database.rows(
        "update marketplace_listings set low_stock_threshold = 0 where slug not in (%s, %s)", GAHARU, CENDANA
    )
    page = citra.client.get("/admin?queue=stock").text
    assert page.index(address(citra, CENDANA)) < page.index(address(citra, GAHARU))
    assert 'data-queue="stock">' in citra.client.get("/admin/queues").text
    edits(citra, listing(citra, GAHARU), GAHARU, status="paused")
    assert address(citra, GAHARU) not in citra.client.get("/admin?queue=stock").text


def test_changes_by_hand_are_made_and_written_down(citra: Shopper) -> None:
    steps = [("restock", "1.000", 1500), ("damage", "2", 1498), ("count", "495", 495), ("correction", "-3", 492)]
    for kind, pieces, after in [*steps, ("correction", "+8", 500)]:
        answer = adjusts(citra, listing(citra), kind=kind, pieces=pieces, reason=f"{kind} {pieces} bersama")
        assert (answer.status_code, answer.headers["Location"]) == (303, address(citra))
        assert on_hand(citra) == after
        page = listing(citra)
        assert page.count(f"{kind} {pieces} bersama") == 1
        assert "Urungkan" in page
    assert page.count("<strong>Citra CS</strong>") == 5  # in the audit trail


def test_a_count_that_agrees_changes_nothing(citra: Shopper) -> None:
    assert adjusts(citra, listing(citra), kind="count", pieces="500").status_code == 303
    page = listing(citra)
    assert "Hitungannya cocok" in page
    assert "Urungkan" not in page


SENSELESS = [
    ({"pieces": ""}, "pieces"), ({"pieces": "-5"}, "pieces"), ({"pieces": "1e3"}, "pieces"), ({"pieces": "0"}, "pieces"),
    ({"pieces": "5.5"}, "pieces"), ({"pieces": "2.0"}, "pieces"), ({"pieces": "1.00"}, "pieces"), ({"pieces": "1000.000"}, "pieces"),
    ({"kind": "damage", "pieces": "1000001"}, "pieces"), ({"kind": "correction", "pieces": "--2"}, "pieces"),
    ({"kind": "gift", "pieces": "1"}, "kind"), ({"pieces": "1", "reason": "  "}, "reason"),
]  # fmt: skip


def test_a_change_that_makes_no_sense_keeps_what_was_typed(citra: Shopper) -> None:
    page = listing(citra)
    for form, wrong in SENSELESS:
        answer = adjusts(citra, page, **{"reason": "kiriman Rabu"} | form)
        assert answer.status_code == 422, form
        assert f'href="#{wrong}"' in answer.text, form
        assert ('value="kiriman Rabu"' in answer.text) == (wrong != "reason")
    assert on_hand(citra) == 500


def test_more_than_is_free_cannot_break(citra: Shopper, sari: Shopper) -> None:
    sari.orders(GAHARU)
    answer = adjusts(citra, listing(citra, GAHARU), GAHARU, kind="damage", pieces="1", reason="tumpah semua")
    assert answer.status_code == 409
    assert "Hanya 0 yang bebas di rak" in answer.text
    assert 'value="tumpah semua"' in answer.text
    assert on_hand(citra, GAHARU) == 1


def test_two_who_count_the_same_shelf_are_told_of_each_other(citra: Shopper, ade: Shopper) -> None:
    page = listing(citra)
    assert adjusts(ade, page, kind="count", pieces="498").status_code == 303
    answer = adjusts(citra, page, kind="count", pieces="498", reason="hitung sore")
    assert answer.status_code == 409
    assert "Ade Admin: Hitung ulang −2, di rak jadi 498" in answer.text
    assert 'value="hitung sore"' in answer.text
    assert on_hand(citra) == 498


def test_a_double_post_counts_once(citra: Shopper) -> None:
    page = listing(citra)
    assert [adjusts(citra, page, pieces="10").status_code for _ in range(2)] == [303, 409]
    assert on_hand(citra) == 510


def test_a_change_can_be_taken_back_by_who_made_it(citra: Shopper, ade: Shopper) -> None:
    adjusts(citra, listing(citra), pieces="10")
    page = listing(citra)
    entry = field(page, "entry")
    assert "Urungkan" not in listing(ade)
    assert ade.client.post(f"{address(ade)}/undo", data={"entry": entry}).status_code == 409
    assert citra.client.post(f"{address(citra)}/undo", data={"entry": entry}).status_code == 303
    assert citra.client.post(f"{address(citra)}/undo", data={"entry": entry}).status_code == 409
    assert on_hand(citra) == 500
    assert "Perubahan diurungkan" in listing(citra)


def test_price_status_and_low_mark_are_set(citra: Shopper) -> None:
    assert edits(citra, listing(citra), list_price="Rp 1.000.000.000", low_stock_threshold="9").status_code == 303
    assert edited(citra) == (1_000_000_000, "active", 9, 2)
    assert edits(citra, listing(citra), status="paused").status_code == 303
    assert edited(citra) == (245_000, "paused", 3, 3)
    assert "Jual lagi" in listing(citra)


def test_an_edit_that_makes_no_sense_changes_nothing(citra: Shopper) -> None:
    before, page = edited(citra), listing(citra)
    wrong = [("list_price", "0"), ("list_price", "1000000001"), ("list_price", "10,5"), ("status", "sold")]
    for name, value in [*wrong, ("low_stock_threshold", "-1")]:
        answer = edits(citra, page, **{name: value})
        assert answer.status_code == 422, value
        assert f'href="#{name}"' in answer.text
    assert edited(citra) == before


def test_a_conflict_shows_both_values_and_who(citra: Shopper, ade: Shopper) -> None:
    page = listing(citra)
    edits(ade, page, list_price="250000", low_stock_threshold="7")
    answer = edits(citra, page, list_price="260000")
    assert answer.status_code == 409
    assert "Ade Admin mengubahnya" in answer.text
    assert "Harga: sekarang Rp250.000, isianmu Rp260.000" in answer.text
    assert "Batas tipis: sekarang 7, isianmu 3" in answer.text
    assert 'value="260000"' in answer.text
    assert edited(citra) == (250_000, "active", 7, 2)
    assert edits(citra, answer.text, list_price="260000").status_code == 303


def test_a_sale_between_look_and_edit_is_no_conflict(citra: Shopper, sari: Shopper) -> None:
    page = listing(citra)
    sari.orders()
    assert edits(citra, page).status_code == 303
    assert adjusts(citra, page, kind="count", pieces="500").status_code == 303


def test_holds_name_order_and_cart_and_no_more_than_that(citra: Shopper, sari: Shopper) -> None:
    order_id = sari.orders(quantity=2)
    sari.adds(MELATI, 3)
    sari.client.post("/checkout")
    page = listing(citra)
    assert f'href="/admin/orders/{order_id}"' in page
    assert "Keranjang Sari Pembeli" in page
    assert "3 pcs" in page
    assert "pembeli@sensasiwangi.test" not in page
    assert "Yang ditahan" in page


def test_htmx_gets_the_listing_and_the_counts(citra: Shopper) -> None:
    answer = citra.client.get(address(citra), headers=HX)
    assert '<section id="desk-listing"' in answer.text
    assert '<hx-partial hx-target="#desk-queues"' in answer.text
    assert "<html" not in answer.text


def ledger_numbers(database_rows: list[tuple[int, int]]) -> list[str]:
    """Newest first, what was on hand and reserved after each entry."""
    on_hand = reserved = 0
    found = []
    for change, held in database_rows:
        on_hand, reserved = on_hand + change, reserved + held
        found.append(f"{on_hand}, ditahan {reserved}<")
    return found[::-1]


def test_the_ledger_adds_up_on_every_page(citra: Shopper) -> None:
    product: UUID = citra.product_id(MELATI)
    for number in range(1, 41):
        citra.database.rows("select adjust_stock(%s, %s, 'uji')", product, number)
    expected = ledger_numbers(
        citra.database.rows(
            "select on_hand_change, reserved_change from stock_ledger where product_id = %s order by id", product
        )
    )
    first = listing(citra)
    older = first.partition('rel="next" href="')[2].partition('"')[0].partition("#")[0]
    second = citra.client.get(older).text
    shown = [number for page in (first, second) for number in page.split('data-label="Jadi">')[1:]]
    assert [it.partition("/")[0] for it in shown] == expected
