"""The service beside its peers: ``python -m tests.benchmark.service [--data ../shared/data]``.

All serve a classifier of BBC news, learned from the same documents, with two workers each, and are loaded one after
the other by wrk with texts of about 2,300 characters; cache and joining of equal requests are off. Then come how each
stands abuse and deaths, a crowd, and all four tasks over HTTP beside this process. Needs wrk (Debian's package), the
folder of public data, and the peers' environments (`make bench` makes them); a peer that is missing is named.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmark.servers import Contender, PeerError, doctag, peers, serve, train_both
from tests.benchmark.service_crowd import compare_crowds
from tests.benchmark.service_in_process import compare_with_in_process
from tests.benchmark.service_robustness import compare_robustness
from tests.benchmark.texts import bbc, data_folder, news
from tests.benchmark.wrk import load, require_wrk, write_script

SECONDS = 8
WARM_UP_S = 2
CONNECTIONS = (1, 8, 32)
MEASURES = ("requests/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms", "failed")
# The table of the issue: by measure and connections; the start and the memory hold with all four tasks loaded.
TARGETS = {("requests/s", 1): 900, ("requests/s", 32): 2400, ("p99 ms", 32): 25, ("CPU ms", 32): 0.60}
START_S, PSS_MB = 2.0, 250


@dataclass(frozen=True)
class Figures:
    """What was measured of one server."""

    start_s: float
    pss_mb: float
    by_connections: Mapping[int, Mapping[str, float]]


def measure(contender: Contender, texts: Sequence[str], folder: Path) -> Figures:
    """Start, warm up and load a server.

    Raises
    ------
    PeerError
        When it does not start.
    """
    with serve(contender, folder) as server:
        script = write_script(server, texts, folder)
        load(server, script, 8, WARM_UP_S)
        rows = {connections: load(server, script, connections, SECONDS) for connections in CONNECTIONS}
        return Figures(server.start_s, server.pss_mb(), rows)


def compare_under_load(contenders: Sequence[Contender], texts: Sequence[str], folder: Path) -> list[Contender]:
    """Print speed, cost, memory and start side by side, and return those that could be measured."""
    measured: dict[str, Figures] = {}
    standing = []
    for contender in contenders:
        try:
            measured[contender.name] = measure(contender, texts, folder)
            standing.append(contender)
        except PeerError as error:
            print(f"{contender.name}: {error}")
    names = list(measured)
    print(
        f"\n{'':11}{'conn.':>6}" + "".join(f"{name[:18]:>19}" for name in names) + f"{'to best peer':>14}{'target':>8}"
    )
    for name in MEASURES:
        for connections in CONNECTIONS:
            figures = {who: found.by_connections[connections][name] for who, found in measured.items()}
            _print_row(name, str(connections), figures, TARGETS.get((name, connections)))
    _print_row("start s", "", {who: found.start_s for who, found in measured.items()}, START_S)
    _print_row("PSS MB", "", {who: found.pss_mb for who, found in measured.items()}, PSS_MB)
    return standing


def _print_row(name: str, connections: str, figures: Mapping[str, float], target: float | None) -> None:
    """Print figures, our ratio to the best peer's, and the target of the issue."""
    others = [figure for who, figure in figures.items() if who != "doctag"]
    best = (max if name == "requests/s" else min)(others, default=float("nan"))
    ratio = f"{figures['doctag'] / best:.2f}" if best else ""
    shown = "".join(f"{figure:>19.2f}" for figure in figures.values())
    print(f"{name:11}{connections:>6}{shown}{ratio:>14}{target if target is not None else '':>8}")


def main() -> None:
    """Run all comparisons."""
    data = data_folder(__doc__)
    require_wrk()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = news(data)
        model, models = train_both(bbc(data) / "train.jsonl.gz", folder)
        standing = compare_under_load([*peers(model), doctag(models)], texts, folder)
        compare_robustness(standing, texts, folder)
        compare_crowds(standing, texts, folder)
        compare_with_in_process(data, folder)


if __name__ == "__main__":
    main()
