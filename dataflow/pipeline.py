"""The pipeline: match files, read them, extract their text, annotate it, write records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions, StandardOptions
from apache_beam.runners.runner import PipelineResult

from dataflow import object_store
from dataflow.annotate import AnnotateDocuments
from dataflow.extract import ExtractText
from dataflow.match import MatchFiles
from dataflow.metrics import CountAnnotations, CountDeadLetters, CountFiles
from dataflow.options import IngestOptions, extraction_limits
from dataflow.read import ReadFiles
from dataflow.records import DEAD_LETTERS, dead_letter_record
from dataflow.service import CallSettings
from dataflow.write import WriteRecords

DEFAULT_RUNNER = "FnApiRunner"  # plain DirectRunner would try to download another


def build_pipeline(pipeline: beam.Pipeline, options: IngestOptions) -> None:
    """Add all steps to a pipeline.

    Parameters
    ----------
    pipeline : beam.Pipeline
    options : IngestOptions
    """
    limits = extraction_limits(options)
    files = pipeline | "Match" >> MatchFiles(options.input) | "CountFiles" >> CountFiles()
    loaded = files | "Read" >> ReadFiles(limits.max_file_bytes)
    extracted = loaded.loaded | "Extract" >> ExtractText(limits, options.extraction_children)
    annotated = extracted.extracted | "Annotate" >> _annotate(options)
    (
        annotated.annotations
        | "CountAnnotations" >> CountAnnotations()
        | "WriteAnnotations" >> WriteRecords(options.output, "annotations")
    )
    letters = [step[DEAD_LETTERS] for step in (loaded, extracted, annotated)] | beam.Flatten()
    records = letters | "CountDeadLetters" >> CountDeadLetters() | "DeadLetterRecords" >> beam.Map(dead_letter_record)
    records | "WriteDeadLetters" >> WriteRecords(options.output, "dead-letters")


def _annotate(options: IngestOptions) -> AnnotateDocuments:
    settings = CallSettings(options.connect_timeout_s, options.read_timeout_s, options.service_deadline_s)
    return AnnotateDocuments(
        options.service_url,
        settings,
        batch_documents=options.batch_documents,
        batch_bytes=options.batch_bytes,
        max_calls=options.max_calls,
    )


def pipeline_options(argv: Sequence[str], **defaults: Any) -> PipelineOptions:
    """Parse Beam's options and ours; the runner is named when the caller names none."""
    options = PipelineOptions(list(argv), **defaults)
    standard = options.view_as(StandardOptions)
    if standard.runner is None:
        standard.runner = DEFAULT_RUNNER
    return options


def run(argv: Sequence[str]) -> PipelineResult:
    """Run the pipeline and wait until it has ended.

    Parameters
    ----------
    argv : sequence of str
        Command line: ours and Beam's options.

    Returns
    -------
    PipelineResult
    """
    options = pipeline_options(argv)
    object_store.prepare()
    pipeline = beam.Pipeline(options=options)
    build_pipeline(pipeline, options.view_as(IngestOptions))
    result = pipeline.run()
    result.wait_until_finish()
    return result
