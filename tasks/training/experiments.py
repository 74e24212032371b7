"""The experiment log: what was tried, on what, why, and what came of it; one JSON line each, appended."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tasks.bundle import Bundle

LOG = "experiments.jsonl"
_HEADLINES = ("accuracy", "microF1", "macroF1", "ece", "accuracyAt80")


def append_experiment(log: Path, bundle: Bundle, hypothesis: str, now: datetime | None = None) -> dict[str, Any]:
    """Append one line on a trained bundle.

    Parameters
    ----------
    log : Path
    bundle : Bundle
    hypothesis : str
        What the experiment was to show.
    now : datetime, optional

    Returns
    -------
    dict
        The line as it was written.
    """
    manifest = bundle.manifest
    line = {
        "date": (now or datetime.now(UTC)).isoformat(timespec="seconds"),
        "hypothesis": hypothesis,
        "task": manifest.task,
        "version": manifest.version,
        "digest": bundle.digest,
        "data": [{"name": d.name, "digest": d.digest, "documents": d.documents} for d in manifest.training_data],
        "config": manifest.config,
        "seed": manifest.seed,
        "scores": headlines(manifest.scores),
    }
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, sort_keys=True) + "\n")
    return line


def headlines(scores: dict[str, Any]) -> dict[str, Any]:
    """Return the headline scores of a manifest or an evaluation: numbers only, by ``part.name`` where nested."""
    found: dict[str, Any] = {}
    for key, value in scores.items():
        if isinstance(value, dict) and key != "perLabel":
            found |= {f"{key}.{name}": value[name] for name in _HEADLINES if name in value}
        elif isinstance(value, int | float):
            found[key] = value
    return found


def read_experiments(log: Path) -> list[dict[str, Any]]:
    """Return every line of a log, the oldest first; none when there is no log yet."""
    if not log.exists():
        return []
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line.strip()]
