"""What a person sees while a pipeline runs in this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from dataflow.accounting.metrics import OUTCOMES, Tally

_QUIET_INTERVAL_S = 2.0
_MIN_DONE = 5  # outcomes before an estimate is worth a look


class ProgressDisplay:
    """Shows counts, rate and what is left to wait: one live line, or now and then a line.

    Parameters
    ----------
    console : rich.console.Console
    tally : Tally
    interval_s : float, optional
        Between lines where no terminal is.
    clock : callable, optional
        Seconds that never go back.
    """

    def __init__(
        self,
        console: Console,
        tally: Tally,
        interval_s: float = _QUIET_INTERVAL_S,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._console, self._tally, self._interval_s, self._clock = console, tally, interval_s, clock
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._show, daemon=True)
        self._started = clock()

    def __enter__(self) -> Self:
        self._started = self._clock()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def line(self) -> str:
        """Return the state in one line: outcomes that occur, the rate, and an estimate of the time that is left."""
        counts = self._tally.counts()
        done = sum(counts[outcome] for outcome in OUTCOMES)
        rate = done / max(self._clock() - self._started, 1e-9)
        shown = [
            f"{counts[outcome]} {title}" for outcome, title in OUTCOMES.items() if _is_shown(outcome, counts[outcome])
        ]
        line = f"{done} of {counts['found']} files: {', '.join(shown)}, {rate:.1f}/s"
        left = counts["found"] - done
        if left > 0 and done >= _MIN_DONE:  # files are found before the first is read, so the total is known
            line += f", about {duration(left / rate)} left"
        return line

    def _show(self) -> None:
        if self._console.is_terminal:
            with Live(console=self._console, refresh_per_second=4) as live:
                while not self._ended.wait(0.25):
                    live.update(Text(self.line()))
                live.update(Text(self.line()))
        else:
            while not self._ended.wait(self._interval_s):
                self._console.print(self.line(), markup=False)


def _is_shown(outcome: str, number: int) -> bool:
    return number > 0 or outcome in ("annotated", "dead")


def duration(seconds: float) -> str:
    """Return seconds as people say them: ``42 s``, ``3 min 20 s``, ``2 h 5 min``."""
    whole = round(seconds)
    for unit_s, unit, part_s, part in ((3600, "h", 60, "min"), (60, "min", 1, "s")):
        if whole >= unit_s:
            rest = whole % unit_s // part_s
            return f"{whole // unit_s} {unit} {rest} {part}" if rest else f"{whole // unit_s} {unit}"
    return f"{whole} s"
