"""Training the sensitive bundle on a handful of sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tasks.bundle import Bundle
from tasks.errors import TrainingError
from tasks.training import sensitive
from tasks.training.trainer import TrainingRequest


def records(count: int = 30) -> list[dict[str, Any]]:
    """Invented sentences with an invented name each."""
    made = []
    for number in range(count):
        name = f"{['Zar', 'Mil', 'Tor', 'Vex', 'Quo'][number % 5]}in {['Hald', 'Brem', 'Skol'][number % 3]}vik"
        text = f"Yesterday {name} came to the office in room {number}."
        made.append({"text": text, "spans": [{"type": "PERSON", "start": 10, "end": 10 + len(name)}]})
    return made


def request(output: Path, **changes: Any) -> TrainingRequest:
    fields: dict[str, Any] = {"data": records(), "output": output, "version": "2026.11.9"}
    return TrainingRequest(**{**fields, "config": {"written": 1, "matter_documents": 60}, **changes})


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return sensitive.train(request(tmp_path_factory.mktemp("trained") / "one", validation=records(6)))


def test_a_trained_bundle_finds_the_names_it_learned(trained: Bundle) -> None:
    """Training and evaluation go together: the names come back with exact spans."""
    scores = sensitive.evaluate(trained, records(10))
    assert scores["types"]["PERSON"]["f1"] > 0.9


def test_validation_scores_stand_in_the_manifest(trained: Bundle) -> None:
    """What a bundle scored is part of it."""
    assert set(trained.manifest.scores["people"]) == {"precision", "recall", "f1"}
    assert "PERSON" in trained.manifest.labels


def test_training_twice_gives_the_same_bytes(trained: Bundle, tmp_path: Path) -> None:
    """The same records and seed make the same bundle."""
    assert sensitive.train(request(tmp_path / "two", validation=records(6))).digest == trained.digest


def test_records_without_names_are_refused(tmp_path: Path) -> None:
    """The message says what is missing."""
    with pytest.raises(TrainingError, match="PERSON"):
        sensitive.train(request(tmp_path / "none", data=[{"text": "nobody here"}]))


def test_the_shipped_bundle_names_what_it_learned_from() -> None:
    """Sources and digests stand in the manifest, and none of them is a set that is for measuring alone."""
    shipped = Bundle(Path(__file__).parents[4] / "models" / "sensitive" / "2026.11.1")
    names = {source.name.split("/")[0] for source in shipped.manifest.training_data}
    assert names == {"sensitive", "language", "oilgas"}
    assert all(source.digest.startswith("sha256:") for source in shipped.manifest.training_data)
