"""Counts wait in the process, none is lost or doubled on the way to where they are shared."""

import threading

from app.pending_counts import counts_wait, waiting_value, write_counts


class Written:
    """A value as prometheus_client keeps it, and how often it was written."""

    def __init__(self) -> None:
        self.value = 0.0
        self.writes = 0

    def inc(self, amount: float) -> None:
        self.value += amount
        self.writes += 1


Waiting = waiting_value(Written)


def test_many_increments_are_one_write() -> None:
    """What was added meanwhile arrives as one sum."""
    value = Waiting()
    for _ in range(5):
        value.inc(2)
    assert (value.value, counts_wait()) == (0, True)
    write_counts()
    assert (value.value, value.writes, counts_wait()) == (10, 1, False)


def test_a_gauge_that_came_back_to_where_it_was_is_written_once() -> None:
    """Up and down again leaves nothing, and counting goes on after it was written."""
    value = Waiting()
    value.inc(1)
    value.inc(-1)
    value.inc(1)
    write_counts()
    assert (value.value, value.writes) == (1, 1)
    value.inc(1)
    write_counts()
    assert value.value == 2


def test_threads_lose_nothing() -> None:
    """Increments of several threads, written meanwhile by another, all arrive."""
    value = Waiting()

    def count() -> None:
        for _ in range(20_000):
            value.inc(1)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        write_counts()
    write_counts()
    assert value.value == 80_000
