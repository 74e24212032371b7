"""Traces of the running service: real gunicorn, and a collector that decodes what it is sent."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.collector import Collector, attributes
from tests.conftest import ROOT
from tests.integration.serving import RunningService, environment, free_port, running_service

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"  # the examples of W3C Trace Context
TRACEPARENT = f"00-{TRACE}-{PARENT}-01"
BODY = {"document": {"text": "Drilled ahead from 2911 m to 3042 m with mud weight 1.32 sg."}}
TASKS = {"classification", "keywords", "language", "sensitive"}


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as collector:
        yield collector


@pytest.fixture
def service(collector: Collector, tmp_path: Path) -> Iterator[RunningService]:
    with running_service(tmp_path / "log", traces_endpoint=collector.url, cache_bytes="0") as running:
        yield running


def annotate(service: RunningService, **headers: str) -> requests.Response:
    return requests.post(f"{service.url}/v1/documents:annotate", json=BODY, headers=headers, timeout=30)


def test_a_request_is_a_span_under_the_callers_and_each_task_one_under_it(
    service: RunningService, collector: Collector
) -> None:
    """The caller's trace goes on: same id, same state, parents right, bundles and sizes on the tasks' spans."""
    response = annotate(service, traceparent=TRACEPARENT, tracestate="vendor=value")
    models = {model["task"]: model for model in requests.get(f"{service.url}/v1/models", timeout=30).json()["models"]}
    spans = collector.wait_for(lambda spans: sum(span.trace_id.hex() == TRACE for span in spans) == 5)
    spans = [span for span in spans if span.trace_id.hex() == TRACE]
    (request,) = (span for span in spans if span.parent_span_id.hex() == PARENT)
    children = {span.name: span for span in spans if span.parent_span_id == request.span_id}
    assert request.name == "POST /v1/documents:annotate"
    assert request.trace_state == "vendor=value"
    assert response.headers["traceparent"] == f"00-{TRACE}-{request.span_id.hex()}-01"
    assert attributes(request)["http.response.status_code"] == 200
    assert attributes(request)["doctag.chars"] == len(BODY["document"]["text"])
    assert set(children) == TASKS
    for name, span in children.items():
        assert attributes(span)["doctag.bundle.version"] == models[name]["version"]
        assert attributes(span)["doctag.bundle.digest"] == models[name]["digest"]
        assert attributes(span)["doctag.documents"] == 1
        assert request.start_time_unix_nano - 10**6 <= span.start_time_unix_nano  # of two clocks' reading
        assert span.end_time_unix_nano <= request.end_time_unix_nano
    assert set(collector.paths) == {"/v1/traces"}


def test_requests_computed_together_keep_their_own_spans(service: RunningService, collector: Collector) -> None:
    """Whoever leads the computing, each request's tasks are children of its own span."""
    sent = [f"{number:032x}" for number in range(1, 25)]
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda trace: annotate(service, traceparent=f"00-{trace}-{PARENT}-01"), sent))
    assert all(answer.status_code == 200 for answer in answers)
    spans = collector.wait_for(lambda spans: len(spans) >= 5 * len(sent))
    for trace in sent:
        own = [span for span in spans if span.trace_id.hex() == trace]
        (request,) = (span for span in own if span.parent_span_id.hex() == PARENT)
        assert sorted(span.name for span in own if span.parent_span_id == request.span_id) == sorted(TASKS)


def test_a_trace_without_a_caller_begins_here_and_stands_in_the_log(
    service: RunningService, collector: Collector
) -> None:
    """Without a usable traceparent the span is a root, and answer and log name its trace."""
    response = annotate(service, traceparent=f"00-{'0' * 32}-{PARENT}-01")
    trace = response.headers["traceparent"].split("-")[1]
    spans = collector.wait_for(lambda spans: sum(span.trace_id.hex() == trace for span in spans) == 5)
    assert sum(not span.parent_span_id for span in spans if span.trace_id.hex() == trace) == 1
    logged = [json.loads(line) for line in service.log.read_text().splitlines()]
    assert trace in [event.get("trace_id") for event in logged]


