"""A linear classifier over hashed features: pruned, quantised, and scored by gathering rows and adding them up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.classification.features import FeatureSpec, feature_ids, window
from tasks.document import Document

Part = tuple[int, Document, list[NDArray[np.int32]]]

_LOG = 1 + np.log(np.arange(1, 4097)).astype(np.float32)  # 1 + ln(count): sublinear term frequency


@dataclass(frozen=True)
class Reading:
    """What the model knows in one document.

    Attributes
    ----------
    rows : ndarray of int32, shape (n_features,)
        The rows of the weight matrix, each once, ascending.
    values : ndarray of float32, shape (n_features,)
        Weighted counts, normalised by block.
    familiarity : float
        Share of the document's words that the model has a row for, between 0 and 1.
    parts : list of (int, Document, list of ndarray of int32)
        What was read: each part's offset, the part, and for each family the row of each feature where it stands
        (-1 without a row, -2 when it does not count).
    """

    rows: NDArray[np.int32]
    values: NDArray[np.float32]
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
        return np.searchsorted(blocks, np.arange(len(self.spec.blocks) + 1))

    @cached_property
    def _means(self) -> NDArray[np.float32]:
        means: NDArray[np.float32] = self.weights.mean(axis=1, dtype=np.float32)
        return means

    @cached_property
    def family_of_row(self) -> NDArray[np.int64]:
        """The number of each row's family, shape ``(n_rows,)``."""
        return (self.ids >> self.spec.bits).astype(np.int64)

    def warm_up(self) -> None:
        """Build the look-up tables now rather than at the first document."""
        _ = self._row_of_id, self._block_edges, self._means, self.family_of_row

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

    def _rows_by_family(self, document: Document) -> list[NDArray[np.int32]]:
        return [self._row_of_id[ids] for ids in feature_ids(document, self.spec)]

    def read(self, document: Document) -> Reading:
        """Count, weigh and normalise the features that the model knows."""
        pieces = window(document, self.spec.window_chars)
        parts = [(offset, piece, self._rows_by_family(piece)) for offset, piece in pieces]
        found = np.concatenate([rows for _, _, by_family in parts for rows in by_family])
        rows, counts = _unique_counts(found)
        values = _LOG[np.minimum(counts, len(_LOG)) - 1] * self.idf[rows]
        return Reading(rows, self._normalised(rows, values), self._share_known(parts), parts)

    def _share_known(self, parts: list[Part]) -> float:
        if "words" not in self.spec.families:
            return 1.0
        family = self.spec.families.index("words")
        total = sum(int(np.count_nonzero(rows[family] >= -1)) for _, _, rows in parts)
        known = sum(int(np.count_nonzero(rows[family] >= 0)) for _, _, rows in parts)
        return known / total if total else 0.0

    def _normalised(self, rows: NDArray[np.int32], values: NDArray[np.float32]) -> NDArray[np.float32]:
        edges = np.searchsorted(rows, self._block_edges).tolist()
        lengths = [block.weight for block in self.spec.blocks]
        for weight, start, end in zip(lengths, edges[:-1], edges[1:], strict=True):
            block = values[start:end]
            length = float(np.sqrt(block @ block))
            if length > 0:
                block *= np.float32(weight / length)
        return values

    def scores(self, reading: Reading) -> NDArray[np.float32]:
        """Return the score of each label, shape ``(n_labels,)``."""
        scaled = reading.values * self.scales[reading.rows]
        return scaled @ self.weights[reading.rows].astype(np.float32) + self.bias

    def contributions(self, reading: Reading, label: int) -> NDArray[np.float32]:
        """Return what each feature adds to `label` over what it adds to the labels' mean, shape ``(n_features,)``."""
        above = self.weights[reading.rows, label] - self._means[reading.rows]
        added: NDArray[np.float32] = reading.values * self.scales[reading.rows] * above
        return added


def _unique_counts(found: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    ordered = np.sort(found)
    ordered = ordered[np.searchsorted(ordered, 0) :]  # below are those without a row
    first = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    first = np.concatenate((np.zeros(min(len(ordered), 1), np.int64), first))
    return ordered[first], np.diff(first, append=len(ordered))


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
