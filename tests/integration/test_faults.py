"""Workers that are killed under load cost only what they had in hand, and the metrics go on counting."""

from __future__ import annotations

import contextlib
import random
import re
import signal
import threading
import time
from pathlib import Path

import psutil
import pytest
import requests

from tests.integration.serving import RunningService, running_service

SECONDS = 12
CLIENTS = 6


class Load:
    """Clients that call one after another and note every outcome."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._ended = threading.Event()
        self.answered = 0
        self.failed = 0
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._call, args=(number,)) for number in range(CLIENTS)]

    def _call(self, number: int) -> None:
        chance = random.Random(number)
        while not self._ended.is_set():
            text = " ".join(chance.choices(["mud", "weight", "drilled", "casing", "sement", "og", "the"], k=300))
            try:
                response = requests.post(f"{self._url}/v1/language", json={"text": text}, timeout=30)
                good = response.status_code == 200
            except requests.RequestException:
                good = False
            with self._lock:
                self.answered += good
                self.failed += not good

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()


def test_killing_workers_costs_only_what_they_had_in_hand(tmp_path: Path) -> None:
    """Kill -9 every two seconds under load: at most one failure a client each time, and the service goes on."""
    kills = 0
    with running_service(tmp_path / "log") as service, Load(service.url) as load:
        ends = time.monotonic() + SECONDS
        while time.monotonic() < ends:
            time.sleep(2)
            victims = service.workers()
            if victims:
                with contextlib.suppress(psutil.NoSuchProcess):
                    random.Random(kills).choice(victims).send_signal(signal.SIGKILL)
                    kills += 1
        time.sleep(2)
    assert kills >= 4
    assert load.failed <= kills * CLIENTS
    assert load.answered > 20 * load.failed


def test_metrics_add_up_to_what_clients_counted(tmp_path: Path) -> None:
    """Over several workers, and after the death of one, every answer is counted once."""
    with running_service(tmp_path / "log") as service:
        sent = 60
        for number in range(sent):
            requests.post(
                f"{service.url}/v1/language", json={"text": f"boring {number}"}, timeout=30
            ).raise_for_status()
        assert counted(service) == sent
        service.workers()[0].send_signal(signal.SIGKILL)
        time.sleep(1)
        assert counted(service) == sent


def counted(service: RunningService) -> float:
    text = requests.get(f"{service.url}/metrics", timeout=30).text
    pattern = r'^doctag_requests_total\{code="200",method="POST",route="/v1/language"\} (\S+)$'
    match = re.search(pattern, text, re.MULTILINE)
    assert match, text
    return float(match[1])


@pytest.mark.parametrize("memory_mib", [64])
def test_a_worker_that_has_grown_is_replaced_without_a_failure(tmp_path: Path, memory_mib: int) -> None:
    """With a limit below what a worker needs, workers come and go, and every request is answered."""
    with running_service(tmp_path / "log", worker_memory_mib=str(memory_mib)) as service:
        before = {worker.pid for worker in service.workers()}
        with Load(service.url) as load:
            time.sleep(8)
        assert {worker.pid for worker in service.workers()} != before
    assert load.failed == 0
    assert load.answered > 0
