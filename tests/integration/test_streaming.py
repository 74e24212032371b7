"""Streaming with real parts: the emulators of Cloud Storage and Pub/Sub, and the real service with shipped models."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.emulators import Bucket, Topic, running_gcs, running_pubsub
from tests.integration.serving import RunningService, free_port
from tests.integration.streaming import FOREIGN, GUARD_S, Index, RunningStream, pull_into, records_in, wait_for_files

UPLOADS, OVERWRITTEN, REMOVED = 500, 20, 20
pytestmark = pytest.mark.timeout(400)


def report(number: int, more: str = "") -> str:
    """Return a text for a file."""
    return f"Daily drilling report {number}: drilled 12 1/4 in section to {1000 + number} m. Mud weight 1.45 sg. {more}"


KEY = "-----BEGIN RSA PRIVATE KEY-----\n" + "MIIEpAIBAAKCAQEA7bq9XyZ0\n" * 12 + "-----END RSA PRIVATE KEY-----\n"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run the emulators."""
    logs = tmp_path_factory.mktemp("logs")
    with running_pubsub(logs / "pubsub.log"), running_gcs(logs / "gcs.log"):
        yield


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """Run the real service."""
    running = RunningService(free_port(), tmp_path_factory.mktemp("service") / "service.log")
    running.wait_until_ready()
    yield running
    running.stop()


@pytest.fixture
def changes(parts: None, request: pytest.FixtureRequest) -> Iterator[Topic]:
    topic = Topic(f"changes-{request.node.name}")
    yield topic
    topic.close()


@pytest.fixture
def texts(parts: None, request: pytest.FixtureRequest) -> Iterator[Topic]:
    topic = Topic(f"texts-{request.node.name}")
    yield topic
    topic.close()


@pytest.fixture
def tags(parts: None, request: pytest.FixtureRequest) -> Iterator[Topic]:
    topic = Topic(f"tags-{request.node.name}")
    yield topic
    topic.close()


