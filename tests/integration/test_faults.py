"""Workers that are killed under load cost only what they had in hand, and the metrics go on counting."""

from __future__ import annotations

import os
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

SECONDS = float(os.environ.get("FAULT_SECONDS", "6"))  # `make bench` asks for a minute
PAUSE_S = 1.0  # before and after each death: one in two seconds
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


def kill(worker: psutil.Process) -> int:
    """Kill -9 a worker and return how many connections it had in its hands."""
    worker.send_signal(signal.SIGSTOP)  # it accepts nothing between the counting and its death
    while worker.status() != psutil.STATUS_STOPPED:
        time.sleep(0.001)
    in_hand = sum(found.status == psutil.CONN_ESTABLISHED for found in worker.net_connections("tcp"))
    worker.send_signal(signal.SIGKILL)
    return in_hand


def test_killing_workers_costs_only_what_they_had_in_hand(tmp_path: Path) -> None:
    """Kill -9 every two seconds under load: no request fails but those of its connections, and every one is counted."""
    kills = 0
    with running_service(tmp_path / "log") as service:
        with Load(service.url) as load:
            ends = time.monotonic() + SECONDS
            while time.monotonic() < ends:
                time.sleep(PAUSE_S)
                failed = load.failed
                in_hand = kill(random.Random(kills).choice(service.workers()))
                kills += 1
                time.sleep(PAUSE_S)
                assert load.failed - failed <= min(in_hand, CLIENTS)
        assert kills >= 2
        assert load.answered > 20 * load.failed
        assert load.answered <= counted(service) <= load.answered + load.failed
        assert value_of(service, "doctag_requests_in_flight") == 1  # the one that asks; those of the dead are forgotten


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
    return value_of(service, 'doctag_requests_total{code="200",method="POST",route="/v1/language"}')


def value_of(service: RunningService, series: str) -> float:
    text = requests.get(f"{service.url}/metrics", timeout=30).text
    match = re.search(rf"^{re.escape(series)} (\S+)$", text, re.MULTILINE)
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
