"""Which language a document is written in, how sure that is, and which of its parts are in another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.errors import BundleError
from tasks.language.sample import Sample, sample
from tasks.language.scores import N_FEATURES, Model, Scores
from tasks.language.segments import SUSPECT_NATS, boundary, segment
from tasks.task import Task, TaskOptions, TaskResult

UNDETERMINED = "und"  # BCP 47 (RFC 5646, 4.1): the language is not known
_CHUNK_CHARS = 16_384  # sampled characters that are scored at once: bounds the memory of a batch
_MAX_CANDIDATES = 5
_MIN_CANDIDATE = 0.005

_HINT_NATS = 3.0  # a hint makes a language twenty times as likely
# A few letters among numbers and codes are a unit or part of a code, whatever language has such a word.
_FEW_LETTERS, _SPARSE, _SPARSE_MARGIN = 32, 0.25, -1.0
_PART_KNOT = 3  # a part of a text must fit as well as a text of that knot's length
_MACRO = {"no": ("nb", "nn"), "nor": ("nb", "nn")}  # macrolanguage and its members (ISO 639-3)
_ARRAYS = {"key_steps", "rows", "weights", "columns", "fit_weights", "fit_bias"}

Tag = Annotated[str, msgspec.Meta(pattern="^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", max_length=35)]


class LanguageOptions(TaskOptions, frozen=True):
    """Options of the language task.

    Attributes
    ----------
    hint : str or list of str, optional
        BCP 47 tags of languages to raise; ``no`` means both ``nb`` and ``nn``, and the region of ``en-GB`` is passed
        over. A tag of a language that is not served raises nothing.
    short : bool
        Ask for a guess whatever the doubt.
    """

    hint: Tag | Annotated[list[Tag], msgspec.Meta(max_length=100)] | None = None
    short: bool = False


class LanguageCandidate(msgspec.Struct, frozen=True):
    """A language that a text may be in, and the probability of it."""

    language: str
    confidence: float


class LanguageSegment(msgspec.Struct, frozen=True):
    """A part of a text in one language: half-open, in code points."""

    start: int
    end: int
    language: str


class LanguageResult(TaskResult, kw_only=True):
    """The language of a document, the runners-up, and its parts by language."""

    language: str
    confidence: float
    candidates: list[LanguageCandidate]
    segments: list[LanguageSegment]

    def headline(self) -> str:
        """Return the language."""
        return self.language


class Language(Task):
    """Naive Bayes over the n-grams of letters, calibrated, with a test of fit; see `tasks.training.language`.

    Parameters
    ----------
    labels : sequence of str
        BCP 47 tags.
    arrays : dict of str to ndarray
        Those of `Model`, and ``fit_weights``, shape (27,), and ``fit_bias``, shape (n_labels,).
    thresholds : dict
        ``step_nats``, ``slope`` and ``power`` of the calibration, ``fit_letters`` and ``fit_thresholds``: the least
        fit by number of letters.
    """

    name: ClassVar[str] = "language"
    Options: ClassVar[type[TaskOptions]] = LanguageOptions
    Result: ClassVar[type[TaskResult]] = LanguageResult

    def __init__(self, labels: Sequence[str], arrays: dict[str, NDArray[Any]], thresholds: dict[str, Any]) -> None:
        self.labels = tuple(labels)
        self.model = Model(arrays)
        self._fit_weights = arrays["fit_weights"]
        self._fit_bias = arrays["fit_bias"]
        self._slope = thresholds["slope"] * thresholds["step_nats"]
        self._power = thresholds["power"]
        self._fit_letters = thresholds["fit_letters"]
        self._least_fit = thresholds["fit_thresholds"]
        self._part_fit = self._least_fit[_PART_KNOT]

    @classmethod
    def load(cls, bundle: Bundle) -> Self:
        """Make the task from a verified bundle.

        Raises
        ------
        BundleError
            When the bundle's content does not fit this task.
        """
        arrays = bundle.arrays()
        labels = bundle.manifest.labels
        if not arrays.keys() >= _ARRAYS or not _shapes_fit(arrays, len(labels)):
            raise BundleError(f"{bundle.path}: weights do not fit the language task; run `make bundles`")
        return cls(labels, arrays, bundle.manifest.thresholds)

    def predict(self, documents: Sequence[Document], options: Any = None) -> list[LanguageResult]:
        """Name the language of each document.

        Parameters
        ----------
        documents : sequence of Document
        options : LanguageOptions, optional

        Returns
        -------
        list of LanguageResult
        """
        options = options or LanguageOptions()
        hint = self._hint(options.hint)
        results: list[LanguageResult] = []
        for texts, samples in _chunks(documents):
            results += self._chunk(texts, samples, hint, short=options.short)
        return results

    def _hint(self, hint: str | list[str] | None) -> NDArray[np.float64] | float:
        tags = [hint] if isinstance(hint, str) else hint or []
        primary = [tag.split("-")[0].lower() for tag in tags]
        named = {member for tag in primary for member in _MACRO.get(tag, (tag,))}
        if not named:
            return 0.0
        raised: NDArray[np.float64] = _HINT_NATS * np.isin(self.labels, sorted(named)).astype(np.float64)
        return raised

    def logits(self, sums: NDArray[np.float32], n_letters: NDArray[np.int64]) -> NDArray[np.float64]:
        """Turn summed weights into calibrated logits, shape (n, n_labels).

        Neighbouring n-grams overlap, so that evidence grows slower than the text: the temperature is a power of
        the length, fitted on held-out texts.
        """
        temperature = self._slope / np.maximum(n_letters, 2) ** self._power
        logits: NDArray[np.float64] = self.model.by_label(sums) * temperature[:, None]
        return logits

    def fit(self, features: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return log-odds that spans are in the language they are taken for, rather than in none that is known."""
        fits: NDArray[np.float64] = (features * self._fit_weights).sum(1) + self._fit_bias[labels]
        return fits

    def _chunk(
        self, texts: Sequence[str], samples: Sequence[Sample], hint: NDArray[np.float64] | float, *, short: bool
    ) -> list[LanguageResult]:
        scores = self.model.score([sampled.text for sampled in samples])
        first = scores.first_windows[:-1]
        whole = self._judge(scores, scores.first_windows, hint)
        sparse = (whole.n_letters < _FEW_LETTERS) & (whole.n_letters < _SPARSE * scores.n_chars)
        whole.margins[sparse] = np.minimum(whole.margins[sparse], _SPARSE_MARGIN)
        several = self._several(scores, whole.labels, hint) if len(first) < len(scores.windows) else {}
        results = []
        for index, text in enumerate(texts):
            if index in several:
                parts = self._judge(scores, several[index], hint, strict=True)
                place = _Place(self.model, text, samples[index], scores, index, several[index])
                results.append(self._mixed(parts, place, short=short))
            else:
                results.append(self._single(whole, index, len(text), short=short))
        return results

    def _judge(
        self, scores: Scores, windows: NDArray[np.int64], hint: NDArray[np.float64] | float, *, strict: bool = False
    ) -> _Judgement:
        """Judge runs of windows, given by the first of each and the end of the last.

        A part of a text must fit better than a short text does, when `strict`: it was chosen among many.
        """
        sums = scores.windows[windows[0] : windows[-1]]
        if len(sums) > len(windows) - 1:
            sums = np.add.reduceat(sums, windows[:-1] - windows[0], axis=0)
        edges = scores.edges[windows]
        n_letters = edges[1:] - edges[:-1]
        probabilities = softmax(self.logits(sums, n_letters) + hint)
        labels = probabilities.argmax(1)
        columns = self.model.column_of(sums, labels)
        features = self.model.fit_features(scores, np.column_stack((edges[:-1], edges[1:])), columns, sums)
        extent = scores.positions[edges[1:] - 1] - scores.positions[edges[:-1]] + 1
        # A long text with few letters must fit as well as a longer one: there would be a language to see.
        least = np.interp(np.sqrt(n_letters * extent), self._fit_letters, self._least_fit)
        least = np.maximum(least, self._part_fit) if strict else least
        return _Judgement(labels, columns, n_letters, probabilities, self.fit(features, labels) - least)

    def _several(
        self, scores: Scores, labels: NDArray[np.int64], hint: NDArray[np.float64] | float
    ) -> dict[int, NDArray[np.int64]]:
        """Return the windows at which the language changes, of the texts that are in several."""
        logits = self.logits(scores.windows, scores.edges[1:] - scores.edges[:-1]) + hint
        n_windows = scores.first_windows[1:] - scores.first_windows[:-1]
        own = logits[np.arange(len(logits)), np.repeat(labels, n_windows)]
        doubts = np.maximum.reduceat(logits.max(1) - own, scores.first_windows[:-1])
        found = {}
        for index in np.flatnonzero((doubts > SUSPECT_NATS) & (n_windows > 1)).tolist():
            first, last = scores.first_windows[index : index + 2].tolist()
            changes = segment(logits[first:last], int(labels[index]))
            if changes:
                found[index] = np.array([first, *(first + change for change in changes), last])
        return found

    def _single(self, whole: _Judgement, index: int, n_chars: int, *, short: bool) -> LanguageResult:
        if whole.n_letters[index] < 2:
            return LanguageResult(language=UNDETERMINED, confidence=1.0, candidates=[], segments=[])
        candidates = self._candidates(whole.probabilities[index])
        language, confidence = self.labels[whole.labels[index]], candidates[0].confidence
        if whole.margins[index] < 0 and not short:
            language, confidence = UNDETERMINED, round(_doubt(whole.margins[index]), 4)
        segments = [LanguageSegment(0, n_chars, language)]
        return LanguageResult(language=language, confidence=confidence, candidates=candidates, segments=segments)

    def _mixed(self, parts: _Judgement, place: _Place, *, short: bool) -> LanguageResult:
        shares = parts.n_letters / parts.n_letters.sum()
        probabilities = (parts.probabilities * shares[:, None]).sum(0)
        taken = (parts.margins >= 0) | short
        tags = [self.labels[label] if kept else UNDETERMINED for label, kept in zip(parts.labels, taken, strict=True)]
        language, confidence = UNDETERMINED, _doubt(parts.margins.max())
        if taken.any():
            label = int(np.bincount(parts.labels, shares * taken).argmax())
            language, confidence = self.labels[label], float(probabilities[label])
        return LanguageResult(
            language=language,
            confidence=round(confidence, 4),
            candidates=self._candidates(probabilities),
            segments=_segments(tags, place, parts.columns),
        )

    def _candidates(self, probabilities: NDArray[np.float64]) -> list[LanguageCandidate]:
        order = np.argsort(-probabilities, kind="stable")[:_MAX_CANDIDATES]
        return [
            LanguageCandidate(self.labels[index], round(float(probabilities[index]), 4))
            for index in order.tolist()
            if probabilities[index] >= _MIN_CANDIDATE
        ]


