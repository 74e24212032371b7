"""Access to gs://: credentials, the emulator, listing and reading by generation, and what is wrong with a prefix."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import google.auth
import requests
from apache_beam.internal.gcp import auth
from apache_beam.io.filesystem import FileSystem
from apache_beam.io.filesystems import FileSystems
from apache_beam.io.gcp.gcsio import GcsIO
from apache_beam.options.pipeline_options import PipelineOptions
from google.api_core.exceptions import Forbidden, GoogleAPIError, NotFound, Unauthorized
from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError
from google.cloud.storage import Blob, Client
from google.cloud.storage.exceptions import DataCorruption, InvalidResponse

from dataflow.checks.preflight import PreflightError
from dataflow.records import SourceFile

SCHEME = "gs://"
FAILURES = (
    GoogleAPIError, GoogleAuthError, requests.RequestException, DataCorruption, InvalidResponse, OSError, ValueError
)  # fmt: skip
_GLOB_SIGN = re.compile(r"[*?\[]")
_TIMEOUT_S = 60
_PROBE = ".doctag-write-probe"
_READS = 3  # an object that is overwritten more often while it is read is left to the next run


class ObjectGoneError(OSError):
    """The object was deleted after it had been listed."""


def prepare() -> None:
    """Let Beam go to the emulator without credentials when ``STORAGE_EMULATOR_HOST`` names one."""
    if os.environ.get("STORAGE_EMULATOR_HOST"):
        # Beam has no switch for it, and looks for credentials during 25 s before it goes on without.
        auth._Credentials._credentials_init = True
    else:
        os.environ.setdefault("GCE_METADATA_TIMEOUT", "2")
        os.environ.setdefault("GCE_METADATA_DETECT_RETRIES", "1")


def storage_client() -> Client:
    """Return the one client of this process, with Beam's credentials."""
    return _client_of(os.environ.get("STORAGE_EMULATOR_HOST", ""))


@lru_cache(maxsize=4)
def _client_of(_address: str) -> Client:
    prepare()
    return GcsIO().client


def split_uri(uri: str) -> tuple[str, str]:
    """Return bucket and name of a ``gs://`` address; the name may be empty."""
    bucket, _, name = uri.removeprefix(SCHEME).partition("/")
    return bucket, name


def blob_of(uri: str, generation: int = 0) -> Blob:
    """Return the handle of an object, of one generation or of whichever is there."""
    bucket, name = split_uri(uri)
    return storage_client().bucket(bucket).blob(name, generation=generation or None)


def list_objects(pattern: str) -> Iterator[SourceFile]:
    """List the objects that a glob matches; without signs of one, an object, or all below a prefix.

    Parameters
    ----------
    pattern : str
        ``gs://bucket/…``; one star stays between slashes, two do not.

    Yields
    ------
    SourceFile
        With its generation, in the store's order, a page at a time.
    """
    bucket, name = split_uri(pattern)
    sign = _GLOB_SIGN.search(name)
    if sign:
        is_match = re.compile(FileSystem.translate_pattern(name)).match
        found = _list(bucket, name[: sign.start()])
        yield from (_source(blob) for blob in found if is_match(blob.name))
        return
    exact = find_object(pattern) if name and not name.endswith("/") else None
    if exact is not None:
        yield exact
    yield from map(_source, _list(bucket, name.rstrip("/") + "/" if name else ""))


def _list(bucket: str, prefix: str) -> Iterator[Blob]:
    wanted = "items(name,size,generation),nextPageToken"
    blobs = storage_client().list_blobs(bucket, prefix=prefix, fields=wanted, timeout=_TIMEOUT_S)
    return (blob for blob in blobs if not blob.name.endswith("/"))  # placeholders that consoles make for folders


def _source(blob: Blob) -> SourceFile:
    return SourceFile(f"{SCHEME}{blob.bucket.name}/{blob.name}", int(blob.size or 0), int(blob.generation or 0))


def find_object(uri: str) -> SourceFile | None:
    """Return an object as it is now, or None where there is none."""
    bucket, name = split_uri(uri)
    blob = storage_client().bucket(bucket).get_blob(name, timeout=_TIMEOUT_S)
    return None if blob is None else _source(blob)


def read_object(source: SourceFile, max_bytes: int) -> tuple[SourceFile, bytes | None]:
    """Load the generation of an object that was listed, or, when that is gone, the one that took its place.

    Parameters
    ----------
    source : SourceFile
    max_bytes : int

    Returns
    -------
    source : SourceFile
        What was read: with the generation and size that it has.
    content : bytes or None
        As stored; None when it is larger than `max_bytes`.

    Raises
    ------
    ObjectGoneError
        When there is no such object any more.
    OSError, GoogleAPIError and other `FAILURES`
        When it cannot be read.
    """
    for _ in range(_READS):
        if source.size > max_bytes:
            return source, None
        try:
            blob = blob_of(source.path, source.generation)
            return source, blob.download_as_bytes(raw_download=True, timeout=_TIMEOUT_S)
        except NotFound:
            current = find_object(source.path)
        if current is None:
            raise ObjectGoneError(f"{source.path} is no longer there")
        source = replace(source, generation=current.generation, size=current.size)
    raise ObjectGoneError(f"{source.path} is overwritten all the time")


def _check_credentials(uri: str) -> None:
    if os.environ.get("STORAGE_EMULATOR_HOST"):
        return
    logging.getLogger("google.auth").setLevel(logging.ERROR)  # our own line says it
    try:
        google.auth.default()
    except DefaultCredentialsError as error:
        raise PreflightError(
            f"{uri}: no Google credentials; run `gcloud auth application-default login` or set "
            "GOOGLE_APPLICATION_CREDENTIALS"
        ) from error


def check_remote_input(uri: str) -> None:
    """Refuse a prefix or glob that cannot be listed or holds nothing.

    Raises
    ------
    PreflightError
    """
    open_store(uri)
    try:
        is_empty = next(list_objects(uri), None) is None
    except FAILURES as error:
        raise PreflightError(f"input {uri}: cannot be listed ({why(error)}); check bucket and rights") from error
    if is_empty:
        raise PreflightError(f"input {uri}: no object there; check bucket and prefix")


def check_remote_output(uri: str, name: str = "output") -> None:
    """Refuse a prefix that cannot be written; a small object is written there and removed.

    Parameters
    ----------
    uri : str
    name : str, optional
        What the prefix is called in the message.

    Raises
    ------
    PreflightError
    """
    open_store(uri)
    blob = blob_of(FileSystems.join(uri, _PROBE))
    try:
        blob.upload_from_string(b"", timeout=_TIMEOUT_S, retry=None)  # Beam's own writer would retry for minutes
        blob.delete(timeout=_TIMEOUT_S, retry=None)
    except FAILURES as error:
        raise PreflightError(f"{name} {uri}: cannot be written ({why(error)}); check bucket and rights") from error


def why(error: BaseException) -> str:
    """Return in a few words what a store's failure means."""
    if isinstance(error, (Forbidden, Unauthorized)):
        return "no permission"
    if isinstance(error, NotFound):
        return "no such bucket"
    return type(error).__name__


def open_store(uri: str) -> None:
    """Refuse an address that is none of Cloud Storage, and missing credentials.

    Raises
    ------
    PreflightError
    """
    if not uri.startswith(SCHEME) or not split_uri(uri)[0]:
        raise PreflightError(f"{uri}: not a gs:// address with a bucket; name one, or a local folder")
    prepare()
    _check_credentials(uri)
    FileSystems.set_options(PipelineOptions([]))
