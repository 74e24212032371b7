"""Every type against its table of positives and hard negatives."""

from __future__ import annotations

import random

import pytest

from tasks.document import Document
from tasks.sensitive import Finding, Sensitive
from tests.unit.tasks.sensitive import tables, technical, values


def findings(sensitive: Sensitive, text: str) -> list[Finding]:
    return sensitive.predict([Document(text)])[0].findings


def is_found(sensitive: Sensitive, type_: str, positive: tables.Positive) -> bool:
    start = positive.text.index(positive.value)
    span = (type_, start, start + len(positive.value))
    return span in {(f.type, f.start, f.end) for f in findings(sensitive, positive.text)}


@pytest.mark.parametrize("type_", tables.TABLES)
def test_recall_of_each_type_is_at_least_0_98(sensitive: Sensitive, type_: str) -> None:
    """Of the right values, however written and in either language, at most one in fifty is missed."""
    positives = list(tables.positives(type_))
    missed = [p.text for p in positives if not is_found(sensitive, type_, p)]
    assert len(positives) >= 48
    assert len(missed) <= 0.02 * len(positives), missed[:3]


@pytest.mark.parametrize("type_", tables.TABLES)
def test_look_alikes_of_each_type_are_left_alone(sensitive: Sensitive, type_: str) -> None:
    """A wrong check digit, or a place inside a longer number, makes a value nobody's."""
    texts = list(tables.look_alikes(type_))
    wrong = [text for text in texts if findings(sensitive, text)]
    assert len(wrong) <= 0.02 * len(texts), wrong[:3]


def test_no_hard_negative_is_found(sensitive: Sensitive) -> None:
    """Well names, depths, coordinates, dates, serial and part numbers, tags and versions are no findings."""
    lines = technical.hard_negatives()
    wrong = [(line, f.type) for line in lines for f in findings(sensitive, line)]
    assert len(lines) >= 1000
    assert not wrong


@pytest.mark.parametrize("type_", tables.MARKING_POSITIVES)
def test_markings_are_found_as_headers_stamps_and_fields(sensitive: Sensitive, type_: str) -> None:
    """A document's own marking is found wherever reports carry it."""
    positives = list(tables.marking_positives(type_))
    missed = [p.text for p in positives if not is_found(sensitive, type_, p)]
    assert len(missed) <= 0.02 * len(positives), missed[:3]


def test_marking_words_in_passing_are_left_alone(sensitive: Sensitive) -> None:
    """Confidential talks, internal diameters and open holes mark nothing."""
    texts = list(tables.marking_negatives())
    assert len(texts) >= 50
    assert not [text for text in texts if any(f.type.startswith("MARKING") for f in findings(sensitive, text))]


def test_the_password_of_a_connection_string_is_found_and_nothing_around_it(sensitive: Sensitive) -> None:
    """The span is the password's own: what is redacted leaves host and user readable."""
    rng = random.Random(3)
    for _ in range(60):
        line, secret = values.connection_password(rng)
        found = findings(sensitive, f"db = {line}")
        assert secret in {f"db = {line}"[f.start : f.end] for f in found if f.type.startswith("SECRET_")}, line


def test_service_account_files_are_found(sensitive: Sensitive) -> None:
    """A cloud service-account file is a secret as a whole."""
    rng = random.Random(4)
    for _ in range(50):
        found = findings(sensitive, "key file:\n" + values.service_account(rng))
        assert "SECRET_SERVICE_ACCOUNT" in {f.type for f in found}


def test_azure_account_keys_are_found(sensitive: Sensitive) -> None:
    """A storage account's key is found in its connection string."""
    rng = random.Random(5)
    for _ in range(50):
        key = values.azure_key(rng)
        text = f"DefaultEndpointsProtocol=https;AccountName=wells;AccountKey={key};EndpointSuffix=core"
        assert key in {text[f.start : f.end] for f in findings(sensitive, text)}


def test_classification_open_of_real_reports_is_reported_and_decides_nothing(sensitive: Sensitive) -> None:
    """A report marked open, or internal, is no reason to hide it."""
    for mark, type_ in (("Open", "MARKING_OPEN"), ("Internal", "MARKING_INTERNAL")):
        text = f"Final well report\r\nClassification: {mark} Status: Final Expiry date: Page 1 of 85\r\n"
        result = sensitive.predict([Document(text)])[0]
        assert [f.type for f in result.findings] == [type_]
        assert result.decision == "allow"
