"""Names of people: a linear-chain conditional random field over the tokens that could be part of a name.

Only capitalised words, and the particles and marks between them, can be part of a name; everything else is outside
by definition and costs nothing but its part as a neighbour. Every feature is a hash of arrays, so a document is
scored without a loop over its words.

References
----------
Lafferty, McCallum, Pereira, "Conditional random fields", ICML 2001. Ratinov, Roth, "Design challenges and
misconceptions in named entity recognition", CoNLL 2009 (features). Weinberger et al., "Feature hashing for large
scale multitask learning", ICML 2009.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tasks.document import Document, mix
from tasks.sensitive.finding import Candidate
from tasks.sensitive.tokens import MARK, Tokens, candidates, tokenize

OUTSIDE, BEGIN, INSIDE = 0, 1, 2
_PAD = np.uint64(0x5EED)
_SALT = np.uint64(0x9E3779B97F4A7C15)  # see tasks.document


@dataclass(frozen=True)
class Lexicon:
    """How words are usually written, learned from unlabelled text.

    Attributes
    ----------
    codes : ndarray of uint32, shape (n_words,)
        The upper halves of the words' codes, sorted.
    classes : ndarray of uint8, shape (n_words,)
        Bucket of the share of capitals inside sentences, 0 (never) to 7 (always), and 8 more for frequent words.
    """

    codes: NDArray[np.uint32]
    classes: NDArray[np.uint8]

    def habits(self, codes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return the class of each word, 14 for words never seen, shape of `codes`."""
        if not len(self.codes):
            return np.full(codes.shape, 14)
        wanted = (codes >> np.uint64(32)).astype(np.uint32)
        at = np.minimum(np.searchsorted(self.codes, wanted), len(self.codes) - 1)
        return np.where(self.codes[at] == wanted, self.classes[at], 14).astype(np.int64)


def features(
    document: Document, tokens: Tokens, chosen: NDArray[np.int64], bits: int, lexicon: Lexicon
) -> NDArray[np.int64]:
    """Hash the features of tokens.

    Parameters
    ----------
    document : Document
    tokens : Tokens
    chosen : ndarray of int64, shape (n_chosen,)
        Indices of the tokens to describe.
    bits : int
        Logarithm of the number of buckets.
    lexicon : Lexicon

    Returns
    -------
    ndarray of int64, shape (n_chosen, n_features)
    """
    spans = _span_columns(document, tokens, chosen)
    form, habits, words, shapes = _near(tokens, chosen, lexicon)
    usual, stems = habits[:, 1], lexicon.habits(spans[:, _STEMS]).astype(np.uint64)
    gap = form >> np.uint64(9)
    base = np.column_stack(
        [words, shapes, spans[:, _TAIL_BEFORE], spans[:, _TAIL_AFTER], spans[:, _TAIL_3], form, usual]
    )
    length = np.minimum(tokens.ends[chosen] - tokens.starts[chosen], 12).astype(np.uint64)
    next_gap = np.append(tokens.gaps, 2)[chosen + 1].astype(np.uint64)
    small = np.column_stack(
        [
            np.zeros(len(chosen), np.uint64),
            form,
            form * np.uint64(64) + shapes[:, 0] * np.uint64(8) + shapes[:, 4],
            length * np.uint64(8) + shapes[:, 2],
            gap * np.uint64(4) + next_gap,
            usual * np.uint64(4096) + form,
            usual * np.uint64(64) + gap * np.uint64(8) + shapes[:, 3],
            usual * np.uint64(256) + habits[:, 0] * np.uint64(16) + habits[:, 2],
            (stems[:, 0] * np.uint64(16) + stems[:, 1]) * np.uint64(4096) + form,
            ((usual * np.uint64(16) + stems[:, 0]) * np.uint64(16) + stems[:, 1]) * np.uint64(16) + stems[:, 2],
        ]
    )
    pairs = base[:, _PAIRS[:, 0]] * _SALT + base[:, _PAIRS[:, 1]]
    columns = np.concatenate([small, words, spans[:, : _STEMS.start], pairs], axis=1)
    salts = np.arange(1, columns.shape[1] + 1, dtype=np.uint64) * _SALT
    return (mix(columns + salts) >> np.uint64(64 - bits)).astype(np.int64)