@dataclass(frozen=True)
class _Judgement:
    """What runs of windows are taken for; arrays by run.

    `margins` says by how many nats a run fits better than the least that is asked of it.
    """

    labels: NDArray[np.int64]
    columns: NDArray[np.int64]
    n_letters: NDArray[np.int64]
    probabilities: NDArray[np.float64]
    margins: NDArray[np.float64]


@dataclass(frozen=True)
class _Place:
    """Where the parts of one text stand in it."""

    model: Model
    text: str
    sampled: Sample
    scores: Scores
    index: int
    windows: NDArray[np.int64]

    def offset(self, window: int) -> int:
        """Return where a window begins in the whole text."""
        if window >= self.windows[-1]:
            return len(self.text)
        position = self.scores.positions[self.scores.edges[window]] - self.scores.origins[self.index]
        return self.sampled.offset(max(int(position), 0))

    def change(self, part: int, columns: NDArray[np.int64]) -> int:
        """Return where the language changes after a part."""
        window = int(self.windows[part + 1])
        start, end = self.offset(window - 1), self.offset(window + 1)
        return boundary(self.model, self.text, start, end, int(columns[part]), int(columns[part + 1]))


def _segments(tags: Sequence[str], place: _Place, columns: NDArray[np.int64]) -> list[LanguageSegment]:
    segments: list[LanguageSegment] = []
    start = 0
    for part, tag in enumerate(tags):
        is_last = part == len(tags) - 1
        if not is_last and tags[part + 1] == tag:
            continue
        end = len(place.text) if is_last else max(place.change(part, columns), start)
        if end > start:
            segments.append(LanguageSegment(start, end, tag))
        start = end
    return segments


