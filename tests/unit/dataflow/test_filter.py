from __future__ import annotations

from typing import Any

import pytest
from apache_beam.pvalue import TaggedOutput

from dataflow.records import DEAD_LETTERS, AnnotatedDocument, ExtractedDocument, SourceFile, encode
from dataflow.steps.filter import QUARANTINE, TextChoice, route

TEXT = "Call Ola on 911 00 000"
REDACTED = "Call [PERSON] on [PHONE_NUMBER]"
SOURCE = SourceFile("gs://inbox/a.txt", len(TEXT), 7)


def annotated(**annotation: Any) -> AnnotatedDocument:
    return AnnotatedDocument(ExtractedDocument(SOURCE, "text/plain", "ab" * 32, TEXT), annotation, attempts=2)


def decided(decision: str) -> AnnotatedDocument:
    sensitive = {"decision": decision, "findings": [{"type": "PERSON"}], "redactedText": REDACTED}
    return annotated(id="a", sensitive=sensitive, errors={})


def record_of(routed: dict[str, Any] | TaggedOutput) -> dict[str, Any]:
    return routed.value if isinstance(routed, TaggedOutput) else routed


@pytest.mark.parametrize("include_text", ["none", "redacted", "full"])
@pytest.mark.parametrize("decision", ["allow", "review", "block"])
def test_blocked_documents_go_to_the_quarantine_and_all_others_to_the_index(
    decision: str, include_text: TextChoice
) -> None:
    """Whatever text is asked for: what is decided `block` goes to the quarantine, and nothing else does."""
    routed = route(decided(decision), include_text)
    if decision == "block":
        assert isinstance(routed, TaggedOutput)
        assert routed.tag == QUARANTINE
    else:
        assert isinstance(routed, dict)


@pytest.mark.parametrize(
    ("decision", "include_text", "text"),
    [
        ("allow", "none", None),
        ("review", "none", None),
        ("block", "none", None),
        ("allow", "redacted", REDACTED),
        ("review", "redacted", REDACTED),
        ("block", "redacted", REDACTED),
        ("allow", "full", TEXT),
        ("review", "full", REDACTED),
        ("block", "full", REDACTED),
    ],
)
def test_the_text_that_leaves_depends_on_the_wish_and_the_decision(
    decision: str, include_text: TextChoice, text: str | None
) -> None:
    """Full text leaves with documents decided `allow` alone; all others carry the redacted one, or none."""
    record = record_of(route(decided(decision), include_text))
    assert record.get("text") == text
    assert ("text" in record) == (include_text != "none")
    assert "redactedText" not in record["annotation"]["sensitive"]
    if text != TEXT:
        assert "911 00 000" not in encode(record)


@pytest.mark.parametrize(
    "broken",
    [
        {"errors": {"sensitive": {"code": "TASK_FAILED", "message": "the sensitive task failed on this document"}}},
        {
            "sensitive": {"decision": "allow", "fallback": True},
            "errors": {"sensitive": {"code": "TASK_FAILED", "message": "the sensitive task failed"}},
        },
        {"language": {"language": "en"}, "errors": {}},
        {},
    ],
    ids=["failed", "fallback", "not run", "empty"],
)
@pytest.mark.parametrize("include_text", ["none", "redacted", "full"])
def test_what_nobody_has_judged_reaches_neither_index_nor_quarantine(
    broken: dict[str, Any], include_text: TextChoice
) -> None:
    """A document whose sensitive content was not judged, or by a fallback only, is a dead letter to replay."""
    routed = route(annotated(**broken), include_text)
    assert isinstance(routed, TaggedOutput)
    assert routed.tag == DEAD_LETTERS
    assert (routed.value.reason, routed.value.source, routed.value.attempts) == ("UNFILTERED", SOURCE, 2)
    assert "replay" in routed.value.message
    assert TEXT not in routed.value.message
