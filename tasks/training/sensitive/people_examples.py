"""Examples for the people tagger: real annotated sentences, and written ones with names put in at random."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

from tasks.training.sensitive.people import Example
from tasks.training.sensitive.people_sentences import ENGLISH, NORWEGIAN, NYNORSK, TITLES_EN, TITLES_NB
from tasks.training.sensitive.people_vocabulary import (
    COMPANY_ENDINGS,
    COUNTRIES,
    MINERALS,
    NORWEGIAN_GIVEN,
    NORWEGIAN_SURNAMES,
    ORGANISATIONS,
    OTHER_GIVEN,
    OTHER_SURNAMES,
    PLACES,
    TOWNS,
)

Annotated = tuple[str, list[tuple[int, int, str]]]  # a text, and spans of PERSON, PLACE and ORGANISATION
_NORNE = {"PER": "PERSON", "ORG": "ORGANISATION", "GPE_LOC": "PLACE", "GPE_ORG": "PLACE", "LOC": "PLACE"}
_PRESIDIO = {"PERSON": "PERSON", "ORGANIZATION": "ORGANISATION", "GPE": "PLACE"}
NOVEL_SHARE = 0.2  # of the names put in, those that are no known name but only sound like one


def from_norne(record: dict[str, Any]) -> Annotated:
    """Turn a record of tokens and BIO tags into a text, tokens joined by spaces, and its spans."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    for token, tag in zip(record["tokens"], record["tags"], strict=True):
        start = len(text) + bool(text)
        text = f"{text} {token}" if text else token
        kind = _NORNE.get(tag[2:], "OTHER")
        if tag.startswith("I-") and spans and spans[-1][2] == kind:
            spans[-1] = (spans[-1][0], len(text), kind)
        elif tag != "O":
            spans.append((start, len(text), kind))
    return text, spans


def from_presidio(record: dict[str, Any]) -> Annotated:
    """Turn a record with typed spans into a text and its spans of people, places and organisations."""
    spans = [(s["start"], s["end"], _PRESIDIO[s["type"]]) for s in record["spans"] if s["type"] in _PRESIDIO]
    return record["text"], spans


def people_of(annotated: Annotated) -> Example:
    """Keep the names of people alone."""
    return annotated[0], [(start, end) for start, end, kind in annotated[1] if kind == "PERSON"]


class LetterChain:
    """Words that sound like those of a list: each letter drawn by the three before it (Shannon, 1948)."""

    def __init__(self, words: Sequence[str]) -> None:
        self._next: dict[str, list[str]] = {}
        for word in words:
            padded = "^^^" + word.lower() + "$"
            for i in range(3, len(padded)):
                self._next.setdefault(padded[i - 3 : i], []).append(padded[i])

    def draw(self, rng: random.Random) -> str:
        """Draw a capitalised word of 3 to 13 letters."""
        while True:
            word = "^^^"
            while not word.endswith("$") and len(word) < 18:
                word += rng.choice(self._next[word[-3:]])
            if word.endswith("$") and 3 <= len(word) - 4 <= 13:
                return word[3:-1].capitalize()


class _Stock:
    """A list of words, and a chain that makes new ones like them."""

    def __init__(self, words: str, novel_share: float = NOVEL_SHARE) -> None:
        self._words, self._novel_share = words.split(), novel_share
        self._chain = LetterChain(self._words)

    def draw(self, rng: random.Random) -> str:
        return self._chain.draw(rng) if rng.random() < self._novel_share else rng.choice(self._words)


_GIVEN = {True: _Stock(NORWEGIAN_GIVEN), False: _Stock(OTHER_GIVEN)}
_SURNAME = {True: _Stock(NORWEGIAN_SURNAMES), False: _Stock(OTHER_SURNAMES)}
_COUNTRY, _TOWN, _PLACE, _ORGANISATION = _Stock(COUNTRIES, 0), _Stock(TOWNS), _Stock(PLACES), _Stock(ORGANISATIONS)
_MINERAL, _COMPANY_ENDING = _Stock(MINERALS), _Stock(COMPANY_ENDINGS, 0)


