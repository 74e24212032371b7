"""Thousands of awkward files: ``python -m tests.benchmark.awkward [--count 2000] [--data ../shared/data/files]``.

Takes the files of a folder, damages copies of them by seeded chance, ingests all with a service of its own and holds
that every file is accounted for, that no process is left, and how much memory the processes took. Ends with exit
code 1 when a promise is broken, and keeps the files then.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.awkward_files import write_awkward_files
from tests.conftest import ROOT
from tests.integration.ingestion import records
from tests.integration.serving import environment
from tests.process_watch import ProcessWatch

LIMITS_MB = {"Beam": 1024, "service": 1024, "extraction": 1280}


def ingest(inbox: Path, output: Path) -> tuple[int, float, ProcessWatch]:
    """Ingest with progress on this terminal; return exit code, seconds and what was used."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "dataflow.local", "--input", str(inbox), "--output", str(output)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment())
    with ProcessWatch(process.pid) as watch:
        code = process.wait()
    time.sleep(2)  # for what ends after its parent
    return code, time.perf_counter() - started, watch


def broken_promises(inbox: Path, output: Path, code: int, watch: ProcessWatch) -> list[str]:
    """Return what was promised and did not hold."""
    names = ("annotations", "quarantine", "dead-letters")
    written = Counter(record["path"] for name in names for record in records(output, name))
    files = Counter(str(path) for path in inbox.iterdir())
    broken = [f"exit code {code}"] if code else []
    broken += [f"lost: {path}" for path in (files - written)] + [f"twice: {path}" for path in (written - files)]
    broken += [f"left running: {command}" for command in watch.survivors()]
    broken += [f"{role} took {peak} MB" for role, peak in watch.peak_mb.items() if peak > LIMITS_MB[role]]
    return broken


def print_result(inbox: Path, output: Path, seconds: float, watch: ProcessWatch) -> None:
    letters = Counter(record["reason"] for record in records(output, "dead-letters"))
    files = sum(1 for _ in inbox.iterdir())
    table = Table(title=f"{files} awkward files in {seconds:.0f} s, {files / seconds:.1f} a second")
    for column in ("what", "measured", "target"):
        table.add_column(column)
    for name in ("annotations", "quarantine"):
        table.add_row(name, str(len(records(output, name))), "")
    for reason, number in letters.most_common():
        table.add_row(f"dead: {reason}", str(number), "")
    for role, peak in sorted(watch.peak_mb.items()):
        table.add_row(f"peak of one process, {role}", f"{peak} MB", f"<= {LIMITS_MB[role]} MB")
    table.add_row("processor time a file", f"{1000 * watch.cpu_used_s / files:.0f} ms", "")
    table.add_row("processes left", str(len(watch.survivors())), "0")
    Console(width=100).print(table)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and say whether all promises hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "files")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(argv)
    data = arguments.data if arguments.data.is_dir() else ROOT / "samples" / "documents"
    folder = Path(tempfile.mkdtemp(prefix="awkward-"))
    sources = sorted(path for path in data.rglob("*") if path.is_file())
    write_awkward_files(sources, folder / "in", arguments.count, arguments.seed)
    code, seconds, watch = ingest(folder / "in", folder / "out")
    print_result(folder / "in", folder / "out", seconds, watch)
    broken = broken_promises(folder / "in", folder / "out", code, watch)
    for line in broken[:20]:
        print(line)
    if broken:
        print(f"{len(broken)} promises broken with seed {arguments.seed}; files and records are kept in {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
