"""Learn what keywords look like, from documents with gold keys: the lexicon first, then the ranker over it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.keywords.features import FEATURES, Knowledge, features
from tasks.keywords.lexicon import Lexicon
from tasks.keywords.statistics import HashedTable
from tasks.training.keywords.example import Example
from tasks.training.keywords.lexicon import fit_lexicon
from tasks.training.keywords.listwise import Lesson, fit_listwise

_FOLDS = 4
_UNREAD = 4  # every fourth document is seen a second time, without the lexicon
_LANGUAGE_SHARE = 0.05  # of the lexicon's documents, for it to know a language
_RANKER_NEGATIVES = 50
_LONG_CANDIDATES = 1000  # a document with more of them gives four times as many negatives
_USUAL_DOCUMENTS = 500
_PRIOR = 0.8  # twice what suits collections that were learned from: papers never seen gain, Inspec pays 0.02

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class LearnedLexicon:
    """The arrays of a `tasks.keywords.lexicon.Lexicon` and the languages that it knows."""

    arrays: Arrays
    languages: list[str]

    def lexicon(self) -> Lexicon:
        """Return the lexicon that was learned."""
        return Lexicon(self.arrays, self.languages)


def fit(
    examples: Sequence[Example], styles: Sequence[Sequence[str]], commonness: HashedTable, seed: int
) -> tuple[LearnedLexicon, Arrays]:
    """Fit lexicon and ranker.

    The ranker sees lexical scores of documents that the lexicon was not fitted on (cross-fitting), or it would
    trust them more than they deserve on new documents: Wolpert, "Stacked generalization", 1992. It also sees some
    documents without any, so that it can do without them where the lexicon does not know the language.

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
    lexicon : LearnedLexicon
    ranker : dict of str to ndarray
        The arrays of `tasks.keywords.ranker.Ranker`.
    """
    rng = np.random.default_rng(seed)
    learned = learn_lexicon(examples, styles, seed)
    parts = [_rows(example, rng) for example in examples]
    rows: list[NDArray[np.float32]] = [np.zeros(0, np.float32)] * len(examples)
    for fold in range(_FOLDS):
        rest = [example for place, example in enumerate(examples) if place % _FOLDS != fold]
        knowledge = Knowledge(commonness, learn_lexicon(rest, styles, seed).lexicon())
        for place in range(fold, len(examples), _FOLDS):
            rows[place] = _described(examples[place], knowledge)[parts[place]]
    knowledge = Knowledge(commonness, Lexicon(learned.arrays, ()))
    rows += [_described(examples[place], knowledge)[parts[place]] for place in range(0, len(examples), _UNREAD)]
    seen, parts = [*examples, *examples[::_UNREAD]], [*parts, *parts[::_UNREAD]]
    sizes = Counter(example.source for example in examples)
    lessons = [_lesson(*each, sizes[each[0].source]) for each in zip(seen, parts, rows, strict=True)]
    return learned, with_prior(fit_listwise(lessons, seed), _PRIOR)


def _lesson(example: Example, part: NDArray[np.int64], rows: NDArray[np.float32], size: int) -> Lesson:
    """Let documents of large collections count less, so that a collection counts as the root of its size."""
    is_key = example.is_key[part]
    others = (~example.is_key).sum() / max((~is_key).sum(), 1)
    return Lesson(rows, is_key, float(others), (_USUAL_DOCUMENTS / size) ** 0.5)


def learn_lexicon(examples: Sequence[Example], styles: Sequence[Sequence[str]], seed: int) -> LearnedLexicon:
    """Fit the lexicon to the examples of all styles, or to all examples where no style has any."""
    sources = {source for style in styles for source in style}
    read = [example for example in examples if example.source in sources] or list(examples)
    held = Counter(example.terms.language for example in read)
    languages = sorted({language for language, count in held.items() if count >= _LANGUAGE_SHARE * len(read)} | {""})
    return LearnedLexicon(fit_lexicon(read, styles, seed), languages)


def _described(example: Example, knowledge: Knowledge) -> NDArray[np.float32]:
    lexical = knowledge.lexicon(example.terms, example.candidates)
    return features(example.terms, example.candidates, knowledge, lexical)


def _rows(example: Example, rng: np.random.Generator) -> NDArray[np.int64]:
    """Choose all keys of a document and some of its other candidates."""
    limit = _RANKER_NEGATIVES * (4 if len(example.candidates) > _LONG_CANDIDATES else 1)
    others = np.flatnonzero(~example.is_key)
    kept = rng.choice(others, min(limit, len(others)), replace=False)
    return np.concatenate((np.flatnonzero(example.is_key), kept))


def with_prior(arrays: Arrays, weight: float) -> Arrays:
    """Add what TF-IDF says to a ranker's logits, so that a text unlike all learned from is never ranked worse.

    Two units, one for each sign, carry the feature past the network unchanged.

    Parameters
    ----------
    arrays : dict of str to ndarray
        Of `tasks.keywords.ranker.Ranker`.
    weight : float
        Of the logarithm of TF-IDF beside the network's logit.

    Returns
    -------
    dict of str to ndarray
    """
    feature = FEATURES.index("tf_idf")
    signs = np.array([1, -1], np.float32)
    columns = np.zeros((len(FEATURES), 2), np.float32)
    columns[feature] = signs
    return {
        **arrays,
        "hidden": np.concatenate((arrays["hidden"], columns), axis=1),
        "hidden_bias": np.append(arrays["hidden_bias"], np.zeros(2, np.float32)),
        "output": np.append(arrays["output"], signs * np.float32(weight / arrays["scale"][feature])),
    }
