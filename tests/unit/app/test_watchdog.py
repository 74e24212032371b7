"""A task that runs out of its time costs its own result only, and nothing of it strikes later."""

import threading
import time
from typing import Any

import numpy as np
import pytest

from app.watchdog import TaskTimeoutError, Watchdog
from tasks.annotate import Annotator
from tasks.document import Document
from tests.fakes import CharCount, CountResult, WordCount, serving


class Slow(WordCount):
    """Never ends on documents that say so."""

    def predict(self, documents: Any, options: Any = None) -> list[Any]:
        while any(document.text == "forever" for document in documents):
            pass
        return [CountResult(words=len(document)) for document in documents]


@pytest.fixture
def watchdog() -> Watchdog:
    watchdog = Watchdog(task_timeout_s=0.2, hang_timeout_s=60, max_memory_mib=1 << 20)
    watchdog.start()
    return watchdog


def test_a_task_without_end_is_interrupted(watchdog: Watchdog, caplog: pytest.LogCaptureFixture) -> None:
    """Its error says so, its neighbours and the other task answer."""
    annotator = Annotator(serving(Slow(), CharCount()))
    annotator.turn = watchdog.turn
    with caplog.at_level("CRITICAL"):
        good, bad = annotator.annotate([Document("ab"), Document("forever")])
    assert good.count.words == 2
    assert bad.errors["count"].code == "TASK_TIMEOUT"
    assert bad.chars.words == 7


def test_what_is_quick_is_left_alone(watchdog: Watchdog) -> None:
    """Many turns shorter than the limit, from several threads one after another, are never interrupted."""
    lock, failures = threading.Lock(), []

    def work() -> None:
        try:
            for _ in range(200):
                with lock, watchdog.turn("quick"):
                    time.sleep(0.001)
        except TaskTimeoutError as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_an_interruption_never_strikes_after_its_turn() -> None:
    """Turns that end at just about the limit either finish or are interrupted; what follows is not touched."""
    watchdog = Watchdog(task_timeout_s=0.02, hang_timeout_s=60, max_memory_mib=1 << 20)
    watchdog.start()
    interrupted = 0
    for duration_s in np.linspace(0.005, 0.04, 60):
        try:
            with watchdog.turn("borderline"):
                deadline = time.monotonic() + duration_s
                while time.monotonic() < deadline:
                    pass
        except TaskTimeoutError:
            interrupted += 1
        for _ in range(2000):  # bytecode in which a late exception would land
            pass
    assert 0 < interrupted < 60
