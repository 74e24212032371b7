"""Dataflow's launcher: ``main.py`` of the image calls it with the template's parameters and Dataflow's own options."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from dataflow.checks.preflight import PreflightError
from dataflow.checks.run import check_run
from dataflow.pipeline import pipeline_options, run_checked

_IMAGE = Path(__file__).parent.parent


def main(argv: Sequence[str] | None = None) -> int:
    """Check the options and hand the job over.

    Arguments that nobody knows are passed over: Dataflow has checked the template's parameters against its metadata,
    and what its launcher adds changes with its versions.

    Parameters
    ----------
    argv : sequence of str, optional
        Command line; the process's own when not given.

    Returns
    -------
    int
        2 when something was wrong before work began.
    """
    options = pipeline_options(completed(sys.argv[1:] if argv is None else argv))
    try:
        check_run(options)
        run_checked(options)
    except PreflightError as error:
        print(f"doctag: {error}", file=sys.stderr)  # noqa: T201 - the one line a person is to read
        return 2
    return 0


def completed(argv: Sequence[str], image: Path = _IMAGE) -> list[str]:
    """Add what follows from the parameters: that a subscription streams, and the image's own models.

    Parameters
    ----------
    argv : sequence of str
    image : Path, optional
        Folder of ``models`` and the lock that pins them, the same in the launcher and in the workers.
    """
    names = {argument.split("=")[0] for argument in argv}
    added = []
    if "--models_dir" not in names:
        added += [f"--models_dir={image / 'models'}", f"--models_lock={image / 'models.lock'}"]
    if names & {"--notification_subscription", "--text_subscription"} and "--streaming" not in names:
        added.append("--streaming")
    return [*added, *argv]
