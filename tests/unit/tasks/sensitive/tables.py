"""Test tables of every type: positives and hard negatives, generated with a seed, by the situations that matter."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from stdnum import iban, luhn
from stdnum.dk import cpr
from stdnum.fi import hetu
from stdnum.nl import bsn
from stdnum.no import fodselsnummer, kontonr
from stdnum.se import personnummer

from tests.unit.tasks.sensitive import values

ROUNDS = 16  # times each situation is drawn


class Positive(NamedTuple):
    """A text, and the value in it that must be found."""

    text: str
    value: str


@dataclass(frozen=True)
class Table:
    """How values of a type are drawn, written and surrounded.

    Attributes
    ----------
    draw : callable
        A right value.
    label_en, label_nb : str
        What stands before it in English and Norwegian.
    valid : callable, optional
        Whether a value is right; without it there is no wrong check digit to test.
    spaced : callable, optional
        The value with spaces or hyphens.
    broken : callable, optional
        The value across a line break.
    """

    draw: values.Draw
    label_en: str
    label_nb: str
    valid: Callable[[str], bool] | None = None
    spaced: Callable[[str], str] | None = None
    broken: Callable[[str], str] | None = None


def groups(*sizes: int, by: str = " ") -> Callable[[str], str]:
    """Return a function that puts `by` between groups of these sizes."""

    def write(value: str) -> str:
        pieces, start = [], 0
        for size in sizes:
            pieces.append(value[start : start + size])
            start += size
        return by.join([piece for piece in [*pieces, value[start:]] if piece])

    return write


TABLES = {
    "CREDIT_CARD": Table(values.card, "card number", "kortnummer", luhn.is_valid, groups(4, 4, 4), groups(8, by="\n")),
    "IBAN_CODE": Table(values.iban_code, "IBAN", "IBAN", iban.is_valid, groups(4, 4, 4, 4, 4), groups(8, by="\n")),
    "NO_BIRTH_NUMBER": Table(
        values.birth_number, "birth number", "fødselsnummer", fodselsnummer.is_valid, groups(6), groups(6, by="\n")
    ),
    "NO_BANK_ACCOUNT": Table(
        values.bank_account, "bank account", "kontonummer", kontonr.is_valid, groups(4, 2, by="."), groups(6, by="\n")
    ),
    "DK_CPR": Table(
        values.danish,
        "CPR",
        "CPR-nr",
        lambda v: cpr.is_valid(v) and cpr.checksum(v) == 0,
        groups(6, by="-"),
        groups(6, by="\n"),
    ),
    "SE_PERSONNUMMER": Table(
        values.swedish,
        "personnummer",
        "svensk personnummer",
        personnummer.is_valid,
        None,
        lambda v: v.replace("-", "\n"),
    ),
    "FI_HETU": Table(values.finnish, "HETU", "henkilötunnus", hetu.is_valid),
    "NL_BSN": Table(values.dutch, "BSN", "BSN-nummer", bsn.is_valid, groups(3, 3), groups(4, by="\n")),
    "UK_NINO": Table(values.british, "National Insurance number", "NINO", None, groups(2, 2, 2, 2), groups(4, by="\n")),
    "US_SSN": Table(values.american, "SSN", "social security number", None, lambda v: v.replace("-", " ")),
    "PHONE_NUMBER": Table(values.norwegian_phone, "phone", "tlf", None, lambda v: "+47 " + v),
    "EMAIL_ADDRESS": Table(values.email, "e-mail", "e-post"),
    "IP_ADDRESS": Table(values.ip_address, "IP address", "IP-adresse"),
    "MAC_ADDRESS": Table(values.mac_address, "MAC address", "MAC-adresse"),
    "LOCATION": Table(values.address, "address", "adresse", None, None, lambda v: v.replace(", ", ",\n", 1)),
    "DATE_OF_BIRTH": Table(values.date_text, "date of birth", "fødselsdato"),
    "SECRET_PRIVATE_KEY": Table(values.private_key, "key", "nøkkel"),
    "SECRET_AWS_KEY": Table(values.aws_key, "access key", "tilgangsnøkkel"),
    "SECRET_GOOGLE_KEY": Table(values.google_key, "api key", "nøkkel"),
    "SECRET_TOKEN": Table(values.github_token, "token", "token"),
    "SECRET_JWT": Table(values.jwt, "bearer", "token"),
    "SECRET_PASSWORD": Table(values.password, "password", "passord"),
    "SECRET_HIGH_ENTROPY": Table(values.random_string, "client secret", "hemmelig nøkkel"),
    "URL": Table(values.url, "link", "lenke"),
}


def positives(type_: str) -> Iterator[Positive]:
    """Yield texts with a right value: in sentences of two languages, in a table, spaced, across a line break."""
    table, rng = TABLES[type_], random.Random(f"positive {type_}")
    for _ in range(ROUNDS):
        for write in (lambda v: v, table.spaced, table.broken):
            if write:
                value = write(table.draw(rng))
                yield Positive(f"For the record, {table.label_en}: {value}\nThe rest follows.", value)
                yield Positive(f"Oppgitt {table.label_nb}: {value} i skjemaet.", value)
        value = table.draw(rng)
        if "\n" not in value:
            header = f"| Post | {table.label_nb} | Merknad |\n| en | - | ingen |\n"
            yield Positive(f"{header}| to | {value} | ingen |\n", value)
        yield Positive(f"{table.label_en} = {value}", value)


def look_alikes(type_: str) -> Iterator[str]:
    """Yield texts with a value of the right form and a wrong check digit, or inside a longer number."""
    table, rng = TABLES[type_], random.Random(f"look-alike {type_}")
    for _ in range(60 if table.valid else 0):
        wrong = values.until(rng, lambda r: values.wrong_digit(table.draw(r), r), lambda v: not table.valid(v))
        yield f"For the record, {table.label_en}: {wrong}."
    for _ in range(60):
        value = table.draw(rng)
        if value[0].isdigit() and value[-1].isdigit() and not {".", "/"} & set(value):
            yield f"Log line {rng.randint(2, 9)}{value}{rng.randint(1, 9)} of the file."


MARKING_POSITIVES = {
    "MARKING_CONFIDENTIAL": (
        "CONFIDENTIAL",
        "Confidential",
        "FORTROLIG",
        "Fortrolig",
        "COMPANY CONFIDENTIAL",
        "Konfidensielt",
    ),
    "MARKING_STRICTLY_CONFIDENTIAL": (
        "STRICTLY CONFIDENTIAL",
        "Strictly confidential",
        "STRENGT FORTROLIG",
        "Strengt fortrolig",
    ),
    "MARKING_INTERNAL": ("INTERNAL", "Internal", "Internt", "INTERNAL USE ONLY", "INTERN", "For internal use only"),
    "MARKING_PRIVILEGED": (
        "PRIVILEGED",
        "Privileged and confidential",
        "LEGALLY PRIVILEGED",
        "Attorney-client privileged",
    ),
    "MARKING_DRAFT": ("DRAFT", "Draft", "UTKAST", "Utkast", "Draft version"),
    "MARKING_EXEMPT_FROM_PUBLIC": ("UNNTATT OFFENTLIGHET", "Unntatt offentlighet", "U.off."),
    "MARKING_TLP": ("TLP:RED", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:GREEN", "TLP:CLEAR"),
}
_MARKING_FRAMES = (
    "{M}\n\nMonthly report for the field\n",
    "Report\n\n*** {M} ***\n\nText follows.",
    "- {M} -\nMinutes of the meeting",
    "Summary of the well\n{M}\nPage 1 of 12",
    "Classification: {M}\nTitle: Final well report",
    "Gradering: {M}\nTittel: Sluttrapport",
    "[{M}]\n\nDear all,",
    "Classification: {M} Status: Final Expiry date: Page 1 of 85",
    "Some text above.\r\n{M} | Page 3\r\nSome text below.",
    "Security classification = {M}\n",
)
_MARKING_PASSING = (
    "The two parties agreed to keep the talks confidential until the summer.",
    "An internal audit was carried out in {Y}.",
    "The internal diameter of the liner is {N} mm.",
    "Open hole section from {N} m, hole open to sea.",
    "The draft of the vessel is {N} cm when loaded.",
    "He drafted a confidential letter to the board in {Y}.",
    "Saken var fortrolig, sa hun til avisen i {Y}.",
    "Internt trykk i ventilen er {N} bar.",
    "De holdt det strengt fortrolig i {Y}, skriver avisen.",
    "A privileged few were invited to the opening in {Y}.",
    "The status of the draft plan was discussed at meeting {N}.",
    "Classification of rocks by grain size, sample {N}.",
    "Open\nClosed\nValve {N}",
    "Utkastet ble sendt på høring i {Y}.",
    "Confidential informants told the paper about it in {Y}.",
    "Status: Open, action {N} is with the contractor.",
)


def marking_positives(type_: str) -> Iterator[Positive]:
    """Yield texts that bear the marking as a header, a stamp or a field."""
    for words in MARKING_POSITIVES[type_]:
        for frame in _MARKING_FRAMES:
            yield Positive(frame.replace("{M}", words), words)


def marking_negatives() -> Iterator[str]:
    """Yield texts that use the markings' words in passing."""
    rng = random.Random("markings")
    for _ in range(5):
        for line in _MARKING_PASSING:
            yield line.replace("{Y}", str(rng.randint(1990, 2025))).replace("{N}", str(rng.randint(100, 4000)))
