"""Read the templates: what documents of one type and language are made of.

A template file is named after its label, with ``.no`` for Norwegian; files from elsewhere begin with ``unknown_``.
A line that starts with ``#`` opens a part: ``titles``, ``fields``, ``section HEADING`` or ``table MIN MAX`` (rows;
the first line below holds the columns' heads, the second the cells). Every other line is a text with ``{blanks}``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

UNKNOWN = "unknown"
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Table:
    """A table: column heads, the template of each cell of a row, and the least and largest number of rows."""

    heads: tuple[str, ...]
    cells: tuple[str, ...]
    rows: tuple[int, int]


@dataclass(frozen=True)
class Kind:
    """What documents of one type and language are made of.

    Attributes
    ----------
    name, label : str
    norwegian : bool
    titles : tuple of str
        One stands at the top.
    fields : tuple of str
        ``name: template`` lines of the header.
    sections : dict of str to tuple of str
        Headings, and sentences that may stand below.
    tables : tuple of Table
    """

    name: str
    label: str
    norwegian: bool
    titles: tuple[str, ...]
    fields: tuple[str, ...]
    sections: dict[str, tuple[str, ...]]
    tables: tuple[Table, ...]


def read_kinds(folder: Path = _TEMPLATES) -> list[Kind]:
    """Return every kind in a folder of templates, by file name."""
    return [_read_kind(path) for path in sorted(folder.glob("*.txt"))]


def _read_kind(path: Path) -> Kind:
    label, _, language = path.stem.partition(".")
    parts = _parts(path.read_text(encoding="utf-8"))
    return Kind(
        name=path.stem,
        label=UNKNOWN if label.startswith(UNKNOWN) else label,
        norwegian=language == "no",
        titles=dict(parts)["titles"],
        fields=dict(parts)["fields"],
        sections={head.removeprefix("section "): lines for head, lines in parts if head.startswith("section ")},
        tables=tuple(_table(head, lines) for head, lines in parts if head.startswith("table ")),
    )


def _parts(text: str) -> list[tuple[str, tuple[str, ...]]]:
    parts: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("#"):
            parts.append((line.lstrip("# "), []))
        elif line.strip():
            parts[-1][1].append(line)
    return [(head, tuple(lines)) for head, lines in parts]


def _table(head: str, lines: tuple[str, ...]) -> Table:
    least, largest = (int(number) for number in head.split()[1:])
    heads, cells = (tuple(cell.strip() for cell in line.split("|")) for line in lines)
    return Table(heads, cells, (least, largest))
