"""Predictions for a whole data set, one JSON line for each document, and bundles compared on the same documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.task import Task

_BATCH = 64


def predict_all(task: Task, records: Sequence[dict[str, Any]]) -> Iterator[Any]:
    """Yield the task's result for each record, in order, a batch at a time."""
    for start in range(0, len(records), _BATCH):
        yield from task.predict([Document(record["text"]) for record in records[start : start + _BATCH]])


def prediction_lines(task: Task, records: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield one JSON line for each record.

    For classification: ``id`` where the record has one, ``label``, ``confidence``, ``labels`` and all candidates;
    for other tasks ``id`` and the fields of the task's result.
    """
    for record, result in zip(records, predict_all(task, records), strict=True):
        found = msgspec.to_builtins(result)
        found.pop("evidence", None)
        yield json.dumps({**({"id": record["id"]} if "id" in record else {}), **found}, ensure_ascii=False) + "\n"


def compare_rows(names: Sequence[str], scores: Sequence[dict[str, Any]]) -> list[list[str]]:
    """Return a table of headline scores: a row for each score, a column for each bundle.

    Parameters
    ----------
    names : sequence of str
    scores : sequence of dict
        As a trainer's `evaluate` gives them.

    Returns
    -------
    list of list of str
        The first row holds the names.
    """
    numbers = [{k: v for k, v in found.items() if isinstance(v, int | float)} for found in scores]
    keys = list(dict.fromkeys(key for found in numbers for key in found))
    cells = [[key, *(_cell(found, key) for found in scores)] for key in keys]
    return [["", *names], *cells]


def _cell(scores: dict[str, Any], key: str) -> str:
    value = scores.get(key)
    if value is None:
        return "-"
    interval = scores.get(f"{key}Interval")
    shown = f"{value:.4f}" if isinstance(value, float) else str(value)
    return f"{shown} [{interval[0]:.4f}, {interval[1]:.4f}]" if interval else shown


def format_table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as aligned text."""
    table = [list(row) for row in rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in table)


def name_of(bundle: Bundle) -> str:
    """Return a bundle's folder and version in short."""
    return f"{bundle.path.parent.name}/{bundle.path.name} ({bundle.manifest.version})"
