"""The application factory."""

from __future__ import annotations

import logging
import re
import time
import uuid
from pathlib import Path

from flask import Flask, Response, g, request

from app import handlers
from app.routes import SCOPES, make_blueprint
from app.service import Service, current_service
from app.settings import Settings
from tasks.annotate import Annotator

log = logging.getLogger("doctag.access")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}  # a label is never the caller's choice
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")  # W3C, 3.2.2


def create_app(settings: Settings, annotator: Annotator) -> Flask:
    """Make the WSGI application.

    Parameters
    ----------
    settings : Settings
    annotator : Annotator

    Returns
    -------
    Flask
    """
    app = Flask("doctag", root_path=str(Path(__file__).parent), static_folder=None)
    app.config["SETTINGS"] = settings
    app.config["MAX_CONTENT_LENGTH"] = settings.max_request_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_request_bytes
    app.extensions["doctag"] = Service(settings, annotator)
    app.register_blueprint(make_blueprint(list(annotator.serving)))
    handlers.install(app)
    app.before_request(_begin)
    app.before_request(_admit)
    app.teardown_request(_leave)
    app.after_request(_end)
    return app


def _begin() -> None:
    g.started = time.monotonic()
    current_service().metrics.in_flight.inc()
    sent = request.headers.get("X-Request-Id", "")
    g.request_id = sent if _REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex
    g.traceparent = _traceparent()
    g.trace_id = g.traceparent.split("-")[1] if g.traceparent else None


def _traceparent() -> str:
    """Return what names this request's span, or the caller's where no traces are made, or nothing."""
    sent = request.headers.get("traceparent", "")
    traces = current_service().traces
    if traces is not None:
        return traces.begin(sent, request.headers.get("tracestate", ""), _method(), _route())
    return sent if _TRACEPARENT.fullmatch(sent) else ""


def _method() -> str:
    return request.method if request.method in _METHODS else "other"


def _route() -> str:
    return request.url_rule.rule if request.url_rule else "none"


def _admit() -> None:
    """Ask for a key where the route has a scope."""
    scope = SCOPES.get(request.endpoint or "", "annotate") if request.url_rule else None
    if scope is not None:
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        g.caller = current_service().access.check(request.headers.get("X-Api-Key") or bearer, scope)


def _leave(_error: BaseException | None) -> None:
    current_service().metrics.in_flight.dec()


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.request_id
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    if g.traceparent:
        response.headers["traceparent"] = g.traceparent
    if (traces := current_service().traces) is not None:
        traces.end(response.status_code)
    seconds = time.monotonic() - g.started
    route = _route()
    metrics = current_service().metrics
    metrics.requests.labels(route, _method(), response.status_code).inc()
    metrics.request_seconds.labels(route).observe(seconds)
    fields = {
        "caller": g.get("caller"),
        "request_id": g.request_id,
        "trace_id": g.trace_id,
        "method": request.method,
        "route": route,
        "status": response.status_code,
        "duration_ms": round(seconds * 1e3, 2),
        "bytes_in": request.content_length,
        "bytes_out": response.content_length,
    }
    log.info("request", extra=fields)
    return response
