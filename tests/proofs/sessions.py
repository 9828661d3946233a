"""Connections that nobody waits for: a text is sent, and its answer is there when the server has it.

One thread can so keep many transactions under way, and the server runs them truly at once.
"""

import select
from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Any

import psycopg
from psycopg import ClientCursor
from psycopg.pq import DiagnosticField, ExecStatus

from tests.db.people import PATIENCE, Person

_FAILED = (ExecStatus.FATAL_ERROR, ExecStatus.BAD_RESPONSE)
Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Answer:
    """What a text came to: the SQLSTATE that ended it, or the rows of its last query, as text."""

    code: str | None
    rows: tuple[Row, ...] = ()
    message: str = ""

    @property
    def value(self) -> str | None:
        """The first column of the first row."""
        return self.rows[0][0] if self.rows and self.rows[0] else None


class Session:
    """A connection as the database's login."""

    def __init__(self, url: str, **settings: str) -> None:
        """settings: of the whole session, like deadlock_timeout."""
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._connection = psycopg.connect(url, autocommit=True, options=options)
        self._cursor = ClientCursor(self._connection)
        self._answer: Answer | None = None
        self.backend = self._connection.info.backend_pid
        self.busy = False

    def fileno(self) -> int:
        return self._connection.fileno()

    def close(self) -> None:
        self._connection.close()

    def text(self, statement: str, params: Iterable[Any] = ()) -> str:
        """A statement with its parameters written into it."""
        return self._cursor.mogrify(statement, tuple(params))

    def send(self, text: str) -> None:
        """Begins to run a text of one or more statements: one transaction, unless it says begin itself."""
        assert not self.busy, "one thing after the other"
        self._connection.pgconn.send_query(text.encode())
        self._answer, self.busy = Answer(None), True

    def transacts(self, person: Person, statement: str, *params: Any) -> None:
        """Begins a whole transaction of a person."""
        self.send(f"{self.text(*person.entry())}; {self.text(statement, params)}")

    def answered(self) -> Answer | None:
        """The answer of what was sent, None while the server is still at it."""
        server = self._connection.pgconn
        server.consume_input()
        while not server.is_busy():
            result = server.get_result()
            if result is None:
                self.busy = False
                return self._answer
            if result.status in _FAILED:
                code = result.error_field(DiagnosticField.SQLSTATE) or b"lost"
                self._answer = Answer(code.decode(), (), (result.error_message or b"").decode())
            elif result.status == ExecStatus.TUPLES_OK:
                self._answer = Answer(None, tuple(_rows(result)))
        return None

    def wait(self, seconds: float = PATIENCE) -> Answer | None:
        """The answer, if it comes in time."""
        deadline = monotonic() + seconds
        while (answer := self.answered()) is None:
            left = deadline - monotonic()
            if left <= 0 or not select.select([self], [], [], left)[0]:
                return self.answered()
        return answer

    def rows(self) -> tuple[Row, ...]:
        """The rows of what was sent, which must not fail."""
        answer = self.wait()
        assert answer is not None, "the server does not answer"
        assert answer.code is None, answer.message
        return answer.rows


def _rows(result: Any) -> Iterable[Row]:
    for row in range(result.ntuples):
        values = [result.get_value(row, column) for column in range(result.nfields)]
        yield tuple(None if value is None else value.decode() for value in values)
