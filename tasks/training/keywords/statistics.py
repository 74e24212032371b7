"""Corpus statistics for keywords: stop words by language, and how common words and phrases are."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import spacy.lang
from numpy.typing import NDArray

from tasks.document import Document
from tasks.keywords.candidates import find_candidates
from tasks.keywords.statistics import HashedTable
from tasks.keywords.stopwords import StopWords
from tasks.keywords.terms import find_terms

PASSAGE_WORDS = 150
_MIN_SHARE = 0.03  # of a language's sentences, for a word to be a stop word where spaCy lists none
_MIN_PASSAGES = 2
_PRIOR_PASSAGES = 20  # passages without any phrase that are added, so that two of fifty are not 4 %

# Listed by spaCy as English stop words, and heads or parts of technical phrases ("bottom hole", "top drive").
_NO_STOPS = {"en": "bottom top side full back front part name call move serious empty show made"}
_MORE_STOPS = {
    "en": "etc eg ie e.g i.e et al don't doesn't isn't aren't can't it's that's didn't won't let wasn't couldn't",
    "": "page figure fig table http https www com org doi vol no nr pp tel fax e-mail "
    "m mm cm km kg mt ft bbl bbls psi ppg ppf bar bars rpm spm lpm gpm m3 sg deg degc hr hrs min mins sec "
    "jan feb mar apr may jun jul aug sep oct nov dec january february march april june july august september "
    "october november december monday tuesday wednesday thursday friday saturday sunday am pm",
}
_SAME_LISTS = {"nn": "nb", "bs": "hr"}


def spacy_stop_words() -> dict[str, set[str]]:
    """Return spaCy's stop words by language (MIT licence), Norwegian Nynorsk and Bosnian with their neighbours'."""
    words: dict[str, set[str]] = {}
    for module in pkgutil.iter_modules(spacy.lang.__path__):
        try:
            found = importlib.import_module(f"spacy.lang.{module.name}.stop_words")
        except ModuleNotFoundError:
            continue
        words[module.name] = {part for word in found.STOP_WORDS for part in _parts(word)}
    words.update({code: set(words[other]) for code, other in _SAME_LISTS.items()})
    words["en"] -= set(_NO_STOPS["en"].split())
    for code, more in _MORE_STOPS.items():
        words[code] = words.get(code, set()) | set(more.split())
    return words


def _parts(word: str) -> list[str]:
    return [word.lower(), *re.findall(r"\w+", word.lower())]


def word_code(word: str) -> int:
    """Return the code that `Document.span_codes` gives a word."""
    document = Document(word)
    return int(document.span_codes(np.zeros(1, np.int64), np.full(1, len(word)))[0])


def build_stop_words(sentences: Mapping[str, Sequence[str]]) -> StopWords:
    """Weigh the stop words of every language by how often its sentences hold them.

    Parameters
    ----------
    sentences : mapping of str to sequence of str
        Sentences by language; a language that spaCy lists no stop words for gets its most frequent words.

    Returns
    -------
    StopWords
    """
    listed = spacy_stop_words()
    shares = {language: _shares(texts) for language, texts in sentences.items()}
    for language, share in shares.items():
        frequent = {word for word, value in share.items() if value >= _MIN_SHARE and not word.isdigit()}
        listed[language] = listed.get(language) or frequent
    languages = sorted(listed)
    codes = {word: word_code(word) for words in listed.values() for word in words}
    rows = {code: row for row, code in enumerate(sorted(set(codes.values())))}
    weights = np.zeros((len(rows), len(languages)), np.uint8)
    for column, language in enumerate(languages):
        for word in listed[language]:
            share_of_word = shares.get(language, {}).get(word, 0.0)
            weights[rows[codes[word]], column] = min(1 + round(12 * np.log2(1 + 200 * share_of_word)), 255)
    return StopWords(np.array(sorted(rows), np.uint64), weights, languages)


def _shares(texts: Sequence[str]) -> dict[str, float]:
    held = Counter(word for text in texts for word in set(re.findall(r"\w+", text.lower())))
    return {word: times / len(texts) for word, times in held.items()}


def passages(texts: Iterable[str]) -> Iterable[str]:
    """Cut texts into passages of about `PASSAGE_WORDS` words, joining short ones, so that shares compare."""
    waiting: list[str] = []
    held = 0
    for text in texts:
        words = list(re.finditer(r"\S+", text))
        for begin in range(0, len(words), PASSAGE_WORDS):
            part = words[begin : begin + PASSAGE_WORDS]
            waiting.append(text[part[0].start() : part[-1].end()])
            held += len(part)
            if held >= PASSAGE_WORDS * 2 // 3:
                yield "\n\n".join(waiting)
                waiting, held = [], 0
    if waiting:
        yield "\n\n".join(waiting)


def build_commonness(sources: Mapping[str, Sequence[str]], stop_words: StopWords, bits: int) -> HashedTable:
    """Count in how many passages of each source a phrase stands; the greatest share of the sources counts.

    Parameters
    ----------
    sources : mapping of str to sequence of str
        Texts by source (a collection, a language).
    stop_words : StopWords
    bits : int
        Logarithm of the table's size.

    Returns
    -------
    HashedTable
    """
    share: dict[int, float] = defaultdict(float)
    for texts in sources.values():
        counts, total = passage_counts(texts, stop_words)
        for code, held in counts.items():
            if held >= _MIN_PASSAGES:
                share[code] = max(share[code], (held - 1) / (total + _PRIOR_PASSAGES))
    codes = np.fromiter(share, np.uint64, len(share))
    values = commonness(np.fromiter(share.values(), np.float64, len(share)))
    return HashedTable.build(codes[values > 0], values[values > 0], bits)


def commonness(share: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Scale a share of passages to 0 (one in 10,000 or fewer) … 255 (all), by its logarithm."""
    scaled = 255 * np.log2(1 + 10_000 * share) / np.log2(10_001)
    values: NDArray[np.uint8] = np.clip(np.round(scaled), 0, 255).astype(np.uint8)
    return values


def passage_counts(texts: Iterable[str], stop_words: StopWords) -> tuple[Counter[int], int]:
    """Count the passages that hold each phrase, and all passages."""
    counts: Counter[int] = Counter()
    total = 0
    for passage in passages(texts):
        counts.update(find_candidates(find_terms(Document(passage), stop_words)).codes.tolist())
        total += 1
    return counts, total
