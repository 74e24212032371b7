"""Dead letters as a source: what an earlier run could not annotate is tried again, its attempts counted on."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam.io.filesystems import FileSystems
from apache_beam.pvalue import TaggedOutput

from dataflow import object_store
from dataflow.checks.preflight import PreflightError
from dataflow.records import ExtractedDocument, SourceFile, SourceText
from dataflow.sources.manifest import ManifestError, check_shards, lines_of
from dataflow.sources.match import find_file

NAME = "dead-letters"
TEXTS = "texts"
_TEXT_TYPE = "text/plain"


class Letter(msgspec.Struct, frozen=True):
    """What of a line of ``dead-letters-*.jsonl`` a replay needs."""

    path: str
    generation: int
    reason: str
    attempts: int
    text: str | None = None


def parse_letter(line: str | bytes) -> Letter:
    """Read one line of dead letters.

    Raises
    ------
    PreflightError
    """
    try:
        return msgspec.json.decode(line, type=Letter)
    except ValueError as error:  # msgspec's are kinds of it
        raise PreflightError(f"is no dead letter ({error})") from error


def check_dead_letters(prefix: str, reasons: frozenset[str]) -> None:
    """Refuse dead letters that are missing or damaged, and reasons that none of them has.

    Parameters
    ----------
    prefix : str
        Folder or ``gs://`` prefix of the run that wrote them.
    reasons : frozenset of str
        None stands for all.

    Raises
    ------
    PreflightError
    """
    try:
        found = Counter(_reason(shard, *line) for shard in check_shards(prefix, NAME) for line in _numbered(shard))
    except ManifestError as error:
        raise PreflightError(f"dead letters {error}") from error
    if not found:
        raise PreflightError(f"dead letters {prefix}: there are none; nothing is to be replayed")
    unknown = sorted(reasons - set(found))
    if unknown:
        raise PreflightError(
            f"dead letters {prefix}: none for reason {', '.join(unknown)}; there are {', '.join(sorted(found))}"
        )


def _numbered(shard: str) -> Iterator[tuple[int, bytes]]:
    return enumerate(lines_of(shard), 1)


def _reason(shard: str, number: int, line: bytes) -> str:
    try:
        return parse_letter(line).reason
    except PreflightError as error:
        raise PreflightError(f"{shard}: line {number} {error}; restore it") from error


class FindDeadLetters(beam.PTransform):
    """Emit what dead letters speak of, each once and as it is now, with the attempts so far.

    Outputs ``files`` (`SourceFile`) and ``texts`` (`SourceText`, which came in messages and is in the letter).

    Parameters
    ----------
    prefix : str
        Folder or ``gs://`` prefix of the run that wrote them.
    reasons : frozenset of str
        None stands for all.
    """

    def __init__(self, prefix: str, reasons: frozenset[str]) -> None:
        super().__init__()
        self._pattern = FileSystems.join(prefix, f"{NAME}-*.jsonl")
        self._reasons = reasons

    def expand(self, pipeline: beam.Pipeline) -> Any:  # noqa: D102 - Beam's
        letters = pipeline | beam.io.ReadFromText(self._pattern) | beam.Map(parse_letter)
        chosen = letters | beam.Filter(_is_chosen, self._reasons)
        once = chosen | "ByPath" >> beam.Map(_under_path) | beam.GroupByKey()
        return once | beam.ParDo(_FindDoFn()).with_outputs(TEXTS, main="files")


def _is_chosen(letter: Letter, reasons: frozenset[str]) -> bool:
    return not reasons or letter.reason in reasons


def _under_path(letter: Letter) -> tuple[str, Letter]:
    return letter.path, letter


class _FindDoFn(beam.DoFn):
    def process(self, keyed: tuple[str, Iterable[Letter]]) -> Iterator[SourceFile | TaggedOutput]:
        path, letters = keyed
        newest = max(letters, key=lambda letter: (letter.generation, letter.attempts))
        if newest.text is None:
            yield replace(_file_now(path, newest.generation), attempts=newest.attempts)
        else:
            size = len(newest.text.encode())
            yield TaggedOutput(TEXTS, SourceText(path, size, newest.generation, newest.attempts, text=newest.text))


def _file_now(path: str, generation: int) -> SourceFile:
    """Return the file as it is; one that is gone, or that the store says nothing of, fails when it is read."""
    try:
        found = find_file(path)
    except object_store.FAILURES:
        found = None
    return found or SourceFile(path, 0, generation)


def text_document(source: SourceFile) -> ExtractedDocument:
    """Return the document of a text that came in a message."""
    text = source.text if isinstance(source, SourceText) else ""
    return ExtractedDocument(source, _TEXT_TYPE, hashlib.sha256(text.encode()).hexdigest(), text)
