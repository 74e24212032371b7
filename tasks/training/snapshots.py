"""Data as it was: content-addressed snapshots in a folder or bucket, recalled by digest or by date."""

from __future__ import annotations

import gzip
import hashlib
import re
from datetime import UTC, datetime

from tasks.errors import TrainingError
from tasks.training import storage

_NAME = re.compile(r"^(?P<date>\d{4}-\d{2}-\d{2})T(?P<time>\d{6})Z_(?P<digest>[0-9a-f]{64})\.jsonl\.gz$")
_REFERENCE = re.compile(r"^(?P<store>.+)@(?:sha256:)?(?P<digest>[0-9a-f]{6,64})$")
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def is_reference(source: str) -> bool:
    """Whether `source` looks like ``STORE@DIGEST``."""
    return _REFERENCE.match(source) is not None


def freeze(lines: bytes, store: str, now: datetime | None = None) -> str:
    """Keep JSON lines in a store; the same content is kept once.

    Parameters
    ----------
    lines : bytes
        Canonical JSON lines.
    store : str
        Folder or ``gs://`` prefix.
    now : datetime, optional
        When it is frozen; the clock's time when None.

    Returns
    -------
    str
        SHA-256 of `lines`, hexadecimal.
    """
    digest = hashlib.sha256(lines).hexdigest()
    if not any(found["digest"] == digest for found in _snapshots(store)):
        stamp = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H%M%SZ")
        storage.write_bytes(storage.join(store, f"{stamp}_{digest}.jsonl.gz"), gzip.compress(lines, mtime=0))
    return digest


def _snapshots(store: str) -> list[re.Match[str]]:
    found = [_NAME.match(name) for name in storage.list_files(store)]
    return sorted((match for match in found if match), key=lambda match: match[0])


def recall(source: str, as_of: str | None) -> tuple[str, bytes]:
    """Return the name and content of a snapshot.

    Parameters
    ----------
    source : str
        ``STORE@DIGEST`` (six digits of the digest suffice), or the store when `as_of` is given.
    as_of : str or None
        Date, ``YYYY-MM-DD``.

    Raises
    ------
    TrainingError
        When there is no such snapshot, more than one, or its content is not what its name says.
    """
    chosen, store = _by_date(source, as_of) if as_of is not None else _by_digest(source)
    content = gzip.decompress(storage.read_bytes(storage.join(store, chosen[0])))
    if hashlib.sha256(content).hexdigest() != chosen["digest"]:
        raise TrainingError(f"snapshot {chosen[0]} in {store} is damaged: its content has another digest")
    return f"{store}@{chosen['digest'][:12]}", content


def _by_date(store: str, as_of: str) -> tuple[re.Match[str], str]:
    if not _DATE.match(as_of):
        raise TrainingError(f"--as-of takes a date such as 2026-11-21, not {as_of!r}")
    found = [match for match in _snapshots(store) if match["date"] <= as_of]
    if not found:
        raise TrainingError(f"{store} holds no snapshot frozen on or before {as_of}")
    return found[-1], store


def _by_digest(source: str) -> tuple[re.Match[str], str]:
    reference = _REFERENCE.match(source)
    if reference is None:
        raise TrainingError(f"{source} is no STORE@DIGEST")
    found = [match for match in _snapshots(reference["store"]) if match["digest"].startswith(reference["digest"])]
    if len(found) != 1:
        raise TrainingError(f"{reference['store']} holds {len(found)} snapshots that start with {reference['digest']}")
    return found[0], reference["store"]
