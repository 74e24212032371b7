"""Which language a document is written in, how sure that is, and which of its parts are in another."""

from __future__ import annotations

import math
from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from operator import mul
from typing import Annotated, Any, ClassVar, NamedTuple, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.errors import BundleError
from tasks.language.ngrams import Vocabulary
from tasks.language.sample import Sample, is_sparse, sample
from tasks.language.scores import N_FEATURES, Model, Scores
from tasks.language.segments import SUSPECT_NATS, SWITCH_NATS, boundary, segment
from tasks.task import Task, TaskOptions, TaskResult

UNDETERMINED = "und"  # BCP 47 (RFC 5646, 4.1): the language is not known
_MAX_CANDIDATES = 5
_MIN_CANDIDATE = 0.005

_HINT_NATS = 3.0  # a hint makes a language twenty times as likely
# A few letters among numbers and codes are a unit or part of a code, whatever language has such a word.
_FEW_LETTERS, _SPARSE, _SPARSE_MARGIN = 32, 0.25, -1.0
_PART_ODDS = 300.0  # a part must be so many times as likely in its language as in that of the whole
_PART_MARGIN = 0.5
_MACRO = {"no": ("nb", "nn"), "nor": ("nb", "nn")}  # macrolanguage and its members (ISO 639-3)
_ARRAYS = {"key_steps", "rows", "shifts", "weights", "columns", "column_nats", "fit_weights", "fit_bias"}

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


