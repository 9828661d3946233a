import threading
import time
from collections.abc import Callable

import pytest

from app.errors import Busy
from app.gate import FAIR, Gate, Line

FIRST, SECOND = 0, 1
LINES = (Line(room=4, patience=30.0), Line(room=2, patience=30.0))


@pytest.fixture
def joining():
    """Lets somebody join a line of a gate, who says so when let in and leaves; all have left when the test ends."""
    threads = []

    def join(gate: Gate, line: int, let_in: Callable[[], None]) -> None:
        def pass_by() -> None:
            with gate.passed(line):
                let_in()

        before = gate.waiting
        threads.append(threading.Thread(target=pass_by))
        threads[-1].start()
        deadline = time.monotonic() + 10
        while gate.waiting == before and time.monotonic() < deadline:
            time.sleep(0.001)

    yield join
    for thread in threads:
        thread.join()


def test_no_more_than_there_are_places(joining):
    gate, let_in = Gate(2, LINES), []
    gate.enter(SECOND)
    gate.enter(FIRST)

    joining(gate, FIRST, lambda: let_in.append("third"))
    assert (gate.waiting, let_in) == (1, [])
    gate.leave()
    gate.leave()


def test_the_first_line_goes_first_and_each_in_order(joining):
    gate, let_in = Gate(1, [Line(room=8, patience=30.0)] * 2), []
    gate.enter(FIRST)
    joining(gate, SECOND, lambda: let_in.append("browses"))
    joining(gate, FIRST, lambda: let_in.append("orders"))
    joining(gate, FIRST, lambda: let_in.append("orders later"))

    gate.leave()
    gate.enter(SECOND)

    assert let_in == ["orders", "orders later", "browses"]
    gate.leave()


def test_who_browses_is_let_in_while_orders_keep_coming(joining):
    gate, let_in = Gate(1, [Line(room=20, patience=30.0)] * 2), []
    gate.enter(FIRST)
    joining(gate, SECOND, lambda: let_in.append("browses"))
    for number in range(2 * FAIR):
        joining(gate, FIRST, lambda number=number: let_in.append(number))

    gate.leave()
    gate.enter(SECOND)

    assert let_in.index("browses") == FAIR - 1
    gate.leave()


def test_a_full_room_is_said_at_once_and_the_first_line_has_more_room(joining):
    gate, let_in = Gate(1, LINES), []
    gate.enter(FIRST)
    joining(gate, SECOND, lambda: let_in.append("browses"))
    joining(gate, SECOND, lambda: let_in.append("browses too"))

    began = time.monotonic()
    with pytest.raises(Busy):
        gate.enter(SECOND)
    assert time.monotonic() < began + 5
    joining(gate, FIRST, lambda: let_in.append("orders"))

    assert gate.waiting == 3
    gate.leave()


def test_patience_ends():
    gate = Gate(1, [Line(room=1, patience=0.05)])
    gate.enter(FIRST)

    with pytest.raises(Busy):
        gate.enter(FIRST)

    assert gate.waiting == 0
    gate.leave()
    gate.enter(FIRST)


def test_a_place_is_given_back_after_a_failure():
    gate = Gate(1, [Line(room=0, patience=0)])
    with pytest.raises(ValueError, match="no"), gate.passed(FIRST):
        raise ValueError("no")

    gate.enter(FIRST)


def test_places_are_neither_lost_nor_doubled_when_patience_and_turn_meet():
    gate, inside, most = Gate(2, [Line(room=64, patience=0.001)]), [], []

    def visit() -> None:
        for _ in range(200):
            try:
                with gate.passed(FIRST):
                    inside.append(None)
                    most.append(len(inside))
                    inside.pop()
            except Busy:
                continue

    threads = [threading.Thread(target=visit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert max(most) <= 2
    assert gate.waiting == 0
    gate.enter(FIRST)
    gate.enter(FIRST)
