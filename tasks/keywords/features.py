"""What a ranker looks at: numbers about every candidate of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.keywords.candidates import Candidates, phrase_codes
from tasks.keywords.lexicon import PHRASE, TOPIC, TRADE, Lexicon
from tasks.keywords.relations import greatest_across, greatest_around, greatest_inside, grid
from tasks.keywords.statistics import HashedTable
from tasks.keywords.terms import CONTENT, STOP, Terms

FEATURES = (
    "log_count",
    "term_frequency",
    "tf_idf",
    "relative_tf_idf",
    "tf_idf_rank",
    "lead_count",
    "phrase_rarity",
    "mean_rarity",
    "min_rarity",
    "max_rarity",
    "first_place",
    "log_first_place",
    "spread",
    "n_terms",
    "log_chars",
    "has_stop",
    "in_title",
    "in_heading",
    "capitalised",
    "named",
    "acronym",
    "hyphenated",
    "contained",
    "phraseness",
    "bounded_left",
    "bounded_right",
    "phrase_like",
    "phrase_like_margin",
    "phrase_like_around",
    "phrase_like_inside",
    "phrase_like_left",
    "phrase_like_right",
    "topic_like",
    "topic_like_margin",
    "topic_like_around",
    "topic_like_inside",
    "trade_like",
    "trade_like_margin",
    "doc_phrases",
    "doc_topics",
    "doc_trade",
    "doc_names",
    "doc_length",
)
# Between these shares of names a paper becomes news: nine in ten abstracts are below, half of BBC's articles above.
_SOME_NAMES, _ALL_NAMES = 0.10, 0.16
_MARGIN_RANK = 10
_GREATEST_MARGIN = 10
_LEAD_TERMS = 300  # about the length of a title, an abstract and the beginning of an introduction


@dataclass(frozen=True)
class Knowledge:
    """What the bundle knows of words and phrases, by their codes.

    Attributes
    ----------
    commonness : HashedTable
        Share of passages that hold a phrase, on a logarithmic scale from 0 to 255.
    lexicon : Lexicon
    """

    commonness: HashedTable
    lexicon: Lexicon

    def rarity(self, codes: NDArray[np.uint64]) -> NDArray[np.float32]:
        """Return the inverse document frequency of phrases, 0 (everywhere) to 1 (never seen)."""
        return np.float32(1) - self.commonness(codes).astype(np.float32) / np.float32(255)


def features(
    terms: Terms, candidates: Candidates, knowledge: Knowledge, lexical: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Describe every candidate.

    Parameters
    ----------
    terms : Terms
    candidates : Candidates
    knowledge : Knowledge
    lexical : ndarray of float32, shape (n_candidates, 3)
        Scores of `tasks.keywords.lexicon.Lexicon`: like a phrase, like a topic, like a term of the trade.

    Returns
    -------
    ndarray of float32, shape (n_candidates, n_features)
        Columns in the order of `FEATURES`.
    """
    names = _share_of_names(terms)
    columns: Columns = {
        **_frequencies(terms, candidates),
        **_rarities(terms, candidates, knowledge),
        **_places(terms, candidates),
        **_shapes(terms, candidates),
        **_neighbours(terms, candidates),
        **_lexical(terms, candidates, lexical, names),
        "doc_names": names,
        "doc_length": float(np.log2(len(terms))),
    }
    columns |= _tf_idf(np.asarray(columns["log_count"]), np.asarray(columns["mean_rarity"]))
    out = np.empty((len(FEATURES), len(candidates)), np.float32)  # a column at a time is written and read
    for index, name in enumerate(FEATURES):
        out[index] = columns[name]
    return out.T


Columns = dict[str, "NDArray[Any] | float"]


def _frequencies(terms: Terms, candidates: Candidates) -> Columns:
    content = max(int((terms.kinds == CONTENT).sum()), 1)
    return {
        "log_count": np.log2(candidates.counts, dtype=np.float32),
        "lead_count": np.log2(
            1 + np.add.reduceat((candidates.places < _LEAD_TERMS).astype(np.int64), candidates.offsets)
        ),
        "term_frequency": np.log2(1 + 1000 * candidates.counts / content),
    }


def _rarities(terms: Terms, candidates: Candidates, knowledge: Knowledge) -> Columns:
    rarity = knowledge.rarity(phrase_codes(terms.stems, 1))
    content = terms.kinds != STOP
    sums = _cumulated(np.where(content, rarity, 0))
    number = _cumulated(content)
    start, end = candidates.firsts, candidates.firsts + candidates.terms
    low, high = rarity[start], rarity[start]
    for n in range(1, 5):
        inside = candidates.terms > n
        place = np.where(inside, start + n, start)
        value = np.where(content[place], rarity[place], low)
        low, high = np.minimum(low, value), np.maximum(high, value)
    return {
        "phrase_rarity": knowledge.rarity(candidates.codes),
        "mean_rarity": (sums[end] - sums[start]) / (number[end] - number[start]),
        "min_rarity": low,
        "max_rarity": high,
    }


def _places(terms: Terms, candidates: Candidates) -> Columns:
    first = candidates.firsts
    last = candidates.places[candidates.offsets + candidates.counts - 1]
    in_heading = np.logical_or.reduceat(terms.lines.is_heading[candidates.places], candidates.offsets)
    return {
        "first_place": first / len(terms),
        "log_first_place": np.log2(1 + first),
        "spread": (last - first) / len(terms),
        "in_title": terms.starts[first] < terms.lines.title_end,
        "in_heading": in_heading,
    }


