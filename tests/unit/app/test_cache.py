"""Results are computed once, kept within their bound, and never served for another model, text or option."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.cache import ResultCache
from app.engine import Engine
from app.metrics import CountedCache, Metrics
from tasks.annotate import Annotator
from tasks.document import Document
from tests.fakes import CountOptions, CountResult, WordCount, serving


class Counting(WordCount):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def predict(self, documents: Any, options: Any = None) -> list[Any]:
        self.asked += [document.text for document in documents]
        return super().predict(documents, options)


@pytest.fixture
def task() -> Counting:
    return Counting()


@pytest.fixture
def annotator(task: Counting) -> Annotator:
    annotator = Annotator(serving(task))
    annotator.cache = ResultCache(1_000_000)
    return annotator


def words(annotator: Annotator, *texts: str, **options: Any) -> list[int]:
    given = annotator.Options(count=CountOptions(**options))
    return [a.count.words for a in annotator.annotate([Document(text) for text in texts], options=given)]


def test_the_same_text_is_computed_once(annotator: Annotator, task: Counting) -> None:
    """In one batch and over several, in every order."""
    assert words(annotator, "a", "b c", "a") == [1, 2, 1]
    assert words(annotator, "b c", "d", "a") == [2, 1, 1]
    assert task.asked == ["a", "b c", "d"]


def test_other_options_are_other_results(annotator: Annotator) -> None:
    """What was asked for is part of the key; defaults spelt out are the defaults."""
    assert words(annotator, "a b") == [2]
    assert words(annotator, "a b", times=3) == [6]
    assert words(annotator, "a b", times=1) == [2]


def test_another_bundle_is_another_result(annotator: Annotator, task: Counting) -> None:
    """A new model never answers with yesterday's results."""
    words(annotator, "a")
    entry = annotator.serving["count"]
    newer = type(entry)(entry.task, type(entry.model)("count", "2", "sha256:1"), entry.manifest)
    annotator.serving["count"] = newer
    words(annotator, "a")
    assert task.asked == ["a", "a"]


def test_failures_are_not_kept(annotator: Annotator, caplog: pytest.LogCaptureFixture) -> None:
    """A task that failed once is asked again."""
    with caplog.at_level("CRITICAL"):
        first, second = (annotator.annotate([Document("explode")])[0] for _ in range(2))
    assert "count" in first.errors
    assert "count" in second.errors


def test_the_bound_holds_and_the_oldest_leave() -> None:
    """Whatever is put in, no more is held; what was used last stays."""
    cache = ResultCache(10_000)
    for number in range(1000):
        cache.put(("count", "d", b"", str(number)), CountResult(words=number))
        cache.get(("count", "d", b"", "0"))
        assert cache.held_bytes <= 10_000
    assert cache.get(("count", "d", b"", "0")).words == 0
    assert cache.get(("count", "d", b"", "1")) is None
    assert cache.get(("count", "d", b"", "999")).words == 999


class Slow(Counting):
    """Waits for a gate before it counts."""

    def __init__(self) -> None:
        super().__init__()
        self.entered = threading.Event()
        self.gate = threading.Event()

    def predict(self, documents: Any, options: Any = None) -> list[Any]:
        self.entered.set()
        assert self.gate.wait(30)
        return super().predict(documents, options)


def queued_chars(metrics: Metrics) -> float:
    found = re.search(r"^doctag_queue_chars (\S+)$", metrics.render().decode(), re.MULTILINE)
    assert found
    return float(found[1])


def ask_at_once(annotator: Annotator, task: Slow, times: int) -> list[int]:
    """Let `times` threads ask the same; the last ones while the first is computed."""
    metrics = Metrics(annotator.serving)
    if annotator.cache is not None:
        annotator.cache = CountedCache(ResultCache(1_000_000), metrics)
    engine = Engine(annotator, 30, metrics)
    with ThreadPoolExecutor(times) as pool:
        first = pool.submit(engine.run, [Document("a b c")], urgent=True)
        assert task.entered.wait(30)
        others = [pool.submit(engine.run, [Document("a b c")], urgent=True) for _ in range(times - 1)]
        while queued_chars(metrics) < times * len("a b c"):
            time.sleep(0.001)
        task.gate.set()
        return [call.result()[0].count.words for call in (first, *others)]


@pytest.mark.parametrize("times", [2, 16])
def test_identical_calls_at_the_same_time_are_computed_once(times: int) -> None:
    """Those that wait share one result and find it ready; hits and joined ones are counted."""
    task = Slow()
    annotator = Annotator(serving(task))
    annotator.cache = ResultCache(1_000_000)
    assert ask_at_once(annotator, task, times) == [3] * times
    assert task.asked == ["a b c"]


@pytest.mark.parametrize("times", [2, 16])
def test_without_a_cache_identical_calls_are_computed_each(times: int) -> None:
    """The same setting turns off both: a benchmark measures work, not memory of it."""
    task = Slow()
    assert ask_at_once(Annotator(serving(task)), task, times) == [3] * times
    assert task.asked == ["a b c"] * times


def test_lookups_are_counted_by_outcome() -> None:
    """A miss, then equal documents beside it, then a hit: each document once."""
    annotator = Annotator(serving(WordCount()))
    metrics = Metrics(annotator.serving)
    annotator.cache = CountedCache(ResultCache(1_000_000), metrics)
    words(annotator, "a", "a", "b")
    words(annotator, "a")
    said = metrics.render().decode()
    counts = dict(re.findall(r'doctag_cache_lookups_total{outcome="(\w+)",task="count"} (\S+)', said))
    assert counts == {"miss": "2.0", "joined": "1.0", "hit": "1.0"}
