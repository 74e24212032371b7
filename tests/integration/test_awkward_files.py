from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from tests.awkward_files import DAMAGES, write_awkward_files
from tests.conftest import ROOT
from tests.integration.ingestion import records
from tests.integration.serving import environment
from tests.process_watch import ProcessWatch

COUNT = 150
SEED = 20261121
HANG_S = 280
BEAM_MB, SERVICE_MB = 1024, 1024
EXTRACTION_MB = 1024 + 256  # the limit of one file, and what an idle child holds


def own_files() -> list[Path]:
    return sorted(path for path in (ROOT / "samples" / "documents").rglob("*") if path.is_file())


def ingest_and_watch(inbox: Path, output: Path) -> tuple[int, ProcessWatch]:
    """Ingest as `make ingest` does; return the exit code and what its processes used."""
    command = [sys.executable, "-m", "dataflow.local", "--input", str(inbox), "--output", str(output)]
    with (output.parent / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=log, stderr=subprocess.STDOUT)
    with ProcessWatch(process.pid) as watch:
        try:
            code = process.wait(HANG_S)
        finally:
            if process.poll() is None:
                for child in psutil.Process(process.pid).children(recursive=True):
                    child.kill()
                process.kill()
    return code, watch


def assert_all_accounted(inbox: Path, output: Path) -> None:
    """Hold that the run ended in order, every file is in one record, and nothing was left to be tried again."""
    code, watch = ingest_and_watch(inbox, output)
    assert code == 0, (output.parent / "log").read_text()
    names = ("annotations", "quarantine", "dead-letters")
    written = Counter(record["path"] for name in names for record in records(output, name))
    assert written == Counter(str(path) for path in inbox.iterdir())
    reasons = Counter(record["reason"] for record in records(output, "dead-letters"))
    assert not {"SERVICE_ERROR", "SERVICE_UNAVAILABLE", "REJECTED"} & set(reasons)
    assert_clean(watch)


def assert_clean(watch: ProcessWatch) -> None:
    """Hold that no process lives on, and that none took more memory than it may."""
    deadline = time.monotonic() + 10
    while watch.survivors() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert watch.survivors() == []
    assert set(watch.peak_mb) == {"Beam", "service", "extraction"}
    assert watch.peak_mb["Beam"] < BEAM_MB
    assert watch.peak_mb["service"] < SERVICE_MB
    assert watch.peak_mb["extraction"] < EXTRACTION_MB


def test_damaged_samples_are_all_accounted_for(tmp_path: Path) -> None:
    """The samples and seeded damage of them: no crash, no hang, one record each, no process left, memory bounded."""
    write_awkward_files(own_files(), tmp_path / "inbox", COUNT, SEED)
    assert_all_accounted(tmp_path / "inbox", tmp_path / "out")


def test_damaged_awkward_files_are_all_accounted_for(tmp_path: Path, shared: Path) -> None:
    """The same for files that are awkward already: parsers' own test files, encrypted, broken, nested."""
    sources = sorted((shared / "data" / "files").iterdir())
    write_awkward_files(sources, tmp_path / "inbox", COUNT, SEED)
    assert_all_accounted(tmp_path / "inbox", tmp_path / "out")


@pytest.mark.parametrize("count", [1, 60])
def test_damage_is_seeded(tmp_path: Path, count: int) -> None:
    """The same seed damages alike, another one otherwise, so that what a run found can be found again."""
    folders = {}
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write_awkward_files(own_files(), tmp_path / name, count, seed)
        folders[name] = {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
    assert folders["one"] == folders["again"]
    assert folders["one"] != folders["other"]
    assert len(folders["one"]) == count


def test_every_damage_is_done(tmp_path: Path) -> None:
    """All kinds of damage, and wrong suffixes, occur among the files that the tests write."""
    write_awkward_files(own_files(), tmp_path / "inbox", COUNT, SEED)
    names = " ".join(path.name for path in (tmp_path / "inbox").iterdir())
    assert all(damage.__name__ in names for damage in DAMAGES)
    assert ".xyz" in names
