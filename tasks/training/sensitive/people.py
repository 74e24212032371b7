"""Train the people tagger: a linear-chain conditional random field over hashed features.

References
----------
Lafferty, McCallum, Pereira, "Conditional random fields", ICML 2001. Liu, Nocedal, "On the limited memory BFGS
method", Mathematical Programming, 1989.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from tasks.document import Document
from tasks.sensitive.people import BEGIN, IMPOSSIBLE, INSIDE, OUTSIDE, Lexicon, PeopleTagger, features
from tasks.sensitive.tokens import LOWER, MARK, candidates, runs, tokenize

Example = tuple[str, Sequence[tuple[int, int]]]  # a text, and the half-open spans of the names in it
BITS = 18
L2 = 1.0
ITERATIONS = 80
_START = np.array([0.0, 0.0, IMPOSSIBLE])


def learn_lexicon(texts: Iterable[str]) -> Lexicon:
    """Learn how words are usually written.

    Only words seen in lower case enter, so that the training names do not tell on themselves.

    Parameters
    ----------
    texts : iterable of str

    Returns
    -------
    Lexicon
    """
    lower: Counter[int] = Counter()
    capital: Counter[int] = Counter()
    for text in texts:
        tokens = tokenize(Document(text))
        opens = np.ones(len(tokens.starts), np.bool_)  # a capital after a mark or a break says nothing
        opens[1:] = (tokens.shapes[:-1] == MARK) | (tokens.gaps[1:] == 2)
        lower.update(tokens.codes[tokens.shapes == LOWER].tolist())
        capital.update(tokens.codes[(tokens.shapes > LOWER) & (tokens.shapes < MARK) & ~opens].tolist())
    classes = {code >> 32: _habit(lower[code], capital[code]) for code in lower}
    codes = np.array(sorted(classes), np.uint32)
    return Lexicon(codes, np.array([classes[int(code)] for code in codes], np.uint8))


def _habit(lower: int, capital: int) -> int:
    """Return a class: the quarter of the share of capitals, and four more when the word is frequent."""
    return min(int(4 * capital / (lower + capital)), 3) + (4 if lower + capital >= 3 else 0)


class Sequences:
    """Feature rows, labels and runs of all examples, laid out for whole-corpus arithmetic."""

    def __init__(self, examples: Iterable[Example], lexicon: Lexicon, bits: int) -> None:
        buckets, labels, lengths = [], [], []
        for text, spans in examples:
            document = Document(text)
            tokens = tokenize(document)
            is_candidate = candidates(tokens) if len(tokens.starts) else np.zeros(0, np.bool_)
            chosen = np.flatnonzero(is_candidate)
            if len(chosen):
                first, last = runs(is_candidate)
                buckets.append(features(document, tokens, chosen, bits, lexicon))
                labels.append(_labels(tokens.starts, tokens.ends, spans)[chosen])
                lengths.append(last - first)
        self.labels, self.lengths = np.concatenate(labels), np.concatenate(lengths)
        self.used, columns = np.unique(np.concatenate(buckets), return_inverse=True)
        n_rows, n_features = len(self.labels), buckets[0].shape[1]
        self.rows = sparse.csr_matrix(
            (np.ones(n_rows * n_features), columns.ravel(), np.arange(0, n_rows * n_features + 1, n_features)),
            shape=(n_rows, len(self.used)),
        )
        first = np.concatenate([[0], np.cumsum(self.lengths)[:-1]])
        # A name that begins at a token that cannot be part of one would leave "inside" at a run's head.
        self.labels[first[self.labels[first] == INSIDE]] = BEGIN
        self.groups = [first[self.lengths == n][:, None] + np.arange(n) for n in np.unique(self.lengths)]


def _labels(starts: NDArray[np.int64], ends: NDArray[np.int64], spans: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    labels = np.full(len(starts), OUTSIDE)
    for start, end in spans:
        inside = np.flatnonzero((starts >= start) & (ends <= end))
        labels[inside] = INSIDE
        labels[inside[:1]] = BEGIN
    return labels


def _objective(theta: NDArray[np.float64], data: Sequences, l2: float) -> tuple[float, NDArray[np.float64]]:
    """Return the negative log likelihood with its L2 penalty, and its gradient."""
    weights = theta[:-9].reshape(-1, 3)
    transitions = theta[-9:].reshape(3, 3).copy()
    transitions[OUTSIDE, INSIDE] = IMPOSSIBLE
    emissions = data.rows @ weights
    slope, moved, total = np.zeros_like(emissions), np.zeros((3, 3)), 0.0
    for rows in data.groups:
        total += _add_group(rows, data.labels, emissions, transitions, slope, moved)
    moved[OUTSIDE, INSIDE] = 0
    gradient = np.concatenate([(data.rows.T @ slope + l2 * weights).ravel(), moved.ravel()])
    return total + 0.5 * l2 * float((weights**2).sum()), gradient


def _add_group(
    rows: NDArray[np.int64],
    labels: NDArray[np.int64],
    emissions: NDArray[np.float64],
    transitions: NDArray[np.float64],
    slope: NDArray[np.float64],
    moved: NDArray[np.float64],
) -> float:
    """Add the runs of one length, ``rows`` of shape (n_runs, length), to the gradients; return their loss."""
    scores, gold, steps = emissions[rows], labels[rows], rows.shape[1]
    forward, backward = scores.copy(), np.zeros_like(scores)
    forward[:, 0] += _START
    for t in range(1, steps):
        forward[:, t] += np.logaddexp.reduce(forward[:, t - 1, :, None] + transitions, axis=1)
    for t in range(steps - 2, -1, -1):
        onward = (scores[:, t + 1] + backward[:, t + 1])[:, None, :] + transitions
        backward[:, t] = np.logaddexp.reduce(onward, axis=2)
    norm = np.logaddexp.reduce(forward[:, -1], axis=1)
    marginals = np.exp(forward + backward - norm[:, None, None])
    index = np.arange(len(rows))[:, None]
    path = scores[index, np.arange(steps), gold].sum(axis=1)
    for t in range(1, steps):
        path += transitions[gold[:, t - 1], gold[:, t]]
        pair = forward[:, t - 1, :, None] + transitions + (scores[:, t] + backward[:, t])[:, None, :]
        moved += np.exp(pair - norm[:, None, None]).sum(axis=0)
        np.add.at(moved, (gold[:, t - 1], gold[:, t]), -1)
    marginals[index, np.arange(steps), gold] -= 1
    slope[rows.ravel()] = marginals.reshape(-1, 3)
    return float((norm - path).sum())


def train_people(
    examples: Iterable[Example], lexicon: Lexicon, *, bits: int = BITS, l2: float = L2, iterations: int = ITERATIONS
) -> dict[str, NDArray[Any]]:
    """Train the tagger.

    Parameters
    ----------
    examples : iterable of (text, spans)
    lexicon : Lexicon
    bits : int
        Logarithm of the number of feature buckets.
    l2 : float
        Weight of the squared weights.
    iterations : int

    Returns
    -------
    dict of ndarray
        The arrays that `PeopleTagger.from_arrays` reads.
    """
    data = Sequences(examples, lexicon, bits)
    start = np.zeros(3 * len(data.used) + 9)
    found = minimize(_objective, start, (data, l2), jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    weights = np.zeros((1 << bits, 3))
    weights[data.used] = found.x[:-9].reshape(-1, 3)
    return {
        "weights": (weights[:, 1:] - weights[:, :1]).astype(np.float16),
        "transitions": found.x[-9:].reshape(3, 3).astype(np.float32),
        "lexicon_codes": lexicon.codes,
        "lexicon_classes": lexicon.classes,
    }


def score_people(tagger: PeopleTagger, examples: Iterable[Example], floor: float = 0.0) -> dict[str, float]:
    """Return precision, recall and F1 over exact spans of names."""
    hits = found = gold = 0
    for text, spans in examples:
        answered = {(c.start, c.end) for c in tagger.find(Document(text)) if c.confidence >= floor}
        hits, found, gold = hits + len(answered & set(spans)), found + len(answered), gold + len(spans)
    return {"precision": hits / max(found, 1), "recall": hits / max(gold, 1), "f1": 2 * hits / max(found + gold, 1)}
