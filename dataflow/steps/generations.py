"""Objects' bytes, of exactly the generation that a notification names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import PCollection, TaggedOutput
from apache_beam.utils.windowed_value import WindowedValue
from google.api_core.exceptions import NotFound
from google.cloud.storage import Blob

from dataflow import object_store
from dataflow.accounting.metrics import count_skipped
from dataflow.records import DEAD_LETTERS, DeadLetter, LoadedFile, Skipped, SourceFile
from dataflow.sources.notifications import UNKNOWN_SIZE
from dataflow.sources.versions import DELETED, SUPERSEDED
from dataflow.steps.in_flight import InFlightDoFn, Output, Stamp

_READS_AT_ONCE = 8
_TIMEOUT_S = 60.0


class ReadGenerations(beam.PTransform):
    """Load objects, refusing those too large before a byte of them is read.

    Outputs ``loaded`` (`LoadedFile`) and ``dead_letters`` (`DeadLetter`); what was overwritten or deleted since is
    counted as skipped.

    Parameters
    ----------
    max_bytes : int
    """

    def __init__(self, max_bytes: int) -> None:
        super().__init__()
        self._max_bytes = max_bytes

    def expand(self, objects: PCollection[SourceFile]) -> Any:  # noqa: D102 - Beam's
        return objects | beam.ParDo(_ReadDoFn(self._max_bytes)).with_outputs(DEAD_LETTERS, main="loaded")


class _ReadDoFn(InFlightDoFn):
    def __init__(self, max_bytes: int) -> None:
        super().__init__(max_in_flight=_READS_AT_ONCE)
        self._max_bytes = max_bytes

    def process(
        self, source: SourceFile, timestamp: Any = beam.DoFn.TimestampParam, window: Any = beam.DoFn.WindowParam
    ) -> Any:
        work = partial(_read_stamped, source, self._max_bytes, Stamp(timestamp, window))
        yield from _counting_skipped(self.submit(work))

    def finish_bundle(self) -> Any:
        yield from _counting_skipped(self.drain())


def _counting_skipped(outputs: Iterator[Output]) -> Iterator[Output]:
    """Pass on all but what is skipped, which is counted: here, as Beam takes no counts from other threads."""
    for output in outputs:
        if isinstance(output, WindowedValue) and isinstance(output.value, Skipped):
            count_skipped(output.value.reason)
        else:
            yield output


def _read_stamped(source: SourceFile, max_bytes: int, stamp: Stamp) -> list[tuple[Output, Stamp]]:
    read = read_generation(source, max_bytes)
    return [(TaggedOutput(DEAD_LETTERS, read) if isinstance(read, DeadLetter) else read, stamp)]


def read_generation(source: SourceFile, max_bytes: int) -> LoadedFile | Skipped | DeadLetter:
    """Load one generation of an object.

    Parameters
    ----------
    source : SourceFile
        With a size of `UNKNOWN_SIZE` the store is asked for it first.
    max_bytes : int

    Returns
    -------
    LoadedFile, Skipped or DeadLetter
        Skipped when this generation is no more, a dead letter when it cannot be read.
    """
    blob = object_store.blob_of(source.path, source.generation)
    try:
        if source.size == UNKNOWN_SIZE:
            blob.reload(timeout=_TIMEOUT_S)
            source = replace(source, size=blob.size)
        if source.size > max_bytes:
            message = f"the file has {source.size:,} bytes, more than {max_bytes:,}; split it"
            return DeadLetter(source, "TOO_LARGE", message)
        content = blob.download_as_bytes(raw_download=True, timeout=_TIMEOUT_S)  # as stored, like a file's
    except NotFound:
        return Skipped(source, _why_gone(blob, source.generation))
    except object_store.FAILURES as error:
        message = f"the object cannot be read ({type(error).__name__}); check the worker's rights, and replay"
        return DeadLetter(source, "UNREADABLE", message)
    return LoadedFile(source, content, hashlib.sha256(content).hexdigest())


def _why_gone(blob: Blob, generation: int) -> str:
    """Say whether a newer generation has taken its place; that one, or a deletion, has a notification of its own."""
    try:
        current = blob.bucket.get_blob(blob.name, timeout=_TIMEOUT_S)
    except object_store.FAILURES:
        return DELETED
    return SUPERSEDED if current is not None and (current.generation or 0) > generation else DELETED
