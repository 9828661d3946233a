"""What stands under deploy/, as tests read it."""

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
SETTINGS = {field.name.upper() for field in fields(Settings)}
Document = dict[str, Any]


@cache
def documents() -> list[Document]:
    """Every Kubernetes manifest."""
    files = [path for path in sorted((DEPLOY / "k8s").glob("*.yaml")) if path.name != "kustomization.yaml"]
    return [document for path in files for document in yaml.load_all(path.read_text(), yaml.CSafeLoader)]


def named(document: Document) -> str:
    """Deployment/sensasiwangi-web"""
    return f"{document['kind']}/{document['metadata']['name']}"


def of_kind(kind: str) -> dict[str, Document]:
    """The manifests of a kind by name."""
    return {document["metadata"]["name"]: document for document in documents() if document["kind"] == kind}


def pods() -> Iterator[tuple[str, Document]]:
    """The pod of each manifest that makes some, with the manifest's name."""
    for document in documents():
        made = document.get("spec", {})
        made = made.get("jobTemplate", {}).get("spec", made)
        if "template" in made:
            yield named(document), made["template"]


def containers() -> Iterator[tuple[str, Document]]:
    """Each container, with the part that its pod is."""
    for _, pod in pods():
        for container in pod["spec"]["containers"]:
            yield pod["metadata"]["labels"]["part"], container


def variables(words: str) -> set[str]:
    """Names in lines like NAME=value, also after Environment= and ENV."""
    return set(re.findall(r"^(?:Environment=|ENV |    )?([A-Z][A-Z_]+)=", words, re.MULTILINE))
