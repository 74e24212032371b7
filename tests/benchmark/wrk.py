"""Loads a server with wrk (Debian's package) and reads what it says."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.benchmark.servers import Server

_SCRIPT = """
local bodies = {}
for line in io.lines("%s") do bodies[#bodies + 1] = line end
local at = 0
wrk.method, wrk.path, wrk.headers["Content-Type"] = "POST", "%s", "application/json"
request = function() at = at %% #bodies + 1; return wrk.format(nil, nil, nil, bodies[at]) end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('\\nJSON {"requests": %%d, "us": %%d, "p50": %%d, "p95": %%d, "p99": %%d, "failed": %%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


def require_wrk() -> None:
    """End the program where wrk is missing."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed (Debian's package wrk)")


def write_script(server: Server, texts: Sequence[str], folder: Path) -> Path:
    """Write the calls of a server, one after another of `texts`."""
    name = server.contender.name.replace(", ", "-")
    bodies, script = folder / f"{name}.bodies", folder / f"{name}.lua"
    bodies.write_text("\n".join(map(server.contender.body, texts)))
    script.write_text(_SCRIPT % (bodies, server.contender.path))
    return script


def load(server: Server, script: Path, connections: int, seconds: int) -> dict[str, float]:
    """Load a server and return what it did: requests/s, latencies in ms, CPU in ms a request, calls that failed."""
    before = server.cpu_s()
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script), server.url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = json.loads(said.rpartition("JSON ")[2])
    return {
        "requests/s": found["requests"] / (found["us"] / 1e6),
        "p50 ms": found["p50"] / 1e3,
        "p95 ms": found["p95"] / 1e3,
        "p99 ms": found["p99"] / 1e3,
        "CPU ms": (server.cpu_s() - before) * 1e3 / max(found["requests"], 1),
        "failed": found["failed"],
    }
