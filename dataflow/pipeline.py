"""The pipeline: match files, read them, extract their text, annotate it, filter it, write records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions, StandardOptions
from apache_beam.pvalue import PCollection
from apache_beam.runners.runner import PipelineResult

from dataflow import object_store
from dataflow.annotate import AnnotateDocuments
from dataflow.annotators import AnnotatorChoice, ServiceChoice
from dataflow.extract import ExtractText
from dataflow.filter import QUARANTINE, FilterSensitive
from dataflow.match import MatchFiles
from dataflow.metrics import CountDeadLetters, CountFiles, CountRecords
from dataflow.options import IngestOptions, batch_bounds, extraction_limits
from dataflow.read import ReadFiles
from dataflow.records import DEAD_LETTERS, DeadLetter, ExtractedDocument, SourceFile, dead_letter_record
from dataflow.service import CallSettings
from dataflow.write import WriteRecords

DEFAULT_RUNNER = "FnApiRunner"  # plain DirectRunner would try to download another


@dataclass(frozen=True)
class Outcomes:
    """What becomes of documents: records for the index, records that are held back, and dead letters."""

    annotations: PCollection[dict[str, Any]]
    quarantined: PCollection[dict[str, Any]]
    dead_letters: list[PCollection[DeadLetter]]


def build_pipeline(pipeline: beam.Pipeline, options: IngestOptions) -> None:
    """Add all steps to a pipeline.

    Parameters
    ----------
    pipeline : beam.Pipeline
    options : IngestOptions
    """
    files = pipeline | "Match" >> MatchFiles(options.input) | "CountFiles" >> CountFiles()
    documents, dead_letters = read_documents(files, options)
    outcomes = tag_documents(documents, options)
    dead_letters += outcomes.dead_letters
    write_outcomes(Outcomes(outcomes.annotations, outcomes.quarantined, dead_letters), options)


def read_documents(
    files: PCollection[SourceFile], options: IngestOptions
) -> tuple[PCollection[ExtractedDocument], list[PCollection[DeadLetter]]]:
    """Add the steps from a file to its text; return the documents and what could not be read."""
    limits = extraction_limits(options)
    loaded = files | "Read" >> ReadFiles(limits.max_file_bytes)
    extracted = loaded.loaded | "Extract" >> ExtractText(limits, options.extraction_children)
    return extracted.extracted, [loaded[DEAD_LETTERS], extracted[DEAD_LETTERS]]


def tag_documents(documents: PCollection[ExtractedDocument], options: IngestOptions) -> Outcomes:
    """Add the steps from a text to its record."""
    wishes = {} if options.include_text == "none" else {"sensitive": {"redact": "type"}}
    annotated = documents | "Annotate" >> AnnotateDocuments(annotator_choice(options), wishes, batch_bounds(options))
    filtered = annotated.annotated | "Filter" >> FilterSensitive(options.include_text)
    letters = [annotated[DEAD_LETTERS], filtered[DEAD_LETTERS]]
    return Outcomes(filtered.annotations, filtered[QUARANTINE], letters)


def write_outcomes(outcomes: Outcomes, options: IngestOptions) -> None:
    """Add the steps that count records and write them."""
    (
        outcomes.annotations
        | "CountAnnotations" >> CountRecords("annotated")
        | "WriteAnnotations" >> WriteRecords(options.output, "annotations")
    )
    (
        outcomes.quarantined
        | "CountQuarantined" >> CountRecords("quarantined")
        | "WriteQuarantined" >> WriteRecords(options.quarantine or options.output, "quarantine")
    )
    letters = outcomes.dead_letters | beam.Flatten()
    records = letters | "CountDeadLetters" >> CountDeadLetters() | "DeadLetterRecords" >> beam.Map(dead_letter_record)
    records | "WriteDeadLetters" >> WriteRecords(options.output, "dead-letters")


def annotator_choice(options: IngestOptions) -> AnnotatorChoice:
    """Return who annotates, as the options say."""
    settings = CallSettings(options.connect_timeout_s, options.read_timeout_s, options.service_deadline_s)
    return ServiceChoice(options.service_url, settings)


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
