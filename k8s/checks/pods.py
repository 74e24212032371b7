"""Rules for pods: what may run, with which rights and sizes, how it is probed and how it ends."""
# ruff: noqa: ARG001 - every rule takes the same two arguments

from __future__ import annotations

import math
import re
from pathlib import PurePosixPath
from typing import Any

from app.settings import SettingsError, read_settings
from k8s.checks.manifests import Manifest, Manifests, Problems, container_of, pod_of, port_names, quantity

_BY_DIGEST = re.compile(r"[^@\s]+@sha256:[0-9a-f]{64}")
_LEAST_UID = 10_000  # above every account of a node, so that an escape meets no one's files
_LEAST_PRE_STOP_S = 15  # a load balancer may need that long to hear that a pod ends
_LEAST_LIVENESS_S = 30  # a pod that is only busy must not be killed
_PROBES = {"startupProbe": "/readyz", "readinessProbe": "/readyz", "livenessProbe": "/healthz"}
_TMP = "/tmp"  # noqa: S108 - the path inside the container
_HOST = ("hostNetwork", "hostPID", "hostIPC")


def check_image(manifests: Manifests, deployment: Manifest) -> Problems:
    """Check that only images by digest run."""
    image = container_of(deployment)["image"]
    if not _BY_DIGEST.fullmatch(image):
        yield f"image {image} is not named by digest"


def check_rights(manifests: Manifests, deployment: Manifest) -> Problems:
    """Check that there is no root, no writable root, no capability, no way to more, and nothing of the node."""
    pod, container = pod_of(deployment), container_of(deployment)
    context = {**pod.get("securityContext", {}), **container.get("securityContext", {})}
    wanted = {"runAsNonRoot": True, "readOnlyRootFilesystem": True, "allowPrivilegeEscalation": False}
    yield from (
        f"securityContext.{key} is not {value}" for key, value in wanted.items() if context.get(key) is not value
    )
    if context.get("privileged"):
        yield "the container is privileged"
    if context.get("runAsUser", 0) < _LEAST_UID:
        yield f"runAsUser is below {_LEAST_UID}"
    if context.get("seccompProfile", {}).get("type") != "RuntimeDefault":
        yield "seccompProfile is not RuntimeDefault"
    capabilities = context.get("capabilities", {})
    if capabilities.get("drop") != ["ALL"] or capabilities.get("add"):
        yield "not all capabilities are dropped"
    yield from (f"the pod asks for {key}" for key in _HOST if pod.get(key))
    if pod.get("automountServiceAccountToken") is not False:
        yield "a service account token is mounted"


def check_volumes(manifests: Manifests, deployment: Manifest) -> Problems:
    """Check that every mount has its volume, that /tmp is bounded memory, and that nothing of the node is mounted."""
    volumes = {volume["name"]: volume for volume in pod_of(deployment).get("volumes", [])}
    mounts = {mount["mountPath"]: mount["name"] for mount in container_of(deployment).get("volumeMounts", [])}
    yield from (f"volume {name} is mounted and not there" for name in mounts.values() if name not in volumes)
    yield from (f"volume {name} is of the node" for name, volume in volumes.items() if "hostPath" in volume)
    tmp = volumes.get(mounts.get(_TMP, ""), {}).get("emptyDir")
    if tmp is None:
        yield f"{_TMP} is not an emptyDir: the service could not write"
    elif tmp.get("medium") != "Memory" or "sizeLimit" not in tmp:
        yield f"{_TMP} is not memory of a bounded size"


def check_resources(manifests: Manifests, deployment: Manifest) -> Problems:
    """Check that CPU and memory are requested, that memory is limited, and that each CPU has one worker."""
    resources = container_of(deployment).get("resources", {})
    requests, limits = resources.get("requests", {}), resources.get("limits", {})
    if "cpu" not in requests or "memory" not in requests:
        yield "CPU or memory is not requested"
    elif int(manifests.settings(deployment).get("DOCTAG_WORKERS", "0")) != math.ceil(quantity(requests["cpu"])):
        yield "DOCTAG_WORKERS is not the number of CPUs requested"
    if "memory" not in limits:
        yield "memory is not limited"
    elif quantity(requests.get("memory", 0)) > quantity(limits["memory"]):
        yield "more memory is requested than allowed"
    elif _most_bytes(manifests, deployment) > quantity(limits["memory"]):
        yield "workers at DOCTAG_WORKER_MEMORY_MIB and a full /tmp are above the memory limit"


def _most_bytes(manifests: Manifests, deployment: Manifest) -> float:
    """Return the memory of a pod just before it replaces its workers."""
    settings = manifests.settings(deployment)
    workers, mib = int(settings.get("DOCTAG_WORKERS", "1")), int(settings.get("DOCTAG_WORKER_MEMORY_MIB", "2048"))
    memories = [volume.get("emptyDir", {}) for volume in pod_of(deployment).get("volumes", [])]
    return workers * mib * 2**20 + sum(quantity(one.get("sizeLimit", 0)) for one in memories if one.get("medium"))


