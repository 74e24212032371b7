"""First step: which files there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.pvalue import PCollection

from dataflow.records import SourceFile

_GLOB_SIGNS = "*?["


def is_remote(path: str) -> bool:
    """Say whether a path names an object store rather than this machine's disk."""
    return "://" in path


def find_files(pattern: str) -> Iterator[SourceFile]:
    """Find the files of a folder and its subfolders, of a glob, of a ``gs://`` prefix, or a single file.

    Parameters
    ----------
    pattern : str

    Yields
    ------
    SourceFile
        In the order of their paths; a local file whose name is a pattern's is taken at its word.
    """
    found = _find_remote(pattern) if is_remote(pattern) else _find_local(pattern)
    yield from sorted(found, key=lambda file: file.path)


def _find_local(pattern: str) -> Iterator[SourceFile]:
    path = Path(pattern)
    if path.is_dir():
        candidates: Iterator[Path] = path.rglob("*")
    elif path.exists():
        candidates = iter((path,))
    else:
        anchor = Path(path.anchor)
        candidates = anchor.glob(str(path.relative_to(anchor)))
    return (SourceFile(str(file), file.stat().st_size) for file in candidates if file.is_file())


def _find_remote(pattern: str) -> Iterator[SourceFile]:
    """Match a glob; without signs of one, an object, or all below a prefix."""
    patterns = [pattern] if any(sign in pattern for sign in _GLOB_SIGNS) else [pattern, pattern.rstrip("/") + "/**"]
    for result in FileSystems.match(patterns):
        for file in result.metadata_list:
            if not file.path.endswith("/"):  # placeholders that consoles make for folders
                yield SourceFile(file.path, file.size_in_bytes)


class MatchFiles(beam.PTransform):
    """Emit a `SourceFile` for every file that a pattern matches, spread over the workers.

    Parameters
    ----------
    pattern : str
        Folder, file, glob or ``gs://`` prefix.
    """

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self._pattern = pattern

    def expand(self, pipeline: beam.Pipeline) -> PCollection[SourceFile]:  # noqa: D102 - Beam's
        found = pipeline | beam.Create([self._pattern]) | beam.FlatMap(find_files)
        spread: PCollection[SourceFile] = found | beam.Reshuffle()
        return spread
