"""The loop that answers short requests itself: nothing that a client does or sends keeps it from the others."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import requests

from tests.integration.serving import RunningService, running_service

BODY = b'{"text": "Boring av bronnen ble stanset"}'


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """Run one worker, so that whatever holds its loop holds everybody."""
    with running_service(tmp_path_factory.mktemp("loop") / "log", workers="1") as running:
        yield running


def connect(service: RunningService) -> socket.socket:
    host, port = service.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=20)


def post(body: bytes, head: bytes = b"") -> bytes:
    return b"POST /v1/language HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n" % (head, len(body)) + body


def assert_answers(service: RunningService) -> None:
    assert requests.post(f"{service.url}/v1/language", data=BODY, timeout=20).status_code == 200


def receive(client: socket.socket, answers: int) -> bytes:
    """Read until so many answers have arrived; each ends in a closing brace."""
    received = b""
    while received.count(b"HTTP/1.1 ") < answers or not received.endswith(b"}"):
        content = client.recv(65536)
        assert content, received
        received += content
    return received


@pytest.mark.parametrize("route", ["documents:annotate", "documents:batchAnnotate"])
def test_a_long_document_does_not_hold_the_loop(service: RunningService, route: str) -> None:
    """Health checks and short calls are answered while a thread computes it."""
    document = {"text": "Drilled ahead from 2911 m to 3042 m.\n" * 100_000}
    body = {"document": document} if "batch" not in route else {"documents": [document]}
    statuses: list[int] = []

    def send() -> None:
        statuses.append(requests.post(f"{service.url}/v1/{route}", json=body, timeout=120).status_code)

    thread = threading.Thread(target=send)
    thread.start()
    answered = 0
    while thread.is_alive():
        assert requests.get(f"{service.url}/healthz", timeout=20).status_code == 200
        answered += thread.is_alive()
    thread.join()
    assert statuses == [200]
    assert answered >= 2  # one may have come before the document, the others while it was computed


def test_batches_that_wait_leave_threads_to_single_calls(service: RunningService) -> None:
    """More batches than a worker has threads are in hand, and a single call is answered before they are."""
    text = "Drilled ahead from 2911 m to 3042 m.\n" * 1_000
    body = {"documents": [{"text": f"{number} {text}"} for number in range(60)]}
    url = f"{service.url}/v1/documents:batchAnnotate"
    threads = [threading.Thread(target=requests.post, args=(url,), kwargs={"json": body}) for _ in range(12)]
    for thread in threads:
        thread.start()
    answered = 0
    while all(thread.is_alive() for thread in threads):
        assert_answers(service)
        answered += 1
    for thread in threads:
        thread.join()
    assert answered > 1


def test_requests_sent_in_one_go_are_answered_in_their_order(service: RunningService) -> None:
    """Three requests behind one another, the last of them broken, get three answers."""
    with connect(service) as client:
        client.sendall(post(BODY) + post(b'{"text": 5}') + post(b"{"))
        received = receive(client, 3)
    assert [received.index(status) for status in (b" 200 ", b" 422 ", b" 400 ")] == sorted(
        received.index(status) for status in (b" 200 ", b" 422 ", b" 400 ")
    )


def test_a_connection_is_kept_from_request_to_request(service: RunningService) -> None:
    """Short and long requests share a connection, whether the loop or a thread answers them."""
    long = b'{"text": "%s"}' % (b"mud weight " * 5_000)
    with connect(service) as client:
        for body in (BODY, long, BODY, long, BODY):
            client.sendall(post(body))
            assert b" 200 OK" in receive(client, 1)


def test_clients_that_never_read_hold_nobody(service: RunningService) -> None:
    """They are answered until their buffers are full, and then wait in threads that give them up."""
    with ExitStack() as stack:
        for _ in range(4):
            client = stack.enter_context(connect(service))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.setblocking(False)
            deadline = time.monotonic() + 2
            while time.monotonic() < deadline:
                try:
                    client.send(post(BODY) * 20)
                except BlockingIOError:
                    time.sleep(0.01)
        assert_answers(service)


def test_clients_that_stay_after_the_last_answer_hold_nobody(service: RunningService) -> None:
    """Each is told that the connection closes, and is left after its time, while others are answered."""
    with ExitStack() as stack:
        clients = [stack.enter_context(connect(service)) for _ in range(30)]
        for client in clients:
            client.sendall(post(BODY, b"Connection: close\r\n"))
        assert_answers(service)
        for client in clients:
            assert b"Connection: close" in receive(client, 1)
            assert client.recv(1) == b""


@pytest.mark.parametrize("length", [b"%030d" % len(BODY), b"+%d" % len(BODY), b"%d, %d" % (len(BODY), len(BODY))])
def test_a_length_that_may_be_read_in_two_ways_ends_the_connection(service: RunningService, length: bytes) -> None:
    """What follows such a request is never taken for another one."""
    hidden = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    request = b"POST /v1/language HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + b"\r\n\r\n" + BODY
    with connect(service) as client:
        client.sendall(request + hidden)
        client.shutdown(socket.SHUT_WR)
        received = b"".join(iter(lambda: client.recv(65536), b""))
    assert b'"status":"ok"' not in received or received.startswith(b"HTTP/1.1 200")


def test_workers_share_the_connections(tmp_path: Any) -> None:
    """Of many that come at once, each worker holds its part."""
    with running_service(tmp_path / "log", workers="2") as service, ExitStack() as stack:
        for _ in range(3):  # the second worker may still be starting
            requests.get(f"{service.url}/healthz", timeout=20)
        for _ in range(60):
            client = stack.enter_context(connect(service))
            client.sendall(post(BODY))
            receive(client, 1)
        held = [len(worker.net_connections()) for worker in service.workers()]
    assert min(held) >= 15
