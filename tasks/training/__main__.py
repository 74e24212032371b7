"""The command of training: train, evaluate, compare, predict, reproduce, freeze, and build the shipped bundles."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tasks.errors import DoctagError
from tasks.training import commands

Subparsers = Any  # argparse gives its type no public name
TASKS = ("classification", "keywords", "language", "sensitive")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tasks.training", description=__doc__)
    commands_of = parser.add_subparsers(dest="command", required=True)
    for add in (_add_train, _add_evaluate, _add_compare, _add_predict, _add_reproduce, _add_freeze, _add_bundles):
        add(commands_of)
    return parser


def _command(
    parsers: Any, name: str, run: Callable[[argparse.Namespace], int], help_text: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = parsers.add_parser(name, help=help_text, description=help_text)
    parser.set_defaults(run=run)
    return parser


def _add_source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", required=True, help=".jsonl(.gz), .csv(.gz), a folder per label, STORE@DIGEST; also on gs://"
    )
    parser.add_argument("--as-of", metavar="DATE", help="--data is a store: take what was frozen on or before DATE")


def _add_train(parsers: Subparsers) -> None:
    parser = _command(parsers, "train", commands.train, "train a bundle")
    parser.add_argument("--task", choices=TASKS, default="classification")
    _add_source(parser)
    parser.add_argument("--validation", help="score on these documents after training")
    parser.add_argument("--output", required=True, type=Path, help="the bundle's folder; it holds the manifest")
    parser.add_argument("--version", help="version in the manifest; the folder's name when left out")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--config", type=Path, help="JSON file with settings over the defaults")
    parser.add_argument("--drop-duplicates", action="store_true", help="leave out documents that nearly repeat others")
    parser.add_argument("--hypothesis", help="append this, the data, the configuration and the scores to the log")
    parser.add_argument("--log", type=Path, help="experiment log; experiments.jsonl beside the output when left out")
    parser.add_argument("--report", type=Path, help="write an HTML report on the validation documents")


def _add_evaluate(parsers: Subparsers) -> None:
    parser = _command(parsers, "evaluate", commands.evaluate, "score a bundle on labelled documents")
    parser.add_argument("--bundle", required=True, type=Path)
    _add_source(parser)
    parser.add_argument("--training", help="training data, to look for near-duplicates of it")
    parser.add_argument("--json", action="store_true", help="print all scores as JSON")
    parser.add_argument("--report", type=Path, help="write an HTML report")


def _add_compare(parsers: Subparsers) -> None:
    parser = _command(parsers, "compare", commands.compare, "score bundles side by side on the same documents")
    parser.add_argument("--bundles", required=True, type=Path, nargs="+")
    _add_source(parser)
    parser.add_argument("--json", action="store_true")


def _add_predict(parsers: Subparsers) -> None:
    parser = _command(parsers, "predict", commands.predict, "write one JSON line for each document")
    parser.add_argument("--bundle", required=True, type=Path)
    _add_source(parser)
    parser.add_argument("--output", required=True, type=Path)


def _add_reproduce(parsers: Subparsers) -> None:
    parser = _command(parsers, "reproduce", commands.reproduce, "retrain from a manifest and say whether it matches")
    parser.add_argument("--bundle", required=True, type=Path)
    _add_source(parser)


def _add_freeze(parsers: Subparsers) -> None:
    parser = _command(parsers, "freeze", commands.freeze, "keep data as it is, under its digest")
    _add_source(parser)
    parser.add_argument("--store", required=True, help="folder or gs:// prefix of snapshots")
    parser.add_argument("--unlabelled", action="store_true", help="documents need no labels")


def _add_bundles(parsers: Subparsers) -> None:
    parser = _command(parsers, "bundles", commands.bundles, "rebuild the shipped bundles from the public data")
    parser.add_argument("--data", required=True, type=Path, help="folder of public data")
    parser.add_argument("--output", required=True, type=Path, help="the models' folder")
    parser.add_argument("--task", choices=TASKS, action="append", help="only this task; may be repeated")
    parser.add_argument("--version", default="2026.11.1")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 when a comparison fails, 2 when it cannot be done."""
    given = _parser().parse_args(arguments)
    commands.show_progress()
    try:
        return int(given.run(given))
    except DoctagError as error:
        sys.stderr.write(f"error: {error}\n")
    except OSError as error:
        sys.stderr.write(f"error: {error.filename or ''}: {error.strerror or error}\n")
    except json.JSONDecodeError as error:
        sys.stderr.write(f"error: not JSON: {error}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
