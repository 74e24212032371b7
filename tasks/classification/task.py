"""The classification task: what kind of document a text is, how sure that is, and which words say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from tasks.bundle import Bundle
from tasks.classification.features import FeatureSpec, Spans, check_families, is_readable, spans_of
from tasks.classification.linear_model import LinearModel, Part, Reading
from tasks.document import Document
from tasks.errors import BundleError
from tasks.task import Task, TaskOptions, TaskResult, overlaps

UNKNOWN = "unknown"
_MAX_TERMS = 8
_MAX_SPANS = 20


class ClassificationOptions(TaskOptions, frozen=True):
    """Options of one call; `max_candidates` is how many labels are listed, all when None."""

    max_candidates: Annotated[int, msgspec.Meta(ge=1)] | None = None


class Candidate(msgspec.Struct, frozen=True):
    """A label and its calibrated probability."""

    label: str
    confidence: float


class Evidence(msgspec.Struct, frozen=True):
    """A term that speaks for the label: its weight in the score, and where it stands (20 places at most)."""

    term: str
    weight: float
    spans: list[tuple[int, int]]


class ClassificationResult(TaskResult):
    """What kind of document it is.

    Attributes
    ----------
    label : str
        The most probable label, or ``unknown`` when the model abstains.
    confidence : float
        Probability that `label` is right; for ``unknown``, that the best candidate is wrong.
    labels : list of str
        Every label that holds; empty when the model abstains.
    candidates : list of Candidate
        All real labels, most probable first, also when the model abstains.
    evidence : list of Evidence
        Terms that speak for the label, strongest first; empty when the model abstains.
    """

    label: str
    confidence: float
    labels: list[str]
    candidates: list[Candidate]
    evidence: list[Evidence]

    def headline(self) -> str:
        """Return the label."""
        return self.label

    def without(self, spans: Sequence[tuple[int, int]]) -> Self:
        """Return the result without evidence that shares a place with `spans`."""
        kept = [item for item in self.evidence if not overlaps(item.spans, spans)]
        return self if len(kept) == len(self.evidence) else msgspec.structs.replace(self, evidence=kept)


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a label is given.

    Attributes
    ----------
    confidence : float
        The best candidate's probability below which the model abstains.
    familiarity : float
        Share of known words below which the model abstains, however sure it is.
    holds : float
        Probability from which a further label holds, where several may.
    precision : float
        Share of right labels among those given for which `confidence` was chosen.
    """

    confidence: float = 0.0
    familiarity: float = 0.0
    holds: float = 0.5
    precision: float = 0.0


class ModelConfig(msgspec.Struct, frozen=True):
    """The part of a manifest's `config` that serving needs.

    Attributes
    ----------
    features : FeatureSpec
    multilabel : bool
        Whether several labels may hold at once; probabilities are then independent.
    outside : bool
        Whether the last column of the weights stands for documents that are of no label at all.
    """

    features: FeatureSpec
    multilabel: bool = False
    outside: bool = False


