"""Flask's error handlers: whatever is raised leaves as one JSON shape."""

from __future__ import annotations

import errno
import logging

from flask import Flask, g
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.codec import Reply, respond
from app.engine import OverloadedError
from app.errors import ApiError, ErrorResponse, from_extraction, from_http_exception
from app.service import current_service
from tasks.errors import ExtractionError, UnavailableError

log = logging.getLogger("doctag.errors")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE}  # of the disk, or of open files
_NO_ROOM_RETRY_S = 30
_REFUSALS = {401: "unauthenticated", 403: "forbidden", 429: "rate", 503: "overloaded"}


def install(app: Flask) -> None:
    """Give `app` a handler for every kind of error."""
    app.register_error_handler(ApiError, _api_error)
    app.register_error_handler(ExtractionError, _extraction_error)
    app.register_error_handler(OverloadedError, _overloaded)
    app.register_error_handler(UnavailableError, _unavailable)
    app.register_error_handler(OSError, _os_error)
    app.register_error_handler(HTTPException, _http_exception)
    app.register_error_handler(Exception, _unexpected)


def _api_error(error: ApiError) -> Reply:
    code = error.body.code
    response = respond(ErrorResponse(error.body), code)
    if code in _REFUSALS:
        current_service().metrics.refused.labels(_REFUSALS[code]).inc()
    if error.retry_after_s is not None:
        response.headers["Retry-After"] = str(error.retry_after_s)
    if code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _extraction_error(error: ExtractionError) -> Reply:
    return _api_error(from_extraction(error))


def _overloaded(error: OverloadedError) -> Reply:
    return _api_error(ApiError(503, str(error), retry_after_s=error.retry_after_s))


def _unavailable(error: UnavailableError) -> Reply:
    log.error("a part is not available", exc_info=error, extra={"request_id": g.get("request_id")})
    message = "a part of the service that this call needs is not available; try again later"
    return _api_error(ApiError(503, message, retry_after_s=_NO_ROOM_RETRY_S))


def _os_error(error: OSError) -> Reply:
    """Tell a lack of room, which may end, from what is wrong with the service."""
    if error.errno not in _NO_ROOM:
        return _unexpected(error)
    log.error("no room for a temporary file", exc_info=error, extra={"request_id": g.get("request_id")})
    return _api_error(ApiError(503, "the service has no room for this request now", retry_after_s=_NO_ROOM_RETRY_S))


def _http_exception(error: HTTPException) -> Reply:
    response = _api_error(from_http_exception(error))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(error.valid_methods)
    return response


def _unexpected(error: Exception) -> Reply:
    log.error("request failed", exc_info=error, extra={"request_id": g.get("request_id")})
    return _api_error(ApiError(500, "the service failed on this request; its log has the cause under the request id"))
