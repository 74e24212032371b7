"""The wall clock may jump: only what names a moment reads it, and everything that waits or measures does not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

WALL = {"time.time", "time.time_ns", "datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
# What names a moment for others to read: the time stamps of spans, the date of an answer.
ALLOWED = {"app/traces.py": {"time.time_ns"}, "app/gateway.py": {"time.time"}}
SERVING = [
    path
    for folder in ("app", "tasks")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "training" not in path.relative_to(ROOT).parts
]


def wall_clocks(source: str) -> set[str]:
    """Return the calls of wall clocks in a source, however the module was imported."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            found |= {name for name in WALL if ast.unparse(node).endswith(name)}
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            found |= {f"time.{alias.name}" for alias in node.names} & WALL
    return found


@pytest.mark.parametrize("path", SERVING, ids=lambda path: str(path.relative_to(ROOT)))
def test_time_is_measured_by_the_monotonic_clock(path: Path) -> None:
    """No deadline, rate, wait or latency of the service moves when somebody sets the clock."""
    assert wall_clocks(path.read_text()) <= ALLOWED.get(path.relative_to(ROOT).as_posix(), set())


def test_a_wall_clock_is_found() -> None:
    """The search sees the usual ways to read it."""
    assert wall_clocks("import time\nstarted = time.time()") == {"time.time"}
    assert wall_clocks("from time import time") == {"time.time"}
    assert wall_clocks("import datetime\ndatetime.datetime.now()") == {"datetime.now"}
    assert wall_clocks("import time\ntime.monotonic()") == set()
