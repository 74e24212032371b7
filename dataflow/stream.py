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

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions, StandardOptions
from apache_beam.runners.runner import PipelineResult
from rich.console import Console

from dataflow import object_store
from dataflow.checks import check_run
from dataflow.metrics import progress
from dataflow.options import IngestOptions, check_arguments
from dataflow.preflight import OneLineParser, PreflightError
from dataflow.progress import ProgressDisplay
from dataflow.pubsub_options import PubSubOptions
from dataflow.stream_pipeline import build_stream

DEFAULT_RUNNER = "BundleBasedDirectRunner"  # the one that streams here; plain DirectRunner would download another
_INTERRUPTED = 130  # 128 + SIGINT, as shells have it
_INTERVAL_S = 10.0


def stream_options(argv: Sequence[str]) -> PipelineOptions:
    """Parse Beam's options and ours; the runner is named when the caller names none.

    Parameters
    ----------
    argv : sequence of str
    """
    options = PipelineOptions(list(argv))
    standard = options.view_as(StandardOptions)
    if standard.runner is None:
        standard.runner = DEFAULT_RUNNER
    return options


def start(options: PipelineOptions) -> PipelineResult:
    """Start the pipeline with options that were checked; it runs until it is cancelled or drained.

    Parameters
    ----------
    options : PipelineOptions

    Returns
    -------
    PipelineResult
    """
    object_store.prepare()
    pipeline = beam.Pipeline(options=options)
    build_stream(pipeline, options)
    return pipeline.run()


def run(argv: Sequence[str]) -> PipelineResult:
    """Check the options, start the pipeline and wait for its end.

    Parameters
    ----------
    argv : sequence of str
        Command line: ours and Beam's options.

    Raises
    ------
    PreflightError
        When something is wrong that can be known before any work is done.
    """
    check_arguments(argv)
    options = stream_options(argv)
    check_run(options)
    result = start(options)
    result.wait_until_finish()
    return result


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
            run(arguments)
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
