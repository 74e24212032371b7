"""Redaction: no trace of the value, and a map of offsets."""

from __future__ import annotations

import pytest

from tasks.document import Document
from tasks.sensitive import Sensitive, SensitiveOptions
from tasks.sensitive.finding import Candidate
from tasks.sensitive.redaction import masked, redact

TEXT = "Kort 4007070753690781, mail ola.x@example.org, og igjen 4007070753690781 \U0001f600."
VALUES = ("4007070753690781", "ola.x@example.org", "ola.x")


@pytest.mark.parametrize("mode", ["mask", "type", "hash", "remove"])
def test_no_trace_of_a_value_is_left(sensitive: Sensitive, mode: str) -> None:
    """In no mode does the redacted text hold a value, and the rest is as it was."""
    result = sensitive.predict([Document(TEXT)], SensitiveOptions(redact=mode))[0]
    assert not [value for value in VALUES if value in result.redacted_text]
    assert result.redacted_text.startswith("Kort ")
    assert result.redacted_text.endswith(" \U0001f600.")


@pytest.mark.parametrize("mode", ["mask", "type", "hash", "remove"])
def test_offsets_map_old_to_new(sensitive: Sensitive, mode: str) -> None:
    """Text between the changes is found by shifting; each change says where its replacement stands."""
    result = sensitive.predict([Document(TEXT)], SensitiveOptions(redact=mode))[0]
    old = new = 0
    for change in result.offsets:
        assert TEXT[old : change.start] == result.redacted_text[new : change.new_start]
        old, new = change.end, change.new_end
    assert TEXT[old:] == result.redacted_text[new:]
    assert len(result.offsets) == 3


def test_the_same_value_gives_the_same_token_and_another_key_another(sensitive: Sensitive) -> None:
    """Keyed hashes join what belongs together, for the key's holder alone."""
    spans = [Candidate("A", 0, 3, 1.0, ()), Candidate("A", 4, 7, 1.0, ()), Candidate("A", 8, 11, 1.0, ())]
    first, second, third = redact("abc abc xyz", spans, "hash", b"k")[0].split(" ")
    assert first == second != third
    assert redact("abc", spans[:1], "hash", b"other")[0] != first


def test_overlapping_findings_are_redacted_once() -> None:
    """Spans that overlap become one, of the first's type."""
    spans = [Candidate("B", 2, 6, 1.0, ()), Candidate("A", 0, 4, 1.0, ())]
    assert redact("abcdefgh", spans, "type", b"k")[0] == "<A>gh"


def test_redacted_text_comes_only_when_asked_for(sensitive: Sensitive) -> None:
    """Without the option neither text nor offsets are sent."""
    result = sensitive.predict([Document(TEXT)])[0]
    assert not result.redacted_text
    assert not result.offsets


def test_excerpts_show_the_shape_and_not_the_value() -> None:
    """A mail address keeps a letter and its top-level domain, a number its separators, a secret nothing."""
    assert masked("EMAIL_ADDRESS", "ola.x@example.org") == "o***@***.org"
    assert masked("US_SSN", "001-02-0003") == "***-**-****"
    assert masked("SECRET_PASSWORD", "Sommer12!") == "***"
