"""Manifests: what a run knows of every file, written beside its records, so that the next can leave files alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam.io.filesystem import BeamIOError
from apache_beam.io.filesystems import FileSystems
from apache_beam.pvalue import PCollection

from dataflow.checks.preflight import PreflightError
from dataflow.records import DeadLetter, ManifestEntry, readable

NAME = "manifest"
FORMAT = 1
_SHARD = re.compile(r"-(\d{5,})-of-(\d{5,})\.jsonl$")


class ManifestError(PreflightError):
    """A manifest is missing, damaged or of another format; the message names the file."""


def entry_of_record(record: dict[str, Any], outcome: str, settings: Mapping[str, str], output: str) -> dict[str, Any]:
    """Return the manifest's entry for an annotated or quarantined file.

    Parameters
    ----------
    record : dict
        As `dataflow.records.annotation_record` makes it.
    outcome : {"annotated", "quarantined"}
    settings : mapping of str to str
        Options that shape a record.
    output : str
        Where the record is written.
    """
    file = {name: record[name] for name in ("path", "generation", "size", "sha256")}
    entry = ManifestEntry(
        FORMAT, **file, models=models_of(record["annotation"]), settings=dict(settings), outcome=outcome, output=output
    )
    return as_record(entry)


def models_of(annotation: Mapping[str, Any]) -> dict[str, str]:
    """Return the digests of the bundles whose own results an annotation holds, by task; fallbacks are nobody's own."""
    failed = annotation.get("errors", {})
    results = {task: result for task, result in annotation.items() if isinstance(result, dict) and task not in failed}
    return {task: result["model"]["digest"] for task, result in results.items() if result.get("model")}


def entry_of_dead_letter(letter: DeadLetter, settings: Mapping[str, str], output: str) -> dict[str, Any]:
    """Return the manifest's entry for a dead letter."""
    source = letter.source
    attempts = source.attempts + letter.attempts
    path = readable(source.path)
    entry = ManifestEntry(
        FORMAT, path, source.generation, source.size, "", {}, dict(settings), "dead", output, attempts
    )  # fmt: skip
    return as_record(entry)


def as_record(entry: ManifestEntry) -> dict[str, Any]:
    """Return an entry as it stands in ``manifest-*.jsonl``."""
    record: dict[str, Any] = msgspec.to_builtins(entry)
    return record


def parse_entry(line: str | bytes) -> ManifestEntry:
    """Read one line of a manifest.

    Raises
    ------
    ManifestError
    """
    try:
        found = msgspec.json.decode(line, type=dict[str, Any]).get("format")
        if found != FORMAT:
            raise ManifestError(f"has format {found!r} and this doctag reads {FORMAT}; run once without it")
        return msgspec.json.decode(line, type=ManifestEntry)
    except ValueError as error:  # msgspec's are kinds of it
        raise ManifestError(f"is damaged ({error}); run once without it") from error


def check_manifest(prefix: str) -> set[str]:
    """Read a manifest through, and refuse one that is missing, damaged or of another format.

    Parameters
    ----------
    prefix : str
        Folder or ``gs://`` prefix of the run that wrote it.

    Returns
    -------
    set of str
        Where the records lie that it speaks of.

    Raises
    ------
    ManifestError
    """
    outputs = set()
    for shard in check_shards(prefix, NAME):
        for number, line in enumerate(lines_of(shard), 1):
            try:
                outputs.add(parse_entry(line).output)
            except ManifestError as error:
                raise ManifestError(f"{shard}: line {number} {error}") from error
    return outputs


def check_shards(prefix: str, name: str) -> list[str]:
    """Return the paths of all shards of a kind of records.

    Raises
    ------
    ManifestError
        When there are none, or not all.
    """
    shards = find_shards(prefix, name)
    if not shards:
        raise ManifestError(f"{prefix}: holds no {name}-*.jsonl; name the output of an earlier run")
    numbered = [match for match in map(_SHARD.search, shards) if match]
    missing = sum({int(match[2]) for match in numbered}) - len(numbered)
    if missing:
        raise ManifestError(f"{prefix}: {missing} of the {name}-*.jsonl are missing; restore them")
    return shards


def find_shards(prefix: str, name: str) -> list[str]:
    """Return the paths of the shards of a kind of records, none when there are none.

    Raises
    ------
    ManifestError
        When the folder or prefix cannot be looked into.
    """
    try:
        (found,) = FileSystems.match([FileSystems.join(prefix, f"{name}-*.jsonl")])
    except (BeamIOError, OSError, ValueError) as error:
        raise ManifestError(f"{prefix}: cannot be read ({type(error).__name__}); check path and rights") from error
    return sorted(file.path for file in found.metadata_list)


def lines_of(path: str) -> Iterator[bytes]:
    """Yield the lines of a file, one at a time.

    Raises
    ------
    ManifestError
        When it cannot be read.
    """
    try:
        with FileSystems.open(path) as file:
            while line := file.readline():
                yield line
    except OSError as error:
        raise ManifestError(f"{path}: cannot be read ({type(error).__name__}); check path and rights") from error


class ReadManifest(beam.PTransform):
    """Emit the entries of a manifest, each under its path.

    Parameters
    ----------
    prefix : str
        Folder or ``gs://`` prefix of the run that wrote it.
    """

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self._pattern = FileSystems.join(prefix, f"{NAME}-*.jsonl")

    def expand(self, pipeline: beam.Pipeline) -> PCollection[tuple[str, ManifestEntry]]:  # noqa: D102 - Beam's
        lines = pipeline | beam.io.ReadFromText(self._pattern)
        keyed: PCollection[tuple[str, ManifestEntry]] = lines | beam.Map(parse_entry) | beam.Map(_under_path)
        return keyed


def _under_path(entry: ManifestEntry) -> tuple[str, ManifestEntry]:
    return entry.path, entry
