"""The keywords task: ranked phrases that a person would have chosen, with score, count and spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Self

import msgspec
from numpy.typing import NDArray

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.errors import BundleError
from tasks.keywords.candidates import find_candidates
from tasks.keywords.features import FEATURES, Knowledge, features
from tasks.keywords.lexicon import Lexicon
from tasks.keywords.ranker import Ranker
from tasks.keywords.reading import MAX_WHOLE_CHARS, find_everywhere, sampled
from tasks.keywords.selection import select, spans_of, spelling
from tasks.keywords.statistics import HashedTable
from tasks.keywords.stopwords import StopWords
from tasks.keywords.terms import find_terms
from tasks.task import Task, TaskOptions, TaskResult, overlaps

MAX_SPANS = 1000  # of a keyword that stands more often the first ones are given


class Keyword(msgspec.Struct, frozen=True):
    """A phrase as the document spells it most often, and how good a keyword it is.

    Attributes
    ----------
    text : str
    score : float
        From 0 to 1, higher is better; comparable within a document.
    count : int
        How often the phrase or an inflected twin of it stands in the document.
    spans : list of (int, int)
        Where, half-open in code points; the first `MAX_SPANS` of them.
    """

    text: str
    score: float
    count: int
    spans: list[tuple[int, int]]


class KeywordsOptions(TaskOptions, frozen=True):
    """How many keywords to return at most."""

    max: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20


class KeywordsResult(TaskResult, kw_only=True):
    """The keywords of a document, best first."""

    keywords: list[Keyword] = msgspec.field(default_factory=list)

    def without(self, spans: Sequence[tuple[int, int]]) -> Self:
        """Return the keywords that share no place with `spans`."""
        kept = [keyword for keyword in self.keywords if not overlaps(keyword.spans, spans)]
        return self if len(kept) == len(self.keywords) else msgspec.structs.replace(self, keywords=kept)


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
        lexicon = Lexicon(arrays_of(arrays, "lexicon"), config["lexicon_languages"])
        knowledge = Knowledge(HashedTable(arrays["commonness"]), lexicon)
        return cls(stop_words, knowledge, Ranker(arrays_of(arrays, "ranker")))

    def predict(self, documents: Sequence[Document], options: KeywordsOptions | None = None) -> list[KeywordsResult]:
        """Find the keywords of documents."""
        limit = (options or KeywordsOptions()).max
        return [KeywordsResult(keywords=self._keywords(document, limit)) for document in documents]

    def _keywords(self, document: Document, limit: int) -> list[Keyword]:
        is_long = len(document) > MAX_WHOLE_CHARS
        terms = find_terms(Document(sampled(document.text)) if is_long else document, self.stop_words)
        candidates = find_candidates(terms)
        if not len(candidates):
            return []
        lexical = self.knowledge.lexicon(terms, candidates)
        scores = self.ranker(features(terms, candidates, self.knowledge, lexical))
        best = select(candidates, scores, limit)
        phrases = {(int(candidates.codes[i]), int(candidates.terms[i])): place for place, i in enumerate(best)}
        if is_long:
            counts, spans = find_everywhere(document.text, phrases, self.stop_words, terms.language, MAX_SPANS)
        else:
            counts, spans = candidates.counts[best], [spans_of(terms, candidates, index)[:MAX_SPANS] for index in best]
        return [
            Keyword(spelling(document.text, spans[place]), round(float(scores[i]), 4), int(counts[place]), spans[place])
            for place, i in enumerate(best)
            if spans[place]
        ]


def arrays_of(arrays: Mapping[str, NDArray[Any]], part: str) -> dict[str, NDArray[Any]]:
    """Return the arrays of one part of the task (``lexicon``, ``ranker``) by their names without the part's."""
    prefix = f"{part}_"
    return {name.removeprefix(prefix): values for name, values in arrays.items() if name.startswith(prefix)}
