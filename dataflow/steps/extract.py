"""Third step: the files' text, had from child processes that can be killed."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import PurePosixPath
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import PCollection, TaggedOutput

from dataflow.accounting.metrics import measure
from dataflow.records import DEAD_LETTERS, DeadLetter, ExtractedDocument, LoadedFile
from dataflow.steps.in_flight import InFlightDoFn, Output, Stamp
from tasks.errors import ExtractionError
from tasks.extraction import ExtractionPool, Limits

EXTRACTION_S = "extraction_s"


class ExtractText(beam.PTransform):
    """Turn files into text.

    Outputs ``extracted`` (`ExtractedDocument`), ``dead_letters`` (`DeadLetter`) and ``extraction_s`` (float), what each
    extracted document took; a record, which is the same in every run, has no place for it.

    Parameters
    ----------
    limits : Limits
    children : int, optional
        Child processes in each worker process; its processors when not given.
    """

    def __init__(self, limits: Limits, children: int | None = None) -> None:
        super().__init__()
        self._limits = limits
        self._children = children or os.cpu_count() or 1

    def expand(self, files: PCollection[LoadedFile]) -> Any:  # noqa: D102 - Beam's
        do_fn = _ExtractDoFn(self._limits, self._children)
        return files | beam.ParDo(do_fn).with_outputs(DEAD_LETTERS, EXTRACTION_S, main="extracted")


_pool_lock = threading.Lock()


@lru_cache(maxsize=1)
def _pool(limits: Limits, children: int) -> ExtractionPool:
    pool = ExtractionPool(children, limits)
    atexit.register(pool.close)
    return pool


def shared_pool(limits: Limits, children: int) -> ExtractionPool:
    """Return the one pool of this process; some runners set a DoFn up anew for every few elements."""
    with _pool_lock:
        return _pool(limits, children)


class _ExtractDoFn(InFlightDoFn):
    def __init__(self, limits: Limits, children: int) -> None:
        super().__init__(max_in_flight=children)
        self._limits = limits

    def process(
        self, file: LoadedFile, timestamp: Any = beam.DoFn.TimestampParam, window: Any = beam.DoFn.WindowParam
    ) -> Iterator[Output]:
        pool = shared_pool(self._limits, self._max_in_flight)
        yield from _measured(self.submit(partial(_extract, pool, file, Stamp(timestamp, window))))

    def finish_bundle(self) -> Iterator[Output]:
        yield from _measured(self.drain())


def _measured(outputs: Iterator[Output]) -> Iterator[Output]:
    """Count seconds in the runner's own thread: Beam's metrics know no other."""
    for output in outputs:
        if isinstance(output, TaggedOutput) and output.tag == EXTRACTION_S:
            measure("extraction_ms", output.value.value * 1000)
        yield output


def _extract(pool: ExtractionPool, file: LoadedFile, stamp: Stamp) -> list[tuple[Output, Stamp]]:
    try:
        extraction = pool.extract(file.content, PurePosixPath(file.source.path).name)
    except ExtractionError as error:
        return [(TaggedOutput(DEAD_LETTERS, DeadLetter(file.source, error.code, str(error))), stamp)]
    document = ExtractedDocument(file.source, extraction.mime_type, file.sha256, extraction.text)
    return [(document, stamp), (TaggedOutput(EXTRACTION_S, extraction.seconds), stamp)]
