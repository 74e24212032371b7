"""Watches a process and all below it while a block lasts: memory, processor time, and who they are."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import psutil

_INTERVAL_S = 0.25


def role(command: list[str]) -> str:
    """Say which of the engine's processes a command line is."""
    if "tasks.extraction.child" in command:
        return "extraction"
    return "service" if "app" in command else "Beam"


@dataclass
class ProcessWatch:
    """Samples a process and its descendants.

    Attributes
    ----------
    root : int
        Process to watch; the own one when not given.
    peak_mb : dict of str to int
        Largest resident set of a process of each role, MiB.
    cpu_s : dict of int to float
        Processor time by process.
    started : dict of int to float
        When each process that was seen had started, which tells it from a later one of the same number.
    """

    root: int = field(default_factory=os.getpid)
    peak_mb: dict[str, int] = field(default_factory=dict)
    cpu_s: dict[int, float] = field(default_factory=dict)
    started: dict[int, float] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._look()
        self._before = dict(self.cpu_s)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        self._look()

    @property
    def cpu_used_s(self) -> float:
        """Seconds of processor time since the block began."""
        return sum(used - self._before.get(pid, 0.0) for pid, used in self.cpu_s.items())

    def survivors(self) -> list[str]:
        """Return the commands of the descendants that still live."""
        return [
            " ".join(process.cmdline())
            for process in psutil.process_iter()
            if process.pid != self.root
            and self.started.get(process.pid) == process.create_time()
            and process.status() != psutil.STATUS_ZOMBIE
        ]

    def _sample(self) -> None:
        while not self._ended.wait(_INTERVAL_S):
            self._look()

    def _look(self) -> None:
        try:
            root = psutil.Process(self.root)
            processes = [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        for process in processes:
            try:
                name = role(process.cmdline())
                self.peak_mb[name] = max(self.peak_mb.get(name, 0), process.memory_info().rss >> 20)
                self.cpu_s[process.pid] = sum(process.cpu_times()[:2])
                self.started[process.pid] = process.create_time()
            except (psutil.NoSuchProcess, psutil.ZombieProcess):
                continue
