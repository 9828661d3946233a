"""An order by its link over HTTP: what a holder sees, how the rest opens, and what can be done then."""

import re
from uuid import UUID, uuid4

import pytest
from flask import Flask

from app.links import forms
from app.orders.links import order_link
from tests.orders.test_views import quoted, receipt, status
from tests.shopper import ADDRESS, Shopper, snapshot, texts

DIGITS = {"digits": "7890"}
ACTIONS = ("accept-quote", "payment-proof", "received")
HX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def link_to(app: Flask, order_id: UUID) -> str:
    with app.test_request_context():
        return order_link(order_id)


def opened(app: Flask, holder: Shopper, order_id: UUID) -> str:
    """The link, with the proof in the holder's browser."""
    link = link_to(app, order_id)
    answer = holder.client.post(link, data=DIGITS)
    assert (answer.status_code, answer.headers["Location"]) == (303, link)
    return link


def test_a_glimpse_tells_what_to_do_and_nothing_about_the_person(app: Flask, shopper: Shopper, holder: Shopper) -> None:
    link = link_to(app, quoted(shopper))
    answer = holder.client.get(link)
    page = answer.text
    assert answer.status_code == 200
    assert texts(page, "order-status") == ["Menunggu persetujuanmu"]
    assert "Total akhirmu" in page
    words = [*ADDRESS.values(), "Sari", "+62812", "pembeli@sensasiwangi.test", "7890"]
    assert [word for word in words if word and word in page] == []
    assert "timeline-entry" not in page


def test_the_page_is_nobodys_to_keep_to_find_or_to_be_told(app: Flask, shopper: Shopper, holder: Shopper) -> None:
    link = link_to(app, quoted(shopper))
    for answer in (holder.client.get(link), holder.client.get(opened(app, holder, quoted(shopper)))):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert '<meta name="robots" content="noindex">' in answer.text


def test_forged_unknown_and_expired_links_are_the_same_404(app: Flask, shopper: Shopper, holder: Shopper) -> None:
    order_id = shopper.orders()
    link = link_to(app, order_id)
    forged = link[:-1] + ("a" if link[-1] != "a" else "b")
    shopper.client.post(f"/order/{order_id}/cancel")
    shopper.database.rows(
        "with aged as (update orders set closed_at = now() - interval '91 days' where id = %s returning 1) select * from aged",
        order_id,
    )
    answers = [holder.client.get(path) for path in (link, forged, link_to(app, uuid4()), "/o/x")]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.text for answer in answers}) == 1
    assert [holder.client.post(path, data=DIGITS).status_code for path in (link, forged, "/o/x")] == [404] * 3


@pytest.mark.parametrize("digits", ["", "1", "0000", "78901", "tujuh", "7 8 9 1"])
def test_wrong_digits_say_the_same_and_open_nothing(app: Flask, shopper: Shopper, holder: Shopper, digits: str) -> None:
    link = link_to(app, shopper.orders())
    answer = holder.client.post(link, data={"digits": digits})
    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers
    assert texts(answer.text, "field-error")[0] in {forms.HELP, forms.WRONG}
    assert "timeline-entry" not in holder.client.get(link).text


def test_the_right_digits_open_that_order_only(app: Flask, shopper: Shopper, holder: Shopper) -> None:
    first, second = shopper.orders(), shopper.orders()
    page = holder.client.get(opened(app, holder, first)).text
    assert "Jl. Juanda 12" in page
    assert len(texts(page, "timeline-entry")) >= 1
    proof = holder.client.get_cookie("order-proof", path=link_to(app, first))
    assert proof is not None
    assert (proof.http_only, proof.max_age, proof.same_site) == (True, 1800, "Lax")
    other = link_to(app, second)
    holder.client.set_cookie("order-proof", proof.value, path=other)
    assert "Jl. Juanda 12" not in holder.client.get(other).text
    assert holder.client.get(f"/order/{first}").headers["Location"].startswith("/auth/login")


def test_its_shopper_signed_in_goes_to_their_own_page(app: Flask, shopper: Shopper) -> None:
    order_id = shopper.orders()
    answer = shopper.client.get(link_to(app, order_id))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/order/{order_id}")


def test_signing_in_comes_back_to_the_link(app: Flask, shopper: Shopper, holder: Shopper) -> None:
    link = link_to(app, shopper.orders())
    assert f'href="/auth/login?next={link}"' in holder.client.get(link).text


def test_a_purchase_goes_on_by_the_link(app: Flask, shopper: Shopper, holder: Shopper) -> None:
    order_id = quoted(shopper)
    link = opened(app, holder, order_id)
    page = holder.client.get(link).text
    assert set(re.findall(r'<form[^>]* action="([^"]*)"', page)) == {f"{link}/accept-quote"}
    assert holder.client.post(f"{link}/accept-quote").headers["Location"] == link
    assert holder.client.post(f"{link}/payment-proof", data={"proof": receipt()}).status_code == 303
    assert status(shopper, order_id) == ("awaiting_payment", "in_review")
    assert "timeline-entry" in holder.client.get(link, headers=HX).text


@pytest.mark.parametrize("action", ACTIONS)
def test_without_a_proof_nothing_is_done(app: Flask, shopper: Shopper, holder: Shopper, action: str) -> None:
    link = link_to(app, quoted(shopper))
    holder.client.set_cookie("order-proof", "made-up.by-hand", path=link)
    before = snapshot(shopper.database)
    answer = holder.client.post(f"{link}/{action}", data={"proof": receipt()})
    assert answer.status_code == 422
    assert texts(answer.text, "field-error") == [forms.OVER]
    assert snapshot(shopper.database) == before


def test_a_refusal_shows_the_order_and_says_why(app: Flask, shopper: Shopper, holder: Shopper) -> None:
    link = opened(app, holder, quoted(shopper))
    before = snapshot(shopper.database)
    answer = holder.client.post(f"{link}/received")
    assert answer.status_code == 409
    assert len(texts(answer.text, "error-summary")) == 1
    empty = holder.client.post(f"{link}/payment-proof")
    assert (empty.status_code, len(texts(empty.text, "error-summary"))) == (422, 1)
    assert snapshot(shopper.database) == before


@pytest.mark.parametrize("action", ["cancel", "cancellation-wish"])
def test_cancelling_is_not_done_by_a_link(app: Flask, shopper: Shopper, holder: Shopper, action: str) -> None:
    order_id = quoted(shopper)
    link = opened(app, holder, order_id)
    assert holder.client.post(f"{link}/{action}").status_code == 404
    assert f"/auth/login?next=/order/{order_id}" in holder.client.get(link).text


def test_a_look_changes_nothing(app: Flask, shopper: Shopper, holder: Shopper) -> None:
    link = opened(app, holder, quoted(shopper))
    before = snapshot(shopper.database)
    assert holder.client.get(link).status_code == 200
    assert snapshot(shopper.database) == before


def test_a_browser_that_withholds_its_origin_is_let_in_by_links_only(
    app: Flask, shopper: Shopper, holder: Shopper
) -> None:
    link = link_to(app, quoted(shopper))
    assert holder.client.post(link, data=DIGITS, headers={"Origin": "null"}).status_code == 303
    assert holder.client.post(link, data=DIGITS, headers={"Origin": "https://evil.example"}).status_code == 403
    foreign = {"Origin": "null", "Sec-Fetch-Site": "cross-site"}
    assert holder.client.post(link, data=DIGITS, headers=foreign).status_code == 403
    assert holder.client.post("/auth/logout", headers={"Origin": "null"}).status_code == 403
