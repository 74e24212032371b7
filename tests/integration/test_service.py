"""gunicorn itself, with the bundles that ship: faults, signals and a start that is refused."""

from __future__ import annotations

import concurrent.futures
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.conftest import ROOT
from tests.integration.serving import RunningService, environment, free_port, running_service

TEXT = 'Drilled 8 1/2" hole from 2911 m to 3042 m. Mud weight 1.32 sg. Reamed and circulated clean.\n' * 20


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with running_service(tmp_path_factory.mktemp("service") / "log") as running:
        yield running


def batch(service: RunningService, count: int, text: str = TEXT) -> requests.Response:
    documents = [{"id": str(index), "text": f"{index} {text}"} for index in range(count)]
    return requests.post(f"{service.url}/v1/documents:batchAnnotate", json={"documents": documents}, timeout=60)


def start(models: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Start a service that is expected to refuse."""
    command = [sys.executable, "-m", "app", "--port", str(free_port()), *arguments]
    env = environment(models_dir=str(models), **settings)
    return subprocess.run(command, check=False, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)


def refused(outcome: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that a refused start prints."""
    assert outcome.returncode == 2, outcome.stderr
    assert "Traceback" not in outcome.stderr
    lines = outcome.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def test_all_four_tasks_answer(service: RunningService) -> None:
    """One document over real HTTP has all tags, with the digests that /v1/models lists."""
    body = {"document": {"id": "a", "text": TEXT}}
    answer = requests.post(f"{service.url}/v1/documents:annotate", json=body, timeout=30).json()
    models = requests.get(f"{service.url}/v1/models", timeout=30).json()["models"]
    assert answer["errors"] == {}
    assert answer["language"]["language"] == "en"
    for model in models:
        assert answer[model["task"]]["model"]["digest"] == model["digest"]


def test_a_killed_worker_is_replaced(service: RunningService) -> None:
    """Kill -9 of one worker: the service goes on answering and soon has as many workers as before."""
    victim = service.workers()[0]
    victim.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while victim.is_running() or len(service.workers()) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert all(batch(service, 2).status_code == 200 for _ in range(10))


def test_sigterm_finishes_what_was_accepted(tmp_path: Path) -> None:
    """A batch that is being computed is answered in full after SIGTERM, and the exit code is 0."""
    with running_service(tmp_path / "log", workers="1") as running, concurrent.futures.ThreadPoolExecutor() as pool:
        answers = [pool.submit(batch, running, 400) for _ in range(2)]
        time.sleep(0.5)
        assert not any(answer.done() for answer in answers), "the batch is too small to be caught in the middle"
        code = running.stop()
        assert [len(answer.result().json()["results"]) for answer in answers] == [400, 400]
        assert code == 0


def test_logs_are_json_and_hold_no_text(service: RunningService) -> None:
    """Every line of the log parses, and what was sent is not in it."""
    secret = "kjempehemmeligordsomikkefinnes"
    batch(service, 1, f"{secret} 4012888888881881 {secret}@example.no")
    requests.post(f"{service.url}/v1/language", data=b'{"text": "' + secret.encode(), timeout=30)
    lines = service.log.read_text().splitlines()
    assert len(lines) > 2
    for line in lines:
        assert isinstance(json.loads(line), dict)
    assert secret not in "".join(lines)
    assert "4012888888881881" not in "".join(lines)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "models", tmp_path / "models")
    return tmp_path / "models"


def weight_files() -> list[str]:
    return sorted(path.relative_to(ROOT / "models").as_posix() for path in (ROOT / "models").rglob("*.npz"))


@pytest.mark.parametrize("file", weight_files())
def test_a_weight_file_without_its_last_byte_stops_the_start(models: Path, file: str) -> None:
    """The one line names the file and the remedy, and the file is left as it is."""
    path = models / file
    path.write_bytes(path.read_bytes()[:-1])
    size = path.stat().st_size
    line = refused(start(models))
    assert file in line
    assert "make bundles" in line
    assert path.stat().st_size == size


def test_wrong_starts_say_what_is_wrong(models: Path, service: RunningService) -> None:
    """A missing folder, an unknown variable, a wrong value and a taken port are one line each."""
    assert "DOCTAG_MODELS_DIR" in refused(start(models / "nowhere"))
    assert "DOCTAG_PROT" in refused(start(models, prot="1"))
    assert "DOCTAG_WORKERS" in refused(start(models, workers="many"))
    port = service.url.rpartition(":")[2]
    assert f"{port}: Address already in use" in refused(start(models, "--port", port))
