"""Ten minutes at 90 % of what the service can do: ``python -m tests.benchmark.soak [--minutes 10]``.

Singles and batches of many lengths, texts that repeat and texts that do not. Fails (exit code 1) when memory at the
end is more than 5 % above that of the second tenth of the time, when descriptors or threads have grown since then, when
a request failed, or when the metrics do not add up to what the clients counted.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.benchmark.clients import Clients, percentile, post
from tests.benchmark.servers import Server, doctag, serve

SHARE = 0.9
CONNECTIONS = 16
MAX_GROWTH = 0.05
_LINES = 20  # of progress
CACHE_BYTES = 4 << 20  # a worker; small, so that it is full, and turning over, long before memory is compared
_WORDS = (  # noqa: SIM905 - words are read as words
    "mud weight drilled casing cement hole depth pressure pump the of and well boring ble sement og ikke fore brønn "
    "report daily kick loss circulation trip bit run sand shale limestone reservoir oil gas water cut rate test"
).split()


@dataclass(frozen=True)
class Sample:
    """What the service's processes held at one moment."""

    share: float
    pss_mb: float
    descriptors: int
    threads: int

    def __str__(self) -> str:
        return f"{self.pss_mb:.0f} MB, {self.descriptors} descriptors, {self.threads} threads"


def mixed_requests(count: int, seed: int = 0) -> list[bytes]:
    """Return whole requests: nine in ten single documents, of 20 to 30,000 characters, the others batches of twenty."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        if chance.random() < 0.9:
            path, content = "/v1/documents:annotate", {"document": _document(chance)}
        else:
            path, content = "/v1/documents:batchAnnotate", {"documents": [_document(chance) for _ in range(20)]}
        made.append(post(path, json.dumps(content).encode()))
    return made


def _document(chance: random.Random) -> dict[str, str]:
    length = int(10 ** chance.uniform(1.3, 3.2 if chance.random() < 0.9 else 4.5))
    return {"text": " ".join(chance.choices(_WORDS, k=length // 5 + 1))}


def sample(server: Server, share: float) -> Sample:
    """Look at all processes of a server, the soak's time so far being `share` of all."""
    found = [(p.memory_full_info().pss, p.num_fds(), p.num_threads()) for p in server.processes() if p.is_running()]
    pss, descriptors, threads = (sum(column) for column in zip(*found, strict=True))
    return Sample(share, pss / 1e6, descriptors, threads)


def capacity(server: Server, requests: Sequence[bytes], seconds: float) -> float:
    """Return the requests per second of clients that do not pause."""
    batches = [request for request in requests if b":batchAnnotate" in request[:60]]
    with Clients(server.port, batches, 2 * CONNECTIONS):
        time.sleep(seconds / 2)  # all threads that a worker may have are started by now
    with Clients(server.port, requests, CONNECTIONS) as clients:
        before, started = clients.statuses.total(), time.monotonic()
        time.sleep(seconds)
        return (clients.statuses.total() - before) / (time.monotonic() - started)


def counted(server: Server) -> dict[int, int]:
    """Return the annotating requests that the service has counted, by status."""
    said = requests.get(f"{server.url}/metrics", timeout=30).text
    pattern = r'^doctag_requests_total\{code="(\d+)",method="POST",route="/v1/documents:\w+"\} (\S+)$'
    counts: dict[int, int] = {}
    for code, value in re.findall(pattern, said, re.MULTILINE):
        counts[int(code)] = counts.get(int(code), 0) + int(float(value))
    return counts


def run(server: Server, seconds: float) -> tuple[Clients, list[Sample], dict[int, int], dict[int, int]]:
    """Measure the capacity, load with most of it, and look at the server meanwhile."""
    made = mixed_requests(4000)
    rate = SHARE * capacity(server, made, max(5.0, seconds / 60))
    before = counted(server)
    samples: list[Sample] = []
    shown = 0
    print(f"{rate / SHARE:.0f} requests/s can be done; {rate:.0f} are sent for {seconds:.0f} s", flush=True)
    with Clients(server.port, made, CONNECTIONS, per_second=rate) as clients:
        started = time.monotonic()
        while (share := (time.monotonic() - started) / seconds) < 1:
            samples.append(sample(server, share))
            if share * _LINES > shown:
                shown += 1
                print(f"{share:6.0%} {clients.statuses.total():>9} answered  {samples[-1]}", flush=True)
            time.sleep(0.5)
    return clients, samples, before, counted(server)


def judge(clients: Clients, samples: Sequence[Sample], before: dict[int, int], after: dict[int, int]) -> list[str]:
    """Print the table and return what does not hold."""
    early = [found for found in samples if 0.1 <= found.share < 0.2] or samples[:1]  # a short run has few
    late = [found for found in samples if found.share >= 0.9] or samples[-1:]
    memory = [sorted(found.pss_mb for found in part)[len(part) // 2] for part in (early, late)]
    descriptors = [max(found.descriptors for found in part) for part in (early, late)]
    threads = [max(found.threads for found in part) for part in (early, late)]
    gained = {code: count - before.get(code, 0) for code, count in after.items() if count != before.get(code, 0)}
    said = dict(clients.statuses)
    p99 = percentile((seconds for _, seconds in clients.answered), 0.99)
    print(f"{'':24}{'second tenth':>14}{'last tenth':>12}")
    print(f"{'memory (PSS), MB':24}{memory[0]:>14.1f}{memory[1]:>12.1f}")
    print(f"{'descriptors, most':24}{descriptors[0]:>14}{descriptors[1]:>12}")
    print(f"{'threads, most':24}{threads[0]:>14}{threads[1]:>12}")
    print(f"answered by status: clients {said}, metrics {gained}; lost {clients.lost}; p99 {p99 * 1e3:.0f} ms")
    promises = {
        f"memory has grown by {memory[1] / memory[0] - 1:.1%}": memory[1] <= memory[0] * (1 + MAX_GROWTH),
        "descriptors have grown": descriptors[1] <= descriptors[0],
        "threads have grown": threads[1] <= threads[0],
        "requests failed": set(said) == {200} and not clients.lost,
        "the metrics do not add up": gained == said,
    }
    return [broken for broken, holds in promises.items() if not holds]


def main() -> int:
    """Run the soak; 1 when something does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    seconds = parser.parse_args().minutes * 60
    with tempfile.TemporaryDirectory() as name:
        contender = doctag(cache_bytes=str(CACHE_BYTES))
        with serve(contender, Path(name)) as server:
            broken = judge(*run(server, seconds))
    print("\n".join(broken) or "all of it holds")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