def _shapes(terms: Terms, candidates: Candidates) -> Columns:
    start, end = candidates.firsts, candidates.firsts + candidates.terms
    chars = terms.ends[end - 1] - terms.starts[start]
    letters, capitals = _cumulated(terms.letters), _cumulated(terms.capitals)
    stops = _cumulated(terms.kinds == STOP)
    upper = np.maximum.reduceat(terms.capitals[candidates.places] > 0, candidates.offsets)
    named = np.append(False, ~terms.breaks[:-1]) & (terms.capitals > 0)
    share = (capitals[end] - capitals[start]) / np.maximum(letters[end] - letters[start], 1)
    return {
        "n_terms": candidates.terms,
        "log_chars": np.log2(chars),
        "has_stop": stops[end] - stops[start],
        "capitalised": upper,
        "named": np.add.reduceat(named[candidates.places].astype(np.float32), candidates.offsets) / candidates.counts,
        "acronym": share > 0.6,
        "hyphenated": (letters[end] - letters[start]) < chars - (candidates.terms - 1),
    }


def _tf_idf(log_count: NDArray[np.float32], rarity: NDArray[np.float32]) -> Columns:
    tf_idf = np.exp2(log_count) * rarity
    rank = np.empty(len(tf_idf), np.float32)
    rank[np.argsort(-tf_idf, kind="stable")] = np.log2(1 + np.arange(len(tf_idf)))
    return {"tf_idf": np.log2(tf_idf + 0.01), "relative_tf_idf": tf_idf / tf_idf.max(), "tf_idf_rank": rank}


def _neighbours(terms: Terms, candidates: Candidates) -> Columns:
    """Say how often a phrase stands between stop words or breaks, and how much it owes to the phrases around it."""
    counts = candidates.counts
    is_edge = terms.kinds != CONTENT
    left = np.append(True, terms.breaks[:-1] | is_edge[:-1])
    right = np.append(is_edge[1:], True) | terms.breaks
    ends = candidates.places + candidates.terms[candidates.owners] - 1
    log_count = np.log2(counts, dtype=np.float32)
    by_place = grid(len(terms), candidates, log_count)
    around = _at_places(greatest_around(by_place), candidates)
    longest = np.maximum.reduceat(around, candidates.offsets)
    inside = _at_firsts(greatest_inside(by_place), candidates)
    return {
        "contained": np.maximum(longest - log_count, -8),
        "phraseness": np.where(candidates.terms > 1, log_count - inside, 0),
        "bounded_left": np.add.reduceat(left[candidates.places].astype(np.float32), candidates.offsets) / counts,
        "bounded_right": np.add.reduceat(right[ends].astype(np.float32), candidates.offsets) / counts,
    }


def _lexical(terms: Terms, candidates: Candidates, lexical: NDArray[np.float32], names: float) -> Columns:
    """Describe what the lexicon says; in texts full of names its phrases and topics, learned from papers, fade out."""
    faded = np.float32(np.clip((_ALL_NAMES - names) / (_ALL_NAMES - _SOME_NAMES), 0, 1))
    phrase, topic, trade = lexical[:, PHRASE] * faded, lexical[:, TOPIC] * faded, lexical[:, TRADE]
    by_place = grid(len(terms), candidates, phrase)
    across = greatest_across(by_place)
    first = candidates.firsts
    return {
        **_compared("phrase_like", candidates, phrase, by_place),
        **_compared("topic_like", candidates, topic, grid(len(terms), candidates, topic)),
        "phrase_like_left": _bounded(phrase - across[first + 1]),
        "phrase_like_right": _bounded(phrase - across[first + 1 + candidates.terms]),
        "trade_like": trade,
        "trade_like_margin": trade - _high(trade),
        "doc_phrases": float(_high(phrase)),
        "doc_topics": float(_high(topic)),
        "doc_trade": float(_high(trade)),
    }


def _compared(name: str, candidates: Candidates, score: NDArray[np.float32], by_place: NDArray[np.float32]) -> Columns:
    """Describe a score beside the document's tenth best and beside those of longer and shorter phrases."""
    return {
        name: score,
        f"{name}_margin": score - _high(score),
        f"{name}_around": _bounded(score - _at_firsts(greatest_around(by_place), candidates)),
        f"{name}_inside": _bounded(score - _at_firsts(greatest_inside(by_place), candidates)),
    }


def _bounded(margin: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bound what a phrase is ahead: by more it is the same as being alone."""
    return np.clip(margin, -_GREATEST_MARGIN, _GREATEST_MARGIN)


def _high(values: NDArray[np.float32]) -> np.float32:
    """Return the tenth greatest of values, the least of fewer."""
    place = max(len(values) - _MARGIN_RANK, 0)
    high: np.float32 = np.partition(values, place)[place]
    return high


def _at_firsts(values: NDArray[np.float32], candidates: Candidates) -> NDArray[np.float32]:
    return values[candidates.terms, candidates.firsts + 1]


def _at_places(values: NDArray[np.float32], candidates: Candidates) -> NDArray[np.float32]:
    return values[candidates.terms[candidates.owners], candidates.places + 1]


def _share_of_names(terms: Terms) -> float:
    """Return the share of words within sentences that begin with a capital: high in news, low in papers."""
    within = (terms.kinds == CONTENT) & np.append(False, ~terms.breaks[:-1])
    return float((terms.capitals[within] == 1).sum() / max(within.sum(), 1))


def _cumulated(values: NDArray[Any]) -> NDArray[Any]:
    out: NDArray[Any] = np.concatenate((np.zeros(1, values.dtype), np.cumsum(values)))
    return out
