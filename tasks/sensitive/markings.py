# ruff: noqa: E501 - a pattern broken over lines is harder to read than a long one
"""Markings: a document's own classification, as a header, a stamp or a field, never as a word in passing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tasks.sensitive.finding import Candidate
from tasks.sensitive.view import View, pattern

# Each marking's words in English and the Scandinavian languages, the most specific first.
# TLP: FIRST, "Traffic Light Protocol 2.0", 2022. Norwegian grades: sikkerhetsloven, beskyttelsesinstruksen, offentleglova.
_WORDS = {
    "MARKING_STRICTLY_CONFIDENTIAL": r"(?:strictly|highly|very|most) (?:private (?:and|&) )?confidential|strengt (?:fortrolig|konfidensielt?)|top secret|strengt hemmelig",
    "MARKING_CONFIDENTIAL": r"(?:(?:company|commercial(?:ly)?|private(?: and| &)|commercial[ -]in|in) )?confiden(?:tial|ce)(?: (?:information|document))?|fortrolig|konfidensielt?|konfidentiell|hemmelig|secret|restricted",
    "MARKING_EXEMPT_FROM_PUBLIC": r"unntatt offentlighet(?:en)?|u\.? ?off\.?|unnateke offentlegheit|ikke offentlig|exempt from public disclosure",
    "MARKING_PRIVILEGED": r"(?:legally )?privileged(?: (?:and|&) confidential)?|attorney[- ]client privileged?|(?:attorney[- ])?work product|(?:subject to )?legal privilege|underlagt taushetsplikt|advokatkorrespondanse",
    "MARKING_INTERNAL": r"(?:company )?internal(?: use)?(?: only)?|for internal use(?: only)?|internt?(?: bruk)?|kun (?:for |til )?intern(?:t)? bruk|til intern bruk|proprietary",
    "MARKING_DRAFT": r"(?:preliminary )?draft(?: (?:version|report|document|for (?:review|comments?)|not for distribution|only|(?:v|rev\.? ?)?[0-9]{1,2}(?:\.[0-9])?))?|utkast(?: til (?:h\xf8ring|kommentar|godkjenning))?|kladd",
    "MARKING_OPEN": r"open|\xe5pen|public|offentlig|unclassified|ugradert",
}
_TLP = r"tlp[: -]{1,2}(?:red|amber\+strict|amber|green|clear|white|r\xf8d|gul|gr\xf8nn|hvit)"
_FIELD = r"(?:security |information |document |data |confidentiality |sikkerhets|informasjons|dokument)?(?:classification|classified(?: as)?|class|confidentiality(?: level)?|sensitivity|distribution|security(?: level| grading)?|marking|gradering|klassifisering|klassifikasjon|graderingsniv\xe5|sikkerhetsgrad|konfidensialitet|tilgang|tilgjengelighet|beskyttelsesgrad|status|state|document status|dokumentstatus|version|versjon|revision)"
_STATUS_ONLY = r"(?:document |dokument)?(?:status|state|version|versjon|revision)"
_ALL = "|".join(f"({words})" for words in _WORDS.values())
_TYPES = tuple(_WORDS)
MARKINGS = (*_TYPES, "MARKING_TLP")

# A field and its value; the value ends at the line's end, a wide gap, a separator, or before the next field.
_LABELLED = pattern(
    rf"(?:^|[^a-z0-9\xc0-\xff-])({_FIELD})[ \t]*[:=|][ \t]*(?:\r?\n)?[ \t]*(?:{_ALL})(?:$|[\r\n|;,.)\]]|[ \t]{{2,}}|[ \t]+[a-z\xc0-\xff]+(?: [a-z]+)?[:.]|[ \t]+[(/-])"
)
# A line that is the marking and nothing else but ornament, a page number or who it is for.
_ORNAMENT = r"[ \t*#=_>\[\](){{}}|~<.:!\x01-]*"
_TAIL = r"(?:,? ?(?:jf|jfr|etter|iht|cf|under|pursuant to)\.? [^\n]{1,60})?"  # the provision that it rests on
_STAMP = pattern(
    rf"(?:^|\n){_ORNAMENT}(?:{_ALL}|({_TLP}))(?:[ \t]*(?:[-/|,]|and|&|og)[ \t]*(?:{'|'.join(f'(?:{w})' for w in _WORDS.values())}|{_TLP}))*"
    rf"(?:[ \t]*[-|,][ \t]*(?:page|side|p\.)?[ \t]*[0-9]{{1,4}}(?:[ \t]*(?:of|av|/)[ \t]*[0-9]{{1,4}})?|[ \t]+(?:page|side)[ \t]*[0-9]{{1,4}}(?:[ \t]*(?:of|av|/)[ \t]*[0-9]{{1,4}})?)?{_TAIL}{_ORNAMENT}(?:\r?\n|$)"
)
# A stamp in capitals set off from the rest of its line by a wide gap, a bar or brackets.
_UPPER = "|".join(f"({words})" for words in _WORDS.values())
_CORNER = pattern(rf"(?:[ ]{{3,}}|\t|\| ?|\[ ?)(?:{_UPPER})(?:[ ]{{3,}}|\t| ?\||\r?\n|$| ?\])")
# A grave marking at the edge of a short line, a separator between it and a name, a number or a title.
_GRAVE = f"({_WORDS['MARKING_STRICTLY_CONFIDENTIAL']})|({_WORDS['MARKING_CONFIDENTIAL']})|({_WORDS['MARKING_EXEMPT_FROM_PUBLIC']})|({_WORDS['MARKING_PRIVILEGED']})"
_EDGE = pattern(
    rf"(?:^|\n){_ORNAMENT}(?:{_GRAVE})[ \t]*(?:[|\t/]| - |  +)[^\n.]{{1,48}}(?:\r?\n|$)|"
    rf"(?:^|\n)[^\n.]{{1,48}}(?:[|\t/]| - |  +)[ \t]*(?:{_GRAVE}){_ORNAMENT}(?:\r?\n|$)"
)
_TLP_ANYWHERE = pattern(rf"(?:^|[^a-z0-9\xc0-\xff])({_TLP})(?:$|[^a-z0-9+\xc0-\xff])")
_PROBE = pattern(
    "confiden|fortrolig|konfiden|hemmelig|secret|restricted|offentlig|offentleg|u\\.? ?off|privilege|work product|taushetsplikt|advokatkorr|"
    "intern|proprietary|draft|utkast|kladd|tlp|open|\xe5pen|public|unclassified|ugradert"
)


def find_markings(view: View) -> Iterator[Candidate]:
    """Yield the markings of a text.

    Parameters
    ----------
    view : View

    Yields
    ------
    Candidate
        Of type ``MARKING_…``; the span is the marking's own words.
    """
    if _PROBE.search(view.folded) is None:
        return
    yield from _labelled(view)
    yield from _stamps(view)
    yield from _edges(view)
    for match in _CORNER.finditer(view.folded):
        found = _candidate(match, 1, 0.85)
        if found and view.text[found.start : found.end].isupper() and found.type != "MARKING_OPEN":
            yield found
    for match in _TLP_ANYWHERE.finditer(view.folded):
        if view.text[match.start(1) : match.start(1) + 3].isupper():
            start, end = match.span(1)
            yield Candidate("MARKING_TLP", start, end, 0.95, ("pattern",))


def _labelled(view: View) -> Iterator[Candidate]:
    for match in _LABELLED.finditer(view.folded):
        found = _candidate(match, 2, 0.95)
        is_status = _STATUS_FIELD.fullmatch(match.group(1)) is not None
        if found and (found.type == "MARKING_DRAFT" or not is_status):
            yield found._replace(reason=("pattern", "context words"))


_STATUS_FIELD = pattern(_STATUS_ONLY)


def _stamps(view: View) -> Iterator[Candidate]:
    """Yield the lines that are a stamp; bare ``open`` or ``public`` alone on a line is a word, not a stamp."""
    position = 0
    while match := _STAMP.search(view.folded, position):
        position = max(match.end() - 1, position + 1)
        if match.group(len(_TYPES) + 1) is not None:
            start, end = match.span(len(_TYPES) + 1)
            yield Candidate("MARKING_TLP", start, end, 0.95, ("pattern",))
            continue
        found = _candidate(match, 1, 0.9)
        if found and found.type != "MARKING_OPEN":
            yield (
                found
                if _is_capital(view, found) and not _goes_on(view, match.end())
                else found._replace(confidence=0.45)
            )


def _goes_on(view: View, end: int) -> bool:
    """Whether the next line begins in lower case, so that the line before it was no stamp but a sentence's part."""
    return view.text[end : end + 1].islower()


def _edges(view: View) -> Iterator[Candidate]:
    for match in _EDGE.finditer(view.folded):
        for group in range(1, 9):
            start, end = match.span(group)
            if start >= 0 and view.text[start].isupper():
                yield Candidate(_TYPES[(group - 1) % 4], start, end, 0.8, ("pattern",))


def _is_capital(view: View, found: Candidate) -> bool:
    return view.text[found.start].isupper()


def _candidate(match: Any, first: int, confidence: float) -> Candidate | None:
    for offset, type_ in enumerate(_TYPES):
        start, end = match.span(first + offset)
        if start >= 0:
            return Candidate(type_, start, end, confidence, ("pattern",))
    return None
