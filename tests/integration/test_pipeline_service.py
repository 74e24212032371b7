from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from dataflow.accounting.metrics import progress
from tests.integration.ingestion import BAD, assert_accounted, ingest, write_inbox
from tests.integration.serving import RunningService, free_port

GOOD = 60
SMALL_BATCHES = ("--batch_documents=2", "--connect_timeout_s=1")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_inbox(tmp_path_factory.mktemp("inbox"), good=GOOD)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    """Run the real service with two workers."""
    running = RunningService(free_port(), tmp_path / "service.log")
    running.wait_until_ready()
    progress.clear()
    yield running
    stop(running)


def stop(running: RunningService) -> None:
    running.process.terminate()
    running.process.wait(60)


def annotated_at_least(count: int) -> None:
    """Wait until a run is under way."""
    deadline = time.monotonic() + 30
    while progress.counts()["annotated"] < count and time.monotonic() < deadline:
        time.sleep(0.005)


def assert_whole(counts: dict[str, int], inbox: Path, output: Path) -> None:
    assert_accounted(inbox, output)
    assert (counts["found"], counts["annotated"], counts["dead"]) == (GOOD + len(BAD), GOOD, len(BAD))


def test_a_killed_worker_of_the_service_loses_nothing(service: RunningService, inbox: Path, tmp_path: Path) -> None:
    """Kill -9 of a gunicorn worker in the middle of a run: nothing is lost, nothing twice."""
    killed = []

    def kill() -> None:
        annotated_at_least(4)
        worker = psutil.Process(service.process.pid).children()[0]
        worker.kill()
        killed.append(worker.pid)

    thread = threading.Thread(target=kill)
    thread.start()
    counts = ingest(inbox, tmp_path / "out", service.url, *SMALL_BATCHES)
    thread.join()
    assert killed
    assert_whole(counts, inbox, tmp_path / "out")


def test_a_restarted_service_loses_nothing(service: RunningService, inbox: Path, tmp_path: Path) -> None:
    """The real service stops in the middle of a run and is started again seconds later: the run waits for it."""
    port = int(service.url.rsplit(":", 1)[1])
    second: list[RunningService] = []

    def restart() -> None:
        annotated_at_least(4)
        stop(service)
        time.sleep(3)
        second.append(RunningService(port, tmp_path / "second.log"))

    thread = threading.Thread(target=restart)
    thread.start()
    counts = ingest(inbox, tmp_path / "out", service.url, *SMALL_BATCHES)
    thread.join()
    stop(second[0])
    assert_whole(counts, inbox, tmp_path / "out")
