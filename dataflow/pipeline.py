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
from dataflow.accounting.metrics import CountEach, CountFiles
from dataflow.checks.run import check_run
from dataflow.closing import LeftAlone, Outcomes, close
from dataflow.options import (
    IngestOptions,
    annotator_choice,
    batch_bounds,
    check_arguments,
    extraction_limits,
    record_settings,
)
from dataflow.pubsub_options import PubSubOptions
from dataflow.records import DEAD_LETTERS, DeadLetter, ExtractedDocument, SourceFile
from dataflow.sources.dead_letters import TEXTS, FindDeadLetters, text_document
from dataflow.sources.match import MatchFiles
from dataflow.sources.unchanged import DELETED, ELSEWHERE, UNCHANGED, CompareWithManifest, LeaveUnchanged
from dataflow.steps.annotate import AnnotateDocuments
from dataflow.steps.extract import EXTRACTION_S, ExtractText
from dataflow.steps.filter import QUARANTINE, FilterSensitive
from dataflow.steps.read import ReadFiles

# Plain DirectRunner would try to download another.
DEFAULT_RUNNER, DEFAULT_STREAM_RUNNER = "FnApiRunner", "BundleBasedDirectRunner"


@dataclass(frozen=True)
class Sources:
    """What there is to annotate: files, and texts that a replayed dead letter carries itself."""

    files: PCollection[SourceFile]
    texts: list[PCollection[SourceFile]]


@dataclass(frozen=True)
class Texts:
    """What becomes of files until they are text: documents, dead letters, and the seconds that extraction took."""

    documents: PCollection[ExtractedDocument]
    dead_letters: list[PCollection[DeadLetter]]
    extraction_s: PCollection[float]


def build_pipeline(pipeline: beam.Pipeline, options: IngestOptions) -> None:
    """Add all steps to a pipeline.

    Parameters
    ----------
    pipeline : beam.Pipeline
    options : IngestOptions
    """
    left_alone = LeftAlone()
    sources = find_sources(pipeline, options)
    changed = leave_unchanged(sources.files, options, left_alone)
    read = read_documents(changed, options, left_alone)
    documents = read.documents
    for texts in sources.texts:  # a flattening that is not needed would keep extraction and annotation apart
        carried = texts | "TextDocuments" >> beam.Map(text_document)
        documents = (documents, carried) | "Documents" >> beam.Flatten()
    outcomes = tag_documents(documents, options)
    outcomes.dead_letters.extend(read.dead_letters)
    close([sources.files, *sources.texts], outcomes, left_alone, read.extraction_s, options)


def find_sources(pipeline: beam.Pipeline, options: IngestOptions) -> Sources:
    """Add the steps that find files, or the dead letters of an earlier run."""
    if not options.dead_letters:
        return Sources(pipeline | "Match" >> MatchFiles(options.input) | "CountFiles" >> CountFiles(), [])
    found = pipeline | "DeadLetters" >> FindDeadLetters(options.dead_letters, options.chosen_reasons)
    return Sources(found.files | "CountFiles" >> CountFiles(), [found[TEXTS] | "CountTexts" >> CountFiles()])


def leave_unchanged(
    files: PCollection[SourceFile], options: IngestOptions, left_alone: LeftAlone
) -> PCollection[SourceFile]:
    """Add the steps that compare files with the manifest of an earlier run; return those to look at."""
    if not options.skip_unchanged:
        return files
    pattern = None if options.dead_letters else options.input
    choice, settings = annotator_choice(options), record_settings(options)
    compared = files | "Compare" >> CompareWithManifest(options.skip_unchanged, pattern, choice, settings)
    left_alone.unchanged.append(compared[UNCHANGED])
    left_alone.elsewhere.append(compared[ELSEWHERE])
    left_alone.deleted.append(compared[DELETED])
    changed: PCollection[SourceFile] = compared.changed
    return changed


def read_documents(files: PCollection[SourceFile], options: IngestOptions, left_alone: LeftAlone) -> Texts:
    """Add the steps from a file to its text."""
    limits = extraction_limits(options)
    read = files | "Read" >> ReadFiles(limits.max_file_bytes)
    loaded = read.loaded | "CountRead" >> CountEach("stage/read")
    if options.skip_unchanged:
        compared = loaded | "LeaveUnchanged" >> LeaveUnchanged()
        left_alone.unchanged.append(compared[UNCHANGED])
        loaded = compared.loaded
    extracted = loaded | "Extract" >> ExtractText(limits, options.extraction_children)
    documents = extracted.extracted | "CountExtracted" >> CountEach("stage/extracted")
    return Texts(documents, [read[DEAD_LETTERS], extracted[DEAD_LETTERS]], extracted[EXTRACTION_S])


def tag_documents(documents: PCollection[ExtractedDocument], options: IngestOptions) -> Outcomes:
    """Add the steps from a text to its record."""
    wishes = {} if options.include_text == "none" else {"sensitive": {"redact": "type"}}
    annotated = documents | "Annotate" >> AnnotateDocuments(annotator_choice(options), wishes, batch_bounds(options))
    judged = annotated.annotated | "CountJudged" >> CountEach("stage/annotated")
    filtered = judged | "Filter" >> FilterSensitive(options.include_text)
    letters = [annotated[DEAD_LETTERS], filtered[DEAD_LETTERS]]
    return Outcomes(filtered.annotations, filtered[QUARANTINE], letters)


def pipeline_options(argv: Sequence[str], **defaults: Any) -> PipelineOptions:
    """Parse Beam's options and ours; the runner is named when the caller names none."""
    options = PipelineOptions(list(argv), **defaults)
    standard = options.view_as(StandardOptions)
    if standard.runner is None:
        standard.runner = DEFAULT_STREAM_RUNNER if options.view_as(PubSubOptions).is_stream else DEFAULT_RUNNER
    return options


def run(argv: Sequence[str]) -> PipelineResult:
    """Check the options, run the pipeline and wait until it has ended.

    Parameters
    ----------
    argv : sequence of str
        Command line: ours and Beam's options.

    Returns
    -------
    PipelineResult

    Raises
    ------
    PreflightError
        When something is wrong that can be known before any work is done.
    """
    check_arguments(argv)
    options = pipeline_options(argv)
    check_run(options)
    return run_checked(options)


def run_checked(options: PipelineOptions) -> PipelineResult:
    """Run the pipeline with options that were checked, and wait until it has ended."""
    result = start_checked(options)
    result.wait_until_finish()
    return result


def start_checked(options: PipelineOptions) -> PipelineResult:
    """Start the pipeline with options that were checked; one that reads subscriptions ends when it is told to."""
    from dataflow.stream_pipeline import build_stream  # noqa: PLC0415 - it is made of this module's steps

    object_store.prepare()
    pipeline = beam.Pipeline(options=options)
    if options.view_as(PubSubOptions).is_stream:
        build_stream(pipeline, options)
    else:
        build_pipeline(pipeline, options.view_as(IngestOptions))
    return pipeline.run()
