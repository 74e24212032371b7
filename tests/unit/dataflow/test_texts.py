from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import apache_beam as beam
import pytest
from apache_beam.io.gcp.pubsub import PubsubMessage
from apache_beam.testing.util import assert_that, equal_to

from dataflow.records import DEAD_LETTERS, DeadLetter, SourceText, dead_letter_record
from dataflow.sources.messages import MalformedMessageError
from dataflow.sources.texts import ParseTexts, document_of, parse_text

PUBLISHED = datetime(2026, 11, 21, 15, 35, 20, 400_000, UTC)
TEXT = "Brønnen ble boret til 3210 m 🛢"
SHA = hashlib.sha256(TEXT.encode()).hexdigest()


def body(**fields: object) -> bytes:
    return json.dumps(fields).encode()


@pytest.mark.parametrize(
    ("attributes", "content"),
    [
        ({}, body(id="w/1", text=TEXT, generation=7)),
        ({}, body(id="w/1", text=TEXT, generation="7", language="nb")),
        ({"source": "x"}, body(id="w/1", text=TEXT, generation=7, deleted=False)),
        ({"id": "w/1", "generation": "7"}, TEXT.encode()),
        ({"id": "w/1", "generation": "7", "deleted": "false"}, TEXT.encode()),
    ],
)
def test_both_formats_say_the_same(attributes: dict[str, str], content: bytes) -> None:
    """JSON, or the bare text with attributes: id, generation, text and its hash come out alike."""
    change = parse_text(attributes, content, PUBLISHED)
    document = document_of(change)
    assert change.source == SourceText("w/1", len(TEXT.encode()), 7, text=TEXT)
    assert change.version == (7, False, SHA)
    assert (document.text, document.sha256, document.mime_type) == (TEXT, SHA, "text/plain")


def test_the_time_of_publishing_stands_for_a_missing_generation() -> None:
    """What is published later is newer; the same message delivered twice is the same."""
    changes = [parse_text({"id": "a"}, b"x", PUBLISHED) for _ in range(2)]
    assert changes[0].version == changes[1].version
    assert changes[0].source.generation == 1795275320400000


@pytest.mark.parametrize(
    ("attributes", "content"),
    [({}, body(id="a", deleted=True, generation=9)), ({"id": "a", "deleted": "true", "generation": "9"}, b"old text")],
)
def test_a_deletion_needs_no_text(attributes: dict[str, str], content: bytes) -> None:
    """A text that is withdrawn is a deletion of its generation, without text."""
    change = parse_text(attributes, content, PUBLISHED)
    assert change.version == (9, True, "")
    assert change.source == SourceText("a", 0, 9)


@pytest.mark.parametrize(
    ("attributes", "content"),
    [
        ({}, b""),
        ({}, b"bare text without an id"),
        ({}, b"{}"),
        ({}, b"\xff"),
        ({}, body(id="a")),
        ({}, body(id="", text="x")),
        ({}, body(id=" ", text="x")),
        ({}, body(id="x" * 1025, text="x")),
        ({}, body(id=7, text="x")),
        ({}, body(id="a", text=["x"])),
        ({}, body(id="a", text="x", generation=0)),
        ({}, body(id="a", text="x", generation=-3)),
        ({}, body(id="a", text="x", generation=1.5)),
        ({}, body(id="a", text="x", generation=True)),
        ({}, body(id="a", text="x", generation=2**63)),
        ({}, body(id="a", text="x", generation="7 ")),
        ({}, body(id="a", text="x", deleted="yes")),
        ({}, b'{"id": "a", "text": "\\ud800"}'),
        ({"id": "a"}, b"caf\xe9"),
        ({"id": "a", "generation": "soon"}, b"x"),
        ({"id": "a", "deleted": "yes"}, b"x"),
    ],
)
def test_what_cannot_be_understood_is_malformed(attributes: dict[str, str], content: bytes) -> None:
    """Missing, empty and ill-typed fields are refused with one reason and a sentence."""
    with pytest.raises(MalformedMessageError, match=" ") as caught:
        parse_text(attributes, content, PUBLISHED)
    assert caught.value.reason == "MALFORMED_MESSAGE"


def test_dead_letters_keep_what_nobody_will_send_again() -> None:
    """A malformed message keeps its body, a text too long its text: with it the letter can be replayed."""
    messages = [
        PubsubMessage(b"{", {}, "m1", PUBLISHED),
        PubsubMessage(body(id="long", text="x" * 11, generation=1), {}, "m2", PUBLISHED),
        PubsubMessage(body(id="good", text="x" * 10, generation=1), {}, "m3", PUBLISHED),
    ]
    with beam.Pipeline("FnApiRunner") as pipeline:
        parsed = pipeline | beam.Create(messages) | ParseTexts("projects/doctag-test/subscriptions/texts", 10)
        assert_that(parsed.changes | beam.Map(lambda change: change.source.path), equal_to(["good"]), "changes")
        records = parsed[DEAD_LETTERS] | beam.Map(dead_letter_record)
        kept = records | beam.Map(lambda record: (record["reason"], record.get("body"), record.get("text")))
        assert_that(kept, equal_to([("MALFORMED_MESSAGE", "{", None), ("TOO_LARGE", None, "x" * 11)]), "letters")


def test_a_letter_of_a_text_has_the_text() -> None:
    """Whatever a text dies of later, its record carries it."""
    letter = DeadLetter(SourceText("a", 1, 7, text="x"), "SERVICE_UNAVAILABLE", "it was away", 3)
    assert dead_letter_record(letter)["text"] == "x"
