"""Tasks that raise, hang or return nonsense, under real gunicorn: the others answer, and workers are replaced."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.integration.faulty_service import NONSENSE
from tests.integration.serving import RunningService, running_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    folder = tmp_path_factory.mktemp("faulty")
    limits = {"task_timeout_s": "1", "worker_timeout_s": "4"}
    with running_service(folder / "log", module="tests.integration.faulty_service", **limits) as running:
        yield running


def annotate(service: RunningService, text: str) -> requests.Response:
    return requests.post(f"{service.url}/v1/documents:annotate", json={"document": {"text": text}}, timeout=60)


def assert_only_that_task_failed(answer: dict[str, Any], text: str, code: str) -> None:
    assert answer["errors"]["count"]["code"] == code
    assert "secret" not in str(answer)
    assert answer["chars"]["words"] == len(text)


@pytest.mark.parametrize("text", ["raise", *NONSENSE])
def test_a_task_that_raises_or_returns_nonsense_costs_its_own_result(service: RunningService, text: str) -> None:
    """The other task answers, and so do both for the next document."""
    assert_only_that_task_failed(annotate(service, text).json(), text, "TASK_FAILED")
    assert annotate(service, "a b").json()["count"]["words"] == 2


def test_a_task_without_end_costs_its_own_result(service: RunningService) -> None:
    """It is interrupted at its time, and no worker is lost."""
    before = {worker.pid for worker in service.workers()}
    assert_only_that_task_failed(annotate(service, "loop").json(), "loop", "TASK_TIMEOUT")
    assert before <= {worker.pid for worker in service.workers()}  # another may just have come up


@pytest.mark.parametrize("text", ["sleep", "match"])
def test_a_task_that_hangs_beyond_reach_costs_its_worker(service: RunningService, text: str) -> None:
    """Whether other threads can run meanwhile or not, the worker is killed, and the service answers on."""
    before = {worker.pid for worker in service.workers()}
    with ThreadPoolExecutor() as pool:
        hanging = pool.submit(annotate, service, text)
        with pytest.raises(requests.ConnectionError):
            hanging.result()
    deadline = time.monotonic() + 30
    while len(service.workers()) < 2 or {worker.pid for worker in service.workers()} == before:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert [annotate(service, "a b").json()["count"]["words"] for _ in range(10)] == [2] * 10
