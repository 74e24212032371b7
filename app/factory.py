"""The application factory."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, Request, g, request
from flask.sessions import NullSession, SessionInterface
from werkzeug.exceptions import HTTPException

from app import handlers
from app.codec import Reply
from app.routes import SCOPES, make_blueprint
from app.service import Service
from app.settings import Settings
from tasks.annotate import Annotator

log = logging.getLogger("doctag.access")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}  # a label is never the caller's choice
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
# All that says which route a request takes (werkzeug's MapAdapter reads no more).
_ROUTED_BY = (
    "REQUEST_METHOD", "PATH_INFO", "SCRIPT_NAME", "QUERY_STRING", "HTTP_HOST", "HTTP_UPGRADE", "HTTP_CONNECTION",
    "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme",
)  # fmt: skip
_MAX_ROUTES = 256  # that are remembered
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
    app = Application("doctag", root_path=str(Path(__file__).parent), static_folder=None)
    app.config["SETTINGS"] = settings
    app.config["MAX_CONTENT_LENGTH"] = settings.max_request_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_request_bytes
    app.extensions["doctag"] = Service(settings, annotator)
    app.register_blueprint(make_blueprint(list(annotator.serving)))
    handlers.install(app)
    return app


class _NoSessions(SessionInterface):
    """Sessions are not kept; Flask is told so in the least words."""

    _none = NullSession()

    def open_session(self, _app: Flask, _request: Request) -> NullSession:
        """Return the session that holds nothing."""
        return self._none


class _Matched:
    """Stands for a URL adapter where the route is known already."""

    def __init__(self, rule: Any, arguments: Mapping[str, Any]) -> None:
        self._rule = rule
        self._arguments = arguments

    def match(self, **_options: Any) -> tuple[Any, dict[str, Any]]:
        """Return the rule and the view's arguments."""
        return self._rule, dict(self._arguments)


class Application(Flask):
    """Flask, with what surrounds every request in one place, and nothing done for hooks that are not used."""

    response_class = Reply
    session_interface = _NoSessions()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._routes: dict[tuple[Any, ...], _Matched] = {}

    def create_url_adapter(self, request: Request | None) -> Any:
        """Remember which route a method and path lead to, for each host that was asked for."""
        if request is None:
            return super().create_url_adapter(request)
        environ = request.environ
        said = tuple(map(environ.get, _ROUTED_BY))
        known = self._routes.get(said)
        if known is not None:
            return known
        adapter = super().create_url_adapter(request)
        if adapter is not None and not environ.get("QUERY_STRING"):
            if len(self._routes) >= _MAX_ROUTES:
                self._routes.clear()
            with contextlib.suppress(HTTPException):
                self._routes[said] = _Matched(*adapter.match(return_rule=True))
        return adapter

    def full_dispatch_request(self) -> Reply:
        """Answer a request: admit it, run its view, turn what was raised into an answer, count and log it."""
        service: Service = self.extensions["doctag"]
        called, state = request._get_current_object(), g._get_current_object()  # type: ignore[attr-defined]
        service.metrics.in_flight.inc()
        try:
            try:
                _begin(service, called, state)
                _admit(service, called, state)
                reply = self.dispatch_request()
            except Exception as error:  # noqa: BLE001 - every kind has its handler
                reply = self.handle_user_exception(error)
            return _end(service, called, state, reply)
        finally:
            service.metrics.in_flight.dec()

    def do_teardown_request(self, _error: BaseException | None = None) -> None:
        """Do nothing: there is nothing to tear down, and nobody listens for its signal."""

    def do_teardown_appcontext(self, _error: BaseException | None = None) -> None:
        """Do nothing, likewise."""


def _begin(service: Service, called: Request, state: Any) -> None:
    state.started = time.monotonic()
    sent = called.environ.get("HTTP_X_REQUEST_ID", "")
    state.request_id = sent if _REQUEST_ID.fullmatch(sent) else os.urandom(16).hex()
    state.traceparent = _traceparent(service, called)
    state.trace_id = state.traceparent.split("-")[1] if state.traceparent else None


def _traceparent(service: Service, called: Request) -> str:
    """Return what names this request's span, or the caller's where no traces are made, or nothing."""
    sent: str = called.environ.get("HTTP_TRACEPARENT", "")
    if service.traces is not None:
        return service.traces.begin(sent, called.headers.get("tracestate", ""), _method(called), _route(called))
    return sent if _TRACEPARENT.fullmatch(sent) else ""


def _method(called: Request) -> str:
    return called.method if called.method in _METHODS else "other"


def _route(called: Request) -> str:
    return called.url_rule.rule if called.url_rule else "none"


def _admit(service: Service, called: Request, state: Any) -> None:
    """Ask for a key where the route has a scope."""
    scope = SCOPES.get(called.endpoint or "", "annotate") if called.url_rule else None
    if scope is not None:
        environ = called.environ
        bearer = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        state.caller = service.access.check(environ.get("HTTP_X_API_KEY") or bearer, scope)


def _end(service: Service, called: Request, state: Any, reply: Any) -> Reply:
    reply.headers["X-Request-Id"] = state.request_id
    if state.traceparent:
        reply.headers["traceparent"] = state.traceparent
    if service.traces is not None:
        service.traces.end(reply.status_code)
    seconds = time.monotonic() - state.started
    service.metrics.observe_request(_route(called), _method(called), reply.status_code, seconds)
    if log.isEnabledFor(logging.INFO):
        log.info("request", extra=_logged(called, state, reply, seconds))
    return reply  # type: ignore[no-any-return]


def _logged(called: Request, state: Any, reply: Reply, seconds: float) -> dict[str, Any]:
    return {
        "caller": state.get("caller"),
        "request_id": state.request_id,
        "trace_id": state.trace_id,
        "method": called.method,
        "route": _route(called),
        "status": reply.status_code,
        "duration_ms": round(seconds * 1e3, 2),
        "bytes_in": called.content_length,
        "bytes_out": reply.content_length,
    }
