"""The disk of temporary files is full: what needs no room is answered, what needs some is told to come back."""

from __future__ import annotations

import os
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
from tests.integration.test_faults import counted

FORM = {
    "file": ("report.txt", b"Boringen ble stanset fordi pumpetrykket falt. " * 20_000)
}  # too large to stay in memory


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of four megabytes."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(disk: Path, leave: int = 0) -> Path:
    room = os.statvfs(disk)
    path = disk / "filling"
    with path.open("wb", buffering=0) as file:
        os.posix_fallocate(file.fileno(), 0, room.f_bavail * room.f_frsize - leave)
    return path


def call(service: RunningService) -> int:
    return requests.post(f"{service.url}/v1/language", json={"text": "boringen ble stanset"}, timeout=30).status_code


def test_texts_are_answered_and_counted_and_dead_workers_are_replaced(disk: Path, tmp_path: Path) -> None:
    """Neither a worker nor one that takes its place is lost to a file of counts that finds no room."""
    with running_service(tmp_path / "log", tmpdir=str(disk)) as service:
        filling = fill(disk)
        assert [call(service) for _ in range(20)] == [200] * 20
        dead = service.workers()
        for worker in dead:
            worker.send_signal(signal.SIGKILL)
        deadline = time.monotonic() + 30
        while len([worker for worker in service.workers() if worker not in dead]) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert [call(service) for _ in range(20)] == [200] * 20
        assert counted(service) == 40
        filling.unlink()
        assert call(service) == 200


def test_a_file_that_needs_room_is_told_to_come_back(disk: Path, tmp_path: Path) -> None:
    """503 with Retry-After and nothing from inside; with room again, the same call succeeds."""
    with running_service(tmp_path / "log", tmpdir=str(disk)) as service:
        filling = fill(disk)
        url = f"{service.url}/v1/files:annotate"
        content = FORM["file"][1]
        for refused in (requests.post(url, files=FORM, timeout=60), requests.post(url, data=content, timeout=60)):
            assert refused.status_code == 503
            assert int(refused.headers["Retry-After"]) > 0
            assert str(disk) not in refused.text
        filling.unlink()
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        assert requests.post(url, files=FORM, timeout=60).status_code == 200


def test_a_start_without_room_says_so(disk: Path) -> None:
    """One line names the folder and the remedy."""
    fill(disk, leave=1_000_000)
    command = [sys.executable, "-m", "app", "--port", str(free_port())]
    outcome = subprocess.run(
        command, check=False, cwd=ROOT, env=environment(tmpdir=str(disk)), capture_output=True, text=True, timeout=60
    )
    assert outcome.returncode == 2
    (line,) = outcome.stderr.splitlines()
    assert str(disk) in line
    assert "TMPDIR" in line
    assert [path.name for path in disk.iterdir()] == ["filling"]
