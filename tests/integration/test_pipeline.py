from __future__ import annotations

import contextlib
import hashlib
import json
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.annotation_service import AnnotationService, Handler, annotation
from tests.integration.ingestion import BAD, GOOD, RUNNERS, assert_accounted, ingest, records, write_inbox

on_both_runners = pytest.mark.parametrize("runner", RUNNERS.values(), ids=RUNNERS)
QUICK = ("--connect_timeout_s=1", "--batch_documents=6")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_inbox(tmp_path_factory.mktemp("inbox"))


@on_both_runners
def test_every_file_ends_in_exactly_one_record(inbox: Path, tmp_path: Path, runner: tuple[str, ...]) -> None:
    """Good files become annotations, bad ones dead letters with the right reason, and the counts add up."""
    with AnnotationService() as service:
        counts = ingest(inbox, tmp_path, service.url, *runner)
    assert_accounted(inbox, tmp_path)
    assert {Path(record["path"]).name: record["reason"] for record in records(tmp_path, "dead-letters")} == BAD
    assert (counts["found"], counts["annotated"], counts["dead"]) == (GOOD + len(BAD), GOOD, len(BAD))
    assert counts["label/daily_drilling_report"] == counts["language/en"] == counts["decision/allow"] == GOOD
    assert sum(number for name, number in counts.items() if name.startswith("mimeType/")) == GOOD
    assert all(counts[f"reason/{reason}"] == 1 for reason in BAD.values())


