"""The manifests are without mistakes, and every mistake of the table is refused by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from k8s.checks import problems_of
from k8s.checks.manifests import Manifest
from tests.conftest import ROOT
from tests.unit.deploy.rendering import CANARY, ENVIRONMENTS, IMAGE, manifests, render, rendered

POD = "spec/template/spec"
CONTAINER = f"{POD}/containers/0"
REMOVED = object()


def change(documents: list[Manifest], kind: str, path: str, value: Any) -> None:
    """Set, or remove, what stands at a path of the first object of a kind."""
    *parents, last = path.split("/")
    at: Any = next(document for document in documents if document["kind"] == kind)
    for key in parents:
        at = at[int(key)] if isinstance(at, list) else at.setdefault(unescaped(key), {})
    place: Any = int(last) if isinstance(at, list) else unescaped(last)
    if value is REMOVED:
        del at[place]
    elif isinstance(at, list) and place == len(at):
        at.append(value)
    else:
        at[place] = value


def unescaped(key: str) -> str:
    """Return a key as it stands; a slash in it is written ~1, as in a JSON pointer."""
    return key.replace("~1", "/")


# Name of the mistake: kind, place, wrong value, and what the check says of it.
MISTAKES: dict[str, tuple[str, str, Any, str]] = {
    "latest tag": ("Deployment", f"{CONTAINER}/image", "registry.example/doctag:latest", "not named by digest"),
    "no tag": ("Deployment", f"{CONTAINER}/image", "registry.example/doctag", "not named by digest"),
    "short digest": ("Deployment", f"{CONTAINER}/image", "registry.example/doctag@sha256:12", "not named by digest"),
    "wrong digest": ("Deployment", f"{CONTAINER}/image", CANARY, "is not the one that is released"),
    "root": ("Deployment", f"{POD}/securityContext/runAsNonRoot", REMOVED, "runAsNonRoot"),
    "a user of the node": ("Deployment", f"{POD}/securityContext/runAsUser", 1000, "runAsUser"),
    "writable root": ("Deployment", f"{CONTAINER}/securityContext/readOnlyRootFilesystem", False, "readOnlyRoot"),
    "escalation": ("Deployment", f"{CONTAINER}/securityContext/allowPrivilegeEscalation", True, "Escalation"),
    "privileged": ("Deployment", f"{CONTAINER}/securityContext/privileged", True, "privileged"),
    "kept capabilities": ("Deployment", f"{CONTAINER}/securityContext/capabilities/drop", ["NET_RAW"], "capabilities"),
    "added capability": ("Deployment", f"{CONTAINER}/securityContext/capabilities/add", ["SYS_ADMIN"], "capabilities"),
    "no seccomp": ("Deployment", f"{POD}/securityContext/seccompProfile", {"type": "Unconfined"}, "seccompProfile"),
    "host network": ("Deployment", f"{POD}/hostNetwork", True, "hostNetwork"),
    "mounted token": ("Deployment", f"{POD}/automountServiceAccountToken", True, "token is mounted"),
    "service links": ("Deployment", f"{POD}/enableServiceLinks", REMOVED, "DOCTAG_PORT"),
    "missing volume": ("Deployment", f"{CONTAINER}/volumeMounts/0/name", "temp", "volume temp is mounted"),
    "host path": ("Deployment", f"{POD}/volumes/0", {"name": "tmp", "hostPath": {"path": "/"}}, "of the node"),
    "temp on disk": ("Deployment", f"{POD}/volumes/0/emptyDir/medium", REMOVED, "memory of a bounded size"),
    "temp without end": ("Deployment", f"{POD}/volumes/0/emptyDir/sizeLimit", REMOVED, "memory of a bounded size"),
    "no memory limit": ("Deployment", f"{CONTAINER}/resources/limits/memory", REMOVED, "memory is not limited"),
    "request over limit": ("Deployment", f"{CONTAINER}/resources/requests/memory", "3Gi", "more memory is requested"),
    "no CPU request": ("Deployment", f"{CONTAINER}/resources/requests/cpu", REMOVED, "not requested"),
    "workers that outgrow the pod": ("ConfigMap", "data/DOCTAG_WORKER_MEMORY_MIB", "1500", "above the memory limit"),
    "a temp that outgrows it": ("Deployment", f"{POD}/volumes/0/emptyDir/sizeLimit", "1Gi", "above the memory limit"),
    "tasks outlive the end": ("ConfigMap", "data/DOCTAG_TASK_TIMEOUT_S", "30", "longest request"),
    "more workers than CPUs": ("ConfigMap", "data/DOCTAG_WORKERS", "8", "number of CPUs"),
    "missing startup probe": ("Deployment", f"{CONTAINER}/startupProbe", REMOVED, "no startupProbe"),
    "missing readiness probe": ("Deployment", f"{CONTAINER}/readinessProbe", REMOVED, "no readinessProbe"),
    "missing liveness probe": ("Deployment", f"{CONTAINER}/livenessProbe", REMOVED, "no livenessProbe"),
    "liveness asks readiness": ("Deployment", f"{CONTAINER}/livenessProbe/httpGet/path", "/readyz", "asks /readyz"),
    "wrong port name": ("Deployment", f"{CONTAINER}/readinessProbe/httpGet/port", "web", "port that the container"),
    "impatient liveness": ("Deployment", f"{CONTAINER}/livenessProbe/periodSeconds", 1, "kills within"),
    "missing grace": ("Deployment", f"{POD}/terminationGracePeriodSeconds", REMOVED, "terminationGracePeriodSeconds"),
    "missing preStop": ("Deployment", f"{CONTAINER}/lifecycle", REMOVED, "preStop"),
    "graceful end too short": ("ConfigMap", "data/DOCTAG_GRACEFUL_TIMEOUT_S", "10", "longest request"),
    "misspelt setting": ("ConfigMap", "data/DOCTAG_WORKER", "2", "unknown variable DOCTAG_WORKER"),
    "ill-typed setting": ("ConfigMap", "data/DOCTAG_QUEUE_TIMEOUT_S", "20s", "DOCTAG_QUEUE_TIMEOUT_S"),
    "missing ConfigMap": ("ConfigMap", "metadata/name", "doctag-setting", "is not there"),
    "no keys": ("ConfigMap", "data/DOCTAG_API_KEYS_FILE", REMOVED, "not asked for keys"),
    "keys in no Secret": ("Deployment", f"{POD}/volumes/1", {"name": "api-keys", "emptyDir": {}}, "no mounted Secret"),
    "optional keys": ("Deployment", f"{POD}/volumes/1/secret/optional", True, "optional"),
    "pods taken first": ("Deployment", "spec/strategy/rollingUpdate/maxUnavailable", 1, "maxUnavailable"),
    "all at once": ("Deployment", "spec/strategy", {"type": "Recreate"}, "maxUnavailable"),
    "no way back": ("Deployment", "spec/revisionHistoryLimit", 0, "revisionHistoryLimit"),
    "replicas beside the autoscaler": ("Deployment", "spec/replicas", 3, "beside the autoscaler"),
    "no spread": ("Deployment", f"{POD}/topologySpreadConstraints", REMOVED, "not spread over zones"),
    "spread of other pods": (
        "Deployment",
        f"{POD}/topologySpreadConstraints/0/labelSelector/matchLabels",
        {"app": "doctag"},
        "not spread over zones",
    ),
    "loose spread in production": (
        "Deployment",
        f"{POD}/topologySpreadConstraints/0/whenUnsatisfiable",
        "ScheduleAnyway",
        "one zone",
    ),
    "selector mismatch": ("Deployment", "spec/selector/matchLabels/app.kubernetes.io~1component", "x", "selector"),
    "greedy selector": (
        "Deployment",
        "spec/selector/matchLabels",
        {"app.kubernetes.io/name": "doctag"},
        "its own pods alone",
    ),
    "missing account": ("ServiceAccount", "metadata/name", "doc-tag", "ServiceAccount is not there"),
    "no Workload Identity": ("ServiceAccount", "metadata/annotations", REMOVED, "no Workload Identity"),
    "missing priority": ("Deployment", f"{POD}/priorityClassName", "high", "priority class"),
    "other namespace": ("Service", "metadata/namespace", "default", "outside the Namespace"),
    "lenient namespace": ("Namespace", "metadata/labels", {}, "restricted"),
    "service of no pod": ("Service", "spec/selector/app.kubernetes.io~1component", "web", "does not select"),
    "service takes the canary": ("Service", "spec/selector/app.kubernetes.io~1component", REMOVED, "does not select"),
    "wrong target port": ("Service", "spec/ports/0/targetPort", "https", "targetPort"),
    "open to the world": ("Service", "spec/type", "LoadBalancer", "open to the outside"),
    "external gateway": ("Gateway", "spec/gatewayClassName", "gke-l7-global-external-managed", "not internal"),
    "missing listener": ("HTTPRoute", "spec/parentRefs/0/sectionName", "https", "no listener"),
    "route to nowhere": ("HTTPRoute", "spec/rules/0/backendRefs/0/name", "doc-tag", "no Service"),
    "route to a wrong port": ("HTTPRoute", "spec/rules/0/backendRefs/0/port", 8080, "no port 8080"),
    "weights": ("HTTPRoute", "spec/rules/0/backendRefs/1/weight", 10, "shares of 100"),
    "min over max": ("HorizontalPodAutoscaler", "spec/minReplicas", 30, "above maxReplicas"),
    "too few in production": ("HorizontalPodAutoscaler", "spec/minReplicas", 1, "fewer than 3"),
    "autoscaler of nothing": ("HorizontalPodAutoscaler", "spec/scaleTargetRef/name", "web", "is not there"),
    "CPU alone": ("HorizontalPodAutoscaler", "spec/metrics/1", REMOVED, "does not look at requests_in_flight"),
    "unknown metric": (
        "HorizontalPodAutoscaler",
        "spec/metrics/1/pods/metric/name",
        "prometheus.googleapis.com|doctag_in_flight|gauge",
        "names doctag_in_flight",
    ),
    "slow to scale up": (
        "HorizontalPodAutoscaler",
        "spec/behavior/scaleUp/stabilizationWindowSeconds",
        300,
        "slow to scale up",
    ),
    "hasty to scale down": (
        "HorizontalPodAutoscaler",
        "spec/behavior/scaleDown/stabilizationWindowSeconds",
        0,
        "hasty",
    ),
    "budget of no pod": (
        "PodDisruptionBudget",
        "spec/selector/matchLabels/app.kubernetes.io~1component",
        "web",
        "disruption budget does not select",
    ),
    "budget that blocks drains": ("PodDisruptionBudget", "spec/maxUnavailable", 0, "no node be drained"),
    "budget of all": ("PodDisruptionBudget", "spec/maxUnavailable", "100%", "more than one pod"),
    "policy of no pod": ("NetworkPolicy", "spec/podSelector/matchLabels", {"app": "web"}, "no NetworkPolicy"),
    "way out not closed": ("NetworkPolicy", "spec/policyTypes", ["Ingress"], "closes both ways"),
    "way out": ("NetworkPolicy", "spec/egress", [{}], "lets connections out"),
    "anybody in": ("NetworkPolicy", "spec/ingress/0/from", [], "lets anybody in"),
    "the internet in": ("NetworkPolicy", "spec/ingress/0/from/0/ipBlock/cidr", "0.0.0.0/0", "lets 0.0.0.0/0 in"),
    "every namespace in": ("NetworkPolicy", "spec/ingress/0/from/3/namespaceSelector", {}, "every namespace"),
    "every port open": ("NetworkPolicy", "spec/ingress/0/ports", REMOVED, "other ports"),
    "scrape of no pod": ("PodMonitoring", "spec/selector/matchLabels", {"app": "web"}, "does not select all"),
    "scrape without key": ("PodMonitoring", "spec/endpoints/0/authorization", REMOVED, "sends no key"),
    "key not readable": ("Role", "rules/0/resourceNames/0", "other", "may not read"),
    "wrong scrape path": ("PodMonitoring", "spec/endpoints/0/path", "/metric", "does not ask /metrics"),
    "alert on an unknown metric": (
        "Rules",
        "spec/groups/0/rules/0/expr",
        "rate(doctag_request_total[5m]) > 1",
        "doctag_request_total",
    ),
}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_environment_is_without_mistakes(environment: str, metric_names: set[str]) -> None:
    """What a release renders passes all checks, alerts and autoscaler included."""
    assert problems_of(manifests(environment), [IMAGE], metric_names) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_by_name(mistake: str, metric_names: set[str]) -> None:
    """One change of production's manifests is told in one line that names it."""
    kind, path, value, told = MISTAKES[mistake]
    documents = manifests("prod")
    change(documents, kind, path, value)
    problems = problems_of(documents, [IMAGE], metric_names)
    assert any(told in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("Deployment", "no Deployment"),
        ("HorizontalPodAutoscaler", "does not scale"),
        ("PodDisruptionBudget", "no disruption budget"),
        ("NetworkPolicy", "closes both ways"),
        ("PodMonitoring", "nothing collects"),
        ("Namespace", "Namespace"),
        ("PriorityClass", "priority class"),
    ],
)
def test_a_missing_object_is_told(kind: str, told: str) -> None:
    """An environment without one of its parts is refused."""
    documents = [document for document in manifests("prod") if document["kind"] != kind]
    assert any(told in problem for problem in problems_of(documents))


