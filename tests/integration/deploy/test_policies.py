"""Other people's checks: schemas of Kubernetes, hadolint, checkov, and the fields of Cloud Build."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.unit.deploy.rendering import ENVIRONMENTS, rendered

TOOLS = ROOT / ".venv/deploy/bin"
AS_MESSAGE = """
import json, sys
from google.cloud.devtools.cloudbuild_v1.types import Build, BuildTrigger
from google.protobuf import json_format
kind = {"build": Build, "trigger": BuildTrigger}[sys.argv[1]]
json_format.ParseDict(json.load(sys.stdin), kind.pb()())
"""


def tool(name: str) -> Path:
    if not (TOOLS / name).exists():
        pytest.skip(f"{name} is not in .venv/deploy; `make manifests` installs it")
    return TOOLS / name


def run(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"PATH": f"{TOOLS}:{os.environ['PATH']}"}
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False, **options)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_manifests_fit_their_schemas(environment: str, shared: Path, tmp_path: Path) -> None:
    """Every object is what Kubernetes and the custom resources take, field by field."""
    file = tmp_path / f"{environment}.yaml"
    file.write_text(rendered(environment))
    checks = shared / "tools/k8s"
    outcome = run(tool("python"), checks / "k8s_check.py", file, *sorted((checks / "crds").glob("*.yaml")))
    assert (outcome.returncode, outcome.stdout.strip()) == (0, "ok"), outcome.stderr


def test_production_follows_the_policies(tmp_path: Path) -> None:
    """Checkov finds nothing in production's manifests that is not exempted there with its reason."""
    file = tmp_path / "prod.yaml"
    file.write_text(rendered("prod"))
    outcome = run(
        tool("checkov"), "-f", file, "--framework", "kubernetes", "--skip-download", "-o", "json", cwd=tmp_path
    )
    results = json.loads(outcome.stdout)["results"]
    assert [f"{one['check_id']} {one['resource']}" for one in results["failed_checks"]] == []
    assert len(results["passed_checks"]) > 100
    assert all(len(one["check_result"]["suppress_comment"]) > 20 for one in results["skipped_checks"])


@pytest.mark.parametrize("file", ["Dockerfile", "tests/Dockerfile", "dataflow/Dockerfile"])
def test_dockerfiles_are_clean(file: str) -> None:
    """Hadolint has nothing to say, and nothing is exempted."""
    outcome = run(tool("hadolint"), ROOT / file)
    assert (outcome.returncode, outcome.stdout) == (0, "")
    assert "hadolint ignore" not in (ROOT / file).read_text()


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("build", "cloudbuild.yaml"),
        ("build", "deploy/promote.yaml"),
        ("build", "deploy/template/cloudbuild.yaml"),
        ("trigger", "deploy/triggers/build.yaml"),
        ("trigger", "deploy/triggers/qa.yaml"),
        ("trigger", "deploy/triggers/prod.yaml"),
    ],
)
def test_builds_and_triggers_have_fields_that_exist(kind: str, file: str) -> None:
    """Cloud Build refuses unknown fields; so does this."""
    content = json.dumps(yaml.safe_load((ROOT / file).read_text()))
    assert run(tool("python"), "-c", AS_MESSAGE, kind, input=content).returncode == 0
    wrong = json.dumps({**json.loads(content), "step": []})
    assert run(tool("python"), "-c", AS_MESSAGE, kind, input=wrong).returncode != 0


def test_scripts_are_valid_shell() -> None:
    """Every script parses, stops at the first error, and says how it is called."""
    scripts = [*(ROOT / "deploy").rglob("*.sh"), ROOT / "k8s/render.sh"]
    assert len(scripts) > 8
    for script in scripts:
        text = script.read_text()
        assert run("bash", "-n", script).returncode == 0
        assert re.search(r"^set -eu", text, re.MULTILINE), script
        assert text.splitlines()[1].startswith("# "), script
        assert os.access(script, os.X_OK), script
