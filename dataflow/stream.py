"""``python -m dataflow.stream``: tag what notifications and messages tell of, until stopped.

On this machine it is for trying things out: the runner acknowledges messages when it has read them, so what is under
way is lost when it is stopped. With ``--runner=DataflowRunner`` nothing is.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from rich.console import Console

from dataflow.accounting.metrics import progress
from dataflow.checks.preflight import OneLineParser, PreflightError
from dataflow.options import IngestOptions
from dataflow.pipeline import run
from dataflow.pubsub_options import PubSubOptions
from dataflow.reporting.progress import ProgressDisplay

_INTERRUPTED = 130  # 128 + SIGINT, as shells have it
_INTERVAL_S = 10.0


def _show_help(argv: Sequence[str]) -> None:
    parser = OneLineParser(
        prog="python -m dataflow.stream",
        description="Tag what notifications and messages tell of. Further arguments are Beam's.",
        allow_abbrev=False,
    )
    for kind in (PubSubOptions, IngestOptions):
        kind._add_argparse_args(parser)
    parser.parse_known_args(list(argv))


def main(argv: Sequence[str] | None = None) -> int:
    """Run until stopped, with a line of counts now and then.

    Parameters
    ----------
    argv : sequence of str, optional
        Command line; the process's own when not given.

    Returns
    -------
    int
        2 when something was wrong before work began, 130 after an interruption, 0 when the job was drained.
    """
    arguments = sys.argv[1:] if argv is None else argv
    _show_help(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    logging.getLogger("apache_beam").setLevel(logging.ERROR)  # its warnings are of its own making
    try:
        with ProgressDisplay(Console(), progress, _INTERVAL_S):
            run(["--streaming", *arguments])
    except PreflightError as error:
        print(f"doctag: {error}", file=sys.stderr)  # noqa: T201 - the one line a person is to read
        return 2
    except KeyboardInterrupt:
        print("doctag: stopped; a job on Dataflow goes on until it is drained", file=sys.stderr)  # noqa: T201 - as above
        return _INTERRUPTED
    return 0


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    if code == _INTERRUPTED:
        os._exit(code)  # a pull from Pub/Sub that is under way would hold a regular exit up for half a minute
    sys.exit(code)
