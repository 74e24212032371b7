"""Build the classifier that the project ships: oil and gas document types from real and generated documents."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from tasks.bundle import Bundle, TrainingData, file_sha256
from tasks.classification import UNKNOWN
from tasks.classification.features import Block, FeatureSpec
from tasks.errors import ExtractionError
from tasks.extraction import ExtractionPool
from tasks.training.classification.estimators import Estimator
from tasks.training.classification.fitting import train_on
from tasks.training.classification.generated import generate
from tasks.training.trainer import TrainingRequest

Records = list[dict[str, Any]]

CONFIG: dict[str, Any] = {
    "features": msgspec.to_builtins(
        FeatureSpec(
            blocks=(
                Block(("words", "pairs")),
                Block(("char3", "char4", "char5")),
                Block(("head",), 0.4),
            ),
            bits=17,
            digits=False,
        )
    ),
    "candidates": msgspec.to_builtins((Estimator("svm", 1.0, 0.3), Estimator("complement", 0.3))),
    "folds": 5,
    "min_documents": 3,
    "max_rows": 60_000,
    "precision": 0.97,
    "familiarity_quantile": 0.0,  # the column for what is of no type does better
}
_GENERATED_PER_KIND = 60
_GENERATED_ELSEWHERE = 60
_SENTENCES_FOLDER = 400  # documents made of sentences, from each data set of sentences
_VOLVE_NAME = re.compile(r"(15_9_F_\d+(?:_[A-Z])?)_\d{4}_")


def build(shared_data: Path, output: Path, version: str) -> Bundle:
    """Train the shipped bundle.

    Parameters
    ----------
    shared_data : Path
        Folder of public data.
    output : Path
        The bundle's folder.
    version : str

    Returns
    -------
    Bundle
    """
    sources = dict(training_sources(shared_data))
    records = [record for source in sources.values() for record in source]
    used = [
        TrainingData(name, _digest(shared_data / name, found), len(found), dict(Counter(r["label"] for r in found)))
        for name, found in sources.items()
    ]
    request = TrainingRequest(records, output, version, config=CONFIG, data_name="shipped")
    return train_on(request, used, notes=_model_card(sources))


def training_sources(shared_data: Path) -> Iterator[tuple[str, Records]]:
    """Return each source's name below `shared_data` (or ``generated``) and its records."""
    oilgas = shared_data / "oilgas"
    yield "oilgas/daily_drilling_reports.jsonl.gz", _reports(oilgas / "daily_drilling_reports.jsonl.gz")
    yield "oilgas/files/manifest.csv", _files(oilgas / "files")
    yield "generated", generate(_GENERATED_PER_KIND, _GENERATED_ELSEWHERE)
    for name, text_of in _SENTENCES.items():
        yield name, _sentences(shared_data / name, text_of)


def _digest(path: Path, records: Records) -> str:
    """Return the SHA-256 of a file, or of records that were generated, one line of JSON each."""
    if path.is_file():
        return file_sha256(path)
    return hashlib.sha256("\n".join(json.dumps(record, sort_keys=True) for record in records).encode()).hexdigest()


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _reports(path: Path) -> Records:
    return [{"text": r["text"], "label": r["label"], "group": r["group"]} for r in _lines(path)]


def _files(folder: Path) -> Records:
    with (folder / "manifest.csv").open(encoding="utf-8") as file, ExtractionPool(2) as pool:
        found = [_file(folder, row, pool) for row in csv.DictReader(file)]
    return [record for record in found if record]


def _file(folder: Path, row: dict[str, str], pool: ExtractionPool) -> dict[str, Any]:
    try:
        text = pool.extract(folder / row["path"]).text
    except ExtractionError:
        return {}
    label = UNKNOWN if row["label"] == "other" else row["label"]
    return {"id": row["path"], "text": text, "label": label, "group": well_of(row["path"])}


def well_of(path: str) -> str:
    """Return the well of a real file: the wellbore in a Volve report's name, else its folder or field."""
    found = _VOLVE_NAME.search(path)
    if found:
        block, field, platform, *rest = found[1].split("_")
        return f"{block}/{field}-{platform}-{' '.join(rest)}"
    if "F-1-C" in path:
        return "15/9-F-1 C"
    return "15/9-F-4" if "F4_" in path else path.partition("/")[0]


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "language/lingua_sentences.jsonl.gz": lambda r: r["text"],
    "language/nordic.jsonl.gz": lambda r: r["text"],
    "sensitive/presidio.jsonl.gz": lambda r: r["text"],
    "sensitive/norne_nob.jsonl.gz": lambda r: " ".join(r["tokens"]),
}


def _sentences(path: Path, text_of: Callable[[dict[str, Any]], str]) -> Records:
    """Join sentences of one language to documents of 1 to 40: text that is of no type."""
    by_language: dict[str, list[str]] = {}
    for record in _lines(path):
        by_language.setdefault(record.get("language", ""), []).append(text_of(record))
    draw = random.Random(path.name)  # noqa: S311 - a sample, not a secret
    languages = sorted(by_language)
    weights = [6 if language in {"en", "nb", "nn", "nl", "de"} else 1 for language in languages]
    documents = []
    for language in draw.choices(languages, weights, k=_SENTENCES_FOLDER):
        pool = by_language[language]
        chosen = draw.sample(pool, min(draw.choice((1, 2, 5, 10, 20, 40)), len(pool)))
        documents.append({"text": draw.choice((" ", "\n")).join(chosen), "label": UNKNOWN})
    return documents


def _model_card(sources: dict[str, Records]) -> str:
    real = Counter(
        record["label"] for name, records in sources.items() if name.startswith("oilgas") for record in records
    )
    labels = sorted({record["label"] for record in sources["generated"]} - {UNKNOWN})
    only_generated = [label for label in labels if label not in real]
    return (
        "Oil and gas document types. Learned from real text (documents): "
        + ", ".join(f"{label} {count}" for label, count in sorted(real.items()) if label != UNKNOWN)
        + ". Learned from generated text only, hence untested on real documents: "
        + ", ".join(only_generated)
        + ". Scores leave whole wells out; those of generated documents say only that templates are told apart."
    )
