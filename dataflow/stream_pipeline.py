"""The endless pipeline: notifications and texts from Pub/Sub, the newest version of each document to the sinks.

The steps between a document and its record are those of the batch pipeline. What is added: which version counts
(`dataflow.sources.versions`), reading exactly that one (`dataflow.steps.generations`), tombstones of what was
deleted, and sinks that never end (`dataflow.sinks.write.WriteWindows`, `dataflow.sinks.publish`). Every message is
counted as found, and has one outcome: annotated, quarantined, dead, skipped or deleted.

A job can be drained and updated: steps have names of their own that are not to be changed, states have coders of
their own, and nothing outside is touched but by the last steps, which may be repeated.

Steps are few and seldom flattened: the runner of this machine takes every bundle, even an empty one, through every
step, and those of a flattened collection one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.io.gcp.pubsub import ReadFromPubSub
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.pvalue import PCollection, TaggedOutput

from dataflow.accounting.metrics import annotation_counts, count, count_dead
from dataflow.closing import publishable
from dataflow.options import IngestOptions, extraction_limits
from dataflow.pipeline import tag_documents
from dataflow.pubsub_options import PubSubOptions
from dataflow.records import (
    DEAD_LETTERS,
    DeadLetter,
    ExtractedDocument,
    SourceFile,
    SourceText,
    dead_letter_record,
    tombstone_record,
)
from dataflow.sinks.publish import PublishRecords, withdrawal
from dataflow.sinks.write import WriteWindows
from dataflow.sources.notifications import ParseNotifications
from dataflow.sources.texts import ParseTexts, document_of
from dataflow.sources.versions import Change, OnlyNewest, Version
from dataflow.steps.extract import ExtractText
from dataflow.steps.generations import ReadGenerations

_TEXTS, _GONE, _FILES = "texts", "gone", "files"
_ANNOTATED, _QUARANTINED, _DELETED = "annotated", "quarantined", "deleted"


class Outgoing(NamedTuple):
    """A record, and the outcome of which it is the record."""

    outcome: str
    record: dict[str, Any]


def build_stream(pipeline: beam.Pipeline, options: PipelineOptions) -> None:
    """Add all steps to a pipeline.

    Parameters
    ----------
    pipeline : beam.Pipeline
    options : PipelineOptions
        Viewed as `IngestOptions` and `PubSubOptions`.
    """
    ingest, pubsub = options.view_as(IngestOptions), options.view_as(PubSubOptions)
    letters: list[PCollection[DeadLetter]] = []
    documents, gone = _documents(pipeline, ingest, pubsub, letters)
    outcomes = publishable(tag_documents(documents, ingest), pubsub)
    letters.extend(outcomes.dead_letters)
    outgoing = {_ANNOTATED: outcomes.annotations, _QUARANTINED: outcomes.quarantined, _DELETED: gone}
    _write(release(outgoing, pubsub.state_ttl_s), letters, ingest, pubsub)


def _documents(
    pipeline: beam.Pipeline, ingest: IngestOptions, pubsub: PubSubOptions, letters: list[PCollection[DeadLetter]]
) -> tuple[PCollection[ExtractedDocument], PCollection[dict[str, Any]]]:
    """Add the steps from messages to documents; return these, and the tombstones of others."""
    changes = []
    if pubsub.notification_subscription:
        changes.append(_notified(pipeline, ingest, pubsub.notification_subscription, letters))
    if pubsub.text_subscription:
        changes.append(_sent(pipeline, ingest, pubsub.text_subscription, letters))
    routed = _admit(_one(changes, "Changes"), pubsub.state_ttl_s)
    documents = []
    if pubsub.notification_subscription:
        documents.append(_read(routed.objects, ingest, letters))
    if pubsub.text_subscription:
        documents.append(routed[_TEXTS])
    return _one(documents, "Documents"), routed[_GONE]


def _one(collections: list[PCollection[Any]], name: str) -> PCollection[Any]:
    flat: PCollection[Any] = collections | name >> beam.Flatten() if len(collections) > 1 else collections[0]
    return flat


def _notified(
    pipeline: beam.Pipeline, options: IngestOptions, subscription: str, letters: list[PCollection[DeadLetter]]
) -> PCollection[Change]:
    # With the time of publishing: one message whose own time is not well formed would stop the source.
    messages = pipeline | "Notifications" >> ReadFromPubSub(subscription=subscription, with_attributes=True)
    parsed = messages | "ParseNotifications" >> ParseNotifications(subscription, own_outputs(options))
    letters.append(parsed[DEAD_LETTERS])
    changes: PCollection[Change] = parsed.changes
    return changes


def _sent(
    pipeline: beam.Pipeline, options: IngestOptions, subscription: str, letters: list[PCollection[DeadLetter]]
) -> PCollection[Change]:
    messages = pipeline | "Texts" >> ReadFromPubSub(subscription=subscription, with_attributes=True)
    parsed = messages | "ParseTexts" >> ParseTexts(subscription, options.max_text_chars)
    letters.append(parsed[DEAD_LETTERS])
    changes: PCollection[Change] = parsed.changes
    return changes


def own_outputs(options: IngestOptions) -> tuple[str, ...]:
    """Return the beginnings of the paths that the pipeline writes: notifications of them must not feed it."""
    folders = {options.output, options.quarantine or options.output}
    names = ("annotations-", "dead-letters-", "quarantine-")
    return tuple(sorted(FileSystems.join(folder, name) for folder in folders for name in names))


def _admit(changes: PCollection[Change], ttl_s: float) -> Any:
    """Pass on what is new, before any work is done, and tell apart what is to be done with it."""
    keyed = changes | "KeyChanges" >> beam.Map(_by_path).with_output_types(tuple[str, Change])
    admitted = keyed | "Admit" >> OnlyNewest(_change_version, ttl_s)
    return admitted | "Route" >> beam.ParDo(_RouteDoFn()).with_outputs(_TEXTS, _GONE, main="objects")


def _read(
    objects: PCollection[SourceFile], options: IngestOptions, letters: list[PCollection[DeadLetter]]
) -> PCollection[ExtractedDocument]:
    limits = extraction_limits(options)
    read = objects | "ReadGenerations" >> ReadGenerations(limits.max_file_bytes)
    extracted = read.loaded | "Extract" >> ExtractText(limits, options.extraction_children)
    letters.extend([read[DEAD_LETTERS], extracted[DEAD_LETTERS]])
    documents: PCollection[ExtractedDocument] = extracted.extracted
    return documents


def release(outgoing: dict[str, PCollection[dict[str, Any]]], ttl_s: float) -> PCollection[Outgoing]:
    """Add the steps that hold back what a newer version has overtaken on its way.

    Parameters
    ----------
    outgoing : dict of PCollection of dict
        Records by outcome: ``annotated``, ``quarantined``, ``deleted``.
    ttl_s : float
        Seconds for which the newest version of a path is remembered.
    """
    keyed = [
        records | f"Key_{outcome}" >> beam.Map(_outgoing, outcome).with_output_types(tuple[str, Outgoing])
        for outcome, records in outgoing.items()
    ]
    flat = keyed | "Outgoing" >> beam.Flatten()
    released: PCollection[Outgoing] = flat | "Release" >> OnlyNewest(_outgoing_version, ttl_s)
    return released


def _write(
    released: PCollection[Outgoing],
    letters: list[PCollection[DeadLetter]],
    ingest: IngestOptions,
    pubsub: PubSubOptions,
) -> None:
    places = _Places(ingest.output, ingest.quarantine or ingest.output)
    split = released | "Split" >> beam.ParDo(_SplitDoFn(places, pubsub.writes_files)).with_outputs(_FILES, main="topic")
    if pubsub.publishes:
        split.topic | "Publish" >> PublishRecords(pubsub.output_topic)
    dead = letters | "DeadLetters" >> beam.Flatten() | "CountDeadLetters" >> beam.ParDo(_DeadLetterDoFn(places))
    (split[_FILES], dead) | "Files" >> beam.Flatten() | "Write" >> WriteWindows(pubsub.window_s, pubsub.shards)


class _Places(NamedTuple):
    """Folders or prefixes: for all that may be seen, and for what only few may look at."""

    output: str
    quarantine: str


class _RouteDoFn(beam.DoFn):
    def process(self, change: Change) -> Iterator[Any]:
        if change.deleted:
            yield TaggedOutput(_GONE, tombstone_record(change.source))
        elif isinstance(change.source, SourceText):
            yield TaggedOutput(_TEXTS, document_of(change))
        else:
            yield change.source


class _SplitDoFn(beam.DoFn):
    """Count records, and send each to the sinks that it is for."""

    def __init__(self, places: _Places, writes_files: bool) -> None:
        super().__init__()
        self._annotations = FileSystems.join(places.output, "annotations")
        self._quarantine = FileSystems.join(places.quarantine, "quarantine")
        self._writes_files = writes_files

    def process(self, outgoing: Outgoing) -> Iterator[Any]:
        outcome, record = outgoing
        count(outcome)
        for name in [] if outcome == _DELETED else annotation_counts(record):
            count(name)
        if outcome == _QUARANTINED:
            yield TaggedOutput(_FILES, (self._quarantine, record))
            record = withdrawal(record)
        yield record
        if self._writes_files:
            yield TaggedOutput(_FILES, (self._annotations, record))


class _DeadLetterDoFn(beam.DoFn):
    """Count dead letters; those that carry a text nobody has judged go where only few may look."""

    def __init__(self, places: _Places) -> None:
        super().__init__()
        self._open = FileSystems.join(places.output, "dead-letters")
        self._closed = FileSystems.join(places.quarantine, "dead-letters")

    def process(self, letter: DeadLetter) -> Iterator[tuple[str, dict[str, Any]]]:
        count_dead(letter.reason)
        record = dead_letter_record(letter)
        yield (self._closed if "text" in record or "body" in record else self._open), record


def _by_path(change: Change) -> tuple[str, Change]:
    return change.source.path, change


def _change_version(change: Change) -> Version:
    return change.version


def _outgoing(record: dict[str, Any], outcome: str) -> tuple[str, Outgoing]:
    return record["path"], Outgoing(outcome, record)


def _outgoing_version(outgoing: Outgoing) -> Version:
    record = outgoing.record
    return (record["generation"], outgoing.outcome == _DELETED, record.get("sha256", ""))
