"""What the classifier sees of a text: hashed words, pairs and character n-grams, for training and serving alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

import msgspec
import numpy as np
from numpy.typing import NDArray

from tasks.document import Document, mix

Codes = NDArray[np.uint64]
Spans = tuple[NDArray[np.int64], NDArray[np.int64]]

_PAIR = np.uint64(0xD6E8FEB86659FD93)  # odd constants of SplitMix64's kind keep pair and family codes apart
_SALT = np.uint64(0x9FB21C651E98DF25)
_HEAD_CHARS = 200  # a title is the first line, and no longer than this
_WORD_FAMILIES = ("words", "pairs", "head")


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Families of features that share one length normalisation, and the block's weight beside the others.

    Attributes
    ----------
    families : list of str
        ``words``, ``pairs`` (of neighbouring words), ``head`` (words of the first line), ``prefix3`` to
        ``prefix7`` (a word's first letters), ``char1`` to ``char6``.
    weight : float
        Euclidean length of the block in a document's vector.
    """

    families: tuple[str, ...]
    weight: float = 1.0


class FeatureSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which features are read, and how finely they are hashed.

    Attributes
    ----------
    blocks : list of Block
    bits : int
        Each family has ``2**bits`` buckets.
    window_chars : int
        Of a longer document only a window of this many characters is read: its first half is the document's
        head, where titles and headings are; the rest are eight parts at even distances.
    digits : bool
        Whether words and n-grams with digits count. Depths, dates and well numbers tell documents apart, not types.
    """

    blocks: tuple[Block, ...]
    bits: Annotated[int, msgspec.Meta(ge=8, le=22)] = 18
    window_chars: Annotated[int, msgspec.Meta(ge=1_000)] = 60_000
    digits: bool = True

    @property
    def families(self) -> tuple[str, ...]:
        """Every family, in the order of its identifiers."""
        return tuple(family for block in self.blocks for family in block.families)

    @property
    def block_of_family(self) -> NDArray[np.int64]:
        """The block of each family, shape ``(n_families,)``."""
        return np.repeat(np.arange(len(self.blocks)), [len(block.families) for block in self.blocks])


def window(document: Document, window_chars: int) -> list[tuple[int, Document]]:
    """Return the parts of a document that are read, each with its offset.

    Parameters
    ----------
    document : Document
    window_chars : int
        Characters read at most.

    Returns
    -------
    list of (int, Document)
        The document itself when it is short enough.
    """
    n_chars = len(document.text)
    if n_chars <= window_chars:
        return [(0, document)]
    head, part = window_chars // 2, window_chars // 16
    starts = np.linspace(head, n_chars - part, 8).astype(int).tolist()
    pieces = [(0, head), *((start, start + part) for start in starts)]
    return [(start, Document(document.text[start:end])) for start, end in pieces]


def _words(document: Document) -> Codes:
    return document.word_codes


def _word_spans(document: Document) -> Spans:
    return document.word_starts, document.word_ends


def _pairs(document: Document) -> Codes:
    words = document.word_codes
    return mix(words[:-1] * _PAIR + words[1:])


def _pair_spans(document: Document) -> Spans:
    return document.word_starts[:-1], document.word_ends[1:]


def _head_words(document: Document) -> int:
    line = document.text[:_HEAD_CHARS].lstrip().find("\n")
    end = line if line > 0 else _HEAD_CHARS
    return int(np.searchsorted(document.word_ends, end, "right"))


def _head(document: Document) -> Codes:
    return document.word_codes[: _head_words(document)]


def _head_spans(document: Document) -> Spans:
    count = _head_words(document)
    return document.word_starts[:count], document.word_ends[:count]


def _prefixes(n: int) -> tuple[Callable[[Document], Codes], Callable[[Document], Spans]]:
    """Read the first `n` letters of each word: a stemmer for any language."""

    def spans(document: Document) -> Spans:
        return document.word_starts, np.minimum(document.word_ends, document.word_starts + n)

    return (lambda document: document.span_codes(*spans(document))), spans


def _ngrams(n: int) -> tuple[Callable[[Document], Codes], Callable[[Document], Spans]]:
    def spans(document: Document) -> Spans:
        starts = np.arange(max(len(document.points) - n + 1, 0))
        return starts, starts + n

    return (lambda document: document.ngram_codes(n)), spans


_FAMILIES: dict[str, tuple[Callable[[Document], Codes], Callable[[Document], Spans]]] = {
    "words": (_words, _word_spans),
    "pairs": (_pairs, _pair_spans),
    "head": (_head, _head_spans),
    **{f"prefix{n}": _prefixes(n) for n in range(3, 8)},
    **{f"char{n}": _ngrams(n) for n in range(1, 7)},
}


def spans_of(document: Document, family: str) -> Spans:
    """Return starts and ends of a family's features in `document`, in the order of `feature_ids`."""
    return _FAMILIES[family][1](document)


def is_readable(family: str) -> bool:
    """Whether a family's features are words, which a reader understands as evidence."""
    return family in _WORD_FAMILIES


def _digits_before(document: Document) -> NDArray[np.int32]:
    """Return how many digits stand before each offset, shape ``(n_chars + 1,)``."""
    points = document.folded
    digits = np.zeros(len(points) + 1, np.int32)
    np.cumsum((points >= 0x30) & (points <= 0x39), out=digits[1:])
    return digits


def _has_digits(document: Document, family: str, digits: NDArray[np.int32]) -> NDArray[np.bool_]:
    if family.startswith("char"):
        n = int(family[4:])
        return np.not_equal(digits[n:], digits[:-n])
    starts, ends = spans_of(document, family)
    return np.not_equal(digits[starts], digits[ends])


def feature_ids(document: Document, spec: FeatureSpec) -> list[NDArray[np.int32]]:
    """Hash a document's features.

    Parameters
    ----------
    document : Document
    spec : FeatureSpec

    Returns
    -------
    list of ndarray of int32
        For each family the identifier of each feature where it stands: the family's number times ``2**bits``
        plus a bucket; -1 for a feature that does not count.

    References
    ----------
    Feature hashing: Weinberger et al., "Feature hashing for large scale multitask learning", ICML 2009.
    """
    shift = np.uint64(64 - spec.bits)
    digits = None if spec.digits else _digits_before(document)
    ids = []
    for number, family in enumerate(spec.families):
        buckets = ((_FAMILIES[family][0](document) * _SALT) >> shift).astype(np.int32)
        buckets += np.int32(number << spec.bits)
        if digits is not None:
            buckets[_has_digits(document, family, digits)] = -1
        ids.append(buckets)
    return ids


def check_families(families: Sequence[str]) -> None:
    """Raise ValueError for a family that does not exist."""
    for family in families:
        if family not in _FAMILIES:
            raise ValueError(f"no feature family {family!r}; there are {', '.join(_FAMILIES)}")
