# ruff: noqa: E501 - a pattern broken over lines is harder to read than a long one
"""Telephone numbers: runs of digits, weighed by the numbering plans and by the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType

from tasks.sensitive.detector import cue_pattern, nearest_cue
from tasks.sensitive.finding import Candidate
from tasks.sensitive.view import View, pattern

# The regions whose national forms are read when no country code is given, the documents' own first.
REGIONS = ("NO", "GB", "US", "DK", "SE", "NL", "FI", "DE", "FR")
# Numbers of services, not of persons (the ITU's freephone, shared-cost, premium-rate and universal numbers).
_SERVICE = frozenset(
    {PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.UAN}
)
_SERVICE_FORM = re.compile(r"\(?0?(?:800|808|84[345]|87[0-2]|900|815)\b|\D*815\d\d|\D*1[-. ]8(?:00|88|77|66|55)\b")

# Words that say telephone wherever they stand near a number …
STRONG = (
    r"(?:tele|smart)?(?:ph|f)on(?:e|es|ed)?(?: (?:no|number|nr))?|telephones?|ph[.:]|ph no|tel|tlf|telefonnr|"
    r"telefonnummer\w*|telefon\w*|mob|mobil(?:nr|nummer\w*)|mobiltelefon|mobile (?:phone|no|number)|cell phone|gsm|fax|"
    r"faks|telefaks|telefax|call (?:me|us|him|her|them)(?: back)? (?:on|at)|ring (?:meg|oss|ham|henne)(?: p[\xe5a])?|ring:|"
    r"text me(?: at| on)?|sms(?: til| to)|sms:|whatsapp|switchboard|sentralbord|answering at|receiving messages to|"
    r"contact (?:me |us |him |her )?(?:on|at)|kontakt(?: meg| oss)? p[\xe5a]|reach(?:ed)? (?:me |us |him |her )?(?:on|at)|"
    r"hotline|vakttelefon|vaktmobil|beredskapstelefon|nummeret mitt|(?:my|his|her|our) number is|puhelin\w*|puh|"
    r"matkapuhelin|telefoon|rufnummer|t[\xe9e]l[\xe9e]phone|pager"
)
# … and words that say it only right beside one.
WEAK = (
    r"mobiles?|mobil|cell|call(?:ed|ing)?(?: (?:on|at))?|ring|dial|desk|office|direct(?: line)?|registered|kontor|mobiel|"
    r"handy|messages? to"
)
CUES = f"{STRONG}|{WEAK}"
_BESIDE = r"(?: (?:no|nr|number|is|er))?[ \t\r\n:=|.()+-]{0,4}$"
AGAINST = (
    r"fnr|f[\xf8o]dselsn\w+|personn\w+|kontonr|kontonummer|konto|account|cards?|kort|ssn|cpr|bsn|hetu|iban|dates?|dato|rates?|"
    r"lpm|rpm|spm|ppg|ppf|gpm|kn|kg|tons?|mt|m|ft|feet|meters?|mm|inch|area|areal|zip|interval|from|fra|range|years?"
)
_BEFORE = cue_pattern(f"{STRONG}|(?:{WEAK}){_BESIDE}", AGAINST + r"|o[- ]ring")
_AFTER = cue_pattern(CUES, AGAINST)
_AFTER_CHARS = 12
_STRONG = re.compile(
    rb"(?:phones?|ph[.:]|tel|tlf|telefon\w*|mob|mobil\w*|cell|fax|faks|telefaks)(?: ?(?:no|nr|number|nummer))?[.]?\)?[ \t]*[:=|]?[ \t\r\n]*$"
)
_EXTENSION = r"(?: ?(?:x|X|ext|Ext\.? ?|[Ll]inje )[0-9]{1,5})?"
_RUN = pattern(rf"(?:\+ ?|00)?\(?\+?[0-9](?:[ ./()-]{{0,3}}[0-9]){{5,24}}{_EXTENSION}")
_BROKEN = pattern(r"(?:\+|00)?[0-9(](?:[ .()-]{0,2}[0-9)]){1,12}\r?\n[0-9](?:[ .-]?[0-9]){1,9}")
_GROUP_END = re.compile(r"(?<=[\d)])[ ./-]{1,3}(?=[\d(+])")


def find_phones(view: View) -> Iterator[Candidate]:
    """Yield the telephone numbers of a text.

    A number with a country code, valid by libphonenumber's numbering plans, needs no words beside it; any other
    needs a cue, and is worth more when a plan allows it.

    Parameters
    ----------
    view : View

    Yields
    ------
    Candidate
        Of type ``PHONE_NUMBER``.
    """
    spoken = _CUE_PROBE.search(view.folded) is not None
    if not spoken and b"+" not in view.raw and b"00" not in view.raw:
        return
    for match in _RUN.finditer(view.numbers):
        start, end = match.span()
        if (spoken or view.raw[start : start + 2] == b"00" or b"+" in view.raw[start : start + 2]) and view.is_open(
            start, end, b"/,:%"
        ):
            yield from _weigh(view, start, end)
    if spoken:
        yield from _broken(view)


_CUE_PROBE = pattern(rf"(?:^|[^a-z0-9\xc0-\xff])(?:{CUES})(?:$|[^a-z\xc0-\xff])")


def _weigh(view: View, start: int, end: int) -> Iterator[Candidate]:
    cue = nearest_cue(_BEFORE, view, start, end, _AFTER, _AFTER_CHARS)
    international = view.raw[start : start + 1] == b"+" or view.raw[start : start + 2] == b"00"
    if cue is None and not international:
        return
    for stop in _stops(view.raw[start:end].decode("latin-1"), start, end):
        value = view.raw[start:stop].decode("latin-1")
        valid = is_valid_number(value)
        if not valid and not (cue and is_dialled(value)):
            continue
        alone = cue is not None or not view.is_among_numbers(start, stop)
        yield _candidate(start, stop, valid and alone, cue, international)
        return


def _candidate(start: int, end: int, valid: bool, cue: bool | None, international: bool) -> Candidate:
    reason = ["pattern"] + ["numbering plan"] * valid + ["context words"] * (cue is not None)
    if cue:
        worth = 0.98 if valid else 0.9
    elif international and valid:
        worth = 0.9 if cue is None else 0.5
    else:
        worth = 0.02
    return Candidate("PHONE_NUMBER", start, end, worth, tuple(reason))


def _stops(run: str, start: int, end: int) -> list[int]:
    """Return where a number may end: the run's end, or before a group that another number begins with."""
    return [end, *(start + gap.start() for gap in reversed(list(_GROUP_END.finditer(run))))]


