"""Annotating within the worker, beside the service that does the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dataflow.annotators.inprocess import InProcessAnnotator, InProcessChoice, load_models
from dataflow.annotators.service import CallSettings, ServiceClient
from dataflow.checks.preflight import PreflightError
from tasks.annotate import Annotator
from tests.conftest import ROOT
from tests.fakes import CharCount, WordCount, serving
from tests.integration.ingestion import RUNNERS, ingest, records
from tests.integration.serving import running_service

MODELS = ROOT / "models"
SAMPLES = ROOT / "samples" / "documents"
IN_PROCESS = ("--annotator=inprocess", f"--models_dir={MODELS}", f"--models_lock={ROOT / 'models.lock'}")


def in_order(output: Path, *names: str) -> list[str]:
    """Return the records of some kinds as they are written, in the order of their paths."""
    found = [record for name in names for record in records(output, name)]
    return [json.dumps(record) for record in sorted(found, key=lambda record: record["path"])]


@pytest.mark.parametrize("runner", RUNNERS.values(), ids=RUNNERS)
def test_the_records_are_those_that_the_service_gives(tmp_path: Path, runner: tuple[str, ...]) -> None:
    """The samples through the service, and through the tasks in the worker: the same records, to the last digit."""
    with running_service(tmp_path / "service.log") as service:
        ingest(SAMPLES, tmp_path / "service", service.url, "--include_text=full")
        client = ServiceClient(service.url, CallSettings())
        assert client.models() == InProcessChoice(str(MODELS), None, 10_000_000).connect().models()
    counts = ingest(SAMPLES, tmp_path / "own", "", *IN_PROCESS, "--include_text=full", *runner)
    assert counts["annotated"] > 20
    for kind in ("annotations", "quarantine", "dead-letters"):
        assert in_order(tmp_path / "own", kind) == in_order(tmp_path / "service", kind)


def annotator(max_text_chars: int = 1000) -> InProcessAnnotator:
    return InProcessAnnotator(Annotator(serving(WordCount(), CharCount())), max_text_chars)


def test_a_document_that_breaks_a_task_breaks_nothing_else() -> None:
    """The task's failure stands in that document's errors; its other task, and its neighbours, are annotated."""
    outcomes = annotator().annotate([("a", "one two"), ("b", "explode now"), ("c", "three")])
    results = {name: outcome.annotation for name, outcome in outcomes.items()}
    assert all(results.values())
    assert [results[name]["errors"] for name in "ac"] == [{}, {}]  # type: ignore[index]
    assert results["b"]["errors"]["count"]["code"] == "TASK_FAILED"  # type: ignore[index]
    assert results["b"]["chars"]["words"] == len("explode now")  # type: ignore[index]
    assert "count" not in results["b"]  # type: ignore[operator]


def test_a_document_beyond_the_limit_is_refused_alone() -> None:
    """A text too long is refused with its length and the limit, as the service refuses it."""
    outcomes = annotator(max_text_chars=10).annotate([("a", "x" * 11), ("b", "x" * 10)])
    assert outcomes["a"].reason == "REJECTED"
    assert "11 characters, 10 allowed" in outcomes["a"].message
    assert outcomes["b"].annotation is not None


def test_an_error_of_the_annotator_itself_is_one_documents_dead_letter() -> None:
    """What fails outside the tasks fails for the document at fault alone, and does not repeat its text."""

    class Picky(Annotator):
        def annotate(self, documents, features=None, options=None):  # type: ignore[no-untyped-def]
            if any("unlucky" in document.text for document in documents):
                raise RuntimeError("unlucky: a value from the text")
            return super().annotate(documents, features, options)

    outcomes = InProcessAnnotator(Picky(serving(WordCount())), 1000).annotate([("a", "fine"), ("b", "unlucky")])
    assert outcomes["a"].annotation is not None
    assert outcomes["b"].reason == "TASKS_FAILED"
    assert "unlucky" not in outcomes["b"].message


def test_a_long_batch_is_annotated_in_slices_and_answered_whole() -> None:
    """Many documents, and halves of surrogate pairs among them, come back each under its own name."""
    documents = [(str(number), f"{'word ' * number}\ud800") for number in range(100)]
    outcomes = annotator().annotate(documents)
    assert [outcomes[name].annotation["id"] for name, _ in documents] == [name for name, _ in documents]  # type: ignore[index]
    assert [outcomes[name].annotation["chars"]["words"] for name, _ in documents] == [5 * n + 1 for n in range(100)]  # type: ignore[index]


def test_bundles_that_are_not_pinned_or_damaged_are_refused_before_any_work(tmp_path: Path) -> None:
    """Bundles are verified as always, and against the lock that is named; one line says what differs."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Daily drilling report")
    models = shutil.copytree(MODELS, tmp_path / "models")
    options = ("--annotator=inprocess", f"--models_dir={models}")
    lock = json.loads((ROOT / "models.lock").read_text())
    lock["language"]["digest"] = "sha256:" + "0" * 64
    (tmp_path / "other.lock").write_text(json.dumps(lock))
    with pytest.raises(PreflightError, match="language"):
        ingest(tmp_path / "in", tmp_path / "out", "", *options, f"--models_lock={tmp_path / 'other.lock'}")
    weights = next((models / "keywords").rglob("*.npz"))
    weights.write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(PreflightError, match="is damaged"):
        ingest(tmp_path / "in", tmp_path / "out", "", *options)
    with pytest.raises(PreflightError, match="no-models"):
        ingest(tmp_path / "in", tmp_path / "out", "", "--annotator=inprocess", f"--models_dir={tmp_path}/no-models")
    assert not list((tmp_path / "out").glob("*"))
    assert set(load_models(str(MODELS))) == set(lock)
