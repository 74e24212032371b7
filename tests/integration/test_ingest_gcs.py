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
from dataflow.accounting.metrics import final_counts
from dataflow.annotators.inprocess import load_models
from dataflow.checks.preflight import PreflightError
from dataflow.pipeline import run
from dataflow.reporting.tables import read_records
from dataflow.sources.match import find_files
from tasks.errors import BundleError
from tests.annotation_service import AnnotationService
from tests.conftest import ROOT
from tests.integration.ingestion import BAD, GOOD, RUNNERS, ingest, write_inbox
from tests.integration.ingestion import records as records_in
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
        environment.setenv("NO_GCE_CHECK", "true")
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


@pytest.mark.parametrize("runner", RUNNERS.values(), ids=RUNNERS)
def test_objects_are_read_and_records_written_back(prefix: str, runner: tuple[str, ...]) -> None:
    """From a gs:// prefix to a gs:// prefix: every object ends in exactly one record, twice over the same ones."""
    output = f"gs://{BUCKET}/tags {len(runner)}"
    contents = []
    for _ in range(2):
        with AnnotationService() as service:
            counts = ingest(prefix, output, service.url, *runner)
        assert (counts["found"], counts["annotated"], counts["dead"]) == (GOOD + len(BAD), GOOD, len(BAD))
        letters = {
            record["path"].rsplit("/", 1)[1]: record["reason"] for record in read_records(output, "dead-letters")
        }
        assert letters == BAD
        paths = Counter(record["path"] for record in read_records(output, "annotations"))
        assert len(paths) == GOOD
        assert set(paths.values()) == {1}
        assert all(path.startswith(prefix + "/") for path in paths)
        contents.append(sorted(json.dumps(record) for record in read_records(output, "annotations")))
    assert contents[0] == contents[1]
    generations = {file.path: file.generation for file in find_files(prefix)}
    assert all(record["generation"] == generations[record["path"]] > 0 for record in map(json.loads, contents[0]))


def test_what_is_in_the_same_generation_is_not_even_read(store: str, tmp_path: Path) -> None:
    """A second run reads only what was uploaded anew, annotates only what differs, and buries what was deleted."""
    for name in ("same", "touched", "changed", "gone"):
        upload(f"versions/{name}.txt", f"Drilling {name}".encode())
    uri = f"gs://{BUCKET}/versions"
    with AnnotationService() as service:
        ingest(uri, tmp_path / "first", service.url)
        service.calls.clear()
        upload("versions/touched.txt", b"Drilling touched")
        upload("versions/changed.txt", b"Drilling changed, corrected")
        object_store.blob_of(f"{uri}/gone.txt").delete()
        counts = ingest(uri, tmp_path / "second", service.url, f"--skip_unchanged={tmp_path / 'first'}")
        assert [documents for documents, _ in service.calls] == [1]
    assert (counts["stage/read"], counts["stage/extracted"]) == (2, 1)
    assert (counts["annotated"], counts["skipped"], counts["deleted"]) == (1, 2, 1)
    before = {entry["path"]: entry["generation"] for entry in records_in(tmp_path / "first", "manifest")}
    after = {entry["path"]: entry["generation"] for entry in records_in(tmp_path / "second", "manifest")}
    assert after == {file.path: file.generation for file in find_files(uri)}
    assert after[f"{uri}/same.txt"] == before[f"{uri}/same.txt"]
    assert after[f"{uri}/touched.txt"] > before[f"{uri}/touched.txt"]
    (tombstone,) = [r for r in records_in(tmp_path / "second", "annotations") if r["kind"] == "tombstone"]
    assert (tombstone["path"], tombstone["generation"]) == (f"{uri}/gone.txt", before[f"{uri}/gone.txt"])


