"""Fifth step: what sensitive content decides about a document, and which text may leave with its annotation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import apache_beam as beam
from apache_beam.pvalue import PCollection, TaggedOutput

from dataflow.records import DEAD_LETTERS, AnnotatedDocument, DeadLetter, annotation_record

QUARANTINE = "quarantine"
TextChoice = Literal["none", "redacted", "full"]


class FilterSensitive(beam.PTransform):
    """Keep blocked documents from the index, and the text of doubtful ones.

    Outputs ``annotations`` and ``quarantine`` (records, dict) and ``dead_letters`` (`DeadLetter`).

    Parameters
    ----------
    include_text : {"none", "redacted", "full"}
        What text a record carries. ``full`` holds for documents decided ``allow`` alone; all others are redacted.
    """

    def __init__(self, include_text: TextChoice) -> None:
        super().__init__()
        self._include_text = include_text

    def expand(self, documents: PCollection[AnnotatedDocument]) -> Any:  # noqa: D102 - Beam's
        do_fn = _FilterDoFn(self._include_text)
        return documents | beam.ParDo(do_fn).with_outputs(DEAD_LETTERS, QUARANTINE, main="annotations")


class _FilterDoFn(beam.DoFn):
    def __init__(self, include_text: TextChoice) -> None:
        super().__init__()
        self._include_text = include_text

    def process(self, annotated: AnnotatedDocument) -> Iterator[Any]:
        yield route(annotated, self._include_text)


def route(annotated: AnnotatedDocument, include_text: TextChoice) -> dict[str, Any] | TaggedOutput:
    """Decide where an annotated document goes, and with which text.

    Parameters
    ----------
    annotated : AnnotatedDocument
    include_text : {"none", "redacted", "full"}

    Returns
    -------
    dict or TaggedOutput
        A record for the index, or one for the quarantine, or a dead letter: a document whose sensitive content
        nobody could judge reaches neither.
    """
    sensitive = annotated.annotation.get("sensitive", {})
    decision = sensitive.get("decision")
    if decision is None or "sensitive" in annotated.annotation.get("errors", {}):  # a fallback is no judgement
        return TaggedOutput(DEAD_LETTERS, _unfiltered(annotated))
    redacted = sensitive.get("redactedText")
    text = {"none": None, "redacted": redacted, "full": annotated.document.text if decision == "allow" else redacted}
    record = annotation_record(_without_text(annotated), text[include_text])
    return TaggedOutput(QUARANTINE, record) if decision == "block" else record


def _unfiltered(annotated: AnnotatedDocument) -> DeadLetter:
    failure = annotated.annotation.get("errors", {}).get("sensitive", {}).get("message", "the service does not run it")
    message = f"sensitive content was not judged ({failure}); replay when the task works"
    return DeadLetter(annotated.document.source, "UNFILTERED", message, annotated.attempts)


def _without_text(annotated: AnnotatedDocument) -> AnnotatedDocument:
    """Return the document with no text in its annotation: the record has one place for it."""
    annotation = annotated.annotation
    sensitive = {name: value for name, value in annotation["sensitive"].items() if name != "redactedText"}
    return AnnotatedDocument(annotated.document, {**annotation, "sensitive": sensitive}, annotated.attempts)
