"""``python -m dataflow``: run the pipeline on the runner that ``--runner`` names, such as Dataflow."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from dataflow.checks.preflight import PreflightError
from dataflow.pipeline import run


def main(argv: Sequence[str] | None = None) -> int:
    """Check the options, run the pipeline and wait for it.

    Parameters
    ----------
    argv : sequence of str, optional
        Command line, ours and Beam's options; the process's own when not given.

    Returns
    -------
    int
        2 when something was wrong before work began.
    """
    try:
        run(sys.argv[1:] if argv is None else argv)
    except PreflightError as error:
        print(f"doctag: {error}", file=sys.stderr)  # noqa: T201 - the one line a person is to read
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
