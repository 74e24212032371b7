"""The bytes of the calls: batches as they are sent, answers as they come back."""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from dataflow.annotators.service.exchange import FailedError

_COMPRESS_BYTES = 1024
_SURROGATE = re.compile("[\ud800-\udfff]")

_NOT_AS_AGREED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)

Text = tuple[str, str]  # a document's id and text


class _Error(msgspec.Struct):
    code: int
    message: str = ""


class _Result(msgspec.Struct):
    """What must hold of an annotation or an error in its place; the rest of it is passed on unseen."""

    id: str = ""
    error: _Error | None = None


class _Results(msgspec.Struct):
    results: list[dict[str, Any]]


class _Model(msgspec.Struct):
    task: str
    digest: str
    channel: str


class _Models(msgspec.Struct):
    models: list[_Model]


def encode_batch(documents: Sequence[Text], options: dict[str, Any] | None) -> tuple[bytes, dict[str, str]]:
    """Return the body of a batch call and its headers, compressed when it is worth it.

    Parameters
    ----------
    documents : sequence of (id, text)
        U+FFFD takes the place of half a surrogate pair, which UTF-8 cannot say; offsets stay what they were.
    options : dict or None
        What the tasks take, by task.
    """
    try:
        body = _encode(documents, options)
    except UnicodeEncodeError:
        body = _encode([(name, _SURROGATE.sub("\ufffd", text)) for name, text in documents], options)
    headers = {"Content-Type": "application/json"}
    if len(body) < _COMPRESS_BYTES:
        return body, headers
    return gzip.compress(body, compresslevel=1, mtime=0), {**headers, "Content-Encoding": "gzip"}


def _encode(documents: Sequence[Text], options: dict[str, Any] | None) -> bytes:
    request: dict[str, Any] = {"documents": [{"id": name, "text": text} for name, text in documents]}
    return msgspec.json.encode(request | ({"options": options} if options else {}))


def decode_results(content: bytes, documents: Sequence[Text]) -> list[dict[str, Any]]:
    """Return the results of a batch call, one for every document in their order.

    Raises
    ------
    FailedError
        When the answer is something else, or that to other documents.
    """
    try:
        results = msgspec.json.decode(content, type=_Results).results
        for result in results:
            msgspec.convert(result, _Result)
    except _NOT_AS_AGREED as error:
        raise FailedError("the service's answer is no list of results") from error
    if len(results) != len(documents):
        raise FailedError(f"the service answered {len(results)} results for {len(documents)} documents")
    if any(result.get("id", sent) != sent for result, (sent, _) in zip(results, documents, strict=True)):
        raise FailedError("the service's results are those of other documents")
    return results


def decode_models(content: bytes) -> dict[str, str]:
    """Return the digest of every task's bundle, the stable channel's where several serve.

    Raises
    ------
    FailedError
        When the answer is something else.
    """
    try:
        models = msgspec.json.decode(content, type=_Models).models
    except _NOT_AS_AGREED as error:
        raise FailedError("the service's answer is no list of models") from error
    return {model.task: model.digest for model in sorted(models, key=lambda model: model.channel == "stable")}
