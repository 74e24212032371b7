"""Counts of every outcome, as Beam metrics and, in this process, while the pipeline runs."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import apache_beam as beam
from apache_beam.metrics.metric import Metrics, MetricsFilter
from apache_beam.pvalue import PCollection
from apache_beam.runners.runner import PipelineResult

from dataflow.records import DeadLetter, Skipped, SourceFile

NAMESPACE = "doctag"
# Every file ends in exactly one of these; the names that people read stand beside them.
OUTCOMES = {
    "annotated": "annotated",
    "quarantined": "quarantined",
    "dead": "dead letters",
    "skipped": "skipped",
    "deleted": "tombstones",
}


class Tally:
    """Counts that threads of this process share, for showing progress; Beam's metrics are the record."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def add(self, name: str) -> None:
        """Count one more of `name`."""
        with self._lock:
            self._counts[name] += 1

    def counts(self) -> Counter[str]:
        """Return a copy of the counts."""
        with self._lock:
            return Counter(self._counts)

    def clear(self) -> None:
        """Begin anew."""
        with self._lock:
            self._counts.clear()


progress = Tally()


def count(name: str) -> None:
    """Count one more of `name` in Beam's metrics and in this process's progress."""
    Metrics.counter(NAMESPACE, name).inc()
    progress.add(name)


def measure(name: str, value: float) -> None:
    """Add a value to a distribution of Beam's metrics, which holds whole numbers."""
    Metrics.distribution(NAMESPACE, name).update(round(value))


def count_skipped(reason: str) -> None:
    """Count one more that was skipped, and why."""
    count("skipped")
    count(f"skipped/{reason}")


def count_dead(reason: str) -> None:
    """Count one more dead letter, and why."""
    count("dead")
    count(f"reason/{reason}")


def annotation_counts(record: dict[str, Any]) -> list[str]:
    """Return the names under which an annotation is counted."""
    annotation = record["annotation"]
    label = annotation.get("classification", {}).get("label", "none")
    language = annotation.get("language", {}).get("language", "none")
    decision = annotation.get("sensitive", {}).get("decision", "none")
    return [
        f"label/{label}", f"language/{language}", f"decision/{decision}", f"mimeType/{record['mimeType']}"
    ]  # fmt: skip


class _CountFileDoFn(beam.DoFn):
    def process(self, file: SourceFile) -> Iterator[SourceFile]:
        count("found")
        measure("file_bytes", file.size)
        yield file


class _CountRecordDoFn(beam.DoFn):
    def __init__(self, outcome: str) -> None:
        super().__init__()
        self._outcome = outcome

    def process(self, record: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for name in (self._outcome, *annotation_counts(record)):
            count(name)
        measure("text_chars", record["chars"])
        yield record


class _CountDeadLetterDoFn(beam.DoFn):
    def process(self, letter: DeadLetter) -> Iterator[DeadLetter]:
        count_dead(letter.reason)
        yield letter


class _CountSkippedDoFn(beam.DoFn):
    def process(self, skipped: Skipped) -> None:
        count_skipped(skipped.reason)


class _CountEachDoFn(beam.DoFn):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def process(self, element: Any) -> Iterator[Any]:
        count(self._name)
        yield element


class CountFiles(beam.PTransform):
    """Count the files that were found, and pass them on."""

    def expand(self, files: PCollection[SourceFile]) -> Any:  # noqa: D102 - Beam's
        return files | beam.ParDo(_CountFileDoFn())


class CountRecords(beam.PTransform):
    """Count records by outcome, label, language, decision and type, and pass them on.

    Parameters
    ----------
    outcome : {"annotated", "quarantined"}
    """

    def __init__(self, outcome: str) -> None:
        super().__init__()
        self._outcome = outcome

    def expand(self, records: PCollection[dict[str, Any]]) -> Any:  # noqa: D102 - Beam's
        return records | beam.ParDo(_CountRecordDoFn(self._outcome))


class CountDeadLetters(beam.PTransform):
    """Count dead letters by reason, and pass them on."""

    def expand(self, letters: PCollection[DeadLetter]) -> Any:  # noqa: D102 - Beam's
        return letters | beam.ParDo(_CountDeadLetterDoFn())


class CountSkipped(beam.PTransform):
    """Count what was skipped by reason; nothing comes out."""

    def expand(self, skipped: PCollection[Skipped]) -> Any:  # noqa: D102 - Beam's
        return skipped | beam.ParDo(_CountSkippedDoFn())


class CountEach(beam.PTransform):
    """Count elements of any kind under one name, and pass them on.

    Parameters
    ----------
    name : str
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def expand(self, elements: PCollection[Any]) -> Any:  # noqa: D102 - Beam's
        return elements | beam.ParDo(_CountEachDoFn(self._name))


def final_counts(result: PipelineResult) -> Counter[str]:
    """Return the committed counts of a finished pipeline."""
    counters = result.metrics().query(MetricsFilter().with_namespace(NAMESPACE))["counters"]
    counts: Counter[str] = Counter()
    for metric in counters:
        counts[metric.key.metric.name] += metric.result
    return counts
