"""The folder through which workers share counts; it must stand before prometheus_client is imported.

Every worker counts in files of its place among the workers, not of its process: one that takes a dead one's place goes
on counting where that stopped, and files do not pile up. Their room is taken at the start, because a page of a mapped
file that finds the disk full kills the process (SIGBUS), and each that takes its place.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.settings import SettingsError

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client's own name for it, read when it is imported
_KIB = 1 << 10
_GAUGES = "gauge_livesum"  # of living workers only; named as prometheus_client names its files, like the others
_BYTES = {"counter": 256 * _KIB, "histogram": 256 * _KIB, _GAUGES: 64 * _KIB, "gauge_max": 64 * _KIB}


class _Place:
    """Where the process stands: 0 is the parent's place, and workers have the others."""

    number = 0


def place() -> int:
    """Return this process's place among the processes that share counts."""
    return _Place.number


def take_place(number: int) -> None:
    """Count from now on in the files of a place that no living process has."""
    _Place.number = number


def vacate(number: int) -> None:
    """Set the gauges of a dead worker to nothing; what it counted stays counted."""
    path = _file(_GAUGES, number)
    if path.exists():
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))  # in place, for a new file might find no room


@contextlib.contextmanager
def shared_counts(workers: int) -> Iterator[None]:
    """Keep the folder for as long as the block lasts; the process that made it removes it, its forks do not.

    Parameters
    ----------
    workers : int

    Raises
    ------
    SettingsError
        When there is no room for it.
    """
    owner = os.getpid()
    try:
        folder = tempfile.mkdtemp(prefix="doctag-metrics-")
    except OSError as error:
        raise SettingsError(f"no folder for temporary files can be written ({error.strerror}); set TMPDIR") from error
    os.environ[VARIABLE] = folder
    try:
        for number in range(workers + 1):
            _reserve(number)
        yield
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)


def _reserve(number: int) -> None:
    for kind, size in _BYTES.items():
        path = _file(kind, number)
        try:
            with path.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, size)
        except OSError as error:
            message = f"no room for {sum(_BYTES.values()) // _KIB} KiB a worker in {path.parent} ({error.strerror})"
            raise SettingsError(f"{message}; make room or set TMPDIR") from error


def _file(kind: str, number: int) -> Path:
    return Path(os.environ[VARIABLE]) / f"{kind}_{number}.db"