def test_uploads_become_tags_once_each(
    changes: Topic, tags: Topic, service: RunningService, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """500 uploads, some overwritten, some deleted: the index ends as the bucket is, each key once, files the same."""
    bucket, index = Bucket("uploads", changes.path), Index()
    bucket_state: dict[str, int] = {}
    argv = [
        f"--notification_subscription={changes.subscription}",
        f"--output={tmp_path}",
        f"--output_topic={tags.path}",
        f"--service_url={service.url}",
        "--window_s=3",
        "--shards=2",
    ]
    with RunningStream([changes], *argv) as stream:
        started = time.monotonic()
        for number in range(UPLOADS):
            bucket_state[f"gs://uploads/{number}.txt"] = bucket.upload(f"{number}.txt", report(number))
            if number % (UPLOADS // OVERWRITTEN) == 0:
                bucket_state[f"gs://uploads/{number}.txt"] = bucket.upload(f"{number}.txt", report(number, "Again."))
        for number in range(1, 1 + REMOVED):
            bucket.delete(f"{number}.txt")
            del bucket_state[f"gs://uploads/{number}.txt"]
        uploaded = time.monotonic()
        pull_into(index, tags, lambda: index.live() == bucket_state)
        tagged = time.monotonic()
        messages = UPLOADS + OVERWRITTEN + REMOVED
        counts = stream.settle(messages)
        index.take(tags.pull())
        wait_for_files(
            changes, lambda: len(records_in(tmp_path, "annotations")) >= len(index.keys), lambda: len(index.keys)
        )
    with capsys.disabled():
        rate = messages / (uploaded - started)
        print(f" [{rate:.0f} changes/s, last tag {tagged - uploaded:.1f} s after the last change]", end="")  # noqa: T201
    assert index.live() == bucket_state
    assert set(index.keys.values()) == {1}
    assert counts["deleted"] == REMOVED
    assert counts["annotated"] + counts["skipped"] == UPLOADS + OVERWRITTEN
    assert counts["dead"] == counts["quarantined"] == 0
    written = Counter(record["key"] for record in records_in(tmp_path, "annotations"))
    assert written == index.keys


def notification(event: str, name: str, generation: int, **more: str) -> dict[str, str]:
    return {
        "eventType": event,
        "bucketId": "told",
        "objectId": name,
        "objectGeneration": str(generation),
        "payloadFormat": "NONE",
    } | more


def test_what_comes_late_twice_or_broken_harms_nothing(
    changes: Topic, tags: Topic, service: RunningService, tmp_path: Path
) -> None:
    """Redelivered, disordered, foreign and malformed messages: skipped or dead with their reasons, all counted."""
    bucket, index = Bucket("told"), Index()  # tells nobody: the test does, in an order of its own
    first, gone, early = (bucket.upload(name, report(1)) for name in ("a.txt", "gone.txt", "early.txt"))
    replaced = bucket.upload("replaced.txt", report(2))
    newest = bucket.upload("replaced.txt", report(3))
    bucket.delete("gone.txt")
    bucket.delete("early.txt")
    messages: list[tuple[bytes, dict[str, str]]] = [
        (b"", notification("OBJECT_FINALIZE", "a.txt", first)),
        (b"", notification("OBJECT_FINALIZE", "a.txt", first)),  # twice
        (b"", notification("OBJECT_FINALIZE", "replaced.txt", replaced)),  # overwritten before anybody could read it
        (b"", notification("OBJECT_DELETE", "replaced.txt", replaced, overwrittenByGeneration=str(newest))),
        (b"", notification("OBJECT_FINALIZE", "replaced.txt", newest)),
        (b"", notification("OBJECT_FINALIZE", "replaced.txt", replaced)),  # old, and late
        (b"", notification("OBJECT_FINALIZE", "gone.txt", gone)),  # deleted before anybody could read it
        (b"", notification("OBJECT_DELETE", "early.txt", early)),  # the deletion before the upload
        (b"", notification("OBJECT_FINALIZE", "early.txt", early)),
        (b"", notification("OBJECT_METADATA_UPDATE", "a.txt", first)),
        (b"", notification("OBJECT_FINALIZE", "folder/", 1)),
        (b"", notification("OBJECT_EXPLODED", "a.txt", first)),
        (b"", notification("OBJECT_FINALIZE", "a.txt", first) | {"objectGeneration": "x"}),
        (b"{", notification("OBJECT_FINALIZE", "a.txt", first) | {"payloadFormat": "JSON_API_V1"}),
        (FOREIGN, {}),
    ]
    argv = [
        f"--notification_subscription={changes.subscription}",
        f"--output={tmp_path / 'out'}",
        f"--quarantine={tmp_path / 'held'}",
        f"--output_topic={tags.path}",
        "--sinks=topic",
        f"--service_url={service.url}",
        "--window_s=1",
    ]
    with RunningStream([changes], *argv) as stream:
        for body, attributes in messages:
            changes.publish(body, **attributes)
        counts = stream.settle(len(messages))
        pull_into(index, tags, lambda: len(index.keys) == 3)
        wait_for_files(changes, lambda: len(records_in(tmp_path / "held", "dead-letters")) >= 4, stream.counts)
    assert index.live() == {"gs://told/a.txt": first, "gs://told/replaced.txt": newest}
    assert index.held["gs://told/early.txt"]["kind"] == "tombstone"
    skipped = {name: number for name, number in counts.items() if name.startswith("skipped/")}
    assert skipped == {
        "skipped/DUPLICATE": 1,
        "skipped/SUPERSEDED": 2,
        "skipped/OVERWRITTEN": 1,
        "skipped/DELETED": 2,
        "skipped/METADATA_UPDATE": 1,
        "skipped/FOLDER": 1,
    }
    reasons = {name: number for name, number in counts.items() if name.startswith("reason/")}
    assert reasons == {"reason/MALFORMED_MESSAGE": 2, "reason/UNKNOWN_EVENT": 1, "reason/FOREIGN_MESSAGE": 1}
    letters = records_in(tmp_path / "held", "dead-letters")
    assert {letter["body"] for letter in letters} == {"", "{", FOREIGN.decode()}
    assert not records_in(tmp_path / "out", "annotations")


def test_texts_are_tagged_withdrawn_and_held_back(
    texts: Topic, tags: Topic, service: RunningService, tmp_path: Path
) -> None:
    """Texts in both formats become tags; a newer one wins, a deletion and a blocked version withdraw what was."""
    index = Index()
    argv = [
        f"--text_subscription={texts.subscription}",
        f"--output={tmp_path / 'out'}",
        f"--quarantine={tmp_path / 'held'}",
        f"--output_topic={tags.path}",
        f"--service_url={service.url}",
        "--window_s=1",
        "--include_text=full",
    ]
    with RunningStream([texts], *argv) as stream:
        texts.publish(json.dumps({"id": "a", "text": report(1), "generation": 2}).encode())
        texts.publish(report(2).encode(), id="b", generation="1")
        texts.publish(report(3).encode(), id="c")
        texts.publish(report(4).encode(), id="d", generation="1")
        pull_into(index, tags, lambda: set(index.live()) == {"a", "b", "c", "d"})
        texts.publish(report(1).encode(), id="a", generation="2")  # the same, in the other format
        texts.publish(report(0).encode(), id="a", generation="1")  # older
        texts.publish(json.dumps({"id": "b", "deleted": True, "generation": 1}).encode())
        texts.publish(report(5).encode(), id="c")  # newer by its time
        texts.publish(f"Access to the historian.\n{KEY}".encode(), id="d", generation="2")
        texts.publish(b"{}")
        counts = stream.settle(10)
        pull_into(index, tags, lambda: set(index.live()) == {"a", "c"} and len(index.keys) == 7)
        wait_for_files(
            texts,
            lambda: (
                len(records_in(tmp_path / "held", "quarantine")) == 1
                and len(records_in(tmp_path / "out", "annotations")) == 7
            ),
            lambda: sorted(path.name for path in tmp_path.rglob("*")),
        )
    assert set(index.keys.values()) == {1}
    assert index.held["c"]["text"] == report(5)
    assert "MIIE" not in json.dumps(index.held)
    assert (counts["annotated"], counts["quarantined"], counts["deleted"]) == (5, 1, 1)
    assert (counts["skipped/DUPLICATE"], counts["skipped/SUPERSEDED"], counts["dead"]) == (1, 1, 1)


def test_a_service_that_is_away_for_a_while_costs_nothing(
    changes: Topic, texts: Topic, tags: Topic, tmp_path: Path
) -> None:
    """Uploads and texts that come while the service is stopped are tagged when it is back, none twice."""
    bucket, index = Bucket("patient", changes.path), Index()
    service = RunningService(free_port(), tmp_path / "service.log")
    service.wait_until_ready()
    argv = [
        f"--notification_subscription={changes.subscription}",
        f"--text_subscription={texts.subscription}",
        f"--output={tmp_path / 'out'}",
        f"--output_topic={tags.path}",
        f"--service_url={service.url}",
    ]
    with RunningStream([changes, texts], *argv) as stream:
        service.stop()
        for number in range(8):
            bucket.upload(f"{number}.txt", report(number))
            texts.publish(report(number).encode(), id=f"text {number}")
        time.sleep(3)
        assert stream.counts()["annotated"] == 0
        service = RunningService(int(service.url.rpartition(":")[2]), tmp_path / "service.log")

        def has_all() -> bool:
            for source in (changes, texts):  # the runner has one thread and waits for each: both keep talking
                source.publish(FOREIGN)
            return len(index.live()) == 16

        pull_into(index, tags, has_all)
        counts = stream.counts()
    service.stop()
    assert set(index.keys.values()) == {1}
    assert counts["annotated"] == 16
    assert counts["reason/SERVICE_UNAVAILABLE"] == 0


def test_the_command_runs_until_it_is_told_to_stop(
    texts: Topic, tags: Topic, service: RunningService, tmp_path: Path
) -> None:
    """``python -m dataflow.stream`` tags what comes, says how much, and ends at SIGTERM with a line, not a trace."""
    options = [
        "--streaming",
        f"--text_subscription={texts.subscription}",
        f"--output={tmp_path / 'out'}",
        f"--output_topic={tags.path}",
        f"--service_url={service.url}",
    ]
    with (tmp_path / "log").open("w+") as log:
        command = [sys.executable, "-m", "dataflow.stream", *options]
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        try:
            texts.publish(report(1).encode(), id="a")
            index = Index()
            pull_into(index, tags, lambda: "a" in index.live())
            process.send_signal(signal.SIGTERM)
            code = process.wait(GUARD_S)
        finally:
            process.kill()
        said = (tmp_path / "log").read_text()
    assert code == 130
    assert said.splitlines()[-1].startswith("doctag: stopped")
    assert "Traceback" not in said
