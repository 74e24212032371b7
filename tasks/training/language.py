"""Train, evaluate and build the language task's bundle."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy

from tasks.bundle import Bundle, TrainingData, file_sha256, write_bundle
from tasks.document import Document
from tasks.errors import TrainingError
from tasks.language import LanguageTask
from tasks.training.language_profiles import profiles
from tasks.training.language_weights import count, expected, weights
from tasks.training.trainer import TrainingRequest

SETS = ("lingua_sentences", "lingua_word-pairs", "lingua_single-words", "nordic")
DEFAULTS = {"profile_share": 0.5}
# Serbian is written in both scripts, letter for letter; the texts at hand are Cyrillic only.
_SERBIAN_LATIN = str.maketrans(
    dict(
        zip(
            "абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ",
            "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š "
            "A B V G D Đ E Ž Z I J K L Lj M N Nj O P R S T Ć U F H C Č Dž Š".split(),
            strict=False,
        )
    )
)


def language_of(record: dict[str, Any]) -> str:
    """Return a record's language, from its field ``language`` or ``label``."""
    return str(record.get("language") or record["label"])


def with_serbian_latin(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add every Serbian record once more in the Latin script."""
    latin = [dict(r, text=r["text"].translate(_SERBIAN_LATIN)) for r in records if language_of(r) == "sr"]
    return [*records, *latin]


def train(request: TrainingRequest) -> Bundle:
    """Train on `request.data` and write the bundle.

    Parameters
    ----------
    request : TrainingRequest
        Records hold ``text`` and ``language`` or ``label``, a BCP 47 tag.

    Returns
    -------
    Bundle

    Raises
    ------
    TrainingError
        When the records hold fewer than two languages.
    """
    digest = TrainingData(request.data_name or "records", request.data_digest, len(request.data))
    return _build(request, [digest])


def _build(request: TrainingRequest, sources: list[TrainingData]) -> Bundle:
    records = with_serbian_latin(request.data)
    names = [language_of(record) for record in records]
    labels = sorted(set(names))
    if len(labels) < 2:
        raise TrainingError("at least two languages are needed to tell one from another")
    config = {**DEFAULTS, **request.config}
    known = profiles()
    column = {label: index for index, label in enumerate(labels)}
    counts = count([r["text"] for r in records], np.array([column[name] for name in names]), len(labels))
    arrays = weights(expected(counts, known, labels, config["profile_share"]))
    return write_bundle(
        request.output,
        task=LanguageTask.name,
        version=request.version,
        arrays={"weights.npz": arrays},
        labels=labels,
        thresholds={"min_score": 8.0, "slope": 0.06, "power": 0.3},
        config=config,
        seed=request.seed,
        training_data=[*sources, TrainingData("langdetect profiles", known.digest, len(known.codes))],
        libraries={"numpy": np.__version__, "scipy": scipy.__version__},
    )


def evaluate(bundle: Bundle, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Score a bundle on labelled records.

    Returns
    -------
    dict
        ``macro_accuracy``, ``accuracy``, ``n_records`` and ``by_language``; `und` counts as wrong.
    """
    said = LanguageTask.load(bundle).predict([Document(record["text"]) for record in records])
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for record, result in zip(records, said, strict=True):
        total[language_of(record)] += 1
        right[language_of(record)] += result.language == language_of(record)
    by_language = {name: right[name] / total[name] for name in sorted(total)}
    return {
        "macro_accuracy": float(np.mean(list(by_language.values()))) if total else 0.0,
        "accuracy": sum(right.values()) / max(len(records), 1),
        "n_records": len(records),
        "by_language": by_language,
    }


def read_records(path: Path) -> list[dict[str, Any]]:
    """Read a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def build_shipped(shared_data: Path, output: Path, version: str) -> Bundle:
    """Build the bundle that the project ships from the folder of public data."""
    records: list[dict[str, Any]] = []
    sources: list[TrainingData] = []
    for name in SETS:
        path = shared_data / "language" / f"{name}.jsonl.gz"
        found = read_records(path)
        counts = dict(sorted(Counter(record["language"] for record in found).items()))
        sources.append(TrainingData(name, file_sha256(path), len(found), counts))
        records += found
    digest = hashlib.sha256("".join(source.digest for source in sources).encode()).hexdigest()
    return _build(TrainingRequest(records, output, version, data_digest=digest, data_name="shared"), sources)
