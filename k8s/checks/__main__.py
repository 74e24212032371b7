"""``python -m k8s.checks FILE``: check the rendered manifests of one environment."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import yaml

from k8s.checks import problems_of
from k8s.checks.metrics import exposed_names


def main() -> int:
    """Print what is wrong, one line each.

    Returns
    -------
    int
        1 when anything is.
    """
    parser = argparse.ArgumentParser(prog="python -m k8s.checks", description=__doc__)
    parser.add_argument(
        "file", type=argparse.FileType(encoding="utf-8"), help="rendered manifests, - for standard input"
    )
    parser.add_argument("--image", action="append", default=[], help="an image that is released, by digest")
    parser.add_argument("--metrics", type=Path, help="an answer of /metrics; alerts may name only what is in it")
    arguments = parser.parse_args()
    known = exposed_names(arguments.metrics.read_text(encoding="utf-8")) if arguments.metrics else None
    problems = problems_of(yaml.safe_load_all(arguments.file), arguments.image, known)
    print("\n".join(problems) or f"{arguments.file.name}: no mistakes")  # noqa: T201 - what a person is to read
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
