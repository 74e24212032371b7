"""Runs the streaming pipeline in this process between real parts, and takes in what it publishes as an index does."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dataflow.accounting.metrics import OUTCOMES, progress
from dataflow.checks.run import check_run
from dataflow.pipeline import pipeline_options, start_checked
from tests.emulators import Topic

GUARD_S = 120  # a hang, not a speed
FOREIGN = b"no notification"


def until(happened: Callable[[], bool], seen: Callable[[], object], timeout_s: float = GUARD_S) -> None:
    """Wait for something; tell what was seen instead when it does not happen."""
    deadline = time.monotonic() + timeout_s
    while not happened():
        assert time.monotonic() < deadline, seen()
        time.sleep(0.1)


class RunningStream:
    """A streaming pipeline that runs as long as the block lasts."""

    def __init__(self, sources: list[Topic], *argv: str) -> None:
        self._sources = sources
        self._argv = ["--streaming", "--extraction_children=2", *argv]

    def __enter__(self) -> Self:
        progress.clear()
        options = pipeline_options(self._argv)
        check_run(options)
        self.result = start_checked(options)
        return self

    def counts(self) -> Counter[str]:
        """Return the counts so far; this runner's own metrics lose some while it runs."""
        return progress.counts()

    def settle(self, found: int) -> Counter[str]:
        """Wait until so many messages have come and each has its outcome; return the counts."""

        def is_settled() -> bool:
            counts = self.counts()
            return counts["found"] == found == sum(counts[outcome] for outcome in OUTCOMES)

        until(is_settled, self.counts)
        return self.counts()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Cancel; a message wakes the reader, which would wait half a minute for one."""
        done = threading.Event()
        waker = threading.Thread(target=self._wake, args=(done,))
        waker.start()
        try:
            self.result.cancel()
        finally:
            done.set()
            waker.join()

    def _wake(self, done: threading.Event) -> None:
        while not done.wait(0.2):
            for source in self._sources:
                source.publish(FOREIGN)


class Index:
    """Takes records in as a search index has to: each key once, and nothing older than what it holds."""

    def __init__(self) -> None:
        self.keys: Counter[str] = Counter()
        self.held: dict[str, dict[str, Any]] = {}

    def take(self, messages: list[Any]) -> None:
        """Take messages in, in whatever order they come."""
        for message in messages:
            record = json.loads(message.data)
            assert message.attributes["key"] == record["key"]
            self.keys[record["key"]] += 1
            held = self.held.get(record["path"])
            newest = (held["generation"], held["kind"] == "tombstone") if held else (0, False)
            if (record["generation"], record["kind"] == "tombstone") > newest:
                self.held[record["path"]] = record

    def live(self) -> dict[str, int]:
        """Return the generation held of each path that is not deleted."""
        return {path: held["generation"] for path, held in self.held.items() if held["kind"] == "annotation"}


def pull_into(index: Index, tags: Topic, is_enough: Callable[[], bool]) -> None:
    """Pull until the index has enough."""

    def happened() -> bool:
        index.take(tags.pull())
        return is_enough()

    until(happened, lambda: (len(index.keys), len(index.live())))


def records_in(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the records of all files of a kind."""
    lines = [line for path in sorted(folder.glob(f"{name}-*.jsonl")) for line in path.read_text().splitlines()]
    return [json.loads(line) for line in lines]


def wait_for_files(source: Topic, is_enough: Callable[[], bool], seen: Callable[[], object]) -> None:
    """Wait for windows to close; a quiet source closes none, so foreign messages keep it talking."""

    def happened() -> bool:
        with contextlib.suppress(FileNotFoundError):  # a part that was renamed meanwhile
            if is_enough():
                return True
        source.publish(FOREIGN)
        time.sleep(0.5)
        return False

    until(happened, seen)
