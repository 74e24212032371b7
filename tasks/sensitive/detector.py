"""A detector: a pattern, a check, and the words around it that raise or lower what it is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tasks.sensitive.finding import Candidate
from tasks.sensitive.view import View, pattern, pattern_set

BEFORE_CHARS, AFTER_CHARS = 64, 24  # how far a cue may stand from the value: a clause before it, a word or two after
ROW = 0.4  # what is left of a bare number's worth when it stands in a row of numbers
HEADER_CHARS = 2048  # how far up a table's header may stand

# Words that say that a number is something of the trade and no person's or bank's: nearest cue wins.
TECHNICAL = (
    r"s/?n|p/?n|serial(?:s| no| number| nr)?|serie(?:nr|nummer)|ser\.? ?no|part(?:s| no| number)?|delenr|delenummer|"
    r"tag(?:s| no| number)?|tagnr|tagnummer|wells?|wellbores?|br[øo]nn\w*|api|uwi|utm|easting|northing|nordlig|"
    r"[øo]stlig|coordinates?|koordinat\w*|lat(?:itude)?|lon(?:gitude)?|depth|dybde|md|tvd|mmd|version|versjon|ver|"
    r"v|rev(?:ision)?|revisjon|firmware|software|programvare|build|release|section|seksjon|kapittel|chapter|clause|"
    r"batch|lot|heat|charge|model|modell|item|artikkel\w*|varenr|order|ordre\w*|po|wo|work order|arbeidsordre\w*|"
    r"invoice|faktura\w*|kid|doc(?:ument)?(?: no| number)?|dokument\w*|drawing|tegning\w*|dwg|"
    r"iadc|cas|ean|gtin|barcode|strekkode|isbn|issn|imei|mac|job|jobb|"
    r"tracking|sporing\w*|container|vessel|imo|mmsi|checksum|sjekksum|sample|pr[øo]ve\w*|equipment|utstyr\w*|"
    r"asset|material|certificate|sertifikat\w*|bit|pump|valve|sensor|transmitter|counter|teller|count|total|sum|"
    r"volume|volum|pressure|trykk|bar|psi|nok|usd|eur|gbp|kr|million\w*|orgnr|org\.? ?(?:no|nr|nummer)|"
    r"organisasjonsnummer|vat|mva|wbs|afe|licen[cs]e|lisens\w*|contract no|kontraktnr|permit|timestamp|epoch"
)


_NEVER = r"[^\x00-\xff]"


@dataclass(frozen=True)
class Confidence:
    """How sure a match is: with a cue beside it, with none, and with a cue of another kind nearest."""

    cue: float
    bare: float
    against: float = 0.02


@dataclass(frozen=True)
class Detector:
    """One form of one type.

    Parameters
    ----------
    type : str
        Presidio's name where it has one.
    expression : str
        RE2 expression; the value is group 1 where there is one.
    confidence : Confidence
    check : callable, optional
        Says of the value as text whether its check digits and parts are right.
    cues : str, optional
        RE2 alternatives of words that raise the confidence.
    against : str
        Further alternatives that lower it.
    glue : bytes
        Characters that, beside the match, show it to be part of something longer.
    folded : bool
        Look at the text in lower case.
    needs : tuple of bytes
        Literals in lower case without one of which nothing can match; they spare the search.
    numeric : bool
        The value has eight digits or more; texts without any such number are passed over.
    reason : str
        What the check verifies, for the finding's reasons.
    """

    type: str
    expression: str
    confidence: Confidence
    check: Callable[[str], bool] | None = None
    cues: str = ""
    against: str = ""
    glue: bytes = b""
    folded: bool = False
    needs: tuple[bytes, ...] = ()
    numeric: bool = False
    reason: str = "check digit"
    _pattern: Any = field(init=False, repr=False, compare=False)
    _cue: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pattern", pattern(self.expression))
        object.__setattr__(self, "_cue", cue_pattern(self.cues, self.against))

    def find(self, view: View) -> Iterator[Candidate]:
        """Yield a candidate for every match that passes the check."""
        if self.numeric and not view.has_number:
            return
        searched = view.folded if self.folded else view.numbers if self.numeric else view.raw
        for match in self._pattern.finditer(searched):
            start, end = match.span(1 if self._pattern.groups else 0)
            if not view.is_open(start, end, self.glue):
                continue
            if self.check is None or self.check(view.raw[start:end].decode("latin-1")):
                yield self._weigh(view, start, end)

    def _weigh(self, view: View, start: int, end: int) -> Candidate:
        reason = ["pattern"] + ([self.reason] if self.check else [])
        cue = nearest_cue(self._cue, view, start, end)
        if cue is None:
            lonely = not view.is_among_numbers(start, end)
            bare = self.confidence.bare if lonely else self.confidence.bare * ROW
            return Candidate(self.type, start, end, bare, tuple(reason))
        worth = self.confidence.cue if cue else self.confidence.against
        return Candidate(self.type, start, end, worth, (*reason, "context words"))


def cue_pattern(cues: str, against: str = "") -> Any:
    """Compile words that raise (group 1) or lower the worth of a value, as whole words."""
    lowering = "|".join(filter(None, (TECHNICAL, against)))
    return pattern(rf"(?:^|[^a-z0-9\xc0-\xff])(?:({cues or _NEVER})|(?:{lowering}))(?:$|[^a-z\xc0-\xff])")


def nearest_cue(
    cue: Any, view: View, start: int, end: int, after: Any = None, after_chars: int = AFTER_CHARS
) -> bool | None:
    """Say whether the nearest word that speaks of a value raises it (True), lowers it (False) or is missing (None).

    Parameters
    ----------
    cue : compiled expression
        Of `cue_pattern`.
    view : View
    start, end : int
        The value's span.
    after : compiled expression, optional
        What is looked for after the value and in a table's header; `cue` when not given.
    after_chars : int
        How far after the value it is looked for.
    """
    found = _last(cue, view.folded[max(start - BEFORE_CHARS, 0) : start])
    if found is None:
        found = _first(after or cue, view.folded[end : end + after_chars])
    if found is None:
        found = _first(after or cue, column_header(view, start))
    return found


def _last(cue: Any, window: bytes) -> bool | None:
    """Judge by the last cue of a window; cues may share the character between them, so each starts anew."""
    verdict, position = None, 0
    while match := cue.search(window, position):
        verdict, position = match.group(1) is not None, max(match.end() - 1, position + 1)
    return verdict


def _first(cue: Any, window: bytes) -> bool | None:
    match = cue.search(window) if window else None
    return None if match is None else match.group(1) is not None


def column_header(view: View, start: int) -> bytes:
    """Return the lower-cased header of the table column that a position stands in, empty where there is no table.

    A table is a run of neighbouring lines with the same number of the same separator (``|``, tab or ``;``).
    """
    above = view.folded[max(start - HEADER_CHARS, 0) : start]
    line = above.rpartition(b"\n")[2]
    separator = next((s for s in (b"|", b"\t", b";") if s in line), None)
    if separator is None:
        return b""
    header = b""
    for earlier in reversed(above.split(b"\n")[:-1]):
        cells = earlier.split(separator)
        if len(cells) <= line.count(separator):
            break
        header = cells[line.count(separator)]
    return b" " + header.strip() + b" "


class Detectors:
    """Detectors that share one pass over the text, which says which of them can find anything.

    Parameters
    ----------
    detectors : iterable of Detector
    """

    def __init__(self, detectors: Iterable[Detector]) -> None:
        self._detectors = tuple(detectors)
        literals = sorted({literal for detector in self._detectors for literal in detector.needs})
        self._literals = pattern_set(literals)
        at = {literal: i for i, literal in enumerate(literals)}
        self._needs = [frozenset(at[literal] for literal in detector.needs) for detector in self._detectors]

    def __iter__(self) -> Iterator[Detector]:
        return iter(self._detectors)

    def find(self, view: View) -> list[Candidate]:
        """Return every detector's candidates."""
        present = frozenset(self._literals.Match(view.folded) or ())
        return [
            candidate
            for detector, needs in zip(self._detectors, self._needs, strict=True)
            if not needs or needs & present
            for candidate in detector.find(view)
        ]
