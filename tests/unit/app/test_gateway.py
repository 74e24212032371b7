"""What the application is told of a request, and what becomes of its answer."""

from __future__ import annotations

from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.http import get_parser

from app import gateway

HEAD = b"POST /v1/a%20b?x=1 HTTP/1.1\r\nHost: here\r\nX-Two: a\r\nX-Two: b\r\nContent-Type: text/plain\r\n"


class Asked:
    """An application that notes what it was asked."""

    def __init__(self, *, reads: bool = True) -> None:
        self.reads = reads
        self.environ: dict[str, Any] = {}
        self.body = b""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.environ = environ
        if self.reads:
            self.body = environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Length", "4"), ("X-Own", "y")])
        return [b"an", b"sw"]


class FakeExchange:
    """Who asked, and whom."""

    client = ("192.0.2.1", 5000)
    server = ("127.0.0.1", 8080)


def ask(application: Asked, request: bytes, *, close: bool = False) -> tuple[bytes, bytes]:
    """Return the answer, and what the parser holds of the next request."""
    parser = get_parser(Config(), [request], FakeExchange.client)
    answer = gateway.call(application, next(parser), FakeExchange, close=close)
    assert parser.finish_body()
    return answer, parser.unreader.take_buffered()


def test_the_application_is_told_what_was_asked() -> None:
    """Method, path without its coding, query, fields (repeated ones as a list), and who asks."""
    application = Asked()
    ask(application, HEAD + b"Content-Length: 5\r\n\r\nhello")
    expected = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/v1/a b",
        "QUERY_STRING": "x=1",
        "HTTP_HOST": "here",
        "HTTP_X_TWO": "a,b",
        "CONTENT_TYPE": "text/plain",
        "CONTENT_LENGTH": "5",
        "REMOTE_ADDR": "192.0.2.1",
        "SERVER_PORT": "8080",
    }
    assert {name: application.environ[name] for name in expected} == expected
    assert "HTTP_CONTENT_TYPE" not in application.environ


@pytest.mark.parametrize(
    "body",
    [b"Content-Length: 5\r\n\r\nhello", b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"],
    ids=["length", "chunks"],
)
@pytest.mark.parametrize("reads", [True, False])
def test_what_follows_a_request_stays_for_the_next(body: bytes, reads: bool) -> None:
    """Whether the application reads the body or not."""
    application = Asked(reads=reads)
    answer, rest = ask(application, HEAD + body + b"GET / HTTP/1.1\r\n")
    assert answer.endswith(b"\r\n\r\nansw")
    assert rest == b"GET / HTTP/1.1\r\n"
    assert application.body == (b"hello" if reads else b"")


@pytest.mark.parametrize(("close", "word"), [(True, b"close"), (False, b"keep-alive")])
def test_the_answer_says_what_becomes_of_the_connection(close: bool, word: bytes) -> None:
    """The head is whole: status, date, connection and the application's own fields."""
    head = ask(Asked(), HEAD + b"\r\n", close=close)[0].partition(b"\r\n\r\n")[0]
    lines = head.split(b"\r\n")
    assert lines[0] == b"HTTP/1.1 200 OK"
    assert {b"Connection: " + word, b"Content-Length: 4", b"X-Own: y"} <= set(lines)
    assert any(line.startswith(b"Date: ") and line.endswith(b" GMT") for line in lines)
