"""What the manifests say together: who reaches whom, what a job has, who is watched, and how a pod goes."""

import re
from typing import Any

import yaml

from app import backups, server
from tests.deploy.manifests import DEPLOY, Document, containers, documents, of_kind, pods

POLICIES = of_kind("NetworkPolicy")
MONITORING = ("namespace monitoring", 8000)


def ways(part: str, direction: str) -> set[tuple[str, int]]:
    """Who this part may be reached by, or reach, each with a port: a part, a namespace, or anybody."""
    rules = POLICIES[part]["spec"].get(direction, [])
    peer = {"ingress": "from", "egress": "to"}[direction]
    return {(one, port["port"]) for rule in rules for one in map(told, rule.get(peer, [{}])) for port in rule["ports"]}


def told(peer: Document) -> str:
    if "podSelector" in peer:
        return str(peer["podSelector"]["matchLabels"]["part"])
    if "namespaceSelector" in peer:
        return f"namespace {peer['namespaceSelector']['matchLabels']['kubernetes.io/metadata.name']}"
    return "anybody"


def pod_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = dict(pods())[name]["spec"]
    return found


def sources(name: str) -> set[str]:
    """Where the settings of a pod's first container come from."""
    return {kind["name"] for each in pod_of(name)["containers"][0]["envFrom"] for kind in each.values()}


def test_whoever_may_reach_a_pod_is_let_in_there() -> None:
    wanted = {(part, *way) for part in set(POLICIES) - {"default-deny"} for way in ways(part, "egress")}
    for part, other, port in wanted:
        if other != "anybody":
            assert (part, port) in ways(other, "ingress"), f"{other} does not let {part} in"


def test_preflight_has_and_reaches_what_it_asks() -> None:
    """The web app's way to the database and to Redis, the worker's to mail and reports, the migrations' to the owner's address."""
    theirs = ("web", "worker", "migrate")
    assert ways("preflight", "egress") == set().union(*(ways(part, "egress") for part in theirs))
    assert sources("Job/sensasiwangi-preflight") == sources("Job/sensasiwangi-migrate")
    assert "sensasiwangi-migrations" in sources("Job/sensasiwangi-preflight")


def test_backups_are_the_providers_and_another_copy_is_the_shops() -> None:
    """Web pods cannot see a file of another pod, so none of them waits for one."""
    assert of_kind("ConfigMap")["sensasiwangi"]["data"]["BACKUPS"] == "provider"
    (container,) = pod_of("CronJob/sensasiwangi-backup")["containers"]
    (directory,) = {mount["mountPath"] for mount in container["volumeMounts"]} - {"/tmp"}
    assert container["command"] == ["flask", "--app", "wsgi", "backup", directory]
    assert container["env"] == [{"name": "BACKUP_STAMP_FILE", "value": f"{directory}/stamp"}]
    assert not f"{directory}/stamp".endswith(backups.SUFFIX)
    assert sources("CronJob/sensasiwangi-backup") == sources("Job/sensasiwangi-migrate")
    (claimed,) = [each for each in pod_of("CronJob/sensasiwangi-backup")["volumes"] if "persistentVolumeClaim" in each]
    assert claimed["persistentVolumeClaim"]["claimName"] in of_kind("PersistentVolumeClaim")
    assert ways("backup", "egress") == ways("migrate", "egress")


def test_prometheus_reaches_whatever_counts() -> None:
    """The web server in each pod that has one; the worker's reads what the worker counts, as they share DATA."""
    shown = {part for part, container in containers() if "app.server" in container.get("command", ())}
    assert shown == {"web", "worker"}
    assert all(MONITORING in ways(part, "ingress") for part in shown)
    worker, metrics = pod_of("Deployment/sensasiwangi-worker")["containers"]
    assert worker["volumeMounts"] == metrics["volumeMounts"]
    assert of_kind("ConfigMap")["sensasiwangi"]["data"]["DATA"].startswith(metrics["volumeMounts"][0]["mountPath"])
    assert "METRICS_TOKEN" in of_kind("Secret")["sensasiwangi"]["stringData"]


def test_what_is_applied_by_itself_is_the_same_release() -> None:
    images = yaml.safe_load((DEPLOY / "k8s" / "kustomization.yaml").read_text())["images"]
    (ours,) = [f"{image['newName']}:{image['newTag']}" for image in images if image["name"] == "sensasiwangi"]
    assert {pod_of(f"Job/sensasiwangi-{name}")["containers"][0]["image"] for name in ("migrate", "preflight")} == {ours}
    renamed = {image["name"] for image in images}
    assert {container["image"] for _, container in containers()} - renamed - {ours} == {"redis:7.4-alpine"}


def test_pgbouncer_finishes_the_transactions_that_run() -> None:
    """SIGINT is its safe shutdown, SIGTERM its immediate one (its manual, "Signals")."""
    words = (DEPLOY / "pgbouncer.Dockerfile").read_text()
    assert re.findall(r"^STOPSIGNAL (\w+)$", words, re.MULTILINE) == ["SIGINT"]
    pod = pod_of("Deployment/sensasiwangi-pgbouncer")
    sleeps = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod["terminationGracePeriodSeconds"] > sleeps + server.PATIENCE


def test_every_part_has_a_policy_of_its_own() -> None:
    assert {pod["metadata"]["labels"]["part"] for _, pod in pods()} == set(POLICIES) - {"default-deny"}
    assert all(policy["spec"]["policyTypes"] == ["Ingress", "Egress"] for policy in POLICIES.values())
    assert len(documents()) == len({(one["kind"], one["metadata"]["name"]) for one in documents()})
