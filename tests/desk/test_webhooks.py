"""Webhooks at the desk: for admins, with a secret that is shown once, and nothing inside our own network."""

import socket
from typing import Any

import pytest
from flask import Flask

from app.webhooks import addresses
from tests.desk.orders import order_in
from tests.shopper import Shopper, field, texts

PATH = "/admin/webhooks"
WISH = {"address": "https://gudang.contoh/hooks", "order.shipped": "ya", "stock.low": "ya", "is_on": "ya"}
ENDPOINT = "select address, events, is_on, version from webhook_endpoints"


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What names stand for; other names nobody knows."""
    known = {"gudang.contoh": "8.8.8.8", "buku.contoh": "8.8.4.4", "dalam.contoh": "10.0.0.5"}

    def look(host: str, port: int, **_how: Any) -> list[Any]:
        if host not in known:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (known[host], port))]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", look)
    return known


def registers(desk: Shopper, **given: str) -> str:
    """The path of a new endpoint."""
    assert desk.client.post(PATH, data=WISH | given).status_code == 200
    return f"{PATH}/{desk.database.value('select id from webhook_endpoints order by created_at desc limit 1')}"


def ships(desk: Shopper) -> str:
    """An order leaves, which the endpoint is told of; the number of the delivery."""
    path = order_in(desk, "processing")
    version = desk.database.value("select version from orders where id::text = %s", path.rpartition("/")[2])
    sent = {"version": version, "courier": "JNE", "tracking_number": "JT12345"}
    assert desk.client.post(f"{path}/shipment", data=sent).status_code == 303
    return str(desk.database.value("select max(id) from webhook_deliveries"))


def test_they_are_for_admins_and_for_nobody_else_there(app: Flask, citra: Shopper, sari: Shopper) -> None:
    one = f"{PATH}/{'0' * 8}-0000-4000-8000-{'0' * 12}"
    for browser in (citra.client, sari.client, app.test_client()):
        assert [browser.get(path).status_code for path in (PATH, one)] == [404, 404]
        for path in (PATH, one, f"{one}/secret", f"{PATH}/deliveries/1/replay"):
            assert browser.post(path, data=WISH).status_code == 404, path
    assert citra.database.value("select count(*) from webhook_endpoints") == 0


def test_nobody_else_has_names_looked_up(citra: Shopper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_it, **_how: pytest.fail("it was looked up"))
    assert citra.client.post(PATH, data=WISH).status_code == 404


def test_the_secret_is_shown_once(ade: Shopper) -> None:
    answer = ade.client.post(PATH, data=WISH)
    secret, endpoint = ade.database.rows("select secret, id from webhook_endpoints")[0]
    assert len(secret) == 50
    assert secret in answer.text
    assert secret not in ade.client.get(f"{PATH}/{endpoint}").text
    assert ade.database.rows(ENDPOINT) == [(WISH["address"], ["order.shipped", "stock.low"], True, 1)]
    again = ade.client.post(f"{PATH}/{endpoint}/secret", data={"version": "1"}).text
    new = ade.database.value("select secret from webhook_endpoints")
    assert new != secret
    assert new in again
    assert secret not in again
    assert "Yang lama berlaku sampai" in again


REFUSED = {
    "": addresses.ADDRESS_HELP,
    "https://cs:rahasia@gudang.contoh": addresses.ADDRESS_HELP,
    "https://gudang.contoh:22": "Pakai port 443 atau 8443.",
    "https://dalam.contoh/x": "dalam.contoh bukan alamat di internet umum.",
    "https://lain.contoh/x": "Nama lain.contoh tidak ditemukan.",
}


def test_an_address_that_is_not_everybodys_is_refused(ade: Shopper) -> None:
    for address, message in REFUSED.items():
        answer = ade.client.post(PATH, data=WISH | {"address": address})
        assert answer.status_code == 422
        assert texts(answer.text, "field-error") == [message]
        assert 'name="stock.low" value="ya" id="stock.low" checked' in answer.text
    assert ade.database.rows(ENDPOINT) == []


def test_a_change_is_checked_like_the_first_time(ade: Shopper) -> None:
    path = registers(ade)
    inside = WISH | {"version": "1", "address": "https://dalam.contoh"}
    assert ade.client.post(path, data=inside).status_code == 422
    assert ade.client.post(path, data=WISH | {"version": "1", "order.shipped": "", "stock.low": ""}).status_code == 422
    assert ade.database.rows(ENDPOINT)[0][3] == 1
    changed = ade.client.post(path, data=WISH | {"version": "1", "address": "https://buku.contoh", "is_on": ""})
    assert changed.headers["Location"] == path
    assert ade.database.rows(ENDPOINT) == [("https://buku.contoh", ["order.shipped", "stock.low"], False, 2)]


def test_one_address_is_registered_once(ade: Shopper) -> None:
    path = registers(ade)
    registers(ade, address="https://buku.contoh")
    for where, more in ((PATH, {}), (path, {"version": "1", "address": "https://buku.contoh"})):
        answer = ade.client.post(where, data=WISH | more)
        assert answer.status_code == 422
        assert texts(answer.text, "field-error") == ["Alamat ini sudah terdaftar."]


def test_a_conflict_shows_both(ade: Shopper) -> None:
    path = registers(ade)
    assert field(ade.client.get(path).text, "version") == "1"
    ade.client.post(path, data=WISH | {"version": "1", "stock.low": ""})
    answer = ade.client.post(path, data=WISH | {"version": "1", "address": "https://buku.contoh"})
    assert answer.status_code == 409
    assert "Ade Admin baru saja menyimpan: https://gudang.contoh/hooks, Pesanan dikirim." in answer.text
    assert 'value="https://buku.contoh"' in answer.text
    for form in ({"version": "1"}, {}):
        assert ade.client.post(f"{path}/secret", data=form).status_code == 409


def test_the_log_tells_of_each_delivery_and_sends_it_again(ade: Shopper) -> None:
    path = registers(ade)
    delivery = ships(ade)
    assert "Menunggu" in ade.client.get(path).text
    assert "Kirim lagi" not in ade.client.get(path).text
    ade.database.rows("delete from jobs where kind = 'webhook' returning id")
    ade.database.rows("select delivery_dropped(%s::bigint, false, '')", delivery)
    ade.database.rows(
        "update webhook_deliveries set response_status = 503, excerpt = 'nanti <saja>', tries = 5, attempted_at = now() returning id"
    )
    page = ade.client.get(path).text
    for words in ("Pesanan dikirim", "503", "nanti &lt;saja&gt;", "5 kali dicoba", "Kirim lagi"):
        assert words in page
    answer = ade.client.post(f"{PATH}/deliveries/{delivery}/replay")
    assert answer.headers["Location"] == path
    assert ade.database.rows("select status from webhook_deliveries") == [("waiting",)]
    assert ade.database.rows("select subject from jobs where kind = 'webhook'") == [(delivery,)]
    assert ade.client.post(f"{PATH}/deliveries/999/replay").status_code == 404


def test_one_that_was_switched_off_is_on_every_page_of_the_desk(ade: Shopper, citra: Shopper) -> None:
    path = registers(ade)
    assert "webhook dimatikan sendiri" not in citra.client.get("/admin").text
    ade.database.rows("select delivery_dropped(%s::bigint, true, '')", ships(ade))
    assert "1 webhook dimatikan sendiri" in citra.client.get("/admin").text
    assert "penerimanya menjawab 410" in ade.client.get(PATH).text
    ade.client.post(path, data=WISH | {"version": "2"})
    assert "webhook dimatikan sendiri" not in citra.client.get("/admin").text


def test_no_secret_is_in_the_page_of_another(ade: Shopper) -> None:
    registers(ade)
    assert ade.client.get(f"{PATH}/{'0' * 8}-0000-4000-8000-{'0' * 12}").status_code == 404
    assert "whsec_" not in ade.client.get(PATH).text
