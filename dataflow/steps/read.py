"""Second step: the files' bytes, after a look at their size."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import apache_beam as beam
from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems
from apache_beam.pvalue import PCollection, TaggedOutput

from dataflow import object_store
from dataflow.records import DEAD_LETTERS, DeadLetter, LoadedFile, SourceFile
from dataflow.sources.match import is_remote


class ReadFiles(beam.PTransform):
    """Load files, refusing those too large before a byte of them is read.

    An object is read in the generation that was listed; when that is gone, in the one that took its place.
    Outputs ``loaded`` (`LoadedFile`) and ``dead_letters`` (`DeadLetter`).

    Parameters
    ----------
    max_bytes : int
    """

    def __init__(self, max_bytes: int) -> None:
        super().__init__()
        self._max_bytes = max_bytes

    def expand(self, files: PCollection[SourceFile]) -> Any:  # noqa: D102 - Beam's
        return files | beam.ParDo(_ReadDoFn(self._max_bytes)).with_outputs(DEAD_LETTERS, main="loaded")


class _ReadDoFn(beam.DoFn):
    def __init__(self, max_bytes: int) -> None:
        super().__init__()
        self._max_bytes = max_bytes

    def process(self, source: SourceFile) -> Iterator[LoadedFile | TaggedOutput]:
        yield load(source, self._max_bytes)


def load(source: SourceFile, max_bytes: int) -> LoadedFile | TaggedOutput:
    """Load a file.

    Parameters
    ----------
    source : SourceFile
    max_bytes : int

    Returns
    -------
    LoadedFile or TaggedOutput
        A dead letter when it is too large or cannot be read.
    """
    try:
        source, content = _read_within(source, max_bytes)
    except object_store.FAILURES as error:  # Beam's file systems raise subclasses of OSError
        reason = getattr(error, "strerror", None) or type(error).__name__
        return _dead(source, "UNREADABLE", f"the file cannot be read ({reason}); check that it is still there")
    if content is None:
        return _dead(source, "TOO_LARGE", f"the file has {source.size:,} bytes, more than {max_bytes:,}; split it")
    return LoadedFile(source, content, hashlib.sha256(content).hexdigest())


def _dead(source: SourceFile, reason: str, message: str) -> TaggedOutput:
    return TaggedOutput(DEAD_LETTERS, DeadLetter(source, reason, message))


def _read_within(source: SourceFile, max_bytes: int) -> tuple[SourceFile, bytes | None]:
    if is_remote(source.path):
        return object_store.read_object(source, max_bytes)
    if source.size > max_bytes:
        return source, None
    with FileSystems.open(source.path, compression_type=CompressionTypes.UNCOMPRESSED) as file:
        return source, bytes(file.read())
