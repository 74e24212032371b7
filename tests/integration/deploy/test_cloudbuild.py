"""cloudbuild.yaml, run here step by step as Cloud Build would, up to the steps that need Google itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.integration.deploy.containers import TOOLS, Engine

NEEDS_GOOGLE = {"scan", "deploy"}
REGISTRY = "127.0.0.1:15000"
CLOUD_CLI = "gcr.io/google.com/cloudsdktool/google-cloud-cli:stable"
BASE = "docker.io/library/python:3.11-slim"
CHECKS = ROOT / ".venv/deploy/bin/python"  # has google-cloud-build, which knows the fields of a build
PACKAGES = "installed-packages"
TESTS = "tests/unit/deploy tests/unit/tasks/test_lock.py tests/contract/test_imports.py"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy this repository's files as a checkout of their own, without the steps that need Google."""
    folder = tmp_path_factory.mktemp("source")
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in filter(lambda name: (ROOT / name).is_file(), names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    build = yaml.safe_load((ROOT / "cloudbuild.yaml").read_text())
    build["steps"] = [step for step in build["steps"] if step["id"] not in NEEDS_GOOGLE]
    for step in build["steps"]:
        if step["name"].endswith("/tests:current"):
            step["volumes"] = [{"name": PACKAGES, "path": "/packages"}]
    used = json.dumps(build["steps"])
    build["substitutions"] = {key: value for key, value in build["substitutions"].items() if key in used}
    (folder / "cloudbuild.yaml").write_text(yaml.safe_dump(build, sort_keys=False))
    return folder


@pytest.fixture(scope="module")
def builders(engine: Engine) -> Iterator[None]:
    """Make stand-ins for two images: Google's command line, for its kubectl, and the tests' with what is here.

    The second saves the minutes that downloading takes. Where no image is at hand that is named after the content of
    tests/Dockerfile and its requirements, the step `tests-image` builds one.
    """
    if not TOOLS.is_dir() or not CHECKS.exists():
        pytest.skip("cloudbuild.sh in ../shared runs the steps, and .venv/deploy knows their fields (make image-test)")
    kubectl = os.path.realpath(shutil.which("kubectl") or pytest.skip("kubectl is not installed"))
    commit(engine, "docker.io/library/debian:bookworm-slim", CLOUD_CLI, {kubectl: "/usr/bin/kubectl"})
    base = engine.inspect(BASE, "{{index .RepoDigests 0}}")
    content = "{ echo %s; cat requirements/dev.txt tests/Dockerfile; } | sha256sum | cut -c1-16"
    name = subprocess.run(["sh", "-c", content % base], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    packages = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    bind = ("--opt", "type=none", "--opt", "o=bind", "--opt", f"device={packages}")
    engine.run("volume", "create", *bind, f"cb-{PACKAGES}")  # cloudbuild.sh calls a step's volumes so
    ruff = str(packages.parents[2] / "bin/ruff")
    commit(engine, BASE, f"{REGISTRY}/tests:{name.strip()}", {ruff: "/usr/local/bin/ruff"}, "PYTHONPATH=/packages")
    yield
    engine.run("volume", "rm", "-f", f"cb-{PACKAGES}")


def commit(engine: Engine, base: str, name: str, files: dict[str, str], *environment: str) -> None:
    """Make an image of files of this machine, unless there is one already."""

    def buildah(*arguments: str) -> str:
        command = ["buildah", *arguments]
        return subprocess.run(command, env=engine.environ, check=True, capture_output=True, text=True).stdout.strip()

    if engine.run("image", "exists", name, check=False).returncode == 0:
        return
    container = buildah("from", "--pull-never", base)
    for origin, place in files.items():
        buildah("copy", "-q", container, origin, place)
    for variable in ("PYTHONDONTWRITEBYTECODE=1", *environment):
        buildah("config", "--env", variable, container)
    buildah("config", "--entrypoint", "[]", container)
    buildah("commit", "-q", "--rm", container, name)


def run_build(source: Path, *substitutions: str) -> subprocess.CompletedProcess[str]:
    command = [
        TOOLS / "cloudbuild.sh",
        "cloudbuild.yaml",
        ".",
        f"_REGISTRY={REGISTRY}",
        f"_BASE={BASE}",
        *substitutions,
    ]
    environ = os.environ | {"PYTHON": str(CHECKS)}
    return subprocess.run(
        ["bash", *command], cwd=source, env=environ, capture_output=True, text=True, timeout=900, check=False
    )


def test_the_build_runs_from_checkout_to_checked_manifests(builders: None, source: Path) -> None:
    """Every step but Google's own succeeds; what was checked is pushed, and dev's manifests name it by digest.

    The step `test` lints everything and runs a part of the tests: the suite this test is in runs all of them.
    """
    outcome = run_build(source, f"_TESTS={TESTS}", "COMMIT_SHA=" + "c" * 40)
    assert outcome.returncode == 0, (outcome.stdout + outcome.stderr)[-6000:]
    steps = re.findall(r"^== step (\S+):", outcome.stdout, re.MULTILINE)
    assert steps == [step["id"] for step in yaml.safe_load((source / "cloudbuild.yaml").read_text())["steps"]]
    assert "refuses a damaged model" in outcome.stdout
    assert "no mistakes" in outcome.stdout
    assert re.search(rf"image: {REGISTRY}/doctag@sha256:[0-9a-f]{{64}}", outcome.stdout)
    assert "STATUS SUCCESS" in outcome.stdout


def test_only_steps_that_need_google_are_left_out() -> None:
    """The steps that did not run here are the scan and the deployment, which call gcloud first of all."""
    steps = {step["id"]: step for step in yaml.safe_load((ROOT / "cloudbuild.yaml").read_text())["steps"]}
    for name in NEEDS_GOOGLE:
        assert "gcloud " in (ROOT / steps[name]["args"][0]).read_text()
    for name in steps.keys() - NEEDS_GOOGLE:
        script = ROOT / steps[name]["args"][0]
        assert not script.is_file() or "gcloud " not in script.read_text()
