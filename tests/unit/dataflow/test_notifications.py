from __future__ import annotations

import json
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.io.gcp.pubsub import PubsubMessage
from apache_beam.testing.util import assert_that, equal_to

from dataflow.accounting.metrics import final_counts
from dataflow.records import DEAD_LETTERS, Skipped, SourceFile, dead_letter_record
from dataflow.sources.messages import MalformedMessageError
from dataflow.sources.notifications import UNKNOWN_SIZE, ParseNotifications, parse_notification
from dataflow.sources.versions import Change

# https://cloud.google.com/storage/docs/pubsub-notifications#format
ATTRIBUTES = {
    "notificationConfig": "projects/_/buckets/inbox/notificationConfigs/3",
    "eventType": "OBJECT_FINALIZE",
    "payloadFormat": "JSON_API_V1",
    "bucketId": "inbox",
    "objectId": "wells/brønn 1.pdf",
    "objectGeneration": "1795275320399994294",
    "eventTime": "2026-11-21T15:35:20.400Z",
}
RESOURCE = {
    "kind": "storage#object",
    "bucket": "inbox",
    "name": "wells/brønn 1.pdf",
    "generation": "1795275320399994294",
    "size": "12345",
}
SOURCE = SourceFile("gs://inbox/wells/brønn 1.pdf", 12345, 1795275320399994294)


def payload(**changes: Any) -> bytes:
    return json.dumps(RESOURCE | changes).encode()


def test_an_upload_is_a_change_of_its_generation() -> None:
    """Path, generation and size are those that the notification tells."""
    assert parse_notification(ATTRIBUTES, payload()) == Change(SOURCE)


@pytest.mark.parametrize(
    ("attributes", "body"),
    [(ATTRIBUTES, b""), (ATTRIBUTES | {"payloadFormat": "NONE"}, b""), (ATTRIBUTES | {"payloadFormat": "NONE"}, b"x")],
)
def test_attributes_alone_are_enough(attributes: dict[str, str], body: bytes) -> None:
    """Without a payload everything is known but the size, which is asked for before the bytes are."""
    assert parse_notification(attributes, body) == Change(SourceFile(SOURCE.path, UNKNOWN_SIZE, SOURCE.generation))


@pytest.mark.parametrize("event", ["OBJECT_DELETE", "OBJECT_ARCHIVE"])
def test_a_deletion_is_one(event: str) -> None:
    """Gone is gone, whether the bucket keeps old versions or not."""
    assert parse_notification(ATTRIBUTES | {"eventType": event}, payload()) == Change(SOURCE, deleted=True)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"eventType": "OBJECT_DELETE", "overwrittenByGeneration": "1795275320399994295"}, "OVERWRITTEN"),
        ({"eventType": "OBJECT_ARCHIVE", "overwrittenByGeneration": "1795275320399994295"}, "OVERWRITTEN"),
        ({"eventType": "OBJECT_METADATA_UPDATE"}, "METADATA_UPDATE"),
        ({"objectId": "wells/"}, "FOLDER"),
        ({"objectId": "tags/annotations-20261121T153520Z-60s-00000-of-00004-e1958f965ce5.jsonl"}, "OWN_OUTPUT"),
    ],
)
def test_what_is_no_document_is_skipped(changes: dict[str, str], reason: str) -> None:
    """An overwriting is no deletion, and neither folders, metadata nor what the pipeline writes are documents."""
    parsed = parse_notification(ATTRIBUTES | changes, b"", ("gs://inbox/tags/annotations-",))
    assert isinstance(parsed, Skipped)
    assert parsed.reason == reason


BAD: list[tuple[dict[str, str], bytes, str]] = [
    ({}, b"hello", "FOREIGN_MESSAGE"),
    ({"x": "y"}, payload(), "FOREIGN_MESSAGE"),
    (ATTRIBUTES | {"eventType": "OBJECT_EXPLODED"}, b"", "UNKNOWN_EVENT"),
    (ATTRIBUTES | {"bucketId": ""}, b"", "MALFORMED_MESSAGE"),
    ({name: value for name, value in ATTRIBUTES.items() if name != "objectId"}, b"", "MALFORMED_MESSAGE"),
    (ATTRIBUTES | {"objectId": "x" * 1025}, b"", "MALFORMED_MESSAGE"),
    (ATTRIBUTES | {"objectGeneration": "now"}, b"", "MALFORMED_MESSAGE"),
    (ATTRIBUTES | {"objectGeneration": "-1"}, b"", "MALFORMED_MESSAGE"),
    (ATTRIBUTES | {"objectGeneration": "0"}, b"", "MALFORMED_MESSAGE"),
    (ATTRIBUTES | {"objectGeneration": "9223372036854775808"}, b"", "MALFORMED_MESSAGE"),
    (ATTRIBUTES | {"objectGeneration": "٣"}, b"", "MALFORMED_MESSAGE"),
    (ATTRIBUTES, b"{", "MALFORMED_MESSAGE"),
    (ATTRIBUTES, b"\xff\xfe", "MALFORMED_MESSAGE"),
    (ATTRIBUTES, b"[]", "MALFORMED_MESSAGE"),
    (ATTRIBUTES, payload(size="many"), "MALFORMED_MESSAGE"),
    (ATTRIBUTES, payload(size=None), "MALFORMED_MESSAGE"),
    (ATTRIBUTES, payload(name="other.pdf"), "MALFORMED_MESSAGE"),
    (ATTRIBUTES, payload(generation="7"), "MALFORMED_MESSAGE"),
]


@pytest.mark.parametrize(("attributes", "body", "reason"), BAD)
def test_what_is_no_notification_is_named(attributes: dict[str, str], body: bytes, reason: str) -> None:
    """Foreign, unknown and broken messages have reasons of their own."""
    with pytest.raises(MalformedMessageError) as caught:
        parse_notification(attributes, body)
    assert caught.value.reason == reason


def test_bad_messages_become_dead_letters_and_their_neighbours_changes() -> None:
    """No message fails its bundle; every one is counted as found, and a dead letter has the body."""
    subscription = "projects/doctag-test/subscriptions/changes"
    messages = [PubsubMessage(body, attributes, str(number)) for number, (attributes, body, _) in enumerate(BAD)]
    good = [PubsubMessage(payload(), ATTRIBUTES), PubsubMessage(b"", ATTRIBUTES | {"objectId": "wells/"})]
    with beam.Pipeline("FnApiRunner") as pipeline:
        parsed = pipeline | beam.Create([*messages, *good]) | ParseNotifications(subscription)
        assert_that(parsed.changes, equal_to([Change(SOURCE)]), "changes")
        letters = parsed[DEAD_LETTERS] | beam.Map(dead_letter_record)
        keys = letters | beam.Map(lambda letter: (letter["path"], letter["reason"], letter["body"]))
        expected = [
            (f"{subscription}/messages/{number}", reason, body.decode("utf-8", "backslashreplace"))
            for number, (_, body, reason) in enumerate(BAD)
        ]
        assert_that(keys, equal_to(expected), "letters")
    counts = final_counts(pipeline.result)
    assert (counts["found"], counts["skipped/FOLDER"]) == (len(BAD) + 2, 1)
