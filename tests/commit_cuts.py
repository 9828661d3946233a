"""Cuts the connection to PostgreSQL exactly where a COMMIT passes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.relay import Cut, Ear, Message, Messages, Relay

BEFORE = "before"  # the server has everything but the COMMIT
AFTER = "after"  # the server has done the COMMIT, and the client does not hear of it
EVERY = 1_000_000
PARSE, BIND, DONE = ord("P"), ord("B"), ord("C")


class CommitCuts(Relay):
    """A relay that cuts at COMMITs when it is told to; `made` counts the cuts."""

    def __init__(self, conninfo: str) -> None:
        self.made = 0
        self._counting = threading.Lock()
        self._side, self._due = "", range(0)
        self._seen = 0
        super().__init__(conninfo)

    @contextmanager
    def cutting(self, side: str, *, first: int = 0, times: int = 1) -> Iterator[None]:
        """Inside the block so many COMMITs in a row are cut, beginning with the first one or a later one."""
        with self._counting:
            self._side, self._due, self._seen = side, range(first, first + times), 0
        yield
        with self._counting:
            self._side = ""

    def to_server(self) -> Ear:
        """Cuts before the first message that belongs to a COMMIT."""
        messages, prepared = Messages(of_client=True), set[bytes]()

        def hear(data: bytes) -> None:
            parsed = False
            for message in messages.ended_by(data):
                if _commits(message, prepared) and not (parsed and message.kind == BIND) and self._is_due(BEFORE):
                    raise Cut(data[: max(message.begin, 0)])
                parsed = message.kind == PARSE

        return hear

    def to_client(self) -> Ear:
        """Cuts before the server's word that a COMMIT is done."""
        messages = Messages(of_client=False)

        def hear(data: bytes) -> None:
            for message in messages.ended_by(data):
                if message.kind == DONE and message.body == b"COMMIT\0" and self._is_due(AFTER):
                    raise Cut(data[: max(message.begin, 0)])

        return hear

    def _is_due(self, side: str) -> bool:
        with self._counting:
            if side != self._side:
                return False
            due = self._seen in self._due
            self._seen += 1
            self.made += due
            return due


def _commits(message: Message, prepared: set[bytes]) -> bool:
    """Whether a message of the client begins a COMMIT: it brings the word, or uses a statement that was prepared of it."""
    if message.kind == PARSE:
        name, words, _ = message.body.split(b"\0", 2)
        (prepared.add if words == b"commit" else prepared.discard)(name)
        return words == b"commit"
    return message.kind == BIND and message.body.split(b"\0", 2)[1] in prepared
