"""OpenTelemetry traces: a span a request and one a task, sent to the endpoint that a setting names and nowhere else.

Imported only when traces are asked for. Spans carry counts, codes and bundle digests; never a text, a finding, a key,
a path or a query as it was sent.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import requests
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from app.settings import SettingsError
from tasks.annotate import TaskFailure
from tasks.channels import ServingTask

_QUEUE_SPANS = 2048  # past that spans are dropped: a request never waits for the collector
_BATCH_SPANS = 512
_DELAY_MS = 1000
_SEND_TIMEOUT_S = 5.0
_FLUSH_S = 3.0  # at the end of a worker; well within the time that accepted requests have to finish
_CONTEXT = TraceContextTextMapPropagator()  # W3C Trace Context; baggage is not read: it may hold anything
log = logging.getLogger("doctag.traces")


class _ToldOnce(SpanExporter):
    """An exporter that says when the collector goes away and when it is back, not at every batch."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._is_away = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send a batch, from the exporter's own thread."""
        outcome = self._exporter.export(spans)
        is_away = outcome is not SpanExportResult.SUCCESS
        if is_away != self._is_away:
            self._is_away = is_away
            if is_away:
                log.warning("traces cannot be delivered; they are dropped until the endpoint takes them again")
            else:
                log.warning("traces are delivered again")
        return outcome

    def shutdown(self) -> None:
        """Give up what is being sent."""
        self._exporter.shutdown()


class Traces:
    """The spans of this process.

    Parameters
    ----------
    endpoint : str
        OTLP over HTTP, such as ``http://collector:4318``; ``/v1/traces`` is added when there is no path.
    serving : mapping of str to ServingTask

    Raises
    ------
    SettingsError
        When the endpoint is no HTTP address.

    References
    ----------
    W3C Trace Context, https://www.w3.org/TR/trace-context/; OpenTelemetry's semantic conventions for HTTP spans.
    """

    def __init__(self, endpoint: str, serving: Mapping[str, ServingTask]) -> None:
        self._endpoint = _address(endpoint)
        self._bundles = {
            name: {"doctag.bundle.version": entry.model.version, "doctag.bundle.digest": entry.model.digest}
            for name, entry in serving.items()
        }
        self._provider = TracerProvider(resource=Resource({"service.name": "doctag"}), shutdown_on_exit=False)
        self._tracer = self._provider.get_tracer("doctag")
        self._here = threading.local()

    def start(self) -> None:
        """Begin to send, in a thread of this process: a fork would not inherit it."""
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)  # it tells of every batch that is not delivered
        session = requests.Session()
        session.trust_env = False  # no proxy, no .netrc: the endpoint is the setting's and no other
        exporter = OTLPSpanExporter(self._endpoint, session=session, timeout=_SEND_TIMEOUT_S)
        self._provider.add_span_processor(
            BatchSpanProcessor(
                _ToldOnce(exporter),
                max_queue_size=_QUEUE_SPANS,
                max_export_batch_size=_BATCH_SPANS,
                schedule_delay_millis=_DELAY_MS,
            )
        )

    def stop(self) -> None:
        """Send what is still queued, and give up soon when the endpoint does not take it."""
        flushing = threading.Thread(target=self._provider.shutdown, daemon=True)
        flushing.start()
        flushing.join(_FLUSH_S)

    def begin(self, traceparent: str, tracestate: str, method: str, route: str) -> str:
        """Start the span of a request that this thread answers, under the caller's.

        Parameters
        ----------
        traceparent, tracestate : str
            The headers as they were sent, empty where they were not.
        method, route : str
            As the metrics name them: of a table, never what was sent.

        Returns
        -------
        str
            Value of a `traceparent` that names the span.
        """
        span = self._here.span = self._tracer.start_span(
            f"{method} {route}",
            _CONTEXT.extract({"traceparent": traceparent, "tracestate": tracestate}),
            kind=SpanKind.SERVER,
            attributes={"http.request.method": method, "http.route": route},
        )
        made: dict[str, str] = {}
        _CONTEXT.inject(made, set_span_in_context(span))
        return made["traceparent"]

    def end(self, status: int) -> None:
        """End the span of the request that this thread answers."""
        span: Span = self._here.span
        span.set_attribute("http.response.status_code", status)
        if status >= 500:
            span.set_status(Status(StatusCode.ERROR))
        span.end()
        self._here.span = None

    def enter(self, chars: int, documents: int) -> Span | None:
        """Return the span of this thread's request, on which the size of what it brings is noted."""
        span: Span | None = getattr(self._here, "span", None)
        if span is not None:
            span.set_attributes({"doctag.documents": documents, "doctag.chars": chars})
        return span

    def observe_task(self, name: str, seconds: float, results: Sequence[Any]) -> None:
        """Keep what this thread's task has just done, until `record` says for whom."""
        if not hasattr(self._here, "worked"):
            self._here.worked = []
        end_ns = time.time_ns()
        failures = sum(isinstance(result, TaskFailure) for result in results)
        self._here.worked.append((name, end_ns - int(seconds * 1e9), end_ns, len(results), failures))

    def record(self, lengths: Sequence[tuple[Span | None, int]]) -> None:
        """Give each request a span for each task that worked in this thread since the last call.

        Parameters
        ----------
        lengths : sequence of (Span or None, int)
            For each document that was computed, its request's span and its characters.
        """
        worked, self._here.worked = getattr(self._here, "worked", []), []
        shares: dict[Span, list[int]] = {}
        for span, chars in lengths:
            if span is not None and span.is_recording():
                shares.setdefault(span, []).append(chars)
        for parent, own in shares.items():
            for name, start_ns, end_ns, computed, failures in worked:
                attributes = {
                    "doctag.documents": len(own),
                    "doctag.chars": sum(own),
                    "doctag.computed_together": computed,
                    "doctag.failures": failures,
                    **self._bundles[name],
                }
                context = set_span_in_context(parent)
                self._tracer.start_span(name, context, attributes=attributes, start_time=start_ns).end(end_ns)


def _address(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError(f"DOCTAG_TRACES_ENDPOINT is {endpoint!r}; it takes an address as http://collector:4318")
    return endpoint if parts.path.strip("/") else f"{endpoint.rstrip('/')}/v1/traces"
