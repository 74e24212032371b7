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

from dataflow import preflight
from dataflow.own_service import OwnService
from dataflow.preflight import PreflightError

_ROWS_SHOWN = 150
_FILE_WIDTH = 160  # characters of a line where no terminal says how wide it is
_INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def _parser() -> argparse.ArgumentParser:
    parser = preflight.OneLineParser(
        prog="python -m dataflow.local",
        description="Tag documents on this machine. Further arguments are the pipeline's and Beam's.",
        allow_abbrev=False,
    )
    parser.add_argument("--input", required=True, help="folder, file, glob or gs:// prefix of the documents")
    parser.add_argument("--output", required=True, help="folder or gs:// prefix for the records")
    parser.add_argument("--service-url", help="a service that runs already; without it one is started and stopped")
    parser.add_argument("--port", type=int, default=0, help="port of the own service; any free one by default")
    parser.add_argument("--stay", action="store_true", help="keep the own service up until Ctrl-C")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the pipeline here and print what came of it.

    Parameters
    ----------
    argv : sequence of str, optional
        Command line; the process's own when not given.

    Returns
    -------
    int
        0 when every file is accounted for, 1 when not, 2 when something was wrong before work began, 130 after
        an interruption.
    """
    arguments, rest = _parser().parse_known_args(argv)
    interruption = _Interruption()
    try:
        _check(arguments)
        if rest:
            _check_rest(rest)
        with _service(arguments) as service:
            return _ingest(arguments, rest, service)
    except PreflightError as error:
        print(f"doctag: {error}", file=sys.stderr)  # noqa: T201 - the one line a person is to read
        return 2
    except BaseException:
        if not interruption.came:
            raise
        _remove_unfinished(arguments.output)
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


def _remove_unfinished(output: str) -> None:
    """Remove what Beam had begun to write beside the records."""
    if not _is_remote(output):
        for folder in Path(output).glob("beam-temp-*"):
            shutil.rmtree(folder, ignore_errors=True)


def _is_remote(path: str) -> bool:
    return "://" in path


def _check(arguments: argparse.Namespace) -> None:
    """Refuse what cannot work, the cheap checks first."""
    if not _is_remote(arguments.input):
        preflight.check_input(arguments.input)
    if not _is_remote(arguments.output):
        preflight.check_output(arguments.output, arguments.input)
    if arguments.service_url:
        preflight.check_service(arguments.service_url)
    else:
        preflight.check_port(arguments.port)
    if _is_remote(arguments.input) or _is_remote(arguments.output):
        _check_remote(arguments)


def _check_rest(rest: Sequence[str]) -> None:
    from dataflow import options  # noqa: PLC0415 - as below

    options.check_arguments(rest)


def _check_remote(arguments: argparse.Namespace) -> None:
    from dataflow import object_store  # noqa: PLC0415 - importing Beam takes seconds that local errors need not wait

    if _is_remote(arguments.input):
        object_store.check_remote_input(arguments.input)
    if _is_remote(arguments.output):
        object_store.check_remote_output(arguments.output)


def _service(arguments: argparse.Namespace) -> contextlib.AbstractContextManager[OwnService | None]:
    if arguments.service_url:
        return contextlib.nullcontext()
    return OwnService(arguments.port or preflight.free_port())


def _ingest(arguments: argparse.Namespace, rest: Sequence[str], service: OwnService | None) -> int:
    # Beam and its runner are imported while the service starts.
    importlib.import_module("apache_beam.runners.portability.fn_api_runner.fn_runner")
    from dataflow import tables  # noqa: PLC0415 - as above

    if service:
        service.wait_until_ready()
    url = service.url if service else arguments.service_url
    console = Console(soft_wrap=False)
    if not console.is_terminal:
        console.width = _FILE_WIDTH
    console.print(f"reading {arguments.input}, annotating with {url}, writing {arguments.output}", markup=False)
    counts, seconds = _run(arguments, rest, url, console)
    if counts["found"] <= _ROWS_SHOWN:
        console.print(tables.document_table(arguments.output, arguments.input))
        if counts["dead"]:
            console.print(tables.dead_letter_table(arguments.output, arguments.input))
    console.print(tables.summary_table(counts, seconds))
    if not tables.accounts_add_up(counts):
        print("doctag: the counts do not add up; keep the output and report this", file=sys.stderr)  # noqa: T201
        return 1
    if service and arguments.stay:
        _stay(service, console)
    return 0


def _run(arguments: argparse.Namespace, rest: Sequence[str], url: str, console: Console) -> tuple[Counter[str], float]:
    from dataflow import metrics  # noqa: PLC0415 - as above
    from dataflow.pipeline import run  # noqa: PLC0415 - as above
    from dataflow.progress import ProgressDisplay  # noqa: PLC0415 - as above

    logging.getLogger("apache_beam").setLevel(logging.ERROR)  # its warnings are of its own making
    metrics.progress.clear()
    started = time.perf_counter()
    argv = ["--input", arguments.input, "--output", arguments.output, "--service_url", url, *rest]
    with ProgressDisplay(console, metrics.progress):
        result = run(argv)
    return metrics.final_counts(result), time.perf_counter() - started


def _stay(service: OwnService, console: Console) -> None:
    """Wait until Ctrl-C or SIGTERM, or until the service ends by itself."""
    console.print(f"the service stays up at {service.url}; Ctrl-C stops it", markup=False)
    with contextlib.suppress(KeyboardInterrupt):
        while service.is_running:
            threading.Event().wait(0.5)
        raise PreflightError("the service has ended by itself; see `make serve` for its log")


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    if code == _INTERRUPTED:
        os._exit(code)  # calls to the service that are under way would hold a regular exit up for minutes
    sys.exit(code)
