"""The end of a request is found however its bytes arrive."""

import pytest

from app.framing import Framing

HEAD = b"POST /v1/language HTTP/1.1\r\nHost: x\r\n"
LENGTH = HEAD + b"Content-Length: 5\r\n\r\nhello"
CHUNKS = HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;x=y\r\nyou\r\n0\r\n\r\n"
TRAILER = CHUNKS[:-2] + b"Expires: never\r\n\r\n"


def arrival(request: bytes, piece: int) -> int:
    """Return after how many bytes a request counted as whole, when it came in pieces; -1 for never."""
    framing, received = Framing(1000), bytearray()
    for start in range(0, len(request), piece):
        received += request[start : start + piece]
        if framing.is_whole(received):
            return len(received)
    return -1


@pytest.mark.parametrize(
    "request_bytes", [HEAD + b"\r\n", LENGTH, CHUNKS, TRAILER], ids=["none", "length", "chunks", "trailer"]
)
@pytest.mark.parametrize("piece", [1, 2, 3, 7, 1000])
def test_a_request_is_whole_at_its_last_byte(request_bytes: bytes, piece: int) -> None:
    """Not a byte sooner, whatever the pieces."""
    assert arrival(request_bytes, piece) == len(request_bytes)


@pytest.mark.parametrize("request_bytes", [LENGTH, CHUNKS, TRAILER], ids=["length", "chunks", "trailer"])
def test_a_request_that_lacks_its_end_is_never_whole(request_bytes: bytes) -> None:
    """A cut body waits for the rest."""
    assert arrival(request_bytes[:-1], 1) == -1


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"x" * 70_000,
        HEAD + b"Content-Length: 1001\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nfff\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1" * 70_000,
    ],
    ids=["endless head", "announced too large", "chunk too large", "no size", "endless size"],
)
def test_a_request_to_be_refused_does_not_wait_for_its_body(request_bytes: bytes) -> None:
    """What is broken or too large goes to the thread that refuses it."""
    assert arrival(request_bytes, 4096) > 0


def test_a_client_that_waits_for_permission_is_seen() -> None:
    """Expect: 100-continue is found in the head."""
    framing = Framing(1000)
    assert not framing.is_whole(bytearray(HEAD + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"))
    assert framing.expects_continue


@pytest.mark.parametrize(
    "request_bytes", [LENGTH, CHUNKS, TRAILER, HEAD + b"\r\n"], ids=["length", "chunks", "trailer", "none"]
)
def test_a_request_with_all_its_bytes_is_complete(request_bytes: bytes) -> None:
    """What is complete can be answered without its socket."""
    framing = Framing(1000)
    assert framing.is_whole(request_bytes)
    assert framing.is_complete


@pytest.mark.parametrize("length", [b"1001", b"-1", b"+5", b"5, 5", b"0x5", b"", b"0" * 30 + b"5"])
def test_a_length_that_is_not_believed_leaves_the_request_incomplete(length: bytes) -> None:
    """It is taken to be refused, with its socket, never as a request that has arrived."""
    framing = Framing(1000)
    assert framing.is_whole(HEAD + b"Content-Length: " + length + b"\r\n\r\nhello")
    assert framing.is_complete == (not length)


def test_a_body_that_grows_when_it_is_read_is_seen() -> None:
    """Its cost is not bounded by its length."""
    framing = Framing(1000)
    assert framing.is_whole(HEAD + b"Content-Encoding: gzip\r\n\r\n")
    assert not framing.is_plain
