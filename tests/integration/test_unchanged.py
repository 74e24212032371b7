"""A second run that leaves alone what the first has dealt with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dataflow.checks.preflight import PreflightError
from tests.annotation_service import AnnotationService, annotation
from tests.integration.ingestion import BAD, GOOD, RUNNERS, assert_accounted, ingest, records, write_inbox

MODELS = [{"task": "language", "digest": "sha256:a", "channel": "stable"}]
on_both_runners = pytest.mark.parametrize("runner", RUNNERS.values(), ids=RUNNERS)


def with_model(document: dict[str, Any], digest: str = "sha256:a") -> dict[str, Any]:
    """Annotate as the fake service does, with a model beside the language."""
    plain = annotation(document)
    model = {"name": "language", "version": "1", "digest": digest, "channel": "stable"}
    return plain | {"language": plain["language"] | {"model": model}, "errors": {}}


def started(**changes: Any) -> AnnotationService:
    service = AnnotationService(**{"result": with_model} | changes)
    service.models = MODELS
    return service


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return write_inbox(tmp_path / "inbox")


@pytest.fixture
def first(inbox: Path, tmp_path: Path) -> Path:
    """Run once; return the output."""
    with started() as service:
        ingest(inbox, tmp_path / "first", service.url)
    return tmp_path / "first"


@on_both_runners
def test_what_has_not_changed_costs_no_call(inbox: Path, first: Path, tmp_path: Path, runner: tuple[str, ...]) -> None:
    """The second run annotates nothing, counts all as skipped, and hands the manifest on for a third."""
    earlier = first
    for number in range(2):
        output = tmp_path / f"again {number}"
        with started() as service:
            counts = ingest(inbox, output, service.url, f"--skip_unchanged={earlier}", *runner)
            assert service.calls == []
        assert (counts["found"], counts["skipped"], counts["dead"]) == (GOOD + len(BAD), GOOD, len(BAD))
        assert counts["skipped/UNCHANGED"] == GOOD
        assert counts["annotated"] == counts["stage/extracted"] == 0
        assert records(output, "annotations") == []
        attempts = {Path(letter["path"]).name: letter["attempts"] for letter in records(output, "dead-letters")}
        assert attempts == dict.fromkeys(BAD, number + 2)
        kept = [entry for entry in records(output, "manifest") if entry["outcome"] != "dead"]
        assert sorted(entry["path"] for entry in kept) == sorted(r["path"] for r in records(first, "annotations"))
        assert {entry["output"] for entry in kept} == {str(first)}
        earlier = output


@on_both_runners
def test_only_what_has_changed_is_annotated(inbox: Path, first: Path, tmp_path: Path, runner: tuple[str, ...]) -> None:
    """A changed file and a new one are annotated, a touched one is not; a deleted one has its tombstone."""
    changed, touched, gone = sorted(inbox.rglob("*.txt"))[:3]
    changed.write_text("Drilling report 0, corrected: drilled to 1001 m")
    touched.write_bytes(touched.read_bytes())
    gone.unlink()
    (inbox / "new.txt").write_text("Drilling report, new: drilled to 2000 m")
    output = tmp_path / "second"
    with started() as service:
        counts = ingest(inbox, output, service.url, f"--skip_unchanged={first}", *runner)
        assert sum(documents for documents, _ in service.calls) == 2
    assert (counts["annotated"], counts["skipped"], counts["deleted"]) == (2, GOOD - 2, 1)
    assert counts["found"] == GOOD + len(BAD) + 1
    by_kind: dict[str, list[str]] = {"annotation": [], "tombstone": []}
    for record in records(output, "annotations"):
        by_kind[record["kind"]].append(record["path"])
    assert sorted(by_kind["annotation"]) == sorted([str(changed), str(inbox / "new.txt")])
    assert by_kind["tombstone"] == [str(gone)]
    assert str(gone) not in {entry["path"] for entry in records(output, "manifest")}
    entries = {entry["path"]: entry["output"] for entry in records(output, "manifest")}
    assert (entries[str(changed)], entries[str(touched)]) == (str(output), str(first))


def test_other_models_annotate_everything_anew(inbox: Path, first: Path, tmp_path: Path) -> None:
    """A newer bundle of one task, or another choice of text, makes every record an old one."""
    with started() as service:
        service.models = [{"task": "language", "digest": "sha256:b", "channel": "stable"}]
        counts = ingest(inbox, tmp_path / "models", service.url, f"--skip_unchanged={first}")
        assert (counts["annotated"], counts["skipped"]) == (GOOD, 0)
    with started() as service:
        options = (f"--skip_unchanged={first}", "--include_text=redacted")
        counts = ingest(inbox, tmp_path / "settings", service.url, *options)
        assert (counts["annotated"], counts["skipped"]) == (GOOD, 0)


def test_a_task_that_failed_is_tried_again(inbox: Path, tmp_path: Path) -> None:
    """A document whose annotation lacks a task's result is not left alone, its neighbours are."""

    def failing(document: dict[str, Any]) -> dict[str, Any]:
        if "report 5:" not in document["text"]:
            return with_model(document)
        whole = with_model(document)
        del whole["language"]
        return whole | {"errors": {"language": {"code": "TASK_FAILED", "message": "it failed"}}}

    with started(result=failing) as service:
        ingest(inbox, tmp_path / "first", service.url)
    with started() as service:
        counts = ingest(inbox, tmp_path / "second", service.url, f"--skip_unchanged={tmp_path / 'first'}")
    assert (counts["annotated"], counts["skipped"]) == (1, GOOD - 1)


