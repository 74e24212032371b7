"""Training data in Cloud Storage: read, frozen and recalled there by the same words as in a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from gcp_storage_emulator.server import create_server

from tasks.errors import TrainingError
from tasks.training import storage
from tasks.training.records import canonical_lines, read_dataset
from tasks.training.snapshots import freeze
from tests.integration.serving import free_port
from tests.unit.tasks.small_data import make_records

BUCKET = "doctag-training"


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """Run the emulator of Cloud Storage with one empty bucket."""
    port = free_port()
    server = create_server("127.0.0.1", port, in_memory=True, default_bucket=BUCKET)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{port}")
        server.start()
        yield f"gs://{BUCKET}"
        server.stop()


def test_json_lines_are_read_from_a_bucket(bucket: str) -> None:
    """A file in a bucket gives the same records, and the same digest, as one in a folder."""
    records = make_records(3)
    storage.write_bytes(f"{bucket}/data/train.jsonl", "".join(json.dumps(r) + "\n" for r in records).encode())
    assert read_dataset(f"{bucket}/data/train.jsonl").records == records


def test_a_folder_per_label_in_a_bucket(bucket: str) -> None:
    """Objects below a prefix take the label of their folder."""
    storage.write_bytes(f"{bucket}/tree/mud/a.txt", b"mud weight 1.3 sg")
    storage.write_bytes(f"{bucket}/tree/log/b.txt", b"gamma ray")
    found = [(record["label"], record["text"].strip()) for record in read_dataset(f"{bucket}/tree").records]
    assert found == [("log", "gamma ray"), ("mud", "mud weight 1.3 sg")]


def test_snapshots_live_in_a_bucket(bucket: str) -> None:
    """What was frozen in a bucket is recalled by its digest."""
    records = make_records(2)
    digest = freeze(canonical_lines(records), f"{bucket}/store")
    dataset = read_dataset(f"{bucket}/store@{digest}")
    assert (dataset.records, dataset.digest) == (records, digest)


def test_what_is_not_in_the_bucket_is_said(bucket: str) -> None:
    """A missing object is one clear message."""
    with pytest.raises(TrainingError, match=r"none\.jsonl cannot be read"):
        read_dataset(f"{bucket}/none.jsonl")
