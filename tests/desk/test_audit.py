"""The audit at the desk: nothing to see while all is well, a strip on every page when it is not."""

import re

from tests.rules.source import sql_functions
from tests.shopper import MELATI, Shopper


def sets_past_the_ledger(browser: Shopper, pieces: int) -> None:
    browser.database.rows("alter table marketplace_listings disable trigger user")
    browser.database.rows("update marketplace_listings set stock_on_hand = %s where slug = %s", pieces, MELATI)
    browser.database.rows("alter table marketplace_listings enable trigger user")


def test_all_is_well(citra: Shopper) -> None:
    assert "Belum pernah diperiksa" in citra.client.get("/admin/audit").text
    answer = citra.client.post("/admin/audit/run")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/audit")
    page = citra.client.get("/admin/audit").text
    assert "Semua janji dipenuhi" in page
    assert "Citra CS" in page
    assert "desk-alarm" not in page


def test_a_broken_promise_is_on_every_page_until_it_is_mended(citra: Shopper) -> None:
    sets_past_the_ledger(citra, 499)
    assert "desk-alarm" not in citra.client.get("/admin").text
    citra.client.post("/admin/audit/run")
    for path in ("/admin", "/admin/queues", "/admin/stock", "/admin/audit", "/admin?queue=stock"):
        assert "Audit menemukan 1 janji" in citra.client.get(path).text, path
    page = citra.client.get("/admin/audit").text
    assert "Stok di rak sama dengan jumlah buku stoknya" in page
    assert f'href="/admin/stock/{citra.product_id(MELATI)}"' in page
    assert "seharusnya 500, tercatat 499" in page
    sets_past_the_ledger(citra, 500)
    assert "desk-alarm" in citra.client.get("/admin").text
    citra.client.post("/admin/audit/run")
    assert "desk-alarm" not in citra.client.get("/admin").text


def test_a_run_that_is_long_ago_is_said(citra: Shopper) -> None:
    citra.database.rows("select run_audit()")
    citra.database.rows("update audit_runs set at = at - interval '16 minutes'")
    assert "Seharusnya tiap 5 menit" in citra.client.get("/admin/audit").text


def test_every_promise_and_every_kind_of_entry_has_words(citra: Shopper) -> None:
    words = citra.client.application.jinja_env.get_template("macros/stock.html").module
    (audit,) = [function for function in sql_functions() if function.name == "stock_audit"]
    assert set(re.findall(r"select '([^']+)',", audit.body)) == set(words.PROMISES)
    kinds = citra.database.value(
        "select pg_get_constraintdef(oid) from pg_constraint where conname = 'ledger_kind_is_known'"
    )
    assert set(re.findall(r"'(\w+)'", kinds)) == set(words.LEDGER)
