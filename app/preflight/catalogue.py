"""What the migrations make, thing by thing: written down by `make schema`, and compared with what a database has."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.actors import DESK, SHOP, WORKER
from app.preflight.installation import Console
from app.statements import QUERIES, named

_sql = named("catalogue")
FILE = QUERIES.parent / "schema.digests"
KINDS = (
    "table", "view", "type", "sequence", "column", "constraint", "index", "statistics", "trigger", "policy", "function", "grants",
)  # fmt: skip
MISSING, CHANGED, FOREIGN = "missing", "changed", "foreign"


@dataclass(frozen=True, slots=True)
class Thing:
    """A table, a column, a policy …, and a digest of all that its migrations decide about it."""

    kind: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A thing that is missing, changed, or foreign: of no migration."""

    kind: str
    name: str
    state: str

    @property
    def subject(self) -> str:
        """The name without parameters; of grants, what they are on."""
        return self.name.removeprefix("on ").partition("(")[0]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} is {self.state}"


def found(console: Console) -> list[Thing]:
    """What the database has. Raises psycopg.Error."""
    console.ask(_sql.run("by_the_migrations_names"))
    return console.ask(_sql.rows("catalogue", Thing, roles=[SHOP, DESK, WORKER]))


def text(things: Iterable[Thing]) -> str:
    """The things as they are written down, a line for each."""
    return "".join(f"{thing.digest} {thing.kind} {thing.name}\n" for thing in things)


def written() -> list[Thing]:
    """What the migrations of this code make."""
    lines = (line.split(" ", 2) for line in FILE.read_text(encoding="utf-8").splitlines())
    return [Thing(kind, name, digest) for digest, kind, name in lines]


def differences(console: Console) -> list[Difference]:
    """Between the database and what is written down; what others belong to comes first. Raises psycopg.Error."""
    wanted = {(thing.kind, thing.name): thing.digest for thing in written()}
    there = {(thing.kind, thing.name): thing.digest for thing in found(console)}
    apart = sorted(wanted.items() ^ there.items(), key=lambda item: (KINDS.index(item[0][0]), item[0][1]))
    return [Difference(*key, _state(key in wanted, key in there)) for key in dict(apart)]


def _state(is_wanted: bool, is_there: bool) -> str:
    return CHANGED if is_wanted and is_there else MISSING if is_wanted else FOREIGN
