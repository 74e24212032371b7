"""What a person sees of a run at its end: tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from apache_beam.io.filesystems import FileSystems
from rich.table import Table
from rich.text import Text

from dataflow.accounting.metrics import OUTCOMES

_GROUPS = (
    ("label", "type"),
    ("language", "language"),
    ("decision", "decision"),
    ("mimeType", "file type"),
    ("reason", "dead letter"),
)
_KEYWORDS_SHOWN = 4


def accounts_add_up(counts: Counter[str]) -> bool:
    """Say whether every file found has exactly one outcome."""
    return counts["found"] == sum(counts[outcome] for outcome in OUTCOMES)


def summary_table(counts: Counter[str], seconds: float) -> Table:
    """Return the counts of a run, by group, with totals and the rate.

    Parameters
    ----------
    counts : Counter
        As `dataflow.accounting.metrics.final_counts` has them.
    seconds : float
        Duration of the run.
    """
    table = Table(title="Summary", title_justify="left")
    for column, justify in (("", "left"), ("value", "left"), ("files", "right")):
        table.add_column(column, justify=justify)  # type: ignore[arg-type]  # rich's literals
    for prefix, title in _GROUPS:
        rows = _group(counts, prefix)
        for index, (value, number) in enumerate(rows):
            table.add_row("" if index else title, Text(value), str(number), end_section=index == len(rows) - 1)
    for index, (outcome, title) in enumerate(OUTCOMES.items()):
        table.add_row("" if index else "total", title, str(counts[outcome]))
    table.add_row("", "found", str(counts["found"]), end_section=True)
    rate = counts["found"] / seconds if seconds else 0.0
    table.add_row("speed", "documents per second", f"{rate:.1f}")
    table.add_row("", "seconds", f"{seconds:.1f}")
    return table


def _group(counts: Counter[str], prefix: str) -> list[tuple[str, int]]:
    start = prefix + "/"
    rows = [(name.removeprefix(start), number) for name, number in counts.items() if name.startswith(start)]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def read_records(output: str, name: str) -> Iterator[dict[str, Any]]:
    """Yield the records of ``OUTPUT/NAME-*.jsonl``."""
    (found,) = FileSystems.match([FileSystems.join(output, name) + "-*-of-*.jsonl"])
    for shard in sorted(file.path for file in found.metadata_list):
        with FileSystems.open(shard) as file:
            yield from map(json.loads, file.read().splitlines())


def document_table(output: str, root: str = "", quarantine: str = "") -> Table:
    """Return a table with one row for every annotated or quarantined file, their paths without `root`.

    What is quarantined says so beside its decision.
    """
    table = Table(title="Documents", title_justify="left")
    for column in ("path", "type", "language", "decision", "keywords"):
        table.add_column(column, overflow="fold", no_wrap=column in ("type", "decision"))
    indexed = [(record, "") for record in read_records(output, "annotations") if record["kind"] == "annotation"]
    held = [(record, ", quarantined") for record in read_records(quarantine or output, "quarantine")]
    for record, mark in sorted([*indexed, *held], key=lambda tagged: tagged[0]["path"]):
        annotation = record["annotation"]
        sensitive = annotation.get("sensitive", {}).get("decision", "–") + mark
        language = annotation.get("language", {}).get("language", "–")
        path = Text(_below(root, record["path"]))
        table.add_row(path, _label(annotation), language, sensitive, Text(_keywords(annotation)))
    return table


def _label(annotation: dict[str, Any]) -> str:
    result = annotation.get("classification")
    return f"{result['label']} {result.get('confidence', 0.0):.2f}" if result else "–"


def _keywords(annotation: dict[str, Any]) -> str:
    found = annotation.get("keywords", {}).get("keywords", [])
    return ", ".join(keyword["text"] for keyword in found[:_KEYWORDS_SHOWN])


def _below(root: str, path: str) -> str:
    return path.removeprefix(root.rstrip("/") + "/")


def dead_letter_table(output: str, root: str = "") -> Table:
    """Return a table with one row for every dead letter, their paths without `root`."""
    table = Table(title="Dead letters", title_justify="left")
    for column in ("path", "reason", "message"):
        table.add_column(column, overflow="fold")
    for record in sorted(read_records(output, "dead-letters"), key=lambda record: record["path"]):
        table.add_row(Text(_below(root, record["path"])), record["reason"], Text(record["message"]))
    return table
