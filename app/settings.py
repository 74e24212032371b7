"""Settings: read once from the environment at start, checked, frozen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

PREFIX = "DOCTAG_"
MIB = 1 << 20


class SettingsError(ValueError):
    """A variable is unknown or cannot be read; the message names it."""


def _setting(default: Any, description: str, least: int | None = None) -> Any:
    return field(default=default, metadata={"description": description, "least": least})


@dataclass(frozen=True)
class Settings:
    """What a deployment may choose; each field is the variable ``DOCTAG_<NAME>``."""

    models_dir: Path = _setting(Path("models"), "folder that holds channels.json and the bundles")
    models_lock: Path | None = _setting(None, "file of the versions and digests that must serve; unset, any may")
    host: str = _setting("127.0.0.1", "address to listen on")
    port: int = _setting(8080, "port to listen on", 1)
    api_keys_file: Path | None = _setting(None, "file of hashed API keys and callers; without it nobody is asked")
    id_token_keys_file: Path | None = _setting(None, "JSON Web Key Set that identity tokens are verified with")
    id_token_audience: str = _setting("", "audience that identity tokens must be made for")
    id_token_issuer: str = _setting("", "issuer of identity tokens; Google's when empty")
    policy_file: Path | None = _setting(None, "policy of the sensitive task, in place of its bundle's")
    redaction_key_file: Path | None = _setting(None, "key of the redaction mode hash; drawn at the start if unset")
    workers: int = _setting(os.cpu_count() or 1, "worker processes", 1)
    threads: int = _setting(8, "connections that one worker reads and writes at a time", 1)
    max_text_chars: int = _setting(10_000_000, "characters of one document", 1)
    max_batch_documents: int = _setting(1_000, "documents of one batch", 1)
    max_request_bytes: int = _setting(64 * MIB, "bytes of a request's body as sent", 1)
    max_decompressed_bytes: int = _setting(256 * MIB, "bytes of a request's body after gzip", 1)
    queue_timeout_s: int = _setting(30, "seconds that a call may wait for its turn before it is refused", 1)
    task_timeout_s: int = _setting(30, "seconds that a task may take for one slice of documents", 1)
    cache_bytes: int = _setting(64 * MIB, "bytes of results that each worker keeps; 0 keeps none", 0)
    worker_memory_mib: int = _setting(2_048, "MiB past which a worker finishes and is replaced", 64)
    extraction_timeout_s: int = _setting(20, "seconds that reading one file may take", 1)
    graceful_timeout_s: int = _setting(30, "seconds that accepted requests have to finish after SIGTERM", 1)
    worker_timeout_s: int = _setting(120, "seconds after which a worker that is silent or hangs is replaced", 1)
    traces_endpoint: str = _setting("", "OTLP/HTTP address that traces are sent to; none are made when empty")
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR")


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from environment variables.

    Parameters
    ----------
    environ : mapping of str to str

    Returns
    -------
    Settings

    Raises
    ------
    SettingsError
        When a ``DOCTAG_*`` variable is unknown or its value cannot be used.
    """
    known = {PREFIX + item.name.upper(): item for item in fields(Settings)}
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsError(f"unknown variable {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    return Settings(**{item.name: _parse(name, item, environ[name]) for name, item in known.items() if name in environ})


def read_file(path: Path) -> bytes:
    """Return the bytes of a file that a setting names.

    Raises
    ------
    SettingsError
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror})") from error


def _parse(name: str, item: Any, value: str) -> Any:
    if item.name.endswith(("_dir", "_file", "_lock")):
        return Path(value) if value else item.default
    if isinstance(item.default, int):
        return _parse_int(name, value, item.metadata["least"])
    if name == PREFIX + "LOG_LEVEL" and value not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise SettingsError(f"{name} is {value!r}; it takes DEBUG, INFO, WARNING or ERROR")
    return value


def _parse_int(name: str, value: str, least: int) -> int:
    try:
        number = int(value)
    except ValueError:
        raise SettingsError(f"{name} is {value!r}; it takes a whole number") from None
    if number < least:
        raise SettingsError(f"{name} is {number}; it takes {least} or more")
    return number
