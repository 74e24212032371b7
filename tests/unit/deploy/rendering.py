"""Renders the environments as a release does."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache

import pytest
import yaml

from k8s.checks.manifests import Manifest
from tests.conftest import ROOT

ENVIRONMENTS = ("dev", "qa", "prod")
IMAGE = "registry.example/doctag@sha256:" + "1" * 64
CANARY = "registry.example/doctag@sha256:" + "2" * 64


def render(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run k8s/render.sh."""
    if shutil.which("kubectl") is None:
        pytest.skip("kubectl is not installed, and it renders the manifests")
    return subprocess.run([ROOT / "k8s/render.sh", *arguments], capture_output=True, text=True, check=False)


@cache
def rendered(environment: str) -> str:
    """Return the manifests of one environment, released with `IMAGE`."""
    outcome = render(environment, "some-project", IMAGE)
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout


def manifests(environment: str) -> list[Manifest]:
    """Return a fresh copy of an environment's manifests."""
    return list(yaml.safe_load_all(rendered(environment)))
