"""Fit a classifier: choose by cross-validation, calibrate, set thresholds, prune, quantise, write."""

from __future__ import annotations

import importlib.metadata
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tasks.bundle import Bundle, TrainingData, write_bundle
from tasks.classification import UNKNOWN, Calibration, ModelConfig, Thresholds
from tasks.classification.features import FeatureSpec
from tasks.classification.linear_model import quantise
from tasks.errors import TrainingError
from tasks.training import guards
from tasks.training import scores as scoring
from tasks.training.classification.calibration import confidence_for_precision, fit_calibration
from tasks.training.classification.estimators import Estimator, Linear, Targets
from tasks.training.classification.matrix import Weighting, count_features
from tasks.training.classification.selection import (
    DEFAULT_CANDIDATES,
    DEFAULT_FEATURES,
    Choice,
    Plan,
    choose,
    fit_members,
)
from tasks.training.folds import make_folds
from tasks.training.trainer import TrainingRequest

log = logging.getLogger("doctag.training")

_SLACK = 0.9  # documents to come are a little less familiar than those held out
LIBRARIES = ("numpy", "scipy", "scikit-learn", "msgspec")


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a configuration file may say.

    Attributes
    ----------
    features : FeatureSpec
    candidates : list of Estimator
        Tried in this order while the budget lasts.
    budget_fits : int
        Fits that cross-validation may spend; counted in fits, not seconds, so that the choice is reproducible.
    budget_work : int
        Feature counts times labels that these fits may read together, so that large data try fewer candidates;
        naive Bayes, which reads its data once, is free.
    folds : int
    min_documents : int
        Documents that a feature must stand in.
    max_features : int
        Features kept for fitting.
    max_rows : int
        Features kept in the bundle, those with the largest weights.
    precision : float
        Share of right labels among those given, from which the threshold for ``unknown`` follows.
    familiarity_quantile : float
        Share of held-out documents that may fall below the threshold for familiar words; 0 for no such threshold.
    """

    features: FeatureSpec = DEFAULT_FEATURES
    candidates: tuple[Estimator, ...] = DEFAULT_CANDIDATES
    budget_fits: Annotated[int, msgspec.Meta(ge=2)] = 24
    budget_work: Annotated[int, msgspec.Meta(ge=0)] = 8_000_000_000
    folds: Annotated[int, msgspec.Meta(ge=2, le=20)] = 3
    min_documents: Annotated[int, msgspec.Meta(ge=1)] = 2
    max_features: Annotated[int, msgspec.Meta(ge=1)] = 400_000
    max_rows: Annotated[int, msgspec.Meta(ge=1)] = 150_000
    precision: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.5
    familiarity_quantile: Annotated[float, msgspec.Meta(ge=0, le=0.5)] = 0.002


@dataclass(frozen=True)
class Examples:
    """Records as arrays.

    Attributes
    ----------
    names, texts, groups : list
        A document's name is its id, or its number in the data, counted from 1.
    labels : list of str
        Real labels, sorted.
    targets : ndarray of bool, shape (n_documents, n_columns)
        A column per label, and a last one for documents of no label when there are any.
    multilabel, outside : bool
    """

    names: list[str]
    texts: list[str]
    groups: list[str | None]
    labels: list[str]
    targets: Targets
    multilabel: bool
    outside: bool


def labels_of(record: dict[str, Any]) -> list[str]:
    """Return a record's labels, whether one or several; none for ``unknown``."""
    several = record.get("labels")
    found = several if several is not None else [record["label"]]
    return [label for label in found if label != UNKNOWN]


def make_examples(records: Sequence[dict[str, Any]]) -> Examples:
    """Turn records into arrays.

    Raises
    ------
    TrainingError
        When there are no documents, fewer than two labels, or a label with a single example.
    """
    if not records:
        raise TrainingError("there are no training documents; give a file with text and label")
    multilabel = any("labels" in record for record in records)
    counts = Counter(label for record in records for label in labels_of(record))
    _check_counts(counts)
    labels = sorted(counts)
    column = {label: i for i, label in enumerate(labels)}
    outside = not multilabel and any(not labels_of(record) for record in records)
    targets = np.zeros((len(records), len(labels) + outside), np.bool_)
    for row, record in enumerate(records):
        for label in labels_of(record):
            targets[row, column[label]] = True
    if outside:
        targets[:, -1] = ~targets.any(axis=1)
    groups = [record.get("group") for record in records]
    names = [str(record.get("id", number)) for number, record in enumerate(records, 1)]
    return Examples(names, [record["text"] for record in records], groups, labels, targets, multilabel, outside)


def _check_counts(counts: Counter[str]) -> None:
    if len(counts) < 2:
        raise TrainingError(f"a classifier needs at least two labels; the data has {sorted(counts) or 'none'}")
    lonely = sorted(label for label, count in counts.items() if count < 2)
    if lonely:
        raise TrainingError(
            f"labels with a single example cannot be learned and tested: {', '.join(lonely)}; "
            f"add examples or leave these labels out"
        )


