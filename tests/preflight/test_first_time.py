"""What docs/deploy.md says to do the first time, word for word, on a server like the one that a provider hands out."""

import re
from urllib.parse import urlsplit

import psycopg
import pytest

from app import migrations
from app.checking import State
from app.preflight import access, database
from tests.deploy.manifests import ROOT, of_kind
from tests.preflight import supabase
from tests.preflight.conftest import Site

SAID = re.compile(r"^    psql \"\$MIGRATION_DATABASE_URL\" -c \"([^\"]+)\"$", re.MULTILINE)


@pytest.fixture
def commands() -> list[str]:
    """What is said to the database before the migrations, and after them."""
    words = (ROOT / "docs" / "deploy.md").read_text()
    return SAID.findall(words[words.index("## Kubernetes") : words.index("## Vercel")])


def test_the_pods_of_a_cluster_may_act_as_the_shop_after_its_two_statements(site: Site, commands: list[str]) -> None:
    login = urlsplit(of_kind("Secret")["sensasiwangi"]["stringData"]["DATABASE_URL"]).username
    site.environ["DATABASE_URL"] = site.owner.replace(f"user={supabase.OWNER}", f"user={login}")
    states = []
    try:
        for statement in commands:
            with psycopg.connect(site.owner, autocommit=True) as connection:
                connection.execute(statement.encode())
            migrations.up(site.owner)
            with site.installed() as installation:
                states.append(database.web(installation).state)
        with site.installed() as installation:
            assert access.login(installation).state is State.OK
    finally:
        site.run(f"drop role {login}")
    assert states == [State.FAILED, State.OK]
