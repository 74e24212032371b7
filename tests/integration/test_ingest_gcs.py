from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from apache_beam.internal.gcp import auth
from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import PipelineOptions
from gcp_storage_emulator.server import create_server

from dataflow import object_store
from dataflow.match import find_files
from dataflow.preflight import PreflightError
from dataflow.tables import read_records
from tests.annotation_service import AnnotationService
from tests.integration.ingestion import BAD, GOOD, ingest, write_inbox
from tests.integration.serving import free_port

BUCKET = "doctag-inbox"


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """Run the emulator of Cloud Storage with one empty bucket; return its address."""
    port = free_port()
    server = create_server("127.0.0.1", port, in_memory=True, default_bucket=BUCKET)
    before = auth._Credentials._credentials_init
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{port}")
        server.start()
        object_store.prepare()
        FileSystems.set_options(PipelineOptions([]))
        yield f"http://127.0.0.1:{port}"
        server.stop()
    auth._Credentials._credentials_init = before


def upload(name: str, content: bytes) -> None:
    with FileSystems.create(f"gs://{BUCKET}/{name}", "application/octet-stream") as file:
        file.write(content)


@pytest.fixture(scope="module")
def prefix(store: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Upload an inbox; return its prefix."""
    folder = write_inbox(tmp_path_factory.mktemp("inbox"))
    for path in folder.rglob("*"):
        if path.is_file():
            upload(f"incoming/{path.relative_to(folder)}", path.read_bytes())
    upload("incoming/folder/", b"")  # as consoles mark a folder
    upload("incoming-other/a.txt", b"not below the prefix")
    return f"gs://{BUCKET}/incoming"


def test_objects_are_read_and_records_written_back(prefix: str) -> None:
    """From a gs:// prefix to a gs:// prefix: every object ends in exactly one record, twice over."""
    output = f"gs://{BUCKET}/tags"
    for _ in range(2):
        with AnnotationService() as service:
            counts = ingest(prefix, output, service.url)
        assert (counts["found"], counts["annotated"], counts["dead"]) == (GOOD + len(BAD), GOOD, len(BAD))
        letters = {
            record["path"].rsplit("/", 1)[1]: record["reason"] for record in read_records(output, "dead-letters")
        }
        assert letters == BAD
        paths = Counter(record["path"] for record in read_records(output, "annotations"))
        assert len(paths) == GOOD
        assert set(paths.values()) == {1}
        assert all(path.startswith(prefix + "/") for path in paths)


def test_objects_to_files(prefix: str, tmp_path: Path) -> None:
    """Input and output need not be of one kind; a glob works on objects as on files."""
    with AnnotationService() as service:
        counts = ingest(f"{prefix}/**.eml", tmp_path, service.url)
    assert counts["annotated"] == GOOD // 3
    (shard,) = tmp_path.glob("annotations-*.jsonl")
    assert len([json.loads(line) for line in shard.read_text().splitlines()]) == GOOD // 3


def test_a_prefix_ends_at_its_slash(prefix: str) -> None:
    """A prefix does not take in its namesakes, nor the placeholders of folders."""
    found = [file.path for file in find_files(prefix)]
    assert len(found) == GOOD + len(BAD)
    assert found == sorted(found)
    assert [file.size for file in find_files(f"gs://{BUCKET}/incoming-other/a.txt")] == [20]


@pytest.mark.parametrize("uri", ["gs://no-such-bucket/x", f"gs://{BUCKET}/no-such-prefix", "gs://", "s3://bucket/x"])
def test_what_cannot_be_listed_is_refused(prefix: str, uri: str) -> None:
    """A missing bucket, an empty prefix and an address of another store are named before work begins."""
    with pytest.raises(PreflightError, match=uri):
        object_store.check_remote_input(uri)


def test_what_cannot_be_written_is_refused(prefix: str) -> None:
    """A missing bucket is no output; a bucket that is there is, and keeps no trace of the check."""
    with pytest.raises(PreflightError, match="no-such-bucket"):
        object_store.check_remote_output("gs://no-such-bucket/x")
    object_store.check_remote_output(f"gs://{BUCKET}/checked")
    assert list(find_files(f"gs://{BUCKET}/checked")) == []
