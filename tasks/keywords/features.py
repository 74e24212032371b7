"""What a ranker looks at: numbers about every candidate of a document."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tasks.keywords.candidates import Candidates, phrase_codes
from tasks.keywords.characters import LETTER, UPPER, count
from tasks.keywords.statistics import HashedTable
from tasks.keywords.terms import CONTENT, STOP, Terms

FEATURES = (
    "log_count",
    "term_frequency",
    "tf_idf",
    "phrase_rarity",
    "mean_rarity",
    "min_rarity",
    "max_rarity",
    "first_place",
    "log_first_place",
    "spread",
    "terms_2",
    "terms_3",
    "terms_4",
    "terms_5",
    "log_chars",
    "has_stop",
    "in_title",
    "in_heading",
    "capitalised",
    "acronym",
    "hyphenated",
    "contained",
    "phraseness",
    "bounded_left",
    "bounded_right",
    "log_doc_terms",
    "doc_capitals",
    "doc_stops",
    "is_english",
)


@dataclass(frozen=True)
class Knowledge:
    """What the bundle knows of words and phrases, by their codes.

    Attributes
    ----------
    commonness : HashedTable
        Document frequency: ``32 * log2(1 + 100 * share of passages)`` of each phrase, rounded.
    """

    commonness: HashedTable

    def rarity(self, codes: NDArray[np.uint64]) -> NDArray[np.float32]:
        """Return the inverse document frequency of phrases, 0 (everywhere) to 1 (never seen)."""
        return np.float32(1) - self.commonness(codes).astype(np.float32) / np.float32(255)


def features(terms: Terms, candidates: Candidates, knowledge: Knowledge) -> NDArray[np.float32]:
    """Describe every candidate.

    Parameters
    ----------
    terms : Terms
    candidates : Candidates
    knowledge : Knowledge

    Returns
    -------
    ndarray of float32, shape (n_candidates, n_features)
        Columns in the order of `FEATURES`.
    """
    columns = {
        **_frequencies(terms, candidates),
        **_rarities(terms, candidates, knowledge),
        **_places(terms, candidates),
        **_shapes(terms, candidates),
        **_relations(terms, candidates),
        **_document(terms, candidates),
    }
    columns["tf_idf"] = columns["log_count"] * columns["mean_rarity"]
    out = np.empty((len(candidates), len(FEATURES)), np.float32)
    for index, name in enumerate(FEATURES):
        out[:, index] = columns[name]
    return out


Columns = dict[str, "NDArray[np.generic] | float"]


def _frequencies(terms: Terms, candidates: Candidates) -> Columns:
    content = max(int((terms.kinds == CONTENT).sum()), 1)
    return {
        "log_count": np.log2(candidates.counts, dtype=np.float32),
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
    letters, capitals = _cumulated(count(terms.counts, LETTER)), _cumulated(count(terms.counts, UPPER))
    stops = _cumulated(terms.kinds == STOP)
    upper = np.maximum.reduceat(count(terms.counts, UPPER)[candidates.places] > 0, candidates.offsets)
    share = (capitals[end] - capitals[start]) / np.maximum(letters[end] - letters[start], 1)
    return {
        **{f"terms_{n}": candidates.terms == n for n in range(2, 6)},
        "log_chars": np.log2(chars),
        "has_stop": stops[end] - stops[start],
        "capitalised": upper,
        "acronym": share > 0.6,
        "hyphenated": (letters[end] - letters[start]) < chars - (candidates.terms - 1),
    }


def _relations(terms: Terms, candidates: Candidates) -> Columns:
    """Compare a phrase with what stands around it: longer phrases, the words in it, its neighbours."""
    places, owners, lengths = candidates.places, candidates.owners, candidates.terms[candidates.owners]
    counts = candidates.counts
    longest = np.zeros(len(candidates), np.int64)
    by_place = np.full((6, len(terms) + 1), -1, np.int64)
    by_place[lengths, places] = owners
    for n in range(2, 6):
        whole = by_place[n]
        at = np.flatnonzero(whole >= 0)
        for shift in (0, 1):
            part = by_place[n - 1][at + shift]
            held = part >= 0
            np.maximum.at(longest, part[held], counts[whole[at[held]]])
    rarest = np.full(len(candidates), np.iinfo(np.int64).max)
    single = by_place[1]
    for n in range(5):
        place = np.minimum(candidates.firsts + n, len(terms))
        part = np.where(n < candidates.terms, single[place], -1)
        rarest = np.where(part >= 0, np.minimum(rarest, counts[part]), rarest)
    stop = (terms.kinds != CONTENT) | terms.breaks
    left = np.concatenate((np.ones(1, np.bool_), terms.breaks[:-1] | (terms.kinds[:-1] != CONTENT)))
    right = np.concatenate((terms.kinds[1:] != CONTENT, np.ones(1, np.bool_))) | terms.breaks
    del stop
    ends = places + lengths - 1
    return {
        "contained": longest / counts,
        "phraseness": counts / np.maximum(np.minimum(rarest, 1 << 40), 1),
        "bounded_left": np.add.reduceat(left[places].astype(np.float32), candidates.offsets) / counts,
        "bounded_right": np.add.reduceat(right[ends].astype(np.float32), candidates.offsets) / counts,
    }


def _document(terms: Terms, candidates: Candidates) -> Columns:
    capitals = count(terms.counts, UPPER) > 0
    return {
        "log_doc_terms": float(np.log2(len(terms))),
        "doc_capitals": float(capitals.mean()),
        "doc_stops": float((terms.kinds == STOP).mean()),
        "is_english": float(terms.language == "en"),
    }


def _cumulated(values: NDArray[np.generic]) -> NDArray[np.generic]:
    out: NDArray[np.generic] = np.concatenate((np.zeros(1, values.dtype), np.cumsum(values)))
    return out
