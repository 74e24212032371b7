"""All four tasks over HTTP beside the same in this process: ``python -m tests.benchmark.service_in_process``."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from tasks.annotate import Annotator
from tasks.channels import load_tasks
from tasks.document import Document
from tasks.table import TASKS
from tests.benchmark.servers import doctag, serve
from tests.benchmark.texts import data_folder, read_texts
from tests.conftest import ROOT

ROUNDS = 5


def compare_with_in_process(data: Path, folder: Path) -> None:
    """Print the documents per second both ways, on one core each, in rounds that alternate."""
    joined = "\n".join(read_texts(data / "oilgas" / "daily_drilling_reports.jsonl.gz"))
    texts = [joined[start : start + 5000] for start in range(0, min(len(joined), 5000 * 320) - 5000, 5000)]
    batches = [texts[start : start + 32] for start in range(0, len(texts), 32)]
    annotator = Annotator(load_tasks(ROOT / "models", TASKS))
    with serve(doctag(workers="1"), folder) as server, requests.Session() as session:
        url = f"{server.url}/v1/documents:batchAnnotate"

        def post(batch: list[str]) -> None:
            session.post(url, json={"documents": [{"text": text} for text in batch]}, timeout=60).raise_for_status()

        def annotate(batch: list[str]) -> Any:
            return annotator.annotate([Document(text) for text in batch])

        for call in (annotate, post):
            call(batches[0])
        seconds = [(_seconds(batches, annotate), _seconds(batches, post)) for _ in range(ROUNDS)]
    in_process, over_http = (len(texts) * ROUNDS / sum(column) for column in zip(*seconds, strict=True))
    print(f"all four tasks, 5,000 characters, batches of 32: in process {in_process:.0f} documents/s, over HTTP")
    print(f"{over_http:.0f} documents/s, ratio {over_http / in_process:.2f} (target 0.85)")


def _seconds(batches: list[list[str]], call: Callable[[list[str]], Any]) -> float:
    started = time.perf_counter()
    for batch in batches:
        call(batch)
    return time.perf_counter() - started


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        compare_with_in_process(data_folder(__doc__), Path(name))
