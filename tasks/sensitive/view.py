"""A one-byte-per-code-point view of a text, so that a byte engine's offsets are code points."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np
import re2  # type: ignore[import-untyped] # ships no types
from numpy.typing import NDArray

from tasks.document import Document

_OTHER, _LETTER = 0x01, 0xFF  # a control character that no pattern names; a letter beyond Latin-1


def _byte(point: int) -> int:
    """Return the byte that stands for a code point: what it means to a pattern, not what it looks like."""
    if point < 0x100 and point != 0xA0:
        return point
    character = chr(point)
    category = unicodedata.category(character)
    if category == "Nd":
        return 0x30 + unicodedata.decimal(character)
    simple = {"Zs": 0x20, "Zl": 0x0A, "Zp": 0x0A, "Pd": 0x2D}.get(category)
    return simple or (_LETTER if category[0] in "LM" else _OTHER)


_BYTES = np.fromiter((_byte(point) for point in range(0x10000)), np.uint8, 0x10000)
_BYTES[0x2212] = 0x2D  # MINUS SIGN
# Lower case in Latin-1: A-Z and À-Þ but the multiplication sign.
_LOWER_BYTES = bytes(b + 32 if 0x41 <= b <= 0x5A or (0xC0 <= b <= 0xDE and b != 0xD7) else b for b in range(256))

_OPTIONS = re2.Options()
_OPTIONS.encoding = re2.Options.Encoding.LATIN1
_OPTIONS.never_capture = False
_OPTIONS.log_errors = False
_OPTIONS.max_mem = 1 << 25


def pattern(expression: str) -> Any:
    """Compile an expression for the engine whose time is linear in the text, on one byte per code point.

    Parameters
    ----------
    expression : str
        RE2 syntax; characters up to U+00FF.

    Returns
    -------
    compiled expression

    References
    ----------
    RE2: https://github.com/google/re2/wiki/Syntax.
    """
    return re2.compile(expression.encode("latin-1"), _OPTIONS)


def pattern_set(literals: Iterable[bytes]) -> Any:
    """Compile literals into one automaton that says in one pass which of them a text holds."""
    automaton = re2.Set.SearchSet(_OPTIONS)
    for literal in literals:
        automaton.Add(re2.escape(literal))
    automaton.Compile()
    return automaton


_ENDLESS_DIGITS = 40  # an IBAN has 34 characters, a card 19, with separators between
_ENDLESS = pattern(f"[0-9]{{{_ENDLESS_DIGITS}}}")
_NUMBER = pattern(r"[0-9](?:(?:[ .+A-Fa-f-]|\r?\n)?[0-9]){7}")


class View:
    """What the detectors look at.

    Parameters
    ----------
    document : Document

    Attributes
    ----------
    text : str
        The text as sent.
    raw : bytes, length n_chars
        One byte per code point: ASCII and Latin-1 as they are, every decimal digit as ASCII digit, every space as
        a space, every dash as ``-``, other letters as ``0xFF`` and the rest as ``0x01``.
    folded : bytes, length n_chars
        `raw` in lower case.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text

    @cached_property
    def raw(self) -> bytes:  # noqa: D102 - described above
        if self.text.isascii():
            return self.text.encode("ascii")
        points = self.document.points
        inside = _BYTES[np.minimum(points, 0xFFFF)]
        return np.where(points < 0x10000, inside, np.uint8(_OTHER)).tobytes()

    @cached_property
    def folded(self) -> bytes:  # noqa: D102
        return self.raw.translate(_LOWER_BYTES)

    @cached_property
    def codes(self) -> NDArray[np.uint8]:
        """The bytes of `raw` as an array, shape ``(n_chars,)``."""
        return np.frombuffer(self.raw, np.uint8)

    @cached_property
    def numbers(self) -> bytes:
        """`raw` without the digits of runs too long to be anybody's number, such as those of a plotted curve."""
        if _ENDLESS.search(self.raw) is None:
            return self.raw
        codes = self.codes.copy()
        is_digit = (codes >= 0x30) & (codes <= 0x39)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], is_digit.view(np.int8), [0]])))
        endless = np.repeat(np.diff(edges)[::2] >= _ENDLESS_DIGITS, np.diff(edges)[::2])
        codes[np.flatnonzero(is_digit)[endless]] = _OTHER
        return codes.tobytes()

    @cached_property
    def has_number(self) -> bool:
        """Whether eight digits stand together anywhere, with at most a separator between two."""
        return _NUMBER.search(self.numbers) is not None

    def is_open(self, start: int, end: int, glue: bytes = b"") -> bool:
        """Whether a span stands alone.

        No letter, digit or low line stands beside it, nor a byte of `glue` that ties it to one.
        """
        around = b" " * (2 - min(start, 2)) + self.raw[max(start - 2, 0) : start] + self.raw[end : end + 2] + b"  "
        far_before, before, after, far_after = around[0], around[1], around[2], around[3]
        if _JOINS[before] or _JOINS[after]:
            return False
        return not (before in glue and _JOINS[far_before]) and not (after in glue and _JOINS[far_after])

    def is_among_numbers(self, start: int, end: int) -> bool:
        """Whether another number stands one space or line break away, as in a table of readings."""
        before = self.raw[max(start - 3, 0) : start].replace(b"\r", b"")[-2:]
        after = self.raw[end : end + 3].replace(b"\r", b"")
        return (before[:1].isdigit() and before[1:] in _GAPS) or (after[:1] in _GAPS and after[1:2].isdigit())


_GAPS = (b" ", b"\t", b"\n")
_JOINS = [
    chr(byte).isalnum() or byte == 0x5F if byte < 0x80 else byte >= 0xC0 and byte not in (0xD7, 0xF7)
    for byte in range(256)
]
