"""Sparse matrices of hashed features, weighted the way that the serving path weighs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tasks.classification.features import FeatureSpec, feature_ids, window
from tasks.document import Document

Progress = Callable[[str], None]


def count_features(texts: Sequence[str], spec: FeatureSpec) -> sp.csr_array:
    """Count the features of each text.

    Parameters
    ----------
    texts : sequence of str
    spec : FeatureSpec

    Returns
    -------
    csr_array of float32, shape (n_texts, n_families * 2**bits)
    """
    rows = [_counted(Document(text), spec) for text in texts]
    pointers = np.cumsum([0, *(len(ids) for ids, _ in rows)], dtype=np.int64)
    ids = np.concatenate([ids for ids, _ in rows]) if rows else np.zeros(0, np.int64)
    counts = np.concatenate([counts for _, counts in rows]) if rows else np.zeros(0)
    shape = (len(rows), len(spec.families) << spec.bits)
    return sp.csr_array((counts.astype(np.float32), ids.astype(np.int32), pointers), shape=shape)


def _counted(document: Document, spec: FeatureSpec) -> tuple[NDArray[Any], NDArray[Any]]:
    found = np.concatenate(
        [ids for _, part in window(document, spec.window_chars) for ids in feature_ids(part, spec)]
    ).astype(np.int32)
    return np.unique(found[found >= 0], return_counts=True)


def take_rows(matrix: sp.csr_array, rows: NDArray[Any]) -> sp.csr_array:
    """Return some rows of a matrix."""
    return sp.csr_array(matrix[rows])


@dataclass(frozen=True)
class Weighting:
    """Which features are kept and how they are weighted, learned from training documents.

    Attributes
    ----------
    spec : FeatureSpec
    ids : ndarray of int32, shape (n_kept,)
        Kept features, ascending.
    idf : ndarray of float32, shape (n_kept,)
    """

    spec: FeatureSpec
    ids: NDArray[np.int32]
    idf: NDArray[np.float32]

    @classmethod
    def fit(cls, counts: sp.csr_array, spec: FeatureSpec, min_documents: int, max_features: int) -> Weighting:
        """Keep features that stand in `min_documents` documents or more, the most frequent when there are too many.

        References
        ----------
        Smoothed inverse document frequency: ``ln((1 + n) / (1 + df)) + 1``; Manning, Raghavan, Schütze,
        "Introduction to Information Retrieval", 2008, 6.2, with one document added to both.
        """
        frequency = np.bincount(counts.indices, minlength=counts.shape[1])
        ids = np.flatnonzero(frequency >= min_documents)
        if len(ids) > max_features:
            order = np.argsort(-frequency[ids], kind="stable")[:max_features]
            ids = np.sort(ids[order])
        idf = np.log((1 + counts.shape[0]) / (1 + frequency[ids])) + 1
        return cls(spec, ids.astype(np.int32), idf.astype(np.float16).astype(np.float32))

    def subset(self, rows: NDArray[Any]) -> Weighting:
        """Return the weighting of some of the kept features."""
        return Weighting(self.spec, self.ids[rows], self.idf[rows])

    def strongest(self, coefficients: NDArray[np.float32], max_rows: int) -> NDArray[np.int64]:
        """Return the rows whose weights, times their inverse document frequency, differ most between labels.

        Rows of words all stay: by them the serving path tells how much of a text is familiar.
        """
        if len(coefficients) <= max_rows:
            return np.arange(len(coefficients))
        spread = np.ptp(coefficients, axis=1) * self.idf
        families = np.array(self.spec.families)[self.ids >> self.spec.bits]
        spread[families == "words"] += spread.max()
        return np.sort(np.argsort(-spread, kind="stable")[:max_rows])

    def transform(self, counts: sp.csr_array) -> sp.csr_array:
        """Weigh counts: ``(1 + ln count) * idf``, each block brought to its length; shape ``(n_texts, n_kept)``."""
        kept = self._kept(counts)
        kept.data = (1 + np.log(kept.data)) * self.idf[kept.indices]
        blocks = self.spec.block_of_family[self.ids >> self.spec.bits][kept.indices]
        of_row = np.repeat(np.arange(kept.shape[0]), np.diff(kept.indptr))
        n_blocks = len(self.spec.blocks)
        cells = of_row * n_blocks + blocks
        squares = np.bincount(cells, weights=kept.data.astype(np.float64) ** 2, minlength=kept.shape[0] * n_blocks)
        lengths = np.sqrt(np.maximum(squares, 1e-12))
        weights = np.array([block.weight for block in self.spec.blocks])
        kept.data = (kept.data * (weights[blocks] / lengths[cells])).astype(np.float32)
        return kept

    def _kept(self, counts: sp.csr_array) -> sp.csr_array:
        column = np.full(counts.shape[1], -1, np.int32)
        column[self.ids] = np.arange(len(self.ids), dtype=np.int32)
        columns = column[counts.indices]
        inside = columns >= 0
        pointers = np.concatenate([[0], np.cumsum(inside)])[counts.indptr].astype(np.int32)  # liblinear takes 32 bits
        shape = (counts.shape[0], len(self.ids))
        return sp.csr_array((counts.data[inside], columns[inside], pointers), shape=shape)

    def familiarity(self, counts: sp.csr_array) -> NDArray[np.float64]:
        """Return each text's share of words that are kept features, shape ``(n_texts,)``."""
        if "words" not in self.spec.families:
            return np.ones(counts.shape[0])
        first = self.spec.families.index("words") << self.spec.bits
        words = sp.csr_array(sp.csc_array(counts)[:, first : first + (1 << self.spec.bits)])
        known = np.zeros(1 << self.spec.bits)
        inside = self.ids[(self.ids >= first) & (self.ids < first + (1 << self.spec.bits))] - first
        known[inside] = 1
        totals = np.asarray(words.sum(axis=1)).ravel()
        shares: NDArray[np.float64] = np.asarray(words @ known).ravel() / np.maximum(totals, 1)
        return shares
