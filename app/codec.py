"""Bodies in and out: gzip, JSON and MessagePack, with the limits that hold for them."""

from __future__ import annotations

import gzip
import re
import zlib
from typing import Any

import msgspec
from flask import Response, current_app, request

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


def body_bytes() -> bytes:
    """Return the request's body after `Content-Encoding`, within the limits.

    Raises
    ------
    ApiError
        413 when it is too large before or after decompression, 415 for another encoding, 400 for a broken one.
    """
    raw = request.get_data(cache=False)
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in ("identity", ""):
        return raw
    if encoding != "gzip":
        raise ApiError(415, f"Content-Encoding {encoding[:40]!r} is not supported; send gzip or none")
    return _gunzip(raw, current_app.config["SETTINGS"].max_decompressed_bytes)


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


def respond(content: Any, code: int = 200) -> Response:
    """Serialise `content` as the caller accepts it."""
    mime = MSGPACK if request.accept_mimetypes.best_match([JSON, MSGPACK], JSON) == MSGPACK else JSON
    body = _ENCODERS[mime].encode(content)
    response = Response(body, code, content_type=mime)
    response.vary.update(("Accept", "Accept-Encoding"))
    if len(body) >= _MIN_GZIP_BYTES and request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(body, compresslevel=1, mtime=0))
        response.content_encoding = "gzip"
    return response
