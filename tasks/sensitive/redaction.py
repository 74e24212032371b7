"""Redaction: the text without the values, and a map from the old offsets to the new."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

Mode = Literal["mask", "type", "hash", "remove"]


class Span(Protocol):
    """Anything with a type and a span."""

    @property
    def type(self) -> str: ...  # noqa: D102 - a protocol's field
    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102


class OffsetChange(msgspec.Struct, frozen=True, rename="camel"):
    """One replaced span: where it stood and where its replacement stands; between changes, offsets only shift."""

    start: int
    end: int
    new_start: int
    new_end: int


def masked(type_: str, value: str) -> str:
    """Return an excerpt that shows a value's shape and nothing that could restore it.

    An e-mail address keeps its top-level domain and the first letter; anything else keeps separators alone.
    """
    if type_ == "EMAIL_ADDRESS":
        return f"{value[:1]}***@***.{value.rpartition('.')[2]}"
    if len(value) > 32 or type_.startswith("SECRET_"):
        return "***"
    return "".join("*" if c.isalnum() else c if c in " -.:/+()@," else "*" for c in value)


def redact(text: str, findings: Sequence[Span], mode: Mode, key: bytes) -> tuple[str, list[OffsetChange]]:
    """Replace the findings of a text.

    Parameters
    ----------
    text : str
    findings : sequence
        With `type`, `start` and `end`; they may overlap and come in any order.
    mode : {"mask", "type", "hash", "remove"}
        Asterisks of the same length; the type's name in brackets; the type's name and the first 12 hexadecimal
        digits of HMAC-SHA-256 of the value (RFC 2104); nothing.
    key : bytes
        Secret key of mode ``hash``: with the same key the same value gives the same token.

    Returns
    -------
    redacted : str
    offsets : list of OffsetChange
        By start.
    """
    pieces, changes, position, length = [], [], 0, 0
    for type_, start, end in _merged(findings):
        kept, new = text[position:start], _replacement(mode, type_, text[start:end], key)
        length += len(kept)
        changes.append(OffsetChange(start, end, length, length + len(new)))
        pieces += [kept, new]
        position, length = end, length + len(new)
    return "".join([*pieces, text[position:]]), changes


def _merged(findings: Sequence[Span]) -> list[tuple[str, int, int]]:
    spans: list[tuple[str, int, int]] = []
    for finding in sorted(findings, key=lambda f: (f.start, -f.end)):
        if spans and finding.start < spans[-1][2]:
            type_, start, end = spans[-1]
            spans[-1] = (type_, start, max(end, finding.end))
        else:
            spans.append((finding.type, finding.start, finding.end))
    return spans


def _replacement(mode: Mode, type_: str, value: str, key: bytes) -> str:
    if mode == "mask":
        return "*" * len(value)
    if mode == "type":
        return f"<{type_}>"
    if mode == "hash":
        digest = hmac.new(key, value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        return f"<{type_}:{digest[:12]}>"
    return ""
