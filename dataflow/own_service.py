"""A service of the pipeline's own, started and stopped with it."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from types import TracebackType
from typing import IO, Self

import requests

from dataflow.checks.preflight import PreflightError

_START_TIMEOUT_S = 60.0
_STOP_TIMEOUT_S = 40.0
_POLL_S = 0.05


class OwnService:
    """Runs ``python -m app`` on a port of the loopback address.

    Parameters
    ----------
    port : int
    command : list of str, optional
        What to run instead, for tests.

    Attributes
    ----------
    url : str
    """

    def __init__(self, port: int, command: list[str] | None = None) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._command = command or [sys.executable, "-m", "app", "--host", "127.0.0.1", "--port", str(port)]
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    def __enter__(self) -> Self:
        """Start the service; it becomes ready in its own time."""
        self._log = tempfile.TemporaryFile()
        self._process = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for us; the service is then stopped in order
        )
        return self

    def wait_until_ready(self, timeout_s: float = _START_TIMEOUT_S) -> None:
        """Wait until ``/readyz`` says so.

        Raises
        ------
        PreflightError
            When the service ends or is not ready in time; the message holds its last words.
        """
        deadline = time.monotonic() + timeout_s
        while not self._is_ready():
            if not self.is_running:
                raise PreflightError(f"the service did not start: {self._last_words()}")
            if time.monotonic() > deadline:
                raise PreflightError(f"the service is not ready after {timeout_s:g} s: {self._last_words()}")
            time.sleep(_POLL_S)

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def _is_ready(self) -> bool:
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"{self.url}/readyz", timeout=2).status_code == 200
        return False

    def _last_words(self) -> str:
        if self._log is None:
            return "it said nothing"
        self._log.seek(0)
        lines = self._log.read().decode("utf-8", "replace").strip().splitlines()
        line = lines[-1] if lines else "it said nothing"
        with contextlib.suppress(ValueError, KeyError, TypeError):
            return str(json.loads(line)["message"])  # its log is one JSON object a line
        return line

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ask the service to stop, and make it if it does not."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._log is not None:
            self._log.close()
