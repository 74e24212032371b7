"""Commits build what they change: documentation builds nothing, engine and models do."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT


def trigger(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / f"deploy/triggers/{name}.yaml").read_text())
    return content


def matches(pattern: str, file: str) -> bool:
    """Match as Cloud Build does: Go's filepath.Match, in which * stays in its folder, with ** added."""
    parts = re.split(r"(\*\*/|\*\*|\*)", pattern)
    expressions = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}
    return re.fullmatch("".join(expressions.get(part, re.escape(part)) for part in parts), file) is not None


def builds(*files: str) -> bool:
    """Return whether a commit that changes these files builds."""
    return not all(any(matches(pattern, file) for pattern in trigger("build")["ignoredFiles"]) for file in files)


@pytest.mark.parametrize(
    "file", ["README.md", "docs/operations.md", "docs/decisions.md", "notebooks/explore.ipynb", "k8s/gke/README.md"]
)
def test_documentation_builds_nothing(file: str) -> None:
    """A commit of this file alone starts no build."""
    assert not builds(file)


@pytest.mark.parametrize(
    "file",
    [
        "app/routes.py",
        "tasks/language.py",
        "models/channels.json",
        "models",
        "models.lock",
        "requirements.txt",
        "Dockerfile",
    ],
)
def test_engine_and_models_build(file: str) -> None:
    """A commit of this file builds, alone or beside documentation; `models` is how a moved submodule shows."""
    assert builds(file)
    assert builds(file, "README.md")


@pytest.mark.parametrize(
    ("branch", "starts"), [("main", True), ("master", True), ("maintenance", False), ("x/main", False)]
)
def test_only_the_main_branch_is_deployed(branch: str, starts: bool) -> None:
    """Branches of work build nothing that could reach an environment."""
    assert (re.search(trigger("build")["github"]["push"]["branch"], branch) is not None) == starts


@pytest.mark.parametrize("environment", ["qa", "prod"])
def test_a_promotion_waits_for_approval(environment: str) -> None:
    """Nobody promotes alone, and the account that does can do nothing else."""
    definition = trigger(environment)
    assert definition["approvalConfig"]["approvalRequired"] is True
    assert f"doctag-promote-{environment}@" in definition["serviceAccount"]
    assert definition["substitutions"]["_TO"] == environment


def test_scripts_of_the_builds_exist() -> None:
    """Every step calls a script that is here."""
    for file in ("cloudbuild.yaml", "deploy/promote.yaml"):
        for step in yaml.safe_load((ROOT / file).read_text())["steps"]:
            if step.get("entrypoint") == "bash":
                assert (ROOT / step["args"][0]).is_file()
