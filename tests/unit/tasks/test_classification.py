"""The classification task, on a small model trained here and on the bundle that ships."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from tasks.bundle import Bundle, write_bundle
from tasks.classification import UNKNOWN, Calibration, Classification, ClassificationOptions
from tasks.document import Document
from tasks.errors import BundleError, ExtractionError
from tasks.extraction import ExtractionPool
from tasks.training.classification import train
from tasks.training.records import read_dataset
from tasks.training.trainer import TrainingRequest
from tests.conftest import ROOT
from tests.unit.tasks.small_data import make_records, make_text

DAILY = (
    'Daily report 14\nWellbore 31/2-K-7  Rig Stormsvale\nSummary: drilled 12 1/4" hole from 2100 m to 2260 m.\n'
    '00:00 - 04:30 Drilled 12 1/4" hole, 3200 lpm, 180 bar, 140 rpm, torque 18 kNm.\n'
    "04:30 - 06:00 Circulated hole clean and flow checked, static.\n06:00 - 12:00 Pulled out of hole to change bit.\n"
    "Plan next 24 hours: run in hole with new bit and drill ahead.\n"
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    config = {"candidates": [{"kind": "svm", "strength": 1.0}], "precision": 0.9, "familiarity_quantile": 0.01}
    request = TrainingRequest(make_records(), tmp_path_factory.mktemp("models") / "1", "1", config=config)
    return train(request)


@pytest.fixture(scope="module")
def task(bundle: Bundle) -> Classification:
    return Classification.load(bundle)


@pytest.fixture(scope="module")
def shipped() -> Classification:
    return Classification.load(Bundle(max((ROOT / "models" / "classification").glob("[0-9]*"))))


def test_unseen_documents_get_their_label(task: Classification) -> None:
    """Documents of the topics that training did not see are labelled right, and surely."""
    records = make_records(10, start=1000)
    results = task.predict([Document(record["text"]) for record in records])
    right = [result.label == record["label"] for result, record in zip(results, records, strict=True)]
    assert np.mean(right) >= 0.95
    assert np.mean([result.confidence for result in results]) > 0.8


def test_text_from_elsewhere_is_unknown(task: Classification) -> None:
    """A text without any familiar words is unknown; its candidates still say what the model thought."""
    result = task.predict([Document("Statsministeren redegjorde for budsjettet i Stortinget i går kveld.")])[0]
    assert result.label == UNKNOWN
    assert result.labels == []
    assert result.evidence == []
    assert {candidate.label for candidate in result.candidates} == {"drilling", "cooking", "sailing"}


def test_candidates_are_real_labels_with_probabilities_that_add_up(task: Classification) -> None:
    """All labels, the most probable first, adding up to one; ``unknown`` is never among them."""
    result = task.predict([Document(make_text("sailing", 77))])[0]
    chances = [candidate.confidence for candidate in result.candidates]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1)
    assert result.candidates[0].label == result.label == "sailing"
    assert result.confidence == result.candidates[0].confidence


def test_max_candidates_bounds_the_list(task: Classification) -> None:
    """As many candidates as asked for, the best ones; nothing else of the result changes."""
    document = Document(make_text("cooking", 5))
    every, one = (task.predict([document], o)[0] for o in (None, ClassificationOptions(max_candidates=1)))
    assert one.candidates == every.candidates[:1]
    assert (one.label, one.confidence, one.evidence) == (every.label, every.confidence, every.evidence)


def test_options_refuse_nonsense() -> None:
    """Zero candidates and misspelt options are refused, with the field's name."""
    for wrong in ({"max_candidates": 0}, {"maxCandidates": 3}):
        with pytest.raises(msgspec.ValidationError, match="max"):
            msgspec.convert(wrong, ClassificationOptions)


def test_evidence_stands_where_it_says(task: Classification) -> None:
    """Each term of the evidence is the text of each of its spans, and the strongest is a word of the topic."""
    text = "😀\nThe SKIPPER and the anchor; the anchor. " + make_text("sailing", 3)
    result = task.predict([Document(text)])[0]
    assert result.evidence
    for evidence in result.evidence:
        assert evidence.spans
        assert all(text[start:end] == evidence.term for start, end in evidence.spans)
    weights = [evidence.weight for evidence in result.evidence]
    assert weights == sorted(weights, reverse=True)
    assert min(weights) > 0


def test_nothing_to_read_is_unknown(task: Classification) -> None:
    """Empty, blank and control-character texts are valid and unknown."""
    for text in ("", " \n\t", "\x00\x01", "😀"):
        assert task.predict([Document(text)])[0].label == UNKNOWN


def test_batches_and_neighbours_change_nothing(task: Classification) -> None:
    """A batch gives what its documents give one by one, to the last bit."""
    texts = ["", *(make_text(label, i) for label in ("drilling", "cooking") for i in range(5)), "\ud800 anchor"]
    batch = task.predict([Document(text) for text in texts])
    alone = [task.predict([Document(text)])[0] for text in texts]
    assert [msgspec.json.encode(r) for r in batch] == [msgspec.json.encode(r) for r in alone]


