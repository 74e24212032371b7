"""Messages that carry a document's text.

Two formats, told apart by the attribute ``id``:

- With it, the body is the text itself, UTF-8. Further attributes: ``generation``, and ``deleted`` (``true``).
- Without it, the body is JSON: ``{"id": "…", "text": "…", "generation": 7}`` or ``{"id": "…", "deleted": true}``.

``id`` names the document, as a path names a file: up to 1,024 bytes. ``generation`` rises with every version: a whole
number above zero (in JSON, a number or a string of digits). Without it, the time of publishing stands for it, in
microseconds since 1970; so a sender numbers either all versions of a document or none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam.io.gcp.pubsub import PubsubMessage
from apache_beam.pvalue import PCollection, TaggedOutput

from dataflow.accounting.metrics import count
from dataflow.records import DEAD_LETTERS, DeadLetter, ExtractedDocument, SourceText
from dataflow.sources.messages import MalformedMessageError, dead_message, generation_of
from dataflow.sources.versions import Change

MIME_TYPE = "text/plain"
_MAX_ID_BYTES = 1024


class _TextMessage(msgspec.Struct):
    id: str
    text: str | None = None
    generation: int | str | None = None
    deleted: bool = False


class ParseTexts(beam.PTransform):
    """Turn messages that carry text into changes, and count them.

    Outputs ``changes`` (`Change` of a `SourceText`) and ``dead_letters`` (`DeadLetter`).

    Parameters
    ----------
    subscription : str
        Where the messages come from; dead letters name it.
    max_chars : int
        Longer texts become dead letters.
    """

    def __init__(self, subscription: str, max_chars: int) -> None:
        super().__init__()
        self._do_fn = _ParseDoFn(subscription, max_chars)

    def expand(self, messages: PCollection[PubsubMessage]) -> Any:  # noqa: D102 - Beam's
        return messages | beam.ParDo(self._do_fn).with_outputs(DEAD_LETTERS, main="changes")


class _ParseDoFn(beam.DoFn):
    def __init__(self, subscription: str, max_chars: int) -> None:
        super().__init__()
        self._subscription, self._max_chars = subscription, max_chars

    def process(self, message: PubsubMessage) -> Iterator[Any]:
        count("found")
        try:
            change = parse_text(message.attributes or {}, message.data or b"", message.publish_time)
        except MalformedMessageError as error:
            yield TaggedOutput(DEAD_LETTERS, dead_message(self._subscription, message, error))
            return
        chars = len(change.source.text) if isinstance(change.source, SourceText) else 0
        if chars > self._max_chars:
            sentence = f"the text has {chars:,} characters, more than {self._max_chars:,}; split it"
            yield TaggedOutput(DEAD_LETTERS, DeadLetter(change.source, "TOO_LARGE", sentence))
        else:
            yield change


def parse_text(attributes: Mapping[str, str], body: bytes, published: datetime | None) -> Change:
    """Return the change that a message tells of.

    Parameters
    ----------
    attributes : mapping of str to str
    body : bytes
    published : datetime
        Stands for the generation where the message names none.

    Raises
    ------
    MalformedMessageError
    """
    message = _from_attributes(attributes, body) if "id" in attributes else _from_json(body)
    if not message.id.strip() or len(message.id.encode()) > _MAX_ID_BYTES:
        raise MalformedMessageError("MALFORMED_MESSAGE", f"the id is empty, or above {_MAX_ID_BYTES} bytes")
    if message.text is None and not message.deleted:
        raise MalformedMessageError("MALFORMED_MESSAGE", "neither text nor deleted")
    generation = _published_us(published) if message.generation is None else generation_of(message.generation)
    content = b"" if message.deleted else (message.text or "").encode()
    source = SourceText(message.id, len(content), generation, text=content.decode())
    return Change(source, message.deleted, "" if message.deleted else hashlib.sha256(content).hexdigest())


def document_of(change: Change) -> ExtractedDocument:
    """Return the document that a message carried."""
    source = change.source
    text = source.text if isinstance(source, SourceText) else ""
    return ExtractedDocument(source, MIME_TYPE, change.sha256, text)


def _from_attributes(attributes: Mapping[str, str], body: bytes) -> _TextMessage:
    deleted = attributes.get("deleted", "false")
    if deleted not in {"true", "false"}:
        raise MalformedMessageError("MALFORMED_MESSAGE", "the attribute deleted is neither true nor false")
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise MalformedMessageError("MALFORMED_MESSAGE", "the body is no UTF-8 text") from error
    return _TextMessage(attributes["id"], text, attributes.get("generation"), deleted == "true")


def _from_json(body: bytes) -> _TextMessage:
    try:
        return msgspec.json.decode(body, type=_TextMessage)
    except ValueError as error:  # msgspec's are kinds of it, and so is text that is no UTF-8
        raise MalformedMessageError(
            "MALFORMED_MESSAGE", 'no attribute id, and the body is not JSON like {"id": "…", "text": "…"}'
        ) from error


def _published_us(published: datetime | None) -> int:
    if published is None:
        raise MalformedMessageError("MALFORMED_MESSAGE", "no generation, and no time of publishing to stand for it")
    moment = published if published.tzinfo else published.replace(tzinfo=UTC)
    return int(moment.timestamp() * 1_000_000)
