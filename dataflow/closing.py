"""The end of the batch pipeline: what became of files is counted, written, entered in the manifest and reconciled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import PCollection

from dataflow.accounting.accounts import Books, close_books
from dataflow.accounting.metrics import CountDeadLetters, CountEach, CountFiles, CountRecords, CountSkipped
from dataflow.options import IngestOptions, record_settings
from dataflow.pubsub_options import PubSubOptions
from dataflow.records import (
    DEAD_LETTERS,
    DeadLetter,
    ManifestEntry,
    Skipped,
    SourceFile,
    dead_letter_record,
    tombstone_record,
)
from dataflow.sinks.publish import RefuseUnpublishable, chosen_for_files, publish_chosen, withdrawal
from dataflow.sinks.write import WriteRecords
from dataflow.sources import manifest
from dataflow.sources.manifest import as_record, entry_of_dead_letter, entry_of_record
from dataflow.sources.unchanged import skipped_of


@dataclass(frozen=True)
class Outcomes:
    """What becomes of documents: records for the index, records that are held back, and dead letters."""

    annotations: PCollection[dict[str, Any]]
    quarantined: PCollection[dict[str, Any]]
    dead_letters: list[PCollection[DeadLetter]]


@dataclass(frozen=True)
class LeftAlone:
    """What an earlier run has dealt with: files that are as they were, files that are gone, files not looked for."""

    unchanged: list[PCollection[ManifestEntry]] = field(default_factory=list)
    elsewhere: list[PCollection[ManifestEntry]] = field(default_factory=list)
    deleted: list[PCollection[SourceFile]] = field(default_factory=list)


@dataclass(frozen=True)
class _Tagged:
    """What this run has made of files, counted."""

    annotated: PCollection[dict[str, Any]]
    quarantined: PCollection[dict[str, Any]]
    letters: PCollection[DeadLetter]


@dataclass(frozen=True)
class _Earlier:
    """What is left of an earlier run, counted: `carried` are the entries of its manifest that live on."""

    skipped: PCollection[Skipped]
    gone: PCollection[SourceFile]
    tombstones: PCollection[dict[str, Any]]
    carried: PCollection[dict[str, Any]]


def close(
    found: Sequence[PCollection[SourceFile]],
    outcomes: Outcomes,
    left_alone: LeftAlone,
    extraction_s: PCollection[float],
    options: IngestOptions,
) -> None:
    """Add the steps from what became of files to the end of the job.

    Parameters
    ----------
    found : sequence of PCollection of SourceFile
        All files that the job has to account for.
    outcomes : Outcomes
    left_alone : LeftAlone
    extraction_s : PCollection of float
        Seconds that files took to extract.
    options : IngestOptions
    """
    tagged, earlier = _count_tagged(publishable(outcomes, options.view_as(PubSubOptions))), _count_earlier(left_alone)
    written = _write(tagged, earlier, options)
    books: dict[str, PCollection[Any]] = {
        "annotated": tagged.annotated,
        "quarantined": tagged.quarantined,
        "dead": tagged.letters,
    }
    all_found = list(found)
    if earlier is not None:
        books |= {"skipped": earlier.skipped, "deleted": earlier.tombstones}
        all_found.append(earlier.gone)
    close_books(Books(all_found | "Found" >> beam.Flatten(), books, extraction_s, written), options)


def publishable(outcomes: Outcomes, options: PubSubOptions) -> Outcomes:
    """Add the step that makes dead letters of annotations that the topic, if there is one, cannot take."""
    if not options.publishes:
        return outcomes
    checked = outcomes.annotations | "RefuseUnpublishable" >> RefuseUnpublishable()
    return Outcomes(checked.fitting, outcomes.quarantined, [*outcomes.dead_letters, checked[DEAD_LETTERS]])


def _count_tagged(outcomes: Outcomes) -> _Tagged:
    return _Tagged(
        outcomes.annotations | "CountAnnotations" >> CountRecords("annotated"),
        outcomes.quarantined | "CountQuarantined" >> CountRecords("quarantined"),
        outcomes.dead_letters | beam.Flatten() | "CountDeadLetters" >> CountDeadLetters(),
    )


def _count_earlier(left_alone: LeftAlone) -> _Earlier | None:
    if not left_alone.unchanged:
        return None
    unchanged = left_alone.unchanged | "Unchanged" >> beam.Flatten()
    skipped = unchanged | "Skipped" >> beam.Map(skipped_of)
    skipped | "CountSkipped" >> CountSkipped()
    deleted = left_alone.deleted | "Deleted" >> beam.Flatten()
    # A deletion is a change that was found, as it is when a notification tells of it.
    gone = deleted | "CountGone" >> CountFiles() | "CountDeleted" >> CountEach("deleted")
    tombstones = gone | "Tombstones" >> beam.Map(tombstone_record)
    carried = (unchanged, *left_alone.elsewhere) | "Carried" >> beam.Flatten() | "CarriedEntries" >> beam.Map(as_record)
    return _Earlier(skipped, gone, tombstones, carried)


def _write(tagged: _Tagged, earlier: _Earlier | None, options: IngestOptions) -> list[PCollection[Any]]:
    """Write records and the manifest; return what the writing ends in."""
    place, settings = options.quarantine or options.output, record_settings(options)
    indexed = [tagged.annotated]
    letters = tagged.letters | "DeadLetterRecords" >> beam.Map(dead_letter_record)
    entries = [
        tagged.annotated | "AnnotatedEntries" >> beam.Map(entry_of_record, "annotated", settings, options.output),
        tagged.quarantined | "QuarantinedEntries" >> beam.Map(entry_of_record, "quarantined", settings, place),
        tagged.letters | "DeadEntries" >> beam.Map(entry_of_dead_letter, settings, options.output),
    ]
    if earlier is not None:
        indexed.append(earlier.tombstones)
        entries.append(earlier.carried)
    to_index = indexed | "Indexed" >> beam.Flatten()
    pubsub = options.view_as(PubSubOptions)
    if pubsub.publishes:  # else the flattening would keep all records in memory on a runner of one machine
        withdrawn = tagged.quarantined | "Withdraw" >> beam.Map(withdrawal)
        publish_chosen((to_index, withdrawn) | "ToTopic" >> beam.Flatten(), pubsub)
    return [
        chosen_for_files(to_index, pubsub) | "WriteAnnotations" >> WriteRecords(options.output, "annotations"),
        tagged.quarantined | "WriteQuarantined" >> WriteRecords(place, "quarantine"),
        letters | "WriteDeadLetters" >> WriteRecords(options.output, "dead-letters"),
        entries | "Manifest" >> beam.Flatten() | "WriteManifest" >> WriteRecords(options.output, manifest.NAME),
    ]
