"""Cloud Storage's notifications of objects that came, changed or went.

Reference: https://cloud.google.com/storage/docs/pubsub-notifications (event types, attributes, payload).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam.io.gcp.pubsub import PubsubMessage
from apache_beam.pvalue import PCollection, TaggedOutput

from dataflow.accounting.metrics import count, count_skipped
from dataflow.records import DEAD_LETTERS, Skipped, SourceFile
from dataflow.sources.messages import MalformedMessageError, dead_message, generation_of
from dataflow.sources.versions import Change

UNKNOWN_SIZE = -1
_MAX_NAME_BYTES = 1024  # https://cloud.google.com/storage/docs/objects#naming
_CHANGED = "OBJECT_FINALIZE"
_GONE = ("OBJECT_DELETE", "OBJECT_ARCHIVE")  # the latter in buckets that keep old versions
_OF_NO_CONCERN = "OBJECT_METADATA_UPDATE"


class _Resource(msgspec.Struct):
    """What of the payload ``JSON_API_V1`` is needed here; numbers of 64 bits come as strings."""

    bucket: str
    name: str
    generation: str
    size: str = "-1"


class ParseNotifications(beam.PTransform):
    """Turn notifications into changes, and count them.

    Outputs ``changes`` (`Change`) and ``dead_letters`` (`DeadLetter`). Placeholders of folders, changes of metadata
    alone, the older half of an overwriting, and the pipeline's own output are counted as skipped.

    Parameters
    ----------
    subscription : str
        Where the messages come from; dead letters name it.
    own_outputs : sequence of str
        Beginnings of the paths that the pipeline itself writes, which would otherwise feed it for ever.
    """

    def __init__(self, subscription: str, own_outputs: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._do_fn = _ParseDoFn(subscription, own_outputs)

    def expand(self, messages: PCollection[PubsubMessage]) -> Any:  # noqa: D102 - Beam's
        return messages | beam.ParDo(self._do_fn).with_outputs(DEAD_LETTERS, main="changes")


class _ParseDoFn(beam.DoFn):
    def __init__(self, subscription: str, own_outputs: tuple[str, ...]) -> None:
        super().__init__()
        self._subscription, self._own_outputs = subscription, own_outputs

    def process(self, message: PubsubMessage) -> Iterator[Any]:
        count("found")
        try:
            parsed = parse_notification(message.attributes or {}, message.data or b"", self._own_outputs)
        except MalformedMessageError as error:
            yield TaggedOutput(DEAD_LETTERS, dead_message(self._subscription, message, error))
            return
        if isinstance(parsed, Skipped):
            count_skipped(parsed.reason)
        else:
            yield parsed


def parse_notification(
    attributes: Mapping[str, str], payload: bytes, own_outputs: tuple[str, ...] = ()
) -> Change | Skipped:
    """Return the change that a notification tells of.

    Parameters
    ----------
    attributes : mapping of str to str
    payload : bytes
        Of the format ``JSON_API_V1``, or none.
    own_outputs : tuple of str, optional
        Beginnings of paths that are skipped.

    Raises
    ------
    MalformedMessageError
        When the message is no notification, or not one of an object's change.
    """
    event = attributes.get("eventType")
    if event is None:
        raise MalformedMessageError("FOREIGN_MESSAGE", "no eventType: not a notification of Cloud Storage")
    source = _source(attributes, payload)
    reason = _reason_to_skip(event, source.path, attributes, own_outputs)
    if reason:
        return Skipped(source, reason)
    if event != _CHANGED and event not in _GONE:
        raise MalformedMessageError("UNKNOWN_EVENT", f"unknown eventType {event[:100]!r}")
    return Change(source, deleted=event in _GONE)


def _source(attributes: Mapping[str, str], payload: bytes) -> SourceFile:
    bucket, name = attributes.get("bucketId"), attributes.get("objectId")
    if not bucket or not name or len(name.encode()) > _MAX_NAME_BYTES:
        raise MalformedMessageError("MALFORMED_MESSAGE", "no bucketId or objectId, or one too long")
    generation = generation_of(attributes.get("objectGeneration"))
    size = UNKNOWN_SIZE
    if payload and attributes.get("payloadFormat") != "NONE":
        size = _size(payload, (bucket, name, str(generation)))
    return SourceFile(f"gs://{bucket}/{name}", size, generation)


def _size(payload: bytes, expected: tuple[str, str, str]) -> int:
    """Return the object's bytes; the payload must speak of the object that the attributes speak of."""
    try:
        resource = msgspec.json.decode(payload, type=_Resource)
        size = int(resource.size)
    except ValueError as error:  # msgspec's are kinds of it
        raise MalformedMessageError("MALFORMED_MESSAGE", "the payload is no JSON resource of an object") from error
    if (resource.bucket, resource.name, resource.generation) != expected:
        raise MalformedMessageError("MALFORMED_MESSAGE", "payload and attributes speak of different objects")
    return max(size, UNKNOWN_SIZE)


def _reason_to_skip(event: str, path: str, attributes: Mapping[str, str], own_outputs: tuple[str, ...]) -> str | None:
    if event == _OF_NO_CONCERN:
        return "METADATA_UPDATE"
    if event in _GONE and attributes.get("overwrittenByGeneration"):
        return "OVERWRITTEN"  # the newer generation has a notification of its own
    if path.endswith("/"):
        return "FOLDER"
    return "OWN_OUTPUT" if path.startswith(own_outputs) else None
