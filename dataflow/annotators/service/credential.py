"""What the pipeline shows the service to be let in. It travels as the path of a file, never as its content."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn


class CredentialError(Exception):
    """The file of the key cannot be used; the message names the file and never holds what is in it."""


def read_key(path: str) -> str:
    """Read an API key, or an identity token, from a file of one line.

    Parameters
    ----------
    path : str
        On this machine, or ``gs://``.

    Returns
    -------
    str

    Raises
    ------
    CredentialError
    """
    try:
        content = _read(path)
    except OSError as error:  # Beam's file systems raise subclasses of it
        reason = error.strerror or type(error).__name__
        raise CredentialError(f"the file of the API key {path} cannot be read ({reason})") from error
    key = content.decode("ascii", "replace").strip()
    if not key or not key.isprintable() or not key.isascii() or " " in key:
        raise CredentialError(f"the file of the API key {path} does not hold one key and nothing else")
    return key


def _read(path: str) -> bytes:
    if "://" not in path:
        return Path(path).read_bytes()
    from apache_beam.io.filesystems import FileSystems  # noqa: PLC0415 - importing Beam takes seconds

    with FileSystems.open(path) as stream:
        content: bytes = stream.read()
    return content


class Credential:
    """Holds the key of a process: read at the first call, and again after the service has refused it.

    Keys are rotated and tokens expire, so that the file may hold a newer one by then.

    Parameters
    ----------
    path : str or None
        None sends no key.
    read : callable, optional
        Stand-in for `read_key`.
    """

    def __init__(self, path: str | None, read: Callable[[str], str] = read_key) -> None:
        self._path, self._read_key = path, read
        self._lock = threading.Lock()
        self._key: str | None = None

    def headers(self) -> dict[str, str]:
        """Return what is sent with a call.

        Raises
        ------
        CredentialError
        """
        if self._path is None:
            return {}
        with self._lock:
            if self._key is None:
                self._key = self._read_key(self._path)
            return {"X-Api-Key": self._key}

    def refused(self, headers: dict[str, str]) -> None:
        """Read the file again at the next call, unless that was done since these headers were made."""
        with self._lock:
            if self._key == headers.get("X-Api-Key"):
                self._key = None

    def __reduce__(self) -> NoReturn:
        raise TypeError("a credential does not leave its process")
