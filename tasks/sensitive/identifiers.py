# ruff: noqa: E501 - a pattern broken over lines is harder to read than a long one
"""Identifiers of persons and accounts, by form and check digit.

Check digits and the dates inside are verified by python-stdnum (https://arthurdejong.org/python-stdnum/), which
cites the issuers' rules module by module; the forms follow the issuers' own descriptions.
"""

from __future__ import annotations

import re
from datetime import date

from stdnum import iban, luhn
from stdnum.dk import cpr
from stdnum.fi import hetu
from stdnum.nl import bsn
from stdnum.no import fodselsnummer, kontonr
from stdnum.se import personnummer
from stdnum.us import ssn

from tasks.sensitive.detector import Confidence, Detector

_GAP = r"(?: |-|\.|\n|\r\n)?"  # what typists and line breaks put between groups
_PERSON = (
    r"personal (?:identity )?(?:no|number|code|id)|identity number|id[- ]?number|national id(?:entity)?(?: number)?"
)


def digits_of(value: str) -> str:
    """Return the decimal digits of `value`, of any script, as ASCII."""
    return "".join(str(int(c)) for c in value if c.isdecimal())


def _breaks_once(value: str) -> bool:
    return value.count("\n") <= 1


def _even_groups(value: str) -> bool:
    """Whether one kind of separator is used throughout (a line break may stand for one of them)."""
    return _breaks_once(value) and len(set(re.sub(r"[\d\r]|\n(?=\d)", "", value))) <= 1


# ISO/IEC 7812 issuer prefixes and the lengths that the networks issue, with Luhn's check digit.
_CARD = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|"
    r"3(?:0[0-5]|[689]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12}(?:\d{3})?|35(?:2[89]|[3-8]\d)\d{12}(?:\d{3})?|"
    r"(?:1800|2131)\d{11}|62\d{14,17}|9792\d{12}|220[0-4]\d{12}|35\d{14}"
)
_MAESTRO = re.compile(r"(?:50|5[6-9]|6\d)\d{10,17}")


def is_card(value: str) -> bool:
    """Whether `value` has a card network's prefix, length and check digit (ISO/IEC 7812-1, Luhn)."""
    number = digits_of(value)
    return bool(_CARD.fullmatch(number)) and _even_groups(value) and luhn.is_valid(number) and len(set(number)) > 1


def is_maestro(value: str) -> bool:
    """Whether `value` can be a Maestro card, whose loose prefixes and lengths ask for context."""
    number = digits_of(value)
    return bool(_MAESTRO.fullmatch(number)) and _even_groups(value) and luhn.is_valid(number) and len(set(number)) > 1


def is_iban(value: str) -> bool:
    """Whether `value` is an IBAN with the country's structure and the ISO 13616 check digits."""
    compact = re.sub(r"[\s-]", "", value).upper()
    return _breaks_once(value) and bool(iban.is_valid(compact, check_country=False)) and not compact.endswith("0" * 12)


def is_birth_number(value: str) -> bool:
    """Whether `value` is a Norwegian birth number or D-number: date, and both check digits modulo 11."""
    number = digits_of(value)
    return _breaks_once(value) and bool(fodselsnummer.is_valid(number))


def is_d_number(value: str) -> bool:
    """Whether `value` is a Norwegian D-number, whose day of birth is raised by 40."""
    return digits_of(value)[:1] in ("4", "5", "6", "7") and is_birth_number(value)


def is_norwegian_account(value: str) -> bool:
    """Whether `value` is a Norwegian bank account number (modulo 11)."""
    number = digits_of(value)
    return _breaks_once(value) and len(set(number)) > 2 and bool(kontonr.is_valid(number))


def is_cpr(value: str) -> bool:
    """Whether `value` can be a Danish CPR number: a date, and modulo 11 where numbers still keep it.

    Since 2007 numbers without the check digit are issued, for men and women born on a few days after 1965;
    everyone else's keeps it (CPR-kontoret, "Personnumre uden kontrolciffer").
    """
    number = digits_of(value)
    return _breaks_once(value) and bool(cpr.is_valid(number)) and cpr.checksum(number) == 0


