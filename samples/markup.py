"""The small markup that the templates are written in, and its blocks.

====================  ==========================================
``# text``            title of the document
``## text``           section heading (``###`` for one level more)
``| a | b |``         a row of a table; the first row is its header
``name :: value``     a row of a form; neighbours make one form
``- text``            a bullet
``!! text``           a stamp, set in capitals and framed
``---``               a new page, slide or sheet
````` ``` `````       opens and closes text of fixed width
====================  ==========================================

Any other lines up to a blank one are a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_TEXTS = Path(__file__).parent / "texts"
Kind = Literal["title", "section", "subsection", "paragraph", "bullet", "stamp", "table", "form", "fixed", "break"]
_PREFIXES: tuple[tuple[str, Kind], ...] = (
    ("### ", "subsection"),
    ("## ", "section"),
    ("# ", "title"),
    ("- ", "bullet"),
    ("!! ", "stamp"),
)


@dataclass(frozen=True)
class Block:
    """One piece of a document: `text` for a piece of text, `rows` for a table or a form."""

    kind: Kind
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def table(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """Write a table as markup.

    Parameters
    ----------
    header : sequence
        Names of the columns.
    rows : iterable of sequence
        Cells; each is written with ``str``.

    Returns
    -------
    str
        One line a row, ending without a line break.
    """
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in (header, *rows))


def fill(name: str, **values: object) -> str:
    """Read a document's text and put in what is computed.

    Parameters
    ----------
    name : str
        File below ``samples/texts`` without its suffix.
    **values
        What the text names in braces, as for `str.format`.

    Returns
    -------
    str
        Markup.
    """
    return (_TEXTS / f"{name}.txt").read_text(encoding="utf-8").format(**values)


def parse(markup: str) -> list[Block]:
    """Read markup into blocks.

    Parameters
    ----------
    markup : str

    Returns
    -------
    list of Block
        In the order of the text; neighbouring rows are joined into one table or form.
    """
    blocks: list[Block] = []
    fixed: list[str] | None = None
    joins = False  # whether the line before can still be continued
    for raw in markup.strip("\n").split("\n"):
        line = raw.rstrip()
        if line == "```":
            if fixed is not None:
                blocks.append(Block("fixed", "\n".join(fixed)))
            fixed, joins = ([] if fixed is None else None), False
        elif fixed is not None:
            fixed.append(line)
        elif not line.strip():
            joins = False
        else:
            _append(blocks, _block(line.strip()), joins)
            joins = True
    return blocks


def _block(line: str) -> Block:
    if line == "---":
        return Block("break")
    for prefix, kind in _PREFIXES:
        if line.startswith(prefix):
            return Block(kind, line[len(prefix) :])
    if line.startswith("|"):
        return Block("table", rows=(tuple(cell.strip() for cell in line.strip("|").split("|")),))
    name, separator, value = line.partition(" :: ")
    return Block("form", rows=((name.strip(), value.strip()),)) if separator else Block("paragraph", line)


def _append(blocks: list[Block], block: Block, joins: bool) -> None:
    last = blocks[-1] if blocks and joins else None
    if last is None or last.kind != block.kind or block.kind not in {"paragraph", "table", "form"}:
        blocks.append(block)
    elif block.kind == "paragraph":
        blocks[-1] = Block("paragraph", f"{last.text} {block.text}")
    else:
        blocks[-1] = Block(block.kind, rows=last.rows + block.rows)
