"""Errors of one shape: the only place where what went wrong becomes an HTTP status."""

from __future__ import annotations

import re

import msgspec
from werkzeug.exceptions import HTTPException

from tasks.errors import ExtractionError

STATUS_NAMES = {
    400: "MALFORMED",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    406: "NOT_ACCEPTABLE",
    413: "TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    422: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
_EXTRACTION_STATUS = {"TOO_LARGE": 413, "UNSUPPORTED": 415}
_PATH = re.compile(r"^(?P<reason>.*?)(?: - at `\$\.?(?P<field>.*)`)?$", re.DOTALL)


class ErrorDetail(msgspec.Struct, frozen=True):
    """What was wrong with one field, or the stable reason code of an extraction."""

    field: str
    reason: str


class ErrorBody(msgspec.Struct, frozen=True):
    """An error as callers see it."""

    code: int
    status: str
    message: str
    details: list[ErrorDetail] = []


class ErrorResponse(msgspec.Struct, frozen=True):
    """The body of every answer that is no success."""

    error: ErrorBody


class ApiError(Exception):
    """Answers a request with an error.

    Parameters
    ----------
    code : int
        HTTP status.
    message : str
        What was wrong and what to do, safe to show to any caller.
    details : list of ErrorDetail, optional
    retry_after_s : int, optional
        Seconds after which the same request may succeed.
    """

    def __init__(
        self, code: int, message: str, details: list[ErrorDetail] | None = None, *, retry_after_s: int | None = None
    ) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
        self.body = ErrorBody(code, STATUS_NAMES[code], message, details or [])


def from_validation(error: msgspec.ValidationError, prefix: str = "") -> ApiError:
    """Turn msgspec's message, which ends in the path of the field, into a 422."""
    match = _PATH.match(str(error))
    reason, field = (match["reason"], match["field"] or "") if match else (str(error), "")
    path = ".".join(part for part in (prefix, field.lstrip(".")) if part)
    at = f" at {path}" if path else ""
    return ApiError(422, f"{reason}{at}", [ErrorDetail(path or "body", reason)])


def from_extraction(error: ExtractionError) -> ApiError:
    """Turn the reason why a file gave no text into a status."""
    code = _EXTRACTION_STATUS.get(error.code, 422)
    return ApiError(code, str(error), [ErrorDetail("file", error.code)])


def from_http_exception(error: HTTPException) -> ApiError:
    """Turn an error that Flask raised into ours; what it says comes from werkzeug, never from inside."""
    code = error.code if error.code in STATUS_NAMES else 400
    return ApiError(code, error.description or error.name)
