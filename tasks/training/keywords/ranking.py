"""Learn what keywords look like, from documents with gold keys: the lexicon first, then the ranker over it."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from tasks.document import Document
from tasks.errors import TrainingError
from tasks.keywords.candidates import Candidates, find_candidates
from tasks.keywords.features import Knowledge, features
from tasks.keywords.lexicon import Lexicon, lexical_buckets
from tasks.keywords.statistics import HashedTable
from tasks.keywords.stopwords import StopWords
from tasks.keywords.terms import Terms, find_terms
from tasks.training.keywords.scoring import normalise

LEXICON_BITS = 17
_FOLDS = 4
_LEXICON_NEGATIVES = 100
_RANKER_NEGATIVES = 50
_LONG_CANDIDATES = 1000  # a document with more of them gives four times as many negatives
_NETWORKS = 3
_UNITS = 32
_EPOCHS = 14
_USUAL_DOCUMENTS = 500
_CLIPPED_PERCENT = 0.5

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Example:
    """A document's candidates and which of them are gold keys.

    Attributes
    ----------
    source : str
        The collection that the document is of.
    is_key : ndarray of bool, shape (n_candidates,)
    buckets : ndarray of int32, shape (n_candidates, n_lexical_features)
    """

    source: str
    terms: Terms
    candidates: Candidates
    is_key: NDArray[np.bool_]
    buckets: NDArray[np.int32]


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
    if len(examples) < _FOLDS:
        raise TrainingError(
            f"{len(examples)} documents have a gold keyword in their text; {_FOLDS} are needed at least"
        )
    return examples


def _example(source: str, record: Mapping[str, Any], stop_words: StopWords) -> Example:
    terms = find_terms(Document(record["text"]), stop_words)
    candidates = find_candidates(terms)
    keys = {normalise(key) for key in record["keywords"]}
    is_key = np.array([normalise(text) in keys for text in candidate_texts(terms, candidates)], np.bool_)
    buckets = lexical_buckets(terms, candidates, LEXICON_BITS).T if len(candidates) else np.zeros((0, 1))
    return Example(source, terms, candidates, is_key, buckets.astype(np.int32))


def fit(
    examples: Sequence[Example], styles: Sequence[Sequence[str]], commonness: HashedTable, seed: int
) -> tuple[NDArray[np.float16], Arrays]:
    """Fit lexicon and ranker.

    The ranker sees lexical scores of documents that the lexicon was not fitted on (cross-fitting), or it would
    trust them more than they deserve on new documents: Wolpert, "Stacked generalization", 1992.

    Parameters
    ----------
    examples : sequence of Example
    styles : sequence of sequence of str
        Sources that each of the lexicon's scores learns from: those whose keys are all the phrases of a text, those
        whose keys are its topics, and those of one trade.
    commonness : HashedTable
    seed : int

    Returns
    -------
    lexicon : ndarray of float16, shape (2**LEXICON_BITS, 3)
    ranker : dict of str to ndarray
        The arrays of `tasks.keywords.ranker.Ranker`.
    """
    rng = np.random.default_rng(seed)
    parts = [_rows(example, rng) for example in examples]
    rows: list[NDArray[np.float32]] = [np.zeros(0, np.float32)] * len(examples)
    for fold in range(_FOLDS):
        rest = [example for place, example in enumerate(examples) if place % _FOLDS != fold]
        knowledge = Knowledge(commonness, Lexicon(fit_lexicon(rest, styles, seed)))
        for place in range(fold, len(examples), _FOLDS):
            rows[place] = _described(examples[place], knowledge)[parts[place]]
    is_key = [example.is_key[part] for example, part in zip(examples, parts, strict=True)]
    ranker = fit_ranker(np.concatenate(rows), np.concatenate(is_key), _weights(examples, is_key), seed)
    return fit_lexicon(examples, styles, seed), ranker


def _described(example: Example, knowledge: Knowledge) -> NDArray[np.float32]:
    lexical = knowledge.lexicon(example.terms, example.candidates)
    return features(example.terms, example.candidates, knowledge, lexical)


def _rows(example: Example, rng: np.random.Generator) -> NDArray[np.int64]:
    """Choose all keys of a document and some of its other candidates."""
    limit = _RANKER_NEGATIVES * (4 if len(example.candidates) > _LONG_CANDIDATES else 1)
    others = np.flatnonzero(~example.is_key)
    kept = rng.choice(others, min(limit, len(others)), replace=False)
    return np.concatenate((np.flatnonzero(example.is_key), kept))


def _weights(examples: Sequence[Example], is_key: Sequence[NDArray[np.bool_]]) -> NDArray[np.float64]:
    """Let every document count the same, and large collections less than their size."""
    sizes = {source: sum(example.source == source for example in examples) for source in {e.source for e in examples}}
    weights = []
    for example, keys in zip(examples, is_key, strict=True):
        unseen = (~example.is_key).sum() / max((~keys).sum(), 1)
        share = (_USUAL_DOCUMENTS / sizes[example.source]) ** 0.5 / len(example.candidates)
        weights.append((np.where(keys, 1, unseen) * share) ** 0.7)
    joined: NDArray[np.float64] = np.concatenate(weights)
    joined /= joined.mean()
    return joined


def fit_lexicon(examples: Sequence[Example], styles: Sequence[Sequence[str]], seed: int) -> NDArray[np.float16]:
    """Fit one logistic regression over hashed features per style; a style without documents learns from all."""
    weights = []
    for sources in styles:
        chosen = [example for example in examples if example.source in sources] or examples
        weights.append(_fit_style(chosen, np.random.default_rng(seed)))
    return np.stack(weights, axis=1).astype(np.float16)


def _fit_style(examples: Sequence[Example], rng: np.random.Generator) -> NDArray[np.float32]:
    buckets, is_key = [], []
    for example in examples:
        others = np.flatnonzero(~example.is_key)
        kept = rng.choice(others, min(_LEXICON_NEGATIVES, len(others)), replace=False)
        chosen = np.concatenate((np.flatnonzero(example.is_key), kept))
        buckets.append(example.buckets[chosen])
        is_key.append(example.is_key[chosen])
    joined = np.concatenate(buckets)
    pointers = np.arange(0, joined.size + 1, joined.shape[1])
    counts = csr_matrix((np.ones(joined.size), joined.ravel(), pointers), shape=(len(joined), 1 << LEXICON_BITS))
    model = LogisticRegression(C=0.3, solver="liblinear", tol=0.03, random_state=0)
    model.fit(counts, np.concatenate(is_key))
    coefficients: NDArray[np.float32] = model.coef_[0].astype(np.float32)
    return coefficients


def fit_ranker(rows: NDArray[np.float32], is_key: NDArray[np.bool_], weights: NDArray[np.float64], seed: int) -> Arrays:
    """Fit a few networks from different beginnings and lay them side by side as one that gives their mean.

    Returns
    -------
    dict of str to ndarray
        The arrays of `tasks.keywords.ranker.Ranker`.
    """
    low, high = np.percentile(rows, [_CLIPPED_PERCENT, 100 - _CLIPPED_PERCENT], axis=0)
    clipped = np.clip(rows, low, high)
    mean, scale = clipped.mean(axis=0), 1 / (clipped.std(axis=0) + 1e-3)
    networks = [_fit_network((clipped - mean) * scale, is_key, weights, seed + place) for place in range(_NETWORKS)]
    arrays = {
        "low": low,
        "high": high,
        "mean": mean,
        "scale": scale,
        "hidden": np.concatenate([network.coefs_[0] for network in networks], axis=1),
        "hidden_bias": np.concatenate([network.intercepts_[0] for network in networks]),
        "output": np.concatenate([network.coefs_[1][:, 0] for network in networks]) / _NETWORKS,
        "output_bias": np.mean([network.intercepts_[1][0] for network in networks]),
    }
    return {key: np.asarray(value, np.float32) for key, value in arrays.items()}


def _fit_network(
    rows: NDArray[np.float32], is_key: NDArray[np.bool_], weights: NDArray[np.float64], seed: int
) -> MLPClassifier:
    network = MLPClassifier(
        (_UNITS,),
        alpha=3e-4,
        max_iter=_EPOCHS,
        n_iter_no_change=_EPOCHS + 1,
        batch_size=min(512, len(rows)),
        learning_rate_init=3e-3,
        random_state=seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the number of epochs is the regularisation
        return network.fit(rows, is_key, sample_weight=weights)
