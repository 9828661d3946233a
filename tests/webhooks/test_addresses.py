"""Where webhooks may go: addresses as they are typed, the IP addresses behind names, and names that change their mind."""

import socket
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from app.webhooks import addresses, sending
from app.webhooks.addresses import AddressError, Rules, Target, parse_target

REAL, DEVELOPERS, OPEN = (
    Rules(http=False, private=False),
    Rules(http=True, private=False),
    Rules(http=True, private=True),
)
PUBLIC = ["8.8.8.8", "103.10.66.1", "2606:4700::1111", "2a00:1450:4001::200e", "64:ff9b::808:808", "2002:808:808::1"]
NOT_PUBLIC = [
    *("0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.255.255", "168.63.129.16"),
    *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1"),
    *("198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
    *("64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "2002:a00:1::1", "2002:c0a8:101::1"),
    *("fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "5f00::1"),
]  # fmt: skip
Names = Callable[..., list[str]]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Sets what each look at any name finds, one answer after the other; gives the names that were looked up."""
    asked: list[str] = []

    def answer(*answers: list[str]) -> list[str]:
        left = list(answers)

        def look(host: str, port: int, **_how: Any) -> list[Any]:
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, port)) for found in left.pop(0)]

        monkeypatch.setattr(addresses.socket, "getaddrinfo", look)
        return asked

    return answer


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_everybodys_may_be_told(address: str) -> None:
    assert addresses.is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_somebodys_own_may_not(address: str) -> None:
    assert not addresses.is_public(address)


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://gudang.contoh.id", Target("https", "gudang.contoh.id", "gudang.contoh.id", 443, "/")),
        ("https://Gudang.id:8443/a/b?c=d&e", Target("https", "Gudang.id:8443", "gudang.id", 8443, "/a/b?c=d&e")),
        ("https://[2606:4700::1111]/x", Target("https", "[2606:4700::1111]", "2606:4700::1111", 443, "/x")),
    ],
)
def test_an_address_is_taken_apart(address: str, target: Target) -> None:
    assert parse_target(address, REAL) == target


@pytest.mark.parametrize(
    "address",
    [
        *("", "gudang.id", "//gudang.id", "ftp://gudang.id", "https://", "https:///x", "javascript:alert(1)", "file:///etc/passwd"),
        *("https://cs@gudang.id", "https://cs:rahasia@gudang.id", "https://gudang.id@10.0.0.1", "https://gudang.id\\@10.0.0.1"),
        *("https://gudang.id:22", "https://gudang.id:0", "https://gudang.id:99999", "https://gudang.id:", "https://gudang.id.", "http://gudang.id"),
        *("https://gudang.id/a b", "https://gudang.id/\r\nHost: x", "https://gudang.id/#x", "https://gudäng.id", "https://gu_dang.id"),
        *("https://gudang.id/é", "https://[fe80::1%25eth0]/", "https://[::1", f"https://gudang.id/{'x' * 500}"),
    ],
)  # fmt: skip
def test_what_is_no_address_of_ours_is_refused(address: str) -> None:
    with pytest.raises(AddressError):
        parse_target(address, REAL)


def test_a_developer_may_leave_out_encryption_and_with_the_setting_choose_any_port() -> None:
    assert parse_target("http://gudang.id", DEVELOPERS).port == 80
    with pytest.raises(AddressError):
        parse_target("http://127.0.0.1:5000", DEVELOPERS)
    assert parse_target("http://127.0.0.1:5000", OPEN).port == 5000


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "017700000001", "127.1", "localhost", "[::1]"])
def test_however_this_machine_is_written_it_is_not_told(host: str) -> None:
    with pytest.raises(AddressError, match="bukan alamat di internet umum"):
        addresses.resolve(parse_target(f"https://{host}/", REAL), REAL)


def test_one_address_that_is_not_public_is_enough(names: Names) -> None:
    names(["8.8.8.8", "10.0.0.1"], ["8.8.8.8", "8.8.4.4"])
    target = parse_target("https://gudang.id", REAL)
    with pytest.raises(AddressError, match="bukan alamat di internet umum"):
        addresses.resolve(target, REAL)
    assert addresses.resolve(target, REAL) == ["8.8.8.8", "8.8.4.4"]


def test_a_name_that_nobody_knows_is_refused() -> None:
    with pytest.raises(AddressError, match="tidak ditemukan"):
        addresses.resolve(parse_target("https://gudang.invalid", REAL), REAL)


def test_a_name_server_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    over = Event()
    monkeypatch.setattr(addresses, "PATIENCE", 0.05)
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_it, **_how: over.wait(5))
    with pytest.raises(AddressError, match="tidak ditemukan"):
        addresses.resolve(parse_target("https://gudang.id", REAL), REAL)
    over.set()


def test_a_name_that_means_something_else_the_second_time_is_asked_only_once(
    names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[Any] = []

    def refuse(_socket: Any, where: Any) -> None:
        called.append(where)
        raise ConnectionRefusedError("nobody here")

    monkeypatch.setattr(sending._Plain, "connect", refuse)
    asked = names(["8.8.8.8", "8.8.4.4"], ["127.0.0.1"])
    target = parse_target("https://gudang.id/x", REAL)
    answer = sending.post(target, addresses.resolve(target, REAL), b"{}", {})
    assert answer == sending.Answer(None, "ConnectionRefusedError: nobody here")
    assert called == [("8.8.8.8", 443), ("8.8.4.4", 443)]
    assert asked == ["gudang.id"]
