"""Compose documents of a kind: header, sections, tables and signatures in one of many house layouts."""

from __future__ import annotations

import random
from collections.abc import Callable

from tasks.training.classification.generated.kinds import Kind, Table
from tasks.training.classification.generated.slots import Blanks

_NEUTRAL_FIELDS = """\
Well: {well}
Wellbore: {well}
Field: {field}
Operator: {company}
Rig: {rig}
Date: {date}
Rev.: {n}
Prepared by: {initials}
Approved: {initials}
Doc. no.: {initials}-{n}
Page {n} of {n}
Licence: PL{n}
Contractor: {service}
Distribution: Internal""".splitlines()
_NEUTRAL_FIELDS_NO = """\
Brønn: {well}
Felt: {field}
Operatør: {company}
Rigg: {rig}
Dato: {date}
Revisjon: {n}
Utarbeidet av: {initials}
Godkjent: {initials}
Side {n} av {n}
Lisens: PL{n}
Kontraktør: {service}
Fordeling: intern""".splitlines()


def compose(kind: Kind, seed: int) -> str:
    """Write one document.

    Parameters
    ----------
    kind : Kind
    seed : int
        The same seed gives the same document.

    Returns
    -------
    str
    """
    draw = random.Random(f"{kind.name} {seed}")  # noqa: S311 - documents, not secrets
    blanks = Blanks(draw)
    parts = [_header(kind, draw, blanks), *_body(kind, draw)]
    if draw.random() < 0.08:  # some exports lose their head
        parts = parts[1:] or parts
    text = _layout(draw)(parts).format_map(blanks)
    return text.upper() if draw.random() < 0.05 else text


def _header(kind: Kind, draw: random.Random, blanks: Blanks) -> str:
    neutral = _NEUTRAL_FIELDS_NO if kind.norwegian else _NEUTRAL_FIELDS
    own = draw.sample(list(kind.fields), draw.randint(min(1, len(kind.fields)), len(kind.fields)))
    fields = own + draw.sample(neutral, draw.randint(0, 6))
    draw.shuffle(fields)
    title = draw.choice(kind.titles).format_map(blanks)
    if draw.random() < 0.3:
        title = title.upper()
    style = draw.randrange(4)
    if style == 0:
        return title + "\n" + "\n".join(fields)
    if style == 1:
        return "\n".join(fields[:2]) + "\n" + title + "\n" + "   ".join(fields[2:])
    if style == 2:
        return title + " - {well}\n\n" + "\n".join(field.replace(": ", "\t") for field in fields)
    return "{company}\n" + title + "\n{date}\n" + " | ".join(fields)


def _body(kind: Kind, draw: random.Random) -> list[str]:
    headings = draw.sample(list(kind.sections), draw.randint(max(1, len(kind.sections) // 2), len(kind.sections)))
    if draw.random() < 0.6:
        headings.sort(key=list(kind.sections).index)
    numbered = draw.random() < 0.4
    parts = []
    for number, heading in enumerate(headings, 1):
        pool = list(kind.sections[heading])
        chosen = draw.sample(pool, draw.randint(1, len(pool)))
        title = f"{number}. {heading}" if numbered else heading
        body = draw.choice((" ", "\n", "\n- ")).join(chosen)
        parts.append(f"{title}\n{body}")
    for table in kind.tables:
        if draw.random() < 0.75:
            parts.insert(draw.randint(0, len(parts)), _table(table, draw))
    return parts


def _table(table: Table, draw: random.Random) -> str:
    columns = sorted(
        draw.sample(range(len(table.heads)), draw.randint(max(2, len(table.heads) * 2 // 3), len(table.heads)))
    )
    between = draw.choice(("\t", " ", " | ", "  "))
    row = between.join(table.cells[i] for i in columns)
    return "\n".join([between.join(table.heads[i] for i in columns), *[row] * draw.randint(*table.rows)])


def _plain(parts: list[str]) -> str:
    return "\n\n".join(parts)


def _dense(parts: list[str]) -> str:
    return "\n".join(parts)


def _windows(parts: list[str]) -> str:
    return "\r\n".join(part.replace("\n", " \r\n") for part in parts)


def _slides(parts: list[str]) -> str:
    return "\n\n".join(f"{part}\n{number}" for number, part in enumerate(parts, 1))


def _mail(parts: list[str]) -> str:
    return "From: {role}\nTo: {company}\nSubject: " + "\n\n".join(parts) + "\n\nRegards\n{initials}"


def _excerpt(parts: list[str]) -> str:
    return "\n".join(parts[: max(2, len(parts) // 2)])


def _layout(draw: random.Random) -> Callable[[list[str]], str]:
    return draw.choices((_plain, _dense, _windows, _slides, _mail, _excerpt), weights=(4, 3, 2, 1, 1, 2))[0]
