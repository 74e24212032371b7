"""Starts the real service, as `python -m app` does, and stops it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil
import requests

from tests.conftest import ROOT

START_TIMEOUT_S = 60


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(**settings: str) -> dict[str, str]:
    """Return this process's environment with only the settings given."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DOCTAG_")}
    plain = {"TMPDIR": settings.pop("tmpdir")} if "tmpdir" in settings else {}
    return clean | plain | {f"DOCTAG_{name.upper()}": value for name, value in settings.items()}


class RunningService:
    """A service in processes of its own."""

    def __init__(
        self, port: int, log: Path, environ: Mapping[str, str] | None = None, module: str = "app", **settings: str
    ) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.log = log
        self._module = module
        with log.open("ab") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, "--port", str(port)],
                cwd=ROOT,
                env=environment(**{"workers": "2"} | settings) | dict(environ or {}),
                stderr=stream,
                stdout=stream,
            )

    def wait_until_ready(self) -> None:
        """Wait for /readyz, or fail with what the service said."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text()
            with contextlib.suppress(requests.ConnectionError):
                if requests.get(f"{self.url}/readyz", timeout=5).status_code == 200:
                    return
            time.sleep(0.05)
        raise AssertionError(f"not ready after {START_TIMEOUT_S} s: {self.log.read_text()}")

    def workers(self) -> list[psutil.Process]:
        """Return the gunicorn workers that live now."""
        return [
            child
            for child in psutil.Process(self.process.pid).children()
            if child.status() != psutil.STATUS_ZOMBIE and self._module in child.cmdline()
        ]

    def stop(self) -> int:
        """Stop as a deployment does, and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(40)


@contextlib.contextmanager
def running_service(
    log: Path, environ: Mapping[str, str] | None = None, module: str = "app", **settings: str
) -> Iterator[RunningService]:
    """Run a service for as long as the block lasts."""
    service = RunningService(free_port(), log, environ, module, **settings)
    try:
        service.wait_until_ready()
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()
