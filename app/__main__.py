"""``python -m app``: start the service."""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import sys
from collections.abc import Sequence
from dataclasses import replace

from app.logs import configure
from app.settings import Settings, SettingsError, read_settings
from app.shared_counts import shared_counts
from tasks.errors import DoctagError

# Before numpy is imported: a thread a worker; more of them only fight for the cores that the workers share.
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
_M_ARENA_MAX = -8  # mallopt(3)


def main(argv: Sequence[str] | None = None) -> int:
    """Start the service from the environment and the command line, which wins.

    Returns
    -------
    int
        2 when it cannot start.
    """
    parser = argparse.ArgumentParser(prog="python -m app", description="Start the doctag service.")
    parser.add_argument("--host", help="address to listen on (DOCTAG_HOST)")
    parser.add_argument("--port", type=int, help="port to listen on (DOCTAG_PORT)")
    arguments = parser.parse_args(argv)
    try:
        settings = read_settings(os.environ)
        chosen = {name: value for name, value in vars(arguments).items() if value is not None}
        settings = replace(settings, **chosen)
        configure(settings.log_level)
        _serve(settings)
    except (SettingsError, DoctagError) as error:
        print(f"doctag cannot start: {error}", file=sys.stderr)  # noqa: T201 - the one line a person is to read
        return 2
    return 0


def _serve(settings: Settings) -> None:
    for variable in _ONE_THREAD:
        os.environ.setdefault(variable, "1")
    _share_one_heap()
    with shared_counts(settings.workers):
        from app.server import serve  # noqa: PLC0415 - prometheus_client looks for the folder when it is imported

        serve(settings)


def _share_one_heap() -> None:
    """Let all threads allocate from one heap, for one computes at a time.

    Of the heap that glibc gives to each thread, what its largest batch took is never given back: two workers grew from
    290 to 550 MB within minutes, and stay below 190 MB so.
    """
    with contextlib.suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


if __name__ == "__main__":
    sys.exit(main())