def train_on(request: TrainingRequest, data: list[TrainingData], notes: str = "") -> Bundle:
    """Train, naming the sources in `data` and adding `notes` to the manifest; see `tasks.training.classification`."""
    config = _read_config(request.config)
    examples = make_examples(request.data)
    log.info("reading features of %d documents", len(examples.texts))
    counts = count_features(examples.texts, config.features)
    fitted = fit(examples, counts, config, request.seed)
    return _write(request, config, examples, fitted, data, notes)


def _read_config(given: dict[str, Any]) -> Config:
    try:
        return msgspec.convert(given, Config)
    except msgspec.ValidationError as error:
        raise TrainingError(f"configuration: {error}") from error


@dataclass(frozen=True)
class Fitted:
    """A fitted model before it is written: weighting, coefficients, calibration, thresholds, scores."""

    weighting: Weighting
    linear: Linear
    calibration: Calibration
    thresholds: Thresholds
    choice: Choice
    scores: dict[str, Any]


def fit(examples: Examples, counts: sp.csr_array, config: Config, seed: int) -> Fitted:
    """Choose, calibrate and fit; `counts` are the hashed features of the examples."""
    folds = make_folds(_keys(examples), examples.groups, config.folds, seed)
    if len(folds) < 2:
        raise TrainingError("all documents are of one group; cross-validation needs at least two groups")
    candidates = affordable(config, len(folds), counts.nnz * examples.targets.shape[1])

    def weighting_of(matrix: sp.csr_array) -> Weighting:
        return Weighting.fit(matrix, config.features, config.min_documents, config.max_features)

    goodness = _micro_f1_of_scores if examples.multilabel else _accuracy_of_scores
    plan = Plan(folds, candidates, config.max_rows, seed)
    choice = choose(counts, examples.targets, plan, weighting_of, goodness, log.info)
    tested = np.concatenate([test for _, test in folds])
    held_out, targets = choice.scores[tested], examples.targets[tested]
    calibration = fit_calibration(held_out, targets, examples.multilabel)
    chances = calibration.probabilities(held_out)[:, : len(examples.labels)]
    thresholds = _thresholds(chances, targets[:, : len(examples.labels)], choice.familiarity[tested], examples, config)
    weighting = weighting_of(counts)
    linear = fit_members(
        choice.members, weighting.transform(counts).astype(np.float64), examples.targets, seed, log.info
    )
    scores = _held_out_scores(chances, targets[:, : len(examples.labels)], examples, thresholds)
    grouped = np.array([examples.groups[row] is not None for row in tested])
    if examples.outside and grouped.any() and not examples.multilabel:
        scores["leavingGroupsOut"] = _by_label(chances[grouped], targets[grouped], examples.labels, thresholds)
    scores |= {"trials": choice.trials, **_doubts(examples, tested, chances)}
    return Fitted(weighting, linear, calibration, thresholds, choice, scores)


def _by_label(chances: NDArray[Any], targets: Targets, labels: list[str], thresholds: Thresholds) -> dict[str, Any]:
    """Count, for documents of groups that were left out whole, how many kept their label, lost it, got another."""
    best, given = chances.argmax(axis=1), chances.max(axis=1) >= thresholds.confidence
    names = [*labels, UNKNOWN]
    table = {}
    for label in np.flatnonzero(targets.any(axis=0)).tolist():
        rows = targets[:, label]
        right = rows & given & (best == label) if label < len(labels) else rows & ~given
        lost = rows & ~given & ~right
        table[names[label]] = {
            "documents": int(rows.sum()),
            "right": int(right.sum()),
            "unknown": int(lost.sum()),
            "wrong": int((rows & ~right & ~lost).sum()),
        }
    return table


def _doubts(examples: Examples, tested: NDArray[np.int64], chances: NDArray[Any]) -> dict[str, Any]:
    """Return warnings, and documents whose labels cross-validation doubts."""
    if examples.multilabel:
        return {}
    targets = examples.targets[tested][:, : len(examples.labels)]
    inside = np.flatnonzero(targets.any(axis=1))
    truth = targets[inside].argmax(axis=1)
    shares = targets.sum(axis=0) / len(inside)
    warning = guards.too_good(float((chances[inside].argmax(axis=1) == truth).mean()), float(shares.max()))
    labels = [examples.labels[label] for label in truth]
    telling = guards.telling_terms([examples.texts[row] for row in tested[inside]], labels)
    warnings = [warning] if warning else []
    warnings += [f"the word {word!r} alone decides the label {label}" for label, word in telling.items()]
    names = [examples.names[row] for row in tested[inside]]
    return {"warnings": warnings, "labelNoise": guards.label_noise(chances[inside], truth, examples.labels, names)}