def test_a_run_over_less_forgets_nothing(inbox: Path, first: Path, tmp_path: Path) -> None:
    """Files outside this run's input are neither deleted nor lost from the manifest."""
    output = tmp_path / "part"
    with started() as service:
        counts = ingest(inbox / "well 0", output, service.url, f"--skip_unchanged={first}")
    assert counts["deleted"] == counts["annotated"] == 0
    assert counts["skipped"] == counts["found"] == len(list((inbox / "well 0").iterdir()))
    assert_manifest_covers(inbox, output)
    with started() as service:
        counts = ingest(inbox, tmp_path / "whole", service.url, f"--skip_unchanged={output}")
    assert (counts["skipped"], counts["annotated"]) == (GOOD, 0)


def assert_manifest_covers(source: Path, output: Path) -> None:
    files = sorted(str(path) for path in source.rglob("*") if path.is_file())
    assert sorted(entry["path"] for entry in records(output, "manifest")) == files


def test_records_that_still_count_are_not_written_over(inbox: Path, first: Path, tmp_path: Path) -> None:
    """Neither output nor quarantine may be a place that the manifest relies on, also two runs ago."""
    second = tmp_path / "second"
    with started() as service:
        with pytest.raises(PreflightError, match="name another"):
            ingest(inbox, first, service.url, f"--skip_unchanged={first}")
        with pytest.raises(PreflightError, match=r"quarantine .* name another"):
            ingest(inbox, second, service.url, f"--skip_unchanged={first}", f"--quarantine={first}/")
        ingest(inbox, second, service.url, f"--skip_unchanged={first}")
        with pytest.raises(PreflightError, match="still count"):
            ingest(inbox, first, service.url, f"--skip_unchanged={second}")
        assert service.calls == []
    assert_accounted(inbox, first)


def test_a_share_that_is_not_mounted_buries_nothing(first: Path, tmp_path: Path) -> None:
    """An input without a single file stops the run: each file that the manifest knows would be a tombstone."""
    (tmp_path / "share").mkdir()
    with started() as service, pytest.raises(PreflightError, match="is the share mounted"):
        ingest(tmp_path / "share", tmp_path / "out", service.url, f"--skip_unchanged={first}")


def test_a_manifest_that_cannot_be_used_stops_the_run_before_any_work(inbox: Path, first: Path, tmp_path: Path) -> None:
    """Missing, damaged, of another format: one line each, nothing called, nothing written."""
    (shard,) = first.glob("manifest-*.jsonl")
    whole = shard.read_text()
    with started() as service:

        def refused(manifest: Path, said: str) -> None:
            with pytest.raises(PreflightError, match=said) as caught:
                ingest(inbox, tmp_path / "out", service.url, f"--skip_unchanged={manifest}")
            assert "\n" not in str(caught.value)

        refused(tmp_path / "gone", "cannot be read|holds no manifest")
        shard.write_text(whole[:-20])
        refused(first, "damaged")
        shard.write_text(whole.replace('"format":1', '"format":9'))
        refused(first, "format 9")
        assert service.calls == []
    assert not list((tmp_path / "out").glob("*"))
    assert json.loads(whole.splitlines()[0])["format"] == 1
