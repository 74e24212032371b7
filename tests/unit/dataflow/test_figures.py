from __future__ import annotations

import itertools
import pickle
import random
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.testing.util import assert_that

from dataflow.accounting.figures import DEAD_LETTERS_KEPT, CombineFigures, Figures, FiguresFn, Histogram, MergeFiguresFn
from dataflow.records import DeadLetter, Skipped, SourceFile, SourceText

MODEL = {"name": "language", "version": "2026.11.1", "digest": "sha256:ab", "channel": "stable"}


def record(number: int, decision: str = "allow") -> dict[str, Any]:
    annotation = {
        "id": f"{number}",
        "classification": {"label": f"type_{number % 3}"},
        "language": {"language": "nb", "model": MODEL},
        "sensitive": {"decision": decision},
        "errors": {},
    }
    path = f"in/{number}.pdf"
    common = {"path": path, "generation": 0, "size": 1000 * number, "mimeType": "application/pdf", "chars": number}
    return {"kind": "annotation", **common, "annotation": annotation}


def elements() -> list[tuple[str, Any]]:
    """Return what 60 files may become."""
    letters = [DeadLetter(SourceFile(f"in/bad {number}", 5), "EMPTY", "nothing") for number in range(20)]
    return [
        *(("annotated", record(number)) for number in range(1, 21)),
        *(("quarantined", record(number, "block")) for number in range(21, 26)),
        *(("dead", letter) for letter in letters),
        *(("skipped", Skipped(SourceFile(f"in/old {number}", 7), "UNCHANGED")) for number in range(10)),
        ("deleted", {"kind": "tombstone", "path": "in/gone", "generation": 1}),
        *(("extraction_s", 0.25) for _ in range(25)),
    ]


def combined(parts: list[list[tuple[str, Any]]]) -> Figures:
    """Combine as workers do: each adds up its own, what travels is merged."""
    accumulators = []
    for number, part in enumerate(parts):
        for name in dict.fromkeys(name for name, _ in part):
            combiner = FiguresFn(name, clock=lambda: 100.7)
            accumulator = combiner.create_accumulator()
            for element in (element for kind, element in part if kind == name):
                accumulator = combiner.add_input(accumulator, element)
            accumulators.append(pickle.loads(pickle.dumps(accumulator)))  # noqa: S301 - our own, as Beam's coder has it
        accumulators.insert(number, MergeFiguresFn().create_accumulator())
    merger = MergeFiguresFn()
    return merger.extract_output(merger.merge_accumulators(accumulators))


def test_every_outcome_is_counted_with_what_it_says() -> None:
    """Counts by outcome, type, language, decision and reason; sizes, lengths and seconds; the models that answered."""
    figures = combined([elements()])
    outcomes = {name: figures.counts[name] for name in ("annotated", "quarantined", "dead", "skipped", "deleted")}
    assert outcomes == {"annotated": 20, "quarantined": 5, "dead": 20, "skipped": 10, "deleted": 1}
    assert figures.counts["language/nb"] == figures.counts["mimeType/application/pdf"] == 25
    assert figures.counts["decision/block"] == 5
    assert figures.counts["reason/EMPTY"] == 20
    assert figures.counts["skipped/UNCHANGED"] == 10
    counts = {name: histogram.count for name, histogram in figures.histograms.items()}
    assert counts == {"file_bytes": 55, "text_chars": 25, "extraction_s": 25}
    assert figures.models == {("language", "2026.11.1", "sha256:ab"): 25}
    assert figures.finished == {100: 56}


def test_no_order_and_no_spreading_changes_the_figures() -> None:
    """The same files give the same figures however they fall on workers."""
    whole, shuffled = combined([elements()]), elements()
    random.Random(3).shuffle(shuffled)
    parts = [shuffled[:7], [], shuffled[7:50], shuffled[50:]]
    for order in itertools.permutations(parts):
        assert combined(list(order)) == whole


def test_dead_letters_are_bounded_and_counted_all() -> None:
    """Only the first by path are kept, wherever they were found; the counts know of every one."""
    letters = [DeadLetter(SourceFile(f"in/{number:05}", 1), "EMPTY", "") for number in range(2000)]
    random.Random(1).shuffle(letters)
    figures = combined([[("dead", letter) for letter in letters[start : start + 500]] for start in range(0, 2000, 500)])
    assert [letter["path"] for letter in figures.dead_letters] == [f"in/{n:05}" for n in range(DEAD_LETTERS_KEPT)]
    assert figures.counts["dead"] == 2000


def test_the_text_of_a_message_is_not_in_the_figures() -> None:
    """A dead letter's record may carry a text for replaying it; a report must not."""
    source = SourceText("message/1", 9, text="secret words")
    figures = combined([[("dead", DeadLetter(source, "REJECTED", "no"))]])
    assert "secret words" not in repr(figures)


def test_histograms_have_a_bucket_a_power_of_two() -> None:
    """Bucket k holds [2^k, 2^(k+1)); below one the powers are negative, and zero stands apart."""
    histogram = Histogram()
    for value in (0, 0.25, 0.49, 1, 1.9, 2, 1024, 1023.9):
        histogram.add(value)
    assert histogram.buckets == {None: 1, -2: 2, 0: 2, 1: 1, 10: 1, 9: 1}
    assert (histogram.count, histogram.smallest, histogram.largest) == (8, 0, 1024)
    assert histogram.total == pytest.approx(2053.54)


def test_the_time_is_that_from_the_first_file_to_the_last_outcome() -> None:
    """Finding begins it and an outcome ends it, in whatever order workers are heard."""
    times = iter((50.0, 40.0, 61.5))
    figures = Figures()
    for name in ("found", "annotated", "annotated"):
        combiner = FiguresFn(name, clock=lambda: next(times))
        figures.merge(combiner.add_input(combiner.create_accumulator(), record(1)))
    assert (figures.first_s, figures.last_s, figures.duration_s) == (40, 61.5, 21.5)
    assert figures.finished == {40: 1, 61: 1}
    assert Figures().duration_s == 0


def test_a_pipeline_combines_them() -> None:
    """On a runner: one value, also when there was nothing to do."""

    def holds(expected: int) -> Any:
        def check(found: list[Figures]) -> None:
            assert [figures.counts["annotated"] for figures in found] == [expected]

        return check

    for number in (0, 40):
        with beam.Pipeline(runner="FnApiRunner") as pipeline:
            annotated = pipeline | "Records" >> beam.Create([record(index) for index in range(number)])
            seconds = pipeline | "Seconds" >> beam.Create([0.5])
            figures = {"annotated": annotated, "extraction_s": seconds} | CombineFigures()
            assert_that(figures, holds(number))
