"""Learn the ranker of keywords from documents with gold keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.neural_network import MLPClassifier

from tasks.document import Document
from tasks.keywords.candidates import Candidates, find_candidates
from tasks.keywords.features import Knowledge, features
from tasks.keywords.stopwords import StopWords
from tasks.keywords.terms import Terms, find_terms
from tasks.training.keyword_scoring import normalise

_NEGATIVES = 60


@dataclass(frozen=True)
class Example:
    """A document's candidates, described and compared with its gold keys."""

    features: NDArray[np.float32]
    is_key: NDArray[np.bool_]


def candidate_texts(terms: Terms, candidates: Candidates) -> list[str]:
    """Return the text of each candidate's first occurrence."""
    starts = terms.starts[candidates.firsts].tolist()
    ends = terms.ends[candidates.firsts + candidates.terms - 1].tolist()
    return [terms.document.text[start:end] for start, end in zip(starts, ends, strict=True)]


def example(record: Mapping[str, Any], stop_words: StopWords, knowledge: Knowledge) -> Example | None:
    """Describe a record with ``text`` and ``keywords``; None when none of its keys can be found in it."""
    terms = find_terms(Document(record["text"]), stop_words)
    candidates = find_candidates(terms)
    gold = {normalise(key) for key in record["keywords"]}
    is_key = np.array([normalise(text) in gold for text in candidate_texts(terms, candidates)], np.bool_)
    return Example(features(terms, candidates, knowledge), is_key) if is_key.any() else None


def fit_ranker(examples: Sequence[Example], seed: int) -> dict[str, NDArray[Any]]:
    """Fit the ranker.

    Parameters
    ----------
    examples : sequence of Example
    seed : int

    Returns
    -------
    dict of str to ndarray
        The arrays of `tasks.keywords.ranker.Ranker`.
    """
    rows, is_key = _sampled(examples, np.random.default_rng(seed))
    mean, scale = rows.mean(axis=0), 1 / (rows.std(axis=0) + 1e-6)
    network = MLPClassifier(
        (32,), alpha=1e-3, max_iter=20, batch_size=256, learning_rate_init=2e-3, random_state=seed, n_iter_no_change=20
    )
    network.fit((rows - mean) * scale, is_key)
    (hidden, output), (hidden_bias, output_bias) = network.coefs_, network.intercepts_
    arrays = {"mean": mean, "scale": scale, "hidden": hidden, "hidden_bias": hidden_bias, "output": output[:, 0]}
    return {key: value.astype(np.float32) for key, value in {**arrays, "output_bias": output_bias[0]}.items()}


def _sampled(examples: Sequence[Example], rng: np.random.Generator) -> tuple[NDArray[Any], NDArray[Any]]:
    rows, is_key = [], []
    for one in examples:
        others = np.flatnonzero(~one.is_key)
        kept = rng.choice(others, min(_NEGATIVES, len(others)), replace=False)
        chosen = np.concatenate((np.flatnonzero(one.is_key), kept))
        rows.append(one.features[chosen])
        is_key.append(one.is_key[chosen])
    return np.concatenate(rows), np.concatenate(is_key)