# The columns of `features`' base: seven words, five shapes, the tails around, the tail of three, the form, the habit.
_W = {offset: 3 + offset for offset in range(-3, 4)}
_S = {offset: 9 + offset for offset in range(-2, 3)}
_TB, _TA, _T3, _FORM, _USUAL = range(12, 17)
_PAIRS = np.array(
    [
        (_W[-1], _W[1]), (_W[-1], _W[0]), (_W[0], _W[1]), (_W[-2], _W[-1]), (_W[1], _W[2]),
        (_W[-1], _S[1]), (_W[1], _S[-1]), (_W[-1], _S[-2]), (_W[1], _S[2]), (_W[0], _FORM),
        (_T3, _FORM), (_TB, _T3), (_T3, _TA), (_T3, _W[-1]), (_T3, _W[1]), (_USUAL, _W[-1]), (_USUAL, _W[1]),
    ]
)  # fmt: skip
# The columns of `_span_columns`: heads and tails of one to five characters, the neighbours' tails, three stems.
_TAIL_3, _TAIL_BEFORE, _TAIL_AFTER, _STEMS = 7, 10, 11, slice(12, 15)


def _span_columns(document: Document, tokens: Tokens, chosen: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Hash the parts of tokens that stand for a form or an ending, all at once, shape ``(n_chosen, 15)``."""
    starts, ends = tokens.starts[chosen, None], tokens.ends[chosen, None]
    sizes = np.arange(1, 6)
    beside = np.clip(chosen[:, None] + np.array([-1, 1]), 0, len(tokens.starts) - 1)
    firsts = [np.repeat(starts, 5, 1), np.maximum(ends - sizes, starts)]
    firsts += [np.maximum(tokens.ends[beside] - 3, tokens.starts[beside]), np.repeat(starts, 3, 1)]
    lasts = [np.minimum(starts + sizes, ends), np.repeat(ends, 5, 1), tokens.ends[beside]]
    lasts += [np.maximum(ends - sizes[:3], starts)]
    spans = np.concatenate(firsts, axis=1), np.concatenate(lasts, axis=1)
    hashed = document.span_codes(spans[0].ravel(), spans[1].ravel()).reshape(len(chosen), -1)
    hashed[chosen == 0, _TAIL_BEFORE] = _PAD
    hashed[chosen == len(tokens.starts) - 1, _TAIL_AFTER] = _PAD
    return hashed


def _near(
    tokens: Tokens, chosen: NDArray[np.int64], lexicon: Lexicon
) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the joint form of each token's neighbourhood, and habits, words and shapes around it."""
    pad, near = 3, chosen[:, None] + 3
    codes = np.concatenate([np.full(pad, _PAD), tokens.codes, np.full(pad, _PAD)])
    edge = np.full(pad, MARK + 1)
    shapes = np.concatenate([edge, tokens.shapes, edge]).astype(np.uint64)[near + np.arange(-2, 3)]
    words = codes[near + np.arange(-3, 4)]
    habits = lexicon.habits(words[:, 2:5]).astype(np.uint64)
    gap = tokens.gaps[chosen].astype(np.uint64)
    form = shapes[:, 1] * np.uint64(64) + shapes[:, 2] * np.uint64(8) + shapes[:, 3] + gap * np.uint64(512)
    return form, habits, words, shapes


class PeopleFinder(Protocol):
    """Anything that finds names of people in a document."""

    def find(self, document: Document) -> list[Candidate]:
        """Return candidates of type ``PERSON``."""


MAX_RUN = 12  # tokens; a longer run of capitalised words is a list or a heading, and is cut


class PeopleTagger:
    """Find names of people.

    Parameters
    ----------
    weights : ndarray of float, shape (2**bits, 2)
        Weights of the labels "begin" and "inside" of each feature bucket, relative to "outside".
    transitions : ndarray of float, shape (3, 3)
        Score of each label after each label: outside, begin, inside.
    lexicon : Lexicon
    """

    def __init__(self, weights: NDArray[Any], transitions: NDArray[Any], lexicon: Lexicon) -> None:
        # The two weights of a bucket are read and added as one complex number: one gather, one sum.
        self._weights = np.ascontiguousarray(weights, np.float32).view(np.complex64)[:, 0]
        self._bits = len(weights).bit_length() - 1
        self._transitions = transitions.astype(np.float64)
        self._transitions[OUTSIDE, INSIDE] = IMPOSSIBLE
        self._lexicon = lexicon

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> PeopleTagger:
        """Make the tagger from a bundle's ``weights``, ``transitions``, ``lexicon_codes`` and ``lexicon_classes``."""
        lexicon = Lexicon(arrays["lexicon_codes"], arrays["lexicon_classes"])
        return cls(arrays["weights"], arrays["transitions"], lexicon)

    def find(self, document: Document) -> list[Candidate]:
        """Return the names in a document, of type ``PERSON``, with the probability of the whole span's labels."""
        tokens = tokenize(document)
        chosen = np.flatnonzero(candidates(tokens)) if len(tokens.starts) else np.zeros(0, np.int64)
        if not len(chosen):
            return []
        emissions = np.zeros((len(chosen), 3))
        buckets = features(document, tokens, chosen, self._bits, self._lexicon)
        emissions[:, 1:] = self._weights[buckets].sum(axis=1).view(np.float32).reshape(-1, 2)
        first, last = _cut_runs(chosen)
        labels, sureness = decode(emissions, first, last, self._transitions)
        return _names(tokens, chosen, labels, sureness)


IMPOSSIBLE = -1e4  # a log score that no sum of weights outweighs
_START = np.array([0.0, 0.0, IMPOSSIBLE])


def _cut_runs(chosen: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the runs of neighbouring tokens, as half-open spans of positions in `chosen`, none longer than MAX_RUN."""
    breaks = np.flatnonzero(np.diff(chosen) > 1) + 1
    first = np.concatenate([[0], breaks])
    offset = np.arange(len(chosen)) - np.repeat(first, np.diff(np.append(first, len(chosen))))
    first = np.flatnonzero(offset % MAX_RUN == 0)
    return first, np.append(first[1:], len(chosen))


def decode(
    emissions: NDArray[np.float64], first: NDArray[np.int64], last: NDArray[np.int64], transitions: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Label all runs at once, each token by its most probable label, and say how probable it is.

    Parameters
    ----------
    emissions : ndarray, shape (n_tokens, 3)
    first, last : ndarray of int64, shape (n_runs,)
        Half-open runs that cover the tokens.
    transitions : ndarray, shape (3, 3)

    Returns
    -------
    labels : ndarray of int64, shape (n_tokens,)
    probabilities : ndarray, shape (n_tokens,)
        Marginal probability of each token's label.

    References
    ----------
    Forward-backward recursion and the choice of each state by itself: Rabiner, "A tutorial on hidden Markov models",
    Proc. IEEE, 1989, sections III.A and III.B.
    """
    order = np.argsort(first - last, kind="stable")  # the longest first, so that the active runs are a prefix
    first, lengths = first[order], (last - first)[order]
    steps = [first[: np.searchsorted(-lengths, -t, side="left")] + t for t in range(int(lengths[0]))]
    marginals = _marginals(emissions, steps, transitions)
    labels = marginals.argmax(axis=1)
    outside_before = np.append(OUTSIDE, labels[:-1]) == OUTSIDE
    labels[(labels == INSIDE) & outside_before] = BEGIN  # two doubts in a row can leave an end without a beginning
    return labels, marginals.max(axis=1)


def _marginals(
    emissions: NDArray[np.float64], steps: list[NDArray[np.int64]], transitions: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return each label's probability; the recursions run on probabilities scaled at every step."""
    weights = np.exp(emissions - emissions.max(axis=1, keepdims=True))
    moves = np.exp(transitions - transitions.max())
    forward, backward = weights.copy(), np.ones(emissions.shape)
    forward[steps[0]] *= np.exp(_START)
    for rows in steps[1:]:
        reached = forward[rows - 1] @ moves
        forward[rows] *= reached / reached.sum(axis=1, keepdims=True)
    for rows in reversed(steps[1:]):
        onward = (weights[rows] * backward[rows]) @ moves.T
        backward[rows - 1] = onward / onward.sum(axis=1, keepdims=True)
    total = forward * backward
    probabilities: NDArray[np.float64] = total / np.maximum(total.sum(axis=1, keepdims=True), 1e-300)
    return probabilities


def _names(
    tokens: Tokens, chosen: NDArray[np.int64], labels: NDArray[np.int64], sureness: NDArray[np.float64]
) -> list[Candidate]:
    """Join "begin" and the "inside" that follow it; a name is as sure as its least sure token."""
    begins = np.flatnonzero(labels == BEGIN)
    if not len(begins):
        return []
    ends = np.flatnonzero(np.append(labels[1:], OUTSIDE) != INSIDE)
    last = ends[np.searchsorted(ends, begins)]
    sure = [float(sureness[a : b + 1].min()) for a, b in zip(begins, last, strict=True)]
    starts, stops = tokens.starts[chosen[begins]], tokens.ends[chosen[last]]
    return [Candidate("PERSON", int(a), int(b), p, ("model",)) for a, b, p in zip(starts, stops, sure, strict=True)]
