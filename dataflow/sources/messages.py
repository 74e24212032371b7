"""What all messages from Pub/Sub have in common: numbers of versions, and dead letters of those that are no use."""

from __future__ import annotations

from apache_beam.io.gcp.pubsub import PubsubMessage

from dataflow.records import DeadLetter, SourceMessage

_MAX_GENERATION = (1 << 63) - 1


class MalformedMessageError(Exception):
    """A message cannot be used; `reason` is the dead letter's.

    Parameters
    ----------
    reason : str
        Stable code.
    message : str
        A sentence.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def generation_of(value: str | int | None) -> int:
    """Return the number of a version.

    Parameters
    ----------
    value : str or int
        A whole number above zero, of 63 bits.

    Raises
    ------
    MalformedMessageError
    """
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) < 20 and 0 < int(text) <= _MAX_GENERATION):
        raise MalformedMessageError("MALFORMED_MESSAGE", "the generation is no whole number above zero")
    return int(text)


def dead_message(subscription: str, message: PubsubMessage, error: MalformedMessageError) -> DeadLetter:
    """Return the dead letter of a message, with its body."""
    body = (message.data or b"").decode("utf-8", "backslashreplace")
    source = SourceMessage(f"{subscription}/messages/{message.message_id or ''}", len(message.data or b""), body=body)
    return DeadLetter(source, error.reason, f"{error}; mend the sender and send it again")
