"""One sample document: where it goes, what it is, and what the engine should say about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Sample:
    """Describe one document of the sample collection.

    Parameters
    ----------
    path : str
        Path below ``samples/documents``; the suffix chooses the format unless `content` is bytes.
    content : str or bytes
        Markup (see `samples.markup`), or the file's bytes as they are.
    label : str
        Document type, ``unknown`` for a document that is none of the types, empty for an unreadable file.
    language : str
        BCP 47 tag of the text, empty when there is none.
    title, company : str
        What the file's own properties and page headers say.
    written : date
        Date of the document; also the date in the file's properties.
    decision : {"", "allow", "review", "block"}
        What the filter should decide at least, stated only where something was planted.
    findings : tuple of str
        Types of the planted findings.
    reason : str
        Code of the dead letter expected for an unreadable file.
    note : str
        Anything about the file that a reader should know.
    mark : str
        Classification mark repeated on every page, if any.
    """

    path: str
    content: str | bytes
    label: str = ""
    language: str = ""
    title: str = ""
    company: str = ""
    written: date = date(2024, 1, 1)
    decision: str = ""
    findings: tuple[str, ...] = ()
    reason: str = ""
    note: str = ""
    mark: str = ""

    @property
    def kind(self) -> str:
        """``bad`` when a dead letter is expected, otherwise ``good``."""
        return "bad" if self.reason else "good"

    @property
    def suffix(self) -> str:
        """Suffix of the path without its dot, in lower case."""
        return PurePosixPath(self.path).suffix.lstrip(".").lower()
