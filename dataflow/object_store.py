"""Access to gs:// for Beam's file systems: credentials, the emulator, and what is wrong with a prefix."""

from __future__ import annotations

import os

import google.auth
import requests
from apache_beam.internal.gcp import auth
from apache_beam.io.filesystem import BeamIOError
from apache_beam.io.filesystems import FileSystems
from apache_beam.io.gcp.gcsio import GcsIO, parse_gcs_path
from apache_beam.options.pipeline_options import PipelineOptions
from google.api_core.exceptions import GoogleAPIError
from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError

from dataflow.match import find_files
from dataflow.preflight import PreflightError

_TIMEOUT_S = 30
_PROBE = ".doctag-write-probe"


def prepare() -> None:
    """Let Beam go to the emulator without credentials when ``STORAGE_EMULATOR_HOST`` names one."""
    if os.environ.get("STORAGE_EMULATOR_HOST"):
        # Beam has no switch for it, and looks for credentials during 25 s before it goes on without.
        auth._Credentials._credentials_init = True
    else:
        os.environ.setdefault("GCE_METADATA_TIMEOUT", "2")
        os.environ.setdefault("GCE_METADATA_DETECT_RETRIES", "1")


def _check_credentials(uri: str) -> None:
    if os.environ.get("STORAGE_EMULATOR_HOST"):
        return
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
    _open_store(uri)
    try:
        is_empty = next(find_files(uri), None) is None
    except (BeamIOError, OSError, ValueError) as error:
        raise PreflightError(f"input {uri}: cannot be listed; check bucket and rights") from error
    if is_empty:
        raise PreflightError(f"input {uri}: no object there; check bucket and prefix")


def check_remote_output(uri: str) -> None:
    """Refuse a prefix that cannot be written; a small object is written there and removed.

    Raises
    ------
    PreflightError
    """
    _open_store(uri)
    bucket, name = parse_gcs_path(FileSystems.join(uri, _PROBE))
    blob = GcsIO().client.bucket(bucket).blob(name)
    try:
        blob.upload_from_string(b"", timeout=_TIMEOUT_S, retry=None)  # Beam's own writer would retry for minutes
        blob.delete(timeout=_TIMEOUT_S, retry=None)
    except (GoogleAPIError, GoogleAuthError, requests.RequestException, ValueError) as error:
        raise PreflightError(f"output {uri}: cannot be written; check bucket and rights") from error


def _open_store(uri: str) -> None:
    if not uri.startswith("gs://") or len(uri) <= len("gs://"):
        raise PreflightError(f"{uri}: not a gs:// address with a bucket; name one, or a local folder")
    prepare()
    _check_credentials(uri)
    FileSystems.set_options(PipelineOptions([]))
