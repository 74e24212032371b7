"""Dead letters tried again once their cause is mended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dataflow import replay
from dataflow.accounting.metrics import final_counts
from dataflow.checks.preflight import PreflightError
from dataflow.pipeline import run
from tests.annotation_service import AnnotationService
from tests.integration.ingestion import BAD, GOOD, RUNNERS, assert_accounted, ingest, records, write_inbox
from tests.integration.test_ingest import start
from tests.unit.tasks.extraction_files import word

on_both_runners = pytest.mark.parametrize("runner", RUNNERS.values(), ids=RUNNERS)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return write_inbox(tmp_path / "inbox")


@pytest.fixture
def letters(inbox: Path, tmp_path: Path) -> Path:
    """Run while the service is away; return the output, which holds dead letters alone."""
    with AnnotationService(lambda handler, documents: bool(documents) and handler.fail(503)) as service:
        ingest(inbox, tmp_path / "first", service.url, "--service_deadline_s=0.5")
    assert len(records(tmp_path / "first", "dead-letters")) == GOOD + len(BAD)
    return tmp_path / "first"


def again(letters: Path, output: Path, url: str, *options: str) -> dict[str, int]:
    argv = [f"--dead_letters={letters}", f"--output={output}", f"--service_url={url}", "--extraction_children=2"]
    return final_counts(run([*argv, *options]))


@on_both_runners
def test_when_the_service_is_back_everything_is_annotated(
    inbox: Path, letters: Path, tmp_path: Path, runner: tuple[str, ...]
) -> None:
    """All dead letters are tried again; what could never be read stays dead, its attempts counted on."""
    before = {record["path"]: record["attempts"] for record in records(letters, "dead-letters")}
    with AnnotationService() as service:
        counts = again(letters, tmp_path / "second", service.url, *runner)
    assert (counts["found"], counts["annotated"], counts["dead"]) == (GOOD + len(BAD), GOOD, len(BAD))
    assert_accounted(inbox, tmp_path / "second")
    for record in records(tmp_path / "second", "dead-letters"):
        assert record["reason"] == BAD[Path(record["path"]).name]
        assert record["attempts"] == before[record["path"]] + 1 == 2


def test_chosen_reasons_alone_are_replayed(inbox: Path, letters: Path, tmp_path: Path) -> None:
    """A file that was repaired is annotated when its reason is named; a reason that none has is refused."""
    (inbox / "cut.docx").write_bytes(word("Drilling report, restored"))
    with AnnotationService() as service:
        counts = again(letters, tmp_path / "second", service.url, "--reasons=DAMAGED,EMPTY")
        with pytest.raises(PreflightError, match=r"none for reason NO_SUCH; there are DAMAGED, EMPTY"):
            again(letters, tmp_path / "third", service.url, "--reasons=NO_SUCH,EMPTY")
    assert (counts["found"], counts["annotated"], counts["dead"]) == (2, 1, 1)
    assert [Path(record["path"]).name for record in records(tmp_path / "second", "annotations")] == ["cut.docx"]
    (letter,) = records(tmp_path / "second", "dead-letters")
    assert (Path(letter["path"]).name, letter["attempts"]) == ("empty.pdf", 2)


def test_replayed_again_and_again_attempts_add_up_and_a_file_that_is_gone_says_so(
    inbox: Path, letters: Path, tmp_path: Path
) -> None:
    """Each replay counts on; a file deleted meanwhile becomes a dead letter that can be understood."""
    (inbox / "noise.bin").unlink()
    with AnnotationService() as service:
        again(letters, tmp_path / "second", service.url)
        again(tmp_path / "second", tmp_path / "third", service.url)
    found = {Path(record["path"]).name: record for record in records(tmp_path / "third", "dead-letters")}
    assert {name: record["attempts"] for name, record in found.items()} == dict.fromkeys(BAD, 3)
    assert found["noise.bin"]["reason"] == "UNREADABLE"


def test_a_text_that_came_in_a_message_is_annotated_from_its_letter(tmp_path: Path) -> None:
    """Nobody can fetch such a text a second time: its dead letter carries it, and that is enough."""
    letter: dict[str, Any] = {
        "kind": "dead_letter", "key": "k", "path": "message-1", "generation": 5, "size": 8,
        "reason": "SERVICE_UNAVAILABLE", "message": "no service", "attempts": 4, "text": "Drilling was resumed",
    }  # fmt: skip
    (tmp_path / "first").mkdir()
    shard = tmp_path / "first" / "dead-letters-20261121T100000Z-60s-00000-of-00004-0123456789ab.jsonl"
    shard.write_text(json.dumps(letter) + "\n" + json.dumps(letter | {"attempts": 2}) + "\n")
    with AnnotationService() as service:
        counts = again(tmp_path / "first", tmp_path / "second", service.url)
        assert [documents for documents, _ in service.calls] == [1]
    assert (counts["found"], counts["annotated"]) == (1, 1)
    (record,) = records(tmp_path / "second", "annotations")
    assert (record["path"], record["generation"], record["mimeType"]) == ("message-1", 5, "text/plain")


def test_the_manifest_of_the_first_run_is_handed_on(inbox: Path, tmp_path: Path) -> None:
    """With --skip_unchanged a replay's manifest covers what the first run had done too, so that the next skips all."""
    first, second, third = (tmp_path / name for name in ("first", "second", "third"))
    with AnnotationService() as service:
        ingest(inbox, first, service.url)
        (inbox / "cut.docx").write_bytes(word("Drilling report, restored"))
        again(first, second, service.url, f"--skip_unchanged={first}")
        counts = ingest(inbox, third, service.url, f"--skip_unchanged={second}")
    assert (counts["skipped"], counts["annotated"], counts["dead"]) == (GOOD + 1, 0, len(BAD) - 1)


