"""``python -m dataflow.replay``: try dead letters again, once their cause is mended, on this machine."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from dataflow import local


def main(argv: Sequence[str] | None = None) -> int:
    """Replay the dead letters that ``--dead_letters`` names, through the same steps, into another output.

    Parameters
    ----------
    argv : sequence of str, optional
        Command line; the process's own when not given.

    Returns
    -------
    int
        As `dataflow.local.main`.
    """
    arguments = sys.argv[1:] if argv is None else argv
    parser = local.make_parser("replay", "Try dead letters again: those of --dead_letters, or of --reasons alone.")
    if not any(argument.partition("=")[0] in {"--dead_letters", "-h", "--help"} for argument in arguments):
        parser.error("--dead_letters is missing; name the folder or gs:// prefix of the run that wrote them")
    return local.main(arguments, parser)


if __name__ == "__main__":
    local.leave(main())
