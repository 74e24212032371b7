from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dataflow.records import (
    AnnotatedDocument,
    DeadLetter,
    ExtractedDocument,
    ManifestEntry,
    SourceFile,
    annotation_record,
    encode,
)
from dataflow.sources.manifest import (
    ManifestError,
    check_manifest,
    entry_of_dead_letter,
    entry_of_record,
    models_of,
    parse_entry,
)

SOURCE = SourceFile("gs://inbox/a.txt", 9, 7)
SETTINGS = {"includeText": "none"}


def result(digest: str) -> dict[str, Any]:
    return {"model": {"name": "x", "version": "1", "digest": digest, "channel": "stable"}}


def record(**annotation: Any) -> dict[str, Any]:
    document = ExtractedDocument(SOURCE, "text/plain", "ab" * 32, "some text")
    return annotation_record(AnnotatedDocument(document, {"id": "a", "errors": {}, **annotation}), None)


def test_an_entry_says_what_the_next_run_compares() -> None:
    """Path, generation, content, models and settings go in, and come out of a line as they went in."""
    entry = entry_of_record(record(language=result("sha256:a")), "annotated", SETTINGS, "gs://tags")
    assert parse_entry(encode(entry)) == ManifestEntry(
        1, "gs://inbox/a.txt", 7, 9, "ab" * 32, {"language": "sha256:a"}, SETTINGS, "annotated", "gs://tags"
    )


def test_only_results_that_a_model_gave_itself_count() -> None:
    """A task that failed is not in the entry, with a fallback or without: the next run is to try it again."""
    annotation = {
        "id": "a",
        "language": result("sha256:a"),
        "keywords": result("sha256:b") | {"fallback": True},
        "errors": {"keywords": {"code": "TASK_FAILED", "message": "x"}, "classification": {}},
    }
    assert models_of(annotation) == {"language": "sha256:a"}


def test_a_dead_letter_is_entered_with_its_attempts() -> None:
    """Attempts of earlier runs are added up; there is no content to compare."""
    letter = DeadLetter(SourceFile("a", 9, 7, attempts=2), "EMPTY", "nothing in it")
    entry = entry_of_dead_letter(letter, SETTINGS, "out")
    assert (entry["outcome"], entry["attempts"], entry["sha256"], entry["models"]) == ("dead", 3, "", {})


def write_manifest(folder: Path, *lines: str, shard: str = "00000-of-00001") -> None:
    (folder / f"manifest-{shard}.jsonl").write_text("".join(f"{line}\n" for line in lines))


def test_a_whole_manifest_tells_where_its_records_lie(tmp_path: Path) -> None:
    """All places are found, so that none is written over while its records count; an empty manifest has none."""
    write_manifest(tmp_path)
    assert check_manifest(str(tmp_path)) == set()
    places = ("one", "two", "one")
    write_manifest(tmp_path, *(encode(entry_of_record(record(), "annotated", SETTINGS, place)) for place in places))
    assert check_manifest(str(tmp_path)) == {"one", "two"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"format": 1, "path": "a', "damaged"),
        ('{"format": 2, "path": "a"}', "has format 2"),
        ('{"path": "a"}', "has format None"),
        ('{"format": 1, "path": "a"}', "damaged"),
        ("[1]", "damaged"),
        ("\x00\xff", "damaged"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: str, said: str) -> None:
    """Cut, foreign and newer lines are refused in one line that names file and place."""
    good = encode(entry_of_record(record(), "annotated", SETTINGS, "out"))
    write_manifest(tmp_path, good, line)
    with pytest.raises(ManifestError, match=said) as caught:
        check_manifest(str(tmp_path))
    assert "manifest-00000-of-00001.jsonl: line 2" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_manifest_and_a_missing_part_of_one_are_named(tmp_path: Path) -> None:
    """A folder without a manifest, and a manifest with a shard gone, are refused."""
    with pytest.raises(ManifestError, match="holds no manifest"):
        check_manifest(str(tmp_path))
    with pytest.raises(ManifestError, match=r"holds no manifest|cannot be read"):
        check_manifest(str(tmp_path / "gone"))
    write_manifest(tmp_path, json.dumps({"format": 1}), shard="00001-of-00003")
    with pytest.raises(ManifestError, match="2 of the manifest"):
        check_manifest(str(tmp_path))
