"""A PostgreSQL laid out as Supabase hands it out: who logs in is no superuser, and new tables are open to its API."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from app import embedded, migrations

ADMIN, OWNER, WEB = "supabase_admin", "postgres", "toko"
# Their names, rights and default privileges are Supabase's; the first login of a cluster cannot lose its rights, so it gives up its name.
_ROLES = (
    "alter role postgres rename to bootstrap",
    "create role postgres login createrole createdb replication bypassrls",
    "create role anon nologin noinherit",
    "create role authenticated nologin noinherit",
    "create role service_role nologin noinherit bypassrls",
    "create role authenticator login noinherit",
    "create role supabase_auth_admin login noinherit createrole",
    "grant anon, authenticated, service_role to authenticator",
    "grant anon, authenticated, service_role to postgres with admin option",
)
_LAYOUT = (
    "create schema auth authorization supabase_auth_admin",
    "create schema storage authorization postgres",
    "create schema extensions authorization postgres",
    "grant all on schema public to postgres with grant option",
    "grant usage on schema public, auth, storage, extensions to anon, authenticated, service_role",
    *(
        f"alter default privileges for role {role} in schema public grant all on {kind} to postgres, anon, authenticated, service_role"
        for role in ("postgres", "supabase_admin")
        for kind in ("tables", "functions", "sequences")
    ),
    "create table auth.users (id uuid primary key, email text)",
    "create function auth.uid() returns uuid language sql stable as "
    "$$ select nullif(current_setting('request.jwt.claim.sub', true), '')::uuid $$",
    "create function extensions.pgrst_ddl_watch() returns event_trigger language plpgsql as $$ begin notify pgrst, 'reload schema'; end $$",
    "create event trigger pgrst_ddl_watch on ddl_command_end execute function extensions.pgrst_ddl_watch()",
)
_WEB = (
    f"create role {WEB} login noinherit",
    f"grant sensasiwangi_shop, sensasiwangi_desk, sensasiwangi_worker to {WEB}",
)
_TEMPLATE = "shop"


class Project:
    """The cluster, with one migrated database to copy."""

    def __init__(self, server: embedded.EmbeddedServer) -> None:
        self.server = server
        self._sockets = server.sockets
        self._numbers = itertools.count(1)
        self._run("postgres", f"create role {ADMIN} superuser login", login="postgres")
        self._run("postgres", *_ROLES, f"create database {_TEMPLATE} owner postgres")
        self._run(_TEMPLATE, *_LAYOUT, f'alter database {_TEMPLATE} set search_path to "$user", public, extensions')
        migrations.up(self.url(_TEMPLATE, OWNER))
        self._run("postgres", *_WEB, login=OWNER)

    def url(self, database: str, login: str) -> str:
        """The address of a database for a login."""
        return f"postgresql:///{database}?{urlencode({'host': self._sockets, 'user': login})}"

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The name of a database of one's own."""
        name = f"copy_{next(self._numbers)}"
        self._run("postgres", f"create database {name} template {_TEMPLATE} strategy file_copy owner postgres")
        try:
            yield name
        finally:
            self._run("postgres", f"drop database {name} with (force)")

    def _run(self, database: str, *statements: str, login: str = ADMIN) -> None:
        with psycopg.connect(self.url(database, login), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@contextmanager
def project() -> Iterator[Project]:
    """The cluster for as long as the block lasts, on a server that keeps what it acknowledges."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # there, keeping what was acknowledged takes no time
    directory = Path(tempfile.mkdtemp(prefix="supabase-", dir=memory))
    directory.chmod(0o755)  # the server and PgBouncer run as users without rights
    try:
        server = embedded.start(directory)
        try:
            yield Project(server)
        finally:
            server.stop()
    finally:
        shutil.rmtree(directory)
