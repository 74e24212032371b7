"""The classification task's trainer: train, evaluate, build the shipped bundle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.bundle import Bundle, TrainingData
from tasks.classification import UNKNOWN, Classification
from tasks.document import Document
from tasks.errors import TrainingError
from tasks.training import scores as scoring
from tasks.training.classification.fitting import add_scores, labels_of, train_on
from tasks.training.classification.shipped import build
from tasks.training.trainer import TrainingRequest


def train(request: TrainingRequest) -> Bundle:
    """Train on `request.data` and write the bundle.

    Parameters
    ----------
    request : TrainingRequest
        Records with ``text`` and ``label`` (or ``labels``, where several may hold); ``unknown`` marks documents of
        no label. `config` is that of `tasks.training.classification.fitting.Config`.

    Returns
    -------
    Bundle
        Its manifest holds the scores under cross-validation, and on `request.validation` where there is any.

    Raises
    ------
    TrainingError
        When the data cannot teach a classifier, or the configuration is not understood.
    """
    counts = Counter("|".join(labels_of(record)) or UNKNOWN for record in request.data)
    data = TrainingData(request.data_name, request.data_digest, len(request.data), dict(sorted(counts.items())))
    bundle = train_on(request, [data])
    if request.validation:
        bundle = add_scores(bundle, {"validation": evaluate(bundle, request.validation)})
    return bundle


def evaluate(bundle: Bundle, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Score a bundle on labelled records.

    Parameters
    ----------
    bundle : Bundle
    records : sequence of dict
        Each with ``text`` and ``label`` or ``labels``.

    Returns
    -------
    dict
        Scores with intervals and the dummy baseline beside them. ``accuracy`` is of the best candidate;
        ``answerAccuracy`` of the label that was given, where ``unknown`` is right for documents labelled so.

    Raises
    ------
    TrainingError
        When there are no records.
    """
    if not records:
        raise TrainingError("there are no documents to evaluate on")
    task = Classification.load(bundle)
    results = task.predict([Document(record["text"]) for record in records])
    return score_results(task.labels, results, records, bundle)


def score_results(
    labels: list[str], results: Sequence[Any], records: Sequence[dict[str, Any]], bundle: Bundle
) -> dict[str, Any]:
    """Score predictions against the labels of their records; see `evaluate`."""
    chances = chances_of(results, labels)
    column = {label: i for i, label in enumerate(labels)}
    if bundle.manifest.config["model"]["multilabel"]:
        targets = _indicators([labels_of(record) for record in records], column)
        predicted = _indicators([result.labels for result in results], column)
        return scoring.several_label_scores(chances, predicted, targets, labels)
    truth = np.array([column.get(next(iter(labels_of(record)), ""), -1) for record in records])
    scores = scoring.single_label_scores(chances, truth, labels)
    given = np.array([result.label != UNKNOWN for result in results])
    right = (chances.argmax(axis=1) == truth) & given
    abstained_well = ~given & np.array([not labels_of(record) for record in records])
    counts = Counter(label for record in records for label in labels_of(record))
    return {
        **scores,
        "dummyAccuracy": max(counts.values(), default=0) / len(records),
        "coverage": float(given.mean()),
        "answerAccuracy": float((right | abstained_well).mean()),
        "precision": float(right.sum() / max(given.sum(), 1)),
    }


def _indicators(found: Sequence[Sequence[str]], column: dict[str, int]) -> NDArray[np.bool_]:
    targets = np.zeros((len(found), len(column)), np.bool_)
    for row, names in enumerate(found):
        targets[row, [column[name] for name in names if name in column]] = True
    return targets


def chances_of(results: Sequence[Any], labels: Sequence[str]) -> NDArray[np.float64]:
    """Return the candidates' probabilities as an array, shape ``(n_documents, n_labels)``."""
    column = {label: i for i, label in enumerate(labels)}
    chances = np.zeros((len(results), len(labels)))
    for row, result in enumerate(results):
        for candidate in result.candidates:
            chances[row, column[candidate.label]] = candidate.confidence
    return chances


def build_shipped(shared_data: Path, output: Path, version: str) -> Bundle:
    """Build the bundle that the project ships; see `tasks.training.classification.shipped.build`."""
    return build(shared_data, output, version)
