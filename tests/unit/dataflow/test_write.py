from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.metrics.metric import MetricsFilter
from apache_beam.runners.runner import PipelineResult

from dataflow.records import DeadLetter, SourceFile, dead_letter_record, encode, tombstone_record
from dataflow.sinks.write import Shard, WriteWindows, remove_other_shards, shard_path, write_whole


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


def windowed(elements: list[tuple[str, dict[str, Any]]], shards: int = 2) -> PipelineResult:
    with beam.Pipeline("FnApiRunner") as pipeline:
        pipeline | beam.Create(elements) | WriteWindows(60, shards)
    return pipeline.result


def tombstones(*names: str) -> list[dict[str, Any]]:
    return [tombstone_record(SourceFile(name, 0, 1)) for name in names]


def test_files_of_windows_carry_window_and_shard(tmp_path: Path) -> None:
    """Every record is in one file, whose name tells kind, window, length and shard; those of one path are together."""
    prefix = str(tmp_path / "out" / "annotations")
    records = tombstones(*[f"gs://inbox/{number}" for number in range(20)]) + tombstones("gs://inbox/0")
    windowed([(prefix, record) for record in records])
    files = sorted((tmp_path / "out").iterdir())
    pattern = r"annotations-\d{8}T\d{6}Z-60s-0000[01]-of-00002-[0-9a-f]{12}\.jsonl"
    assert all(re.fullmatch(pattern, file.name) for file in files)
    lines = {file: [json.loads(line) for line in file.read_text().splitlines()] for file in files}
    assert sorted(record["path"] for one in lines.values() for record in one) == sorted(
        record["path"] for record in records
    )
    assert sum(any(record["path"] == "gs://inbox/0" for record in one) for one in lines.values()) == 1


def test_a_stream_s_windows_are_counted(tmp_path: Path) -> None:
    """How many records each window's files hold is a distribution of the job's metrics."""
    records = tombstones(*[f"gs://inbox/{number}" for number in range(20)])
    result = windowed([(str(tmp_path / "annotations"), record) for record in records], shards=1)
    (found,) = result.metrics().query(MetricsFilter().with_name("window_records"))["distributions"]
    assert (found.committed.sum, found.committed.count) == (20, len(list(tmp_path.iterdir())))


def test_kinds_and_places_have_files_of_their_own(tmp_path: Path) -> None:
    """Records with different destinations never share a file."""
    first, second = tombstones("a", "b")
    windowed([(str(tmp_path / "x" / "annotations"), first), (str(tmp_path / "y" / "quarantine"), second)], shards=1)
    contents = {path.parent.name: json.loads(path.read_text())["path"] for path in tmp_path.glob("*/*.jsonl")}
    assert contents == {"x": "a", "y": "b"}


def test_the_same_content_has_the_same_name_and_other_content_another() -> None:
    """A bundle tried again writes the same file anew; a restarted job's window never replaces that of the first."""
    shard, window = Shard("out/annotations", 3), (1795275360.0, 1795275420.0)
    first, second = (shard_path(shard, 4, window, content) for content in (b"a\n", b"b\n"))
    assert first == shard_path(shard, 4, window, b"a\n")
    assert first != second
    assert first.startswith("out/annotations-20261121T153600Z-60s-00003-of-00004-")


def test_files_of_streaming_jobs_stay_when_a_batch_run_replaces_its_own(tmp_path: Path) -> None:
    """Neither other windows nor other runs are removed from a place that several jobs write to."""
    path = shard_path(Shard(str(tmp_path / "tags"), 0), 1, (0.0, 60.0), b"x")
    write_whole(path, b"x")
    assert remove_other_shards(str(tmp_path / "tags"), []) == 0
    assert Path(path).read_bytes() == b"x"


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """What cannot be finished leaves neither the file nor a part of it."""
    target = tmp_path / "tags.jsonl"
    target.mkdir()
    with pytest.raises(OSError, match="directory"):
        write_whole(str(target), b"x")
    assert list(tmp_path.iterdir()) == [target]
