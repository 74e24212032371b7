"""Fourth step: the documents' annotations, had from the service in batches."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import PCollection, TaggedOutput

from dataflow.in_flight import InFlightDoFn, Output, Stamp
from dataflow.records import DEAD_LETTERS, DeadLetter, ExtractedDocument, annotation_record, readable
from dataflow.service import CallSettings, Outcome, ServiceClient

_EARLY_BATCH = 8  # documents that are worth a call while a thread stands idle


class AnnotateDocuments(beam.PTransform):
    """Annotate documents in batches bounded by count and by bytes.

    Outputs ``annotations`` (records, dict) and ``dead_letters`` (`DeadLetter`).

    Parameters
    ----------
    url : str
    settings : CallSettings
    batch_documents, batch_bytes : int
        A batch holds no more, but for a single larger document.
    max_calls : int
        Calls in flight, in each worker process.
    """

    def __init__(
        self, url: str, settings: CallSettings, *, batch_documents: int, batch_bytes: int, max_calls: int
    ) -> None:
        super().__init__()
        self._do_fn = _AnnotateDoFn(url, settings, batch_documents, batch_bytes, max_calls)

    def expand(self, documents: PCollection[ExtractedDocument]) -> Any:  # noqa: D102 - Beam's
        return documents | beam.ParDo(self._do_fn).with_outputs(DEAD_LETTERS, main="annotations")


@lru_cache(maxsize=4)
def _client(url: str, settings: CallSettings) -> ServiceClient:
    return ServiceClient(url, settings)


class _AnnotateDoFn(InFlightDoFn):
    def __init__(
        self, url: str, settings: CallSettings, batch_documents: int, batch_bytes: int, max_calls: int
    ) -> None:
        super().__init__(max_in_flight=max_calls)
        self._url, self._settings = url, settings
        self._batch_documents, self._batch_bytes = batch_documents, batch_bytes

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
        if self._batch and self._bytes + size > self._batch_bytes:
            yield from self._flush()
        self._batch.append((document, Stamp(timestamp, window)))
        self._bytes += size
        is_full = len(self._batch) >= self._batch_documents or self._bytes >= self._batch_bytes
        if is_full or (len(self._batch) >= _EARLY_BATCH and self.is_idle):
            yield from self._flush()

    def finish_bundle(self) -> Iterator[Output]:
        if self._batch:
            yield from self._flush()
        yield from self.drain()

    def _flush(self) -> Iterator[Output]:
        batch, self._batch, self._bytes = self._batch, [], 0
        yield from self.submit(partial(_annotate, _client(self._url, self._settings), batch))


def _annotate(client: ServiceClient, batch: list[tuple[ExtractedDocument, Stamp]]) -> list[tuple[Output, Stamp]]:
    numbered = [(str(number), document.text) for number, (document, _) in enumerate(batch)]
    outcomes = client.annotate(numbered)
    return [(_output(document, outcomes[str(number)]), stamp) for number, (document, stamp) in enumerate(batch)]


def _output(document: ExtractedDocument, outcome: Outcome) -> Output:
    if outcome.annotation is None:
        letter = DeadLetter(document.source, outcome.reason, outcome.message, outcome.attempts)
        return TaggedOutput(DEAD_LETTERS, letter)
    return annotation_record(document, {**outcome.annotation, "id": readable(document.source.path)})
