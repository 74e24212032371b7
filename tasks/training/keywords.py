"""Train, evaluate and build the keywords bundle."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

from tasks.bundle import Bundle, TrainingData, file_sha256, write_bundle
from tasks.document import Document
from tasks.errors import TrainingError
from tasks.keywords import Keywords, KeywordsOptions
from tasks.keywords.features import FEATURES, Knowledge
from tasks.keywords.stopwords import StopWords
from tasks.training.keyword_ranking import example, fit_ranker
from tasks.training.keyword_scoring import f1_at_10
from tasks.training.keyword_statistics import build_commonness, build_stop_words
from tasks.training.trainer import TrainingRequest

_COLLECTIONS = ("inspec_train", "semeval2017", "www", "nguyen2007", "110-pt-bn-kp")
_SENTENCES = "language/lingua_sentences.jsonl.gz"
_REPORTS = "oilgas/daily_drilling_reports.jsonl.gz"
_VALIDATION = "keywords/inspec_validation.jsonl.gz"
_TABLE_BITS = 19
_LIBRARIES = ("numpy", "scikit-learn", "snowballstemmer", "spacy")


def build_shipped(shared_data: Path, output: Path, version: str) -> Bundle:
    """Build the bundle that the project ships from the folder of public data."""
    paths = [f"keywords/{name}.jsonl.gz" for name in _COLLECTIONS]
    collections = {path: _read(shared_data / path) for path in paths}
    sentences = _by_language(_read(shared_data / _SENTENCES))
    reports = _read(shared_data / _REPORTS)
    sources = {**collections, **sentences, _REPORTS: reports}
    stop_words = build_stop_words({code: [row["text"] for row in rows] for code, rows in sentences.items()})
    gold = [row for rows in collections.values() for row in rows]
    used = [*paths, _SENTENCES, _REPORTS]
    training = [TrainingData(path, file_sha256(shared_data / path), len(_read(shared_data / path))) for path in used]
    return _build(output, version, sources, gold, stop_words, training, 0)


def _build(
    output: Path,
    version: str,
    sources: Mapping[str, Sequence[Mapping[str, Any]]],
    gold: Sequence[Mapping[str, Any]],
    stop_words: StopWords,
    training: list[TrainingData],
    seed: int,
) -> Bundle:
    texts = {name: [str(row["text"]) for row in rows] for name, rows in sources.items()}
    commonness = build_commonness(texts, stop_words, _TABLE_BITS)
    knowledge = Knowledge(commonness)
    examples = [one for row in gold if (one := example(row, stop_words, knowledge)) is not None]
    ranker = fit_ranker(examples, seed)
    arrays = {
        "stop_codes": stop_words.codes,
        "stop_weights": stop_words.weights,
        "commonness": commonness.slots,
        **{f"ranker_{name}": value for name, value in ranker.items()},
    }
    return write_bundle(
        output,
        task="keywords",
        version=version,
        arrays={"weights.npz": arrays},
        config={"features": list(FEATURES), "languages": stop_words.languages},
        seed=seed,
        training_data=training,
        libraries={name: library_version(name) for name in _LIBRARIES},
    )


def evaluate(bundle: Bundle, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Score a bundle on records with ``text`` and ``keywords``: F1 of the first ten, mean over documents."""
    task = Keywords.load(bundle)
    options = KeywordsOptions(max=40)
    results = task.predict([Document(record["text"]) for record in records], options)
    scores = [
        f1_at_10((keyword.text for keyword in result.keywords), record["keywords"])
        for record, result in zip(records, results, strict=True)
    ]
    return {"f1_at_10": sum(scores) / max(len(scores), 1), "documents": len(scores)}


def train(request: TrainingRequest) -> Bundle:
    """Count the request's documents, and learn a ranker where they have gold keywords."""
    raise TrainingError("not yet")


def _read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _by_language(rows: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    languages: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        languages.setdefault(row["language"], []).append(row)
    return languages
