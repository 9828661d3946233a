"""Reset links: one hour, one use, three an hour, and no trace of strangers."""

import pytest

from tests.db.shop import Shop
from tests.db.test_accounts_functions import SARI, TOKEN, customer_row, has_session, mails, registers


def test_no_link_for_an_unknown_email(shop: Shop) -> None:
    before = shop.contents()
    shop.visitor().call("request_password_reset", "lain@contoh.id", TOKEN, "Kata sandi baru", "…")
    assert shop.contents() == before


def test_three_links_an_hour_and_then_silence(shop: Shop) -> None:
    registers(shop)
    for number in range(5):
        shop.visitor().call("request_password_reset", SARI[0], f"{number}" * 64, "Kata sandi baru", "…")
    assert mails(shop) == [(SARI[0], "Kata sandi baru")] * 3
    shop.later("61 minutes")
    shop.visitor().call("request_password_reset", SARI[0], "9" * 64, "Kata sandi baru", "…")
    assert len(mails(shop)) == 4


def test_three_links_also_when_asked_for_at_once(shop: Shop) -> None:
    registers(shop)
    first, second = shop.visitor(), shop.visitor()
    for number in range(2):
        first.call("request_password_reset", SARI[0], f"{number}" * 64, "Kata sandi baru", "…")
    with first.acting() as asking:
        asking.execute("select request_password_reset(%s, %s, 'Kata sandi baru', '…')", [SARI[0], TOKEN])
        waiting = second.starts("request_password_reset", SARI[0], "u" * 64, "Kata sandi baru", "…")
    waiting.result()
    assert shop.one("select count(*) from password_resets") == 3


@pytest.mark.parametrize("offset", ["61 minutes", "2 days"])
def test_a_link_runs_out(shop: Shop, offset: str) -> None:
    registers(shop)
    shop.visitor().call("request_password_reset", SARI[0], TOKEN, "Kata sandi baru", "…")
    before = shop.contents()
    shop.later(offset)
    assert shop.visitor().rows("select * from password_reset_owner(%s)", TOKEN) == []
    assert shop.visitor().call("reset_password", TOKEN, "baru", "Diganti", "…") is None
    assert shop.contents() == before


def test_a_made_up_link_does_nothing(shop: Shop) -> None:
    registers(shop)
    before = shop.contents()
    for token in ("", "x" * 64, None):
        assert shop.visitor().rows("select * from password_reset_owner(%s)", token) == []
        assert shop.visitor().call("reset_password", token, "baru", "Diganti", "…") is None
    assert shop.contents() == before


def test_a_link_works_once_and_ends_every_session_and_every_other_link(shop: Shop) -> None:
    sari, budi = registers(shop), shop.member()
    for token in (TOKEN, "u" * 64):
        shop.visitor().call("request_password_reset", SARI[0], token, "Kata sandi baru", "…")
    has_session(shop, sari.customer, "sari")
    has_session(shop, budi.customer, "budi")
    assert shop.visitor().rows("select * from password_reset_owner(%s)", TOKEN) == [(sari.customer, *SARI[:2])]

    assert shop.visitor().call("reset_password", TOKEN, "baru", "Diganti", "…") == sari.customer

    assert customer_row(shop, sari.customer)[3] == "baru"
    assert shop.rows("select id from web_sessions") == [("budi",)]
    assert sorted(mails(shop)) == [(SARI[0], "Diganti"), (SARI[0], "Kata sandi baru"), (SARI[0], "Kata sandi baru")]
    for token in (TOKEN, "u" * 64):
        assert shop.visitor().call("reset_password", token, "lagi", "Diganti", "…") is None
    assert customer_row(shop, sari.customer)[3] == "baru"


def test_of_two_uses_of_a_link_at_once_one_wins(shop: Shop) -> None:
    sari = registers(shop)
    shop.visitor().call("request_password_reset", SARI[0], TOKEN, "Kata sandi baru", "…")
    people = [shop.visitor() for _ in range(6)]
    done = shop.at_once(
        *(lambda n=n, p=p: p.call("reset_password", TOKEN, f"baru{n}", "Diganti", "…") for n, p in enumerate(people))
    )
    (winner,) = [number for number, owner in enumerate(done) if owner is not None]
    assert customer_row(shop, sari.customer)[3] == f"baru{winner}"
