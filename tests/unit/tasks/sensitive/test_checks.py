"""The checks behind the patterns, on values whose truth is known."""

from __future__ import annotations

import random

import pytest

from tasks.sensitive import identifiers, secrets
from tasks.sensitive.phones import is_dialled, is_valid_number
from tests.unit.tasks.sensitive import values


@pytest.mark.parametrize("number", ["4242424242424242", "378282246310005", "6011111111111117", "30569309025904"])
def test_the_card_networks_test_numbers_are_cards(number: str) -> None:
    """Numbers that the networks publish for testing pass."""
    assert identifiers.is_card(number)


@pytest.mark.parametrize("number", ["4242424242424241", "9999999999999995", "0000000000000000", "4242-4242 4242-4242"])
def test_wrong_digits_prefixes_and_mixed_separators_are_no_cards(number: str) -> None:
    """Luhn's digit, the issuer's prefix and even grouping are all asked for."""
    assert not identifiers.is_card(number)


def test_a_github_token_is_known_by_its_check() -> None:
    """The last six characters are the CRC-32 of the others; one changed character fails."""
    rng = random.Random(1)
    token = values.github_token(rng)
    assert secrets.has_token_check(token)
    assert not secrets.has_token_check(token[:-1] + ("a" if token[-1] != "a" else "b"))


def test_passwords_are_told_from_what_is_said_about_them() -> None:
    """Placeholders, variables and words about passwords are none."""
    for said in ("required", "<password>", "${DB_PASS}", "********", "null", "os.environ", "glemt", "utløpt"):
        assert not secrets.is_password(said)
        assert not secrets.is_word_password(said)
    assert secrets.is_password("Sommer12!")


def test_entropy_tells_random_strings_from_words() -> None:
    """Four equally frequent characters have two bits each; words have too few to be keys."""
    assert secrets.entropy_bits("abcdabcd") == pytest.approx(2.0)
    assert not secrets.looks_random("wellbore-report-final2")
    assert secrets.looks_random("q7Rk2vXw9LpZ4tNc8YbD")


def test_numbers_of_services_readings_and_dates_are_no_phones() -> None:
    """Freephone numbers reach nobody in particular; decimals and dates are no numbers to call."""
    for value in ("800 12 345", "0800 555 111", "12.45 13.50", "2020-01-31", "2001-2009", "123.4567"):
        assert not is_dialled(value), value
    assert is_valid_number("+47 22 85 50 50")
    assert not is_valid_number("+47 12 34 56 78")


@pytest.mark.parametrize(
    ("value", "right"), [("31.12.1980", True), ("1980-12-31", True), ("12/31/1980", True), ("31.13.1980", False)]
)
def test_dates_are_days_of_the_calendar(value: str, right: bool) -> None:
    """Day first, month first and year first are read; no thirteenth month."""
    assert identifiers.is_past_date(value) is right
