from __future__ import annotations

import json
from pathlib import Path

from dataflow.records import DeadLetter, SourceFile, dead_letter_record, encode
from dataflow.write import remove_other_shards


def test_only_other_shards_of_the_same_name_are_removed(tmp_path: Path) -> None:
    """What this run wrote and what is not ours stays."""
    kept = ["tags-00000-of-00001.jsonl", "tags-notes.jsonl", "other-00000-of-00003.jsonl", "tags-00000-of-00003.csv"]
    for name in (*kept, "tags-00000-of-00003.jsonl", "tags-00002-of-00003.jsonl"):
        (tmp_path / name).write_text("")
    assert remove_other_shards(str(tmp_path / "tags"), [str(tmp_path / kept[0])]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)


def test_a_record_is_one_line_whatever_its_file_is_called() -> None:
    """Line breaks and letters of any script in a path do not break the file of records."""
    letter = DeadLetter(SourceFile("brønn\n1/2-3 \u2028.pdf", 0), "EMPTY", "nothing in it")
    line = encode(dead_letter_record(letter))
    assert "\n" not in line
    assert json.loads(line)["path"] == letter.source.path


def test_a_name_that_is_no_text_still_makes_a_record() -> None:
    """File systems hold names that are no valid UTF-8; they are written escaped, and stay distinct."""
    lines = {
        encode(dead_letter_record(DeadLetter(SourceFile(name, 1), "EMPTY", "x"))) for name in ("a\udcff", "a\udcfe")
    }
    assert len(lines) == 2
    assert all("\\udcf" in json.loads(line)["path"] for line in lines)
