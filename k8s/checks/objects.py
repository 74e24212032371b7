"""Rules for what stands around the pods: who reaches them, what scales, guards and watches them."""

from __future__ import annotations

import ipaddress
from typing import Any

from k8s.checks.manifests import Manifest, Manifests, Problems, name_of, port_names

IDENTITY = "iam.gke.io/gcp-service-account"
_LEAST_REPLICAS_PRODUCTION = 3  # one for each zone
_MOST_SCALE_UP_S = 30
_WIDEST_PREFIX = 16


def check_namespaces(manifests: Manifests) -> Problems:
    """Check that all stands in one namespace, which refuses pods with more rights than ours have."""
    spaces = manifests.of("Namespace")
    if len(spaces) != 1:
        yield "there is not exactly one Namespace"
        return
    if spaces[0]["metadata"].get("labels", {}).get("pod-security.kubernetes.io/enforce") != "restricted":
        yield "the Namespace does not enforce the restricted pod security standard"
    for document in manifests.all:
        inside = document["metadata"].get("namespace") == name_of(spaces[0])
        if not inside and document["kind"] not in ("Namespace", "PriorityClass"):
            yield f"{document['kind']} {name_of(document)} stands outside the Namespace"


def check_identities(manifests: Manifests) -> Problems:
    """Check that pods run as a ServiceAccount with Workload Identity, at a priority that exists."""
    for deployment in manifests.deployments:
        pod = deployment["spec"]["template"]["spec"]
        account = manifests.named("ServiceAccount", pod.get("serviceAccountName", "default"))
        if account is None:
            yield f"{name_of(deployment)}: its ServiceAccount is not there"
        elif IDENTITY not in account["metadata"].get("annotations", {}):
            yield f"{name_of(deployment)}: its ServiceAccount has no Workload Identity"
        if not manifests.named("PriorityClass", pod.get("priorityClassName", "")):
            yield f"{name_of(deployment)}: its priority class is not there"


def check_selectors(manifests: Manifests) -> Problems:
    """Check that a Deployment selects its own pods and no other's."""
    for deployment in manifests.deployments:
        if manifests.selected(deployment["spec"]["selector"].get("matchLabels", {})) != [deployment]:
            yield f"{name_of(deployment)}: the selector does not match its own pods alone"


def check_services(manifests: Manifests) -> Problems:
    """Check that a Service leads to one Deployment's pods, on a port that they have, only inside the cluster."""
    for service in manifests.of("Service"):
        spec, name = service["spec"], name_of(service)
        selected = manifests.selected(spec.get("selector", {}))
        if [name_of(one) for one in selected] != [name]:
            yield f"Service {name} does not select the pods of {name}"
        for port in spec["ports"]:
            if port.get("targetPort") not in port_names(selected):
                yield f"Service {name}: targetPort {port.get('targetPort')} is no port of its pods"
        if spec.get("type", "ClusterIP") != "ClusterIP":
            yield f"Service {name} is open to the outside"


def check_routes(manifests: Manifests) -> Problems:
    """Check that a route hangs on an internal Gateway, and that its weights are shares of Services that exist."""
    for gateway in manifests.of("Gateway"):
        if gateway["spec"]["gatewayClassName"] != "gke-l7-rilb":
            yield f"Gateway {name_of(gateway)} is not internal"
    for route in manifests.of("HTTPRoute"):
        yield from _check_parents(manifests, route)
        for rule in route["spec"]["rules"]:
            yield from _check_backends(manifests, rule.get("backendRefs", []))


def _check_parents(manifests: Manifests, route: Manifest) -> Problems:
    for parent in route["spec"].get("parentRefs", []):
        gateway = manifests.named("Gateway", parent["name"])
        listeners = {listener["name"] for listener in gateway["spec"]["listeners"]} if gateway else set()
        if parent.get("sectionName") not in listeners:
            yield f"HTTPRoute: no listener {parent['name']}/{parent.get('sectionName')}"


def _check_backends(manifests: Manifests, backends: list[dict[str, Any]]) -> Problems:
    for backend in backends:
        service = manifests.named("Service", backend["name"])
        if service is None:
            yield f"HTTPRoute: no Service {backend['name']}"
        elif backend.get("port") not in [port["port"] for port in service["spec"]["ports"]]:
            yield f"HTTPRoute: Service {backend['name']} has no port {backend.get('port')}"
    if sum(backend.get("weight", 1) for backend in backends) != 100:
        yield "HTTPRoute: the weights are not shares of 100"


def check_autoscalers(manifests: Manifests) -> Problems:
    """Check that the service scales on CPU and requests in flight, up at once and down slowly, and by that alone."""
    scalers = {
        scaler["spec"]["scaleTargetRef"]["name"]: scaler["spec"] for scaler in manifests.of("HorizontalPodAutoscaler")
    }
    if "doctag" not in scalers:
        yield "the service does not scale"
    for name, spec in scalers.items():
        target = manifests.named("Deployment", name)
        if target is None:
            yield f"the autoscaler's Deployment {name} is not there"
        elif "replicas" in target["spec"]:
            yield f"{name}: replicas are set beside the autoscaler"
        yield from _check_bounds(manifests, spec)
        yield from _check_speed(spec.get("behavior", {}))
        kinds = {_scales_on(metric) for metric in spec.get("metrics", [])}
        yield from (
            f"the autoscaler does not look at {kind}" for kind in ("cpu", "requests_in_flight") if kind not in kinds
        )