def is_personnummer(value: str) -> bool:
    """Whether `value` is a Swedish personnummer: date and Luhn's digit."""
    return _breaks_once(value) and bool(personnummer.is_valid(re.sub(r"\s", "", value)))


def is_hetu(value: str) -> bool:
    """Whether `value` is a Finnish henkilötunnus: date and check character modulo 31."""
    return bool(hetu.is_valid(value))


def is_bsn(value: str) -> bool:
    """Whether `value` is a Dutch burgerservicenummer (eleven-test)."""
    number = digits_of(value)
    return _breaks_once(value) and len(set(number)) > 2 and bool(bsn.is_valid(number))


_NINO = re.compile(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]")


def is_nino(value: str) -> bool:
    """Whether `value` has the prefix and suffix of a UK National Insurance number (HMRC, NIM39110)."""
    return _breaks_once(value) and bool(_NINO.fullmatch(re.sub(r"[\s.-]", "", value).upper()))


def is_ssn(value: str) -> bool:
    """Whether `value` is a US social security number that can have been issued."""
    number = digits_of(value)
    return _breaks_once(value) and bool(ssn.is_valid(f"{number[:3]}-{number[3:5]}-{number[5:]}"))


_DATE = re.compile(r"(\d{1,4})[./\- ]+(\d{1,2})[./\- ]+(\d{1,4})\.?")


def is_past_date(value: str) -> bool:
    """Whether `value` names a day between 1900 and today, the day, month or year first, or spells the month."""
    match = _DATE.fullmatch(value)
    if not match:
        return not value[0].isdigit() or any(c.isalpha() for c in value)
    a, b, c = (int(part) for part in match.groups())
    year, month, day = (a, b, c) if a > 31 else (c, b, a)
    if month > 12:
        month, day = day, month
    year += 1900 if 30 < year < 100 else 2000 if year < 100 else 0
    try:
        return 1900 <= date(year, month, day).year <= 2100
    except ValueError:
        return False


_CARD_CUES = (
    r"(?:credit|debit|visa|master|bank|kreditt|debet|betalings|kredit)?[ -]?(?:cards?|kort\w*)|card (?:no|number)|cc|"
    r"visa|mastercard|amex|american express|maestro|diners|discover|jcb|pan|kortnr|kortnummer|cvc|cvv|expir\w*|utl[øo]p\w*"
)
_ACCOUNT_CUES = (
    r"kontonr|kontonummer|konto|bankkonto\w*|kto\.?(?: ?nr)?|bank account(?: no| number)?|account(?: no| number)?|acct|"
    r"bankgiro|l[øo]nnskonto|bank"
)
_BIRTH_CUES = (
    r"f[øo]dselsnr|f[øo]dselsnummer\w*|fnr|f\. ?nr|personnr|personnummer\w*|pnr|d[- ]?(?:nummer|nr|number)|"
    r"birth ?(?:no|number)|national id\w*(?: number)?|person ?id|identitetsnummer|id[- ]?nummer|f[øo]dt|ansatt\w*|born|"
    + _PERSON
)
_CPR_CUES = r"cpr(?:[- ]?(?:nr|nummer|no|number))?|personnummer|" + _PERSON
_SWEDISH_CUES = r"personnummer|personnr|pnr|samordningsnummer|svensk(?:t)? (?:id|pnr)|" + _PERSON
_SSN_CUES = r"ssn|s\.s\.n\.?|social security(?: no| number)?|social sec\w*|ss ?#|itin"
_NINO_CUES = r"nino|ni (?:no|number)|national insurance(?: no| number)?|n\.i\. ?(?:no|number)?|insurance number"
_DATE_FORM = (
    r"[0-9]{1,2}[./-] ?[0-9]{1,2}[./-] ?(?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}[./-][0-9]{1,2}[./-][0-9]{1,2}|"
    r"[0-9]{1,2}(?:st|nd|rd|th|\.)? (?:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cs])[a-z]*\.?,? (?:19|20)[0-9]{2}|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? [0-9]{1,2}(?:st|nd|rd|th)?,? (?:19|20)[0-9]{2}"
)
_DOB_CUE = (
    r"(?:date of birth|birth ?date|d\.?o\.?b\.?|born(?: on)?|f[øo]dselsdato|f[øo]dt(?: den)?|f\.|f[øo]dd|"
    r"f[øo]dselsdag|syntym[äa]aika|geboortedatum)"
)