def test_what_cannot_be_replayed_is_refused_before_any_work(inbox: Path, letters: Path, tmp_path: Path) -> None:
    """Into its own folder, from an empty one, from a damaged file, together with --input: one line each."""
    (tmp_path / "none").mkdir()
    with AnnotationService() as service:
        with pytest.raises(PreflightError, match="--dead_letters reads"):
            again(letters, letters, service.url)
        with pytest.raises(PreflightError, match="holds no dead-letters"):
            again(tmp_path / "none", tmp_path / "out", service.url)
        (tmp_path / "none" / "dead-letters-00000-of-00001.jsonl").write_text("")
        with pytest.raises(PreflightError, match="there are none"):
            again(tmp_path / "none", tmp_path / "out", service.url)
        with pytest.raises(PreflightError, match="goes not together"):
            again(letters, tmp_path / "out", service.url, f"--input={inbox}")
        (shard,) = letters.glob("dead-letters-*.jsonl")
        shard.write_text(shard.read_text() + '{"path":\n')
        with pytest.raises(PreflightError, match=f"line {GOOD + len(BAD) + 1} is no dead letter"):
            again(letters, tmp_path / "out", service.url)
        assert service.calls == []
    assert not list((tmp_path / "out").glob("*"))


def test_one_command_replays(inbox: Path, letters: Path, tmp_path: Path) -> None:
    """`python -m dataflow.replay` shows the tables of a run; without --dead_letters it says what is missing."""
    with AnnotationService() as service:
        arguments = ("--dead_letters", letters, "--output", tmp_path / "second", "--service_url", service.url)
        process = start(*arguments, module="dataflow.replay", COLUMNS="200")
        output, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, ""), output
    assert output.count("daily_drilling_report 0.90") == GOOD
    assert f"dead letters in {letters}" in output
    with pytest.raises(SystemExit) as caught:
        replay.main(["--output", str(tmp_path / "third")])
    assert caught.value.code == 2
