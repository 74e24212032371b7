"""Read and write files here and in Cloud Storage by one name: a path, or ``gs://bucket/name``."""

from __future__ import annotations

import importlib
import os
import tempfile
from pathlib import Path
from typing import Any

from tasks.errors import TrainingError

GS = "gs://"


def is_remote(uri: str) -> bool:
    """Whether `uri` lies in Cloud Storage."""
    return uri.startswith(GS)


def _bucket(uri: str) -> tuple[Any, str]:
    storage = importlib.import_module("google.cloud.storage")  # a slow import that only gs:// needs

    name, _, blob = uri.removeprefix(GS).partition("/")
    return storage.Client().bucket(name), blob


def read_bytes(uri: str) -> bytes:
    """Return the content of a file.

    Raises
    ------
    TrainingError
        When it cannot be read.
    """
    try:
        if is_remote(uri):
            bucket, name = _bucket(uri)
            return bytes(bucket.blob(name).download_as_bytes())
        return Path(uri).read_bytes()
    except OSError as error:
        raise TrainingError(f"{uri} cannot be read ({error.strerror or error})") from error
    except Exception as error:
        if not is_remote(uri):
            raise
        raise TrainingError(f"{uri} cannot be read ({type(error).__name__}); check name and credentials") from error


def list_files(uri: str) -> list[str]:
    """Return the names of all files below a folder or prefix, relative to it, sorted."""
    if is_remote(uri):
        bucket, prefix = _bucket(uri.rstrip("/") + "/")
        found = [blob.name.removeprefix(prefix) for blob in bucket.list_blobs(prefix=prefix)]
    else:
        root = Path(uri)
        found = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    return sorted(name for name in found if name and not any(part.startswith(".") for part in name.split("/")))


def join(uri: str, name: str) -> str:
    """Return the place of `name` below a folder or prefix."""
    return f"{uri.rstrip('/')}/{name}"


def write_bytes(uri: str, content: bytes) -> None:
    """Write a file whole or not at all: beside its place, then renamed."""
    if is_remote(uri):
        bucket, name = _bucket(uri)
        bucket.blob(name).upload_from_string(content)
        return
    path = Path(uri)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    Path(beside).chmod(0o644)
    Path(beside).replace(path)