IDENTIFIERS = (
    Detector(
        "CREDIT_CARD",
        r"[1-9][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{1,4}(?:[ -]?[0-9]{1,3})?",
        Confidence(cue=0.99, bare=0.9, against=0.1),
        is_card,
        _CARD_CUES,
        glue=b"-/.",
        numeric=True,
    ),
    Detector(
        "CREDIT_CARD",
        r"[1-9][0-9]{3}(?:[ -]|\r?\n)?[0-9]{4}(?:[ -]|\r?\n)?[0-9]{4}(?:[ -]|\r?\n)?[0-9]{1,4}|[1-9][0-9]{4,14}\r?\n[0-9]{3,12}",
        Confidence(cue=0.98, bare=0.2, against=0.02),
        is_card,
        _CARD_CUES,
        glue=b"-/.",
        numeric=True,
    ),
    Detector(
        "CREDIT_CARD",
        r"3[0-9]{3}(?:[ -]|\n|\r\n)?[0-9]{6}(?:[ -]|\n|\r\n)?[0-9]{4,5}",
        Confidence(cue=0.99, bare=0.9, against=0.1),
        is_card,
        _CARD_CUES,
        glue=b"-/.",
        numeric=True,
    ),
    Detector(
        "CREDIT_CARD",
        r"[56][0-9]{11,18}",
        Confidence(cue=0.95, bare=0.3),
        is_maestro,
        _CARD_CUES,
        glue=b"-/.",
        numeric=True,
    ),
    Detector(
        "IBAN_CODE",
        r"[a-z]{2}[0-9]{2}(?:[ -]?|\n|\r\n)[a-z0-9]{4}(?:(?:[ -]?|\n|\r\n)[a-z0-9]{4}){1,6}(?:(?:[ -]?|\n|\r\n)[a-z0-9]{1,3})?",
        Confidence(cue=0.99, bare=0.97, against=0.6),
        is_iban,
        r"iban|" + _ACCOUNT_CUES,
        folded=True,
    ),
    Detector(
        "NO_BIRTH_NUMBER",
        r"[0-9]{6}(?: |-|\n|\r\n)?[0-9]{5}|[0-9]{2}[. ][0-9]{2}[. ][0-9]{2}[ -][0-9]{5}",
        Confidence(cue=0.99, bare=0.9, against=0.15),
        is_birth_number,
        _BIRTH_CUES,
        glue=b"-/.",
        numeric=True,
    ),
    Detector(
        "NO_BANK_ACCOUNT",
        r"[0-9]{4}[. ][0-9]{2}[. ][0-9]{5}|[0-9]{4}(?:\n|\r\n)[0-9]{2}[. ]?[0-9]{5}|[0-9]{4}[. ]?[0-9]{2}(?:\n|\r\n)[0-9]{5}",
        Confidence(cue=0.98, bare=0.8, against=0.55),
        is_norwegian_account,
        _ACCOUNT_CUES,
        glue=b"-/.",
        numeric=True,
    ),
    Detector(
        "NO_BANK_ACCOUNT",
        r"[0-9]{4}-?[0-9]{2}-?[0-9]{5}",
        Confidence(cue=0.95, bare=0.2),
        is_norwegian_account,
        _ACCOUNT_CUES,
        glue=b"-/.",
        numeric=True,
    ),
    Detector(
        "DK_CPR",
        r"[0-9]{6}-[0-9]{4}",
        Confidence(cue=0.98, bare=0.6, against=0.1),
        is_cpr,
        _CPR_CUES,
        r"hetu|henkil\w+|personbeteckning|svensk\w*",
        glue=b"-/.",
        numeric=True,
    ),
    Detector(
        "DK_CPR",
        r"[0-9]{6}(?: |-|\n|\r\n)?[0-9]{4}",
        Confidence(cue=0.98, bare=0.4),
        is_cpr,
        _CPR_CUES,
        r"hetu|henkil\w+|personbeteckning|svensk\w*",
        glue=b"-/.",
        numeric=True,
    ),
    Detector(
        "SE_PERSONNUMMER",
        r"(?:19|20)?[0-9]{6}[-+][0-9]{4}",
        Confidence(cue=0.98, bare=0.6, against=0.1),
        is_personnummer,
        _SWEDISH_CUES,
        glue=b"-/.",
        numeric=True,
    ),
    Detector(
        "SE_PERSONNUMMER",
        r"(?:19|20)?[0-9]{6}(?:[-+ ]|\n|\r\n)?[0-9]{4}",
        Confidence(cue=0.98, bare=0.45),
        is_personnummer,
        _SWEDISH_CUES,
        glue=b"-/.",
        numeric=True,
    ),
    Detector(
        "FI_HETU",
        r"[0-9]{6}[-+a-fu-y][0-9]{3}[0-9a-fhj-np-y]",
        Confidence(cue=0.99, bare=0.9, against=0.3),
        lambda value: is_hetu(value.upper()),
        r"hetu|henkil[öo]tunnus|sosiaaliturvatunnus|personbeteckning|finnish id|" + _PERSON,
        glue=b"-/.",
        folded=True,
    ),
    Detector(
        "NL_BSN",
        r"[0-9]{9}|[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{3}|[0-9]{4}[ .-][0-9]{2}[ .-][0-9]{3}|[0-9]{3,6}(?:\n|\r\n)[0-9]{3,6}",
        Confidence(cue=0.97, bare=0.15),
        is_bsn,
        r"bsn(?:[- ]?(?:nr|nummer|no|number))?|burgerservicenummer|sofi(?:[- ]?nummer)?|persoonsnummer",
        glue=b"-/.",
        numeric=True,
    ),
    Detector(
        "UK_NINO",
        r"[a-z]{2} [0-9]{2} [0-9]{2} [0-9]{2} [a-d]",
        Confidence(cue=0.97, bare=0.6, against=0.1),
        is_nino,
        _NINO_CUES,
        glue=b"-/.",
        folded=True,
        reason="parts",
    ),
    Detector(
        "UK_NINO",
        r"[a-z]{2}(?:[ -]|\n|\r\n)?[0-9]{2}(?:[ -]|\n|\r\n)?[0-9]{2}(?:[ -]|\n|\r\n)?[0-9]{2}(?:[ -]|\n|\r\n)?[a-d]",
        Confidence(cue=0.97, bare=0.35),
        is_nino,
        _NINO_CUES,
        glue=b"-/.",
        folded=True,
        reason="parts",
    ),
    Detector(
        "US_SSN",
        r"[0-9]{3}-[0-9]{2}-[0-9]{4}",
        Confidence(cue=0.97, bare=0.55, against=0.05),
        is_ssn,
        _SSN_CUES,
        glue=b"-/.",
        reason="parts",
        numeric=True,
    ),
    Detector(
        "US_SSN",
        r"[0-9]{3}-(?:\n|\r\n)?[0-9]{2}-(?:\n|\r\n)?[0-9]{4}|[0-9]{3}[ .\n][0-9]{2}[ .\n][0-9]{4}|[0-9]{9}",
        Confidence(cue=0.97, bare=0.3),
        is_ssn,
        _SSN_CUES,
        glue=b"-/.",
        reason="parts",
        numeric=True,
    ),
    Detector(
        "DATE_OF_BIRTH",
        rf"(?:^|[^a-z0-9\xc0-\xff]){_DOB_CUE}[ \t]*(?:\([^()\n]{{1,24}}\))?[ \t]*[:=|]?[ \t]*\n?[ \t]*({_DATE_FORM})",
        Confidence(cue=0.95, bare=0.95, against=0.95),
        is_past_date,
        glue=b"-/",
        folded=True,
        reason="context words",
    ),
    Detector(
        "DATE_OF_BIRTH",
        _DATE_FORM,
        Confidence(cue=0.9, bare=0.02),
        is_past_date,
        r"date of birth|birth ?dates?|d\.?o\.?b\.?|f[\xf8o]dselsdato|f[\xf8o]dselsdag",
        r"dates?|dato|day|dag|reports?|rapport|signed|m[\xf8o]te|meeting|spud|completed|from|fra|since|siden|issued|until|til|died|d[\xf8o]d",
        glue=b"-/",
        folded=True,
        needs=(b"birth", b"dob", b"d.o.b", b"dselsda"),
        reason="calendar",
    ),
)
