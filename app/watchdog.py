"""Watches a worker from inside: tasks that run out of their time, work that hangs, memory that grows."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator

import psutil

from tasks.errors import DoctagError

log = logging.getLogger("doctag.watchdog")
_MIB = 1 << 20


class TaskTimeoutError(DoctagError):
    """A task took longer than it may."""

    code = "TASK_TIMEOUT"

    def __init__(self) -> None:  # the interpreter makes it, and gives no arguments
        super().__init__("the task has run out of its time")


class _Turn:
    """One task's turn: its thread and when it began; `raising` and `over` settle who was first at its end."""

    __slots__ = ("name", "over", "raising", "since", "thread_id")

    def __init__(self, name: str) -> None:
        self.name = name
        self.thread_id = threading.get_ident()
        self.since = time.monotonic()
        self.raising = False
        self.over = False


class Watchdog:
    """Interrupts what takes too long, ends the process when that does not help, and asks it to leave when it grows.

    Parameters
    ----------
    task_timeout_s : float
        After so long a task is interrupted by `TaskTimeoutError`.
    hang_timeout_s : float
        After so long the process is killed: it hangs where no interruption reaches, and gunicorn starts another.
    max_memory_mib : int
        Beyond it the process finishes what it has accepted and leaves.
    """

    def __init__(self, task_timeout_s: float, hang_timeout_s: float, max_memory_mib: int) -> None:
        self._task_timeout_s = task_timeout_s
        self._hang_timeout_s = hang_timeout_s
        self._max_memory_bytes = max_memory_mib * _MIB
        self._turn: _Turn | None = None
        self._leaving = False

    @contextlib.contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Watch over one task's work in this thread; one turn at a time."""
        turn = self._turn = _Turn(name)
        try:
            yield
        except TaskTimeoutError:
            turn.raising = False
            raise
        finally:
            turn.over = True  # from here on no interruption is begun; one that was begun must land here
            for _ in range(1000):  # unless the task itself swallowed it
                if not turn.raising:
                    break
                time.sleep(0.001)
            self._turn = None

    def start(self) -> None:
        """Begin to watch, in a thread that ends with the process."""
        threading.Thread(target=self._watch, daemon=True, name="watchdog").start()

    def _watch(self) -> None:
        pause_s = min(0.5, self._task_timeout_s / 4)
        own = psutil.Process()
        while True:
            time.sleep(pause_s)
            turn = self._turn
            if turn is not None:
                self._look_at(turn, time.monotonic() - turn.since)
            if not self._leaving and own.memory_info().rss > self._max_memory_bytes:
                self._leave()

    def _look_at(self, turn: _Turn, seconds: float) -> None:
        if seconds > self._hang_timeout_s:
            log.critical(
                "the %s task hangs since %d s; this worker ends and another takes its place", turn.name, seconds
            )
            os.kill(os.getpid(), signal.SIGKILL)
        elif seconds > self._task_timeout_s and not turn.raising:
            _interrupt(turn)

    def _leave(self) -> None:
        self._leaving = True
        log.warning(
            "this worker has grown past %d MiB; it finishes and another takes its place", self._max_memory_bytes // _MIB
        )
        os.kill(os.getpid(), signal.SIGTERM)


def _interrupt(turn: _Turn) -> None:
    """Raise in the task's thread, unless its turn is over."""
    turn.raising = True
    if turn.over:
        turn.raising = False
        return
    log.error("the %s task has run out of its time", turn.name)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(turn.thread_id), ctypes.py_object(TaskTimeoutError))
