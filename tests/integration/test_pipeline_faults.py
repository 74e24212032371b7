from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from dataflow.annotators.service import CallSettings, ServiceClient
from tests.conftest import ROOT
from tests.fault_proxy import FaultProxy, Faults
from tests.integration.ingestion import ingest, records
from tests.integration.serving import RunningService, free_port, running_service

SEED = 7  # brings every fault within the first forty calls
POISON = {"xrefused": 422, "xbreaking": 500}
LIMIT_CHARS = 20_000  # of the service over generated texts; it refuses one document beyond it by itself
KILLS = (25, 55)  # numbers of the calls at which the service is killed
OPTIONS = (
    "--batch_documents=6",
    "--batch_bytes=60000",
    "--connect_timeout_s=2",
    "--read_timeout_s=3",
    "--service_deadline_s=120",
)
PROCESSES = {"one process": (), "two": ("--direct_num_workers=2", "--direct_running_mode=multi_processing")}
OF_THE_SERVICE = {"REJECTED", "SERVICE_ERROR", "SERVICE_UNAVAILABLE", "UNAUTHENTICATED"}


def write_texts(folder: Path, count: int) -> dict[str, str]:
    """Write texts; return the poison among them, one of each kind in every hundred, and the reasons it deserves."""
    folder.mkdir()
    poison = {}
    for number in range(count):
        text = f"Drilled 12 1/4 in section from {number} m to {number + 90} m with 1.{number % 70 + 10} sg mud. " * 4
        path = folder / f"report {number:04}.txt"
        for word, place, reason in (("xrefused", 17, "REJECTED"), ("xbreaking", 58, "SERVICE_ERROR")):
            if number % 100 == place:
                text += word
                poison[str(path)] = reason
        path.write_text(text, encoding="utf-8")
    return poison


def write_too_long(folder: Path) -> dict[str, str]:
    """Write a text that the service itself refuses; return its path and reason."""
    path = folder / "too long.txt"
    path.write_text("Drilled on. " * (LIMIT_CHARS // 12 + 1), encoding="utf-8")
    return {str(path): "REJECTED"}


class MortalService:
    """The real service, killed and started again on the same port whenever asked to."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._folder, self._port, self._settings, self.kills = folder, free_port(), settings, 0
        self._restarts: list[threading.Thread] = []
        self.running = self._start()

    def _start(self) -> RunningService:
        log = self._folder / f"service-{self.kills}.log"
        return RunningService(self._port, log, workers="1", **self._settings)

    @property
    def url(self) -> str:
        return self.running.url

    def kill(self) -> None:
        """Kill all its processes at once, in the middle of whatever they do, and begin to start it again."""
        thread = threading.Thread(target=self._restart)
        arbiter = psutil.Process(self.running.process.pid)
        for process in (arbiter, *arbiter.children(recursive=True)):
            process.kill()
        self.running.process.wait()
        self.kills += 1
        self._restarts.append(thread)
        thread.start()

    def _restart(self) -> None:
        self.running = self._start()

    def stop(self) -> None:
        for thread in self._restarts:
            thread.join()
        if self.running.process.poll() is None:
            self.running.wait_until_ready()
            self.running.stop()


@contextlib.contextmanager
def mortal_service(folder: Path, **settings: str) -> Iterator[MortalService]:
    service = MortalService(folder, **settings)
    try:
        service.running.wait_until_ready()
        yield service
    finally:
        service.stop()


def assert_nothing_lost_or_twice(inbox: Path, output: Path, poison: dict[str, str]) -> None:
    """Hold that every file is in one record, and that only poison is a dead letter on the service's account."""
    names = ("annotations", "quarantine", "dead-letters")
    written = Counter(record["path"] for name in names for record in records(output, name))
    assert written == Counter(str(path) for path in inbox.rglob("*") if path.is_file())
    letters = {record["path"]: record["reason"] for record in records(output, "dead-letters")}
    assert {path: reason for path, reason in letters.items() if reason in OF_THE_SERVICE} == poison


def ingest_through_faults(service: MortalService, inbox: Path, output: Path, *options: str) -> Counter[str]:
    """Ingest while calls fail and the service is killed twice; return what the proxy did."""
    faults = Faults(poison=POISON)
    with FaultProxy(service.url, faults, SEED, dict.fromkeys(KILLS, service.kill)) as proxy:
        counts = ingest(inbox, output, proxy.url, *OPTIONS, *options)
    assert counts["found"] == counts["annotated"] + counts["quarantined"] + counts["dead"]
    assert service.kills == len(KILLS)
    return proxy.counts


@pytest.mark.timeout(600)
@pytest.mark.parametrize("processes", list(PROCESSES))
def test_faults_on_the_way_lose_nothing_and_double_nothing(tmp_path: Path, processes: str) -> None:
    """A third of the calls refused, some cut or hanging, two kills, poison: every file in one record all the same.

    The neighbours of poison are annotated, and poison is a dead letter with the reason it deserves; with one worker
    process and with two.
    """
    inbox = tmp_path / "inbox"
    poison = write_texts(inbox, 200) | write_too_long(inbox)
    shutil.copytree(ROOT / "samples" / "documents", inbox / "samples")
    with mortal_service(tmp_path, max_text_chars=str(LIMIT_CHARS)) as service:
        done = ingest_through_faults(service, inbox, tmp_path / "out", *PROCESSES[processes])
    assert_nothing_lost_or_twice(inbox, tmp_path / "out", poison)
    assert all(done[fault] for fault in ("busy", "cut", "hang", "gone", "422", "500"))


@pytest.mark.timeout(600)
def test_faults_do_not_harm_the_ingestion_of_real_files(tmp_path: Path, shared: Path) -> None:
    """The same faults over real oil and gas files: every file in one record, none dead on the service's account."""
    source = shared / "data" / "oilgas" / "files"
    inbox = tmp_path / "inbox"
    poison = write_texts(inbox, 100)
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        target = inbox / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(path)
    with mortal_service(tmp_path) as service:
        ingest_through_faults(service, inbox, tmp_path / "out", "--read_timeout_s=10")
    assert_nothing_lost_or_twice(inbox, tmp_path / "out", poison)


def test_the_client_is_back_at_full_speed_when_the_faults_end(tmp_path: Path) -> None:
    """Against the real service behind faults the calls at once go down, and up to the bound when the faults end."""
    texts = [(str(number), f"Drilled to {number} m") for number in range(20)]
    with running_service(tmp_path / "log") as service, FaultProxy(service.url, Faults(0, 0, 0), SEED) as proxy:
        client = ServiceClient(proxy.url, CallSettings(max_calls=4))
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(client.annotate, [texts] * 20))
            fast = client.call_limit
            proxy.faults = Faults(busy=1.0)
            batches = [threads.submit(client.annotate, texts) for _ in range(3)]
            while proxy.counts["busy"] < 6:
                time.sleep(0.05)
            slow = client.call_limit
            proxy.faults = Faults(0, 0, 0)
            assert all(outcome.annotation for batch in batches for outcome in batch.result().values())
            list(threads.map(client.annotate, [texts] * 40))
    assert (fast, slow, client.call_limit) == (4, 1, 4)