@on_both_runners
def test_a_record_says_all_that_was_learned(inbox: Path, tmp_path: Path, runner: tuple[str, ...]) -> None:
    """An annotation's record has path, size, generation, type, hash and length; a dead letter's its sentence."""
    with AnnotationService() as service:
        ingest(inbox, tmp_path, service.url, *runner)
    for record in records(tmp_path, "annotations"):
        content = Path(record["path"]).read_bytes()
        names = ["kind", "key", "path", "generation", "size", "mimeType", "sha256", "chars", "annotation"]
        assert list(record) == names
        assert record["key"] == f"{record['path']}#0#{record['sha256'][:16]}"
        assert (record["size"], record["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert record["annotation"]["id"] == record["path"]
        assert record["chars"] > 40
    for letter in records(tmp_path, "dead-letters"):
        assert list(letter) == ["kind", "key", "path", "generation", "size", "reason", "message", "attempts"]
        assert len(letter["message"]) > 10
        assert letter["attempts"] == 1


@on_both_runners
def test_a_second_run_replaces_the_first(inbox: Path, tmp_path: Path, runner: tuple[str, ...]) -> None:
    """Records of an earlier run do not stay beside those of this one, and foreign files are left alone."""
    stale = [tmp_path / f"annotations-0000{number}-of-00003.jsonl" for number in range(3)]
    for shard in (*stale, tmp_path / "dead-letters-00000-of-00002.jsonl", tmp_path / "annotations-notes.txt"):
        shard.write_text("{}\n")
    contents = []
    for _ in range(2):
        with AnnotationService() as service:
            ingest(inbox, tmp_path, service.url, *runner)
        assert_accounted(inbox, tmp_path)
        contents.append(sorted(json.dumps(record) for record in records(tmp_path, "annotations")))
    assert contents[0] == contents[1]
    assert not any(shard.exists() for shard in stale)
    assert (tmp_path / "annotations-notes.txt").read_text() == "{}\n"
    assert not list(tmp_path.glob("*temp*"))


def test_calls_are_batched(inbox: Path, tmp_path: Path) -> None:
    """Documents travel in batches bounded by count and by bytes."""
    with AnnotationService() as service:
        ingest(inbox, tmp_path / "a", service.url, "--batch_documents=10")
        by_count = [documents for documents, _ in service.calls]
        service.calls.clear()
        ingest(inbox, tmp_path / "b", service.url, "--batch_bytes=150")
        by_bytes = [documents for documents, _ in service.calls]
    assert max(by_count) <= 10
    assert len(by_count) < GOOD / 3
    assert max(by_bytes) <= 3


def test_a_single_file_and_a_glob_are_inputs_too(inbox: Path, tmp_path: Path) -> None:
    """Whatever names files is taken: one file, even with a glob's signs in its name, or a pattern."""
    single = inbox / "well 0" / "repört [0].txt"
    with AnnotationService() as service:
        assert ingest(single, tmp_path / "a", service.url)["found"] == 1
        assert ingest(f"{inbox}/**/*.eml", tmp_path / "b", service.url)["annotated"] == GOOD // 3


def test_a_killed_extraction_child_loses_nothing(inbox: Path, tmp_path: Path) -> None:
    """Kill -9 of extraction children all through a run: nothing is lost, nothing twice, no good file dead."""
    done, kills = threading.Event(), []

    def kill() -> None:
        while not done.is_set():
            for child in psutil.Process().children():
                with contextlib.suppress(psutil.NoSuchProcess):
                    if "tasks.extraction.child" in child.cmdline():
                        child.kill()
                        kills.append(child.pid)
            time.sleep(0.4)

    thread = threading.Thread(target=kill)
    with AnnotationService() as service:
        thread.start()
        counts = ingest(inbox, tmp_path, service.url)
        done.set()
        thread.join()
    assert kills
    assert_accounted(inbox, tmp_path)
    assert counts["annotated"] == GOOD


def test_a_service_that_goes_and_comes_back_loses_nothing(inbox: Path, tmp_path: Path) -> None:
    """The service stops in the middle of a run and starts again seconds later: the run waits and ends whole."""
    gone, port = threading.Event(), []

    def stop_after_two(handler: Handler, _: Any) -> bool:
        if len(first.calls) > 2:
            gone.set()
            return handler.cut()
        return False

    def restart() -> None:
        assert gone.wait(30)
        first.shutdown()
        first.server_close()
        time.sleep(3)
        second.append(AnnotationService(port=port[0]).__enter__())

    first, second = AnnotationService(stop_after_two).__enter__(), []
    port.append(first.server_port)
    thread = threading.Thread(target=restart)
    thread.start()
    counts = ingest(inbox, tmp_path, first.url, *QUICK)
    thread.join()
    second[0].__exit__(None, None, None)
    assert_accounted(inbox, tmp_path)
    assert counts["annotated"] == GOOD


@on_both_runners
def test_faults_on_the_way_lose_nothing(inbox: Path, tmp_path: Path, runner: tuple[str, ...]) -> None:
    """A third of the calls put off, some cut or failing: every good file is annotated once all the same."""

    def unreliable(handler: Handler, _: Any) -> bool:
        if service.every("busy", 3):
            return handler.fail(503, Retry_After="0")
        return service.every("cut", 7) and handler.cut()

    with AnnotationService(unreliable) as service:
        counts = ingest(inbox, tmp_path, service.url, "--batch_documents=2", *runner)
    assert_accounted(inbox, tmp_path)
    assert counts["annotated"] == GOOD


@on_both_runners
def test_poison_becomes_a_dead_letter_and_its_neighbours_do_not(
    inbox: Path, tmp_path: Path, runner: tuple[str, ...]
) -> None:
    """One document that the service refuses, one that breaks it: two dead letters, everything else annotated."""

    def poisoned(handler: Handler, documents: list[dict[str, Any]]) -> bool:
        return any("report 5:" in document["text"] for document in documents) and handler.fail(500)

    def picky(document: dict[str, Any]) -> dict[str, Any]:
        if "report 7:" in document["text"]:
            return {"id": document["id"], "error": {"code": 422, "status": "INVALID_ARGUMENT", "message": "no"}}
        return annotation(document)

    with AnnotationService(poisoned, picky) as service:
        counts = ingest(inbox, tmp_path, service.url, *runner)
    assert_accounted(inbox, tmp_path)
    letters = {Path(record["path"]).stem: record for record in records(tmp_path, "dead-letters")}
    assert letters["repört [5]"]["reason"] == "SERVICE_ERROR"
    assert letters["repört [5]"]["attempts"] > 3
    assert letters["repört [7]"]["reason"] == "REJECTED"
    assert counts["annotated"] == GOOD - 2


def test_a_service_that_never_comes_back_ends_the_run(inbox: Path, tmp_path: Path) -> None:
    """After the deadline every readable file is a dead letter that says so, and the run still ends in order."""
    with AnnotationService(lambda handler, documents: bool(documents) and handler.fail(503)) as service:
        counts = ingest(inbox, tmp_path, service.url, "--service_deadline_s=1")
    assert_accounted(inbox, tmp_path)
    assert counts["reason/SERVICE_UNAVAILABLE"] == GOOD


def test_files_beyond_the_size_are_never_loaded(tmp_path: Path) -> None:
    """A file too large to read costs nothing but a look at its size."""
    (tmp_path / "in").mkdir()
    with (tmp_path / "in" / "huge.pdf").open("wb") as file:
        file.truncate(1 << 42)
    with AnnotationService() as service:
        counts = ingest(tmp_path / "in", tmp_path / "out", service.url)
    assert counts["reason/TOO_LARGE"] == counts["found"] == 1