class Calibration(msgspec.Struct, frozen=True):
    """How scores become probabilities: a slope and a shift for each label, then a curve.

    Attributes
    ----------
    slopes, shifts : ndarray of float32, shape (n_columns,)
    seen, right : ndarray of float32, shape (n_knots,)
        Knots of a rising curve: how often answers of a probability as `seen` were right when held out. It is
        applied to the best label's probability, or to every label's where several may hold.
    multilabel : bool
        Independent probabilities when True, else they add up to one.

    References
    ----------
    Vector scaling: Guo et al., "On calibration of modern neural networks", ICML 2017. Sigmoids: Platt,
    "Probabilistic outputs for support vector machines", 1999. The best label's curve: Gupta, Ramdas,
    "Top-label calibration and multiclass-to-binary reductions", ICLR 2022.
    """

    slopes: NDArray[np.float32]
    shifts: NDArray[np.float32]
    seen: NDArray[np.float32]
    right: NDArray[np.float32]
    multilabel: bool

    def probabilities(self, scores: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """Return calibrated probabilities of the same shape as `scores`, (n_columns,) or (n_documents, n_columns)."""
        logits = np.asarray(scores, np.float64) * self.slopes + self.shifts
        if self.multilabel:
            return np.interp(sigmoid(logits), self.seen, self.right)
        return self._bend(softmax(logits)) if logits.ndim > 1 else self._bend_one(softmax(logits))

    def _bend_one(self, chances: NDArray[np.float64]) -> NDArray[np.float64]:
        """Do as `_bend` for one document: the same arithmetic, on plain numbers where those suffice."""
        best = int(chances.argmax())
        second, first = np.partition(chances, -2)[-2:].tolist()
        wanted = float(np.interp(first, self.seen, self.right))
        wanted = min(max(wanted, second / (1 - first + second) + 1e-9), 1.0)
        rest: NDArray[np.float64] = chances * ((1 - wanted) / max(1 - first, 1e-12))
        rest[best] = wanted
        return rest

    def _bend(self, chances: NDArray[np.float64]) -> NDArray[np.float64]:
        """Put the best label's probability on the curve; the others share the rest, and none overtakes it."""
        best = chances.argmax(axis=-1)[..., None]
        first, second = _two_largest(chances)
        wanted = np.interp(first, self.seen, self.right)
        wanted = np.minimum(np.maximum(wanted, second / (1 - first + second) + 1e-9), 1.0)
        rest = chances * ((1 - wanted) / np.maximum(1 - first, 1e-12))
        np.put_along_axis(rest, best, wanted, axis=-1)
        return rest


def _two_largest(chances: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    largest = np.partition(chances, -2, axis=-1)
    return largest[..., -1:], largest[..., -2:-1]


def sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``1 / (1 + exp(-logits))``, safe for large logits."""
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(logits, -60, 60)))
    return chances


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return exponentials that add up to one over the last axis."""
    odds: NDArray[np.float64] = np.exp(logits - logits.max(axis=-1, keepdims=True))
    odds /= odds.sum(axis=-1, keepdims=True)
    return odds


class Classification(Task):
    """Says what kind of document a text is.

    Parameters
    ----------
    model : LinearModel
    labels : list of str
    calibration : Calibration
    thresholds : Thresholds
    config : ModelConfig
    """

    name: ClassVar[str] = "classification"
    Options: ClassVar[type[TaskOptions]] = ClassificationOptions
    Result: ClassVar[type[TaskResult]] = ClassificationResult

    def __init__(
        self,
        model: LinearModel,
        labels: Sequence[str],
        calibration: Calibration,
        thresholds: Thresholds,
        config: ModelConfig,
    ) -> None:
        self._model = model
        self._labels = list(labels)
        self._calibration = calibration
        self._thresholds = thresholds
        self._config = config
        self._readable = np.array([is_readable(family) for family in config.features.families])

    @property
    def labels(self) -> list[str]:
        """The real labels, in the order of `probabilities`."""
        return list(self._labels)

    @property
    def thresholds(self) -> Thresholds:
        """When a label is given."""
        return self._thresholds

    @classmethod
    def load(cls, bundle: Bundle) -> Self:
        """Make the task from a verified bundle; see `Task.load`."""
        manifest = bundle.manifest
        try:
            config = msgspec.convert(manifest.config["model"], ModelConfig)
            thresholds = msgspec.convert(manifest.thresholds, Thresholds)
            check_families(config.features.families)
            arrays = bundle.arrays()
            model = LinearModel.from_arrays(config.features, arrays)
            columns = len(manifest.labels) + config.outside
            curve = {name: arrays[name] for name in ("slopes", "shifts", "seen", "right")}
            calibration = Calibration(**curve, multilabel=config.multilabel)
            for name in ("bias", "slopes", "shifts"):
                if arrays[name].shape != (columns,):
                    raise ValueError(f"{name} has shape {arrays[name].shape} for {columns} labels")  # noqa: TRY301 - one way out for all that does not fit
        except (KeyError, ValueError, msgspec.ValidationError) as error:
            raise BundleError(f"{bundle.path} does not fit the classification task: {error}; rebuild it") from error
        model.warm_up()
        return cls(model, manifest.labels, calibration, thresholds, config)

    def predict(
        self, documents: Sequence[Document], options: ClassificationOptions | None = None
    ) -> list[ClassificationResult]:
        """Say what kind each document is; see `Task.predict`."""
        limit = options.max_candidates if options is not None else None
        return [self._predict_one(document, limit) for document in documents]

    def _predict_one(self, document: Document, limit: int | None) -> ClassificationResult:
        reading = self._model.read(document)
        if not len(reading.rows):
            return self._nothing_known(limit)
        chances = self._probabilities(reading)
        order = np.argsort(-chances, kind="stable")
        best = int(order[0])
        candidates = [Candidate(self._labels[i], float(chances[i])) for i in order[:limit].tolist()]
        if self._abstains(float(chances[best]), reading.familiarity):
            return ClassificationResult(
                label=UNKNOWN, confidence=1 - float(chances[best]), labels=[], candidates=candidates, evidence=[]
            )
        return ClassificationResult(
            label=self._labels[best],
            confidence=float(chances[best]),
            labels=self._holding(chances, order),
            candidates=candidates,
            evidence=self._evidence(document.text, reading, best),
        )

    def _probabilities(self, reading: Reading) -> NDArray[np.float64]:
        chances = self._calibration.probabilities(self._model.scores(reading))
        return chances[: len(self._labels)]

    def _nothing_known(self, limit: int | None) -> ClassificationResult:
        candidates = [Candidate(label, 0.0) for label in self._labels[:limit]]
        return ClassificationResult(label=UNKNOWN, confidence=1.0, labels=[], candidates=candidates, evidence=[])

    def _abstains(self, confidence: float, familiarity: float) -> bool:
        return confidence < self._thresholds.confidence or familiarity < self._thresholds.familiarity

    def _holding(self, chances: NDArray[np.float64], order: NDArray[np.intp]) -> list[str]:
        if not self._config.multilabel:
            return [self._labels[int(order[0])]]
        further = [i for i in order[1:].tolist() if chances[i] >= self._thresholds.holds]
        return [self._labels[i] for i in [int(order[0]), *further]]

    def _evidence(self, text: str, reading: Reading, label: int) -> list[Evidence]:
        weights = self._model.contributions(reading, label)
        numbers = self._model.family_of_row.take(reading.rows)
        speaks_for = weights > 0
        usable = speaks_for & self._readable.take(numbers)
        if not usable.any():  # scripts without spaces, or a model of character n-grams only
            usable = speaks_for
        strongest = _strongest(weights, usable.nonzero()[0])
        found: dict[str, Evidence] = {}
        places = _Places(text, reading.parts, self._config.features.families)
        for row, number, weight in zip(
            reading.rows.take(strongest).tolist(),
            numbers.take(strongest).tolist(),
            weights.take(strongest).tolist(),
            strict=True,
        ):
            term, spans = places.of(row, number)
            if term not in found:  # a word of the title may be evidence twice
                found[term] = Evidence(term, round(weight, 4), spans)
        return list(found.values())


def _strongest(weights: NDArray[np.float32], candidates: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the candidates of largest weight, largest first, of equals the first."""
    own = weights.take(candidates)
    if len(own) > 4 * _MAX_TERMS:  # sorting all of them costs more than finding where the largest begin
        large = own >= np.partition(own, len(own) - _MAX_TERMS)[len(own) - _MAX_TERMS]
        candidates, own = candidates[large], own[large]
    return candidates.take(np.argsort(-own, kind="stable")[:_MAX_TERMS])


class _Places:
    """Finds where features stand in a document."""

    def __init__(self, text: str, parts: list[Part], families: tuple[str, ...]) -> None:
        self._text = text
        self._parts = parts
        self._families = families
        self._spans: dict[int, list[Spans]] = {}

    def of(self, row: int, number: int) -> tuple[str, list[tuple[int, int]]]:
        """Find a row's feature, of the family `number`: its text as it stands first, and the spans with just that."""
        if number not in self._spans:
            self._spans[number] = [spans_of(part.document, self._families[number]) for part in self._parts]
        text, found = self._text, []
        for part, (starts, ends) in zip(self._parts, self._spans[number], strict=True):
            here = (part.rows_of(number) == row).nonzero()[0][:_MAX_SPANS].tolist()
            found += [(part.offset + starts.item(i), part.offset + ends.item(i)) for i in here]
        term = text[slice(*found[0])]
        return term, [span for span in found if text[slice(*span)] == term][:_MAX_SPANS]
