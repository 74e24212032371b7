"""A rolling restart, imitated as Kubernetes does it, fails no request."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest
import requests

from tests.integration.deploy.containers import Access, Container, Engine, running
from tests.integration.deploy.load_balancer import Backend, LoadBalancer

IN_FLIGHT = 50
LEARNS_AFTER_S = 2.0  # how long the load balancer goes on sending to a pod that is ending
PRE_STOP_S = 4.0  # stands for the manifests' sleep, shortened together with the delay above
TEXT = 'Drilled 8 1/2" hole from 2911 m to 3042 m. Mud weight 1.32 sg. Reamed and circulated clean.\n' * 20


class Load:
    """Callers that send one request after the other, each a new text, and count the answers by status."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        self.statuses: Counter[int | str] = Counter()
        self._url = f"{url}/v1/documents:annotate"
        self._headers = headers
        self._over = threading.Event()
        self._callers = [threading.Thread(target=self._call, args=(caller,)) for caller in range(IN_FLIGHT)]

    def _call(self, caller: int) -> None:
        with requests.Session() as session:
            number = 0
            while not self._over.is_set():
                number += 1
                body = {"document": {"text": f"{caller} {number} {TEXT}"}}
                try:
                    status: int | str = session.post(
                        self._url, json=body, headers=self._headers, timeout=60
                    ).status_code
                except requests.RequestException as error:
                    status = repr(error)
                self.statuses[status] += 1

    def __enter__(self) -> Load:
        for caller in self._callers:
            caller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for caller in self._callers:
            caller.join()


@pytest.fixture
def balancer() -> Iterator[LoadBalancer]:
    """Run a load balancer without backends."""
    server = LoadBalancer()
    yield server
    server.shutdown()
    server.server_close()
    for backend in server.backends:
        backend.close()


def replace(balancer: LoadBalancer, old: Container, new: Container) -> int:
    """Bring a new pod in, then end an old one: preStop while the balancer learns of it, then SIGTERM."""
    new.wait_until_ready()
    balancer.backends = [*balancer.backends, Backend(new.port)]
    leaving = next(backend for backend in balancer.backends if backend.port == old.port)
    time.sleep(LEARNS_AFTER_S)
    balancer.backends = [backend for backend in balancer.backends if backend is not leaving]
    time.sleep(PRE_STOP_S - LEARNS_AFTER_S)
    code = old.stop()
    leaving.close()
    return code


def test_a_rolling_restart_fails_no_request(engine: Engine, image: str, access: Access, balancer: LoadBalancer) -> None:
    """Both containers are replaced under fifty requests in flight; every answer is 200 and every exit code 0."""
    with contextlib.ExitStack() as stack:
        old = [stack.enter_context(running(engine, image, access, workers="1")) for _ in range(2)]
        balancer.backends = [Backend(container.port) for container in old]
        load = stack.enter_context(Load(balancer.url, access.headers))
        time.sleep(2)
        codes = []
        for container in old:
            new = stack.enter_context(running(engine, image, access, workers="1"))
            codes.append(replace(balancer, container, new))
        time.sleep(1)
        load.__exit__()
        assert balancer.failures == []
        assert load.statuses.keys() == {200}, load.statuses
        assert load.statuses[200] > 10 * IN_FLIGHT
        assert codes == [0, 0]
