"""What the classifier sees of a text: hashed words, pairs and character n-grams, for training and serving alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Annotated, NamedTuple

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


def _word_spans(document: Document) -> Spans:
    return document.word_starts, document.word_ends


def _word_sums(document: Document) -> Codes:
    return document.span_sums(document.word_starts, document.word_ends)


def _pairs(_document: Document, words: Codes) -> Codes:
    return mix(words[:-1] * _PAIR + words[1:])


def _pair_spans(document: Document) -> Spans:
    return document.word_starts[:-1], document.word_ends[1:]


def _head_words(document: Document) -> int:
    line = document.text[:_HEAD_CHARS].lstrip().find("\n")
    end = line if line > 0 else _HEAD_CHARS
    return int(document.word_ends.searchsorted(end, "right"))


def _head(document: Document, words: Codes) -> Codes:
    return words[: _head_words(document)]


def _head_spans(document: Document) -> Spans:
    count = _head_words(document)
    return document.word_starts[:count], document.word_ends[:count]


def _prefixes(n: int) -> tuple[Callable[[Document], Codes], Callable[[Document], Spans]]:
    """Read the first `n` letters of each word: a stemmer for any language."""

    def spans(document: Document) -> Spans:
        starts = document.word_starts
        return starts, np.minimum(document.word_ends, starts + n)

    return (lambda document: document.span_sums(*spans(document))), spans


def _ngrams(n: int) -> tuple[Callable[[Document], Codes], Callable[[Document], Spans]]:
    def spans(document: Document) -> Spans:
        starts = np.arange(max(len(document.points) - n + 1, 0))
        return starts, starts + n

    return (lambda document: document.ngram_sums(n)), spans


# Families that are read off the text, as sums that are then mixed in one go; and those made of the words' codes.
_READ: dict[str, tuple[Callable[[Document], Codes], Callable[[Document], Spans]]] = {
    "words": (_word_sums, _word_spans),
    **{f"prefix{n}": _prefixes(n) for n in range(3, 8)},
    **{f"char{n}": _ngrams(n) for n in range(1, 7)},
}
_MADE: dict[str, tuple[Callable[[Document, Codes], Codes], Callable[[Document], Spans]]] = {
    "pairs": (_pairs, _pair_spans),
    "head": (_head, _head_spans),
}


def _codes(document: Document, families: Sequence[str]) -> list[Codes]:
    """Return the 64-bit codes of each family's features where they stand."""
    read = ["words", *(family for family in families if family in _READ and family != "words")]
    sums = [_READ[family][0](document) for family in read]
    mixed = mix(np.concatenate(sums))
    codes: dict[str, Codes] = {}
    end = 0
    for family, part in zip(read, sums, strict=True):
        start, end = end, end + len(part)
        codes[family] = mixed[start:end]
    return [codes[family] if family in codes else _MADE[family][0](document, codes["words"]) for family in families]


def spans_of(document: Document, family: str) -> Spans:
    """Return starts and ends of a family's features in `document`, in the order of `feature_ids`."""
    return (_READ.get(family) or _MADE[family])[1](document)


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


class FeatureIds(NamedTuple):
    """A document's features, family after family.

    Attributes
    ----------
    ids : ndarray of int64, shape (n_features,)
        The identifier of each feature where it stands: the family's number times ``2**bits`` plus a bucket; -1 for a
        feature that does not count.
    edges : list of int
        Where each family begins, and where the last one ends.
    """

    ids: NDArray[np.int64]
    edges: list[int]


def hash_features(document: Document, spec: FeatureSpec) -> FeatureIds:
    """Hash a document's features.

    Parameters
    ----------
    document : Document
    spec : FeatureSpec

    Returns
    -------
    FeatureIds

    References
    ----------
    Feature hashing: Weinberger et al., "Feature hashing for large scale multitask learning", ICML 2009.
    """
    families = spec.families
    codes = _codes(document, families)
    edges = [0, *accumulate(map(len, codes))]
    hashed = np.concatenate(codes)
    hashed *= _SALT
    hashed >>= np.uint64(64 - spec.bits)
    ids = hashed.view(np.int64)
    digits = None if spec.digits else _digits_before(document)
    for number, family in enumerate(families):
        own = ids[edges[number] : edges[number + 1]]
        own += number << spec.bits
        if digits is not None:
            own[_has_digits(document, family, digits)] = -1
    return FeatureIds(ids, edges)


def feature_ids(document: Document, spec: FeatureSpec) -> list[NDArray[np.int32]]:
    """Return the identifiers of `hash_features`, an array for each family."""
    ids, edges = hash_features(document, spec)
    return [ids[start:end].astype(np.int32) for start, end in pairwise(edges)]


def check_families(families: Sequence[str]) -> None:
    """Raise ValueError for a family that does not exist."""
    for family in families:
        if family not in _READ and family not in _MADE:
            raise ValueError(f"no feature family {family!r}; there are {', '.join((*_READ, *_MADE))}")
