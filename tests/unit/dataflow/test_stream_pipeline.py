from __future__ import annotations

from typing import Any

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.pipeline import AppliedPTransform, PipelineVisitor
from apache_beam.runners.dataflow.ptransform_overrides import get_dataflow_transform_overrides
from apache_beam.testing import test_stream as simulated
from apache_beam.testing.util import assert_that, equal_to

from dataflow.options import IngestOptions
from dataflow.records import Skipped, SourceFile, tombstone_record
from dataflow.sources.notifications import parse_notification
from dataflow.stream_pipeline import build_stream, own_outputs, release

CHANGES = "--notification_subscription=projects/doctag-test/subscriptions/changes"
TEXTS = "--text_subscription=projects/doctag-test/subscriptions/texts"
TOPIC = "--output_topic=projects/doctag-test/topics/tags"
PLACES = ("--streaming", "--service_url=http://127.0.0.1:1", "--output=gs://tags/out", "--quarantine=gs://held/out")
# Steps by which a running job is recognised when it is updated. Adding is allowed; what is here is not renamed
# without a transform name mapping: https://cloud.google.com/dataflow/docs/guides/updating-a-pipeline
STATEFUL_STEPS = {"Admit", "Release", "Write/Group"}
SOURCES_AND_SINKS = {"Notifications", "Texts", "Publish", "Write/WriteFile"}


def steps(*argv: str) -> set[str]:
    pipeline = beam.Pipeline(options=PipelineOptions([*PLACES, *argv]))
    build_stream(pipeline, pipeline.options)
    names = set()

    class Visitor(PipelineVisitor):
        def enter_composite_transform(self, node: AppliedPTransform) -> None:
            names.add(node.full_label)

        def visit_transform(self, node: AppliedPTransform) -> None:
            names.add(node.full_label)

    pipeline.visit(Visitor())
    assert pipeline.to_runner_api().components.transforms  # every runner but this machine's starts from it
    return names


def test_a_job_can_be_updated() -> None:
    """What holds state, reads or writes has the same name in every version of the pipeline."""
    assert steps(CHANGES, TEXTS, TOPIC) >= STATEFUL_STEPS | SOURCES_AND_SINKS


@pytest.mark.parametrize(
    ("argv", "missing"), [([CHANGES], {"Texts", "Publish"}), ([TEXTS, TOPIC], {"Notifications", "ReadGenerations"})]
)
def test_only_what_was_asked_for_is_built(argv: list[str], missing: set[str]) -> None:
    """A source or sink that is not named has no steps, and what holds state has its name all the same."""
    built = steps(*argv)
    assert not missing & built
    assert built >= STATEFUL_STEPS


def test_the_pipeline_does_not_feed_on_its_output() -> None:
    """Its files in the bucket that it watches are skipped; other files beside them are documents."""
    own = own_outputs(PipelineOptions(list(PLACES)).view_as(IngestOptions))

    def parsed(bucket: str, name: str) -> object:
        attributes = {"eventType": "OBJECT_FINALIZE", "bucketId": bucket, "objectId": name, "objectGeneration": "1"}
        return parse_notification(attributes, b"", own)

    for name in ("annotations-20261121T153520Z-60s-0.jsonl", "dead-letters-1.jsonl"):
        assert isinstance(parsed("tags", f"out/{name}"), Skipped)
    assert isinstance(parsed("held", "out/quarantine-1.jsonl"), Skipped)
    assert not isinstance(parsed("tags", "out/report.pdf"), Skipped)
    assert not isinstance(parsed("inbox", "out/annotations-1.jsonl"), Skipped)


def annotation(generation: int) -> dict[str, Any]:
    return {"path": "a", "generation": generation, "sha256": f"of {generation}"}


def tombstone(generation: int) -> dict[str, Any]:
    return tombstone_record(SourceFile("a", 0, generation))


@pytest.mark.parametrize(
    ("order", "released"),
    [
        ([("annotated", 2), ("annotated", 1)], [("annotated", 2)]),
        ([("annotated", 1), ("annotated", 2)], [("annotated", 1), ("annotated", 2)]),
        ([("deleted", 1), ("annotated", 1)], [("deleted", 1)]),
        ([("annotated", 2), ("deleted", 1)], [("annotated", 2)]),
        ([("quarantined", 2), ("annotated", 1)], [("quarantined", 2)]),
        ([("deleted", 1), ("annotated", 2), ("quarantined", 2)], [("deleted", 1), ("annotated", 2)]),
    ],
)
def test_a_slow_old_version_does_not_follow_a_quick_new_one(
    order: list[tuple[str, int]], released: list[tuple[str, int]]
) -> None:
    """What was overtaken between source and sink is held back there, whatever became of either."""
    stream = simulated.TestStream()
    for outcome, generation in order:
        stream.add_elements([(outcome, tombstone(generation) if outcome == "deleted" else annotation(generation))])
    stream.advance_watermark_to_infinity()
    with beam.Pipeline("BundleBasedDirectRunner", argv=["--streaming"]) as pipeline:
        coming = pipeline | stream
        outgoing = {
            outcome: coming
            | f"Only {outcome}" >> beam.Filter(lambda element, wanted: element[0] == wanted, outcome)
            | f"Records {outcome}" >> beam.Map(lambda element: element[1])
            for outcome in ("annotated", "quarantined", "deleted")
        }
        passed = release(outgoing, 60) | beam.Map(lambda out: (out.outcome, out.record["generation"]))
        assert_that(passed, equal_to(released))


def test_dataflow_reads_and_publishes_itself_and_can_group_by_every_key() -> None:
    """As Dataflow gets the pipeline, Pub/Sub is its own, and keys of states and groups have coders fit for keys."""
    pipeline = beam.Pipeline(options=PipelineOptions([*PLACES, CHANGES, TOPIC]))
    build_stream(pipeline, pipeline.options)
    pipeline.replace_all(get_dataflow_transform_overrides(pipeline.options))
    components = pipeline.to_runner_api().components
    transforms = {one.unique_name: one for one in components.transforms.values()}
    assert {"beam:transform:pubsub_read:v1", "beam:transform:pubsub_write:v1"} <= {
        one.spec.urn for one in transforms.values()
    }
    for name in ("Admit/ParDo(_OnlyNewestDoFn)", "Release/ParDo(_OnlyNewestDoFn)", "Write/Group"):
        (collection,) = transforms[name].inputs.values()
        pair = components.coders[components.pcollections[collection].coder_id]
        key = components.coders[pair.component_coder_ids[0]]
        assert key.spec.urn in {"beam:coder:string_utf8:v1", "beam:coder:kv:v1"}
