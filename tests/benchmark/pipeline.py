"""The pipeline from file to tag: ``python -m tests.benchmark.pipeline [--data ../shared/data]``.

Ingests the real oil and gas files, the awkward files and many small texts through a service of its own on this
machine. Prints documents a second, processor seconds a document and the largest process of each kind beside the
targets; the small texts also against the same tasks called in one process, in the same run. Figures hold for a
machine that does nothing else.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Self

import apache_beam.runners.portability.fn_api_runner.fn_runner  # noqa: F401 - or its import would be measured too
import psutil
from rich.console import Console
from rich.table import Table

from dataflow.accounting.metrics import final_counts, progress
from dataflow.checks.preflight import free_port
from dataflow.own_service import OwnService
from dataflow.pipeline import run
from tasks.annotate import Annotator
from tasks.channels import load_tasks
from tasks.document import Document
from tasks.table import TASKS
from tests.conftest import ROOT
from tests.process_watch import ProcessWatch

SMALL_TEXT = "Drilled 12 1/4 in section from {} m to {} m with 1.{} sg mud. Circulated hole clean and ran casing. "
TARGET_PER_S = 15.0
TARGET_RATIO = 0.6
TARGET_MB = 1229  # 1.2 GiB


class MemoryByThousand:
    """Notes this process's resident set whenever another thousand documents are annotated, while a block lasts."""

    def __init__(self) -> None:
        self.mb: list[float] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._ended.wait(0.02):
            self._look()

    def _look(self) -> None:
        while progress.counts()["stage/annotated"] >= 1000 * (len(self.mb) + 1):
            self.mb.append(psutil.Process().memory_info().rss / (1 << 20))


def ingest(source: Path, url: str) -> tuple[Counter[str], float, ProcessWatch]:
    """Ingest a folder; return its counts, the seconds it took, and what was used."""
    progress.clear()
    with tempfile.TemporaryDirectory() as output, ProcessWatch() as watch:
        started = time.perf_counter()
        result = run(["--input", str(source), "--output", output, "--service_url", url])
        seconds = time.perf_counter() - started
    return final_counts(result), seconds, watch


def write_small_texts(folder: Path, count: int) -> None:
    for number in range(count):
        text = SMALL_TEXT.format(number, number + 90, number % 90) * 20
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")


def in_process(folder: Path) -> tuple[float, float]:
    """Return how many of a folder's texts one process annotates in a second, in batches, and processor ms for each."""
    annotator = Annotator(load_tasks(ROOT / "models", TASKS))
    paths = sorted(folder.iterdir())[:2000]
    annotator.annotate([Document(paths[0].read_text(encoding="utf-8"))])
    started, used = time.perf_counter(), time.process_time()
    for start in range(0, len(paths), 64):
        annotator.annotate([Document(path.read_text(encoding="utf-8")) for path in paths[start : start + 64]])
    cpu_ms = 1000 * (time.process_time() - used) / len(paths)
    return len(paths) / (time.perf_counter() - started), cpu_ms


def alone(folder: Path) -> tuple[float, float]:
    """Return `in_process` as another process measures it, so that its memory is not taken for the pipeline's."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as other:
        return other.submit(in_process, folder).result()


def row(table: Table, name: str, measured: tuple[Counter[str], float, ProcessWatch], target: str) -> None:
    counts, seconds, watch = measured
    table.add_row(
        name,
        f"{counts['found']} = {counts['annotated']} + {counts['quarantined']} + {counts['dead']}",
        f"{counts['found'] / seconds:.1f}",
        target,
        f"{1000 * watch.cpu_used_s / max(counts['found'], 1):.1f}",
        ", ".join(f"{role} {peak}" for role, peak in sorted(watch.peak_mb.items())),
    )


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--small", type=int, default=10_000, help="small texts to make")
    arguments = parser.parse_args(argv)
    table = Table(title=f"Pipeline, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    for column in ("files", "found = annotated + quarantined + dead", "documents/s", "target", "CPU ms", "peak MB"):
        table.add_column(column)
    with OwnService(free_port()) as service, tempfile.TemporaryDirectory() as small:
        service.wait_until_ready()
        for name, target in (("oilgas/files", f">= {TARGET_PER_S:g}"), ("files", f"all, <= {TARGET_MB} MB")):
            if (arguments.data / name).is_dir():
                row(table, name, ingest(arguments.data / name, service.url), target)
        write_small_texts(Path(small), arguments.small)
        before = alone(Path(small))
        with MemoryByThousand() as memory:
            measured = ingest(Path(small), service.url)
        after = alone(Path(small))
    per_s, cpu_ms = ((one + other) / 2 for one, other in zip(before, after, strict=True))  # the machine's speed drifts
    ratio = measured[0]["found"] / measured[1] / per_s
    row(table, "small texts", measured, f">= {TARGET_RATIO * per_s:.0f}, {TARGET_RATIO:.0%} of in process: {ratio:.0%}")
    table.add_row("small texts, in process", "", f"{per_s:.1f}", "", f"{cpu_ms:.1f}", "")
    console = Console(width=150)
    console.print(table)
    if memory.mb:
        console.print("worker's MB at each thousand:", *(f"{mb:.0f}" for mb in memory.mb))
        console.print(f"last to first: {memory.mb[-1] / memory.mb[0]:.2f}")


if __name__ == "__main__":
    main()
