"""The image's entry point, called as Dataflow's launcher calls it, up to the job that it hands over.

Dataflow itself cannot be had here. Its launcher gives ``--template_location`` beside the template's parameters; Beam's
own Dataflow runner then stages pipeline and job in Cloud Storage, here its emulator, for the service to start.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from apache_beam.portability.api import beam_runner_api_pb2

from tests.annotation_service import AnnotationService
from tests.conftest import ROOT
from tests.emulators import PROJECT, Bucket, Topic, running_gcs, running_pubsub

IMAGE = "region-docker.pkg.dev/project/doctag/ingest@sha256:" + "ab" * 32
# As Dataflow's launcher passes its flags on.
DATAFLOW = (
    "--runner=DataflowRunner", f"--project={PROJECT}", "--region=europe-north1", "--job_name=doctag-test",
    "--template_location=gs://doctag-launch/staging/template_launches/1/job_object",
    "--temp_location=gs://doctag-launch/temp", "--staging_location=gs://doctag-launch/staging",
    f"--sdk_container_image={IMAGE}", "--machine_type=n2-standard-4", "--max_num_workers=20", "--no_use_public_ips",
    "--autoscaling_algorithm=THROUGHPUT_BASED",
    f"--service_account_email=doctag-ingest@{PROJECT}.iam.gserviceaccount.com",
    '--labels={"goog-dataflow-provided-template-type": "flex"}', "--added_by_a_launcher_of_next_year=1",
)  # fmt: skip


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bucket]:
    with running_gcs(tmp_path_factory.mktemp("gcs") / "log"):
        bucket = Bucket("doctag-launch")
        bucket.upload("inbox/a.txt", "Drilling report: drilled 12 1/4 in section to 1200 m")
        yield bucket
        bucket.client.close()


def launch(*parameters: str) -> subprocess.CompletedProcess[str]:
    """Call the entry point with a template's parameters."""
    command = [sys.executable, "-W", "ignore", ROOT / "deploy/template/main.py", *DATAFLOW, *parameters]
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=200, check=False)


def staged(bucket: Bucket) -> tuple[dict[str, Any], beam_runner_api_pb2.Pipeline]:
    """Return the job and the pipeline that wait for Dataflow to start them."""
    store = bucket.client.bucket(bucket.name)
    job = json.loads(store.blob("staging/template_launches/1/job_object").download_as_bytes())
    names = [blob.name for blob in store.list_blobs(prefix="staging") if blob.name.endswith("pipeline.pb")]
    newest = max((store.get_blob(name) for name in names), key=lambda blob: blob.generation)
    return job, beam_runner_api_pb2.Pipeline.FromString(newest.download_as_bytes())


def test_a_batch_is_handed_to_dataflow(bucket: Bucket) -> None:
    """The job runs our image on the machines that were asked for; the launcher ends without waiting for it."""
    with AnnotationService() as service:
        outcome = launch(
            "--input=gs://doctag-launch/inbox", "--output=gs://doctag-launch/out", f"--service_url={service.url}"
        )
    assert outcome.returncode == 0, outcome.stderr
    job, pipeline = staged(bucket)
    assert job["type"] == "JOB_TYPE_BATCH"
    (pool,) = [pool for pool in job["environment"]["workerPools"] if pool["kind"] == "harness"]
    assert pool["machineType"] == "n2-standard-4"
    assert pool["autoscalingSettings"]["maxNumWorkers"] == 20
    assert pool["ipConfiguration"] == "WORKER_IP_PRIVATE"
    images = {image["containerImage"] for image in pool["sdkHarnessContainerImages"]}
    assert images == {IMAGE}
    names = {transform.unique_name for transform in pipeline.components.transforms.values()}
    for step in ("Match", "Read", "Extract", "Annotate", "Filter", "Reconcile", "WriteReport", "FailUnlessReconciled"):
        assert step in names


def test_a_stream_is_handed_to_dataflow(bucket: Bucket, tmp_path: Path) -> None:
    """Naming a subscription is enough to stream; the job uses Streaming Engine and Dataflow's own Pub/Sub reader."""
    with running_pubsub(tmp_path / "log"), AnnotationService() as service:
        inbox, index = Topic("doctag-inbox"), Topic("doctag-index")
        outcome = launch(
            f"--notification_subscription={inbox.subscription}",
            f"--output_topic={index.path}",
            "--output=gs://doctag-launch/out",
            f"--service_url={service.url}",
            "--enable_streaming_engine",
        )
        inbox.close()
        index.close()
    assert outcome.returncode == 0, outcome.stderr
    job, pipeline = staged(bucket)
    assert job["type"] == "JOB_TYPE_STREAMING"
    assert {"enable_streaming_engine", "enable_windmill_service"} <= set(job["environment"]["experiments"])
    urns = {transform.spec.urn for transform in pipeline.components.transforms.values()}
    assert {"beam:transform:pubsub_read:v1", "beam:transform:pubsub_write:v2"} & urns


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        (
            ["--input=gs://doctag-nowhere/x", "--output=gs://doctag-launch/out", "--annotator=inprocess"],
            "doctag-nowhere",
        ),
        (["--input=gs://doctag-launch/inbox", "--output=gs://doctag-launch/out"], "--service_url is missing"),
        (["--input=gs://doctag-launch/inbox"], "--output is missing"),
    ],
)
def test_a_wrong_launch_is_told_in_one_line(bucket: Bucket, parameters: list[str], told: str) -> None:
    """The launcher's log ends with one line that says what to mend; no job is handed over."""
    outcome = launch(*parameters)
    assert outcome.returncode == 2
    assert outcome.stderr.splitlines()[-1].startswith("doctag: ")
    assert told in outcome.stderr.splitlines()[-1]
    assert "Traceback" not in outcome.stderr
