"""From gs:// to gs:// with the real service: all accounted for, twice the same, and the third time for nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from apache_beam.internal.gcp import auth
from gcp_storage_emulator.server import create_server

from dataflow import object_store
from dataflow.annotators.service import ServiceClient
from dataflow.reporting.tables import read_records
from dataflow.sources.match import find_files
from tests.annotation_service import AnnotationService
from tests.conftest import ROOT
from tests.emulators import Bucket, running_gcs
from tests.integration.ingestion import RUNNERS, ingest
from tests.integration.serving import RunningService, free_port, running_service

SAMPLES = ROOT / "samples" / "documents"
BUCKET = "doctag-accounts"
KINDS = ("annotations", "quarantine", "dead-letters")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with running_service(tmp_path_factory.mktemp("service") / "log") as running:
        yield running


def upload(folder: Path, prefix: str) -> str:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            uri = f"gs://{BUCKET}/{prefix}/{path.relative_to(folder)}"
            object_store.blob_of(uri).upload_from_string(path.read_bytes())
    return f"gs://{BUCKET}/{prefix}"


def in_order(output: str) -> dict[str, list[str]]:
    """Return all records of a run, as they are written, in the order of their paths."""
    return {kind: sorted(json.dumps(record) for record in read_records(output, kind)) for kind in KINDS}


def assert_run_twice_and_once_more_for_nothing(
    source: str, files: int, service: RunningService, runners: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    """Hold the promise of this module for the objects below a prefix, each run on a runner of its own."""
    first, second, third = (f"{source}-{name}" for name in ("first", "second", "third"))
    for output, runner in zip((first, second), runners, strict=True):
        counts = ingest(source, output, service.url, *runner)
        assert counts["found"] == files
        assert counts["annotated"] + counts["quarantined"] + counts["dead"] == files
    assert in_order(first) == in_order(second)
    found = {(file.path, file.generation) for file in find_files(source)}
    assert Counter((r["path"], r["generation"]) for kind in KINDS for r in read_records(first, kind)) == Counter(found)
    models = service_models(service)
    with AnnotationService() as listening:
        listening.models = models
        again = ingest(source, third, listening.url, f"--skip_unchanged={first}", *runners[1])
        assert listening.calls == []
    assert again["skipped"] == counts["annotated"] + counts["quarantined"]
    assert (again["annotated"], again["dead"], again["stage/read"]) == (0, counts["dead"], counts["dead"])
    assert {(entry["path"], entry["generation"]) for entry in read_records(third, "manifest")} == found


def service_models(service: RunningService) -> list[dict[str, str]]:
    digests = ServiceClient(service.url).models()
    return [{"task": task, "digest": digest, "channel": "stable"} for task, digest in digests.items()]


def test_the_samples_in_a_bucket_are_accounted_for(service: RunningService) -> None:
    """The samples on the plain emulator: two processes write the records that one writes."""
    port = free_port()
    server = create_server("127.0.0.1", port, in_memory=True, default_bucket=BUCKET)
    before = auth._Credentials._credentials_init
    server.start()
    try:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{port}")
            environment.setenv("NO_GCE_CHECK", "true")
            object_store.prepare()
            source = upload(SAMPLES, "samples")
            files = sum(path.is_file() for path in SAMPLES.rglob("*"))
            assert_run_twice_and_once_more_for_nothing(
                source, files, service, (RUNNERS["one process"], RUNNERS["two processes"])
            )
    finally:
        server.stop()
        auth._Credentials._credentials_init = before


def test_public_files_in_a_bucket_are_accounted_for(service: RunningService, shared: Path, tmp_path: Path) -> None:
    """The samples and real files of the trade, on the emulator that keeps generations as Cloud Storage does."""
    public = shared / "data" / "oilgas" / "files"
    with running_gcs(tmp_path / "gcs.log"):
        Bucket(BUCKET)
        upload(SAMPLES, "public/samples")
        source = upload(public, "public/files").rpartition("/")[0]
        files = sum(path.is_file() for folder in (SAMPLES, public) for path in folder.rglob("*"))
        assert_run_twice_and_once_more_for_nothing(source, files, service, ((), ()))
