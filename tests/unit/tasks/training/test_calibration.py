"""Calibration and thresholds on scores whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from tasks.classification.task import softmax
from tasks.training.classification.calibration import (
    confidence_for_precision,
    expected_calibration_error,
    fit_calibration,
)
from tasks.training.scores import accuracy_at_coverage, bootstrap_interval, micro_f1


def drawn(n_documents: int, slope: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    scores = draw.normal(size=(n_documents, 4))
    chances = softmax(slope * scores)
    truth = (draw.random((n_documents, 1)) > chances.cumsum(axis=1)).sum(axis=1)
    targets = np.zeros_like(chances, dtype=bool)
    targets[np.arange(n_documents), np.minimum(truth, 3)] = True
    return scores, targets


@pytest.mark.parametrize("slope", [0.5, 2.0, 6.0])
def test_probabilities_are_right_as_often_as_they_say(slope: float) -> None:
    """Whatever the scale of the scores, the error on fresh documents is below 0.03."""
    scores, targets = drawn(6000, slope, 0)
    calibration = fit_calibration(scores[:4000], targets[:4000], multilabel=False)
    chances = calibration.probabilities(scores[4000:])
    right = targets[4000:][np.arange(2000), chances.argmax(axis=1)]
    assert expected_calibration_error(chances.max(axis=1), right) < 0.03


def test_independent_probabilities_are_calibrated() -> None:
    """Where several labels may hold, each label's probability is right as often as it says."""
    draw = np.random.default_rng(1)
    scores = draw.normal(size=(6000, 3))
    targets = draw.random((6000, 3)) < 1 / (1 + np.exp(-(2 * scores - np.array([0, 1, 3]))))
    calibration = fit_calibration(scores[:4000], targets[:4000], multilabel=True)
    chances = calibration.probabilities(scores[4000:])
    for column in range(3):
        assert expected_calibration_error(chances[:, column], targets[4000:, column]) < 0.04


def test_calibration_error_by_hand() -> None:
    """Two answers of confidence 0.9, one of them right, are 0.4 away; perfect answers are 0 away."""
    assert expected_calibration_error(np.array([0.9, 0.9]), np.array([1, 0])) == pytest.approx(0.4)
    assert expected_calibration_error(np.array([1.0, 1.0]), np.array([1, 1])) == 0
    assert expected_calibration_error(np.array([]), np.array([])) == 0


def test_the_threshold_reaches_the_stated_precision() -> None:
    """The lowest threshold is chosen above which the share of right answers is what was asked for."""
    confidence = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    right = np.array([True, True, False, True, False])
    assert confidence_for_precision(confidence, right, 1.0) == 0.8
    assert confidence_for_precision(confidence, right, 0.75) == 0.6
    assert confidence_for_precision(confidence, right, 0.6) == 0.0
    assert confidence_for_precision(confidence, ~right | right & False, 1.0) == 0.9


def test_scores_by_hand() -> None:
    """Micro-F1, accuracy at coverage and the bootstrap on numbers that can be checked by hand."""
    predicted, targets = np.array([[1, 1], [0, 1]], bool), np.array([[1, 0], [0, 1]], bool)
    assert micro_f1(predicted, targets) == pytest.approx(0.8)
    assert accuracy_at_coverage(np.array([0.9, 0.1]), np.array([True, False]), 0.5) == 1
    low, high = bootstrap_interval(100, lambda rows: float((rows < 50).mean()))
    assert 0.38 < low < 0.5 < high < 0.62
