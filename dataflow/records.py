"""What flows between the pipeline's steps, and the two kinds of records it ends in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

DEAD_LETTERS = "dead_letters"


@dataclass(frozen=True)
class SourceFile:
    """A file that was found: where it lies, and its size in bytes."""

    path: str
    size: int


@dataclass(frozen=True)
class LoadedFile:
    """A file and its bytes."""

    source: SourceFile
    content: bytes


@dataclass(frozen=True)
class ExtractedDocument:
    """A file's text, and what was learned on the way to it."""

    source: SourceFile
    mime_type: str
    sha256: str
    text: str
    seconds: float


@dataclass(frozen=True)
class DeadLetter:
    """A file that did not become an annotation: a stable reason, a sentence, and how often it was tried."""

    source: SourceFile
    reason: str
    message: str
    attempts: int = 1


def annotation_record(document: ExtractedDocument, annotation: dict[str, Any]) -> dict[str, Any]:
    """Return the record of an annotated file, as it stands in ``annotations-*.jsonl``."""
    return {
        "path": readable(document.source.path),
        "size": document.source.size,
        "mimeType": document.mime_type,
        "sha256": document.sha256,
        "chars": len(document.text),
        "extractionSeconds": document.seconds,
        "annotation": annotation,
    }


def dead_letter_record(letter: DeadLetter) -> dict[str, Any]:
    """Return the record of a dead letter, as it stands in ``dead-letters-*.jsonl``."""
    return {
        "path": readable(letter.source.path),
        "size": letter.source.size,
        "reason": letter.reason,
        "message": letter.message,
        "attempts": letter.attempts,
    }


def readable(path: str) -> str:
    """Return a path as text that JSON can carry: bytes of a name that are no UTF-8 come out escaped."""
    return path.encode("utf-8", "backslashreplace").decode()


def encode(record: dict[str, Any]) -> str:
    """Return a record as one line of JSON."""
    return msgspec.json.encode(record).decode()
