"""Metrics count what callers count, and no label is the caller's choice."""

import re

from flask.testing import FlaskClient


def value(client: FlaskClient, series: str) -> float:
    """Return the value of one series."""
    text = client.get("/metrics").get_data(as_text=True)
    match = re.search(rf"^{re.escape(series)} (\S+)$", text, re.MULTILINE)
    assert match, f"{series} not in {text}"
    return float(match[1])


def test_requests_and_documents_are_counted(client: FlaskClient) -> None:
    """Each request by route and status, each document once, each task's time."""
    client.post("/v1/documents:batchAnnotate", json={"documents": [{"text": "a"}, {"text": "b"}, {}]})
    client.post("/v1/documents:batchAnnotate", data=b"{", content_type="application/json")
    route = 'doctag_requests_total{code="%s",method="POST",route="/v1/documents:batchAnnotate"}'
    assert value(client, route % 200) == 1
    assert value(client, route % 400) == 1
    assert value(client, "doctag_documents_total") == 2
    assert value(client, 'doctag_task_seconds_count{task="count"}') == 1
    assert value(client, "doctag_queue_chars") == 0
    assert value(client, "doctag_requests_in_flight") == 1  # the one that asks


def test_failures_are_counted_by_task(client: FlaskClient) -> None:
    """A document that makes a task fail counts for that task alone."""
    client.post("/v1/documents:annotate", json={"document": {"text": "explode"}})
    assert value(client, 'doctag_task_failures_total{task="count"}') == 1
    assert value(client, 'doctag_task_failures_total{task="chars"}') == 0


def test_bundles_and_memory_are_told(client: FlaskClient) -> None:
    """What serves and what it weighs can be read off."""
    assert value(client, 'doctag_bundle_info{channel="stable",digest="sha256:0",task="count",version="1"}') == 1
    assert re.search(r"doctag_worker_memory_bytes\{pid=\"\d+\"\} [1-9]", client.get("/metrics").get_data(as_text=True))


def test_labels_are_never_the_callers(client: FlaskClient) -> None:
    """Paths and methods that do not exist share one series."""
    client.get("/secret-path-of-the-caller")
    client.open("/healthz", method="FROBNICATE")
    text = client.get("/metrics").get_data(as_text=True)
    assert "secret-path" not in text
    assert "FROBNICATE" not in text
    assert value(client, 'doctag_requests_total{code="404",method="GET",route="none"}') == 1