_DEFAULTS = LanguageOptions()


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
        Those of `Model`, and ``fit_weights``, shape (24,), and ``fit_bias``, shape (n_labels,).
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
        self._fit_weights: list[float] = arrays["fit_weights"].tolist()
        self._fit_bias: list[float] = arrays["fit_bias"].tolist()
        self._slope = thresholds["slope"] * thresholds["step_nats"]
        self._power = thresholds["power"]
        self._fit_letters: list[float] = thresholds["fit_letters"]
        self._least_fit: list[float] = thresholds["fit_thresholds"]

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
        options = options or _DEFAULTS
        hint = self._hint(options.hint)
        return [self._one(document.text, hint, short=options.short) for document in documents]

    def _hint(self, hint: str | list[str] | None) -> NDArray[np.float32] | None:
        if not hint:
            return None
        tags = [hint] if isinstance(hint, str) else hint
        primary = [tag.split("-")[0].lower() for tag in tags]
        named = {member for tag in primary for member in _MACRO.get(tag, (tag,))}
        if not named:
            return None
        raised: NDArray[np.float32] = np.float32(_HINT_NATS) * np.isin(self.labels, sorted(named))
        return raised

    def logits(self, sums: NDArray[np.float32], n_letters: int) -> NDArray[np.float32]:
        """Turn summed weights into calibrated logits of the columns, same shape.

        Neighbouring n-grams overlap, so that evidence grows slower than the text: the temperature is a power of
        the length, fitted on held-out texts.
        """
        logits: NDArray[np.float32] = sums * (self._slope * n_letters**-self._power)
        logits += self.model.column_nats
        return logits

    def _one(self, text: str, hint: NDArray[np.float32] | None, *, short: bool) -> LanguageResult:
        sampled = sample(text)
        scores = self.model.score(sampled.text)
        if is_sparse(sampled, len(scores.found.values)):
            sampled = sample(text, dense=True)
            scores = self.model.score(sampled.text)
        n_letters, n_windows = len(scores.found.values), len(scores.windows)
        if n_letters < 2:
            return LanguageResult(language=UNDETERMINED, confidence=1.0, candidates=[], segments=[])
        whole = self._judge(scores, 0, n_windows, hint)
        if n_letters < _FEW_LETTERS and n_letters < _SPARSE * len(sampled.text):
            whole = whole._replace(margin=min(whole.margin, _SPARSE_MARGIN))
        if n_windows > 1 and self._is_suspect(scores, whole.column):
            parts = self._parts(scores, whole, hint, short=short)
            if len(parts) > 1:
                return self._mixed(parts, _Place(self.model, text, sampled, scores))
        return self._single(whole, len(text), short=short)

    def _judge(self, scores: Scores, first: int, last: int, hint: NDArray[np.float32] | None) -> _Judgement:
        """Judge a run of windows."""
        sums = scores.windows[0] if last == 1 else np.add.reduce(scores.windows[first:last], 0)
        n_letters = scores.edges[last] - scores.edges[first]
        columns = self.logits(sums, n_letters)
        probabilities = self.model.by_label(columns)
        if hint is not None:
            probabilities += hint
        label = int(probabilities.argmax())
        probabilities -= probabilities[label]
        np.exp(probabilities, out=probabilities)
        probabilities /= np.add.reduce(probabilities)
        column = self.model.column_of(columns, label)
        start, end = scores.extent(first, last)
        features = self.model.fit_features(scores, first, last, column, sums)
        # A long text with few letters must fit as well as a longer one: there would be a language to see.
        n_chars = max(end - start, 1)
        margin = self.fit(features, label) - self._least(math.sqrt(n_letters * n_chars))
        return _Judgement(label, column, n_letters, n_chars, probabilities, margin)

    def fit(self, features: list[float], label: int) -> float:
        """Return log-odds that a span is in the language it is taken for, rather than in none that is known."""
        return sum(map(mul, self._fit_weights, features), self._fit_bias[label])

    def _least(self, size: float) -> float:
        knots, values = self._fit_letters, self._least_fit
        place = bisect(knots, size)
        if place in (0, len(knots)):
            return values[min(place, len(knots) - 1)]
        share = (size - knots[place - 1]) / (knots[place] - knots[place - 1])
        return values[place - 1] + share * (values[place] - values[place - 1])

    def _is_suspect(self, scores: Scores, column: int) -> bool:
        """Say whether windows prefer other languages clearly enough for a change to pay."""
        doubts = np.maximum.reduce(scores.windows, 1) - scores.windows[:, column]
        doubts *= self._slope * (scores.edges[1] - scores.edges[0]) ** -self._power
        return bool(np.maximum.reduce(doubts) > SUSPECT_NATS and np.add.reduce(doubts) > SWITCH_NATS)

    def _parts(
        self, scores: Scores, whole: _Judgement, hint: NDArray[np.float32] | None, *, short: bool
    ) -> list[_Part]:
        """Return the parts of a text by language; a single one where there is too little evidence of another."""
        temperatures = self._slope * np.diff(scores.edges).astype(np.float32) ** -self._power
        logits = self.model.by_label(scores.windows * temperatures[:, None] + self.model.column_nats)
        if hint is not None:
            logits += hint
        changes = [0, *segment(logits, whole.label), len(logits)]
        if len(changes) == 2:
            return []
        parts: list[_Part] = []
        for first, last in pairwise(changes):
            judged = self._judge(scores, first, last, hint)
            label, column, fits = judged.label, judged.column, short or judged.margin >= 0
            if label != whole.label and not self._is_part(judged, whole.label):
                label, column, fits = whole.label, whole.column, short or whole.margin >= 0
            if parts and parts[-1].label == label:
                parts[-1] = parts[-1].joined(last, judged, fits=fits)
            else:
                parts.append(_Part(label, column, first, last, fits, judged.n_letters, judged.probabilities))
        return parts

    def _is_part(self, judged: _Judgement, main: int) -> bool:
        """Say whether a run is clearly in another language than the text as a whole.

        It must fit better than a short text does: it was chosen among many; and be text, not a table.
        """
        if judged.n_letters < _SPARSE * judged.n_chars:
            return False
        lead = judged.probabilities[judged.label] > _PART_ODDS * judged.probabilities[main]
        return bool(lead and judged.margin >= _PART_MARGIN)

    def _single(self, whole: _Judgement, n_chars: int, *, short: bool) -> LanguageResult:
        candidates = self._candidates(whole.probabilities)
        language, confidence = self.labels[whole.label], candidates[0].confidence
        if whole.margin < 0 and not short:
            language, confidence = UNDETERMINED, round(_doubt(whole.margin), 4)
        segments = [LanguageSegment(0, n_chars, language)]
        return LanguageResult(language=language, confidence=confidence, candidates=candidates, segments=segments)

    def _mixed(self, parts: list[_Part], place: _Place) -> LanguageResult:
        total = sum(part.n_letters for part in parts)
        probabilities = np.sum([part.probabilities * (part.n_letters / total) for part in parts], 0)
        letters: dict[int, int] = defaultdict(int)
        for part in parts:
            letters[part.label] += part.n_letters if part.fits else 0
        label = max(letters, key=lambda found: letters[found])
        language = self.labels[label] if letters[label] else UNDETERMINED
        tags = [self.labels[part.label] if part.fits else UNDETERMINED for part in parts]
        return LanguageResult(
            language=language,
            confidence=round(float(probabilities[label]), 4),
            candidates=self._candidates(probabilities),
            segments=_segments(tags, place, parts),
        )

    def _candidates(self, probabilities: NDArray[np.float32]) -> list[LanguageCandidate]:
        chosen = (probabilities >= _MIN_CANDIDATE).nonzero()[0]
        found = sorted(zip(chosen.tolist(), probabilities[chosen].tolist(), strict=True), key=_by_confidence)
        return [LanguageCandidate(self.labels[label], round(p, 4)) for label, p in found[:_MAX_CANDIDATES]]


