"""Where one HTTP/1.1 request ends in the bytes that have arrived so far."""

from __future__ import annotations

_MAX_HEAD_BYTES = 1 << 16  # beyond gunicorn's own limits: it then answers that the head is too large
_MAX_DIGITS = 18  # of a length that is believed


class Framing:
    """Finds the end of one HTTP/1.1 request in the bytes that have arrived so far.

    It only says when to look: what a request means, and whether it is one, gunicorn's parser decides.

    Parameters
    ----------
    max_body_bytes : int
        A request that announces more counts as whole at once, to be refused unread.

    Attributes
    ----------
    expects_continue : bool
        Whether the client waits for permission before it sends the body.
    is_plain : bool
        Whether the body stands for itself, with no ``Content-Encoding`` that makes it larger.
    is_complete : bool
        Whether every byte of it is here, as far as it says; False where it is taken only to be refused.

    References
    ----------
    RFC 9112, sections 2.1 (message), 6.3 (length) and 7.1 (chunks).
    """

    def __init__(self, max_body_bytes: int) -> None:
        self._max_body_bytes = max_body_bytes
        self._head_end = -1
        self._body_end: int | None = None
        self._next_chunk = 0
        self.expects_continue = False
        self.is_plain = True
        self.is_complete = False

    def is_whole(self, received: bytes | bytearray) -> bool:
        """Say whether the request can be taken; so it can when it is broken and only wants refusing."""
        if self._head_end < 0 and not self._find_head(received):
            return len(received) > _MAX_HEAD_BYTES
        if self._body_end is None:
            return self._is_last_chunk_in(received)
        if len(received) < self._body_end:
            return False
        self.is_complete = self._body_end > 0
        return True

    def _find_head(self, received: bytes | bytearray) -> bool:
        end = received.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(received[: end + 2]).lower()
        self._head_end = end + 4
        self.expects_continue = _field(head, b"\nexpect:").startswith(b"100-continue")
        self.is_plain = b"\ncontent-encoding:" not in head
        length = _field(head, b"\ncontent-length:")
        if b"chunked" in _field(head, b"\ntransfer-encoding:"):
            self._next_chunk = self._head_end
        elif not length:
            self._body_end = self._head_end
        elif length.isdigit() and len(length) <= _MAX_DIGITS and int(length) <= self._max_body_bytes:
            self._body_end = self._head_end + int(length)
        else:
            self._body_end = 0  # no length, or one that is refused: nothing is waited for
        return True

    def _is_last_chunk_in(self, received: bytes | bytearray) -> bool:
        """Walk over the chunks that are whole."""
        while (line_end := received.find(b"\r\n", self._next_chunk)) >= 0:
            try:
                size = int(received[self._next_chunk : line_end].partition(b";")[0], 16)
            except ValueError:
                return True
            if size == 0:
                self.is_complete = received.find(b"\r\n\r\n", line_end - 2) >= 0
                return self.is_complete
            if self._next_chunk + size - self._head_end > self._max_body_bytes:
                return True
            self._next_chunk = line_end + 2 + size + 2
            if len(received) < self._next_chunk:
                return False
        return len(received) - self._next_chunk > _MAX_HEAD_BYTES


def _field(head: bytes, name: bytes) -> bytes:
    """Return the value of a field in a lower-cased head, empty when it is not there."""
    start = head.find(name)
    if start < 0:
        return b""
    start += len(name)
    return head[start : head.find(b"\n", start)].strip(b" \t\r")