def _broken(view: View) -> Iterator[Candidate]:
    """Yield numbers that a line break divides, when a plan allows them and a cue stands before them."""
    for match in _BROKEN.finditer(view.numbers):
        start, end = match.span()
        if view.is_open(start, end, b"/.,:-") and _STRONG.search(view.folded[max(start - 32, 0) : start]):
            value = re.sub(r"\s*\n", " ", view.raw[start:end].decode("latin-1"))
            if is_valid_number(value) and not is_dialled(view.text[start:end].partition("\n")[0]):
                yield Candidate("PHONE_NUMBER", start, end, 0.85, ("pattern", "numbering plan", "context words"))


def is_valid_number(value: str) -> bool:
    """Whether a numbering plan allows `value`: its country code's, or one of `REGIONS`' for a national form."""
    if _is_reading(value):
        return False
    if value.startswith(("+", "00")):
        return _is_valid(re.sub(r"^00", "+", value), None)
    return any(_is_valid(value, region) for region in REGIONS)


@lru_cache(4096)
def _is_valid(value: str, region: str | None) -> bool:
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) not in _SERVICE


def is_dialled(value: str) -> bool:
    """Whether `value` can be dialled: 7 to 15 digits (ITU-T E.164), no reading, date or service number."""
    digits = re.sub(r"\D", "", re.split("x|ext|linje", value)[0])
    return 7 <= len(digits) <= 15 and len(set(digits)) > 1 and not _SERVICE_FORM.match(value) and not _is_reading(value)


_READING = re.compile(
    r"[\d ]*\d\.\d[\d ]*|.*\b\d{1,5}\.\d{1,3} .*|.* \d{1,5}\.\d{1,3}|\d{1,2}(?:\.\d{1,3}){1,3}(?:\D.*)?|"  # decimals, versions
    r"(?:19|20)\d\d[-./ ]\d\d?[-./ ]\d\d?.*|\d\d?[-./ ]\d\d?[-./ ](?:19|20)\d\d.*|(?:19|20)\d\d ?- ?(?:19|20)\d\d|"  # dates
    r"\d+ - \d+|.*/.*/.*"  # ranges, fractions
)
_DOTTED = re.compile(r"\d{2,4}(?:\.\d{2,4}){2,5}")


def _is_reading(value: str) -> bool:
    return bool(_READING.fullmatch(value)) and not _DOTTED.fullmatch(re.split("x| ?ext", value)[0])
