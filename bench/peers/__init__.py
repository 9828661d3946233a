"""Other shops, built from the package index into a folder of their own, to be measured beside ours in the same run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.peers import oscar
from e2e.measures.pages import Visit

PEERS = {"oscar": oscar}
TITLES = {"oscar": oscar.TITLE}


@dataclass(frozen=True)
class Peer:
    """A shop that runs, and its pages."""

    address: str
    visits: list[Visit]


@contextmanager
def opened(name: str, folder: Path) -> Iterator[Peer]:
    """One of PEERS for as long as the block lasts."""
    with PEERS[name].opened(folder / name) as (address, paths):
        yield Peer(address, [Visit(page, path) for page, path in paths.items()])
