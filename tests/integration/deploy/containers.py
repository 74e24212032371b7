"""Builds and runs containers: with the tools in ../shared where they are, else with docker or podman."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.conftest import ROOT, SHARED
from tests.integration.serving import free_port

TOOLS = SHARED / "tools/containers"
HARDENED = (
    "--read-only", "--tmpfs", "/tmp:size=256m,mode=1777",  # noqa: S108 - inside the container
    "--cap-drop=all", "--security-opt=no-new-privileges",
    "--memory=2g",
)  # fmt: skip
KEYS_PATH = "/etc/doctag/api-keys/keys.json"


@dataclass(frozen=True)
class Engine:
    """A container engine: its command, and the environment in which it works."""

    command: str
    environ: dict[str, str]

    def run(self, *arguments: str, timeout_s: float = 300, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command of the engine, or fail with what it said."""
        command = [self.command, *arguments]
        outcome = subprocess.run(
            command, env=self.environ, capture_output=True, text=True, timeout=timeout_s, check=False
        )
        assert not check or outcome.returncode == 0, f"{' '.join(command)}: {outcome.stdout}{outcome.stderr}"
        return outcome

    def inspect(self, name: str, template: str) -> str:
        """Return what a Go template says of a container or an image."""
        return self.run("inspect", "--format", template, name).stdout.strip()


def find_engine() -> Engine:
    """Return an engine, or skip with what is missing."""
    if (TOOLS / "setup.sh").exists() and os.geteuid() == 0:
        command = ["bash", "-c", f". {TOOLS}/setup.sh >/dev/null && env -0"]
        outcome = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
        return Engine("podman", dict(line.split("=", 1) for line in outcome.stdout.split("\0") if line))
    for command in ("docker", "podman"):
        if (
            shutil.which(command)
            and subprocess.run([command, "info"], capture_output=True, check=False).returncode == 0
        ):
            return Engine(command, dict(os.environ))
    pytest.skip("neither docker nor podman runs here")


class Access:
    """A file of hashed keys for a service under test, made anew each time."""

    def __init__(self, folder: Path) -> None:
        self.key = secrets.token_urlsafe(32)
        digest = hashlib.sha256(self.key.encode()).hexdigest()
        entry = {"id": "test", "sha256": digest, "scopes": ["annotate", "metrics", "admin"]}
        self.content = json.dumps({"keys": [entry]})
        self.file = folder / "keys.json"
        self.file.write_text(self.content)
        self.file.chmod(0o644)
        folder.chmod(0o755)

    @property
    def headers(self) -> dict[str, str]:
        """The header that a caller sends."""
        return {"Authorization": f"Bearer {self.key}"}


class Container:
    """A container of the service that listens on a port of this machine."""

    def __init__(self, engine: Engine, image: str, access: Access, **settings: str) -> None:
        self.engine = engine
        self.access = access
        self.name = f"doctag-test-{uuid.uuid4().hex[:8]}"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        settings = {"workers": "2", "api_keys_file": KEYS_PATH} | settings
        environment = [part for name, value in settings.items() for part in ("-e", f"DOCTAG_{name.upper()}={value}")]
        mount = f"{access.file}:{KEYS_PATH}:ro"
        self.ready_s = float("inf")
        self.started = time.monotonic()
        engine.run(
            "run", "-d", "--name", self.name, *HARDENED, "-v", mount, *environment,
            "-p", f"127.0.0.1:{self.port}:8080", image,
        )  # fmt: skip

    def wait_until_ready(self, timeout_s: float = 60) -> None:
        """Wait, and keep how many seconds it took from the start of the container."""
        while time.monotonic() - self.started < timeout_s:
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{self.url}/readyz", timeout=5).ok:
                    self.ready_s = time.monotonic() - self.started
                    return
            time.sleep(0.02)
        raise AssertionError(f"not ready after {timeout_s} s: {self.log()}")

    def log(self) -> str:
        """Return what the service has written."""
        outcome = self.engine.run("logs", self.name)
        return outcome.stdout + outcome.stderr

    def exec(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command inside."""
        return self.engine.run("exec", self.name, *command, check=check)

    def stop(self, grace_s: int = 60) -> int:
        """Send SIGTERM, and SIGKILL after the grace period; return the exit code."""
        self.engine.run("stop", "-t", str(grace_s), self.name)
        return int(self.engine.inspect(self.name, "{{.State.ExitCode}}"))


@contextlib.contextmanager
def running(engine: Engine, image: str, access: Access, **settings: str) -> Iterator[Container]:
    """Run a container for as long as the block lasts."""
    container = Container(engine, image, access, **settings)
    try:
        container.wait_until_ready()
        yield container
    finally:
        engine.run("rm", "-f", container.name)


def build(tag: str, context: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Build an image as `make image` does."""
    command = [ROOT / "deploy/build_image.sh", tag, str(context)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
