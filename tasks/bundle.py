"""Bundles: one trained version of one task's model on disk, verified before anything in it is used.

A bundle is a folder with a ``manifest.json`` and the files that it names. Weights are ``.npz`` arrays without
pickled objects and JSON, so nothing that is loaded can run code.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from tasks.errors import BundleError

FORMAT_VERSION = 1
MANIFEST = "manifest.json"


class TrainingData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a bundle learned from: a data set's name, the SHA-256 of its bytes and its size."""

    name: str
    digest: str
    documents: int
    counts: dict[str, int] = {}


class Manifest(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The content of ``manifest.json``; `files` maps each file's name to its SHA-256."""

    format_version: int
    task: str
    version: str
    files: dict[str, str]
    labels: list[str] = []
    thresholds: dict[str, Any] = {}
    config: dict[str, Any] = {}
    seed: int = 0
    training_data: list[TrainingData] = []
    scores: dict[str, Any] = {}
    libraries: dict[str, str] = {}
    fallback: dict[str, Any] | None = None
    notes: str = ""


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Bundle:
    """A verified bundle: its manifest, its digest and its files' content.

    Every file is read once, checked against the manifest, and handed out from what was read, so that what is
    used is what was verified.

    Parameters
    ----------
    path : Path
        Folder that holds ``manifest.json``.

    Attributes
    ----------
    manifest : Manifest
    digest : str
        ``sha256:`` and the SHA-256 of ``manifest.json``, which itself holds those of the files.

    Raises
    ------
    BundleError
        When anything is missing, damaged or of a newer format; the message names the file and the remedy.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        raw = self._read(MANIFEST)
        self.manifest = _parse_manifest(raw, path / MANIFEST)
        self.digest = "sha256:" + hashlib.sha256(raw).hexdigest()
        self._content = {name: self._verified(name, digest) for name, digest in self.manifest.files.items()}

    def _read(self, name: str) -> bytes:
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise BundleError(
                f"model bundle file {self.path / name} cannot be read ({error.strerror}); "
                f"restore it from the models repository or run `make bundles`"
            ) from error

    def _verified(self, name: str, digest: str) -> bytes:
        if name != Path(name).name:
            raise BundleError(f"{self.path / MANIFEST} names a file outside its folder: {name!r}; rebuild the bundle")
        content = self._read(name)
        found = hashlib.sha256(content).hexdigest()
        if found != digest:
            raise BundleError(
                f"model bundle file {self.path / name} is damaged: SHA-256 {found[:12]}… instead of {digest[:12]}…, "
                f"{len(content)} bytes; restore it from the models repository or run `make bundles`"
            )
        return content

    def arrays(self, name: str = "weights.npz") -> dict[str, NDArray[Any]]:
        """Return the arrays of an ``.npz`` file, by name."""
        with np.load(io.BytesIO(self.content(name)), allow_pickle=False) as archive:
            return {key: archive[key] for key in archive.files}

    def json(self, name: str) -> Any:
        """Return the parsed content of a JSON file."""
        return json.loads(self.content(name))

    def content(self, name: str) -> bytes:
        """Return a file's verified bytes."""
        try:
            return self._content[name]
        except KeyError:
            raise BundleError(f"{self.path / MANIFEST} does not list {name}; rebuild the bundle") from None


def _parse_manifest(raw: bytes, path: Path) -> Manifest:
    remedy = "restore it from the models repository or run `make bundles`"
    try:
        version = json.loads(raw)["formatVersion"]
    except (ValueError, TypeError, KeyError) as error:
        raise BundleError(f"{path} is not a bundle's manifest ({type(error).__name__}); {remedy}") from error
    if not isinstance(version, int) or version > FORMAT_VERSION:
        raise BundleError(
            f"{path} has format version {version!r} and this doctag reads up to {FORMAT_VERSION}; upgrade doctag or "
            f"choose an older bundle in channels.json"
        )
    try:
        return msgspec.json.decode(raw, type=Manifest)
    except msgspec.ValidationError as error:
        raise BundleError(f"{path}: {error}; {remedy}") from error


def write_bundle(
    path: Path,
    *,
    task: str,
    version: str,
    arrays: Mapping[str, Mapping[str, NDArray[Any]]] | None = None,
    documents: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Bundle:
    """Write a bundle beside `path` and rename it into place, so that no half-written bundle is ever seen.

    Parameters
    ----------
    path : Path
        Folder to make; it must not exist, or hold an earlier bundle of the same task and version.
    task, version : str
        Name of the task, and the version, such as ``2026.11.1``.
    arrays : mapping of str to mapping of str to ndarray, optional
        Content of each ``.npz`` file by file name.
    documents : mapping of str to object, optional
        Content of each JSON file by file name.
    **fields
        Further fields of `Manifest`.

    Returns
    -------
    Bundle
        The bundle as it was written, read back and verified.

    Raises
    ------
    BundleError
        When `path` holds something else.
    """
    refuse_foreign(path, task)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        for name, members in sorted((arrays or {}).items()):
            sorted_members: dict[str, Any] = {key: np.asarray(members[key]) for key in sorted(members)}
            np.savez_compressed(beside / name, **sorted_members)
        for name, document in sorted((documents or {}).items()):
            (beside / name).write_text(json.dumps(document, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        files = {file.name: file_sha256(file) for file in sorted(beside.iterdir())}
        manifest = Manifest(format_version=FORMAT_VERSION, task=task, version=version, files=files, **fields)
        pretty = msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=1)
        (beside / MANIFEST).write_bytes(pretty + b"\n")
        beside.chmod(0o755)
        shutil.rmtree(path, ignore_errors=True)
        os.replace(beside, path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Bundle(path)


def refuse_foreign(path: Path, task: str) -> None:
    """Refuse an output folder that holds anything but an earlier bundle of the same task.

    Raises
    ------
    BundleError
    """
    if not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return
    try:
        other = Bundle(path).manifest.task
    except BundleError:
        other = None
    if other != task:
        raise BundleError(f"{path} already holds {other or 'something that is no bundle'}; name another output folder")
