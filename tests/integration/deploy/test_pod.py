"""Production's pod, run from the rendered manifests as a kubelet would, with its own probes."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import yaml

from tests.conftest import SHARED
from tests.integration.deploy.containers import Access, Engine
from tests.integration.serving import free_port
from tests.unit.deploy.rendering import rendered

POD = "podlite-doctag"
GRACE_S = 80


class Pod:
    """The pod under podlite, and what podlite says of it."""

    def __init__(self, engine: Engine, manifests: Path, image: str, run_s: int) -> None:
        self.engine = engine
        self.port = free_port()
        self.lines: list[str] = []
        command = [sys.executable, SHARED / "tools/containers/podlite.py", manifests, image, str(self.port)]
        environ = engine.environ | {"RUN_S": str(run_s)}
        self.podlite = subprocess.Popen(
            command, env=environ, cwd=manifests.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with self.podlite.stdout as output:
            self.lines.extend(output)

    def wait_for(self, words: str, timeout_s: float) -> None:
        """Wait until podlite has said something."""
        deadline = time.monotonic() + timeout_s
        while not any(words in line for line in self.lines):
            assert time.monotonic() < deadline, f"no {words!r} within {timeout_s} s: {self.lines}"
            time.sleep(0.05)

    def workers(self) -> list[str]:
        """Return the process ids, inside the pod, of the workers."""
        listed = self.engine.run("exec", POD, "sh", "-c", "cat /proc/[0-9]*/stat").stdout
        stats = [re.sub(r"\(.*\)", "", line).split() for line in listed.splitlines()]
        return [pid for pid, state, parent, *_ in stats if parent == "1" and state != "Z"]

    def signal_workers(self, name: str, pids: list[str]) -> None:
        """Send the workers a signal, as the account that they run as."""
        self.engine.run("exec", POD, "sh", "-c", f"kill -{name} {' '.join(pids)}")

    def end(self) -> None:
        """Take the pod away, as it is."""
        self.podlite.kill()
        self.podlite.wait()
        self._reader.join()
        self.engine.run("rm", "-f", POD, check=False)


@pytest.fixture
def manifests(tmp_path: Path, access: Access) -> Path:
    """Write production's manifests with a Secret of keys in them."""
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "doctag-api-keys"},
        "stringData": {"keys.json": access.content},
    }
    path = tmp_path / "prod.yaml"
    path.write_text(rendered("prod") + "---\n" + yaml.safe_dump(secret))
    return path


@contextlib.contextmanager
def pod(engine: Engine, manifests: Path, image: str, run_s: int) -> Iterator[Pod]:
    """Run the pod for as long as the block lasts."""
    if engine.command != "podman" or not (SHARED / "tools/containers/podlite.py").exists():
        pytest.skip("podlite and podman imitate the kubelet, and are not here")
    running = Pod(engine, manifests, image, run_s)
    try:
        running.wait_for("ready=True", 60)
        yield running
    finally:
        running.end()


def annotate(pod: Pod, headers: dict[str, str]) -> int:
    url = f"http://127.0.0.1:{pod.port}/v1/documents:annotate"
    return requests.post(
        url, json={"document": {"text": "Mud weight 1.32 sg."}}, headers=headers, timeout=30
    ).status_code


def test_it_gets_ready_survives_a_killed_worker_and_ends_gracefully(
    engine: Engine, image: str, manifests: Path, access: Access
) -> None:
    """Callers need a key; after kill -9 of a worker the pod is not restarted; it ends by itself, with 0, in time."""
    with pod(engine, manifests, image, run_s=15) as running:
        assert annotate(running, access.headers) == 200
        assert annotate(running, {}) == 401
        before = running.workers()
        running.signal_workers("KILL", before[:1])
        deadline = time.monotonic() + 10
        while not (set(now := running.workers()) - set(before) and len(now) == len(before)):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert annotate(running, access.headers) == 200
        assert running.podlite.wait(GRACE_S + 20) == 0
        running.wait_for('"restarts": 0', 5)
        assert '"ready": true' in running.lines[-1]
        ended = next(line for line in running.lines if "stopped in" in line)
        assert "exit=0" in ended
        assert float(re.search(r"in ([\d.]+)s", ended)[1]) < GRACE_S


def test_a_pod_that_hangs_is_restarted(engine: Engine, image: str, manifests: Path) -> None:
    """When all workers hang, the pod is taken out of service first and restarted by its liveness probe."""
    with pod(engine, manifests, image, run_s=120) as running:
        running.signal_workers("STOP", running.workers())
        running.wait_for("ready=False", 30)
        running.wait_for("liveness failed: restart 1", 60)
