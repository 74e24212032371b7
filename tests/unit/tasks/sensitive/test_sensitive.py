"""The task as a whole."""

from __future__ import annotations

import msgspec
import pytest

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.errors import BundleError
from tasks.sensitive import Policy, Sensitive, SensitiveOptions
from tasks.sensitive.policy import Rule, parse_policy

CARD = "4007 0707 5369 0781"  # invented; Luhn's digit is right


def test_nothing_is_found_in_nothing(sensitive: Sensitive) -> None:
    """Empty, blank and control-character texts are valid and allowed."""
    for text in ("", " ", "\n\t", "\0\0", "\x01\x02", "\ud800", "\U0001f600", "\u200f"):
        result = sensitive.predict([Document(text)])[0]
        assert (result.decision, result.findings) == ("allow", []), repr(text)


def test_an_empty_batch_gives_an_empty_list(sensitive: Sensitive) -> None:
    """No documents, no results."""
    assert sensitive.predict([]) == []


def test_a_batch_equals_one_by_one(sensitive: Sensitive) -> None:
    """Neighbours in a batch do not change a result."""
    texts = ["", f"card {CARD}", "CONFIDENTIAL\n\nDear all", "drilled to 3210 m", "ring meg på 22 85 50 50"]
    together = sensitive.predict([Document(text) for text in texts])
    assert together == [sensitive.predict([Document(text)])[0] for text in texts]


@pytest.mark.parametrize("before", ["", "æøå ", "\U0001f600 ", "\ud800\0 ", "שלום ", "日本語。", " ", "e\u0301 "])
def test_offsets_are_code_points_of_the_text_as_sent(sensitive: Sensitive, before: str) -> None:
    """Whatever stands before a value, the span points at it."""
    text = f"{before}card {CARD}, thanks"
    found = [f for f in sensitive.predict([Document(text)])[0].findings if f.type == "CREDIT_CARD"]
    assert [text[f.start : f.end] for f in found] == [CARD]


def test_digits_and_separators_of_other_scripts_are_read(sensitive: Sensitive) -> None:
    """No-break spaces, dashes and full-width digits do not hide a number."""
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in CARD)
    for value in (CARD.replace(" ", "\u00a0"), CARD.replace(" ", "\u2011"), wide):
        assert [f.type for f in sensitive.predict([Document(f"card {value}")])[0].findings] == ["CREDIT_CARD"]


def test_context_words_raise_and_their_absence_lowers(sensitive: Sensitive) -> None:
    """The same number is worth more beside its own word, and less beside a technical one."""
    options = SensitiveOptions(min_likelihood="VERY_UNLIKELY")
    confidence = [
        sensitive.predict([Document(text)], options)[0].findings[0].confidence
        for text in (f"card {CARD}", f"it says {CARD}", f"serial no {CARD}")
    ]
    assert confidence[0] > confidence[1] > 0.5 > confidence[2]


def test_the_reason_says_what_spoke_for_a_finding(sensitive: Sensitive) -> None:
    """Pattern, check digit and context words stand in the reasons."""
    finding = sensitive.predict([Document(f"card {CARD}")])[0].findings[0]
    assert finding.reason == ["pattern", "check digit", "context words"]
    assert finding.likelihood == "VERY_LIKELY"


def test_min_likelihood_widens_and_narrows_the_answer_but_not_the_decision(sensitive: Sensitive) -> None:
    """What is shown is the caller's choice, what is decided is the policy's."""
    text = f"it says {CARD} and kontakt 1 Mill Lane"
    shown = [
        sensitive.predict([Document(text)], SensitiveOptions(min_likelihood=floor))[0]
        for floor in ("VERY_UNLIKELY", "VERY_LIKELY")
    ]
    assert len(shown[0].findings) > len(shown[1].findings)
    assert shown[0].decision == shown[1].decision == "block"


def test_options_refuse_what_they_do_not_know() -> None:
    """A misspelt mode or field is an error, not a silent default."""
    for wrong in ({"redact": "blur"}, {"min_likelihood": "MAYBE"}, {"mode": "mask"}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(wrong, SensitiveOptions)


def test_a_deployment_replaces_the_policy(bundle: Bundle) -> None:
    """Its own rules decide, and ignored types are not reported."""
    own = Policy(ignored_types=["CREDIT_CARD"], rules=[Rule(types=["EMAIL_ADDRESS"], decision="block")])
    task = Sensitive.load(bundle, policy=own)
    result = task.predict([Document(f"card {CARD}, mail a.b@example.org")])[0]
    assert [f.type for f in result.findings] == ["EMAIL_ADDRESS"]
    assert result.decision == "block"


def test_a_policy_that_is_none_is_refused_with_the_field_named() -> None:
    """The message says what to correct."""
    with pytest.raises(BundleError, match="rules"):
        parse_policy(b'{"rules": [{"types": ["URL"], "decision": "perhaps"}]}')


def test_rules_count_and_the_gravest_decides(bundle: Bundle) -> None:
    """A rule may ask for several findings; of the rules that hold the gravest decides."""
    rules = [
        Rule(types=["EMAIL_ADDRESS"], decision="review"),
        Rule(types=["EMAIL_*"], decision="block", min_count=3),
    ]
    task = Sensitive.load(bundle, policy=Policy(rules=rules))
    mails = [f"{letter}.x@example.org" for letter in "abc"]
    decisions = [task.predict([Document(" ".join(mails[:n]))])[0].decision for n in range(4)]
    assert decisions == ["allow", "review", "review", "block"]


@pytest.mark.parametrize(
    "piece", ["a@", "1234567890", "(", "word ", "Aa ", "eyJ", "password=", "| 1 ", "-----BEGIN ", "\n", "4111 "]
)
@pytest.mark.timeout(60)  # what is not linear would take hours; the benchmark has the seconds
def test_a_megabyte_of_anything_comes_to_an_end(sensitive: Sensitive, piece: str) -> None:
    """Adversarial text of any kind is answered, and its findings are spans of it."""
    document = Document(piece * (1_000_000 // len(piece)))
    (result,) = sensitive.predict([document])
    assert all(0 <= found.start < found.end <= len(document) for found in result.findings)


def test_names_of_people_are_found_in_both_languages(sensitive: Sensitive) -> None:
    """Names are learned: these, put together at random, stand in no list that is looked up."""
    for text, name in (
        ("Møtet ble ledet av Gunnvor Hestvåg fra boreavdelingen.", "Gunnvor Hestvåg"),
        ("The report was written by Marjorie Quillfeather last week.", "Marjorie Quillfeather"),
    ):
        found = sensitive.predict([Document(text)])[0].findings
        assert name in {text[f.start : f.end] for f in found if f.type == "PERSON"}