def _doubt(margin: float) -> float:
    """Return the probability that goes with negative log-odds, without overflow."""
    return 0.5 - 0.5 * math.tanh(float(margin) / 2)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities of logits, by row."""
    raised: NDArray[np.float64] = np.exp(logits - logits.max(1, keepdims=True))
    raised /= raised.sum(1, keepdims=True)
    return raised


def _chunks(documents: Sequence[Document]) -> Iterator[tuple[list[str], list[Sample]]]:
    """Cut a batch into runs of bounded size."""
    texts: list[str] = []
    samples: list[Sample] = []
    n_chars = 0
    for document in documents:
        sampled = sample(document.text)
        if texts and n_chars + len(sampled.text) > _CHUNK_CHARS:
            yield texts, samples
            texts, samples, n_chars = [], [], 0
        texts.append(document.text)
        samples.append(sampled)
        n_chars += len(sampled.text)
    if texts:
        yield texts, samples


def _shapes_fit(arrays: dict[str, NDArray[Any]], n_labels: int) -> bool:
    n_columns = arrays["weights"].shape[1]
    columns = arrays["columns"]
    return bool(
        columns.shape == (n_columns,)
        and np.array_equal(np.unique(columns), np.arange(n_labels))
        and arrays["key_steps"].shape == arrays["rows"].shape
        and (not arrays["rows"].size or arrays["rows"].max() < len(arrays["weights"]))
        and arrays["fit_weights"].shape == (N_FEATURES,)
        and arrays["fit_bias"].shape == (n_labels,)
    )
