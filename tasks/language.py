"""Which language a document is written in, how sure that is, and which of its parts are in another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.errors import BundleError
from tasks.language_ngrams import Vocabulary, letters, ngram_codes
from tasks.language_sample import sample
from tasks.task import Task, TaskOptions, TaskResult

UNDETERMINED = "und"  # BCP 47 (RFC 5646, 4.1): the language is not known
_CHUNK_CHARS = 16_384  # sampled characters that are scored at once: bounds the memory of a batch
_MAX_CANDIDATES = 5
_MIN_CANDIDATE = 0.005

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
    """Naive Bayes over the n-grams of letters, refined and calibrated; see `tasks.training.language`."""

    name: ClassVar[str] = "language"
    Options: ClassVar[type[TaskOptions]] = LanguageOptions
    Result: ClassVar[type[TaskResult]] = LanguageResult

    def __init__(self, labels: Sequence[str], arrays: dict[str, NDArray[Any]], thresholds: dict[str, Any]) -> None:
        self.labels = tuple(labels)
        self._vocabulary = Vocabulary(arrays["keys"], arrays["rows"])
        self._weights = arrays["weights"]
        self._thresholds = thresholds

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
        if not {"keys", "rows", "weights"} <= arrays.keys() or arrays["weights"].shape[1] != len(labels):
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
        samples = [sample(document.text) for document in documents]
        results: list[LanguageResult] = []
        first = 0
        while first < len(samples):
            last, chars = first + 1, len(samples[first])
            while last < len(samples) and chars + len(samples[last]) <= _CHUNK_CHARS:
                chars += len(samples[last])
                last += 1
            results += self._chunk(documents[first:last], samples[first:last], options)
            first = last
        return results

    def _chunk(
        self, documents: Sequence[Document], samples: Sequence[str], options: LanguageOptions
    ) -> list[LanguageResult]:
        found = letters(samples)
        rows = self._vocabulary.rows(ngram_codes(found.chars))
        scores = np.add.reduceat(self._weights[rows.ravel()], found.starts * rows.shape[1], axis=0, dtype=np.int32)
        counts = np.diff(found.starts, append=len(found.chars))
        return [
            self._result(document, score, int(count), options)
            for document, score, count in zip(documents, scores, counts, strict=True)
        ]

    def _result(self, document: Document, score: NDArray[np.int32], count: int, options: LanguageOptions) -> Any:
        best = int(score.argmax())
        if count < 2 or score[best] < self._thresholds["min_score"] * count:
            return LanguageResult(language=UNDETERMINED, confidence=1.0, candidates=[], segments=[])
        logits = score * (self._thresholds["slope"] / count ** self._thresholds["power"])
        probabilities = np.exp(logits - logits.max())
        probabilities /= probabilities.sum()
        order = np.argsort(-probabilities, kind="stable")[:_MAX_CANDIDATES]
        candidates = [
            LanguageCandidate(self.labels[index], round(float(probabilities[index]), 4))
            for index in order
            if probabilities[index] >= _MIN_CANDIDATE
        ]
        segments = [LanguageSegment(0, len(document), self.labels[best])]
        return LanguageResult(
            language=self.labels[best],
            confidence=candidates[0].confidence,
            candidates=candidates,
            segments=segments,
        )