def check_probes(manifests: Manifests, deployment: Manifest) -> Problems:
    """Check that all three probes ask the right question on the right port, patiently enough."""
    container = container_of(deployment)
    for probe, path in _PROBES.items():
        asked = container.get(probe, {}).get("httpGet")
        if asked is None:
            yield f"there is no {probe}"
        elif asked.get("path") != path:
            yield f"{probe} asks {asked.get('path')}, not {path}"
        elif asked.get("port") not in port_names([deployment]):
            yield f"{probe} names a port that the container does not have"
    liveness = container.get("livenessProbe", {})
    if liveness.get("periodSeconds", 10) * liveness.get("failureThreshold", 3) < _LEAST_LIVENESS_S:
        yield f"livenessProbe kills within {_LEAST_LIVENESS_S} s"


def check_end(manifests: Manifests, deployment: Manifest) -> Problems:
    """Check that a pod that ends waits for the load balancer and finishes the longest request before it is killed."""
    pre_stop_s = _pre_stop_s(container_of(deployment))
    grace_s = pod_of(deployment).get("terminationGracePeriodSeconds", 30)
    try:
        settings = read_settings(manifests.settings(deployment))
    except SettingsError:
        return  # check_settings says so
    if pre_stop_s < _LEAST_PRE_STOP_S:
        yield f"preStop sleeps less than {_LEAST_PRE_STOP_S} s"
    longest_s = settings.queue_timeout_s + settings.extraction_timeout_s + settings.task_timeout_s
    if longest_s > settings.graceful_timeout_s:
        yield "DOCTAG_GRACEFUL_TIMEOUT_S is shorter than the longest request"
    if pre_stop_s + settings.graceful_timeout_s >= grace_s:
        yield "terminationGracePeriodSeconds is not above preStop and DOCTAG_GRACEFUL_TIMEOUT_S together"


def _pre_stop_s(container: Manifest) -> int:
    hook = container.get("lifecycle", {}).get("preStop", {})
    command = hook.get("exec", {}).get("command", [])
    is_sleep = len(command) == 2 and command[0] == "sleep" and str(command[1]).isdigit()
    return int(command[1]) if is_sleep else int(hook.get("sleep", {}).get("seconds", 0))


def check_settings(manifests: Manifests, deployment: Manifest) -> Problems:
    """Check that the service itself takes the settings, and that Kubernetes adds none."""
    if pod_of(deployment).get("enableServiceLinks") is not False:
        yield "enableServiceLinks is not False: the Service's address would come as DOCTAG_PORT"
    sources = [source.get("configMapRef", {}).get("name") for source in container_of(deployment).get("envFrom", [])]
    yield from (f"ConfigMap {name} is not there" for name in sources if not manifests.named("ConfigMap", name or ""))
    try:
        read_settings(manifests.settings(deployment))
    except SettingsError as error:
        yield f"the service refuses its settings: {error}"


def check_authentication(manifests: Manifests, deployment: Manifest) -> Problems:
    """Check that the callers' keys come from a Secret without which the pod does not start."""
    path = PurePosixPath(manifests.settings(deployment).get("DOCTAG_API_KEYS_FILE", ""))
    volumes = {volume["name"]: volume for volume in pod_of(deployment).get("volumes", [])}
    mounts: list[dict[str, Any]] = container_of(deployment).get("volumeMounts", [])
    mount = next((one for one in mounts if one["mountPath"] == str(path.parent)), None)
    secret = volumes.get(mount["name"], {}).get("secret") if mount else None
    if secret is None:
        yield "callers are not asked for keys: DOCTAG_API_KEYS_FILE lies in no mounted Secret"
    elif secret.get("optional"):
        yield "the Secret of the keys is optional"


def check_rollout(manifests: Manifests, deployment: Manifest) -> Problems:
    """Check that a release takes no pod away before a new one is ready, and that one can go back."""
    spec = deployment["spec"]
    strategy = spec.get("strategy", {})
    if strategy.get("type") != "RollingUpdate" or strategy.get("rollingUpdate", {}).get("maxUnavailable") != 0:
        yield "a release takes pods away before new ones are ready: maxUnavailable is not 0"
    if spec.get("revisionHistoryLimit", 10) < 2:
        yield "revisionHistoryLimit leaves nothing to go back to"


def check_spread(manifests: Manifests, deployment: Manifest) -> Problems:
    """Check that pods are spread over zones, in production without exception."""
    constraints = pod_of(deployment).get("topologySpreadConstraints", [])
    zones = next((one for one in constraints if one["topologyKey"] == "topology.kubernetes.io/zone"), None)
    if zones is None or deployment not in manifests.selected(zones["labelSelector"].get("matchLabels", {})):
        yield "pods are not spread over zones"
    elif manifests.is_production and not _is_canary(deployment) and zones["whenUnsatisfiable"] != "DoNotSchedule":
        yield "pods of production may all stand in one zone"


def _is_canary(deployment: Manifest) -> bool:
    name: str = deployment["metadata"]["name"]
    return name.endswith("-canary")


RULES = (
    check_image,
    check_rights,
    check_volumes,
    check_resources,
    check_probes,
    check_end,
    check_settings,
    check_authentication,
    check_rollout,
    check_spread,
)
