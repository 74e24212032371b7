"""Rendered manifests, and how their parts find each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Manifest = dict[str, Any]
Problems = Iterator[str]

_QUANTITY = re.compile(r"([\d.]+)(m|[kMGT]i?)?")


class Manifests:
    """What one environment is made of.

    Parameters
    ----------
    documents : iterable of dict
        Rendered objects.
    """

    def __init__(self, documents: Iterable[Manifest]) -> None:
        self.all = [document for document in documents if document]

    def of(self, kind: str) -> list[Manifest]:
        """Return the objects of a kind."""
        return [document for document in self.all if document["kind"] == kind]

    def named(self, kind: str, name: str) -> Manifest | None:
        """Return one object, None when there is none."""
        return next((document for document in self.of(kind) if name_of(document) == name), None)

    @property
    def deployments(self) -> list[Manifest]:
        """The Deployments: the service, and its canary where there is one."""
        return self.of("Deployment")

    @property
    def is_production(self) -> bool:
        """Whether the namespace is production's."""
        return any(name_of(namespace).endswith("-prod") for namespace in self.of("Namespace"))

    def selected(self, labels: Mapping[str, str]) -> list[Manifest]:
        """Return the Deployments whose pods have all of `labels`."""
        return [one for one in self.deployments if labels and labels.items() <= pod_labels(one).items()]

    def settings(self, deployment: Manifest) -> dict[str, str]:
        """Return the environment of a Deployment's container, as its pods get it."""
        container = container_of(deployment)
        found: dict[str, str] = {}
        for source in container.get("envFrom", []):
            reference = self.named("ConfigMap", source.get("configMapRef", {}).get("name", ""))
            found |= (reference or {}).get("data", {})
        return found | {entry["name"]: entry.get("value", "") for entry in container.get("env", [])}


def name_of(document: Manifest) -> str:
    """Return an object's name."""
    name: str = document["metadata"]["name"]
    return name


def pod_of(deployment: Manifest) -> Manifest:
    """Return a Deployment's pod specification."""
    pod: Manifest = deployment["spec"]["template"]["spec"]
    return pod


def pod_labels(deployment: Manifest) -> dict[str, str]:
    """Return the labels of a Deployment's pods."""
    labels: dict[str, str] = deployment["spec"]["template"]["metadata"].get("labels", {})
    return labels


def container_of(deployment: Manifest) -> Manifest:
    """Return the one container of a Deployment's pod."""
    container: Manifest = pod_of(deployment)["containers"][0]
    return container


def port_names(deployments: Sequence[Manifest]) -> set[str]:
    """Return the names of the ports of the Deployments' containers."""
    return {port.get("name", "") for one in deployments for port in container_of(one).get("ports", [])}


def quantity(text: Any) -> float:
    """Return a Kubernetes quantity as a number of its unit: bytes, CPUs."""
    match = _QUANTITY.fullmatch(str(text))
    if match is None:
        raise ValueError(f"{text!r} is not a quantity")
    unit = match[2] or ""
    if unit == "m":
        return float(match[1]) / 1000
    base = 1024 if unit.endswith("i") else 1000
    return float(match[1]) * (base ** ("kMGT".index(unit[0]) + 1) if unit else 1)
