"""Figures of a whole run, combined on the workers into one value of bounded size: what the report shows."""

from __future__ import annotations

import heapq
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import PCollection

from dataflow.accounting.metrics import OUTCOMES, annotation_counts
from dataflow.accounting.reconcile import FOUND
from dataflow.records import DeadLetter, Skipped, dead_letter_record

DEAD_LETTERS_KEPT = 200
Model = tuple[str, str, str]  # task, version, digest


@dataclass
class Histogram:
    """Counts of values by powers of two, with their number, sum and extremes.

    Attributes
    ----------
    buckets : Counter of int or None
        Bucket ``k`` holds the values in [2^k, 2^(k+1)); None those that are not above zero.
    """

    buckets: Counter[int | None] = field(default_factory=Counter)
    count: int = 0
    total: float = 0.0
    smallest: float = math.inf
    largest: float = 0.0

    def add(self, value: float) -> None:
        """Count a value."""
        self.buckets[math.frexp(value)[1] - 1 if value > 0 else None] += 1
        self.count += 1
        self.total += value
        self.smallest, self.largest = min(self.smallest, value), max(self.largest, value)

    def merge(self, other: Histogram) -> None:
        """Take in the counts of another."""
        self.buckets.update(other.buckets)
        self.count += other.count
        self.total += other.total
        self.smallest, self.largest = min(self.smallest, other.smallest), max(self.largest, other.largest)


@dataclass
class Figures:
    """What came of all files of a run.

    Attributes
    ----------
    counts : Counter of str
        By the names of `dataflow.accounting.metrics`: ``annotated``, ``label/well_test``, ``reason/EMPTY``, ...
    histograms : dict of str to Histogram
        ``file_bytes``, ``text_chars``, ``extraction_s``.
    finished : Counter of int
        Outcomes by the second, since the epoch, in which they came.
    models : Counter of Model
        Results by the bundle that they came from.
    dead_letters : list of dict
        Records of the first `DEAD_LETTERS_KEPT` in the order of their paths.
    first_s, last_s : float
        When the first file was found and the last outcome came, in seconds since the epoch.
    """

    counts: Counter[str] = field(default_factory=Counter)
    histograms: dict[str, Histogram] = field(default_factory=dict)
    finished: Counter[int] = field(default_factory=Counter)
    models: Counter[Model] = field(default_factory=Counter)
    dead_letters: list[dict[str, Any]] = field(default_factory=list)
    first_s: float = math.inf
    last_s: float = 0.0

    @property
    def duration_s(self) -> float:
        """Seconds from the first file found to the last outcome."""
        return max(self.last_s - self.first_s, 0.0)

    def saw(self, now: float) -> None:
        """Take note that something was done."""
        self.first_s, self.last_s = min(self.first_s, now), max(self.last_s, now)

    def measure(self, name: str, value: float) -> None:
        """Count a value in the histogram of that name."""
        self.histograms.setdefault(name, Histogram()).add(value)

    def merge(self, other: Figures) -> None:
        """Take in the figures of other files."""
        for mine, theirs in (
            (self.counts, other.counts),
            (self.finished, other.finished),
            (self.models, other.models),
        ):
            mine.update(theirs)  # type: ignore[arg-type]  # counters of one kind each
        for name, histogram in other.histograms.items():
            self.histograms.setdefault(name, Histogram()).merge(histogram)
        self.first_s, self.last_s = min(self.first_s, other.first_s), max(self.last_s, other.last_s)
        self.dead_letters += other.dead_letters
        self.bound(DEAD_LETTERS_KEPT)

    def bound(self, at_most: int) -> None:
        """Forget dead letters beyond so many."""
        if len(self.dead_letters) > at_most:
            self.dead_letters = heapq.nsmallest(DEAD_LETTERS_KEPT, self.dead_letters, key=_place)


def _place(letter: Mapping[str, Any]) -> tuple[str, int]:
    return letter["path"], letter["generation"]


class CombineFigures(beam.PTransform):
    """Combine what became of files into a PCollection of one `Figures`.

    Takes a dict of bounded PCollections by the names of `OUTCOMES` (records, `DeadLetter`, `Skipped`), ``found``
    (`SourceFile`) and ``extraction_s`` (float). Each is combined where it comes about, so that only figures travel,
    and the time of an outcome is that of the step that made it.

    Parameters
    ----------
    clock : callable, optional
        Seconds since the epoch.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._clock = clock

    def expand(self, elements: Mapping[str, PCollection[Any]]) -> PCollection[Figures]:  # noqa: D102 - Beam's
        parts = [
            each | f"Combine {name}" >> beam.CombineGlobally(FiguresFn(name, self._clock)).without_defaults()
            for name, each in elements.items()
        ]
        figures: PCollection[Figures] = parts | beam.Flatten() | beam.CombineGlobally(MergeFiguresFn())
        return figures


class MergeFiguresFn(beam.CombineFn):
    """Combine `Figures` into one."""

    def create_accumulator(self) -> Figures:
        """Return empty figures."""
        return Figures()

    def add_input(self, figures: Figures, part: Any) -> Figures:
        """Take in the figures of other files."""
        figures.merge(part)
        return figures

    def merge_accumulators(self, accumulators: Iterable[Figures]) -> Figures:
        """Add figures up."""
        merged = Figures()
        for figures in accumulators:
            merged.merge(figures)
        return merged

    def extract_output(self, figures: Figures) -> Figures:
        """Return the figures, dead letters in the order of their paths."""
        figures.dead_letters = heapq.nsmallest(DEAD_LETTERS_KEPT, figures.dead_letters, key=_place)
        return figures


class FiguresFn(MergeFiguresFn):
    """Combine elements of one kind into `Figures`.

    Parameters
    ----------
    name : str
        Of an outcome, ``found``, or of the histogram that the elements belong to.
    clock : callable, optional
        Seconds since the epoch.
    """

    def __init__(self, name: str, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._name, self._clock = name, clock

    def add_input(self, figures: Figures, part: Any) -> Figures:
        """Count a measurement, a file, or what became of one."""
        if self._name in OUTCOMES:
            self._add_outcome(figures, part)
        elif self._name == FOUND:
            figures.saw(self._clock())
        else:
            figures.measure(self._name, part)
        return figures

    def _add_outcome(self, figures: Figures, outcome: Any) -> None:
        now = self._clock()
        figures.saw(now)
        figures.counts[self._name] += 1
        figures.finished[int(now)] += 1
        if isinstance(outcome, DeadLetter):
            _add_dead_letter(figures, outcome)
        elif isinstance(outcome, Skipped):
            figures.counts[f"skipped/{outcome.reason}"] += 1
            figures.measure("file_bytes", outcome.source.size)
        elif outcome["kind"] == "annotation":  # a tombstone has nothing more to count
            _add_record(figures, outcome)


def _add_record(figures: Figures, record: dict[str, Any]) -> None:
    figures.counts.update(annotation_counts(record))
    figures.measure("file_bytes", record["size"])
    figures.measure("text_chars", record["chars"])
    for task, result in record["annotation"].items():
        if isinstance(result, dict) and "model" in result:
            model = result["model"]
            figures.models[(task, str(model.get("version", "–")), str(model.get("digest", "–")))] += 1


def _add_dead_letter(figures: Figures, letter: DeadLetter) -> None:
    figures.counts[f"reason/{letter.reason}"] += 1
    figures.measure("file_bytes", letter.source.size)
    record = dead_letter_record(letter)
    record.pop("text", None)  # what a message carried has no place in a report
    figures.dead_letters.append(record)
    figures.bound(2 * DEAD_LETTERS_KEPT)  # now and then, not at every letter
