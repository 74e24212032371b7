"""The engine joins what waits, lets urgent calls go first, loses nothing, and refuses what would wait too long."""

import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest

from app.engine import SLICE_DOCUMENTS, Engine, OverloadedError
from app.metrics import Metrics
from tasks.annotate import Annotator
from tasks.document import Document
from tests.fakes import CharCount, CountResult, WordCount, serving


class Gated(WordCount):
    """Waits for a gate on documents that say so, and notes every batch."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.entered = threading.Event()
        self.batches: list[list[str]] = []

    def predict(self, documents: Sequence[Document], options: Any = None) -> list[Any]:
        self.batches.append([document.text for document in documents])
        if any(document.text == "gate" for document in documents):
            self.entered.set()
            assert self.gate.wait(10)
        return [CountResult(words=len(document)) for document in documents]


class Calls:
    """Calls made from threads of their own, and what they answered."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.threads: list[threading.Thread] = []
        self.answers: dict[str, Any] = {}

    def make(self, name: str, texts: list[str], urgent: bool = True, features: list[str] | None = None) -> None:
        def call() -> None:
            try:
                annotations = self.engine.run([Document(t) for t in texts], features, urgent=urgent)
                self.answers[name] = [a.count.words for a in annotations]
            except OverloadedError as error:
                self.answers[name] = error

        self.threads.append(threading.Thread(target=call))
        self.threads[-1].start()

    def join(self) -> dict[str, Any]:
        for thread in self.threads:
            thread.join(10)
            assert not thread.is_alive()
        return self.answers


def engine_of(*tasks: WordCount, queue_timeout_s: float) -> Engine:
    entries = serving(*tasks)
    return Engine(Annotator(entries), queue_timeout_s, Metrics(entries))


@pytest.fixture
def task() -> Gated:
    return Gated()


@pytest.fixture
def engine(task: Gated) -> Engine:
    return engine_of(task, CharCount(), queue_timeout_s=5)


def until(condition: Any) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def waiting(engine: Engine, count: int) -> Any:
    return lambda: len(engine._urgent) + len(engine._bulk) >= count


def test_a_lone_call_is_computed_at_once(engine: Engine, task: Gated) -> None:
    """Nothing waits for company."""
    assert [a.count.words for a in engine.run([Document("abc")], urgent=True)] == [3]
    assert task.batches == [["abc"]]


def test_no_documents_need_no_turn(engine: Engine, task: Gated) -> None:
    """An empty batch answers without computing."""
    assert engine.run([], urgent=False) == []
    assert task.batches == []


def test_calls_that_wait_are_computed_together(engine: Engine, task: Gated) -> None:
    """What queued up behind a running slice goes in one batch, and each caller gets its own."""
    calls = Calls(engine)
    calls.make("first", ["gate"])
    assert task.entered.wait(5)
    for length in (1, 2, 3):
        calls.make(str(length), ["x" * length])
    until(waiting(engine, 3))
    task.gate.set()
    assert calls.join() == {"first": [4], "1": [1], "2": [2], "3": [3]}
    assert sorted(task.batches[1]) == ["x", "xx", "xxx"]


def test_urgent_calls_go_before_a_running_batch(engine: Engine, task: Gated) -> None:
    """A batch of the ingestion job gives way after its current slice."""
    calls = Calls(engine)
    calls.make("bulk", ["gate"] + ["b"] * (3 * SLICE_DOCUMENTS), urgent=False)
    assert task.entered.wait(5)
    calls.make("urgent", ["now"])
    until(waiting(engine, 2))
    task.gate.set()
    answers = calls.join()
    assert answers["urgent"] == [3]
    assert answers["bulk"] == [4] + [1] * (3 * SLICE_DOCUMENTS)
    assert task.batches[1] == ["now"]


def test_different_features_are_not_mixed(engine: Engine, task: Gated) -> None:
    """Calls that ask for other things are computed apart."""
    calls = Calls(engine)
    calls.make("first", ["gate"])
    assert task.entered.wait(5)
    calls.make("all", ["a"])
    calls.make("one", ["bb"], features=["count"])
    until(waiting(engine, 2))
    task.gate.set()
    calls.join()
    assert sorted(task.batches[1:]) == [["a"], ["bb"]]


def test_a_wait_that_is_too_long_is_refused(task: Gated) -> None:
    """A call that was not begun in time is told when to come back; what runs is not touched."""
    engine = engine_of(task, queue_timeout_s=0.05)
    calls = Calls(engine)
    calls.make("first", ["gate"])
    assert task.entered.wait(5)
    calls.make("late", ["x"])
    until(lambda: "late" in calls.answers)
    assert isinstance(calls.answers["late"], OverloadedError)
    assert calls.answers["late"].retry_after_s >= 1
    task.gate.set()
    assert calls.join()["first"] == [4]


def test_a_full_queue_refuses_at_once(task: Gated) -> None:
    """When what waits already exceeds the longest wait, nothing more is accepted."""
    engine = engine_of(task, queue_timeout_s=20)
    calls = Calls(engine)
    calls.make("first", ["gate"])
    assert task.entered.wait(5)
    calls.make("long", ["x" * 60_000_000], urgent=False)
    until(waiting(engine, 1))
    started = time.monotonic()
    calls.make("refused", ["x"])
    until(lambda: "refused" in calls.answers)
    assert time.monotonic() - started < 15
    assert isinstance(calls.answers["refused"], OverloadedError)
    task.gate.set()
    assert calls.join()["long"] == [60_000_000]


def test_many_threads_get_what_they_asked_for(engine: Engine, task: Gated) -> None:
    """Under a crowd of callers of both kinds every answer belongs to its question, and the engine comes to rest."""
    task.gate.set()
    calls = Calls(engine)
    for index in range(200):
        calls.make(str(index), ["x" * (index % 7)] * (1 + index % 50), urgent=bool(index % 3))
    assert calls.join() == {str(i): [i % 7] * (1 + i % 50) for i in range(200)}
    assert not engine._busy
    assert engine._waiting_chars == 0


def test_a_reserved_engine_computes_that_call_alone(engine: Engine, task: Gated) -> None:
    """Who has reserved it does not wait and computes nobody else's documents; those who came meanwhile go on after."""
    assert engine.reserve()
    calls = Calls(engine)
    calls.make("other", ["abc"])
    until(waiting(engine, 1))
    assert [a.count.words for a in engine.run([Document("x")], urgent=True)] == [1]
    assert task.batches == [["x"]]
    engine.release()
    assert calls.join() == {"other": [3]}


def test_a_busy_engine_cannot_be_reserved(engine: Engine, task: Gated) -> None:
    """Neither while others compute nor while somebody has reserved it."""
    calls = Calls(engine)
    calls.make("first", ["gate"])
    assert task.entered.wait(5)
    assert not engine.reserve()
    task.gate.set()
    calls.join()
    assert engine.reserve()
    assert not engine.reserve()
    engine.release()
    assert engine.reserve()
    engine.release()


def test_a_reservation_outlives_an_error(engine: Engine) -> None:
    """A call that fails leaves the engine to be released as usual."""
    assert engine.reserve()
    with pytest.raises(KeyError):
        engine.run([Document("x")], ["no such task"], urgent=True)
    engine.release()
    assert [a.count.words for a in engine.run([Document("abc")], urgent=True)] == [3]
