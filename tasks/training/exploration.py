"""Look at a data set before training: balance, languages, typical terms, repeats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tasks.bundle import Bundle
from tasks.channels import read_channels
from tasks.document import Document
from tasks.table import TASKS
from tasks.training.classification.fitting import labels_of
from tasks.training.guards import near_duplicates

Records = Sequence[dict[str, Any]]
_UNLABELLED = "unknown"


def label_counts(records: Records) -> dict[str, int]:
    """Return the number of documents of each label, the most frequent first."""
    counts = Counter(label for record in records for label in labels_of(record) or [_UNLABELLED])
    return dict(counts.most_common())


def language_counts(records: Records, models_dir: str | Path) -> dict[str, int]:
    """Return the number of documents in each language, as the language bundle that serves sees them."""
    version = read_channels(Path(models_dir))["language"].stable
    task = TASKS["language"].load(Bundle(Path(models_dir) / "language" / version))
    results = task.predict([Document(record["text"]) for record in records])
    return dict(Counter(result.language for result in results).most_common())


def typical_terms(records: Records, count: int = 8) -> dict[str, list[str]]:
    """Return the words of each label that stand in its documents more often than in the others.

    Parameters
    ----------
    records : sequence of dict
    count : int
        Words a label.

    Returns
    -------
    dict of str to list of str

    References
    ----------
    Ranked by the log-odds ratio with half a document added to every count (Haldane's correction).
    """
    words = [{word.lower() for word in _words(record["text"]) if word.isalpha()} for record in records]
    labels = [(labels_of(record) or [_UNLABELLED])[0] for record in records]
    total = Counter(word for found in words for word in found)
    terms = {}
    for label in sorted(set(labels)):
        own = [found for found, other in zip(words, labels, strict=True) if other == label]
        inside = Counter(word for found in own for word in found)
        frequent = [word for word, hits in inside.items() if hits >= max(2, len(own) / 3)]
        rest = len(records) - len(own)
        odds = {w: _log_odds(inside[w], len(own)) - _log_odds(total[w] - inside[w], rest) for w in frequent}
        terms[label] = sorted(odds, key=lambda word: (-odds[word], word))[:count]
    return terms


def _words(text: str) -> list[str]:
    document = Document(text)
    edges = zip(document.word_starts.tolist(), document.word_ends.tolist(), strict=True)
    return [text[start:end] for start, end in edges]


def _log_odds(hits: int, total: int) -> float:
    return float(np.log((hits + 0.5) / (total - hits + 0.5)))


def duplicate_pairs(records: Records) -> list[tuple[str, str, float]]:
    """Return pairs of near-duplicates by id (or number, counted from 1), with their similarity."""
    names = [str(record.get("id", number)) for number, record in enumerate(records, 1)]
    return [(names[a], names[b], s) for a, b, s in near_duplicates([record["text"] for record in records])]
