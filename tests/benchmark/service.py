"""The service under load, beside a plain FastAPI: ``python -m tests.benchmark.service [--data ../shared/data]``.

Both serve a classifier of BBC news, learned from the same documents, with two workers each, and are loaded one after
the other by wrk with texts of about 2,300 characters; cache and joining of equal requests are off. Then all four tasks
are called over HTTP and in this process. Needs wrk (Debian's package) and the folder of public data.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
import requests

from tasks.annotate import Annotator
from tasks.channels import load_tasks
from tasks.document import Document
from tasks.table import TASKS
from tests.conftest import ROOT
from tests.integration.serving import environment, free_port

WORKERS = 2
SECONDS = 8
TARGETS = {"requests/s": {1: 900, 8: None, 32: 2400}, "p99 ms": {32: 25}, "CPU ms": {32: 0.60}}
SCRIPT = """
local bodies = {}
for line in io.lines("%s") do bodies[#bodies + 1] = line end
local at = 0
wrk.method, wrk.path, wrk.headers["Content-Type"] = "POST", "/v1/classification", "application/json"
request = function() at = at %% #bodies + 1; return wrk.format(nil, nil, nil, bodies[at]) end
"""


class Server:
    """A server in processes of its own, and what it costs."""

    def __init__(self, command: Sequence[str], env: dict[str, str], log: Path) -> None:
        self.url = f"http://127.0.0.1:{command[-1]}"
        started = time.monotonic()
        with log.open("wb") as stream:
            self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=stream, stderr=stream)
        while not self._is_ready():
            if self.process.poll() is not None:
                raise SystemExit(log.read_text())
            time.sleep(0.02)
        self.start_s = time.monotonic() - started

    def _is_ready(self) -> bool:
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"{self.url}/readyz", timeout=1).status_code == 200
        return False

    def _all(self) -> list[psutil.Process]:
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]

    def cpu_s(self) -> float:
        """Return the CPU seconds of all its processes so far."""
        return sum(sum(process.cpu_times()[:2]) for process in self._all())

    def pss_mb(self) -> float:
        """Return the memory of all its processes, shared pages counted once, in MB."""
        return sum(process.memory_full_info().pss for process in self._all()) / 1e6

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(40)


@contextlib.contextmanager
def serve(command: Sequence[str], env: dict[str, str], log: Path) -> Iterator[Server]:
    """Run a server for as long as the block lasts."""
    server = Server(command, env, log)
    try:
        yield server
    finally:
        server.stop()


def load(server: Server, script: Path, connections: int) -> dict[str, float]:
    """Load a server with wrk and return what it did."""
    before = server.cpu_s()
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency", "-s", str(script), server.url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    total = int(_found(r"(\d+) requests in", said))
    failed = sum(int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", said))
    return {
        "requests/s": total / SECONDS,
        "p50 ms": _milliseconds(_found(r"^ +50%\s+(\S+)", said)),
        "p99 ms": _milliseconds(_found(r"^ +99%\s+(\S+)", said)),
        "CPU ms": (server.cpu_s() - before) * 1e3 / max(total, 1),
        "failed": failed,
    }


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.MULTILINE)
    if match is None:
        raise SystemExit(f"wrk said something else than expected:\n{text}")
    return match[1]


def _milliseconds(value: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", value).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 1e-3, "ms": 1.0, "s": 1e3}[unit]


def read_texts(path: Path) -> list[str]:
    """Return the texts of a file of records."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def models_with(train: Path, folder: Path) -> Path:
    """Copy the models and put a classifier of the peer's data in place of the shipped one."""
    shutil.copytree(ROOT / "models", folder)
    output = folder / "classification" / "bench"
    command = [sys.executable, "-m", "tasks.training", "train", "--task", "classification"]
    subprocess.run([*command, "--data", str(train), "--output", str(output)], cwd=ROOT, check=True, capture_output=True)
    channels = json.loads((folder / "channels.json").read_text())
    channels["classification"]["stable"] = "bench"
    (folder / "channels.json").write_text(json.dumps(channels))
    return folder


def compare_under_load(shared_data: Path, folder: Path) -> None:
    """Print requests per second, latency, CPU and memory of both, side by side."""
    bbc = shared_data / "classification" / "bbc"
    bodies = folder / "bodies"
    bodies.write_text("\n".join(json.dumps({"text": text[:2300]}) for text in read_texts(bbc / "test.jsonl.gz")))
    script = folder / "load.lua"
    script.write_text(SCRIPT % bodies)
    models = models_with(bbc / "train.jsonl.gz", folder / "models")
    ours = [sys.executable, "-m", "app", "--port", str(free_port())]
    peer = [sys.executable, "-m", "uvicorn", "tests.benchmark.fastapi_peer:app", "--workers", str(WORKERS)]
    peer += ["--log-level", "warning", "--port", str(free_port())]
    settings = {"models_dir": str(models), "workers": str(WORKERS), "cache_bytes": "0", "log_level": "WARNING"}
    servers = {
        "FastAPI": (peer, {**os.environ, "PEER_TRAIN": str(bbc / "train.jsonl.gz")}),
        "doctag": (ours, environment(**settings)),
    }
    rows: dict[str, dict[int, dict[str, float]]] = {}
    for name, (command, env) in servers.items():
        with serve(command, env, folder / f"{name}.log") as server:
            load(server, script, 8)
            rows[name] = {connections: load(server, script, connections) for connections in (1, 8, 32)}
            start = f"{server.start_s:.1f} s (with training)" if name == "FastAPI" else f"{server.start_s:.1f} s"
            print(f"{name}: start {start}, PSS {server.pss_mb():.0f} MB")
    print(f"{'':12}{'connections':>12}{'FastAPI':>10}{'doctag':>10}{'ratio':>8}{'target':>8}")
    for measure in ("requests/s", "p50 ms", "p99 ms", "CPU ms", "failed"):
        for connections in (1, 8, 32):
            peer_value, value = (rows[name][connections][measure] for name in ("FastAPI", "doctag"))
            target = TARGETS.get(measure, {}).get(connections) or ""
            ratio = value / peer_value if peer_value else float("nan")
            print(f"{measure:12}{connections:>12}{peer_value:>10.2f}{value:>10.2f}{ratio:>8.2f}{target:>8}")


def compare_with_in_process(shared_data: Path, folder: Path) -> None:
    """Print the documents per second of all four tasks over HTTP and in this process, on one core each."""
    reports = read_texts(shared_data / "oilgas" / "daily_drilling_reports.jsonl.gz")
    joined = "\n".join(reports)
    texts = [joined[start : start + 5000] for start in range(0, 5000 * 640, 5000)][: len(joined) // 5000]
    batches = [texts[start : start + 32] for start in range(0, len(texts), 32)]
    annotator = Annotator(load_tasks(ROOT / "models", TASKS))
    annotator.annotate([Document(text) for text in batches[0]])
    in_process = _rate(batches, lambda batch: annotator.annotate([Document(text) for text in batch]))
    command = [sys.executable, "-m", "app", "--port", str(free_port())]
    with serve(command, environment(workers="1", cache_bytes="0"), folder / "http.log") as server:
        session = requests.Session()
        url = f"{server.url}/v1/documents:batchAnnotate"

        def post(batch: list[str]) -> Any:
            return session.post(url, json={"documents": [{"text": text} for text in batch]}, timeout=60).content

        post(batches[0])
        over_http = _rate(batches, post)
    print(f"all four tasks, 5,000 characters, batches of 32: in process {in_process:.0f} documents/s, over HTTP")
    print(f"{over_http:.0f} documents/s, ratio {over_http / in_process:.2f} (target 0.85)")


def _rate(batches: list[list[str]], call: Any) -> float:
    started = time.perf_counter()
    for batch in batches:
        call(batch)
    return sum(map(len, batches)) / (time.perf_counter() - started)


def main() -> None:
    """Run both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed (Debian's package wrk)")
    with tempfile.TemporaryDirectory() as name:
        compare_under_load(arguments.data, Path(name))
        compare_with_in_process(arguments.data, Path(name))


if __name__ == "__main__":
    main()
