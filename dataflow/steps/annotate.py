"""Fourth step: the documents' annotations, had from the service, or from the tasks here, in batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import PCollection, TaggedOutput

from dataflow.accounting.metrics import count, measure
from dataflow.annotators.choice import AnnotatorChoice, shared_annotator
from dataflow.annotators.service import Outcome
from dataflow.records import DEAD_LETTERS, AnnotatedDocument, DeadLetter, ExtractedDocument, readable
from dataflow.steps.in_flight import InFlightDoFn, Output, Stamp

_EARLY_BATCH = 8  # documents that are worth a call while a thread stands idle


@dataclass(frozen=True)
class BatchBounds:
    """How much travels together: documents and bytes a call, but for a single larger document, and calls at once."""

    documents: int
    text_bytes: int
    calls: int


class AnnotateDocuments(beam.PTransform):
    """Annotate documents in batches bounded by count and by bytes.

    Outputs ``annotated`` (`AnnotatedDocument`) and ``dead_letters`` (`DeadLetter`).

    Parameters
    ----------
    choice : AnnotatorChoice
    options : dict
        Options of the tasks, as the service takes them.
    bounds : BatchBounds
    """

    def __init__(self, choice: AnnotatorChoice, options: dict[str, Any], bounds: BatchBounds) -> None:
        super().__init__()
        self._do_fn = _AnnotateDoFn(choice, options, bounds)

    def expand(self, documents: PCollection[ExtractedDocument]) -> Any:  # noqa: D102 - Beam's
        return documents | beam.ParDo(self._do_fn).with_outputs(DEAD_LETTERS, main="annotated")


class _AnnotateDoFn(InFlightDoFn):
    def __init__(self, choice: AnnotatorChoice, options: dict[str, Any], bounds: BatchBounds) -> None:
        super().__init__(max_in_flight=bounds.calls)
        self._choice, self._options, self._bounds = choice, options, bounds

    def start_bundle(self) -> None:
        super().start_bundle()
        self._batch: list[tuple[ExtractedDocument, Stamp]] = []
        self._bytes = 0

    def process(
        self,
        document: ExtractedDocument,
        timestamp: Any = beam.DoFn.TimestampParam,
        window: Any = beam.DoFn.WindowParam,
    ) -> Iterator[Output]:
        size = len(document.text)  # of mostly ASCII text, near enough to its bytes
        if self._batch and self._bytes + size > self._bounds.text_bytes:
            yield from self._flush()
        self._batch.append((document, Stamp(timestamp, window)))
        self._bytes += size
        is_full = len(self._batch) >= self._bounds.documents or self._bytes >= self._bounds.text_bytes
        if is_full or (len(self._batch) >= _EARLY_BATCH and self.is_idle):
            yield from self._flush()

    def finish_bundle(self) -> Iterator[Output]:
        if self._batch:
            yield from self._flush()
        yield from _measured(self.drain())

    def _flush(self) -> Iterator[Output]:
        batch, self._batch, self._bytes = self._batch, [], 0
        count("stage/batches")
        measure("batch_documents", len(batch))
        yield from _measured(self.submit(partial(_annotate, self._choice, self._options, batch)))


def _measured(outputs: Iterator[Output]) -> Iterator[Output]:
    """Count how often documents were sent, in the runner's own thread: Beam's metrics know no other."""
    for output in outputs:
        sent = output.value.value if isinstance(output, TaggedOutput) else output.value
        measure("attempts", sent.attempts)
        yield output


def _annotate(
    choice: AnnotatorChoice, options: dict[str, Any], batch: list[tuple[ExtractedDocument, Stamp]]
) -> list[tuple[Output, Stamp]]:
    numbered = [(str(number), document.text) for number, (document, _) in enumerate(batch)]
    outcomes = shared_annotator(choice).annotate(numbered, options)
    return [(_output(document, outcomes[str(number)]), stamp) for number, (document, stamp) in enumerate(batch)]


def _output(document: ExtractedDocument, outcome: Outcome) -> Output:
    if outcome.annotation is None:
        letter = DeadLetter(document.source, outcome.reason, outcome.message, outcome.attempts)
        return TaggedOutput(DEAD_LETTERS, letter)
    annotation = {**outcome.annotation, "id": readable(document.source.path)}
    return AnnotatedDocument(document, annotation, outcome.attempts)