def test_dead_letters_of_a_bucket_are_replayed_from_there(store: str, tmp_path: Path) -> None:
    """A repaired object is read in its newer generation; letters, records and manifest may all lie on gs://."""
    upload("repair/broken.txt", b"")
    first, second = f"gs://{BUCKET}/repair-first", f"gs://{BUCKET}/repair-second"
    with AnnotationService() as service:
        ingest(f"gs://{BUCKET}/repair", first, service.url)
        (letter,) = read_records(first, "dead-letters")
        upload("repair/broken.txt", b"Drilling, repaired")
        argv = [f"--dead_letters={first}", f"--output={second}", f"--service_url={service.url}"]
        counts = final_counts(run([*argv, f"--skip_unchanged={first}"]))
        (record,) = read_records(second, "annotations")
        again = ingest(f"gs://{BUCKET}/repair", tmp_path, service.url, f"--skip_unchanged={second}")
    assert (letter["reason"], counts["annotated"]) == ("EMPTY", 1)
    assert record["generation"] > letter["generation"] > 0
    assert (again["skipped"], again["found"]) == (1, 1)


@pytest.mark.parametrize("runner", RUNNERS.values(), ids=RUNNERS)
def test_models_come_from_a_bucket_too(store: str, tmp_path: Path, runner: tuple[str, ...]) -> None:
    """--annotator=inprocess with bundles and lock on gs:// gives the records that those of the folder give."""
    for path in sorted((ROOT / "models").rglob("*.*")):
        if path.is_file():
            upload(f"repository/models/{path.relative_to(ROOT / 'models')}", path.read_bytes())
    upload("repository/models.lock", (ROOT / "models.lock").read_bytes())
    upload("one/report.txt", b"Daily drilling report: drilled 12 1/4 in section from 1200 to 1500 m.")
    remote, local = f"gs://{BUCKET}/repository/models", str(ROOT / "models")
    lock = f"--models_lock=gs://{BUCKET}/repository/models.lock"
    for name, models in (("remote", remote), ("local", local)):
        options = ("--annotator=inprocess", f"--models_dir={models}", lock, *runner)
        assert ingest(f"gs://{BUCKET}/one", tmp_path / name, "", *options)["annotated"] == 1
    assert records_in(tmp_path / "remote", "annotations") == records_in(tmp_path / "local", "annotations")
    weights = object_store.blob_of(find_first(f"{remote}/keywords", ".npz"))
    weights.upload_from_string(weights.download_as_bytes()[:-1])
    with pytest.raises(BundleError, match="is damaged"):
        load_models(remote)
    with pytest.raises(BundleError, match=r"no-models/channels.json cannot be read"):
        load_models(f"gs://{BUCKET}/no-models")


def find_first(prefix: str, suffix: str) -> str:
    return next(file.path for file in find_files(prefix) if file.path.endswith(suffix))


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
    assert len(set(found)) == len(found)
    assert [file.size for file in find_files(f"gs://{BUCKET}/incoming-other/a.txt")] == [20]


@pytest.mark.parametrize("uri", ["gs://no-such-bucket/x", f"gs://{BUCKET}/no-such-prefix", "gs://", "s3://bucket/x"])
def test_what_cannot_be_listed_is_refused(prefix: str, uri: str) -> None:
    """A missing bucket, an empty prefix and an address of another store are named before work begins."""
    with pytest.raises(PreflightError, match=uri):
        object_store.check_remote_input(uri)


@pytest.mark.parametrize("place", ["", "/tags", "/tags/deeper/"])
def test_an_output_within_the_input_is_refused(prefix: str, tmp_path: Path, place: str) -> None:
    """Records below the prefix that is read would be documents of the next run; so would the quarantine's."""
    with AnnotationService() as service:
        with pytest.raises(PreflightError, match=r"output .* inside the input"):
            ingest(prefix, prefix + place, service.url)
        with pytest.raises(PreflightError, match=r"quarantine .* inside the input"):
            ingest(f"{prefix}/**", tmp_path, service.url, f"--quarantine={prefix}{place or '/q'}")
        assert service.calls == []


def test_what_cannot_be_written_is_refused(prefix: str) -> None:
    """A missing bucket is no output; a bucket that is there is, and keeps no trace of the check."""
    with pytest.raises(PreflightError, match="no-such-bucket"):
        object_store.check_remote_output("gs://no-such-bucket/x")
    object_store.check_remote_output(f"gs://{BUCKET}/checked")
    assert list(find_files(f"gs://{BUCKET}/checked")) == []
