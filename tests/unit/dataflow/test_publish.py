from __future__ import annotations

import json
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.io.gcp.pubsub import PubsubMessage
from apache_beam.testing.util import assert_that, equal_to

from dataflow.records import DEAD_LETTERS, SourceFile, tombstone_record
from dataflow.sinks.publish import RefuseUnpublishable, bounded, message_of, withdrawal

TOMBSTONE = tombstone_record(SourceFile("gs://inbox/a.pdf", 0, 7))


def record(path: str = "gs://inbox/a.pdf", findings: str = "", **more: Any) -> dict[str, Any]:
    fields = {"kind": "annotation", "key": f"{path}#7#abc", "path": path, "generation": 7, "size": 3}
    return fields | {"annotation": {"findings": findings}} | more


@pytest.mark.parametrize("content", [record(), TOMBSTONE])
def test_a_message_is_the_record_and_says_which(content: dict[str, Any]) -> None:
    """The body is the record's JSON; kind, key, path and generation stand in attributes, for filters and copies."""
    message = message_of(content)
    assert json.loads(message.data) == content
    names = ("kind", "key", "path", "generation")
    assert message.attributes == {name: str(content[name]) for name in names}


def test_a_message_too_large_loses_its_text_and_says_so() -> None:
    """Ten million bytes are the limit: the text goes first, the annotation stays whole."""
    message = message_of(record(text="ø" * 5_000_000))
    body = json.loads(message.data)
    assert body["textOmitted"] is True
    assert "text" not in body
    assert body["annotation"] == record()["annotation"]
    assert len(PubsubMessage._to_proto_str(message, for_publish=True)) < 10_000_000
    kept = message_of(record(text="x" * 9_900_000))
    assert "textOmitted" not in json.loads(kept.data)
    assert len(PubsubMessage._to_proto_str(kept, for_publish=True)) < 10_000_000


def test_what_no_message_can_carry_becomes_a_dead_letter() -> None:
    """An annotation beyond the limit, even without its text, is dead for all sinks, with a reason; others pass."""
    large = record("gs://inbox/large.pdf", findings="x" * 10_000_000)
    with_text = record("gs://inbox/text.pdf", text="x" * 10_000_000)
    with beam.Pipeline("FnApiRunner") as pipeline:
        checked = pipeline | beam.Create([record(), large, with_text]) | RefuseUnpublishable()
        paths = checked.fitting | beam.Map(lambda fitting: fitting["path"])
        assert_that(paths, equal_to(["gs://inbox/a.pdf", "gs://inbox/text.pdf"]), "fitting")
        letters = checked[DEAD_LETTERS] | beam.Map(lambda letter: (letter.source.path, letter.reason))
        assert_that(letters, equal_to([("gs://inbox/large.pdf", "RECORD_TOO_LARGE")]), "letters")


def test_attributes_stay_within_their_limit_and_apart() -> None:
    """Long names are cut at whole characters and told apart by a hash; short ones stay as they are."""
    assert bounded("gs://inbox/brønn.pdf") == "gs://inbox/brønn.pdf"
    assert bounded("ø" * 512) == "ø" * 512
    long = [bounded("ø" * 600 + end) for end in "ab"]
    assert long[0] != long[1]
    assert all(len(value.encode()) <= 1024 for value in long)
    path = "gs://inbox/" + "ø" * 512
    assert message_of(record(path)).attributes["path"] == bounded(path)


def test_a_quarantined_document_is_withdrawn() -> None:
    """What the index holds of a document that is now blocked are older generations: it is told to forget them."""
    assert withdrawal(record()) == TOMBSTONE
