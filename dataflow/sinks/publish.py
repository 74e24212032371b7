"""Records on a Pub/Sub topic, for the search index.

Delivery is at least once, in no order: a bundle that fails after some of its messages were taken is published again.
The attribute ``key`` is the same for every copy; ``generation`` says which of two records of one ``path`` is newer
(`dataflow.sources.versions`). A Beam consumer drops copies with ``ReadFromPubSub(id_label="key")``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import apache_beam as beam
from apache_beam.io.gcp.pubsub import PubsubMessage, WriteToPubSub
from apache_beam.pvalue import PCollection, TaggedOutput

from dataflow.pubsub_options import PubSubOptions
from dataflow.records import DEAD_LETTERS, DeadLetter, SourceFile, encode, tombstone_record

# https://cloud.google.com/pubsub/quotas#resource_limits; some of the message is attributes and framing.
_MAX_MESSAGE_BYTES = 10_000_000
_MAX_BODY_BYTES = _MAX_MESSAGE_BYTES - 20_000
_MAX_ATTRIBUTE_BYTES = 1024


class RefuseUnpublishable(beam.PTransform):
    """Keep records back that no message can carry.

    Outputs ``fitting`` (dict) and ``dead_letters`` (`DeadLetter`).
    """

    def expand(self, records: PCollection[dict[str, Any]]) -> Any:  # noqa: D102 - Beam's
        return records | beam.ParDo(_RefuseDoFn()).with_outputs(DEAD_LETTERS, main="fitting")


class _RefuseDoFn(beam.DoFn):
    def process(self, record: dict[str, Any]) -> Iterator[Any]:
        size = len(encode(_without_text(record)).encode())
        if size <= _MAX_BODY_BYTES:
            yield record
            return
        source = SourceFile(record["path"], record["size"], record["generation"])
        message = f"the annotation has {size:,} bytes, more than a Pub/Sub message holds; split the document"
        yield TaggedOutput(DEAD_LETTERS, DeadLetter(source, "RECORD_TOO_LARGE", message))


class PublishRecords(beam.PTransform):
    """Publish records, each as a message of its JSON with ``kind``, ``key``, ``path`` and ``generation`` as attributes.

    Parameters
    ----------
    topic : str
        ``projects/PROJECT/topics/TOPIC``.
    """

    def __init__(self, topic: str) -> None:
        super().__init__()
        self._topic = topic

    def expand(self, records: PCollection[dict[str, Any]]) -> Any:  # noqa: D102 - Beam's
        messages = records | "Message" >> beam.Map(message_of).with_output_types(PubsubMessage)
        return messages | "Publish" >> WriteToPubSub(self._topic, with_attributes=True)


def publish_chosen(records: PCollection[dict[str, Any]], options: PubSubOptions) -> None:
    """Add the steps that publish records, if the options ask for it."""
    if options.publishes:
        records | "Publish" >> PublishRecords(options.output_topic)


def chosen_for_files(records: PCollection[dict[str, Any]], options: PubSubOptions) -> PCollection[dict[str, Any]]:
    """Return the records that are written to files: none when the topic is the only sink."""
    chosen: PCollection[dict[str, Any]] = records | "ChooseForFiles" >> beam.Filter(_is_written, options.writes_files)
    return chosen


def _is_written(_record: dict[str, Any], writes_files: bool) -> bool:
    return writes_files


def message_of(record: dict[str, Any]) -> PubsubMessage:
    """Return a record as a message; where it does not fit, without its text and with ``"textOmitted": true``.

    Parameters
    ----------
    record : dict
        Of an annotation or a tombstone.
    """
    body = encode(record).encode()
    if len(body) > _MAX_BODY_BYTES:
        body = encode(_without_text(record)).encode()
    attributes = {name: bounded(str(record[name])) for name in ("kind", "key", "path", "generation")}
    return PubsubMessage(body, attributes)


def withdrawal(record: dict[str, Any]) -> dict[str, Any]:
    """Return the tombstone of a quarantined document: the index forgets what it holds of it, older generations."""
    return tombstone_record(SourceFile(record["path"], record["size"], record["generation"]))


def bounded(value: str) -> str:
    """Return a value that an attribute can hold: a long one is cut, and told from others by the hash of the whole."""
    encoded = value.encode()
    if len(encoded) <= _MAX_ATTRIBUTE_BYTES:
        return value
    digest = hashlib.sha256(encoded).hexdigest()
    return encoded[: _MAX_ATTRIBUTE_BYTES - len(digest) - 1].decode("utf-8", "ignore") + "#" + digest


def _without_text(record: dict[str, Any]) -> dict[str, Any]:
    if "text" not in record:
        return record
    return {name: value for name, value in record.items() if name != "text"} | {"textOmitted": True}
