"""Which language a document is written in, how sure that is, and which of its parts are in another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.errors import BundleError
from tasks.language_sample import Sample, sample
from tasks.language_scores import N_FEATURES, Model, Scores
from tasks.language_segments import boundary, segment
from tasks.task import Task, TaskOptions, TaskResult

UNDETERMINED = "und"  # BCP 47 (RFC 5646, 4.1): the language is not known
_CHUNK_CHARS = 16_384  # sampled characters that are scored at once: bounds the memory of a batch
_MAX_CANDIDATES = 5
_MIN_CANDIDATE = 0.005

_HINT_NATS = 3.0  # a hint makes a language twenty times as likely
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


class LanguageTask(Task):
    """Naive Bayes over the n-grams of letters, calibrated, with a test of fit; see `tasks.training.language`.

    Parameters
    ----------
    labels : sequence of str
        BCP 47 tags.
    arrays : dict of str to ndarray
        Those of `Model`, and ``fit_weights``, shape (23,), and ``fit_bias``, shape (n_labels,).
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
        self._thresholds = thresholds
        self._slope = thresholds["slope"] * thresholds["step_nats"]

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
        return _HINT_NATS * np.isin(self.labels, sorted(named)) if named else 0.0

    def logits(self, sums: NDArray[np.float32], n_letters: NDArray[np.int64]) -> NDArray[np.float64]:
        """Turn summed weights into calibrated logits, shape (n, n_labels).

        Neighbouring n-grams overlap, so that evidence grows slower than the text: the temperature is a power of
        the length, fitted on held-out texts.
        """
        temperature = self._slope / np.maximum(n_letters, 2) ** self._thresholds["power"]
        return self.model.by_label(sums) * temperature[:, None]

    def fit(self, features: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return log-odds that spans are in the language they are taken for, rather than in none that is known."""
        return (features * self._fit_weights).sum(1) + self._fit_bias[labels]

    def _chunk(
        self, texts: Sequence[str], samples: Sequence[Sample], hint: NDArray[np.float64] | float, *, short: bool
    ) -> list[LanguageResult]:
        scores = self.model.score([sampled.text for sampled in samples])
        parts = self._parts(scores, hint)
        spans = np.array([(scores.edges[part.first], scores.edges[part.last]) for part in parts])
        sums = np.stack([part.sums for part in parts])
        columns = np.array([part.column for part in parts])
        fits = self.fit(self.model.fit_features(scores, spans, columns, sums), self.model.columns[columns])
        n_letters = spans[:, 1] - spans[:, 0]
        margins = fits - self._least_fit(n_letters, np.array([part.is_whole for part in parts]))
        probabilities = softmax(self.logits(sums, n_letters) + hint)
        results, first = [], 0
        for index, (text, sampled) in enumerate(zip(texts, samples, strict=True)):
            last = first + 1
            while last < len(parts) and parts[last].text == index:
                last += 1
            span = slice(first, last)
            found = _Found(text, sampled, scores, parts[span], n_letters[span], margins[span], probabilities[span])
            results.append(self._result(found, short=short))
            first = last
        return results

    def _parts(self, scores: Scores, hint: NDArray[np.float64] | float) -> list[Part]:
        log_probabilities = None
        if len(scores.windows) >= len(scores.first_windows):  # some text has several windows
            logits = self.logits(scores.windows, np.diff(scores.edges)) + hint
            log_probabilities = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
        parts: list[Part] = []
        for index, (first, last) in enumerate(pairwise(scores.first_windows.tolist())):
            sums = scores.windows[first:last].sum(0)
            # The temperature of the text is one factor for all languages: the order is that of the sums and hints.
            n_letters = scores.edges[[last]] - scores.edges[first]
            best = int((self.logits(sums[None], n_letters)[0] + hint).argmax())
            runs = [(0, last - first, best)]
            if last - first > 1 and log_probabilities is not None:
                runs = segment(log_probabilities[first:last], best)
            for start, end, label in runs:
                own = sums if len(runs) == 1 else scores.windows[first + start : first + end].sum(0)
                column = int(np.where(self.model.columns == label, own, -1).argmax())
                parts.append(Part(index, first + start, first + end, label, column, own, len(runs) == 1))
        return parts

    def _least_fit(self, n_letters: NDArray[np.int64], is_whole: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the least fit by length; a part of a text must fit as well as a long text."""
        least = np.interp(n_letters, self._thresholds["fit_letters"], self._thresholds["fit_thresholds"])
        return np.where(is_whole, least, self._thresholds["fit_thresholds"][-1])

    def _result(self, found: _Found, *, short: bool) -> LanguageResult:
        if not found.n_letters.sum() > 1 + len(found.parts) - 1:
            return LanguageResult(language=UNDETERMINED, confidence=1.0, candidates=[], segments=[])
        accepted = (found.margins >= 0) | short
        shares = found.n_letters / found.n_letters.sum()
        probabilities = (found.probabilities * shares[:, None]).sum(0)
        weight = np.zeros(len(self.labels))
        for part, share, taken in zip(found.parts, shares, accepted, strict=True):
            weight[part.label] += share * taken
        candidates = self._candidates(probabilities)
        tags = [self.labels[p.label] if taken else UNDETERMINED for p, taken in zip(found.parts, accepted, strict=True)]
        language, confidence = UNDETERMINED, float(1 / (1 + np.exp(found.margins.max())))
        if accepted.any():
            best = int(weight.argmax())
            language, confidence = self.labels[best], float(probabilities[best])
        return LanguageResult(
            language=language,
            confidence=round(confidence, 4),
            candidates=candidates,
            segments=self._segments(found, tags),
        )

    def _candidates(self, probabilities: NDArray[np.float64]) -> list[LanguageCandidate]:
        order = np.argsort(-probabilities, kind="stable")[:_MAX_CANDIDATES]
        return [
            LanguageCandidate(self.labels[index], round(float(probabilities[index]), 4))
            for index in order.tolist()
            if probabilities[index] >= _MIN_CANDIDATE
        ]

    def _segments(self, found: _Found, tags: Sequence[str]) -> list[LanguageSegment]:
        segments: list[LanguageSegment] = []
        start = 0
        for index, tag in enumerate(tags):
            is_last = index == len(tags) - 1
            if not is_last and tags[index + 1] == tag:
                continue
            end = len(found.text) if is_last else self._boundary(found, index)
            segments.append(LanguageSegment(start, max(end, start), tag))
            start = max(end, start)
        return [one for one in segments if one.end > one.start]

    def _boundary(self, found: _Found, index: int) -> int:
        before, after = found.parts[index], found.parts[index + 1]
        start = found.offset(before.last - 1)
        end = found.offset(after.first + 1) if after.first + 1 < after.last or index + 2 < len(found.parts) else None
        return boundary(
            self.model, found.text, start, len(found.text) if end is None else end, before.column, after.column
        )


@dataclass(frozen=True)
class Part:
    """A run of windows of one text taken for one language."""

    text: int
    first: int
    last: int
    label: int
    column: int
    sums: NDArray[np.float32]
    is_whole: bool


@dataclass(frozen=True)
class _Found:
    """What is known of one text when its result is put together; arrays by part."""

    text: str
    sampled: Sample
    scores: Scores
    parts: Sequence[Part]
    n_letters: NDArray[np.int64]
    margins: NDArray[np.float64]
    probabilities: NDArray[np.float64]

    def offset(self, window: int) -> int:
        """Return where a window begins in the whole text."""
        position = self.scores.positions[self.scores.edges[window]] - self.scores.origins[self.parts[0].text]
        return self.sampled.offset(max(int(position), 0))


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities of logits, by row."""
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)


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
