"""What hostile or clumsy clients do: each gets its answer or is left, and the service answers others meanwhile."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import requests

from tests.integration.serving import RunningService, running_service

ROUTE = "/v1/language"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with running_service(tmp_path_factory.mktemp("abuse") / "log") as running:
        yield running


def connect(service: RunningService) -> socket.socket:
    host, port = service.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=20)


def status_of(service: RunningService, request: bytes) -> int:
    """Send raw bytes and return the status of the answer, 0 when the connection is closed without one."""
    with connect(service) as client:
        client.sendall(request)
        answer = client.recv(4096)
        return int(answer.split(b" ", 2)[1]) if answer else 0


def assert_answers(service: RunningService) -> None:
    started = time.monotonic()
    assert requests.post(service.url + ROUTE, json={"text": "boring"}, timeout=20).status_code == 200
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"POST /v1/language HTTP/1.1\r\nHost: x\r\n",
        b"POST /v1/language HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
        b"POST /v1/language HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{    \r\n",
    ],
    ids=["silence", "head", "body", "chunks"],
)
def test_a_hundred_clients_that_never_finish_keep_nobody_waiting(service: RunningService, beginning: bytes) -> None:
    """Threads are for whole requests only."""
    with ExitStack() as stack:
        for _ in range(100):
            stack.enter_context(connect(service)).sendall(beginning)
        assert_answers(service)


def test_a_client_that_never_finishes_is_left(service: RunningService) -> None:
    """After its time it is told so and the connection is closed."""
    with connect(service) as client:
        client.sendall(b"POST /v1/language HTTP/1.1\r\n")
        assert b" 408 " in client.recv(4096)


def test_a_slow_but_steady_client_is_served(service: RunningService) -> None:
    """A request that comes in many pieces is answered like any other."""
    body = b'{"text": "Boreoperasjonen ble stanset"}'
    request = b"POST /v1/language HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    with connect(service) as client:
        for start in range(0, len(request), 10):
            client.sendall(request[start : start + 10])
            time.sleep(0.01)
        assert b" 200 " in client.recv(4096)


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"POST /v1/language HTTP/1.1\r\nHost: x\r\nContent-Length: 200000000\r\n\r\n", 413),
        (b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(2000)) + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", 431),
        (b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GET //etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GET /v1/models%00.json HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"NONSENSE\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505),
        (b"POST /v1/language HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        (
            b"POST /v1/language HTTP/1.1\r\nHost: x\r\n"
            b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
    ],
    ids=["200 MB", "long path", "many headers", "long header", "dots", "coded dots", "slashes", "NUL", "no HTTP",
         "version", "negative length", "smuggling"],
)  # fmt: skip
def test_raw_nonsense_is_refused(service: RunningService, request_bytes: bytes, status: int) -> None:
    """Each kind has its status, and the next client is answered."""
    found = status_of(service, request_bytes)
    assert found == status or (found == 400 and status in (414, 431, 505))
    assert_answers(service)


def test_a_gzip_bomb_is_refused(service: RunningService) -> None:
    """A small body that would become gigabytes is not unpacked beyond the limit."""
    bomb = gzip.compress(b" " * 400_000_000, 9)
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    assert requests.post(service.url + ROUTE, bomb, headers=headers, timeout=30).status_code == 413
    assert_answers(service)


def test_a_document_of_ten_million_characters_is_answered_and_one_more_is_not(service: RunningService) -> None:
    """The longest document passes, others are answered meanwhile, and a longer one is told the limit."""
    text = "Drilled ahead from 2911 m to 3042 m.\n" * 271_000
    answers: list[int] = []

    def send(length: int) -> None:
        answers.append(requests.post(service.url + ROUTE, json={"text": text[:length]}, timeout=60).status_code)

    thread = threading.Thread(target=send, args=(10_000_000,))
    thread.start()
    assert_answers(service)
    thread.join(60)
    send(10_000_001)
    assert answers == [200, 413]
