"""Guards against fooling oneself: near-duplicates, terms that give a label away, labels that look wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.document import Document, mix

_PERMUTATIONS, _BANDS = 64, 16  # pairs of Jaccard 0.8 share a band of 4 with probability 0.9998
_SHINGLE = 3  # words
_ODD = mix(np.arange(1, _PERMUTATIONS + 1, dtype=np.uint64)) | np.uint64(1)
_TOO_GOOD = 0.995
_MAX_LISTED = 20
_SURE = 0.7  # below this a disagreement is no accusation


def _shingles(text: str) -> NDArray[np.uint64]:
    words = Document(text).word_codes
    if len(words) < _SHINGLE:
        return np.unique(words)
    codes = words[2:] + mix(words[1:-1] + mix(words[:-2]))
    return np.unique(mix(codes))


def _signature(shingles: NDArray[np.uint64]) -> NDArray[np.uint64]:
    smallest = np.full(_PERMUTATIONS, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(shingles), 4096):
        hashed = mix(shingles[start : start + 4096, None] * _ODD)
        np.minimum(smallest, hashed.min(axis=0), out=smallest)
    return smallest


def _jaccard(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> float:
    common = len(np.intersect1d(a, b, assume_unique=True))
    return common / max(len(a) + len(b) - common, 1)


def near_duplicates(
    first: Sequence[str], second: Sequence[str] | None = None, threshold: float = 0.8
) -> list[tuple[int, int, float]]:
    """Find pairs of texts that share most of their runs of three words.

    Parameters
    ----------
    first, second : sequence of str
        Pairs of one text of each; within `first` when `second` is None. Texts without words pair with none.
    threshold : float
        Least Jaccard similarity.

    Returns
    -------
    list of (int, int, float)
        Index in `first`, index in `second`, similarity; a text of `second` is listed once, with its nearest.

    References
    ----------
    Broder, "On the resemblance and containment of documents", 1997; banding: Leskovec, Rajaraman, Ullman,
    "Mining of Massive Datasets", 2014, 3.4.
    """
    shingles = [_shingles(text) for text in first]
    others = shingles if second is None else [_shingles(text) for text in second]
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for index, found in enumerate(shingles):
        for key in _band_keys(found):
            buckets[key].append(index)
    pairs = []
    for index, found in enumerate(others):
        candidates = {i for key in _band_keys(found) for i in buckets.get(key, ())}
        if second is None:
            candidates = {i for i in candidates if i < index}
        scored = [(_jaccard(shingles[i], found), -i) for i in sorted(candidates)]
        best = max(scored, default=(0.0, 0))
        if best[0] >= threshold:
            pairs.append((-best[1], index, round(best[0], 4)))
    return pairs


def _band_keys(shingles: NDArray[np.uint64]) -> list[tuple[int, bytes]]:
    if not len(shingles):
        return []
    rows = _signature(shingles).reshape(_BANDS, -1)
    return [(band, row.tobytes()) for band, row in enumerate(rows)]


def too_good(accuracy: float, dummy: float) -> str | None:
    """Return a warning when held-out accuracy is too good to be believed without a look."""
    if accuracy < _TOO_GOOD or dummy >= _TOO_GOOD:
        return None
    return (
        f"accuracy under cross-validation is {accuracy:.3f}: look for duplicates, for groups that the split should "
        f"keep together, and for terms that give the label away"
    )


def telling_terms(texts: Sequence[str], labels: Sequence[str]) -> dict[str, str]:
    """Find labels that a single word decides.

    Parameters
    ----------
    texts, labels : sequence of str

    Returns
    -------
    dict of str to str
        For each such label a word that stands in at least 95 % of its texts and hardly anywhere else (at most
        2 % of the texts with the word have another label).
    """
    sets = [np.unique(Document(text).word_codes) for text in texts]
    codes, counts = np.unique(np.concatenate([*sets, np.zeros(0, np.uint64)]), return_counts=True)
    total = dict(zip(codes.tolist(), counts.tolist(), strict=True))
    found = {}
    for label in sorted(set(labels)):
        own = [row for row, other in enumerate(labels) if other == label]
        inside, hits = np.unique(np.concatenate([sets[row] for row in own]), return_counts=True)
        purity = hits / np.array([total[code] for code in inside.tolist()])
        telling = np.flatnonzero((hits >= 0.95 * len(own)) & (purity >= 0.98))
        if len(own) >= 10 and len(telling):
            strongest = telling[np.argmax(hits[telling] * purity[telling])]
            found[label] = _word_with_code(texts[own[0]], inside[strongest]) or _search(texts, own, inside[strongest])
    return found


def _word_with_code(text: str, code: np.uint64) -> str:
    document = Document(text)
    places = np.flatnonzero(document.word_codes == code)
    if not len(places):
        return ""
    return text[document.word_starts[places[0]] : document.word_ends[places[0]]].lower()


def _search(texts: Sequence[str], rows: Sequence[int], code: np.uint64) -> str:
    return next(word for row in rows if (word := _word_with_code(texts[row], code)))


def label_noise(
    chances: NDArray[np.floating[Any]], truth: NDArray[np.int64], labels: Sequence[str], names: Sequence[str]
) -> list[dict[str, Any]]:
    """List documents whose label cross-validation confidently disagrees with.

    Parameters
    ----------
    chances : ndarray, shape (n_documents, n_labels)
        Calibrated probabilities by models that did not see the document.
    truth : ndarray of int64, shape (n_documents,)
    labels, names : sequence of str
        Names of the labels and of the documents.

    Returns
    -------
    list of dict
        ``document``, ``label``, ``suggested``, ``confidence``; the most confident 20 first.

    References
    ----------
    Northcutt, Jiang, Chuang, "Confident learning: estimating uncertainty in dataset labels", JAIR 2021.
    """
    best = chances.argmax(axis=1)
    margin = chances.max(axis=1) - chances[np.arange(len(truth)), truth]
    typical = np.array([chances[truth == k, k].mean() if (truth == k).any() else 1.0 for k in range(chances.shape[1])])
    rows = np.flatnonzero((best != truth) & (chances.max(axis=1) >= np.maximum(typical[best], _SURE)))
    rows = rows[np.argsort(-margin[rows], kind="stable")][:_MAX_LISTED]
    return [
        {
            "document": names[row],
            "label": labels[truth[row]],
            "suggested": labels[best[row]],
            "confidence": round(float(chances[row, best[row]]), 4),
        }
        for row in rows.tolist()
    ]
