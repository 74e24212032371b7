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
            return np.full(len(codes), 14)
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
    pad = 3
    codes = np.concatenate([np.full(pad, _PAD), tokens.codes, np.full(pad, _PAD)])
    shapes = np.concatenate([np.full(pad, MARK + 1), tokens.shapes, np.full(pad, MARK + 1)]).astype(np.uint64)
    gaps = np.concatenate([np.full(pad, 2), tokens.gaps, np.full(pad, 2)]).astype(np.uint64)
    word = {offset: codes[chosen + pad + offset] for offset in range(-3, 4)}
    shape = {offset: shapes[chosen + pad + offset] for offset in range(-2, 3)}
    gap, next_gap = gaps[chosen + pad], gaps[chosen + pad + 1]
    starts, ends = tokens.starts[chosen], tokens.ends[chosen]
    habit = lexicon.habits(tokens.codes)
    habits = np.concatenate([np.full(pad, 15), habit, np.full(pad, 15)]).astype(np.uint64)
    usual, before, after = habits[chosen + pad], habits[chosen + pad - 1], habits[chosen + pad + 1]
    stems = [
        lexicon.habits(document.span_codes(starts, np.maximum(ends - n, starts))).astype(np.uint64) for n in (1, 2, 3)
    ]
    heads = [document.span_codes(starts, np.minimum(starts + n, ends)) for n in (1, 2, 3, 4, 5)]
    tails = [document.span_codes(np.maximum(ends - n, starts), ends) for n in (1, 2, 3, 4, 5)]
    tail_before = _neighbour_tail(document, tokens, chosen - 1, 3)
    tail_after = _neighbour_tail(document, tokens, chosen + 1, 3)
    form = shape[-1] * np.uint64(64) + shape[0] * np.uint64(8) + shape[1] + gap * np.uint64(512)
    columns = [
        np.zeros(len(chosen), np.uint64),
        word[0], word[-1], word[1], word[-2], word[2], word[-3], word[3],
        *heads, *tails, tail_before, tail_after,
        form, form * np.uint64(64) + shape[-2] * np.uint64(8) + shape[2],
        word[-1] * _SALT + word[1], word[-1] * _SALT + word[0], word[0] * _SALT + word[1],
        word[-1] * _SALT + shape[1], word[1] * _SALT + shape[-1], word[0] * _SALT + form,
        word[-2] * _SALT + word[-1], word[1] * _SALT + word[2],
        tails[2] * _SALT + form, tail_before * _SALT + tails[2], tails[2] * _SALT + tail_after,
        tails[2] * _SALT + word[-1], tails[2] * _SALT + word[1],
        np.minimum(ends - starts, 12).astype(np.uint64) * np.uint64(8) + shape[0],
        gap * np.uint64(4) + next_gap,
        word[-1] * _SALT + shape[-2], word[1] * _SALT + shape[2],
        usual * np.uint64(4096) + form, usual * np.uint64(64) + gap * np.uint64(8) + shape[1],
        usual * np.uint64(256) + before * np.uint64(16) + after, usual * _SALT + word[-1], usual * _SALT + word[1],
        ((usual * np.uint64(16) + stems[0]) * np.uint64(16) + stems[1]) * np.uint64(16) + stems[2],
        (stems[0] * np.uint64(16) + stems[1]) * np.uint64(4096) + form,
    ]  # fmt: skip
    salts = np.arange(1, len(columns) + 1, dtype=np.uint64) * _SALT
    return (mix(np.stack(columns, axis=1) + salts) >> np.uint64(64 - bits)).astype(np.int64)


def _neighbour_tail(document: Document, tokens: Tokens, index: NDArray[np.int64], n: int) -> NDArray[np.uint64]:
    inside = (index >= 0) & (index < len(tokens.starts))
    safe = np.clip(index, 0, len(tokens.starts) - 1)
    ends = tokens.ends[safe]
    return np.where(inside, document.span_codes(np.maximum(ends - n, tokens.starts[safe]), ends), _PAD)


class PeopleFinder(Protocol):
    """Anything that finds names of people in a document."""

    def find(self, document: Document) -> list[Candidate]:
        """Return candidates of type ``PERSON``."""


MAX_RUN = 24  # tokens; a longer run of capitalised words is a list or a heading, and is cut


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
        self._weights = np.ascontiguousarray(weights, np.float32)
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
        emissions[:, 1:] = self._weights[buckets].sum(axis=1)
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
    """Label all runs at once by the best path, and say how probable each label is.

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
    Viterbi and forward-backward recursions: Rabiner, "A tutorial on hidden Markov models", Proc. IEEE, 1989.
    """
    order = np.argsort(first - last, kind="stable")  # the longest first, so that the active runs are a prefix
    first, lengths = first[order], (last - first)[order]
    steps = [first[: np.searchsorted(-lengths, -t, side="left")] + t for t in range(int(lengths[0]))]
    best, back = _viterbi(emissions, steps, transitions)
    labels = np.zeros(len(emissions), np.int64)
    for t in range(len(steps) - 1, -1, -1):
        following = len(steps[t + 1]) if t + 1 < len(steps) else 0
        labels[steps[t]] = best[steps[t]].argmax(axis=1)
        if following:
            rows = steps[t][:following]
            labels[rows] = back[rows + 1, labels[rows + 1]]
    return labels, _marginals(emissions, steps, transitions)[np.arange(len(labels)), labels]


def _viterbi(
    emissions: NDArray[np.float64], steps: list[NDArray[np.int64]], transitions: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    best, back = emissions.copy(), np.zeros(emissions.shape, np.int64)
    best[steps[0]] += _START
    for rows in steps[1:]:
        paths = best[rows - 1][:, :, None] + transitions
        back[rows] = paths.argmax(axis=1)
        best[rows] += paths.max(axis=1)
    return best, back


def _marginals(
    emissions: NDArray[np.float64], steps: list[NDArray[np.int64]], transitions: NDArray[np.float64]
) -> NDArray[np.float64]:
    forward, backward = emissions.copy(), np.zeros(emissions.shape)
    forward[steps[0]] += _START
    for rows in steps[1:]:
        forward[rows] += np.logaddexp.reduce(forward[rows - 1][:, :, None] + transitions, axis=1)
    for rows in reversed(steps[1:]):
        onward = (emissions[rows] + backward[rows])[:, None, :] + transitions
        backward[rows - 1] = np.logaddexp.reduce(onward, axis=2)
    total = forward + backward
    return np.exp(total - np.logaddexp.reduce(total, axis=1, keepdims=True))


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
