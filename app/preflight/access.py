"""Who may do what in the database: private tables, weak roles, nothing for strangers."""

from dataclasses import dataclass

from app import db
from app.actors import DESK, SHOP, WORKER, Actor
from app.checking import Check, Finding, failed, ok, some, warned
from app.preflight.database import OWNER, WEB
from app.preflight.installation import Installation
from app.statements import named

_sql = named("preflight")
OWNING = "sensasiwangi_owner"
RUNNING = (SHOP, DESK, WORKER)
PUBLIC_TABLES = (
    "area_words",
    "areas",
    "brands",
    "marketplace_listings",
    "order_transitions",
    "payment_transitions",
    "products",
    "schema_migrations",
    "search_terms",
    "shipping_options",
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; guarded: row-level security is enabled and forced; closed: it is enabled, forced or not."""

    name: str
    guarded: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Role:
    """A role, its dangerous rights, what it owns here and whose rights it may take."""

    name: str
    rights: list[str]
    owned: int
    may_become: list[str]


@dataclass(frozen=True, slots=True)
class Login:
    """Who DATABASE_URL signs in as, with its dangerous rights; may_own: it can act as the owner."""

    name: str
    rights: list[str]
    may_own: bool


def private(installation: Installation) -> Finding:
    """Row-level security is enabled, and forced on the owner too, on every table that holds something about somebody, and on no other."""
    with installation.console() as console:
        tables = console.ask(_sql.rows("tables", Table))
    bare = [table.name for table in tables if table.name not in PUBLIC_TABLES and not table.guarded]
    if bare:
        return failed(f"not enabled and forced on {some(bare)}: alter table … enable, then force, row level security")
    hidden = [table.name for table in tables if table.name in PUBLIC_TABLES and table.closed]
    if hidden:
        return failed(f"enabled on {some(hidden)}, which everybody reads: alter table … disable row level security")
    guarded = [table for table in tables if table.guarded]
    return (
        ok(f"enabled and forced on {len(guarded)} private tables") if guarded else failed("no tables: flask migrate up")
    )


def roles(installation: Installation) -> Finding:
    """The roles that transactions enter own nothing, may become nobody else, and have no right beyond their grants."""
    with installation.console() as console:
        found = console.ask(_sql.rows("roles", Role, names=[OWNING, *RUNNING]))
    wrong = [f"{name} is missing" for name in (OWNING, *RUNNING) if name not in {role.name for role in found}]
    wrong += [f"{role.name} has {', '.join(role.rights)}" for role in found if role.rights]
    wrong += [f"{role.name} may act as {', '.join(role.may_become)}" for role in found if role.may_become]
    wrong += [f"{role.name} owns {role.owned} things" for role in found if role.name != OWNING and role.owned]
    if wrong:
        return failed(f"{some(wrong)}: alter role … nosuperuser nobypassrls nocreaterole nocreatedb, or revoke")
    return ok("owner, shop, desk and worker have no right beyond their grants")


def grants(installation: Installation) -> Finding:
    """Nobody but the three roles is granted anything: not PUBLIC, and none of the roles that Supabase's API acts as."""
    with installation.console() as console:
        strangers: list[str] = console.ask(_sql.scalar("foreign_grants", roles=list(RUNNING)))
        effective: list[str] = console.ask(_sql.scalar("open_to_the_api", public=list(PUBLIC_TABLES)))
    if strangers or effective:
        return failed(f"{some([*strangers, *effective])}: revoke it")
    return ok("PUBLIC and the API's roles are granted nothing private")


def login(_: Installation) -> Finding:
    """What would be left to somebody who took over the web app's login."""
    found = db.read(Actor(request_id="preflight"), _sql.row("rights_of_login", Login))
    if found is None or not (found.rights or found.may_own):
        return ok(f"{found.name if found else 'it'} can act as shop, desk and worker, and has no other right")
    rights = [*found.rights, *(["the owner's rights"] if found.may_own else [])]
    return warned(
        f"{found.name} has {', '.join(rights)}: better a login of its own in DATABASE_URL, and this one in MIGRATION_DATABASE_URL"
    )


CHECKS = (
    Check("access.private", "Private tables are guarded", private, (OWNER,)),
    Check("access.roles", "Roles are weak", roles, (OWNER,)),
    Check("access.grants", "Strangers may read nothing private", grants, (OWNER,)),
    Check("access.login", "Web app's login is weak", login, (WEB,)),
)
