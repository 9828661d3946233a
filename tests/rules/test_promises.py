"""docs/promises.md names a proof for every promise; each proof must exist."""

import ast
import re

import pytest

from tests.rules.source import ROOT, functions

PROMISES = ROOT / "docs" / "promises.md"
ROW = re.compile(r"^\|(?P<promise>[^|]+)\|(?P<proof>[^|]+)\|$", re.MULTILINE)
PROOF = re.compile(r"`([^`]+)`")


def rows() -> list[tuple[str, list[str]]]:
    """Each promise with its proofs."""
    found = [
        (row["promise"].strip(), PROOF.findall(row["proof"]))
        for row in ROW.finditer(PROMISES.read_text(encoding="utf-8"))
    ]
    return [
        (promise, proofs)
        for promise, proofs in found
        if promise not in {"promise", ""} and not re.fullmatch(r":?-+:?", promise)
    ]


ROWS = rows()


def test_there_are_promises() -> None:
    assert len(ROWS) >= 20


@pytest.mark.parametrize(("promise", "proofs"), ROWS, ids=[promise for promise, _ in ROWS])
def test_a_promise_has_a_proof_that_exists(promise: str, proofs: list[str]) -> None:
    assert proofs != []
    assert [proof for proof in proofs if not exists(proof)] == []


def exists(proof: str) -> bool:
    """A pytest node (a file, or a test in it) or a make target."""
    if proof.startswith("make "):
        target = proof.split()[1]
        return re.search(rf"^{re.escape(target)}:", (ROOT / "Makefile").read_text(), re.MULTILINE) is not None
    path, _, test = proof.partition("::")
    if not (ROOT / path).exists() or not test:
        return (ROOT / path).exists()
    defined = {name for name, node in functions(ROOT / path) if isinstance(node, ast.FunctionDef)}
    return test.split("[")[0] in defined


def test_no_promise_is_made_twice() -> None:
    promises = [promise for promise, _ in ROWS]
    assert len(promises) == len(set(promises))
