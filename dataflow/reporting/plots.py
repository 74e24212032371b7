"""Shapes of the report's plots: bars of a ranking, columns of a histogram or of a course of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from dataflow.accounting.figures import Histogram
from dataflow.reporting.progress import duration

_BARS, _ROWS = 10, 2_000
_COLUMNS = 48
_TICKS, _LAST_TICK = 4, 82  # so many fit below a plot; one further right would stick out
_WIDTHS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 6 * 3600, 12 * 3600, 24 * 3600)
_BYTES = ("B", "KiB", "MiB", "GiB", "TiB")


@dataclass(frozen=True)
class Bar:
    """A value of a ranking: how many files have it, and its length and share, both from 0 to 100."""

    name: str
    files: int
    length: float
    share: float


@dataclass(frozen=True)
class Ranking:
    """Values by frequency: those shown at once, those behind a click, and how many were left out altogether."""

    title: str
    bars: list[Bar]
    more: list[Bar]
    omitted: int

    @property
    def values(self) -> int:
        """How many values there are."""
        return len(self.bars) + len(self.more) + self.omitted


@dataclass(frozen=True)
class Column:
    """A column of a plot: what it counts, how many, and where it stands; heights and places from 0 to 100."""

    label: str
    number: int
    left: float
    width: float
    height: float


@dataclass(frozen=True)
class Columns:
    """A plot of columns, with what stands below it."""

    title: str
    columns: list[Column]
    ticks: list[tuple[float, str]]
    highest: int
    caption: str


def ranking(title: str, counts: Counter[str], group: str) -> Ranking:
    """Rank the values of a group by their number of files.

    Parameters
    ----------
    title : str
    counts : Counter of str
    group : str
        What their names in `counts` begin with, such as ``label``.
    """
    rows = [(name.partition("/")[2], number) for name, number in counts.items() if name.startswith(f"{group}/")]
    rows.sort(key=lambda row: (-row[1], row[0]))
    most, total = (rows[0][1], sum(number for _, number in rows)) if rows else (1, 1)
    bars = [Bar(name, number, 100 * number / most, 100 * number / total) for name, number in rows[: _BARS + _ROWS]]
    return Ranking(title, bars[:_BARS], bars[_BARS:], len(rows) - len(bars))


def histogram(title: str, values: Histogram, label: Callable[[float], str]) -> Columns:
    """Lay a histogram out, a column a power of two.

    Parameters
    ----------
    title : str
    values : Histogram
    label : callable
        Says a value with its unit.
    """
    powers = sorted(power for power in values.buckets if power is not None)
    first = powers[0] if powers else 0
    span = range(first, powers[-1] + 1) if powers else range(0)
    numbers = [values.buckets[power] for power in span]
    names = [f"{label(2.0**power)} to {label(2.0 ** (power + 1))}" for power in span]
    if values.buckets[None]:
        numbers, names = [values.buckets[None], *numbers], ["none", *names]
    edges = [f"{label(2.0**power)}" for power in span]
    offset = len(numbers) - len(edges)
    ticks = _ticks([""] * offset + edges)
    caption = "nothing was measured"
    if values.count:
        mean = values.total / values.count
        caption = f"{label(values.smallest)} to {label(values.largest)}, {label(mean)} on average"
    return Columns(title, _columns(numbers, names), ticks, max(numbers, default=0), caption)


def course(title: str, finished: Counter[int], start: int) -> Columns:
    """Lay out how many outcomes came when.

    Parameters
    ----------
    title : str
    finished : Counter of int
        Outcomes by second.
    start : int
        The second in which work began.
    """
    if not finished:
        return Columns(title, [], [], 0, "nothing was done")
    seconds = max(finished) - start + 1
    width_s = next((width for width in _WIDTHS_S if width * _COLUMNS >= seconds), -(-seconds // _COLUMNS))
    numbers = [0] * -(-seconds // width_s)
    for second, number in finished.items():
        numbers[(second - start) // width_s] += number
    names = [f"after {duration(index * width_s)}" for index in range(len(numbers))]
    ticks = _ticks([duration(index * width_s) for index in range(len(numbers))])
    return Columns(title, _columns(numbers, names), ticks, max(numbers), f"a column is {duration(width_s)}")


def _ticks(labels: list[str]) -> list[tuple[float, str]]:
    """Return place, of 100, and label of every few columns."""
    step = max(1, -(-len(labels) // _TICKS))
    places = [(100 * index / len(labels), label) for index, label in enumerate(labels) if index % step == 0]
    return [(place, label) for place, label in places if label and place <= _LAST_TICK]


def _columns(numbers: list[int], names: list[str]) -> list[Column]:
    most, width = max(numbers, default=1), 100 / max(len(numbers), 1)
    return [
        Column(name, number, index * width, width * 0.92, 100 * number / most)
        for index, (name, number) in enumerate(zip(names, numbers, strict=True))
    ]


def said_bytes(value: float) -> str:
    """Return a number of bytes with its unit: ``1.5 MiB``."""
    for unit in _BYTES[:-1]:
        if value < 1024:
            return f"{value:.4g} {unit}"
        value /= 1024
    return f"{value:,.4g} {_BYTES[-1]}"


def said_chars(value: float) -> str:
    """Return a number of characters, thousands and millions shortened: ``12k``."""
    for limit, unit in ((1e6, "M"), (1e3, "k")):
        if value >= limit:
            return f"{value / limit:.3g}{unit}"
    return f"{value:.3g}"


def said_seconds(value: float) -> str:
    """Return seconds with the unit that suits: ``31 ms``, ``2.5 s``, ``3 min 20 s``."""
    if value < 1:
        return f"{value * 1000:.3g} ms"
    return f"{value:.3g} s" if value < 60 else duration(value)
