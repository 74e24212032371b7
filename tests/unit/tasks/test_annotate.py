"""One annotation per document; a failing task costs neither its neighbours nor other tasks."""

import logging
from collections.abc import Sequence

import msgspec
import pytest
from msgspec import UNSET

from tasks.annotate import Annotator
from tasks.document import Document
from tests.fakes import CharCount, CountOptions, CountResult, WordCount, serving


def texts(*texts: str) -> list[Document]:
    return [Document(text, str(index)) for index, text in enumerate(texts)]


def test_every_document_gets_every_task_in_order() -> None:
    """Ids, order and results belong together."""
    annotations = Annotator(serving(WordCount(), CharCount())).annotate(texts("a b", "", "abc"))
    assert [(a.id, a.count.words, a.chars.words) for a in annotations] == [("0", 2, 3), ("1", 0, 0), ("2", 1, 3)]
    assert annotations[0].count.model.name == "count"


def test_features_choose_the_tasks() -> None:
    """What was not asked for is not in the answer."""
    annotation = Annotator(serving(WordCount(), CharCount())).annotate(texts("a b"), ["chars"])[0]
    assert annotation.count is UNSET
    assert '"count"' not in msgspec.json.encode(annotation).decode()


def test_options_reach_their_task() -> None:
    """A task's options change its result and no other's."""
    annotator = Annotator(serving(WordCount(), CharCount()))
    annotation = annotator.annotate(texts("a b"), options=annotator.Options(count=CountOptions(times=3)))[0]
    assert (annotation.count.words, annotation.chars.words) == (6, 3)


def test_a_document_that_fails_costs_only_itself(caplog: pytest.LogCaptureFixture) -> None:
    """Its task's error stands in its annotation, without the exception's words; its neighbours are whole."""
    with caplog.at_level(logging.CRITICAL, "doctag.annotate"):
        good, bad, also_good = Annotator(serving(WordCount(), CharCount())).annotate(texts("a", "explode", "b c"))
    assert (good.count.words, also_good.count.words) == (1, 2)
    assert bad.count is UNSET
    assert bad.errors["count"].code == "TASK_FAILED"
    assert "secret" not in bad.errors["count"].message
    assert bad.chars.words == 7


def test_the_bundles_fallback_is_given_and_marked(caplog: pytest.LogCaptureFixture) -> None:
    """Where the bundle names a fallback, it stands beside the error."""
    with caplog.at_level(logging.CRITICAL, "doctag.annotate"):
        bad = Annotator(serving(WordCount(), fallback={"words": -1})).annotate(texts("explode"))[0]
    assert (bad.count.words, bad.count.fallback) == (-1, True)
    assert "count" in bad.errors


def test_a_task_that_returns_too_few_results_has_failed(caplog: pytest.LogCaptureFixture) -> None:
    """Results are never shifted to the wrong document."""

    class Forgetful(WordCount):
        def predict(self, documents: object, options: object = None) -> list[object]:
            return []

    with caplog.at_level(logging.CRITICAL, "doctag.annotate"):
        annotations = Annotator(serving(Forgetful())).annotate(texts("a", "b"))
    assert all("count" in annotation.errors for annotation in annotations)


def test_what_one_task_finds_private_no_other_repeats() -> None:
    """A result that would repeat a private part of the text loses just that, and the task's own result stays whole."""

    class Places(CharCount):
        def predict(self, documents: Sequence[Document], options: object = None) -> list[object]:
            return [CountResult(words=1, places=[(0, 4), (4, 8), (9, 12)]) for _ in documents]

    class Finder(WordCount):
        def predict(self, documents: Sequence[Document], options: object = None) -> list[object]:
            return [CountResult(words=1, private=[(7, 9)]) for _ in documents]

    both = Annotator(serving(Places(), Finder())).annotate(texts("a secret text"))[0]
    alone = Annotator(serving(Places(), Finder())).annotate(texts("a secret text"), ["chars"])[0]
    assert both.chars.places == [(0, 4), (9, 12)]
    assert both.count.private == [(7, 9)]
    assert alone.chars.places == [(0, 4), (4, 8), (9, 12)]
