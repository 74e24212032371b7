"""The ingestion job's image: what is ours of it is built, and runs the job as its launcher and its workers would."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.annotation_service import AnnotationService
from tests.conftest import ROOT
from tests.integration.deploy.containers import Engine
from tests.integration.ingestion import BAD, GOOD, assert_accounted, records, write_inbox

LAYERS = "localhost/doctag-ingest:test"
MOST_BYTES = 1_300_000_000
HELD = """
import importlib.util, json, pathlib
print(json.dumps({
    "files": sorted(path.name for path in pathlib.Path(".").iterdir() if path.name != "__pycache__"),
    "absent": [name for name in ("app", "tests", "sklearn", "tasks.training") if importlib.util.find_spec(name)],
    "not compiled": [str(path) for room in ("tasks", "dataflow") for path in pathlib.Path(room).rglob("*.py")
        if not list(path.parent.glob(f"__pycache__/{path.stem}.cpython-*.pyc"))],
}))
"""


def build(tag: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Build layers of ours, as `make template` does."""
    command = [ROOT / "deploy/build_image.sh", tag, ".", "-f", "dataflow/Dockerfile", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=800, check=False)


@pytest.fixture(scope="module")
def layers(engine: Engine) -> str:
    """Build once what is ours of the image; Beam's and Google's own parts cannot be had everywhere."""
    outcome = build(LAYERS, "--target", "layers")
    assert outcome.returncode == 0, outcome.stderr[-2000:]
    return LAYERS


def run(engine: Engine, *arguments: str, **folders: Path) -> subprocess.CompletedProcess[str]:
    """Run a command inside as anybody but root, without rights, on a root that cannot be written."""
    hardened = ("--read-only", "--cap-drop=all", "--security-opt=no-new-privileges", "--memory=3g", "--user=10001")
    mounts = [part for name, folder in folders.items() for part in ("-v", f"{folder}:/{name}")]
    tmp = ("--tmpfs", "/tmp:size=512m,mode=1777")  # noqa: S108 - inside the container
    return engine.run("run", "--rm", *hardened, *tmp, *mounts, *arguments, check=False)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents[:2]:
        parent.chmod(0o755)
    folder = tmp_path / "in"
    folder.mkdir()
    return write_inbox(folder)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    folder.chmod(0o777)
    return folder


def test_it_holds_what_the_job_needs(engine: Engine, layers: str) -> None:
    """The job's code, compiled, and the pinned models; no service, no tests, no training; nothing conflicts."""
    outcome = run(engine, layers, "python", "-c", HELD)
    held: dict[str, Any] = json.loads(outcome.stdout)
    assert held["files"] == ["dataflow", "main.py", "models", "models.lock", "tasks"]
    assert held["absent"] == held["not compiled"] == []
    assert run(engine, layers, "pip", "check").returncode == 0
    assert int(engine.inspect(layers, "{{.Size}}")) < MOST_BYTES
    labels = json.loads(engine.inspect(layers, "{{json .Config.Labels}}"))
    assert json.loads(labels["doctag.models"]) == json.loads((ROOT / "models.lock").read_text())
    environment = json.loads(engine.inspect(layers, "{{json .Config.Env}}"))
    assert "FLEX_TEMPLATE_PYTHON_PY_FILE=/srv/doctag/main.py" in environment


def test_a_batch_runs_inside_with_the_image_s_own_models(
    engine: Engine, layers: str, inbox: Path, output: Path, tmp_path: Path
) -> None:
    """The launcher's entry point, no network at all: every file has one record, from the models that are pinned."""
    arguments = ("--annotator=inprocess", "--input=/in", "--output=/out", "--extraction_children=2")
    outcome = run(engine, "--network=none", layers, "python", "main.py", *arguments, **{"in": inbox, "out": output})
    assert outcome.returncode == 0, outcome.stderr[-2000:]
    annotated = [*records(output, "annotations"), *records(output, "quarantine")]
    letters = records(output, "dead-letters")
    assert len({record["path"] for record in annotated}) == len(annotated) == GOOD
    assert sorted(letter["reason"] for letter in letters) == sorted(BAD.values())
    lock = json.loads((ROOT / "models.lock").read_text())
    digests = {task: annotated[0]["annotation"][task]["model"]["digest"] for task in lock}
    assert digests == {task: pin["digest"] for task, pin in lock.items()}
    assert "Every one of 28 files" in (output / "report.html").read_text()


def test_a_batch_runs_inside_against_a_service(engine: Engine, layers: str, inbox: Path, output: Path) -> None:
    """Two worker processes, as Dataflow starts one a core, call a service over the network."""
    with AnnotationService() as service:
        arguments = (f"--service_url={service.url}", f"--input={inbox}", f"--output={output}", "--direct_num_workers=2")
        mounts = ("-v", f"{inbox}:{inbox}:ro", "-v", f"{output}:{output}", "--network=host")
        workers = "--direct_running_mode=multi_processing"
        outcome = run(engine, *mounts, layers, "python", "-m", "dataflow", *arguments, workers)
    assert outcome.returncode == 0, outcome.stderr[-2000:]
    assert_accounted(inbox, output)


def test_wrong_parameters_are_told_in_one_line(engine: Engine, layers: str) -> None:
    """The launcher's log ends with what is wrong and what to do; no traceback."""
    outcome = run(engine, layers, "python", "main.py", "--input=/nowhere", "--output=/tmp/out", "--annotator=inprocess")
    assert outcome.returncode == 2
    assert outcome.stderr.splitlines()[-1].startswith("doctag: input /nowhere: no such folder")
    assert "Traceback" not in outcome.stderr


def test_the_check_of_cloud_build_passes(engine: Engine, layers: str, tmp_path: Path) -> None:
    """The step that runs the image before it is pushed finds every sample accounted for."""
    (tmp_path / "out").mkdir()
    command = [ROOT / "deploy/template/check_image.sh", layers, ROOT / "samples/documents", tmp_path / "out"]
    environ = engine.environ | {"DOCKER": engine.command}
    outcome = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=300, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert "75 documents annotated" in outcome.stdout


def test_the_last_stage_takes_beam_s_and_google_s_parts(engine: Engine, layers: str, tmp_path: Path) -> None:
    """With stand-ins for the two images that cannot be had here, the whole image is built and starts Beam's program."""
    (tmp_path / "Dockerfile").write_text(
        "FROM docker.io/library/python:3.11-slim\n"
        "RUN mkdir -p /opt/apache/beam /opt/google/dataflow"
        " && printf '#!/bin/sh\\necho booted $*\\n' > /opt/apache/beam/boot"
        " && cp /opt/apache/beam/boot /opt/google/dataflow/python_template_launcher"
        " && chmod +x /opt/apache/beam/boot /opt/google/dataflow/python_template_launcher\n"
    )
    stand_in = "localhost/doctag-beam:stand-in"
    command = [ROOT / "deploy/build_image.sh", stand_in, tmp_path, "--build-arg=x=y"]
    (tmp_path / "models.lock").write_text("{}")
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    outcome = build(
        "localhost/doctag-ingest:whole", "--build-arg", f"BEAM={stand_in}", "--build-arg", f"LAUNCHER={stand_in}"
    )
    assert outcome.returncode == 0, outcome.stderr[-2000:]
    assert run(engine, "localhost/doctag-ingest:whole", "--id=1").stdout == "booted --id=1\n"
    launcher = "/opt/google/dataflow/python_template_launcher"
    assert run(engine, f"--entrypoint={launcher}", "localhost/doctag-ingest:whole").stdout == "booted\n"
