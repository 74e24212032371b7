"""Documents with gold keys, as the trainers of lexicon and ranker see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.document import Document
from tasks.errors import TrainingError
from tasks.keywords.candidates import Candidates, find_candidates
from tasks.keywords.stopwords import StopWords
from tasks.keywords.terms import Terms, find_terms
from tasks.training.keywords.scoring import normalise

FEWEST_EXAMPLES = 4


@dataclass(frozen=True)
class Example:
    """A document's candidates and which of them are gold keys.

    Attributes
    ----------
    source : str
        The collection that the document is of.
    terms : Terms
    candidates : Candidates
    is_key : ndarray of bool, shape (n_candidates,)
    """

    source: str
    terms: Terms
    candidates: Candidates
    is_key: NDArray[np.bool_]


def candidate_texts(terms: Terms, candidates: Candidates) -> list[str]:
    """Return the text of each candidate's first occurrence."""
    starts = terms.starts[candidates.firsts].tolist()
    ends = terms.ends[candidates.firsts + candidates.terms - 1].tolist()
    return [terms.document.text[start:end] for start, end in zip(starts, ends, strict=True)]


def make_examples(gold: Mapping[str, Sequence[Mapping[str, Any]]], stop_words: StopWords) -> list[Example]:
    """Compare the candidates of records (``text``, ``keywords``) with their gold keys.

    Returns
    -------
    list of Example
        Those with a gold key among the candidates.

    Raises
    ------
    TrainingError
        When no record has a key that stands in its text.
    """
    found = [_example(source, row, stop_words) for source, rows in gold.items() for row in rows]
    examples = [example for example in found if example.is_key.any()]
    if len(examples) < FEWEST_EXAMPLES:
        raise TrainingError(
            f"{len(examples)} documents have a gold keyword in their text; {FEWEST_EXAMPLES} are needed at least"
        )
    return examples


def _example(source: str, record: Mapping[str, Any], stop_words: StopWords) -> Example:
    terms = find_terms(Document(record["text"]), stop_words)
    candidates = find_candidates(terms)
    keys = {normalise(key) for key in record["keywords"]}
    is_key = np.array([normalise(text) in keys for text in candidate_texts(terms, candidates)], np.bool_)
    return Example(source, terms, candidates, is_key)
