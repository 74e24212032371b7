"""The runbook knows every alert and every script, and nothing that is gone."""

from __future__ import annotations

import re

import yaml

from tests.conftest import ROOT

RUNBOOK = ROOT / "docs/operations.md"


def alerts() -> set[str]:
    """Return the names of all alerts."""
    found = set()
    for file in ("k8s/base/rules.yaml", "k8s/gke/dead-letters.yaml"):
        for document in yaml.safe_load_all((ROOT / file).read_text()):
            found |= {rule["alert"] for group in document["spec"]["groups"] for rule in group["rules"]}
    return found


def test_every_alert_has_its_meaning_and_first_step() -> None:
    """Who is woken finds the alert's line, and no line is of an alert that is gone."""
    lines = re.findall(r"^\| `(Doctag\w+)` \| .{20,} \| .{20,} \|$", RUNBOOK.read_text(), re.MULTILINE)
    assert set(lines) == alerts()


def test_every_file_that_is_named_exists() -> None:
    """Commands of the runbook name files of this repository."""
    named = set(
        re.findall(r"(?<![\w/-])(?:deploy|k8s|docs|dataflow)/[\w./-]+\.(?:sh|yaml|json|md|py)\b", RUNBOOK.read_text())
    )
    assert len(named) > 3
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_dead_letters_are_counted_by_names_that_the_pipeline_has() -> None:
    """The alert asks for counters that dataflow/accounting/metrics.py counts."""
    asked = re.findall(r'metric_name="(\w+)"', (ROOT / "k8s/gke/dead-letters.yaml").read_text())
    source = (ROOT / "dataflow/accounting/metrics.py").read_text()
    assert asked
    assert all(f'count("{name}")' in source for name in asked)