def _check_bounds(manifests: Manifests, spec: Manifest) -> Problems:
    least = spec.get("minReplicas", 1)
    if least > spec["maxReplicas"]:
        yield "the autoscaler's minReplicas is above maxReplicas"
    if manifests.is_production and least < _LEAST_REPLICAS_PRODUCTION:
        yield f"production starts with fewer than {_LEAST_REPLICAS_PRODUCTION} pods"


def _check_speed(behavior: Manifest) -> Problems:
    up = behavior.get("scaleUp", {})
    periods_s = [policy["periodSeconds"] for policy in up.get("policies", [])]
    if up.get("stabilizationWindowSeconds", 0) > 0 or not periods_s or min(periods_s) > _MOST_SCALE_UP_S:
        yield "the autoscaler is slow to scale up"
    if behavior.get("scaleDown", {}).get("stabilizationWindowSeconds", 300) < 120:
        yield "the autoscaler is hasty to scale down"


def _scales_on(metric: Manifest) -> str:
    if metric["type"] == "Resource":
        return str(metric["resource"]["name"])
    name = str(metric.get("pods", {}).get("metric", {}).get("name", ""))
    return "requests_in_flight" if name == "prometheus.googleapis.com|doctag_requests_in_flight|gauge" else name


def check_disruptions(manifests: Manifests) -> Problems:
    """Check that a node may be drained, and never takes more than one pod at once."""
    scalers = {
        one["spec"]["scaleTargetRef"]["name"]: one["spec"].get("minReplicas", 1)
        for one in manifests.of("HorizontalPodAutoscaler")
    }
    budgets = [budget["spec"] for budget in manifests.of("PodDisruptionBudget")]
    if not budgets:
        yield "there is no disruption budget"
    for spec in budgets:
        selected = [name_of(one) for one in manifests.selected(spec["selector"].get("matchLabels", {}))]
        if selected != ["doctag"]:
            yield "the disruption budget does not select the service's pods alone"
        if spec.get("maxUnavailable") == 0 or spec.get("minAvailable", 0) >= scalers.get("doctag", 1):
            yield "the disruption budget lets no node be drained"
        if manifests.is_production and spec.get("maxUnavailable", 1) != 1:
            yield "the disruption budget lets more than one pod go at a time"


def check_network(manifests: Manifests) -> Problems:
    """Check that only named sources reach the pods, on the service's port, and that nothing goes out."""
    policies = [policy["spec"] for policy in manifests.of("NetworkPolicy")]
    for deployment in manifests.deployments:
        guarding = [
            one for one in policies if deployment in manifests.selected(one["podSelector"].get("matchLabels", {}))
        ]
        if not any({"Ingress", "Egress"} <= set(one.get("policyTypes", [])) for one in guarding):
            yield f"{name_of(deployment)}: no NetworkPolicy closes both ways"
    for policy in policies:
        if policy.get("egress"):
            yield "the NetworkPolicy lets connections out, and the service makes none"
        for rule in policy.get("ingress", []):
            yield from _check_ingress(rule, port_names(manifests.deployments))


def _check_ingress(rule: Manifest, ports: set[str]) -> Problems:
    if {port.get("port") for port in rule.get("ports", [{}])} - ports:
        yield "the NetworkPolicy lets callers in on other ports than the service's"
    if not rule.get("from"):
        yield "the NetworkPolicy lets anybody in"
    for source in rule.get("from", []):
        block = source.get("ipBlock", {}).get("cidr")
        if block and ipaddress.ip_network(block).prefixlen < _WIDEST_PREFIX:
            yield f"the NetworkPolicy lets {block} in"
        if source.get("namespaceSelector") == {}:
            yield "the NetworkPolicy lets every namespace in"


def check_monitoring(manifests: Manifests) -> Problems:
    """Check that all pods are scraped at /metrics, with a key that the collector may read."""
    monitors = [monitor["spec"] for monitor in manifests.of("PodMonitoring")]
    if not monitors:
        yield "nothing collects the metrics"
    for spec in monitors:
        selected = manifests.selected(spec["selector"].get("matchLabels", {}))
        if selected != manifests.deployments:
            yield "PodMonitoring does not select all pods"
        for endpoint in spec["endpoints"]:
            if endpoint.get("port") not in port_names(manifests.deployments) or endpoint.get("path") != "/metrics":
                yield "PodMonitoring does not ask /metrics on the service's port"
            yield from _check_metrics_key(manifests, endpoint)


def _check_metrics_key(manifests: Manifests, endpoint: Manifest) -> Problems:
    secret = endpoint.get("authorization", {}).get("credentials", {}).get("secret", {}).get("name")
    readable = [
        name for role in manifests.of("Role") for rule in role["rules"] for name in rule.get("resourceNames", [])
    ]
    if secret is None:
        yield "PodMonitoring sends no key"
    elif secret not in readable:
        yield f"the collector may not read the Secret {secret}"


RULES = (
    check_namespaces,
    check_identities,
    check_selectors,
    check_services,
    check_routes,
    check_autoscalers,
    check_disruptions,
    check_network,
    check_monitoring,
)
