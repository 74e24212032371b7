"""First step: which files there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import apache_beam as beam
from apache_beam.io.filesystem import FileSystem
from apache_beam.pvalue import PCollection

from dataflow import object_store
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
        Local ones in the order of their paths, objects as the store lists them; a local file whose name is a
        pattern's is taken at its word.
    """
    if is_remote(pattern):
        return object_store.list_objects(pattern)
    return iter(sorted(_find_local(pattern), key=lambda file: file.path))


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


def has_files(pattern: str) -> bool:
    """Say whether there is any file on this machine that a pattern matches."""
    return next(_find_local(pattern), None) is not None


def find_file(path: str) -> SourceFile | None:
    """Return one file as it is now, or None where there is none.

    Raises
    ------
    Failures of `dataflow.object_store`
        When the store does not say.
    """
    if is_remote(path):
        return object_store.find_object(path)
    file = Path(path)
    return SourceFile(path, file.stat().st_size) if file.is_file() else None


def could_match(pattern: str, path: str) -> bool:
    """Say whether a file of that path, were it there, would be found by a pattern.

    Parameters
    ----------
    pattern : str
        As `find_files` takes it.
    path : str
    """
    if not any(sign in pattern for sign in _GLOB_SIGNS) or (not is_remote(pattern) and Path(pattern).exists()):
        plain = pattern.rstrip("/") if is_remote(pattern) else str(Path(pattern))
        return path == plain or path.startswith(plain.removesuffix("/") + "/") or plain == "."
    if is_remote(pattern):
        return re.match(FileSystem.translate_pattern(pattern), path) is not None
    return _matches_parts(PurePosixPath(path).parts, PurePosixPath(pattern).parts)


def _matches_parts(parts: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Match a path's parts as pathlib's glob does, where two stars stand for any number of folders."""
    if not wanted:
        return not parts
    if wanted[0] == "**":
        return _matches_parts(parts, wanted[1:]) or (bool(parts) and _matches_parts(parts[1:], wanted))
    is_match = bool(parts) and re.match(FileSystem.translate_pattern(wanted[0]), parts[0]) is not None
    return is_match and _matches_parts(parts[1:], wanted[1:])


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
