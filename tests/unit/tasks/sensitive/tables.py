# ruff: noqa: E501 - one line of text a line of the table
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


def technical(rng: random.Random) -> Iterator[str]:
    """Yield one line of each kind of technical text that looks like something personal and is not."""
    n, d = rng.randint, values.digits
    yield f"Well {n(1, 36)}/{n(1, 12)}-{rng.choice('ABCF')}-{n(1, 30)} {rng.choice('AB')}T{n(2, 4)}"
    yield f"Drilled from {n(1000, 4000)} - {n(4001, 6000)} m MD, {n(900, 3900)}.{n(0, 9)} m TVD RKB"
    yield f"UTM zone 32V: N {n(6400000, 7999999)} E {n(400000, 599999)}"
    yield f"UTM coordinates: {n(6, 7)} {d(rng, 3)} {d(rng, 3)}.{d(rng, 2)} N {n(400, 599)} {d(rng, 3)}.{d(rng, 2)} E"
    yield f"{n(56, 72)}° {n(10, 59)}' {n(10, 59)}.{d(rng, 3)}\" N {n(1, 9):02d}° {n(10, 59)}' {n(10, 59)}.{d(rng, 2)}\" E"
    yield f"Position {n(56, 72)}.{d(rng, 6)}, {n(1, 9)}.{d(rng, 6)}"
    yield f"Report date {n(1, 28):02d}.{n(1, 12):02d}.{n(1995, 2025)} {n(0, 23):02d}:{n(0, 59):02d}"
    yield f"Period {n(1995, 2025)}-{n(1, 12):02d}-{n(1, 28):02d} - {n(1995, 2025)}-{n(1, 12):02d}-{n(1, 28):02d}"
    yield f"Serial no. {d(rng, 11)}"
    yield f"S/N: {values.bank_account(rng)}"
    yield f"S/N {values.american(rng)}"
    yield f"Part number {d(rng, 4)}-{d(rng, 4)}-{d(rng, 4)}-{d(rng, 4)}"
    yield f"P/N {values.card(rng)} rev {n(1, 9)}"
    yield f"P/N {values.british(rng)}"
    yield f"Tag {n(10, 99)}-{rng.choice(['PT', 'ESV', 'PSV', 'XV'])}-{d(rng, 4)}{rng.choice('ABC')}"
    yield f"API gravity {n(20, 45)}.{n(0, 9)}, GOR {n(80, 300)} Sm3/Sm3"
    yield f"API well number {n(10, 60)}-{d(rng, 3)}-{d(rng, 5)}-{d(rng, 2)}-{d(rng, 2)}"
    yield f"Bit IADC code {n(111, 847)}, serial {d(rng, 7)}, jets 3x{n(10, 20)}"
    yield f"Software version {n(1, 20)}.{n(0, 20)}.{n(0, 254)}.{n(0, 254)}"
    yield f"Firmware v{n(1, 9)}.{n(33, 99)}.{n(100, 254)}.{n(100, 254)}"
    yield f"see section {n(1, 9)}.{n(1, 9)}.{n(1, 9)}.{n(1, 9)} of the manual"
    yield f"Pressures {n(100, 999)} {n(1000, 9999)} {n(1000, 9999)} {n(100, 999)} psi"
    yield f"{d(rng, 4)} {d(rng, 4)} {d(rng, 4)} {d(rng, 4)}\n{d(rng, 4)} {d(rng, 4)} {d(rng, 4)} {d(rng, 4)}"
    yield f"{n(1, 99)}.{n(10, 99)} {n(1, 99)}.{n(10, 99)} {n(1, 99)}.{n(100, 999)} {n(100, 999)}.{n(10, 99)}"
    yield f'{n(0, 23):02d}:{n(0, 59):02d} {n(0, 23):02d}:{n(0, 59):02d} drilling -- casing RIH 9 5/8" CSG TO {n(1000, 4000)} M'
    yield f"Purchase order {n(4500000000, 4599999999)}, item {n(10, 90):05d}"
    yield f"Work order {d(rng, 8)} closed, sap no {d(rng, 8)}"
    yield f"Doc. no. C{d(rng, 3)}-AA-B-RA-{d(rng, 5)}"
    yield f"Invoice {d(rng, 9)} of {n(10, 28)} June"
    yield f"Organisasjonsnummer {n(8, 9)}{d(rng, 2)} {d(rng, 3)} {d(rng, 3)} MVA"
    yield f"Ordrenr. {values.bank_account(rng)}"
    yield f"ISBN 978-82-{d(rng, 2)}-{d(rng, 5)}-{n(0, 9)}"
    yield f"Kjerneprøve {n(1, 9)}: {n(1000, 4000)},{n(10, 99)}-{n(4001, 5000)},{n(10, 99)} m"
    yield f"Telemetri {d(rng, 4)} {d(rng, 4)} lest av kl {n(10, 23)}"
    yield f"Flow rate {n(600, 999)}-{n(1000, 3500)} lpm, {n(60, 180)} rpm"
    yield f"Password must be at least {n(8, 14)} characters long."
    yield f"Passordet er utløpt for {n(2, 9)} dager siden; endre det i portalen."
    yield f"Key figures {n(2001, 2009)}-{n(2010, 2025)}: {n(10, 99)} per cent"
    yield f"Token ring network segment {n(1, 99)} was retired."
    yield f"sha256 {''.join(rng.choices('0123456789abcdef', k=64))}"
    yield f"Sample id {n(100000, 999999)}-{n(100, 999)}{rng.choice('GHJK')}"
    yield f"Mud weight 1.{n(10, 99)} sg @ {n(20, 60)}°C, flow {n(1000, 3500)} lpm"


def hard_negatives(rounds: int = 40) -> list[str]:
    """Return technical lines by the hundred: ``rounds`` of each kind."""
    rng = random.Random("hard negatives")
    return [line for _ in range(rounds) for line in technical(rng)]


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
