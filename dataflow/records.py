"""What flows between the pipeline's steps, and the two kinds of records it ends in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

DEAD_LETTERS = "dead_letters"


@dataclass(frozen=True)
class ManifestEntry:
    """What a run knows of one file, so that the next can leave it alone; a line of ``manifest-*.jsonl``.

    Attributes
    ----------
    format : int
        Of the line; see `dataflow.sources.manifest.FORMAT`.
    path : str
    generation, size : int
    sha256 : str
        Of the file's bytes; empty when they were not had.
    models : dict of str to str
        Digest of the bundle that gave each task's result; tasks that failed are not in it.
    settings : dict of str to str
        Options that shape a record.
    outcome : {"annotated", "quarantined", "dead"}
    output : str
        Folder or prefix that the file's record lies in.
    attempts : int
        How often the file was tried, when it is a dead letter.
    """

    format: int
    path: str
    generation: int
    size: int
    sha256: str
    models: dict[str, str]
    settings: dict[str, str]
    outcome: str
    output: str
    attempts: int = 0


@dataclass(frozen=True)
class SourceFile:
    """A file that was found.

    Attributes
    ----------
    path : str
    size : int
        Bytes.
    generation : int
        Version of an object in a bucket, rising with every overwriting; 0 on disks.
    attempts : int
        How often earlier runs tried it, when it is a replayed dead letter.
    earlier : ManifestEntry or None
        What an earlier run made of it, when that still holds unless the content has changed.
    """

    path: str
    size: int
    generation: int = 0
    attempts: int = 0
    earlier: ManifestEntry | None = None


@dataclass(frozen=True)
class SourceText(SourceFile):
    """A text that came in a message: nobody can fetch it a second time, so it travels with what it is called.

    Attributes
    ----------
    text : str
    """

    text: str = ""


@dataclass(frozen=True)
class SourceMessage(SourceFile):
    """A message that could not be understood, and its body: the subscription will not give it again."""

    body: str = ""


@dataclass(frozen=True)
class LoadedFile:
    """A file, its bytes and their SHA-256."""

    source: SourceFile
    content: bytes
    sha256: str


@dataclass(frozen=True)
class ExtractedDocument:
    """A file's text, and what was learned on the way to it."""

    source: SourceFile
    mime_type: str
    sha256: str
    text: str


@dataclass(frozen=True)
class AnnotatedDocument:
    """A document, its annotation as the service gave it, and how often it was sent."""

    document: ExtractedDocument
    annotation: dict[str, Any]
    attempts: int = 1


@dataclass(frozen=True)
class DeadLetter:
    """A file that did not become an annotation: a stable reason, a sentence, and how often it was tried."""

    source: SourceFile
    reason: str
    message: str
    attempts: int = 1


@dataclass(frozen=True)
class Skipped:
    """A version of a document that need not be annotated, and a stable reason why."""

    source: SourceFile
    reason: str


def record_key(source: SourceFile, sha256: str = "") -> str:
    """Return what tells one version of a document from all others: its path, generation and content."""
    return f"{readable(source.path)}#{source.generation}#{sha256[:16]}"


def annotation_record(annotated: AnnotatedDocument, text: str | None) -> dict[str, Any]:
    """Return the record of an annotated file, as it stands in ``annotations-*.jsonl`` and ``quarantine-*.jsonl``.

    Parameters
    ----------
    annotated : AnnotatedDocument
    text : str or None
        The text that may leave with it.
    """
    document = annotated.document
    source = document.source
    record = {
        "kind": "annotation",
        "key": record_key(source, document.sha256),
        "path": readable(source.path),
        "generation": source.generation,
        "size": source.size,
        "mimeType": document.mime_type,
        "sha256": document.sha256,
        "chars": len(document.text),
        "annotation": annotated.annotation,
    }
    return record if text is None else {**record, "text": text}


def tombstone_record(source: SourceFile) -> dict[str, Any]:
    """Return the record of a deleted file: the index is to forget this generation and those before it."""
    return {
        "kind": "tombstone",
        "key": record_key(source),
        "path": readable(source.path),
        "generation": source.generation,
    }


def dead_letter_record(letter: DeadLetter) -> dict[str, Any]:
    """Return the record of a dead letter, as it stands in ``dead-letters-*.jsonl``.

    That of a text that came in a message has the text too: with it alone the letter can be replayed. That of a
    message that nobody understood has its body.
    """
    record = {
        "kind": "dead_letter",
        "key": record_key(letter.source),
        "path": readable(letter.source.path),
        "generation": letter.source.generation,
        "size": letter.source.size,
        "reason": letter.reason,
        "message": letter.message,
        "attempts": letter.source.attempts + letter.attempts,
    }
    if isinstance(letter.source, SourceText):
        return {**record, "text": letter.source.text}
    return {**record, "body": letter.source.body} if isinstance(letter.source, SourceMessage) else record


def readable(path: str) -> str:
    """Return a path as text that JSON can carry: bytes of a name that are no UTF-8 come out escaped."""
    return path.encode("utf-8", "backslashreplace").decode()


def encode(record: dict[str, Any]) -> str:
    """Return a record as one line of JSON."""
    return msgspec.json.encode(record).decode()
