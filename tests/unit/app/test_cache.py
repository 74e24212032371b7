"""Results are computed once, kept within their bound, and never served for another model, text or option."""

from typing import Any

import pytest

from app.cache import ResultCache
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
