"""Identifiers of invented people and accounts: right check digits, and no living owner."""

from __future__ import annotations

import base64
import hashlib
import textwrap

from stdnum import iban, luhn
from stdnum.no import fodselsnummer, kontonr

_NOBODYS_BANK = "9999"  # a register number that no Norwegian bank has
_TEST_CARD = "40000000"  # within the range that payment processors keep for tests


def birth_number(day: int, month: int, year: int, serial: int) -> str:
    """Compute a Norwegian birth number that nobody alive can have.

    Individual numbers from 500 to 749 with the years 54 to 99 belong to people born from 1854 to 1899.

    Parameters
    ----------
    day, month, year : int
        Date of birth; the year of two digits, 54 to 99.
    serial : int
        Where to start among the 250 individual numbers; some have no check digits and are passed over.

    Returns
    -------
    str
        Eleven digits.

    References
    ----------
    Skatteetaten, "Fødselsnummer"; the arithmetic is python-stdnum's.
    """
    stems = (f"{day:02d}{month:02d}{year:02d}{individual:03d}" for individual in range(500 + serial, 750))
    numbers = (f"{stem}{check:02d}" for stem in stems for check in range(100))
    return next(filter(fodselsnummer.is_valid, numbers))


def bank_account(serial: int) -> str:
    """Compute a Norwegian account number (modulus 11) of a bank that does not exist, in groups as printed."""
    stems = (f"{_NOBODYS_BANK}{number:06d}" for number in range(serial, 1_000_000))
    return kontonr.format(next(filter(kontonr.is_valid, (f"{stem}{check}" for stem in stems for check in range(10)))))


def norwegian_iban(serial: int) -> str:
    """Compute the IBAN of such an account, in groups of four."""
    account = kontonr.compact(bank_account(serial))
    return iban.format("NO" + iban.calc_check_digits(f"NO00{account}") + account)


def card_number(serial: int) -> str:
    """Compute a payment card number of the test range with its Luhn digit, in groups of four."""
    stem = f"{_TEST_CARD}{serial:07d}"
    digits = stem + luhn.calc_check_digit(stem)
    return " ".join(textwrap.wrap(digits, 4))


def private_key_block(name: str) -> str:
    """Return what looks like a private key and is the digest of a name over and over."""
    noise = b"".join(hashlib.sha256(f"{name} {part}".encode()).digest() for part in range(36))
    lines = "\n".join(textwrap.wrap(base64.b64encode(noise).decode(), 64))
    kind = "RSA PRIVATE KEY"
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----"
