from __future__ import annotations

import io
import threading

import pytest
from rich.console import Console

from dataflow.accounting.metrics import Tally
from dataflow.reporting.progress import ProgressDisplay, duration


class Stream(io.StringIO):
    """Tells when something was written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def flush(self) -> None:
        """Tell once there is a line."""
        if "files" in self.getvalue():
            self.written.set()


def tally(**counts: int) -> Tally:
    filled = Tally()
    for name, number in counts.items():
        for _ in range(number):
            filled.add(name)
    return filled


def display(counts: Tally, seconds: float) -> ProgressDisplay:
    """Return a display that believes it was started so many seconds ago."""
    times = iter((0.0, seconds))
    return ProgressDisplay(Console(file=io.StringIO()), counts, clock=lambda: next(times))


def test_progress_is_shown_while_it_runs() -> None:
    """Where no terminal is, a line now and then says how far it is."""
    stream = Stream()
    with ProgressDisplay(Console(file=stream), tally(found=2, annotated=1), interval_s=0.01):
        assert stream.written.wait(30)
    assert "1 of 2 files: 1 annotated, 0 dead letters" in stream.getvalue()


def test_every_outcome_that_occurs_is_named_with_the_rate() -> None:
    """What is quarantined or skipped is done too."""
    counts = tally(found=10, annotated=4, quarantined=2, dead=1, skipped=3)
    line = display(counts, 4.0).line()
    assert line == "10 of 10 files: 4 annotated, 2 quarantined, 1 dead letters, 3 skipped, 2.5/s"


def test_the_rest_is_estimated_from_the_rate_so_far() -> None:
    """Files are found first, so what is left is known; the first few say too little."""
    assert display(tally(found=100, annotated=20), 10.0).line().endswith("2.0/s, about 40 s left")
    assert display(tally(found=100, annotated=1), 10.0).line().endswith("0.1/s")


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "0 s"), (59.4, "59 s"), (200, "3 min 20 s"), (7500, "2 h 5 min"), (900, "15 min")]
)
def test_durations_are_said_as_people_do(seconds: float, said: str) -> None:
    """Two units at most."""
    assert duration(seconds) == said
