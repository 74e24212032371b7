"""What can be known to be wrong before any work is done."""

from __future__ import annotations

import argparse
import glob
import os
import socket
import tempfile
from pathlib import Path
from typing import NoReturn

import requests

from dataflow.annotators.service.credential import Credential, CredentialError


class PreflightError(Exception):
    """Something was asked for that cannot be done; the message is one line that says what to do."""


class OneLineParser(argparse.ArgumentParser):
    """An argument parser whose complaints are one line."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and leave with exit code 2."""
        self.exit(2, f"doctag: {message}; see --help\n")


def check_input(pattern: str) -> None:
    """Refuse a local input that is not there or cannot be read.

    Parameters
    ----------
    pattern : str
        Folder, file or glob on this machine.

    Raises
    ------
    PreflightError
    """
    path = Path(pattern)
    if not os.path.lexists(path):
        if not any(sign in pattern for sign in "*?[") or next(glob.iglob(pattern, recursive=True), None) is None:
            raise PreflightError(f"input {pattern}: no such folder, file or glob; check the path")
    elif path.is_dir():
        if not os.access(path, os.R_OK | os.X_OK):
            raise PreflightError(f"input {pattern}: the folder cannot be read; check its rights")
    else:
        _check_file(path)


def _check_file(path: Path) -> None:
    if path.exists() and not path.is_file():
        raise PreflightError(f"input {path}: neither a file nor a folder; name one")
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise PreflightError(f"input {path}: cannot be read ({error.strerror}); check its rights") from error


def check_output(output: str, pattern: str, name: str = "output") -> None:
    """Make the output folder and try to write in it; it may not lie where the input is looked for.

    Parameters
    ----------
    output, pattern : str
        Folder to write to; what is to be read, empty when nothing is looked for.
    name : str, optional
        What the folder is called in the message.

    Raises
    ------
    PreflightError
    """
    folder, source = Path(output).resolve(), Path(pattern).resolve()
    if pattern and source.is_dir() and folder.is_relative_to(source):
        raise PreflightError(f"{name} {output}: lies inside the input and would be read by the next run; move it")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise PreflightError(f"{name} {output}: cannot be written ({error.strerror}); name another folder") from error


def is_same_place(one: str, other: str) -> bool:
    """Say whether two folders or prefixes are the same."""
    if "://" in one or "://" in other:
        return one.rstrip("/") == other.rstrip("/")
    return Path(one).resolve() == Path(other).resolve()


def check_service(url: str, api_key_file: str | None = None, timeout_s: float = 5.0) -> None:
    """Ask a service whether it is ready, and whether it lets us in.

    Parameters
    ----------
    url : str
        Base address.
    api_key_file : str, optional
        File of the key to show, here or on ``gs://``.
    timeout_s : float, optional

    Raises
    ------
    PreflightError
    """
    headers = _credential(api_key_file)
    status = _status(url, "/readyz", {}, timeout_s)
    if status != 200:
        raise PreflightError(f"service {url}: not ready (status {status}); see its /readyz for what is missing")
    status = _status(url, "/v1/models", headers, timeout_s)
    if status in {401, 403}:
        wrong = (
            f"does not take the key in {api_key_file}" if headers else "wants a key; name its file by --api_key_file"
        )
        raise PreflightError(f"service {url}: {wrong} (status {status})")


def _credential(api_key_file: str | None) -> dict[str, str]:
    try:
        return Credential(api_key_file).headers()
    except CredentialError as error:
        raise PreflightError(str(error)) from error


def _status(url: str, path: str, headers: dict[str, str], timeout_s: float) -> int:
    session = requests.Session()
    session.trust_env = False  # the service's address is meant, no proxy of the environment
    try:
        with (
            session,
            session.get(url.rstrip("/") + path, headers=headers, timeout=timeout_s, allow_redirects=False) as response,
        ):
            return response.status_code
    except (requests.RequestException, ValueError) as error:
        raise PreflightError(
            f"service {url}: does not answer ({type(error).__name__}); start one with `make serve` or name none"
        ) from error


def check_port(port: int) -> None:
    """Refuse a port of the loopback address that something listens on already.

    Parameters
    ----------
    port : int
        0 for any.

    Raises
    ------
    PreflightError
    """
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port in TIME_WAIT is free
            probe.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        raise PreflightError(f"port {port}: cannot be used ({error}); name another with PORT=") from error


def free_port() -> int:
    """Return a port of the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
