"""Work that waits on other processes, done several at a time within one bundle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput
from apache_beam.utils.windowed_value import WindowedValue

Output = Any  # an element of the main output, or a TaggedOutput


class Stamp(NamedTuple):
    """Where in time an element stands, so that what comes of it stands there too."""

    timestamp: Any
    window: Any


class InFlightDoFn(beam.DoFn):
    """Base of a DoFn that keeps several pieces of work in flight and emits each with its element's own stamp.

    A bundle ends only when all its work has, so a bundle that fails and is tried again loses and doubles nothing.

    Parameters
    ----------
    max_in_flight : int
        Pieces of work at once; taking in stops while so many are unfinished.
    """

    def __init__(self, max_in_flight: int) -> None:
        super().__init__()
        self._max_in_flight = max_in_flight

    def setup(self) -> None:
        """Start the threads that wait."""
        self._executor = ThreadPoolExecutor(self._max_in_flight)

    def start_bundle(self) -> None:
        """Begin with nothing in flight."""
        self._pending: list[Future[list[tuple[Output, Stamp]]]] = []

    def teardown(self) -> None:
        """Stop the threads."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def submit(self, work: Callable[[], list[tuple[Output, Stamp]]]) -> Iterator[Output]:
        """Start a piece of work; yields what has been finished, waiting for some when too much is in flight."""
        self._pending.append(self._executor.submit(work))
        yield from self._finished()
        while len(self._pending) >= 2 * self._max_in_flight:
            wait(self._pending, return_when=FIRST_COMPLETED)  # any of them: one that takes long holds nobody up
            yield from self._finished()

    def _finished(self) -> Iterator[Output]:
        done = [future for future in self._pending if future.done()]
        self._pending = [future for future in self._pending if future not in done]
        for future in done:
            yield from _stamped(future.result())

    @property
    def is_idle(self) -> bool:
        """Whether a thread is free to begin at once."""
        return sum(not future.done() for future in self._pending) < self._max_in_flight

    def drain(self) -> Iterator[Output]:
        """Yield the results of all that is in flight."""
        pending, self._pending = self._pending, []
        for future in pending:
            yield from _stamped(future.result())


def _stamped(results: Iterable[tuple[Output, Stamp]]) -> Iterator[Output]:
    for output, stamp in results:
        if isinstance(output, TaggedOutput):
            yield TaggedOutput(output.tag, _windowed(output.value, stamp))
        else:
            yield _windowed(output, stamp)


def _windowed(value: Any, stamp: Stamp) -> WindowedValue:
    return WindowedValue(value, stamp.timestamp, (stamp.window,))
