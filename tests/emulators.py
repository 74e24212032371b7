"""The emulators of Pub/Sub and Cloud Storage, started and stopped by the tests that need them."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from apache_beam.internal.gcp import auth
from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import PipelineOptions
from google.api_core.exceptions import DeadlineExceeded, RetryError
from google.cloud import pubsub_v1, storage

from dataflow import object_store
from tests.conftest import ROOT, SHARED
from tests.integration.serving import free_port

PROJECT = "doctag-test"  # Beam takes no project id below 6 characters
START_TIMEOUT_S = 60
_JAR = "platform/pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar"


@contextlib.contextmanager
def running_pubsub(log: Path) -> Iterator[str]:
    """Run the Pub/Sub emulator; yields its address, which clients find in PUBSUB_EMULATOR_HOST."""
    address = f"127.0.0.1:{free_port()}"
    host, port = address.split(":")
    java = shutil.which("java")
    if java is None:
        pytest.skip("no java to run the Pub/Sub emulator with")
    with log.open("ab") as stream:
        process = subprocess.Popen(
            [java, "-Xmx256m", "-jar", _pubsub_jar(), f"--host={host}", f"--port={port}"],
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    try:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("PUBSUB_EMULATOR_HOST", address)
            _wait_for(f"http://{address}", process, log)
            yield address
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def running_gcs(log: Path) -> Iterator[str]:
    """Run the Cloud Storage emulator, with generations and notifications; clients find it in STORAGE_EMULATOR_HOST."""
    tool = SHARED / "tools" / "gcp" / "gcs_emulator.py"
    if not tool.is_file():
        pytest.skip("the Cloud Storage emulator with notifications does not lie beside the project")
    address = f"http://127.0.0.1:{free_port()}"
    before = auth._Credentials._credentials_init
    with log.open("ab") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.gcs_emulator", str(tool), address], cwd=ROOT, stdout=stream, stderr=stream
        )
    try:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("STORAGE_EMULATOR_HOST", address)
            environment.setenv("NO_GCE_CHECK", "true")
            _wait_for(f"{address}/storage/v1/b?project={PROJECT}", process, log)
            object_store.prepare()
            FileSystems.set_options(PipelineOptions([]))
            yield address
    finally:
        auth._Credentials._credentials_init = before
        process.kill()
        process.wait()


def _pubsub_jar() -> str:
    gcloud = shutil.which("gcloud")
    if gcloud is None:
        pytest.skip("no gcloud, whose SDK has the Pub/Sub emulator")
    answer = subprocess.run(
        [gcloud, "info", "--format=value(installation.sdk_root)"], capture_output=True, text=True, check=True
    )
    jars = sorted(Path(answer.stdout.strip()).glob(_JAR))
    if not jars:
        pytest.skip("no Pub/Sub emulator in gcloud's SDK")
    return str(jars[-1])


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(url, timeout=5).status_code < 500:
                return
        time.sleep(0.05)
    raise AssertionError(f"no answer from {url}: {log.read_text()}")


class Bucket:
    """A bucket of the emulator, whose changes are told to a topic."""

    def __init__(self, name: str, topic: str | None = None, payload: str = "JSON_API_V1") -> None:
        self.name = name
        self.client = storage.Client(project=PROJECT)
        self._bucket = self.client.create_bucket(name)
        if topic:
            self._bucket.notification(
                topic_name=topic.rpartition("/")[2], topic_project=topic.split("/")[1], payload_format=payload
            ).create()

    def upload(self, name: str, content: bytes | str) -> int:
        """Upload an object; return its generation."""
        blob = self._bucket.blob(name)
        blob.upload_from_string(content)
        return int(blob.generation)

    def delete(self, name: str) -> None:
        """Delete an object."""
        self._bucket.blob(name).delete()


class Topic:
    """A topic with one subscription."""

    def __init__(self, name: str) -> None:
        self.path = f"projects/{PROJECT}/topics/{name}"
        self.subscription = f"projects/{PROJECT}/subscriptions/{name}-reader"
        self.publisher = pubsub_v1.PublisherClient()
        self.subscriber = pubsub_v1.SubscriberClient()
        self.publisher.create_topic(name=self.path)
        self.subscriber.create_subscription(name=self.subscription, topic=self.path, ack_deadline_seconds=60)

    def publish(self, body: bytes = b"", **attributes: str) -> str:
        """Publish a message and wait until it is taken; return its id."""
        return str(self.publisher.publish(self.path, body, **attributes).result(timeout=30))

    def pull(self, timeout_s: float = 1.0) -> list[Any]:
        """Return the messages that wait, acknowledged; none when there are none within the time."""
        try:
            answer = self.subscriber.pull(subscription=self.subscription, max_messages=1000, timeout=timeout_s)
        except (DeadlineExceeded, RetryError):
            return []
        received = list(answer.received_messages)
        if received:
            self.subscriber.acknowledge(subscription=self.subscription, ack_ids=[one.ack_id for one in received])
        return [one.message for one in received]

    def pull_until(self, enough: Callable[[list[Any]], bool], timeout_s: float) -> list[Any]:
        """Pull until the messages are enough, or the time is over; return them all."""
        messages: list[Any] = []
        deadline = time.monotonic() + timeout_s
        while not enough(messages) and time.monotonic() < deadline:
            messages += self.pull()
        return messages

    def close(self) -> None:
        """Close the connections."""
        self.publisher.stop()
        self.publisher.transport.close()
        self.subscriber.close()
