from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.annotation_service import AnnotationService, annotation
from tests.conftest import ROOT
from tests.integration.ingestion import RUNNERS, ingest, records

SECRETS = {
    "block.txt": "BLOCK: password hunter2-of-the-rig belongs to nobody",
    "review.txt": "REVIEW: call the toolpusher on 911 00 000",
    "allow.txt": "ALLOW: drilled to 3 200 m without incident",
}


def judged(document: dict[str, Any]) -> dict[str, Any]:
    """Annotate as the fake service does, with the decision that the text itself asks for."""
    decision = document["text"].partition(":")[0].lower()
    redacted = f"{decision.upper()}: [REDACTED]"
    return annotation(document) | {"sensitive": {"decision": decision, "findings": [], "redactedText": redacted}}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    for name, text in SECRETS.items():
        (tmp_path / "inbox" / name).write_text(text)
    return tmp_path / "inbox"


def content(folder: Path) -> str:
    """Return all that stands in the files of a folder."""
    return "".join(path.read_text() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("runner", RUNNERS.values(), ids=RUNNERS)
@pytest.mark.parametrize("include_text", ["none", "redacted", "full"])
def test_blocked_documents_stand_in_the_quarantine_only(
    inbox: Path, tmp_path: Path, include_text: str, runner: tuple[str, ...]
) -> None:
    """Records decided `block` go to the prefix of --quarantine; --output holds nothing of them but their path."""
    output, quarantine = tmp_path / "out", tmp_path / "held"
    options = (f"--quarantine={quarantine}", f"--include_text={include_text}", *runner)
    with AnnotationService(result=judged) as service:
        counts = ingest(inbox, output, service.url, *options)
    assert (counts["annotated"], counts["quarantined"], counts["found"]) == (2, 1, 3)
    assert [Path(record["path"]).name for record in records(quarantine, "quarantine")] == ["block.txt"]
    assert {Path(record["path"]).name for record in records(output, "annotations")} == {"review.txt", "allow.txt"}
    assert not list(output.glob("quarantine-*"))
    assert not list(quarantine.glob("annotations-*"))
    assert "hunter2" not in content(output)
    assert "911 00 000" not in content(output)
    texts = {Path(record["path"]).name: record.get("text") for record in records(output, "annotations")}
    allowed = {"none": None, "redacted": "ALLOW: [REDACTED]", "full": SECRETS["allow.txt"]}[include_text]
    assert texts == {"review.txt": None if include_text == "none" else "REVIEW: [REDACTED]", "allow.txt": allowed}


def test_without_a_place_of_its_own_the_quarantine_lies_beside_the_records(inbox: Path, tmp_path: Path) -> None:
    """By default quarantine-* stands in --output, still apart from annotations-*."""
    with AnnotationService(result=judged) as service:
        ingest(inbox, tmp_path / "out", service.url)
    assert [Path(record["path"]).name for record in records(tmp_path / "out", "quarantine")] == ["block.txt"]
    assert len(records(tmp_path / "out", "annotations")) == 2


def test_what_the_real_tasks_block_leaves_no_trace_in_the_index(tmp_path: Path) -> None:
    """A private key blocks its document: neither its text nor a keyword that repeats it stands elsewhere."""
    (tmp_path / "in").mkdir()
    key = "-----BEGIN RSA PRIVATE KEY-----\n" + "MIIEpAIBAAKCAQEA7bq9XyZ0\n" * 12 + "-----END RSA PRIVATE KEY-----\n"
    (tmp_path / "in" / "key.txt").write_text(f"Access to the historian of the platform.\n{key}Keep it safe.\n")
    (tmp_path / "in" / "plain.txt").write_text("Daily drilling report: drilled 12 1/4 in section from 1200 to 1500 m.")
    options = ("--annotator=inprocess", f"--models_dir={ROOT / 'models'}", "--include_text=full")
    counts = ingest(tmp_path / "in", tmp_path / "out", "", *options, f"--quarantine={tmp_path / 'held'}")
    assert (counts["annotated"], counts["quarantined"]) == (1, 1)
    assert [Path(record["path"]).name for record in records(tmp_path / "held", "quarantine")] == ["key.txt"]
    assert "MIIEpAIBAAKCAQEA7bq9XyZ0" not in content(tmp_path / "out") + content(tmp_path / "held")
