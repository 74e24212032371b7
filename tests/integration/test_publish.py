"""Pub/Sub beyond streaming: what a batch run publishes, and what is found out before any run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from apache_beam.options.pipeline_options import PipelineOptions

from dataflow.checks.preflight import PreflightError
from dataflow.checks.pubsub_access import check_pubsub
from dataflow.pipeline import run
from dataflow.records import DeadLetter, LoadedFile, Skipped, SourceFile, SourceText, dead_letter_record, encode
from dataflow.sinks.write import Shard, shard_path, write_whole
from dataflow.sources.notifications import UNKNOWN_SIZE
from dataflow.steps.generations import read_generation
from tests.annotation_service import AnnotationService, annotation
from tests.emulators import Bucket, Topic, running_gcs, running_pubsub
from tests.integration.ingestion import ingest, records


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run the emulators."""
    logs = tmp_path_factory.mktemp("logs")
    with running_pubsub(logs / "pubsub.log"), running_gcs(logs / "gcs.log"):
        yield


@pytest.fixture
def tags(parts: None, request: pytest.FixtureRequest) -> Iterator[Topic]:
    topic = Topic(f"tags-{request.node.name}")
    yield topic
    topic.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Write three texts, one of which is to be blocked."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(2):
        (folder / f"{number}.txt").write_text(f"Drilling report {number}")
    (folder / "secret.txt").write_text("Drilling with a secret")
    return folder


def judged(document: dict[str, Any]) -> dict[str, Any]:
    decision = "block" if "secret" in document["text"] else "allow"
    return annotation(document) | {"sensitive": {"decision": decision, "findings": []}}


def test_a_batch_run_publishes_what_it_writes(inbox: Path, tags: Topic, tmp_path: Path) -> None:
    """The topic gets the records of the files, and a tombstone for what went to the quarantine."""
    with AnnotationService(result=judged) as service:
        counts = ingest(inbox, tmp_path / "out", service.url, f"--output_topic={tags.path}")
    assert (counts["annotated"], counts["quarantined"]) == (2, 1)
    messages = tags.pull_until(lambda found: len(found) >= 3, 60)
    published = {message.attributes["key"]: json.loads(message.data) for message in messages}
    written = {record["key"]: record for record in records(tmp_path / "out", "annotations")}
    (withdrawn,) = (record for key, record in published.items() if key not in written)
    assert (withdrawn["kind"], Path(withdrawn["path"]).name) == ("tombstone", "secret.txt")
    assert {key: published[key] for key in written} == written
    assert len(messages) == 3


def test_the_topic_can_be_the_only_sink_of_annotations(inbox: Path, tags: Topic, tmp_path: Path) -> None:
    """With --sinks=topic no annotation is written to files; the quarantine is."""
    with AnnotationService(result=judged) as service:
        ingest(inbox, tmp_path / "out", service.url, f"--output_topic={tags.path}", "--sinks=topic")
    assert len(tags.pull_until(lambda found: len(found) >= 3, 60)) == 3
    assert records(tmp_path / "out", "annotations") == []
    assert len(records(tmp_path / "out", "quarantine")) == 1


@pytest.mark.parametrize(
    "argument",
    [
        "--notification_subscription=projects/doctag-test/subscriptions/missing",
        "--text_subscription=projects/doctag-test/subscriptions/missing",
        "--output_topic=projects/doctag-test/topics/missing",
    ],
)
def test_what_is_not_there_is_named_before_any_work(parts: None, argument: str) -> None:
    """A missing subscription or topic is one clear line."""
    with pytest.raises(PreflightError, match=r"missing: is not there; create it or name another$"):
        check_pubsub(PipelineOptions([argument]))


def test_texts_that_died_in_a_stream_are_replayed(parts: None, tags: Topic, tmp_path: Path) -> None:
    """A dead letter in the file of a window has its text: the replay needs nobody to send it again."""
    source = SourceText("w/1", 17, 7, text="Drilling report 9")
    letter = encode(dead_letter_record(DeadLetter(source, "SERVICE_UNAVAILABLE", "it was away", 4))).encode()
    write_whole(shard_path(Shard(f"{tmp_path}/stream/dead-letters", 2), 4, (0.0, 60.0), letter), letter + b"\n")
    with AnnotationService() as service:
        argv = [f"--dead_letters={tmp_path}/stream", f"--output={tmp_path}/out", f"--output_topic={tags.path}"]
        run([*argv, f"--service_url={service.url}"])
    (message,) = tags.pull_until(lambda found: len(found) >= 1, 60)
    record = json.loads(message.data)
    assert (record["path"], record["generation"], record["chars"]) == ("w/1", 7, 17)
    assert records(tmp_path / "out", "annotations") == [record]


def test_exactly_the_named_generation_is_read(parts: None) -> None:
    """One generation, by its number: replaced or deleted ones are skipped with the reason, large ones not loaded."""
    bucket = Bucket("read-by-generation")
    old, new, gone = bucket.upload("a.txt", b"old"), bucket.upload("a.txt", b"newer"), bucket.upload("b.txt", b"x")
    bucket.delete("b.txt")
    path = "gs://read-by-generation/a.txt"
    for size in (5, UNKNOWN_SIZE):
        loaded = read_generation(SourceFile(path, size, new), 5)
        assert isinstance(loaded, LoadedFile)
        assert (loaded.content, loaded.source) == (b"newer", SourceFile(path, 5, new))
        refused = read_generation(SourceFile(path, size, new), 4)
        assert isinstance(refused, DeadLetter)
        assert refused.reason == "TOO_LARGE"
        for name, generation, reason in (("a.txt", old, "SUPERSEDED"), ("b.txt", gone, "DELETED")):
            skipped = read_generation(SourceFile(f"gs://read-by-generation/{name}", size, generation), 5)
            assert isinstance(skipped, Skipped)
            assert skipped.reason == reason
