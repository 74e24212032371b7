"""Runs the pipeline in this process and reads what it wrote."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from dataflow.accounting.metrics import final_counts
from dataflow.pipeline import run
from tests.unit.tasks.extraction_files import mail, word

GOOD = 24
# What the same tests run on; the options of Beam's runner on this machine.
RUNNERS = {
    "one process": (),
    "two processes": ("--direct_num_workers=2", "--direct_running_mode=multi_processing"),
}
BAD = {"empty.pdf": "EMPTY", "cut.docx": "DAMAGED", "picture.png": "NO_TEXT", "noise.bin": "UNSUPPORTED"}


def write_inbox(folder: Path, good: int = GOOD) -> Path:
    """Write `good` readable files of several kinds, in folders, and one bad file of each kind in `BAD`."""
    for number in range(good):
        place = folder / f"well {number % 3}" / f"repört [{number}]"
        place.parent.mkdir(parents=True, exist_ok=True)
        text = f"Drilling report {number}: drilled 12 1/4 in section to {1000 + number} m"
        kinds = {".txt": text.encode(), ".docx": word(text), ".eml": mail(text)}
        suffix = list(kinds)[number % 3]
        place.with_name(place.name + suffix).write_bytes(kinds[suffix])
    contents = {"empty.pdf": b"", "cut.docx": word("x")[:300], "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(20)}
    for name in BAD:
        (folder / name).write_bytes(contents.get(name, bytes(range(256)) * 9))
    return folder


def ingest(source: str | Path, output: str | Path, url: str, *options: str) -> Counter[str]:
    """Run the pipeline, with the service at `url` when there is one; return its counts."""
    argv = ["--input", str(source), "--output", str(output), "--extraction_children=2", *options]
    return final_counts(run([*argv, "--service_url", url] if url else argv))


def records(output: Path, name: str) -> list[dict[str, Any]]:
    """Return the records in all shards."""
    lines = [line for shard in sorted(output.glob(f"{name}-*.jsonl")) for line in shard.read_text().splitlines()]
    return [json.loads(line) for line in lines]


def assert_accounted(source: Path, output: Path) -> None:
    """Hold that every file is in exactly one record, and has exactly one entry in the manifest."""
    files = Counter(str(path) for path in source.rglob("*") if path.is_file())
    kinds = ("annotations", "quarantine", "dead-letters")
    assert Counter(record["path"] for name in kinds for record in records(output, name)) == files
    assert Counter(entry["path"] for entry in records(output, "manifest")) == files
