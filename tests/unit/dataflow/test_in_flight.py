from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.pvalue import TaggedOutput
from apache_beam.transforms.window import FixedWindows, GlobalWindow, GlobalWindows
from apache_beam.utils.timestamp import Timestamp
from apache_beam.utils.windowed_value import WindowedValue

from dataflow.steps.in_flight import InFlightDoFn, Output, Stamp

STAMP = Stamp(Timestamp(7), GlobalWindow())


@pytest.fixture
def make() -> Iterator[Callable[[int], InFlightDoFn]]:
    """Make DoFns as a runner does, within a bundle; they are torn down afterwards."""
    made = []

    def begin(max_in_flight: int) -> InFlightDoFn:
        do_fn = InFlightDoFn(max_in_flight)
        do_fn.setup()
        do_fn.start_bundle()
        made.append(do_fn)
        return do_fn

    yield begin
    for do_fn in made:
        do_fn.teardown()


def emit(*values: Output) -> list[tuple[Output, Stamp]]:
    return [(value, STAMP) for value in values]


def plain(outputs: list[Any]) -> list[Any]:
    """Return what the outputs hold."""
    return [output.value for output in outputs]


def test_nothing_is_lost_nothing_is_doubled(make: Callable[[int], InFlightDoFn]) -> None:
    """All that the work returns is emitted once by the end of the bundle."""
    do_fn = make(3)
    outputs = [output for number in range(100) for output in do_fn.submit(partial(emit, number, -number))]
    outputs += do_fn.drain()
    assert sorted(plain(outputs)) == sorted([*range(100), *(-number for number in range(100))])
    assert list(do_fn.drain()) == []


def test_outputs_carry_their_elements_stamp(make: Callable[[int], InFlightDoFn]) -> None:
    """What comes of an element stands where it stood in time, on the main output and on tagged ones."""
    do_fn = make(1)
    main, tagged = [*do_fn.submit(partial(emit, "main", TaggedOutput("other", "tagged"))), *do_fn.drain()]
    assert isinstance(main, WindowedValue)
    assert (main.value, main.timestamp, main.windows) == ("main", STAMP.timestamp, (STAMP.window,))
    assert (tagged.tag, tagged.value.value, tagged.value.timestamp) == ("other", "tagged", STAMP.timestamp)


def test_no_more_is_under_way_than_allowed(make: Callable[[int], InFlightDoFn]) -> None:
    """So many pieces run at once as allowed, and taking in stops while twice as many are unfinished."""
    do_fn, lock, running, most = make(3), threading.Lock(), [0], [0]

    def work() -> list[tuple[Output, Stamp]]:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.005)
        with lock:
            running[0] -= 1
        return emit("done")

    outputs = []
    for submitted in range(1, 60):
        outputs += do_fn.submit(work)
        assert submitted - len(outputs) < 6
    outputs += do_fn.drain()
    assert (len(outputs), most[0]) == (59, 3)


def test_one_that_takes_long_holds_nobody_up(make: Callable[[int], InFlightDoFn]) -> None:
    """What has finished is emitted while an earlier piece still runs."""
    do_fn, free = make(2), threading.Event()

    def work_long() -> list[tuple[Output, Stamp]]:
        assert free.wait(60)
        return emit("long")

    outputs = list(do_fn.submit(work_long))
    for number in range(20):
        outputs += do_fn.submit(partial(emit, number))
    assert len(outputs) >= 17
    free.set()
    outputs += do_fn.drain()
    assert sorted(map(str, plain(outputs))) == sorted(["long", *map(str, range(20))])


def test_an_error_fails_the_bundle(make: Callable[[int], InFlightDoFn]) -> None:
    """Work that raises is no silent loss: the runner hears of it and tries the bundle again."""

    def fail() -> list[tuple[Output, Stamp]]:
        raise ValueError("broken")

    do_fn = make(2)
    with pytest.raises(ValueError, match="broken"):
        [*do_fn.submit(fail), *do_fn.drain()]
    do_fn.start_bundle()
    assert plain([*do_fn.submit(partial(emit, "again")), *do_fn.drain()]) == ["again"]


def test_idle_means_a_thread_is_free(make: Callable[[int], InFlightDoFn]) -> None:
    """It is idle until as many pieces run as there are threads."""
    do_fn, free = make(2), threading.Event()

    def work() -> list[tuple[Output, Stamp]]:
        assert free.wait(60)
        return []

    seen = [do_fn.is_idle]
    for _ in range(2):
        list(do_fn.submit(work))
        seen.append(do_fn.is_idle)
    free.set()
    assert seen == [True, True, False]


class _DoubleDoFn(InFlightDoFn):
    def process(
        self, element: int, timestamp: Any = beam.DoFn.TimestampParam, window: Any = beam.DoFn.WindowParam
    ) -> Iterator[Output]:
        yield from self.submit(lambda: [(2 * element, Stamp(timestamp, window))])

    def finish_bundle(self) -> Iterator[Output]:
        yield from self.drain()


def test_windows_survive_in_a_pipeline() -> None:
    """Results that are emitted while another element is processed, or at a bundle's end, stay in their own window."""
    with beam.Pipeline("FnApiRunner") as pipeline:
        grouped = (
            pipeline
            | beam.Create(list(range(40)))
            | beam.Map(lambda number: beam.window.TimestampedValue(number, number))
            | beam.WindowInto(FixedWindows(10))
            | beam.ParDo(_DoubleDoFn(2))
            | beam.WithKeys(lambda _: None)
            | beam.GroupByKey()
        )
        checked = grouped | "Check" >> beam.Map(_check_window)
        (
            checked
            | "Together" >> beam.WindowInto(GlobalWindows())
            | beam.combiners.Count.Globally()
            | "CheckCount" >> beam.Map(_check_count)
        )


def _check_window(group: tuple[None, Any], window: Any = beam.DoFn.WindowParam) -> None:
    start = int(window.start)
    assert sorted(group[1]) == [2 * number for number in range(start, start + 10)]


def _check_count(windows: int) -> None:
    assert windows == 4
