"""A linear classifier over hashed features: pruned, quantised, and scored by gathering rows and adding them up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tasks.classification.features import FeatureSpec, hash_features, window
from tasks.document import Document

_NO_ROW = np.int32(-1)  # and below it -2
_LOG = np.zeros(4097, np.float32)
_LOG[1:] = 1 + np.log(np.arange(1, 4097)).astype(np.float32)  # 1 + ln(count): sublinear term frequency


class Part(NamedTuple):
    """A part of a document that was read.

    Attributes
    ----------
    offset : int
        Where it begins in the document.
    document : Document
        The part itself.
    rows : ndarray of int32, shape (n_places,)
        Family after family, the row of each feature where it stands (-1 without a row, -2 when it does not count).
    edges : list of int
        Where each family begins in `rows`, and where the last one ends.
    """

    offset: int
    document: Document
    rows: NDArray[np.int32]
    edges: list[int]

    def rows_of(self, family: int) -> NDArray[np.int32]:
        """Return the rows of one family, by its number."""
        return self.rows[self.edges[family] : self.edges[family + 1]]


@dataclass(frozen=True)
class Reading:
    """What the model knows in one document.

    Attributes
    ----------
    rows : ndarray of int32, shape (n_features,)
        The rows of the weight matrix, each once, ascending.
    values : ndarray of float32, shape (n_features,)
        Weighted counts, normalised by block, times the rows' scales.
    weights : ndarray of float32, shape (n_features, n_labels)
        The rows' weights before scaling.
    familiarity : float
        Share of the document's words that the model has a row for, between 0 and 1.
    parts : list of Part
        What was read.
    """

    rows: NDArray[np.int32]
    values: NDArray[np.float32]
    weights: NDArray[np.float32]
    familiarity: float
    parts: list[Part]


@dataclass(frozen=True)
class LinearModel:
    """Weights of a linear model over the features of a `FeatureSpec`.

    Attributes
    ----------
    spec : FeatureSpec
    ids : ndarray of int32, shape (n_rows,)
        The feature of each row, ascending.
    idf : ndarray of float32, shape (n_rows,)
    weights : ndarray of int8, shape (n_rows, n_labels)
        Contiguous by feature, so that scoring gathers few cache lines.
    scales : ndarray of float32, shape (n_rows,)
        A row's weights are its int8 values times its scale.
    bias : ndarray of float32, shape (n_labels,)
    """

    spec: FeatureSpec
    ids: NDArray[np.int32]
    idf: NDArray[np.float32]
    weights: NDArray[np.int8]
    scales: NDArray[np.float32]
    bias: NDArray[np.float32]

    @cached_property
    def _row_of_id(self) -> NDArray[np.int32]:
        table = np.full((len(self.spec.families) << self.spec.bits) + 1, -1, np.int32)
        table[-1] = -2  # where identifier -1 looks
        table[self.ids] = np.arange(len(self.ids), dtype=np.int32)
        return table

    @cached_property
    def _block_edges(self) -> NDArray[np.intp]:
        blocks = self.spec.block_of_family[self.ids >> self.spec.bits]
        return np.searchsorted(blocks, np.arange(len(self.spec.blocks) + 1)).astype(np.int32)

    @cached_property
    def _means(self) -> NDArray[np.float32]:
        means: NDArray[np.float32] = self.weights.mean(axis=1, dtype=np.float32)
        return means

    @cached_property
    def family_of_row(self) -> NDArray[np.uint8]:
        """The number of each row's family, shape ``(n_rows,)``."""
        return (self.ids >> self.spec.bits).astype(np.uint8)

    @cached_property
    def _word_family(self) -> int:
        """The number of the family of words, -1 when there is none."""
        families = self.spec.families
        return families.index("words") if "words" in families else -1

    def warm_up(self) -> None:
        """Build the look-up tables now rather than at the first document."""
        _ = self._row_of_id, self._block_edges, self._means, self.family_of_row, self._word_family

    @classmethod
    def from_arrays(cls, spec: FeatureSpec, arrays: Mapping[str, NDArray[Any]]) -> LinearModel:
        """Make the model from a bundle's arrays.

        Raises
        ------
        ValueError
            When the arrays do not fit together.
        """
        ids = np.cumsum(arrays["id_steps"], dtype=np.int64)
        n_rows = len(ids)
        if n_rows and not (ids[0] >= 0 and ids[-1] < len(spec.families) << spec.bits):
            raise ValueError("feature identifiers exceed the feature space")
        if not (len(arrays["idf"]) == len(arrays["scales"]) == len(arrays["weights"]) == n_rows):
            raise ValueError("arrays have different numbers of rows")
        return cls(
            spec,
            ids.astype(np.int32),
            arrays["idf"].astype(np.float32),
            np.ascontiguousarray(arrays["weights"], np.int8),
            arrays["scales"].astype(np.float32),
            arrays["bias"].astype(np.float32),
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays that `from_arrays` takes; ascending identifiers are kept as steps, which compress."""
        steps = np.diff(self.ids, prepend=np.int32(0))
        return {
            "id_steps": steps.astype(np.int32),
            "idf": self.idf.astype(np.float16),
            "scales": self.scales,
            "weights": self.weights,
            "bias": self.bias,
        }

    def read(self, document: Document) -> Reading:
        """Count, weigh and normalise the features that the model knows."""
        parts = [self._read_part(*piece) for piece in window(document, self.spec.window_chars)]
        found = parts[0].rows if len(parts) == 1 else np.concatenate([part.rows for part in parts])
        rows, counts = _unique_counts(found)
        values = _LOG.take(counts, mode="clip")
        values *= self.idf.take(rows)
        self._normalise(rows, values)
        values *= self.scales.take(rows)
        weights = self.weights.take(rows, axis=0).astype(np.float32)
        return Reading(rows, values, weights, self._share_known(parts), parts)

    def _read_part(self, offset: int, document: Document) -> Part:
        ids, edges = hash_features(document, self.spec)
        return Part(offset, document, self._row_of_id.take(ids), edges)

    def _share_known(self, parts: list[Part]) -> float:
        if self._word_family < 0:
            return 1.0
        words = [part.rows_of(self._word_family) for part in parts]
        total = sum(int(np.count_nonzero(rows >= -1)) for rows in words)
        known = sum(int(np.count_nonzero(rows >= 0)) for rows in words)
        return known / total if total else 0.0

    def _normalise(self, rows: NDArray[np.int32], values: NDArray[np.float32]) -> None:
        """Give each block of features its length, in place."""
        edges = rows.searchsorted(self._block_edges).tolist()
        for block, start, end in zip(self.spec.blocks, edges[:-1], edges[1:], strict=True):
            part = values[start:end]
            length = float(np.sqrt(part @ part))
            if length > 0:
                part *= np.float32(block.weight / length)

    def scores(self, reading: Reading) -> NDArray[np.float32]:
        """Return the score of each label, shape ``(n_labels,)``."""
        return reading.values @ reading.weights + self.bias

    def contributions(self, reading: Reading, label: int) -> NDArray[np.float32]:
        """Return what each feature adds to `label` over what it adds to the labels' mean, shape ``(n_features,)``."""
        above = reading.weights[:, label] - self._means.take(reading.rows)
        above *= reading.values
        return above


def _unique_counts(found: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    ordered = np.sort(found)
    ordered = ordered[ordered.searchsorted(_NO_ROW, "right") :]
    count = len(ordered)
    is_edge = np.ones(count + 1, np.bool_)  # where a row begins, and the end
    if count:
        np.not_equal(ordered[1:], ordered[:-1], out=is_edge[1:-1])
    edges = is_edge.nonzero()[0]
    return ordered[edges[:-1]], edges[1:] - edges[:-1]


def quantise(coefficients: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round each row of weights to 8 bits.

    Parameters
    ----------
    coefficients : ndarray of float32, shape (n_rows, n_labels)

    Returns
    -------
    weights : ndarray of int8, shape (n_rows, n_labels)
    scales : ndarray of float32, shape (n_rows,)
        A row is ``weights * scale`` to within half a scale.
    """
    scales = (np.abs(coefficients).max(axis=1) / 127).astype(np.float32)
    divisors = np.where(scales > 0, scales, 1)[:, None]
    weights = np.clip(np.rint(coefficients / divisors), -127, 127).astype(np.int8)
    return weights, scales
