"""The keywords task: ranked phrases that a person would have chosen, with score, count and spans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.errors import BundleError
from tasks.keywords.candidates import Candidates, find_candidates
from tasks.keywords.features import FEATURES, Knowledge, features
from tasks.keywords.lexicon import Lexicon
from tasks.keywords.ranker import Ranker
from tasks.keywords.statistics import HashedTable
from tasks.keywords.stopwords import StopWords
from tasks.keywords.terms import Terms, find_terms
from tasks.task import Task, TaskOptions, TaskResult


class Keyword(msgspec.Struct, frozen=True):
    """A phrase as the document spells it, how good a keyword it is, and every place where it or a twin stands."""

    text: str
    score: float
    count: int
    spans: list[tuple[int, int]]


class KeywordsOptions(TaskOptions, frozen=True):
    """How many keywords to return at most."""

    max: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20


class KeywordsResult(TaskResult, kw_only=True):
    """The keywords of a document, best first."""

    keywords: list[Keyword] = []


class Keywords(Task):
    """Finds the phrases that a person would file a document under."""

    name: ClassVar[str] = "keywords"
    Options: ClassVar[type[TaskOptions]] = KeywordsOptions
    Result: ClassVar[type[TaskResult]] = KeywordsResult

    def __init__(self, stop_words: StopWords, knowledge: Knowledge, ranker: Ranker) -> None:
        self.stop_words = stop_words
        self.knowledge = knowledge
        self.ranker = ranker

    @classmethod
    def load(cls, bundle: Bundle) -> Self:
        """Make the task from a verified bundle."""
        config, arrays = bundle.manifest.config, bundle.arrays()
        if config.get("features") != list(FEATURES):
            raise BundleError(f"{bundle.path} was made for other features than this doctag computes; rebuild it")
        stop_words = StopWords(arrays["stop_codes"], arrays["stop_weights"], config["languages"])
        knowledge = Knowledge(HashedTable(arrays["commonness"]), Lexicon(arrays["lexicon"]))
        ranker = {key.removeprefix("ranker_"): value for key, value in arrays.items() if key.startswith("ranker_")}
        return cls(stop_words, knowledge, Ranker(ranker))

    def predict(self, documents: Sequence[Document], options: KeywordsOptions | None = None) -> list[KeywordsResult]:
        """Find the keywords of documents."""
        limit = (options or KeywordsOptions()).max
        return [KeywordsResult(keywords=self._keywords(document, limit)) for document in documents]

    def _keywords(self, document: Document, limit: int) -> list[Keyword]:
        terms = find_terms(document, self.stop_words)
        candidates = find_candidates(terms)
        if not len(candidates):
            return []
        lexical = self.knowledge.lexicon(terms, candidates)
        scores = self.ranker(features(terms, candidates, self.knowledge, lexical))
        best = np.lexsort((candidates.firsts, -scores))[:limit]
        return [_keyword(terms, candidates, int(index), float(scores[index])) for index in best]


def _keyword(terms: Terms, candidates: Candidates, index: int, score: float) -> Keyword:
    places = _places(candidates, index)
    starts, ends = terms.starts[places], terms.ends[places + candidates.terms[index] - 1]
    text = terms.document.text
    spellings = [" ".join(text[s:e].split()) for s, e in zip(starts.tolist(), ends.tolist(), strict=True)]
    best = max(dict.fromkeys(spellings), key=spellings.count)
    return Keyword(best, round(score, 4), len(places), list(zip(starts.tolist(), ends.tolist(), strict=True)))


def _places(candidates: Candidates, index: int) -> NDArray[np.int64]:
    offset = candidates.offsets[index]
    return candidates.places[offset : offset + candidates.counts[index]]
