"""Bodies in and out: gzip, JSON and MessagePack, with the limits that hold for them."""

from __future__ import annotations

import functools
import gzip
import re
import zlib
from typing import Any

import msgspec
from flask import Request, Response, current_app, request
from werkzeug.datastructures import Accept, MIMEAccept
from werkzeug.http import parse_accept_header

from app.errors import ApiError, from_validation

JSON = "application/json"
MSGPACK = "application/msgpack"
_ENCODERS: dict[str, Any] = {JSON: msgspec.json.Encoder(), MSGPACK: msgspec.msgpack.Encoder()}
# An escape in a JSON string: a pair of surrogates, one that stands alone, or any other (RFC 8259, section 7).
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_MIN_GZIP_BYTES = 1024  # below that the headers of gzip eat what it saves
_VARY = "Accept, Accept-Encoding"
_ON_EVERY_ANSWER = [("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store")]


class Reply(Response):
    """An answer whose body is here and whole: nothing is left to be found out when it is sent."""

    def __init__(self, response: bytes = b"", *arguments: Any, **named: Any) -> None:
        super().__init__(response, *arguments, **named)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Send it, as every WSGI application does."""
        start_response(self.status, [*self.headers, *_ON_EVERY_ANSWER])
        return () if environ["REQUEST_METHOD"] == "HEAD" else self.response


def body_bytes() -> bytes:
    """Return the request's body after `Content-Encoding`, within the limits.

    Raises
    ------
    ApiError
        413 when it is too large before or after decompression, 415 for another encoding, 400 for a broken one.
    """
    raw = _sent(request._get_current_object())  # type: ignore[attr-defined]
    encoding = request.environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower()
    if encoding in ("identity", ""):
        return raw
    if encoding != "gzip":
        raise ApiError(415, f"Content-Encoding {encoding[:40]!r} is not supported; send gzip or none")
    return _gunzip(raw, current_app.config["SETTINGS"].max_decompressed_bytes)


def _sent(called: Request) -> bytes:
    """Return the body as it was sent; one whose length is known and allowed needs no guarding stream around it."""
    length = called.environ.get("CONTENT_LENGTH", "")
    if length.isdecimal() and length.isascii() and int(length) <= current_app.config["MAX_CONTENT_LENGTH"]:
        body: bytes = called.environ["wsgi.input"].read(int(length))
        return body
    return called.get_data(cache=False)


def _gunzip(raw: bytes, limit: int) -> bytes:
    stream = zlib.decompressobj(wbits=31)
    try:
        body = stream.decompress(raw, limit + 1)
    except zlib.error as error:
        raise ApiError(400, "the body is not valid gzip though Content-Encoding says so") from error
    if len(body) > limit:
        raise ApiError(413, f"the body is more than {limit} bytes after decompression; send smaller batches")
    if not stream.eof:
        raise ApiError(400, "the gzip body ends too early; send it again")
    if stream.unused_data:
        raise ApiError(400, "the body goes on after the end of its gzip data; send one gzip member")
    return body


def decode_body(kind: Any) -> Any:
    """Decode the request's body as `kind`.

    Raises
    ------
    ApiError
        400 when it cannot be parsed, 415 for another content type, 422 when its content is not as it should be.
    """
    mime = request.mimetype or JSON
    if mime not in _ENCODERS:
        raise ApiError(415, f"Content-Type {mime[:60]!r} is not supported; send {JSON} or {MSGPACK}")
    body = body_bytes()
    try:
        return decode(body, kind, mime)
    except msgspec.ValidationError as error:
        raise from_validation(error) from error


def decode(body: bytes | msgspec.Raw, kind: Any, mime: str) -> Any:
    """Decode bytes as `kind`; in JSON, an escaped half of a surrogate pair that stands alone is read as U+FFFD.

    Raises
    ------
    msgspec.ValidationError
        When the content is not as it should be.
    ApiError
        400 when the bytes cannot be parsed.
    """
    module = msgspec.json if mime == JSON else msgspec.msgpack
    try:
        return module.decode(body, type=kind)
    except msgspec.ValidationError:
        raise
    except RecursionError as error:
        raise ApiError(400, "the body is nested too deeply") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        mended = _without_lone_surrogates(bytes(body)) if mime == JSON else body
        if mended != body:
            return decode(mended, kind, mime)
        reason = str(error) if isinstance(error, msgspec.DecodeError) else "it is not UTF-8"
        raise ApiError(400, f"the body is not valid {mime.rpartition('/')[2]}: {reason}") from error


def _without_lone_surrogates(body: bytes) -> bytes:
    """Replace what UTF-8 cannot hold by one code point, so that offsets stay (Unicode 15, 3.9, U+FFFD substitution)."""
    return _ESCAPE.sub(lambda match: rb"\ufffd" if match["lone"] else match[0], body)


@functools.lru_cache(64)
def _mime_for(accept: str) -> str:
    """Return the type to answer in, by the field Accept."""
    accepted = parse_accept_header(accept, MIMEAccept)
    return MSGPACK if accepted.best_match([JSON, MSGPACK], JSON) == MSGPACK else JSON


@functools.lru_cache(64)
def _takes_gzip(accept_encoding: str) -> bool:
    return parse_accept_header(accept_encoding, Accept)["gzip"] > 0


def respond(content: Any, code: int = 200) -> Reply:
    """Serialise `content` as the caller accepts it."""
    environ = request.environ
    mime = _mime_for(environ.get("HTTP_ACCEPT", ""))
    body = _ENCODERS[mime].encode(content)
    headers = [("Content-Type", mime), ("Vary", _VARY)]
    if len(body) >= _MIN_GZIP_BYTES and _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        body = gzip.compress(body, compresslevel=1, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    return Reply(body, code, headers)
