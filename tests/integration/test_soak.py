"""The soak and the end under load in their short forms; the long ones belong to `make bench`."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.benchmark.clients import Clients, post
from tests.benchmark.servers import Contender, doctag, serve
from tests.benchmark.soak import counted, judge, mixed_requests, run

SOAK_S = 20


@pytest.fixture
def contender() -> Contender:
    return doctag(cache_bytes=str(1 << 20))


def test_twenty_seconds_of_nearly_all_it_can_do(contender: Contender, tmp_path: Path) -> None:
    """No request fails, metrics are what the clients counted, and descriptors and threads do not grow."""
    with serve(contender, tmp_path) as server:
        broken = judge(*run(server, SOAK_S))
    # Memory settles within minutes only: the long form judges it.
    assert [said for said in broken if "memory" not in said] == []


def test_sigterm_under_load_loses_nothing(contender: Contender, tmp_path: Path) -> None:
    """Every request that could be sent is answered: on kept connections, on new ones, and on those that waited."""
    requests = mixed_requests(100)
    requests += [post("/v1/language", b'{"text": "boringen ble stanset"}')] * 100
    with serve(contender, tmp_path) as server:
        with Clients(server.port, requests, 24) as clients:
            time.sleep(2)
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(60) == 0
        assert clients.statuses.total() > 0
        assert set(clients.statuses) == {200}
        assert clients.refused > 0  # they went on trying when it was gone
        assert clients.lost == 0


def test_the_judgement_sees_what_is_wrong(contender: Contender, tmp_path: Path) -> None:
    """A count that is off by one is told."""
    with serve(contender, tmp_path) as server:
        clients, samples, before, after = run(server, 3)
        assert counted(server) == after
    after[200] += 1
    assert "the metrics do not add up" in judge(clients, samples, before, after)
