"""What the shop is made of: locked by hash, its licences listed, none that would bind our code; and an audit that fails when it cannot know."""

import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.rules.source import ROOT
from tools import audit, licences, lock

ENTRY = re.compile(
    r"^(?P<name>[a-z0-9-]+)==[^\n]+(?P<hashes>(\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)*)$", re.MULTILINE
)
LISTED = re.compile(r"^\| (?P<name>\S+) \| (?P<version>\S+) \| (?P<licence>.+) \|$", re.MULTILINE)
STRONG = re.compile(r"\b(A?GPL|GNU (Affero )?General Public|SSPL|EUPL|OSL)", re.IGNORECASE)
WEAK = re.compile(r"\bLGPL|Lesser General", re.IGNORECASE)
ACCEPTED = {
    "djlint": "a program that checks templates; nothing of it is in the shop or given to anybody",
    "text-unidecode": "to be had under the Artistic License too; only the tests' browser plug-in pulls it in",
    "psycopg": "a library beside our code, which its users may replace: all that the LGPL asks",
    "psycopg-binary": "the same",
}
NOW = datetime(2026, 11, 26, tzinfo=UTC)
VERSIONS = {name: version for name, version in audit.pins() if name == "flask"}


@pytest.mark.parametrize("name", list(lock.locks()))
def test_a_lock_has_every_pin_and_each_package_its_hashes(name: str) -> None:
    words = (ROOT / name).read_text()
    entries = [entry for entry in ENTRY.finditer(words) if entry["hashes"]]
    assert len(entries) == len(re.findall(r"^[a-z0-9-]+==", words, re.MULTILINE)) > 20
    locked = {(audit.normal(package), version) for package, version in licences.pins(name)}
    asked = {tuple(re.sub(r"\[.*\]", "", pin).split("==")) for pin in lock.locks()[name]}
    assert {(audit.normal(package), version) for package, version in asked} <= locked


@pytest.mark.parametrize("name", list(lock.locks()))
def test_a_lock_names_no_index(name: str) -> None:
    assert re.findall(r"https?:|--(extra-)?index|--find-links|-e ", (ROOT / name).read_text()) == []


def test_what_tests_run_on_is_what_the_shop_runs_on() -> None:
    assert set(licences.pins("requirements.lock")) <= set(licences.pins("requirements-dev.lock"))


def listed() -> dict[str, tuple[str, str]]:
    return {
        it["name"]: (it["version"], it["licence"])
        for it in LISTED.finditer(licences.FILE.read_text())
        if it["name"] != "package"
    }


def test_every_package_is_listed_with_its_licence() -> None:
    locked = {name for name, _ in licences.pins("requirements-dev.lock")}
    assert set(listed()) == locked
    told = {name: licences.licence(name, version) for name, (version, _) in listed().items()}
    known = {name: words for name, words in told.items() if words != licences.ELSEWHERE}
    assert {name: listed()[name][1] for name in known} == known
    assert len(known) > 60
    assert [name for name, (_, words) in listed().items() if words == "unknown"] == []


def test_no_licence_binds_our_code_unless_it_is_accepted_with_a_reason() -> None:
    binding = {name for name, (_, words) in listed().items() if STRONG.search(words) or WEAK.search(words)}
    assert binding == set(ACCEPTED)
    shop = {name for name, _ in licences.pins("requirements.lock")}
    assert {name for name in shop if STRONG.search(listed()[name][1])} == set()


def copy_of(directory: Path, *advisories: dict[str, Any]) -> Path:
    with zipfile.ZipFile(directory / "advisories.zip", "w") as archive:
        for number, advisory in enumerate(advisories):
            archive.writestr(f"{number}.json", json.dumps(advisory))
    return directory / "advisories.zip"


def advisory(*, age: int = 1, name: str = "Flask", **affected: Any) -> dict[str, Any]:
    modified = (NOW - timedelta(days=age)).isoformat().replace("+00:00", "Z")
    return {
        "id": "X-1",
        "modified": modified,
        "affected": [{"package": {"ecosystem": "PyPI", "name": name}, **affected}],
    }


def ranged(**events: str) -> dict[str, Any]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": [{kind: at} for kind, at in events.items()]}]}


@pytest.mark.parametrize(
    ("affected", "known"),
    [
        ({"versions": list(VERSIONS.values())}, True),
        ({"versions": ["0.1"]}, False),
        (ranged(introduced="0"), True),
        (ranged(introduced="0", fixed="0.5"), False),
        (ranged(introduced="0", fixed="9999"), True),
        (ranged(introduced="0", last_affected=VERSIONS["flask"]), True),
        (ranged(introduced="9999"), False),
        ({"name": "flask-of-somebody-else", "versions": list(VERSIONS.values())}, False),
    ],
)
def test_the_local_copy_is_read(tmp_path: Path, affected: dict[str, Any], known: bool) -> None:
    found = audit.looked_up(copy_of(tmp_path, advisory(**affected)), NOW)
    assert found == ([f"flask {VERSIONS['flask']}: X-1"] if known else [])


def test_an_old_copy_or_none_fails(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="older than 14 days"):
        audit.looked_up(copy_of(tmp_path, advisory(age=15)), NOW)
    with pytest.raises(SystemExit, match="there is no"):
        audit.looked_up(tmp_path / "none.zip", NOW)


def test_a_hash_that_is_another_one_is_never_installed() -> None:
    """The command asks for it; that pip then refuses was tried once by hand."""
    assert '"--require-hashes", "--only-binary", ":all:"' in (ROOT / "tools" / "environment.py").read_text()
    assert "--require-hashes --only-binary :all:" in (ROOT / "Dockerfile").read_text()
