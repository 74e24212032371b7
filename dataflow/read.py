"""Second step: the files' bytes, after a look at their size."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import apache_beam as beam
from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems
from apache_beam.pvalue import PCollection, TaggedOutput

from dataflow.records import DEAD_LETTERS, DeadLetter, LoadedFile, SourceFile


class ReadFiles(beam.PTransform):
    """Load files, refusing those too large before a byte of them is read.

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
        if source.size > self._max_bytes:
            message = f"the file has {source.size:,} bytes, more than {self._max_bytes:,}; split it"
            yield TaggedOutput(DEAD_LETTERS, DeadLetter(source, "TOO_LARGE", message))
            return
        try:
            content = _read(source.path)
        except OSError as error:  # Beam's file systems raise subclasses of it
            message = (
                f"the file cannot be read ({error.strerror or type(error).__name__}); check that it is still there"
            )
            yield TaggedOutput(DEAD_LETTERS, DeadLetter(source, "UNREADABLE", message))
            return
        yield LoadedFile(source, content, hashlib.sha256(content).hexdigest())


def _read(path: str) -> bytes:
    with FileSystems.open(path, compression_type=CompressionTypes.UNCOMPRESSED) as file:
        return bytes(file.read())