def draw_name(rng: random.Random, words: int, norwegian: bool) -> str:
    """Draw a name of so many words: a given name or surname alone, both, or with another or an initial between."""
    given, surname = _GIVEN[norwegian], _SURNAME[norwegian]
    if words == 1:
        return surname.draw(rng) if rng.random() < 0.6 else given.draw(rng)
    first, last = given.draw(rng), surname.draw(rng)
    if rng.random() < 0.06:
        first += "-" + given.draw(rng)
    if rng.random() < 0.08:
        last += "-" + surname.draw(rng)
    if words == 2:
        return f"{first} {last}"
    middle = rng.choice([given.draw(rng), surname.draw(rng), rng.choice("ABCDEFGHIJKLMNOPRSTVW") + "."])
    return f"{first} {middle} {last}"


def draw_other(rng: random.Random, kind: str) -> str:
    """Draw the name of a place or an organisation."""
    if kind == "ORGANISATION" and rng.random() < 0.3:
        return f"{_SURNAME[rng.random() < 0.3].draw(rng)} {_COMPANY_ENDING.draw(rng)}"
    if kind == "ORGANISATION":
        return _ORGANISATION.draw(rng)
    return rng.choices([_COUNTRY, _TOWN, _PLACE], [0.45, 0.3, 0.25])[0].draw(rng)


def with_other_names(sentences: Sequence[Annotated], rng: random.Random) -> Iterator[Example]:
    """Put other names in the place of those of real sentences; those without any are left out."""
    for text, spans in sentences:
        if not any(kind != "OTHER" for _, _, kind in spans):
            continue
        pieces, people, position, length = [], [], 0, 0
        for start, end, kind in sorted(spans):
            new = _replacement(text, start, end, kind, rng)
            length += start - position
            if kind == "PERSON":
                people.append((length, length + len(new)))
            pieces += [text[position:start], new]
            position, length = end, length + len(new)
        yield "".join([*pieces, text[position:]]), people


def _replacement(text: str, start: int, end: int, kind: str, rng: random.Random) -> str:
    old = text[start:end]
    words = len(old.split())
    if kind == "OTHER" or (kind != "PERSON" and (words > 1 or rng.random() < 0.2)):
        return old
    new = draw_name(rng, words, rng.random() < 0.55) if kind == "PERSON" else draw_other(rng, kind)
    # A word in -s before another word is, more often than not, a Scandinavian genitive.
    genitive = old.endswith("s") and text[end : end + 1] == " " and text[end + 1 : end + 2].isalpha()
    return new + "s" if genitive and rng.random() < 0.6 and not new.endswith("s") else new


def written_sentences(rng: random.Random) -> Iterator[Example]:
    """Fill every written sentence once."""
    for lines, titles, share in ((NORWEGIAN, TITLES_NB, 0.75), (NYNORSK, TITLES_NB, 0.75), (ENGLISH, TITLES_EN, 0.3)):
        for line in lines.strip().splitlines():
            tight = lines is ENGLISH and rng.random() < 0.5
            yield _filled(re.sub(r" ([.,;:!?])", r"\1", line) if tight else line, titles.split(), share, rng)


def _filled(line: str, titles: Sequence[str], norwegian_share: float, rng: random.Random) -> Example:
    text, people = "", []
    for part in re.split(r"(\{[PGSLOTM]\})", line):
        norwegian = rng.random() < norwegian_share
        word = _slot(part, titles, norwegian, rng)
        if part == "{T}" and not text:
            word = word[0].upper() + word[1:]
        if part in ("{P}", "{G}", "{S}"):
            people.append((len(text), len(text) + len(word)))
        elif people and people[-1][1] == len(text) and re.match(r"s\b", part):
            people[-1] = (people[-1][0], people[-1][1] + 1)  # the genitive's s is part of the name in Norwegian
        text += word
    return text, people


def _slot(part: str, titles: Sequence[str], norwegian: bool, rng: random.Random) -> str:
    if part == "{P}":
        return draw_name(rng, 2 if rng.random() < 0.8 else 3, norwegian)
    if part in ("{G}", "{S}"):
        return (_GIVEN if part == "{G}" else _SURNAME)[norwegian].draw(rng)
    if part == "{M}":
        return _MINERAL.draw(rng)
    if part in ("{L}", "{O}"):
        return draw_other(rng, "PLACE" if part == "{L}" else "ORGANISATION")
    return rng.choice(titles).replace("-", " ") if part == "{T}" else part