def test_of_ten_million_characters_a_window_is_read(shipped: Classification) -> None:
    """The whole of a very long document is never laid out; its answer is that of its parts."""
    document = Document(DAILY * (10_000_000 // len(DAILY)))
    result = shipped.predict([document])[0]
    assert "points" not in vars(document)
    assert result.label == "daily_drilling_report"


def test_a_bundle_that_does_not_fit_is_refused(bundle: Bundle, tmp_path: Path) -> None:
    """A bundle whose arrays and labels disagree does not load, and the message says so."""
    fields: dict[str, Any] = {"labels": ["only", "two"], "config": bundle.manifest.config}
    arrays = {"weights.npz": bundle.arrays()}
    wrong = write_bundle(tmp_path / "1", task="classification", version="1", arrays=arrays, **fields)
    with pytest.raises(BundleError, match="does not fit the classification task"):
        Classification.load(wrong)


def test_calibration_keeps_order_and_sum() -> None:
    """Bending the best label's probability never lets another label overtake it, and probabilities add up to one."""
    scores = np.random.default_rng(0).normal(size=(200, 5))
    curve = np.array([0, 0.3, 1], np.float32), np.array([0, 0.1, 0.6], np.float32)
    calibration = Calibration(np.ones(5, np.float32), np.zeros(5, np.float32), *curve, multilabel=False)
    chances = calibration.probabilities(scores)
    assert np.allclose(chances.sum(axis=1), 1)
    assert (chances.argmax(axis=1) == scores.argmax(axis=1)).all()
    assert (chances >= 0).all()


def test_one_document_is_calibrated_as_in_a_batch() -> None:
    """To the last bit, though the arithmetic is written twice."""
    scores = np.random.default_rng(3).normal(size=(200, 6)).astype(np.float32) * 4
    curve = {"seen": np.linspace(0, 1, 9, dtype=np.float32), "right": np.linspace(0.1, 0.9, 9, dtype=np.float32) ** 2}
    slopes, shifts = np.linspace(1, 2, 6, dtype=np.float32), np.linspace(-1, 1, 6, dtype=np.float32)
    calibration = Calibration(slopes, shifts, **curve, multilabel=False)
    together = calibration.probabilities(scores)
    assert all(np.array_equal(calibration.probabilities(row), one) for row, one in zip(scores, together, strict=True))


def test_shipped_bundle_knows_a_daily_report_in_both_languages(shipped: Classification) -> None:
    """Daily drilling reports in wording of these tests' own are labelled so, in English and Norwegian."""
    norwegian = (
        'Døgnrapport boring\nBrønn 31/2-K-7, rigg Stormsvale\nSiste døgn: boret 12 1/4" hull fra 2100 m til 2260 m.\n'
        '00:00 - 04:30 Boret 12 1/4" hull, 3200 l/min, 180 bar, 140 rpm.\n04:30 - 06:00 Sirkulerte hullet rent.\n'
        "Plan neste døgn: kjøre inn med ny krone og bore videre.\n"
    )
    labels = [result.label for result in shipped.predict([Document(DAILY), Document(norwegian)])]
    assert labels == ["daily_drilling_report"] * 2


def test_shipped_bundle_abstains_on_other_writing(shipped: Classification) -> None:
    """Letters, recipes, code and verse are of no type of the oil industry's documents."""
    others = [
        "Dear Ms Hansen, thank you for your letter. The kitchen will be delivered on Friday and fitted next week.",
        "Whisk the eggs with sugar until pale, fold in the flour and bake for forty minutes.",
        "import os\nfor name in os.listdir('.'):\n    print(name)",
        "Snøen faller stille over byen, og barna løper ut for å leke.",
        "The council voted on Tuesday to keep the library open through the summer.",
    ]
    assert [result.label for result in shipped.predict([Document(text) for text in others])] == [UNKNOWN] * 5


def test_shipped_bundle_is_small_and_names_its_sources(shipped: Classification) -> None:
    """The bundle is below 5 MiB; its manifest names what it learned from and which types rest on generated text."""
    folder = max((ROOT / "models" / "classification").glob("[0-9]*"))
    assert sum(path.stat().st_size for path in folder.iterdir()) < 5 * 2**20
    manifest = Bundle(folder).manifest
    assert {"generated", "oilgas/daily_drilling_reports.jsonl.gz"} <= {data.name for data in manifest.training_data}
    assert "generated text only" in manifest.notes
    assert UNKNOWN not in manifest.labels


def test_real_files_get_their_types(shipped: Classification, shared: Path) -> None:
    """At least 25 of the 29 real daily drilling reports are labelled so, and none of the other files up to 300 kB."""
    folder = shared / "data" / "oilgas" / "files"
    found: dict[bool, list[bool]] = {True: [], False: []}
    with (folder / "manifest.csv").open(encoding="utf-8") as file, ExtractionPool(2) as pool:
        for row in csv.DictReader(file):
            if int(row["bytes"]) > 300_000:  # the large ones take long; the pipeline's benchmark reads them
                continue
            try:
                text = pool.extract(folder / row["path"]).text
            except ExtractionError:
                continue
            label = shipped.predict([Document(text)])[0].label
            found[row["label"] == "daily_drilling_report"].append(label == "daily_drilling_report")
    assert sum(found[True]) >= 25
    assert sum(found[False]) == 0


def test_news_is_unknown(shipped: Classification, shared: Path) -> None:
    """At least 95 % of BBC news is of no type of the shipped bundle."""
    records = read_dataset(str(shared / "data" / "classification" / "bbc" / "test.jsonl.gz")).records
    results = shipped.predict([Document(record["text"]) for record in records])
    assert np.mean([result.label == UNKNOWN for result in results]) >= 0.95
