"""The endless pipeline: notifications and texts from Pub/Sub, the newest version of each document to the sinks.

The steps between a document and its record are those of the batch pipeline. What is added: which version counts
(`dataflow.versions`), reading exactly that one (`dataflow.generations`), tombstones of what was deleted, and sinks
that never end (`dataflow.write.WriteWindows`, `dataflow.publish`). Every message is counted as found, and has one
outcome: annotated, quarantined, dead, skipped or deleted.

A job can be drained and updated: steps have names of their own that are not to be changed, states have coders of
their own, and nothing outside is touched but by the last steps, which may be repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.io.gcp.pubsub import ReadFromPubSub
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.pvalue import PCollection, TaggedOutput

from dataflow.closing import publishable
from dataflow.extract import ExtractText
from dataflow.generations import ReadGenerations
from dataflow.metrics import CountDeadLetters, CountEach, CountRecords, CountSkipped
from dataflow.notifications import ParseNotifications
from dataflow.options import IngestOptions, extraction_limits
from dataflow.pipeline import tag_documents
from dataflow.publish import chosen_for_files, publish_chosen, withdrawal
from dataflow.pubsub_options import PubSubOptions
from dataflow.records import (
    DEAD_LETTERS,
    ExtractedDocument,
    SourceFile,
    SourceText,
    dead_letter_record,
    tombstone_record,
)
from dataflow.texts import ParseTexts, document_of
from dataflow.versions import SKIPPED, Change, OnlyNewest, Version
from dataflow.write import WriteWindows

_TEXTS, _GONE = "texts", "gone"
_ANNOTATION, _QUARANTINED, _TOMBSTONE = "annotation", "quarantined", "tombstone"


class Outgoing(NamedTuple):
    """A record, and what it is to the sinks."""

    kind: str
    record: dict[str, Any]


class _Side(NamedTuple):
    """What leaves the main path on the way: lists that the steps add to."""

    dead_letters: list[Any]
    skipped: list[Any]


def build_stream(pipeline: beam.Pipeline, options: PipelineOptions) -> None:
    """Add all steps to a pipeline.

    Parameters
    ----------
    pipeline : beam.Pipeline
    options : PipelineOptions
        Viewed as `IngestOptions` and `PubSubOptions`.
    """
    ingest, pubsub = options.view_as(IngestOptions), options.view_as(PubSubOptions)
    side = _Side([], [])
    changes = _read_changes(pipeline, ingest, pubsub, side)
    routed = _admit(changes, pubsub, side)
    documents = _documents(routed, ingest, side)
    outcomes = publishable(tag_documents(documents, ingest), pubsub)
    side.dead_letters.extend(outcomes.dead_letters)
    outgoing = {_ANNOTATION: outcomes.annotations, _QUARANTINED: outcomes.quarantined, _TOMBSTONE: routed[_GONE]}
    released = _release(outgoing, pubsub, side)
    _write(released, ingest, pubsub, side)


def _read_changes(
    pipeline: beam.Pipeline, ingest: IngestOptions, pubsub: PubSubOptions, side: _Side
) -> PCollection[Change]:
    """Messages to changes; a bad time in a message would stop the source, so that of its publishing is taken."""
    found = []
    if subscription := pubsub.notification_subscription:
        messages = pipeline | "Notifications" >> ReadFromPubSub(subscription=subscription, with_attributes=True)
        counted = messages | "CountNotifications" >> CountEach("found")
        parsed = counted | "ParseNotifications" >> ParseNotifications(subscription, own_outputs(ingest))
        found.append(parsed.changes)
        side.skipped.append(parsed[SKIPPED])
        side.dead_letters.append(parsed[DEAD_LETTERS])
    if subscription := pubsub.text_subscription:
        messages = pipeline | "Texts" >> ReadFromPubSub(subscription=subscription, with_attributes=True)
        counted = messages | "CountTexts" >> CountEach("found")
        texts = counted | "ParseTexts" >> ParseTexts(subscription, ingest.max_text_chars)
        found.append(texts.changes)
        side.dead_letters.append(texts[DEAD_LETTERS])
    changes: PCollection[Change] = tuple(found) | "Changes" >> beam.Flatten()
    return changes


def own_outputs(options: IngestOptions) -> tuple[str, ...]:
    """Return the beginnings of the paths that the pipeline writes: notifications of them must not feed it."""
    folders = {options.output, options.quarantine or options.output}
    names = ("annotations-", "dead-letters-", "quarantine-")
    return tuple(sorted(FileSystems.join(folder, name) for folder in folders for name in names))


def _admit(changes: PCollection[Change], options: PubSubOptions, side: _Side) -> Any:
    """Pass on what is new, before any work is done, and tell apart what is to be done with it."""
    keyed = changes | "KeyChanges" >> beam.Map(_by_path).with_output_types(tuple[str, Change])
    admitted = keyed | "Admit" >> OnlyNewest(_change_version, _change_source, options.state_ttl_s)
    side.skipped.append(admitted[SKIPPED])
    return admitted.newest | "Route" >> beam.ParDo(_RouteDoFn()).with_outputs(_TEXTS, _GONE, main="objects")


def _documents(routed: Any, options: IngestOptions, side: _Side) -> PCollection[ExtractedDocument]:
    limits = extraction_limits(options)
    loaded = routed.objects | "ReadGenerations" >> ReadGenerations(limits.max_file_bytes)
    extracted = loaded.loaded | "Extract" >> ExtractText(limits, options.extraction_children)
    side.skipped.append(loaded[SKIPPED])
    side.dead_letters.extend([loaded[DEAD_LETTERS], extracted[DEAD_LETTERS]])
    documents: PCollection[ExtractedDocument] = (extracted.extracted, routed[_TEXTS]) | "Documents" >> beam.Flatten()
    return documents


def _release(outgoing: dict[str, PCollection[dict[str, Any]]], options: PubSubOptions, side: _Side) -> Any:
    """Hold back what a newer version has overtaken on its way."""
    named = [
        records | f"Key_{kind}" >> beam.Map(_outgoing, kind).with_output_types(tuple[str, Outgoing])
        for kind, records in outgoing.items()
    ]
    newest = named | "Outgoing" >> beam.Flatten() | "Release" >> OnlyNewest(
        _outgoing_version, _outgoing_source, options.state_ttl_s
    )  # fmt: skip
    side.skipped.append(newest[SKIPPED])
    return newest.newest | "Split" >> beam.ParDo(_SplitDoFn()).with_outputs(_QUARANTINED, _TOMBSTONE, main=_ANNOTATION)


def _write(released: Any, ingest: IngestOptions, pubsub: PubSubOptions, side: _Side) -> None:
    annotations = released[_ANNOTATION] | "CountAnnotations" >> CountRecords("annotated")
    quarantined = released[_QUARANTINED] | "CountQuarantined" >> CountRecords("quarantined")
    tombstones = released[_TOMBSTONE] | "CountTombstones" >> CountEach("deleted")
    letters = side.dead_letters | "DeadLetters" >> beam.Flatten() | "CountDeadLetters" >> CountDeadLetters()
    side.skipped | "Skipped" >> beam.Flatten() | "CountSkipped" >> CountSkipped()
    place = ingest.quarantine or ingest.output
    destined = [
        quarantined | "ToQuarantine" >> beam.Map(_destined, FileSystems.join(place, "quarantine")),
        letters | "LetterRecords" >> beam.Map(dead_letter_record)
        | "ToDeadLetters" >> beam.Map(_letter_destined, ingest.output, place),
    ]  # fmt: skip
    withdrawn = quarantined | "Withdraw" >> beam.Map(withdrawal)
    indexed = (annotations, tombstones, withdrawn) | "Indexed" >> beam.Flatten()
    publish_chosen(indexed, pubsub)
    to_files = chosen_for_files(indexed, pubsub)
    destined.append(to_files | "ToAnnotations" >> beam.Map(_destined, FileSystems.join(ingest.output, "annotations")))
    destined | "Files" >> beam.Flatten() | "Write" >> WriteWindows(pubsub.window_s, pubsub.shards)


class _RouteDoFn(beam.DoFn):
    def process(self, change: Change) -> Iterator[Any]:
        if change.deleted:
            yield TaggedOutput(_GONE, tombstone_record(change.source))
        elif isinstance(change.source, SourceText):
            yield TaggedOutput(_TEXTS, document_of(change))
        else:
            yield change.source


class _SplitDoFn(beam.DoFn):
    def process(self, outgoing: Outgoing) -> Iterator[Any]:
        yield outgoing.record if outgoing.kind == _ANNOTATION else TaggedOutput(outgoing.kind, outgoing.record)


def _by_path(change: Change) -> tuple[str, Change]:
    return change.source.path, change


def _change_version(change: Change) -> Version:
    return change.version


def _change_source(change: Change) -> SourceFile:
    return change.source


def _outgoing(record: dict[str, Any], kind: str) -> tuple[str, Outgoing]:
    return record["path"], Outgoing(kind, record)


def _outgoing_version(outgoing: Outgoing) -> Version:
    record = outgoing.record
    return (record["generation"], outgoing.kind == _TOMBSTONE, record.get("sha256", ""))


def _outgoing_source(outgoing: Outgoing) -> SourceFile:
    return SourceFile(outgoing.record["path"], outgoing.record.get("size", 0), outgoing.record["generation"])


def _destined(record: dict[str, Any], prefix: str) -> tuple[str, dict[str, Any]]:
    return prefix, record


def _letter_destined(record: dict[str, Any], output: str, quarantine: str) -> tuple[str, dict[str, Any]]:
    """Say where a dead letter goes: one that carries a text nobody has judged goes where only few may look."""
    return FileSystems.join(quarantine if "text" in record or "body" in record else output, "dead-letters"), record
