"""Reading data: every format, and a clear message with file and line for everything that is wrong."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tasks.errors import TrainingError
from tasks.training.records import canonical_lines, read_dataset

GOOD = [{"id": "a", "text": "mud weight", "label": "mud"}, {"id": "b", "text": "æøå", "label": "log"}]


def write(path: Path, content: str | bytes) -> str:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_every_format_gives_the_same_records(tmp_path: Path) -> None:
    """JSON lines, compressed or not, with a byte-order mark or not, and CSV hold the same data and have one digest."""
    text = lines(*GOOD)
    sources = [
        write(tmp_path / "a.jsonl", text),
        write(tmp_path / "b.jsonl", b"\xef\xbb\xbf" + text.encode() + b"\n\n"),
        write(tmp_path / "c.jsonl.gz", gzip.compress(text.encode())),
        write(tmp_path / "d.csv", "id,text,label\na,mud weight,mud\nb,æøå,log\n"),
    ]
    datasets = [read_dataset(source) for source in sources]
    assert all(dataset.records == GOOD for dataset in datasets)
    assert len({dataset.digest for dataset in datasets}) == 1


def test_a_folder_per_label(tmp_path: Path) -> None:
    """Each document takes its folder's name as label; what cannot be read is skipped and said so."""
    for label, name, content in (("mud", "1.txt", "mud weight 1.3"), ("log", "2.txt", "gamma"), ("log", "3.txt", "")):
        (tmp_path / label).mkdir(exist_ok=True)
        write(tmp_path / label / name, content)
    dataset = read_dataset(str(tmp_path))
    assert [(r["id"], r["label"]) for r in dataset.records] == [("log/2.txt", "log"), ("mud/1.txt", "mud")]
    assert len(dataset.skipped) == 1
    assert dataset.skipped[0].startswith("log/3.txt: EMPTY")


def test_a_list_of_files(tmp_path: Path) -> None:
    """A CSV file with paths in place of texts reads the files beside it, and refuses a path that is not there."""
    write(tmp_path / "one.txt", "gamma ray")
    source = write(tmp_path / "list.csv", "path,label\none.txt,log\n")
    assert [(r["text"].strip(), r["label"]) for r in read_dataset(source).records] == [("gamma ray", "log")]
    with pytest.raises(TrainingError, match=r"list\.csv:3: there is no file two\.txt"):
        read_dataset(write(tmp_path / "list.csv", "path,label\none.txt,log\ntwo.txt,log\n"))


def test_several_labels_in_csv_are_split_at_bars(tmp_path: Path) -> None:
    """The field ``labels`` of a CSV file holds names between bars."""
    source = write(tmp_path / "a.csv", "text,labels\nsomething,earn|grain\n")
    assert read_dataset(source).records[0]["labels"] == ["earn", "grain"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "holds no documents"),
        ("\n \n", "holds no documents"),
        (lines(GOOD[0]) + "{oops\n", "x.jsonl:2: not JSON"),
        ("[1]\n", "x.jsonl:1: a line must be an object, not list"),
        (lines({"label": "a"}), "x.jsonl:1: the field text is missing"),
        (lines({"text": None, "label": "a"}), "x.jsonl:1: the field text is missing"),
        (lines({"text": 3, "label": "a"}), "x.jsonl:1: text must be a string, not int"),
        (lines(GOOD[0], {"text": "a"}), "x.jsonl:2: the field label"),
        (lines({"text": "a", "label": 3}), "x.jsonl:1: a label must be a string, not int"),
        ('{"text": "a", "label": NaN}\n', "x.jsonl:1: label is NaN"),
        (lines({"text": "a", "label": " "}), "x.jsonl:1: label is empty"),
        (lines({"text": "a", "labels": "b"}), "x.jsonl:1: labels must be a list, not str"),
        (lines({"text": "a", "labels": ["b", None]}), "x.jsonl:1: a label must be a string, not NoneType"),
        (lines(GOOD[0], GOOD[0]), "x.jsonl:2: the id 'a' stands on an earlier line too"),
        (lines(GOOD[0]).encode() + b'{"text": "\xe6", "label": "a"}\n', "x.jsonl:2: byte 10 is not UTF-8"),
        (lines({"text": "a" * 10_000_001, "label": "a"}), "x.jsonl:1: text has 10000001 characters"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(content: str | bytes, message: str, tmp_path: Path) -> None:
    """Each fault in JSON lines stops the reading with file, line and reason."""
    with pytest.raises(TrainingError, match=message):
        read_dataset(write(tmp_path / "x.jsonl", content))


def test_ten_million_characters_are_allowed(tmp_path: Path) -> None:
    """The largest text that the service takes may train too."""
    source = write(tmp_path / "x.jsonl", lines({"text": "a" * 10_000_000, "label": "a"}))
    assert len(read_dataset(source).records[0]["text"]) == 10_000_000


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.csv", "text,label\na,b,c\n", r"x\.csv:2: the number of fields"),
        ("x.csv", "text,label\na\n", r"x\.csv:2: the number of fields"),
        ("x.csv", "text,label\n", "holds no documents"),
        ("x.jsonl.gz", "no gzip", "is not a whole gzip file"),
        ("x.parquet", "?", "is no folder, and no .jsonl"),
    ],
)
def test_other_formats_say_what_is_wrong(name: str, content: str, message: str, tmp_path: Path) -> None:
    """CSV faults have lines too; a broken archive and an unknown format are named."""
    with pytest.raises(TrainingError, match=message):
        read_dataset(write(tmp_path / name, content))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is one clear message."""
    with pytest.raises(TrainingError, match=r"none\.jsonl cannot be read"):
        read_dataset(str(tmp_path / "none.jsonl"))


def test_an_empty_folder(tmp_path: Path) -> None:
    """A folder without documents says how it should look."""
    with pytest.raises(TrainingError, match="into a folder of its name"):
        read_dataset(str(tmp_path))


def test_canonical_lines_do_not_depend_on_the_order_of_keys() -> None:
    """The digest is of the content, not of how it was written."""
    assert canonical_lines([{"b": 1, "a": 2}]) == canonical_lines([{"a": 2, "b": 1}])
