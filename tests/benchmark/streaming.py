"""``python -m tests.benchmark.streaming``: uploads to tags, end to end, on emulators and the real service.

Prints what the target of issue 7 speaks of: seconds from the last of 500 uploads to the last tag on the topic (60 are
allowed), beside the rate of the uploads and the seconds of processor that the pipeline itself needed.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from dataflow.accounting.metrics import progress
from tests.emulators import Bucket, Topic, running_gcs, running_pubsub
from tests.integration.serving import running_service
from tests.integration.streaming import Index, RunningStream, pull_into

TARGET_S = 60.0
_LINE = "Drilled 12 1/4 in section from {} to {} m. Mud weight 1.45 sg, no losses, gas below 0.5 %. "


def document(number: int, chars: int) -> str:
    """Return a report of about so many characters, unlike all others."""
    line = f"Daily drilling report {number}. " + _LINE.format(number, number + 40)
    return (line * (chars // len(line) + 1))[:chars]


def measure(folder: Path, uploads: int, chars: int) -> None:
    """Upload, and wait for the tags; print what it took."""
    changes, tags, index = Topic("changes"), Topic("tags"), Index()
    bucket = Bucket("doctag-inbox", changes.path)
    process = psutil.Process()
    with running_service(folder / "service.log") as service:
        argv = [f"--notification_subscription={changes.subscription}", f"--service_url={service.url}"]
        with RunningStream([changes], *argv, f"--output={folder / 'out'}", f"--output_topic={tags.path}"):
            before, started = process.cpu_times(), time.perf_counter()
            for number in range(uploads):
                bucket.upload(f"{number}.txt", document(number, chars))
            uploaded = time.perf_counter()
            pull_into(index, tags, lambda: len(index.live()) == uploads)
            tagged, after = time.perf_counter(), process.cpu_times()
            files = process.num_fds()
    seconds = after.user + after.system - before.user - before.system
    print(f"uploads             {uploads} of {chars:,} characters, {uploads / (uploaded - started):.1f}/s")
    print(f"last upload to tag  {tagged - uploaded:.1f} s (target: {TARGET_S:g} s)")
    print(f"first upload to tag {tagged - started:.1f} s, {uploads / (tagged - started):.1f} documents/s")
    print(f"processor           {seconds:.1f} s in the pipeline's process, uploads included; {files} files open")
    print(f"twice or lost       {sum(index.keys.values()) - uploads}; counts {dict(progress.counts())}")


def main(argv: Sequence[str] | None = None) -> None:
    """Measure once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uploads", type=int, default=500)
    parser.add_argument("--chars", type=int, default=5000)
    arguments = parser.parse_args(argv)
    logging.getLogger("apache_beam").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running_pubsub(folder / "pubsub.log"), running_gcs(folder / "gcs.log"):
            measure(folder, arguments.uploads, arguments.chars)


if __name__ == "__main__":
    main()
