"""The image holds what serving needs, runs without rights, and ends without losing a request."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from tests.conftest import ROOT
from tests.integration.deploy.containers import Access, Container, Engine, build, running

TASKS = {"classification", "keywords", "language", "sensitive"}
MOST_BYTES = 500_000_000
READY_S = 3.0
TEXT = 'Drilled 8 1/2" hole from 2911 m to 3042 m. Mud weight 1.32 sg. Reamed and circulated clean.\n' * 40
SERVED = """
import importlib.util, pathlib, json, shutil
absent = ["sklearn", "scipy", "spacy", "apache_beam", "pytest", "tests", "dataflow", "tasks.training", "pip"]
sources = [path for root in ("app", "tasks", "/opt/doctag") for path in pathlib.Path(root).rglob("*.py")]
print(json.dumps({
    "present": [name for name in absent if importlib.util.find_spec(name)],
    "compilers": [name for name in ("gcc", "cc", "c++", "make") if shutil.which(name)],
    "sources": len(sources),
    "not compiled": [str(p) for p in sources if not list(p.parent.glob(f"__pycache__/{p.stem}.cpython-*.pyc"))][:5],
    "files": sorted(p.name for p in pathlib.Path(".").iterdir()),
}))
"""


def test_the_image_is_small_and_says_what_it_is(engine: Engine, image: str) -> None:
    """Below 500 MB, no root, a health check, and labels that say the revision and the pinned models."""
    assert int(engine.inspect(image, "{{.Size}}")) < MOST_BYTES
    config = json.loads(engine.inspect(image, "{{json .Config}}"))
    assert int(config["User"].split(":")[0]) >= 10_000
    assert json.loads(config["Labels"]["doctag.models"]) == json.loads((ROOT / "models.lock").read_text())
    assert config["Labels"]["org.opencontainers.image.revision"] not in ("", "unknown")
    assert "healthz" in engine.inspect(image, "{{json .}}")


def test_the_image_holds_only_what_serving_needs(engine: Engine, image: str) -> None:
    """No training library, no Beam, no tests, no installer, no compiler; everything is bytecode already."""
    outcome = engine.run("run", "--rm", "--entrypoint", "python", image, "-c", SERVED)
    found = json.loads(outcome.stdout)
    assert found["present"] == []
    assert found["compilers"] == []
    assert found["sources"] > 100
    assert found["not compiled"] == []
    assert found["files"] == ["app", "models", "models.lock", "tasks"]


def test_it_is_ready_within_three_seconds(engine: Engine, image: str, access: Access) -> None:
    """The best of three starts, because this machine may be doing something else."""
    starts_s = []
    for _ in range(3):
        with running(engine, image, access) as service:
            starts_s.append(service.ready_s)
        if starts_s[-1] < READY_S:
            break
    assert min(starts_s) < READY_S, starts_s


def test_it_annotates_the_samples_without_a_writable_root(engine: Engine, image: str, access: Access) -> None:
    """Every sample file is answered as the manifest says, by all tasks; the health check passes; nothing is written."""
    with running(engine, image, access) as service:
        rows = list(csv.DictReader((ROOT / "samples/manifest.csv").read_text(encoding="utf-8").splitlines()))
        wrong = [row["path"] for row in rows if not answered_as_expected(service, row)]
        assert len(rows) > 20
        assert wrong == []
        assert service.exec("touch", "/srv/doctag/x", check=False).returncode != 0
        assert engine.run("healthcheck", "run", service.name, check=False).returncode == 0 or engine.command == "docker"
        assert service.exec("id", "-u").stdout.strip() == "10001"
        assert service.stop() == 0


def answered_as_expected(service: Container, row: dict[str, str]) -> bool:
    """Send a sample: a good one has an answer from every task, any other is refused as the caller's."""
    content = (ROOT / "samples/documents" / row["path"]).read_bytes()
    url, name = f"{service.url}/v1/files:annotate", {"filename": Path(row["path"]).name}
    answer = requests.post(url, params=name, data=content, headers=service.access.headers, timeout=60)
    if row["kind"] == "good":
        return answer.ok and answer.json().keys() >= TASKS and answer.json()["errors"] == {}
    return 400 <= answer.status_code < 500


def test_without_keys_it_does_not_listen_to_the_outside(engine: Engine, image: str) -> None:
    """`docker run` without a file of keys ends with 2 and a line that says why."""
    outcome = engine.run("run", "--rm", image, check=False)
    assert outcome.returncode == 2
    assert "DOCTAG_API_KEYS_FILE" in outcome.stderr + outcome.stdout
    assert "Traceback" not in outcome.stderr + outcome.stdout


def test_sigterm_under_load_loses_no_request(engine: Engine, image: str, access: Access) -> None:
    """Fifty requests in flight at SIGTERM are all answered, and the exit code is 0 within the grace period."""
    sent = threading.Barrier(51)
    with running(engine, image, access, graceful_timeout_s="55") as service, ThreadPoolExecutor(50) as pool:

        def send(caller: int) -> requests.Response:
            documents = [{"id": str(index), "text": f"{caller} {index} {TEXT}"} for index in range(40)]
            sent.wait()
            url = f"{service.url}/v1/documents:batchAnnotate"
            return requests.post(url, json={"documents": documents}, headers=access.headers, timeout=90)

        answers = [pool.submit(send, caller) for caller in range(50)]
        sent.wait()
        time.sleep(0.5)  # all are connected and sent; most are waiting
        waiting = sum(not answer.done() for answer in answers)
        began = time.monotonic()
        code = service.stop(grace_s=60)
        took_s = time.monotonic() - began
        statuses = [answer.result().status_code for answer in answers]
    assert waiting > 5, "the load was over before the signal came"
    assert statuses == [200] * 50
    assert code == 0
    assert took_s < 60


def test_the_check_of_cloud_build_passes(engine: Engine, image: str, tmp_path: Path) -> None:
    """One annotation from every pinned task; a damaged model and one that is not pinned are refused."""
    command = [ROOT / "deploy/check_image.sh", image, str(tmp_path / "metrics")]
    environ = engine.environ | {"DOCKER": engine.command}
    outcome = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert {line.split()[0] for line in outcome.stdout.splitlines() if line.endswith("answers")} == TASKS
    assert "refuses a damaged model" in outcome.stdout
    assert "refuses a model that is not pinned" in outcome.stdout
    assert "doctag_bundle_info" in (tmp_path / "metrics").read_text()


def test_a_build_with_other_models_than_the_pinned_fails(engine: Engine, image: str, tmp_path: Path) -> None:
    """The lock is checked while the image is built; the message names the task."""
    for name in ("app", "tasks", "models"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Dockerfile", ".dockerignore", "requirements.txt"):
        shutil.copy2(ROOT / name, tmp_path / name)
    lock = json.loads((ROOT / "models.lock").read_text())
    lock["language"]["digest"] = "sha256:" + "0" * 64
    (tmp_path / "models.lock").write_text(json.dumps(lock))
    outcome = build("localhost/doctag:wrong", tmp_path)
    assert outcome.returncode != 0
    assert "language is" in outcome.stdout + outcome.stderr
    assert "models-lock" in outcome.stdout + outcome.stderr
