import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app import passwords
from app.errors import Busy

SARI = ("Sari Dewi", "sari.dewi@contoh.id", "+6281234567890")
GOOD = [
    "wangi-sekali-2025",
    "kopi gayo di pagi hari",
    "Xk7!pq9z",
    "correct horse battery",
    "пароль-из-слов",
    "🩷🧪🌸🍋🌿🪵🌊☕",
    "a" * 60 + "bcd" * 20,
]


def test_hashes_are_argon2id_with_the_chosen_cost():
    hashed = passwords.hash_password("wangi-sekali-2025")

    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert hashed != passwords.hash_password("wangi-sekali-2025")
    assert passwords.verify_password(hashed, "wangi-sekali-2025")
    assert not passwords.verify_password(hashed, "wangi-sekali-2026")


def test_keyboards_that_send_other_forms_of_a_letter_still_fit():
    assert passwords.verify_password(passwords.hash_password("café-pagi-hari"), "cafe\u0301-pagi-hari")


@pytest.mark.parametrize("typed", ["", "\x00", "\ud800", "x" * 300_000])
def test_nothing_that_is_typed_breaks_verifying(typed):
    assert not passwords.verify_password(passwords.hash_password("wangi-sekali-2025"), typed)


def test_without_a_stored_hash_the_work_is_the_same_and_nothing_fits():
    assert passwords._nobodys_hash().startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not passwords.verify_password(None, "wangi-sekali-2025")
    assert _seconds(None) > _seconds(passwords.hash_password("lain sekali 2025")) / 3


def test_a_broken_stored_hash_fits_nothing():
    assert not passwords.verify_password("!", "wangi-sekali-2025")


@pytest.mark.parametrize("password", GOOD)
def test_long_strange_and_foreign_passwords_are_fine(password):
    assert passwords.problem_with(password, SARI) is None


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", passwords.MISSING),
        ("Xk7!pq9", passwords.TOO_SHORT),
        ("ééééééé", passwords.TOO_SHORT),
        ("x7!q" * 32 + "y", passwords.TOO_LONG),
        ("x7!q" * 50_000, passwords.TOO_LONG),
        ("wangi\x00sekali", passwords.UNREADABLE),
        ("wangi\nsekali", passwords.UNREADABLE),
        ("wangi\ud800sekali", passwords.UNREADABLE),
        ("saridewi", passwords.TOO_PERSONAL),
        ("Sari Dewi 99", passwords.TOO_PERSONAL),
        ("sari.dewi@contoh.id", passwords.TOO_PERSONAL),
        ("081234567890", passwords.TOO_PERSONAL),
        ("+62 812 3456 7890", passwords.TOO_PERSONAL),
    ],
)
def test_refused_passwords_say_why(password, problem):
    assert passwords.problem_with(password, SARI) == problem


@pytest.mark.parametrize(
    "password",
    ["password", "Password1!", "P@ssw0rd", "passw0rd123", "12345678", "123456789", "1234567890", "qwerty123",
     "qwertyuiop", "11111111", "abcd1234",
     "1q2w3e4r", "1qaz2wsx", "iloveyou", "sunshine", "football", "letmein1", "welcome123", "admin123",
     "trustno1", "sayang123", "sayangku",
     "Sayangku99", "bismillah", "Bismillah123", "alhamdulillah", "indonesia", "indonesia45", "jakarta2025!",
     "rahasia123", "cintaku1", "akusayangkamu",
     "kucing1234", "sayangsayang", "17081945", "19450817", "aaaaaaaa", "abababab", "sensasiwangi",
     "wangi sekali", "katasandi", "bandung123"],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(password):
    assert passwords.problem_with(password, SARI) == passwords.TOO_COMMON


def test_the_list_is_sorted_lower_case_and_without_doubles():
    words = [
        line for line in passwords._COMMON_FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]

    assert words == sorted(set(words))
    assert all(word == word.casefold() and re.fullmatch(r"\S{3,}", word) for word in words)


@pytest.fixture
def occupied(monkeypatch):
    """All turns taken, until the event is set."""
    taken, finish = threading.Barrier(passwords.AT_ONCE + 1), threading.Event()
    monkeypatch.setattr(passwords, "PATIENCE", 60)

    def occupy() -> None:
        with passwords._turn():
            taken.wait()
            finish.wait()

    holders = [threading.Thread(target=occupy) for _ in range(passwords.AT_ONCE)]
    for thread in holders:
        thread.start()
    taken.wait()
    yield finish
    finish.set()
    for thread in holders:
        thread.join()
    assert passwords._places._value == passwords.AT_ONCE + passwords.IN_QUEUE
    assert passwords._turns._value == passwords.AT_ONCE


def test_few_hash_at_once_some_wait_and_the_rest_is_told_to_come_back(occupied):
    with ThreadPoolExecutor(passwords.IN_QUEUE) as queue:
        waiting = [
            queue.submit(passwords.verify_password, None, "wangi-sekali-2025") for _ in range(passwords.IN_QUEUE)
        ]
        _until(lambda: passwords._places._value == 0)
        with pytest.raises(Busy):
            passwords.verify_password(None, "wangi-sekali-2025")
        assert not any(one.done() for one in waiting)
        occupied.set()
        assert [one.result(60) for one in waiting] == [False] * passwords.IN_QUEUE


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    monkeypatch.setattr(passwords, "_turns", threading.BoundedSemaphore(1))
    with passwords._turn(), pytest.raises(Busy):
        passwords.hash_password("wangi-sekali-2025")
    assert passwords._places._value == passwords.AT_ONCE + passwords.IN_QUEUE


def _seconds(stored: str | None) -> float:
    """The quickest of a few tries."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        passwords.verify_password(stored, "wangi-sekali-2025")
        times.append(time.perf_counter() - started)
    return min(times)


def _until(happened) -> None:
    deadline = time.monotonic() + 10
    while not happened():
        assert time.monotonic() < deadline
        threading.Event().wait(0.005)
