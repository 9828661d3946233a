"""The desk is there for the staff and for nobody else; what an admin asks for takes effect with the next request."""

import re
from uuid import uuid4

import pyotp
import pytest
from flask import Flask

from app.desk.access import second_factor
from tests.db_server import Clone
from tests.shopper import Shopper, field, snapshot

HX = {"HX-Request": "true"}
ADMIN_ONLY = ("/admin/staff",)


def addresses(app: Flask, method: str) -> list[str]:
    """Every address of the desk that answers a method, with made-up ids."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/admin") and method in rule.methods]
    assert len(rules) > 3
    return [re.sub(r"<any\((\w+).*?>", r"\1", re.sub(r"<uuid:\w+>", str(uuid4()), rule.rule)) for rule in rules]


def unlike(text: str) -> str:
    """A failure page without what tells its request from another."""
    return re.sub(r"/[\w/-]+next=[^\"]*", "", text)


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_for_strangers_the_desk_is_like_an_address_that_does_not_exist(app: Flask, sari: Shopper, who: str) -> None:
    client = sari.client if who == "member" else app.test_client()
    before = snapshot(sari.database)
    nowhere = client.get("/nowhere")
    assert nowhere.status_code == 404
    for method in ("GET", "POST", "OPTIONS"):
        for address in addresses(app, method):
            found = client.open(re.sub(r"<.*?>", "x", address), method=method)
            assert (address, found.status_code) == (address, 404)
            assert unlike(found.text) == unlike(nowhere.text), address
            assert "Set-Cookie" not in found.headers
    assert client.delete("/admin").status_code == client.put("/admin/staff").status_code == 404
    assert snapshot(sari.database) == before


def test_customer_service_does_not_see_what_is_for_admins(citra: Shopper, ade: Shopper) -> None:
    for address in ADMIN_ONLY:
        assert citra.client.get(address).status_code == 404
        assert ade.client.get(address).status_code == 200
    assert "/admin/staff" not in citra.client.get("/admin").text
    other = citra.database.rows("select id from staff where role = 'admin'")[0][0]
    before = snapshot(citra.database)
    assert citra.client.post(f"/admin/staff/{other}/remove").status_code == 404
    assert snapshot(citra.database) == before


def test_staff_sign_in_where_everybody_does(app: Flask, sample_shop: Clone) -> None:
    client = app.test_client()
    form = {"email": "cs@sensasiwangi.test", "password": "salah-sekali-2025"}
    assert client.post("/auth/login", data=form).status_code == 422
    answer = client.post("/auth/login", data=form | {"password": "wangi-sekali-2025", "next": "/admin/orders"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/orders")
    (cookie,) = [it for it in answer.headers.getlist("Set-Cookie") if it.startswith("desk=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get("/admin").status_code == 200
    assert client.get("/account").status_code == 303  # nobody's shopping account


def test_leaving_ends_the_session_for_good(citra: Shopper) -> None:
    kept = citra.client.get_cookie("desk").value
    assert citra.client.post("/admin/logout").headers["Location"] == "/auth/login"
    assert citra.client.get("/admin").status_code == 404
    citra.client.set_cookie("desk", kept)
    assert citra.client.get("/admin").status_code == 404


def test_a_session_that_ended_is_asked_to_sign_in_and_loses_nothing(citra: Shopper) -> None:
    order = citra.database.value("select id from orders limit 1")
    typed = {"note": 'Pembeli minta "bungkus kado"\nwarna hijau', "version": "1"}
    passes(citra, "1 second")
    before = snapshot(citra.database)
    answer = citra.client.get("/admin/orders?q=ngaglik")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/auth/login?next=/admin/orders%3Fq%3Dngaglik")
    for method, address in (("GET", "/admin/queues"), ("POST", f"/admin/orders/{order}/notes")):
        part = citra.client.open(address, method=method, headers=HX, data=typed if method == "POST" else None)
        assert (part.status_code, part.headers["HX-Retarget"]) == (401, "#layout-notices")
        assert "Masuk di tab baru" in part.text
    page = citra.client.post(f"/admin/orders/{order}/notes", data=typed, headers={"Referer": "http://localhost/admin"})
    assert page.status_code == 401
    assert 'href="/auth/login?next=/admin"' in page.text
    again = citra.client.post(
        f"/admin/orders/{order}/notes", data=typed, headers={"Referer": f"http://localhost/admin/orders/{order}/notes"}
    )
    assert 'href="/auth/login?next=/admin"' in again.text  # nothing can be read at that address
    assert field(page.text, "note") == typed["note"]
    assert f'action="/admin/orders/{order}/notes"' in page.text
    assert snapshot(citra.database) == before
    assert citra.client.post("/admin/logout").headers["Location"] == "/auth/login"


def test_a_session_that_ended_long_ago_is_a_stranger(citra: Shopper, ade: Shopper) -> None:
    passes(citra, "7 days")
    ade.enters_the_desk("admin@sensasiwangi.test")
    assert citra.client.get("/admin").status_code == 404
    assert ade.client.get("/admin").status_code == 200


def passes(somebody: Shopper, time: str) -> None:
    """As long after the end of the sessions of customer service."""
    somebody.database.rows(
        "update staff_sessions set expires_at = now() - %s::interval from staff s"
        " where s.id = staff_id and s.role = 'cs' returning 1",
        time,
    )


def test_who_was_removed_is_out_with_the_next_request(citra: Shopper, ade: Shopper) -> None:
    assert citra.client.get("/admin").status_code == 200
    person = citra.database.rows("select id from staff where role = 'cs'")[0][0]
    assert ade.client.post(f"/admin/staff/{person}/remove").status_code == 303
    assert citra.client.get("/admin").status_code == 404
    form = {"email": "cs@sensasiwangi.test", "password": "wangi-sekali-2025"}
    assert citra.client.post("/auth/login", data=form).status_code == 422


def test_an_admin_does_not_remove_themselves(ade: Shopper) -> None:
    person = ade.database.rows("select id from staff where role = 'admin'")[0][0]
    assert ade.client.post(f"/admin/staff/{person}/remove").status_code == 409
    assert ade.client.get("/admin").status_code == 200


def test_a_second_factor_is_set_up_once_and_asked_for_in_every_session(
    app: Flask, citra: Shopper, ade: Shopper
) -> None:
    person = citra.database.rows("select id from staff where role = 'cs'")[0][0]
    assert ade.client.post(f"/admin/staff/{person}/second-factor", data={"required": "on"}).status_code == 303
    answer = citra.client.get("/admin")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/second-factor")
    assert citra.client.post("/admin/second-factor", data={"code": "123456"}).status_code == 422
    assert citra.client.post("/admin/second-factor/secret").status_code == 303
    page = citra.client.get("/admin/second-factor").text
    secret = re.search(r"<code>(\w+)</code>", page)[1]
    assert "data:image/svg+xml" in page
    assert citra.client.post("/admin/second-factor", data={"code": ""}).status_code == 422
    code = pyotp.TOTP(secret).now()
    assert citra.client.post("/admin/second-factor", data={"code": code}).headers["Location"] == "/admin"
    assert citra.client.get("/admin").status_code == 200
    again = Shopper(app.test_client(), citra.database).enters_the_desk()
    assert secret not in again.client.get("/admin/second-factor").text
    assert again.client.post("/admin/second-factor", data={"code": code}).status_code == 422  # used already
    assert again.client.get("/admin").status_code == 303


def test_codes_cannot_be_tried_out(limits_on: None, citra: Shopper) -> None:
    tries = [citra.client.post("/admin/second-factor", data={"code": "000000"}).status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]


@pytest.mark.parametrize(("now", "step"), [(29, 1), (59, 1), (89, 1), (119, None), (3600, None)])
def test_a_code_counts_half_a_minute_early_or_late(now: int, step: int | None) -> None:
    """RFC 6238 appendix B: the SHA-1 code at second 59 is 94287082, of which apps show six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert second_factor.matching_step(secret, "287 082", now) == step
    for wrong in ("287083", "", "94287082", "28708"):
        assert second_factor.matching_step(secret, wrong, now) is None
