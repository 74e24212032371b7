"""Five hundred connections for ten seconds: ``python -m tests.benchmark.service_crowd``."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmark.clients import Clients, percentile, post
from tests.benchmark.servers import Contender, PeerError, doctag, serve
from tests.benchmark.texts import data_folder, news

CONNECTIONS = 500
SECONDS = 10


def crowd(contender: Contender, texts: Sequence[str], folder: Path) -> str:
    """Return a row of what a server does for a crowd; the client shares its two cores."""
    try:
        with serve(contender, folder) as server:
            requests = [post(contender.path, contender.body(text).encode()) for text in texts]
            with Clients(server.port, requests, CONNECTIONS) as clients:
                time.sleep(SECONDS)
    except PeerError as error:
        return f"{contender.name:20}{error}"
    answered = clients.statuses[200]
    busy = clients.statuses[503]
    other = clients.statuses.total() - answered - busy
    p99 = percentile((seconds for _, seconds in clients.answered), 0.99)
    return (
        f"{contender.name:20}{answered:>10}{busy:>8}{clients.unkind:>20}{other + clients.lost:>16}"
        f"{clients.refused:>12}{p99:>10.2f}"
    )


def compare_crowds(contenders: Sequence[Contender], texts: Sequence[str], folder: Path) -> None:
    """Print a row a server."""
    print(f"\n{CONNECTIONS} connections for {SECONDS} s; target: all answered or 503 with Retry-After, p99 under 1 s")
    heads = {"answered": 10, "503": 8, "without Retry-After": 20, "failed or lost": 16, "refused": 12, "p99 s": 10}
    print(" " * 20 + "".join(f"{head:>{width}}" for head, width in heads.items()))
    for contender in contenders:
        print(crowd(contender, texts, folder), flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        compare_crowds([doctag()], news(data_folder(__doc__)), Path(name))