class _Judgement(NamedTuple):
    """What a run of windows is taken for; `margin` says by how many nats it fits better than is asked of it."""

    label: int
    column: int
    n_letters: int
    n_chars: int
    probabilities: NDArray[np.float32]
    margin: float


class _Part(NamedTuple):
    """A run of windows in one language."""

    label: int
    column: int
    first: int
    last: int
    fits: bool
    n_letters: int
    probabilities: NDArray[np.float32]

    def joined(self, last: int, judged: _Judgement, *, fits: bool) -> _Part:
        """Return this part and the run after it, in the same language, as one."""
        n_letters = self.n_letters + judged.n_letters
        share = self.n_letters / n_letters
        mean = self.probabilities * np.float32(share) + judged.probabilities * np.float32(1 - share)
        return self._replace(last=last, fits=self.fits or fits, n_letters=n_letters, probabilities=mean)


class _Place(NamedTuple):
    """Where the parts of one text stand in it."""

    model: Model
    text: str
    sampled: Sample
    scores: Scores

    def offset(self, window: int) -> int:
        """Return where a window begins in the whole text."""
        if window >= len(self.scores.windows):
            return len(self.text)
        return self.sampled.offset(max(int(self.scores.found.positions[self.scores.edges[window]]), 0))

    def change(self, before: _Part, after: _Part) -> int:
        """Return where the language changes between two parts."""
        start, end = self.offset(before.last - 1), self.offset(before.last + 1)
        return boundary(self.model, self.text, start, end, before.column, after.column)


def _segments(tags: Sequence[str], place: _Place, parts: list[_Part]) -> list[LanguageSegment]:
    segments: list[LanguageSegment] = []
    start = 0
    for index, tag in enumerate(tags):
        is_last = index == len(tags) - 1
        if not is_last and tags[index + 1] == tag:
            continue
        end = len(place.text) if is_last else max(place.change(parts[index], parts[index + 1]), start)
        if end > start:
            segments.append(LanguageSegment(start, end, tag))
        start = end
    return segments


def _by_confidence(candidate: tuple[int, float]) -> float:
    return -candidate[1]


def _doubt(margin: float) -> float:
    """Return the probability that goes with negative log-odds, without overflow."""
    return 0.5 - 0.5 * math.tanh(margin / 2)


def _shapes_fit(arrays: dict[str, NDArray[Any]], n_labels: int) -> bool:
    n_columns = arrays["weights"].shape[1]
    columns = arrays["columns"]
    return bool(
        columns.shape == arrays["column_nats"].shape == (n_columns,)
        and np.array_equal(columns[:n_labels], np.arange(n_labels))
        and np.isin(columns, np.arange(n_labels)).all()
        and arrays["key_steps"].shape == arrays["rows"].shape
        and arrays["shifts"].shape == (1 << Vocabulary.GROUP_BITS,)
        and (not arrays["rows"].size or arrays["rows"].max() < len(arrays["weights"]))
        and arrays["fit_weights"].shape == (N_FEATURES,)
        and arrays["fit_bias"].shape == (n_labels,)
    )
