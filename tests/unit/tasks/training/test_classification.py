"""Training and evaluating the classifier on small data made by the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tasks.bundle import write_bundle
from tasks.classification import Classification
from tasks.document import Document
from tasks.errors import BundleError, TrainingError
from tasks.training.classification import evaluate, train
from tasks.training.classification.estimators import Estimator
from tasks.training.classification.fitting import Config, affordable
from tasks.training.trainer import TrainingRequest
from tests.unit.tasks.small_data import TOPICS, make_records, make_text

QUICK = {"candidates": [{"kind": "svm", "strength": 1.0, "emphasis": 0.5}, {"kind": "complement", "strength": 0.3}]}


def request(records: list[dict[str, Any]], output: Path, **fields: Any) -> TrainingRequest:
    return TrainingRequest(records, output, "1", config={**QUICK, **fields.pop("config", {})}, **fields)


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """The same data, seed and configuration give byte-identical bundles."""
    first, second = (train(request(make_records(), tmp_path / name, seed=3)) for name in "ab")
    assert first.digest == second.digest


def test_the_manifest_says_what_was_done(tmp_path: Path) -> None:
    """Counts per label, configuration, library versions, and scores with interval and baseline stand in it."""
    manifest = train(request(make_records(20), tmp_path / "a", data_digest="d", data_name="n")).manifest
    assert manifest.training_data[0].counts == dict.fromkeys(sorted(TOPICS), 20)
    assert manifest.training_data[0].digest == "d"
    assert {"numpy", "scikit-learn"} <= set(manifest.libraries)
    scores = manifest.scores["crossValidation"]
    low, high = scores["accuracyInterval"]
    assert low <= scores["accuracy"] <= high
    assert scores["dummyAccuracy"] == pytest.approx(1 / 3, abs=0.01)
    assert set(manifest.scores["trials"]) == {"svm C=1 balance=0 emphasis=0.5", "complement alpha=0.3", "combination"}


def test_the_budget_of_fits_bounds_the_candidates(tmp_path: Path) -> None:
    """With three folds and a budget of three fits, only the first candidate is tried."""
    bundle = train(request(make_records(10), tmp_path / "a", config={"budget_fits": 3}))
    assert set(bundle.manifest.scores["trials"]) == {"svm C=1 balance=0 emphasis=0.5", "combination"}


def test_large_data_try_fewer_candidates() -> None:
    """The budget of work leaves out what is too much; the first candidate and naive Bayes always stay."""
    estimators = (Estimator("svm", 1.0), Estimator("complement", 1.0), Estimator("svm", 0.1), Estimator("svm", 0.3))
    config = Config(candidates=estimators, budget_work=500)
    assert affordable(config, 3, 100) == list(estimators[:3])
    assert affordable(config, 3, 100_000) == list(estimators[:2])


def test_validation_is_scored(tmp_path: Path) -> None:
    """Scores on the validation documents are written beside those of cross-validation."""
    bundle = train(request(make_records(20), tmp_path / "a", validation=make_records(10, start=500)))
    assert bundle.manifest.scores["validation"]["accuracy"] > 0.9
    assert Classification.load(bundle).predict([Document(make_text("cooking", 1))])[0].label == "cooking"


def test_evaluation_beside_the_baseline(tmp_path: Path) -> None:
    """An evaluation gives accuracy, its interval, calibration, coverage, and what guessing would reach."""
    bundle = train(request(make_records(20), tmp_path / "a"))
    scores = evaluate(bundle, make_records(10, start=900))
    assert scores["accuracy"] > 0.9 > scores["dummyAccuracy"]
    assert 0 <= scores["ece"] < 0.3
    assert scores["perLabel"]["sailing"]["support"] == 10


def test_several_labels_may_hold(tmp_path: Path) -> None:
    """Where documents have several labels, those that hold are named and probabilities are independent."""
    pairs = [("drilling", "cooking"), ("cooking", "sailing"), ("drilling", "sailing")]
    records = [{"text": make_text(label, i), "labels": [label]} for label in TOPICS for i in range(20)]
    records += [
        {"text": make_text(a, i) + " " + make_text(b, i), "labels": [a, b]} for a, b in pairs for i in range(20)
    ]
    bundle = train(request(records, tmp_path / "a"))
    text = make_text("drilling", 700) + " " + make_text("sailing", 700)
    result = Classification.load(bundle).predict([Document(text)])[0]
    assert set(result.labels) == {"drilling", "sailing"}
    assert sum(candidate.confidence for candidate in result.candidates) > 1.2
    assert evaluate(bundle, records)["microF1"] > 0.9


def test_documents_may_have_no_label_at_all(tmp_path: Path) -> None:
    """Where several labels may hold and some documents have none, none is forced on a document."""
    records = [{"text": make_text(label, i), "labels": [label]} for label in ("drilling", "cooking") for i in range(30)]
    records += [{"text": make_text("sailing", i), "labels": []} for i in range(30)]
    task = Classification.load(train(request(records, tmp_path / "a")))
    results = task.predict([Document(make_text(label, 800)) for label in ("sailing", "cooking")])
    assert [result.labels for result in results] == [[], ["cooking"]]
    assert [result.label for result in results] == ["unknown", "cooking"]


def test_documents_of_no_label_teach_unknown(tmp_path: Path) -> None:
    """Records labelled ``unknown`` make no label of it: such documents are abstained from."""
    records = [{**r, "label": "unknown"} if r["label"] == "cooking" else r for r in make_records(30)]
    bundle = train(request(records, tmp_path / "a"))
    assert bundle.manifest.labels == ["drilling", "sailing"]
    result = Classification.load(bundle).predict([Document(make_text("cooking", 800))])[0]
    assert result.label == "unknown"
    assert {candidate.label for candidate in result.candidates} == {"drilling", "sailing"}


def test_groups_are_kept_together() -> None:
    """No fold trains on documents of a group that it tests on."""
    from tasks.training.folds import make_folds

    groups = [f"well {i % 7}" for i in range(70)]
    for trained, tested in make_folds(["a", "b"] * 35, groups, 3, 0):
        assert not {groups[i] for i in trained} & {groups[i] for i in tested}


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([], "no training documents"),
        ([{"text": "a", "label": "x"}, {"text": "b", "label": "x"}], "at least two labels"),
        ([*make_records(3), {"text": "alone", "label": "hermit"}], "single example.*hermit"),
        ([{**record, "group": "one well"} for record in make_records(3)], "one group"),
    ],
)
def test_data_that_cannot_teach_is_refused(records: list[dict[str, Any]], message: str, tmp_path: Path) -> None:
    """The message says what is missing, and nothing is written."""
    with pytest.raises(TrainingError, match=message):
        train(request(records, tmp_path / "a"))
    assert list(tmp_path.iterdir()) == []


def test_a_configuration_that_is_not_understood_is_refused(tmp_path: Path) -> None:
    """A misspelt setting is named."""
    with pytest.raises(TrainingError, match="fold_count"):
        train(request(make_records(3), tmp_path / "a", config={"fold_count": 3}))


def test_another_tasks_bundle_is_not_overwritten(tmp_path: Path) -> None:
    """An output folder that holds a bundle of another task stays as it is."""
    other = write_bundle(tmp_path / "a", task="language", version="1")
    with pytest.raises(BundleError, match="already holds language"):
        train(request(make_records(10), tmp_path / "a"))
    assert other.digest == write_bundle(tmp_path / "b", task="language", version="1").digest


def test_suspicious_results_are_warned_of(tmp_path: Path) -> None:
    """A word that gives a label away is named in the manifest's warnings, and accuracy that is too good."""
    records = [{**r, "text": r["text"] + " zzsecret"} if r["label"] == "sailing" else r for r in make_records(30)]
    warnings = " ".join(train(request(records, tmp_path / "a")).manifest.scores["warnings"])
    assert "'zzsecret' alone decides the label sailing" in warnings


def test_wrong_labels_are_found(tmp_path: Path) -> None:
    """A document whose label was swapped is listed among those in doubt, with the better label."""
    records = make_records(40)
    records[5] = {**records[5], "label": "sailing"}
    doubts = train(request(records, tmp_path / "a")).manifest.scores["labelNoise"]
    assert {"document": "drilling-5", "label": "sailing", "suggested": "drilling"}.items() <= doubts[0].items()