def test_a_canary_gets_its_share_and_its_image() -> None:
    """A canary release is the other image at the weight that was asked for, and the rest stays where it was."""
    outcome = render("prod", "some-project", IMAGE, CANARY, "5")
    documents = list(yaml.safe_load_all(outcome.stdout))
    route = next(document for document in documents if document["kind"] == "HTTPRoute")
    images = [
        one["spec"]["template"]["spec"]["containers"][0]["image"] for one in documents if one["kind"] == "Deployment"
    ]
    assert [backend["weight"] for backend in route["spec"]["rules"][0]["backendRefs"]] == [95, 5]
    assert images == [IMAGE, CANARY]
    assert problems_of(documents, [IMAGE, CANARY]) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("prod", "p", "doctag:latest"), "not an image by digest"),
        (("staging", "p", IMAGE), "no such environment"),
        (("prod", "p", IMAGE, CANARY, "101"), "from 0 to 100"),
        (("prod", "p", IMAGE, CANARY, "half"), "from 0 to 100"),
        (("prod",), "ENVIRONMENT PROJECT IMAGE"),
    ],
)
def test_a_wrong_release_is_refused(arguments: tuple[str, ...], told: str) -> None:
    """Rendering stops with what is wrong, prints no manifests, and leaves nothing behind."""
    outcome = render(*arguments)
    assert outcome.returncode == 2
    assert told in outcome.stderr
    assert outcome.stdout == ""
    assert not list((ROOT / "k8s").glob("release-*"))


def checked(file: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a file; `-` is dev's manifests on standard input."""
    command = [sys.executable, "-m", "k8s.checks", file]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, input=rendered("dev"), check=False)


def test_the_command_prints_mistakes_and_fails(tmp_path: Path) -> None:
    """`python -m k8s.checks` ends with 1 and one line a mistake, and with 0 when there is none."""
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(rendered("prod").replace(IMAGE, "doctag:latest"))
    outcome = checked(str(wrong))
    assert outcome.returncode == 1
    assert "doctag: image doctag:latest is not named by digest" in outcome.stdout.splitlines()
    assert checked("-").returncode == 0
