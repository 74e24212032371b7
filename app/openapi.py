"""OpenAPI 3.1, generated from the types that validate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from app import schemas
from app.codec import JSON, MSGPACK
from app.errors import STATUS_NAMES, ErrorResponse
from app.settings import Settings
from tasks.annotate import Annotator

VERSION = "1.0.0"
_REF = "#/components/schemas/{name}"


def describe(types: schemas.Schemas, annotator: Annotator, settings: Settings) -> dict[str, Any]:
    """Describe the service.

    Parameters
    ----------
    types : Schemas
    annotator : Annotator
    settings : Settings

    Returns
    -------
    dict
        The OpenAPI document.
    """
    results = {name: type(entry.task).Result for name, entry in annotator.serving.items()}
    components = _components(types, annotator, results)
    return {
        "openapi": "3.1.0",
        "info": {"title": "doctag", "version": VERSION, "description": _description(settings)},
        "paths": dict(_paths(types, annotator, results)),
        "components": {"schemas": components},
    }


def _description(settings: Settings) -> str:
    return (
        "Tags documents: type, keywords, language, sensitive content. Offsets are half-open, in Unicode code points of "
        "the text as sent. Bodies may be gzip and MessagePack. "
        f"Limits: {settings.max_text_chars} characters a document, {settings.max_batch_documents} documents a batch, "
        f"{settings.max_request_bytes} bytes a request."
    )


def _components(types: schemas.Schemas, annotator: Annotator, results: dict[str, Any]) -> dict[str, Any]:
    kinds = [
        types.annotate,
        *types.call.values(),
        annotator.Annotation,
        *results.values(),
        schemas.DocumentError,
        schemas.ServedModels,
        schemas.Health,
        ErrorResponse,
    ]
    _, components = msgspec.json.schema_components(kinds, ref_template=_REF)
    components["BatchAnnotateRequest"] = _batch_request(components["AnnotateRequest"])
    components["BatchAnnotateResponse"] = _object(
        results={"type": "array", "items": {"anyOf": [_ref("Annotation"), _ref("DocumentError")]}}
    )
    components["FileAnnotation"] = {
        "allOf": [_ref("Annotation"), _object(mimeType={"type": "string"})],
        "properties": {"text": {"type": "string", "description": "with include=text"}},
    }
    return components


def _batch_request(annotate: dict[str, Any]) -> dict[str, Any]:
    """Describe the batch: its documents are decoded one by one, so the type that validates holds them raw."""
    properties = {name: schema for name, schema in annotate["properties"].items() if name != "document"}
    documents = {"type": "array", "items": _ref("DocumentIn")}
    return {
        **annotate,
        "title": "BatchAnnotateRequest",
        "properties": {"documents": documents, **properties},
        "required": ["documents"],
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": _REF.format(name=name)}


def _paths(types: schemas.Schemas, annotator: Annotator, results: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    text = {"text": 'Drilled 8 1/2" hole from 2911 m to 3042 m. Mud weight 1.32 sg.'}
    document = {"document": {"id": "report-1", **text}, "features": list(annotator.serving)[:1]}
    yield "/v1/documents:annotate", _post("Annotate one document", "AnnotateRequest", "Annotation", document)
    batch = {"documents": [{"id": "report-1", **text}]}
    yield (
        "/v1/documents:batchAnnotate",
        _post("Annotate a batch of documents", "BatchAnnotateRequest", "BatchAnnotateResponse", batch),
    )
    yield "/v1/files:annotate", {"post": _file_call()}
    for name, result in results.items():
        yield f"/v1/{name}", _post(f"Run the {name} task alone", types.call[name].__name__, result.__name__, text)
    yield "/v1/models", _get("List the bundles that serve", "ServedModels")
    yield "/healthz", _get("Say that the process lives", "Health")
    ready = _get("Say whether the service can annotate", "Health")
    ready["get"]["responses"]["503"] = {"description": "something is missing", "content": _content("Health")}
    yield "/readyz", ready


def _content(schema: str) -> dict[str, Any]:
    return {mime: {"schema": _ref(schema)} for mime in (JSON, MSGPACK)}


def _responses(answer: str, codes: tuple[int, ...]) -> dict[str, Any]:
    errors = {
        str(code): {"description": STATUS_NAMES[code], "content": _content("ErrorResponse")} for code in sorted(codes)
    }
    return {"200": {"description": "the answer", "content": _content(answer)}, **errors}


def _post(summary: str, body: str, answer: str, example: dict[str, Any]) -> dict[str, Any]:
    content = _content(body)
    content[JSON] = {**content[JSON], "example": example}
    request_body = {"required": True, "content": content}
    responses = _responses(answer, (400, 405, 413, 415, 422, 500, 503))
    return {"post": {"summary": summary, "requestBody": request_body, "responses": responses}}


def _get(summary: str, answer: str) -> dict[str, Any]:
    return {"get": {"summary": summary, "responses": _responses(answer, (405, 500))}}


def _file_call() -> dict[str, Any]:
    binary: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
    form = {"schema": _object(file={"type": "string", "format": "binary"})}
    filename = {"name": "filename", "in": "query", "schema": {"type": "string"}}
    include = {"name": "include", "in": "query", "schema": {"type": "string", "enum": ["text", ""]}}
    content = {"application/octet-stream": binary, "multipart/form-data": form}
    return {
        "summary": "Extract a file's text and annotate it; the type is found by content",
        "parameters": [filename, include],
        "requestBody": {"required": True, "content": content},
        "responses": _responses("FileAnnotation", (400, 405, 413, 415, 422, 500, 503)),
    }
