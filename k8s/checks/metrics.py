"""Rules for what is watched: alerts and dashboards name only metrics that the service has."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from k8s.checks.manifests import Manifests, Problems

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
_SELECTOR = re.compile(r"\{[^{}]*\}|\[[^\]]*\]")
_GROUPING = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)")
_NAME = re.compile(r"(?<![\w.$])[A-Za-z_:][\w:]*(?!\s*\()\b(?!\s*\()")
_KEYWORDS = frozenset({"and", "or", "unless", "bool", "offset", "inf", "nan", "by", "without", "on", "ignoring"})
_SUFFIX = re.compile(r"_(bucket|sum|count)$")
_TYPE = re.compile(r"^# TYPE (\S+) (\S+)$", re.MULTILINE)


def exposed_names(exposition: str) -> set[str]:
    """Return the names of the series in a ``/metrics`` answer.

    References
    ----------
    Prometheus, "Exposition formats", text-based format: a histogram's series are ``_bucket``, ``_sum``, ``_count``.
    """
    names = set()
    for name, kind in _TYPE.findall(exposition):
        names |= {f"{name}_bucket", f"{name}_sum", f"{name}_count"} if kind == "histogram" else {name}
    return names


def names_in(query: str) -> set[str]:
    """Return the metric names in a PromQL expression."""
    bare = _GROUPING.sub(" ", _SELECTOR.sub(" ", _STRING.sub(" ", query)))
    return {name for name in _NAME.findall(bare) if name.lower() not in _KEYWORDS}


def queries_of(dashboard: Any) -> Iterator[str]:
    """Yield every PromQL expression in a Cloud Monitoring dashboard."""
    if isinstance(dashboard, dict):
        for key, value in dashboard.items():
            if key == "prometheusQuery":
                yield value
            else:
                yield from queries_of(value)
    elif isinstance(dashboard, list):
        for item in dashboard:
            yield from queries_of(item)


def check_queries(manifests: Manifests, known: Collection[str]) -> Problems:
    """Check that every alert asks for metrics that exist, as does the autoscaler."""
    for rules in manifests.of("Rules"):
        for rule in (rule for group in rules["spec"]["groups"] for rule in group["rules"]):
            unknown = names_in(rule["expr"]) - set(known)
            yield from (
                f"alert {rule.get('alert')} names {name}, which /metrics does not have" for name in sorted(unknown)
            )
    for scaler in manifests.of("HorizontalPodAutoscaler"):
        for metric in scaler["spec"].get("metrics", []):
            name = metric.get("pods", {}).get("metric", {}).get("name", "").split("|")
            if len(name) == 3 and name[1] not in known:
                yield f"the autoscaler names {name[1]}, which /metrics does not have"


def check_dashboard(text: str, known: Collection[str]) -> Problems:
    """Check that every chart asks for metrics that exist."""
    for query in queries_of(json.loads(text)):
        unknown = names_in(query) - set(known)
        yield from (f"the dashboard names {name}, which /metrics does not have" for name in sorted(unknown))
