"""The folder through which workers share counts; it must stand before prometheus_client is imported."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client's own name for it, read when it is imported


@contextlib.contextmanager
def shared_counts() -> Iterator[None]:
    """Keep the folder for as long as the block lasts; the process that made it removes it, its forks do not."""
    owner = os.getpid()
    folder = tempfile.mkdtemp(prefix="doctag-metrics-")
    os.environ[VARIABLE] = folder
    try:
        yield
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)
