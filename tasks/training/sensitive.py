"""Build and score the sensitive-content bundle."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

import msgspec

from tasks.bundle import Bundle, write_bundle
from tasks.document import Document
from tasks.sensitive import Sensitive
from tasks.sensitive.contacts import CONTACTS
from tasks.sensitive.identifiers import IDENTIFIERS
from tasks.sensitive.secrets import SECRETS
from tasks.training.sensitive_policy import SHIPPED_POLICY
from tasks.training.trainer import TrainingRequest

_LIBRARIES = ("google-re2", "numpy", "phonenumbers", "python-stdnum")


def train(request: TrainingRequest) -> Bundle:
    """Write a bundle for a training request."""
    return _write(request.output, request.version, request.seed)


def build_shipped(shared_data: Path, output: Path, version: str) -> Bundle:
    """Build the bundle that the project ships."""
    return _write(output, version, 0)


def _write(output: Path, version: str, seed: int) -> Bundle:
    types = sorted({detector.type for detector in IDENTIFIERS + CONTACTS + SECRETS})
    return write_bundle(
        output,
        task="sensitive",
        version=version,
        documents={"policy.json": msgspec.to_builtins(SHIPPED_POLICY)},
        labels=types,
        seed=seed,
        libraries={name: library_version(name) for name in _LIBRARIES},
    )


def evaluate(bundle: Bundle, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Score a bundle on records with ``text`` and ``spans`` (type, start, end): span F1 over exact spans."""
    task = Sensitive.load(bundle)
    results = task.predict([Document(record["text"]) for record in records])
    hits = found = gold = 0
    for record, result in zip(records, results, strict=True):
        wanted = {(span["type"], span["start"], span["end"]) for span in record.get("spans", [])}
        answered = {(finding.type, finding.start, finding.end) for finding in result.findings}
        hits, found, gold = hits + len(wanted & answered), found + len(answered), gold + len(wanted)
    return {"precision": hits / max(found, 1), "recall": hits / max(gold, 1), "f1": 2 * hits / max(found + gold, 1)}
