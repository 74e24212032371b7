"""What hostile clients and deaths cost, server by server: ``python -m tests.benchmark.service_robustness``."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.benchmark.clients import Clients, post
from tests.benchmark.servers import Contender, PeerError, Server, doctag, serve
from tests.benchmark.texts import data_folder, news

PATIENCE_S = 20.0
CLIENTS = 8
LOAD_S, AFTER_S = 1.0, 4.0
_NESTED = b'{"text": ' + b"[" * 100_000
_WRONG = b'{"text": {"a": 1}, "inputs": 5}'


def _send(server: Server, content: bytes, **headers: str) -> str:
    """Post bytes and return the status, or what became of the connection, and whether the server stands."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
    sent = {"Content-Type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request("POST", server.contender.path, content, sent)
        said = str(connection.getresponse().status)
    except TimeoutError:
        said = f"silent {PATIENCE_S:.0f} s"
    except (OSError, http.client.HTTPException):
        said = _early_answer(connection)
    finally:
        connection.close()
    return said if _answers(server) else f"{said}, then silent"


def _early_answer(connection: http.client.HTTPConnection) -> str:
    """Return the status of an answer that came before the body was whole, if one can still be read."""
    with contextlib.suppress(OSError, http.client.HTTPException, AttributeError):
        return str(int(connection.sock.recv(4096).split(b" ", 2)[1]))  # type: ignore[union-attr]
    return "closed"


def _answers(server: Server, timeout_s: float = 5.0) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout_s)
    body = server.contender.body("oil and gas")
    try:
        connection.request("POST", server.contender.path, body, {"Content-Type": "application/json"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _bomb(server: Server) -> str:
    return _send(server, gzip.compress(b" " * 400_000_000, 6), Content_Encoding="gzip")


def _flood(server: Server) -> str:
    return _send(server, server.contender.body("a " * 100_000_000).encode())


def _unfinished(server: Server) -> str:
    """Say whether others are answered while a hundred clients never finish their headers."""
    with ExitStack() as stack:
        for _ in range(100):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n")
        return "answered" if _answers(server) else "not answered"


ABUSE: dict[str, Callable[[Server], str]] = {
    "broken JSON": lambda server: _send(server, b'{"text": "oil'),
    "100,000 brackets": lambda server: _send(server, _NESTED),
    "wrong types": lambda server: _send(server, _WRONG),
    "gzip bomb, 400 MB": _bomb,
    "200 MB body": _flood,
    "100 unfinished": _unfinished,
}


def _stopped(server: Server, clients: Clients) -> str:
    """SIGTERM under load: requests that were sent and not answered, and how soon it was gone."""
    started = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.process.wait(PATIENCE_S)
        return f"{clients.lost} lost, {time.monotonic() - started:.1f} s"
    return f"{clients.lost} lost, stays"


def _killed(server: Server, clients: Clients) -> str:
    """Kill -9 of a process that answers: requests lost, and whether all is as before some seconds later."""
    before = clients.lost
    server.busiest_child().kill()
    time.sleep(AFTER_S)
    since = time.monotonic() - 1
    good = sum(moment > since for moment, _ in clients.answered)
    lost = clients.lost - before + sum(count for status, count in clients.statuses.items() if status != 200)
    return f"{lost} lost, {good} a s after"


DEATHS: dict[str, Callable[[Server, Clients], str]] = {"SIGTERM, 8 clients": _stopped, "kill -9, 8 clients": _killed}


def _under_load(
    contender: Contender, texts: Sequence[str], folder: Path, death: Callable[[Server, Clients], str]
) -> str:
    requests = [post(contender.path, contender.body(text).encode()) for text in texts]
    with serve(contender, folder) as server, Clients(server.port, requests, CLIENTS) as clients:
        time.sleep(LOAD_S)
        return death(server, clients)


def _abused(contender: Contender, folder: Path, abuse: Callable[[Server], str]) -> str:
    with serve(contender, folder) as server:
        return abuse(server)


def compare_robustness(contenders: Sequence[Contender], texts: Sequence[str], folder: Path) -> None:
    """Print a row a mishap and a column a server; every cell has a server of its own."""
    print("\n" + f"{'':20}" + "".join(f"{contender.name:>24}" for contender in contenders))
    for name, abuse in ABUSE.items():
        cells = [_cell(lambda c=c, a=abuse: _abused(c, folder, a)) for c in contenders]  # type: ignore[misc]
        print(f"{name:20}" + "".join(f"{cell:>24}" for cell in cells), flush=True)
    for name, death in DEATHS.items():
        cells = [_cell(lambda c=c, d=death: _under_load(c, texts, folder, d)) for c in contenders]  # type: ignore[misc]
        print(f"{name:20}" + "".join(f"{cell:>24}" for cell in cells), flush=True)


def _cell(mishap: Callable[[], str]) -> str:
    try:
        return mishap()
    except PeerError:
        return "does not start"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        compare_robustness([doctag()], news(data_folder(__doc__)), Path(name))