def test_a_caller_who_does_not_sample_is_not_traced(service: RunningService, collector: Collector) -> None:
    """The sampled flag of the caller decides."""
    annotate(service, traceparent=f"00-{TRACE}-{PARENT}-00")
    other = annotate(service).headers["traceparent"].split("-")[1]
    spans = collector.wait_for(lambda spans: any(span.trace_id.hex() == other for span in spans))
    assert TRACE not in {span.trace_id.hex() for span in spans}


def test_sigterm_sends_what_waits(service: RunningService, collector: Collector) -> None:
    """A span of the last moment arrives although the next batch was not due."""
    trace = annotate(service).headers["traceparent"].split("-")[1]
    assert service.stop() == 0
    assert sum(span.trace_id.hex() == trace for span in collector.spans) == 5


@pytest.mark.parametrize("kind", ["refuses", "fails", "is silent"])
def test_an_absent_collector_costs_no_request(tmp_path: Path, kind: str) -> None:
    """Requests are answered, the log says so in a line a worker, and SIGTERM ends the service as ever."""
    with Collector(status=503) as failing, socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = {
            "refuses": f"http://127.0.0.1:{free_port()}",
            "fails": failing.url,
            "is silent": f"http://127.0.0.1:{silent.getsockname()[1]}",
        }[kind]
        with running_service(tmp_path / "log", traces_endpoint=endpoint, graceful_timeout_s="20") as service:
            assert [annotate(service).status_code for _ in range(20)] == [200] * 20
            assert service.stop() == 0
    log = (tmp_path / "log").read_text()
    assert log.count("traces cannot be delivered") <= 2
    assert "Traceback" not in log


def test_a_proxy_of_the_environment_is_not_used(tmp_path: Path, collector: Collector) -> None:
    """Spans go to the endpoint itself, whatever the environment says of proxies."""
    nobody = f"http://127.0.0.1:{free_port()}"
    os_proxies = dict.fromkeys(("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"), nobody)
    session = requests.Session()
    session.trust_env = False
    with running_service(tmp_path / "log", environ=os_proxies, traces_endpoint=collector.url) as service:
        assert session.get(f"{service.url}/v1/models", timeout=30).status_code == 200
        collector.wait_for(lambda spans: any(span.name == "GET /v1/models" for span in spans))


LIST_MODULES = """
import sys
from app.factory import create_app
from app.settings import Settings
from tasks.annotate import Annotator
from tests.fakes import WordCount, serving
client = create_app(Settings(traces_endpoint=sys.argv[1]), Annotator(serving(WordCount()))).test_client()
assert client.get("/v1/models", headers={"traceparent": sys.argv[2]}).headers["traceparent"]
print(sorted(name for name in sys.modules if name.partition(".")[0] in ("opentelemetry", "requests")))
"""


@pytest.mark.parametrize(("endpoint", "loaded"), [("", False), ("http://127.0.0.1:4318", True)])
def test_without_the_setting_nothing_of_opentelemetry_is_loaded(endpoint: str, loaded: bool) -> None:
    """Unset, neither the packages nor what they send with are imported; set, they are."""
    command = [sys.executable, "-c", LIST_MODULES, endpoint, TRACEPARENT]
    outcome = subprocess.run(
        command, check=False, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, timeout=60
    )
    assert outcome.returncode == 0, outcome.stderr
    assert ("opentelemetry" in outcome.stdout) is loaded


def test_an_endpoint_that_is_none_stops_the_start() -> None:
    """One line names the variable and what it takes."""
    command = [sys.executable, "-m", "app", "--port", str(free_port())]
    env = environment(traces_endpoint="collector:4318")
    outcome = subprocess.run(command, check=False, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert outcome.returncode == 2
    assert re.fullmatch(r"doctag cannot start: DOCTAG_TRACES_ENDPOINT .*\n", outcome.stderr)
