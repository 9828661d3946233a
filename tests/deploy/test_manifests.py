"""The Kubernetes manifests: by the schemas, and by what this code has. What a cluster does with them is not tested here."""

import copy
import json
import re
from typing import Any

import kubernetes_validate
import pytest
import yaml

from app import server
from app.health.views import bp as health
from tests.deploy.manifests import DEPLOY, ROOT, SETTINGS, Document, documents, named, of_kind, pods, variables

VERSION = "1.34"  # the first in which a pod may sleep before it is stopped without asking for it
FOREIGN = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}  # other programs' variables
WEB = of_kind("Deployment")["sensasiwangi-web"]["spec"]["template"]["spec"]


def data_of(kind: str, name: str) -> set[str]:
    document = of_kind(kind)[name]
    return set(document.get("data", {}) | document.get("stringData", {}))


@pytest.mark.parametrize("document", documents(), ids=named)
def test_a_manifest_fits_its_schema(document: Document) -> None:
    kubernetes_validate.validate(document, VERSION, strict=True)


def test_the_schemas_have_teeth() -> None:
    wrong = copy.deepcopy(of_kind("Deployment")["sensasiwangi-web"])
    wrong["spec"]["template"]["spec"]["containers"][0]["livenesProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSION, strict=True)


def test_everything_is_applied_but_examples_and_the_jobs() -> None:
    listed = yaml.safe_load((DEPLOY / "k8s" / "kustomization.yaml").read_text())["resources"]
    there = {path.name for path in (DEPLOY / "k8s").glob("*.yaml")}
    by_themselves = {"migrate-job.yaml", "preflight-job.yaml"}
    assert there - set(listed) == {"kustomization.yaml", "secret.example.yaml", *by_themselves}


def test_every_variable_is_a_setting() -> None:
    named_there = {
        *(data_of("ConfigMap", "sensasiwangi") | data_of("Secret", "sensasiwangi")),
        *data_of("Secret", "sensasiwangi-migrations"),
        *(variables((ROOT / "Dockerfile").read_text()) - FOREIGN),
        *(name for unit in (DEPLOY / "systemd").iterdir() for name in variables(unit.read_text())),
        *json.loads((DEPLOY / "vercel" / "vercel.json").read_text())["env"],
    }
    assert named_there - SETTINGS == set()
    assert {"DATABASE_URL", "SESSION_SECRET_KEY", "BANK_ACCOUNTS", "SUPPORT_WHATSAPP", "SUPPORT_EMAIL"} <= named_there


def test_every_setting_named_in_the_words_about_deploying_exists() -> None:
    told = set(re.findall(r"`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`", (ROOT / "docs" / "deploy.md").read_text()))
    assert told - SETTINGS == set()


def test_probes_ask_what_the_app_answers_where_it_listens() -> None:
    (web,) = WEB["containers"]
    assert web["command"] == ["python", "-m", server.__name__, "0.0.0.0", str(web["ports"][0]["containerPort"])]
    asked = {probe: web[probe]["httpGet"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert {each["port"] for each in asked.values()} == {web["ports"][0]["name"]}
    paths = (asked["startupProbe"]["path"], asked["livenessProbe"]["path"], asked["readinessProbe"]["path"])
    assert paths == (f"{health.url_prefix}/health", f"{health.url_prefix}/health", f"{health.url_prefix}/ready/serving")


def test_a_pod_that_goes_leaves_the_service_first_and_finishes_what_runs() -> None:
    sleeps = WEB["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert WEB["terminationGracePeriodSeconds"] > sleeps + server.PATIENCE


@pytest.mark.parametrize(("name", "pod"), list(pods()), ids=[name for name, _ in pods()])
def test_a_pod_may_do_nothing_it_need_not(name: str, pod: dict[str, Any]) -> None:
    spec = pod["spec"]
    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    for container in spec["containers"]:
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert "memory" in container["resources"]["limits"]


def test_whoever_is_selected_exists() -> None:
    parts = {pod["metadata"]["labels"]["part"]: pod for _, pod in pods()}
    selectors = [document["spec"]["selector"] for document in of_kind("Service").values()]
    selectors += [document["spec"]["selector"]["matchLabels"] for document in of_kind("PodDisruptionBudget").values()]
    policies = [document["spec"]["podSelector"].get("matchLabels") for document in of_kind("NetworkPolicy").values()]
    assert {each["part"] for each in [*selectors, *filter(None, policies)]} == set(parts)
    assert of_kind("HorizontalPodAutoscaler")["sensasiwangi-web"]["spec"]["scaleTargetRef"]["name"] in of_kind(
        "Deployment"
    )


def test_nobody_but_the_shop_has_its_secrets() -> None:
    words = json.dumps([document for document in documents() if document["kind"] == "Secret"])
    assert len(re.findall("CHANGE-ME", words)) == 6
