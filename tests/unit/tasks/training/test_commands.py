"""The command of training: what it prints, what it writes, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tasks.training.__main__ import main
from tests.unit.tasks.small_data import TOPICS, make_records, make_text


def write_lines(path: Path, records: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_lines(folder / "train.jsonl", make_records(20))
    write_lines(folder / "test.jsonl", make_records(8, start=400))
    config = {"candidates": [{"kind": "svm", "strength": 1.0}], "features": {"blocks": [{"families": ["words"]}]}}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    assert main(train_arguments(folder, folder / "models" / "1", "--hypothesis", "words suffice")) == 0
    return folder


def train_arguments(folder: Path, output: Path, *more: str) -> list[str]:
    source = ["--data", str(folder / "train.jsonl"), "--config", str(folder / "config.json")]
    return ["train", "--task", "classification", *source, "--output", str(output), *more]


def test_train_writes_a_bundle_and_a_line_in_the_log(folder: Path) -> None:
    """The output folder itself holds the manifest; the log holds hypothesis, data, configuration and scores."""
    manifest = json.loads((folder / "models" / "1" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["labels"] == sorted(TOPICS)
    line = json.loads((folder / "models" / "experiments.jsonl").read_text(encoding="utf-8"))
    assert line["hypothesis"] == "words suffice"
    assert line["data"][0]["documents"] == 60
    assert "crossValidation.accuracy" in line["scores"]


def test_predict_writes_a_line_for_each_document_in_order(folder: Path, tmp_path: Path) -> None:
    """Ids are kept where there are any; all labels are candidates, ``unknown`` never is."""
    texts = [make_text("sailing", 1), "", "\ud800 odd \x00", make_text("cooking", 2)]
    source = write_lines(tmp_path / "x.jsonl", [{"text": texts[0], "id": 7}, *({"text": text} for text in texts[1:])])
    output = tmp_path / "out.jsonl"
    assert main(["predict", "--bundle", str(folder / "models" / "1"), "--data", source, "--output", str(output)]) == 0
    lines = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [line.get("id") for line in lines] == [7, None, None, None]
    assert [line["label"] for line in lines] == ["sailing", "unknown", lines[2]["label"], "cooking"]
    for line in lines:
        assert {"label", "confidence", "candidates"} <= set(line)
        assert {candidate["label"] for candidate in line["candidates"]} == set(TOPICS)


def test_evaluate_and_compare_print_scores(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON for machines, as a table with intervals for people; near-duplicates of the training data are counted."""
    bundle, test = str(folder / "models" / "1"), str(folder / "test.jsonl")
    assert main(["evaluate", "--bundle", bundle, "--data", test, "--training", test, "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["accuracy"] > 0.9 > scores["dummyAccuracy"]
    assert scores["nearDuplicatesOfTraining"] == 24
    assert main(["compare", "--bundles", bundle, bundle, "--data", test]) == 0
    table = capsys.readouterr().out.splitlines()
    row = next(line for line in table if line.startswith("accuracy "))
    assert row.count("[") == 2


def test_reproduce_says_whether_the_bytes_match(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same data give the same bundle; other data are refused, since their digest is not the manifest's."""
    bundle = str(folder / "models" / "1")
    assert main(["reproduce", "--bundle", bundle, "--data", str(folder / "train.jsonl")]) == 0
    assert capsys.readouterr().out.endswith("matches\n")
    assert main(["reproduce", "--bundle", bundle, "--data", str(folder / "test.jsonl")]) == 2
    assert "learned from data of digest" in capsys.readouterr().err


def test_frozen_data_train_the_same_bundle(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A snapshot recalled by digest reproduces a bundle that was trained from the file."""
    assert main(["freeze", "--data", str(folder / "train.jsonl"), "--store", str(tmp_path)]) == 0
    reference = capsys.readouterr().out.strip()
    assert main(["reproduce", "--bundle", str(folder / "models" / "1"), "--data", reference]) == 0


def test_duplicates_are_reported_and_left_out_on_request(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Repeats within the training data, and of validation documents, are warned of; one option leaves them out."""
    records = make_records(20)
    data = write_lines(tmp_path / "a.jsonl", [*records, {**records[0], "id": "again"}])
    validation = write_lines(tmp_path / "b.jsonl", records[3:5] + make_records(2, start=700))
    arguments = ["train", "--data", data, "--validation", validation, "--config", str(folder / "config.json")]
    assert main([*arguments, "--output", str(tmp_path / "m"), "--drop-duplicates"]) == 0
    said = capsys.readouterr().err
    assert "1 training documents nearly repeat earlier ones" in said
    assert "2 training documents nearly repeat validation documents" in said
    manifest = json.loads((tmp_path / "m" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["trainingData"][0]["documents"] == 58


def test_the_report_is_one_page_without_links(folder: Path, tmp_path: Path) -> None:
    """The HTML report holds its plots, and refers to nothing outside itself; text in it is escaped."""
    records = [
        *make_records(4, start=900),
        {"text": "<script>alert(1)</script> " + make_text("sailing", 5), "label": "cooking"},
    ]
    test, report = write_lines(tmp_path / "t.jsonl", records), tmp_path / "report.html"
    bundle = str(folder / "models" / "1")
    assert main(["evaluate", "--bundle", bundle, "--data", test, "--report", str(report)]) == 0
    page = report.read_text(encoding="utf-8")
    assert page.count("data:image/png;base64,") == 3
    assert "http" not in page.replace("https://doctag", "")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["train", "--data", "none.jsonl", "--output", "out"], "none.jsonl cannot be read"),
        (["evaluate", "--bundle", "none", "--data", "none.jsonl"], "none/manifest.json cannot be read"),
        (["bundles", "--data", "none", "--output", "out"], "none is no folder"),
    ],
)
def test_failures_are_one_line_and_write_nothing(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What cannot be done is one line on standard error, exit code 2, and nothing half-written."""
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_single_class_writes_nothing(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One label alone is refused before anything is written."""
    data = write_lines(tmp_path / "one.jsonl", [{"text": f"text {i}", "label": "a"} for i in range(5)])
    assert main(["train", "--data", data, "--output", str(tmp_path / "m")]) == 2
    assert "at least two labels" in capsys.readouterr().err
    assert not (tmp_path / "m").exists()


def test_label_and_labels_do_not_mix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Records with one label and records with several do not train one model."""
    data = write_lines(tmp_path / "x.jsonl", [{"text": "a", "label": "x"}, {"text": "b", "labels": ["x", "y"]}])
    assert main(["train", "--data", data, "--output", str(tmp_path / "m")]) == 2
    assert "1 of 2 records have labels, the others label" in capsys.readouterr().err