def affordable(config: Config, n_folds: int, work: int) -> list[Estimator]:
    """Return the candidates that the budget allows, in their order, one at least.

    Parameters
    ----------
    config : Config
    n_folds : int
    work : int
        Feature counts times labels of all documents.
    """
    chosen: list[Estimator] = []
    spent = 0
    for estimator in config.candidates[: max(1, config.budget_fits // n_folds)]:
        cost = 0 if estimator.kind == "complement" else work * (n_folds - 1)
        if not chosen or not cost or spent + cost <= config.budget_work:
            chosen.append(estimator)
            spent += cost
    return chosen


def _keys(examples: Examples) -> list[str]:
    names = [*examples.labels, UNKNOWN]
    return ["|".join(names[i] for i in np.flatnonzero(row)) or UNKNOWN for row in examples.targets]


def _accuracy_of_scores(scores: NDArray[Any], targets: Targets) -> float:
    return float(targets[np.arange(len(scores)), scores.argmax(axis=1)].mean())


def _micro_f1_of_scores(scores: NDArray[Any], targets: Targets) -> float:
    """Return micro-F1 at the threshold that is best for all labels together, after ranking all decisions."""
    order = np.argsort(-scores.ravel(), kind="stable")
    hits = np.cumsum(targets.ravel()[order])
    return float((2 * hits / (np.arange(1, len(order) + 1) + targets.sum())).max())


def _thresholds(
    chances: NDArray[Any], targets: Targets, familiarity: NDArray[Any], examples: Examples, config: Config
) -> Thresholds:
    best = chances.argmax(axis=1)
    right = targets[np.arange(len(best)), best]
    known = familiarity[targets.any(axis=1)]
    confidence = confidence_for_precision(chances.max(axis=1), right, config.precision)
    holds = _best_threshold(chances, targets) if examples.multilabel else 0.5
    if examples.outside:
        confidence = max(confidence, 0.5)  # less than even is for what is outside
    elif examples.multilabel and not targets.any(axis=1).all():
        confidence = max(confidence, holds)  # there are documents without a label: the best one need not hold
    familiar = float(np.quantile(known, config.familiarity_quantile)) if config.familiarity_quantile else 0.0
    return Thresholds(
        confidence=confidence,
        familiarity=_SLACK * familiar,
        holds=holds,
        precision=config.precision,
    )


def _best_threshold(chances: NDArray[Any], targets: Targets) -> float:
    """Return the probability from which labels hold for the best micro-F1, the best label of a document always."""
    grid = np.linspace(0.2, 0.7, 51)
    always = 0.0 if targets.any(axis=1).all() else 1.0
    return float(max(grid, key=lambda t: scoring.micro_f1(_holding(chances, t, min(t, always)), targets)))


def _holding(chances: NDArray[Any], holds: float, confidence: float) -> Targets:
    """Return which labels hold: those from `holds` on, and the best one of a document from `confidence` on."""
    predicted = chances >= holds
    rows = np.flatnonzero(chances.max(axis=1) >= confidence)
    predicted[rows, chances[rows].argmax(axis=1)] = True
    return predicted


def _held_out_scores(
    chances: NDArray[Any], targets: Targets, examples: Examples, thresholds: Thresholds
) -> dict[str, Any]:
    if examples.multilabel:
        predicted = _holding(chances, thresholds.holds, thresholds.confidence)
        found = scoring.several_label_scores(chances, predicted, targets, examples.labels)
    else:
        inside = targets.any(axis=1)
        found = scoring.single_label_scores(chances[inside], targets[inside].argmax(axis=1), examples.labels)
        found["dummyAccuracy"] = float(targets[inside].mean(axis=0).max())
    return {"crossValidation": found}


def _write(
    request: Any, config: Config, examples: Examples, fitted: Fitted, data: list[TrainingData], notes: str
) -> Bundle:
    coefficients, bias = fitted.linear
    rows = fitted.weighting.strongest(coefficients, config.max_rows)
    weighting = fitted.weighting.subset(rows)
    weights, scales = quantise(coefficients[rows])
    model = ModelConfig(config.features, examples.multilabel, examples.outside)
    arrays: dict[str, NDArray[Any]] = {
        "id_steps": np.diff(weighting.ids, prepend=np.int32(0)).astype(np.int32),
        "idf": weighting.idf.astype(np.float16),
        "scales": scales,
        "weights": weights,
        "bias": bias,
        **{name: getattr(fitted.calibration, name) for name in ("slopes", "shifts", "seen", "right")},
    }
    return write_bundle(
        request.output,
        task="classification",
        version=request.version,
        arrays={"weights.npz": arrays},
        labels=examples.labels,
        thresholds=msgspec.to_builtins(fitted.thresholds),
        config={"model": msgspec.to_builtins(model), "training": msgspec.to_builtins(config)},
        seed=request.seed,
        training_data=data,
        notes=notes,
        scores=_rounded(fitted.scores),
        libraries={name: importlib.metadata.version(name) for name in LIBRARIES},
    )


def add_scores(bundle: Bundle, scores: dict[str, Any]) -> Bundle:
    """Write a bundle's manifest anew with further scores; its weights stay as they are."""
    fields = msgspec.structs.asdict(bundle.manifest)
    for name in ("format_version", "files", "task", "version"):
        fields.pop(name)
    fields["scores"] = {**bundle.manifest.scores, **_rounded(scores)}
    manifest = bundle.manifest
    arrays = {"weights.npz": bundle.arrays()}
    return write_bundle(bundle.path, task=manifest.task, version=manifest.version, arrays=arrays, **fields)


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return round(value, 4) if isinstance(value, float) else value
