"""Checks of rendered manifests that schemas cannot make: ``k8s/render.sh … | python -m k8s.checks -``."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from k8s.checks import objects, pods
from k8s.checks.manifests import Manifest, Manifests, container_of, name_of
from k8s.checks.metrics import check_queries


def problems_of(
    documents: Iterable[Manifest], images: Collection[str] = (), metrics: Collection[str] | None = None
) -> list[str]:
    """Check the manifests of one environment.

    Parameters
    ----------
    documents : iterable of dict
    images : collection of str, optional
        The images that are released, by digest; any other is a mistake.
    metrics : collection of str, optional
        Names of the metrics that the service has.

    Returns
    -------
    list of str
        One line for each mistake, none when all is well.
    """
    manifests = Manifests(documents)
    problems = [problem for rule in objects.RULES for problem in rule(manifests)]
    for deployment in manifests.deployments:
        name = name_of(deployment)
        problems += [f"{name}: {problem}" for rule in pods.RULES for problem in rule(manifests, deployment)]
        image = container_of(deployment)["image"]
        if images and image not in images:
            problems.append(f"{name}: image {image} is not the one that is released")
    if not manifests.deployments:
        problems.append("there is no Deployment")
    if metrics is not None:
        problems += check_queries(manifests, metrics)
    return problems
