"""The four stock functions: there, with their signatures, and doing what they say."""

from dataclasses import dataclass
from uuid import UUID

from app.checking import Check, Finding, failed, ok
from app.preflight import catalogue
from app.preflight.database import OWNER
from app.preflight.installation import Console, Installation
from app.statements import named

_sql = named("preflight")
SIGNATURES = {
    "reserve_stock": "(uuid, integer) returns void",
    "release_stock": "(uuid, integer) returns void",
    "commit_stock": "(uuid, integer) returns void",
    "get_available_stock": "(uuid) returns integer",
}
INSUFFICIENT = "SW001"


@dataclass(frozen=True, slots=True)
class Function:
    """One function under a name, as the catalogue has it."""

    name: str
    signature: str
    as_owner: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """What a sample listing says of itself."""

    available: int
    on_hand: int
    reserved: int


def functions(installation: Installation) -> Finding:
    """The checklist's verify query, and what it does not look at: parameters, result, with whose rights they run, and their bodies."""
    with installation.console() as console:
        listed = console.ask(_sql.rows("verify_functions", Verified, names=list(SIGNATURES)))
        found = console.ask(_sql.rows("functions", Function, names=list(SIGNATURES)))
        apart = [str(it) for it in catalogue.differences(console) if it.subject in SIGNATURES]
    wrong = [
        f"{name}{signature} is missing"
        for name, signature in SIGNATURES.items()
        if not any(one.name == name and one.signature == signature for one in found)
    ]
    wrong += [f"{one.name}{one.signature} is foreign" for one in found if one.signature != SIGNATURES[one.name]]
    wrong += [f"{one.name} does not run with the owner's rights" for one in found if not one.as_owner]
    if wrong or apart:
        return failed(f"{'; '.join(wrong or apart)}: flask migrate down and up past 0004")
    seen = {one.routine_name for one in listed if one.routine_type == "FUNCTION"}
    if seen != set(SIGNATURES):
        return failed(f"the verify query finds {len(seen)} of 4: the login that asks has no rights on them")
    return ok("the verify query finds all four, each as its migration makes it")


@dataclass(frozen=True, slots=True)
class Verified:
    """A row of the checklist's verify query."""

    routine_name: str
    routine_type: str


def sample(installation: Installation) -> Finding:
    """A listing of five pieces that nobody ever sees: reserve, oversell, release, commit, and the books afterwards."""
    with installation.console() as console:
        console.ask(_sql.run("become_owner"))
        product_id: UUID = console.ask(_sql.scalar("sample_listing"))
        wrong = _wrong_steps(console, product_id)
        broken = console.ask(_sql.scalar("audit_of", product_id=product_id))
    if wrong or broken:
        return failed("; ".join([*wrong, *([f"the audit finds {broken} broken promises"] if broken else [])]))
    return ok("reserved, refused to oversell (SW001), released, committed, books right; rolled back")


def _wrong_steps(console: Console, product_id: UUID) -> list[str]:
    """What did not go as the functions promise."""
    wrong = []
    console.ask(_sql.run("receive", product_id=product_id, pieces=5))
    console.ask(_sql.run("reserve", product_id=product_id, pieces=3))
    refused = console.refusal(_sql.run("reserve", product_id=product_id, pieces=3))
    if refused != INSUFFICIENT:
        wrong.append(f"overselling is answered with {refused or 'stock'} instead of {INSUFFICIENT}")
    console.ask(_sql.run("release", product_id=product_id, pieces=1))
    console.ask(_sql.run("sell", product_id=product_id, pieces=2))
    found = console.ask(_sql.row("sample", Sample, product_id=product_id))
    if found != Sample(available=3, on_hand=3, reserved=0):
        wrong.append(f"after all steps the listing says {found} instead of 3 available, 3 on hand, 0 reserved")
    return wrong


def audit(installation: Installation) -> Finding:
    """stock_audit() over the whole shop."""
    with installation.console() as console:
        broken: int = console.ask(_sql.scalar("audit"))
    return ok("every promise holds") if broken == 0 else failed(f"{broken} promises are broken: flask audit names them")


_FUNCTIONS = "stock.functions"
CHECKS = (
    Check(_FUNCTIONS, "Four stock functions are there", functions, (OWNER,)),
    Check("stock.sample", "They work on sample data", sample, (_FUNCTIONS,)),
    Check("stock.audit", "Books are right", audit, (_FUNCTIONS,)),
)
