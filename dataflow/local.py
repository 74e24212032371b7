"""``python -m dataflow.local``: ingest on this machine, with a service of its own when none is named."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import logging
import os
import shutil
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from rich.console import Console

from dataflow.checks import preflight
from dataflow.checks.preflight import OneLineParser, PreflightError
from dataflow.own_service import OwnService

_ROWS_SHOWN = 150
_FILE_WIDTH = 160  # characters of a line where no terminal says how wide it is
_INTERRUPTED = 130  # 128 + SIGINT, as shells have it
# Arguments of the pipeline that this command looks at too.
_SHARED = ("input", "output", "quarantine", "annotator", "api_key_file", "dead_letters", "skip_unchanged")


def make_parser(module: str = "local", description: str = "Tag documents on this machine.") -> OneLineParser:
    """Make the parser of what this command itself must know; further arguments are the pipeline's and Beam's."""
    parser = OneLineParser(
        prog=f"python -m dataflow.{module}", description=description, allow_abbrev=False, conflict_handler="resolve"
    )
    parser.add_argument("--service-url", "--service_url", help="a service that runs already; without it one is started")
    parser.add_argument("--port", type=int, default=0, help="port of the own service; any free one by default")
    parser.add_argument("--stay", action="store_true", help="keep the own service up until Ctrl-C")
    for name in _SHARED:
        parser.add_argument(f"--{name}")
    return parser


def _parse(parser: OneLineParser, argv: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    if {"-h", "--help"} & set(argv):
        from dataflow.options import IngestOptions  # noqa: PLC0415 - importing Beam takes seconds

        IngestOptions._add_argparse_args(parser.add_argument_group("the pipeline's, beside all of Beam's"))
    arguments, rest = parser.parse_known_args(argv)
    if not arguments.input and not arguments.dead_letters:
        parser.error("--input is missing; name a folder, file, glob or gs:// prefix of documents")
    if not arguments.output:
        parser.error("--output is missing; name a folder or gs:// prefix for the records")
    return arguments, rest


def main(argv: Sequence[str] | None = None, parser: OneLineParser | None = None) -> int:
    """Run the pipeline here and print what came of it.

    Parameters
    ----------
    argv : sequence of str, optional
        Command line; the process's own when not given.
    parser : OneLineParser, optional
        As `make_parser` makes it.

    Returns
    -------
    int
        0 when every file is accounted for, 1 when not, 2 when something was wrong before work began, 130 after
        an interruption.
    """
    arguments, rest = _parse(parser or make_parser(), sys.argv[1:] if argv is None else argv)
    interruption = _Interruption()
    try:
        _check(arguments, rest)
        with _service(arguments) as service:
            return _ingest(arguments, rest, service)
    except PreflightError as error:
        print(f"doctag: {error}", file=sys.stderr)  # noqa: T201 - the one line a person is to read
        return 2
    except BaseException:
        if not interruption.came:
            raise
        _remove_unfinished(arguments)
        print("doctag: interrupted", file=sys.stderr)  # noqa: T201 - as above
        return _INTERRUPTED


class _Interruption:
    """Remembers Ctrl-C and SIGTERM: Beam turns the exception that they raise into one of its own."""

    def __init__(self) -> None:
        self.came = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note)

    def _note(self, _signal: int, _frame: FrameType | None) -> NoReturn:
        self.came = True
        logging.disable()  # Beam would tell at length what it was doing
        raise KeyboardInterrupt


def _remove_unfinished(arguments: argparse.Namespace) -> None:
    """Remove what Beam had begun to write beside the records."""
    for output in (arguments.output, arguments.quarantine):
        if output and not _is_remote(output):
            for folder in Path(output).glob("beam-temp-*"):
                shutil.rmtree(folder, ignore_errors=True)


def _is_remote(path: str | None) -> bool:
    return path is not None and "://" in path


def _check(arguments: argparse.Namespace, rest: Sequence[str]) -> None:
    """Refuse what cannot work; what can be told without Beam, which takes seconds to import, first."""
    if arguments.input and not _is_remote(arguments.input):
        preflight.check_input(arguments.input)
    for name, place in (("output", arguments.output), ("quarantine", arguments.quarantine)):
        if place and not _is_remote(place):
            preflight.check_output(place, arguments.input or "", name)
    needs_beam = (arguments.annotator, arguments.dead_letters, arguments.skip_unchanged, *rest)
    if any(needs_beam) or any(map(_is_remote, (arguments.input, arguments.output, arguments.quarantine))):
        _check_all(_pipeline_arguments(arguments, rest, arguments.service_url))
    elif arguments.service_url:
        preflight.check_service(arguments.service_url, arguments.api_key_file)
    if not arguments.service_url and arguments.annotator != "inprocess":
        preflight.check_port(arguments.port)


def _check_all(argv: Sequence[str]) -> None:
    from dataflow.checks.run import check_run  # noqa: PLC0415 - as above
    from dataflow.options import check_arguments  # noqa: PLC0415 - as above
    from dataflow.pipeline import pipeline_options  # noqa: PLC0415 - as above

    check_arguments(argv)
    has_service = any(argument.startswith("--service_url=") for argument in argv)
    check_run(pipeline_options(argv), has_service=has_service)


def _pipeline_arguments(arguments: argparse.Namespace, rest: Sequence[str], url: str | None) -> list[str]:
    given = {name: getattr(arguments, name) for name in _SHARED} | {"service_url": url}
    return [*(f"--{name}={value}" for name, value in given.items() if value), *rest]


def _service(arguments: argparse.Namespace) -> contextlib.AbstractContextManager[OwnService | None]:
    if arguments.service_url or arguments.annotator == "inprocess":
        return contextlib.nullcontext()
    return OwnService(arguments.port or preflight.free_port())


def _ingest(arguments: argparse.Namespace, rest: Sequence[str], service: OwnService | None) -> int:
    # Beam and its runner are imported while the service starts.
    importlib.import_module("apache_beam.runners.portability.fn_api_runner.fn_runner")
    from dataflow.accounting import reconcile  # noqa: PLC0415 - as above
    from dataflow.reporting import tables  # noqa: PLC0415 - as above

    if service:
        service.wait_until_ready()
    url = service.url if service else arguments.service_url
    source = arguments.input or f"dead letters in {arguments.dead_letters}"
    console = Console(soft_wrap=False)
    if not console.is_terminal:
        console.width = _FILE_WIDTH
    console.print(f"reading {source}, annotating {_by(url)}, writing {arguments.output}", markup=False)
    try:
        counts, seconds = _run(arguments, rest, url, console)
    except Exception as error:
        if not (told := reconcile.told_difference(error)):
            raise
        print(f"doctag: {told}", file=sys.stderr)  # noqa: T201 - the one line a person is to read
        return 1
    if counts["found"] <= _ROWS_SHOWN:
        console.print(tables.document_table(arguments.output, arguments.input or "", arguments.quarantine or ""))
        if counts["dead"]:
            console.print(tables.dead_letter_table(arguments.output, arguments.input or ""))
    console.print(tables.summary_table(counts, seconds))
    console.print(f"report: {os.path.join(arguments.output, 'report.html')}", markup=False)
    if not tables.accounts_add_up(counts):
        print("doctag: the counts do not add up; keep the output and report this", file=sys.stderr)  # noqa: T201
        return 1
    if service and arguments.stay:
        _stay(service, console)
    return 0


def _by(url: str | None) -> str:
    return f"with {url}" if url else "within this process"


def _run(
    arguments: argparse.Namespace, rest: Sequence[str], url: str | None, console: Console
) -> tuple[Counter[str], float]:
    from dataflow.accounting import metrics  # noqa: PLC0415 - as above
    from dataflow.pipeline import pipeline_options, run_checked  # noqa: PLC0415 - as above
    from dataflow.reporting.progress import ProgressDisplay  # noqa: PLC0415 - as above

    logging.getLogger("apache_beam").setLevel(logging.ERROR)  # its warnings are of its own making
    metrics.progress.clear()
    started = time.perf_counter()
    options = pipeline_options(_pipeline_arguments(arguments, rest, url))
    with ProgressDisplay(console, metrics.progress):
        result = run_checked(options)
    return metrics.final_counts(result), time.perf_counter() - started


def _stay(service: OwnService, console: Console) -> None:
    """Wait until Ctrl-C or SIGTERM, or until the service ends by itself."""
    console.print(f"the service stays up at {service.url}; Ctrl-C stops it", markup=False)
    with contextlib.suppress(KeyboardInterrupt):
        while service.is_running:
            threading.Event().wait(0.5)
        raise PreflightError("the service has ended by itself; see `make serve` for its log")


def leave(code: int) -> NoReturn:
    """End the process with an exit code."""
    sys.stdout.flush()
    if code == _INTERRUPTED:
        os._exit(code)  # calls to the service that are under way would hold a regular exit up for minutes
    sys.exit(code)


if __name__ == "__main__":
    leave(main())
