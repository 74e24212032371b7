"""The routes of v1: each parses, calls the engine, and serialises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from flask import Blueprint, Flask, request
from msgspec import UNSET

from app import schemas
from app.access import Scope
from app.codec import JSON, Reply, body_bytes, decode, decode_body, respond
from app.errors import ApiError, ErrorDetail, from_validation
from app.metrics import CONTENT_TYPE
from app.service import current_service
from tasks.annotate import TaskFailure
from tasks.document import Document

_PAGES = Path(__file__).parent / "pages"
_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def _document(text: str, id: str | None) -> Document:
    limit = current_service().settings.max_text_chars
    if len(text) > limit:
        reason = f"{len(text)} characters, {limit} allowed"
        raise ApiError(413, f"the text is too long: {reason}; split the document", [ErrorDetail("text", reason)])
    return Document(text, id)


def _document_of(sent: schemas.DocumentIn) -> Document:
    return _document(sent.text, None if sent.id is UNSET else str(sent.id))


def annotate() -> Reply:
    """Annotate one document."""
    body = decode_body(current_service().schemas.annotate)
    document = _document_of(body.document)
    features, options = schemas.features_of(body), schemas.options_of(body)
    return respond(current_service().engine.run([document], features, options, urgent=True)[0])


def batch_annotate() -> Reply:
    """Annotate a batch; what is wrong with a document stands in its place among the results."""
    body = decode_body(current_service().schemas.batch)
    limit = current_service().settings.max_batch_documents
    if len(body.documents) > limit:
        reason = f"{len(body.documents)} documents, {limit} allowed"
        raise ApiError(413, f"the batch is too large: {reason}", [ErrorDetail("documents", reason)])
    sent = [_decode_document(raw, index) for index, raw in enumerate(body.documents)]
    documents = [item for item in sent if isinstance(item, Document)]
    features, options = schemas.features_of(body), schemas.options_of(body)
    annotations = iter(current_service().engine.run(documents, features, options, urgent=False))
    return respond({"results": [next(annotations) if isinstance(item, Document) else item for item in sent]})


def _decode_document(raw: msgspec.Raw, index: int) -> Document | schemas.DocumentError:
    mime = request.mimetype or JSON
    try:
        return _document_of(decode(raw, schemas.DocumentIn, mime))
    except msgspec.ValidationError as error:
        failure = from_validation(error, f"documents[{index}]")
    except ApiError as error:
        failure = error
    return schemas.DocumentError(failure.body, _id_of(raw, mime))


def _id_of(raw: msgspec.Raw, mime: str) -> Any:
    """Return the id of a document that is otherwise wrong, so that its sender can tell which it was."""
    try:
        sent = decode(raw, dict[str, Any], mime)
    except (ApiError, msgspec.ValidationError):
        return UNSET
    return sent["id"] if isinstance(sent.get("id"), str) else UNSET


def annotate_file() -> Reply:
    """Extract the text of a file and annotate it; with ``include=text`` the text comes back too."""
    content, filename = _sent_file()
    include = request.args.get("include", "")
    if include not in ("", "text"):
        raise ApiError(
            422, f"include={include[:40]!r} is unknown; it takes 'text'", [ErrorDetail("include", "unknown")]
        )
    extraction = current_service().extract(content, filename)
    annotation = current_service().engine.run([_document(extraction.text, filename or None)], urgent=True)[0]
    answer = msgspec.to_builtins(annotation)
    answer["mimeType"] = extraction.mime_type
    if include == "text":
        answer["text"] = extraction.text
    return respond(answer)


def _sent_file() -> tuple[bytes, str]:
    """Return content and name of the one file in the request, sent raw or as a form's part."""
    if request.mimetype != "multipart/form-data":
        return body_bytes(), request.args.get("filename", "")
    if len(request.files) != 1:
        raise ApiError(422, f"the form holds {len(request.files)} files; send one", [ErrorDetail("file", "not one")])
    sent = next(iter(request.files.values()))
    return sent.read(), request.args.get("filename") or sent.filename or ""


def call_task(name: str) -> Reply:
    """Run one task on one text."""
    service = current_service()
    body = decode_body(service.schemas.call[name])
    options = None
    if body.options is not UNSET:
        options = service.engine.annotator.Options(**{name: schemas.call_options_of(name, body)})
    annotation = service.engine.run([_document(body.text, None)], [name], options, urgent=True)[0]
    result = getattr(annotation, name)
    if result is UNSET:
        failure: TaskFailure = annotation.errors[name]
        raise ApiError(500, failure.message, [ErrorDetail(name, failure.code)])
    return respond(result)


def models() -> Reply:
    """List the bundles that serve."""
    return respond(schemas.served_models(current_service().engine.annotator.serving))


def healthz() -> Reply:
    """Say that the process lives."""
    return respond(schemas.Health("ok"))


def readyz() -> Reply:
    """Say whether the service can annotate, and what is missing if not."""
    missing = current_service().missing()
    return respond(schemas.Health("missing" if missing else "ok", missing), 503 if missing else 200)


def metrics() -> Reply:
    """Give the metrics of all workers."""
    return Reply(current_service().metrics.render(), content_type=CONTENT_TYPE)


def openapi() -> Reply:
    """Describe the service."""
    return respond(current_service().openapi)


def page(content: bytes) -> Reply:
    """Serve a page; it loads nothing from elsewhere."""
    return Reply(content, mimetype="text/html", headers={"Content-Security-Policy": _PAGE_POLICY})


_GETS = {
    "/v1/models": models,
    "/healthz": healthz,
    "/readyz": readyz,
    "/metrics": metrics,
    "/openapi.json": openapi,
}


# Routes that ask for another scope than `annotate`, or for none, by endpoint.
SCOPES: dict[str, Scope | None] = {
    "v1.healthz": None,
    "v1.readyz": None,
    "v1.openapi": None,
    "v1.page_try": None,
    "v1.page_docs": None,
    "v1.metrics": "metrics",
}


def brief_calls(app: Flask) -> frozenset[bytes]:
    """Return method and path of the calls whose cost is bounded by the length of their request.

    A file is not among them, whose text is longer than itself, nor a batch, which may be of many empty documents.
    """
    tasks = [f"POST /v1/{name}" for name in app.extensions["doctag"].schemas.call]
    return frozenset(call.encode() for call in (*tasks, "POST /v1/documents:annotate", "GET /healthz", "GET /readyz"))


def make_blueprint(task_names: list[str]) -> Blueprint:
    """Make the routes: those of the table of tasks follow from it."""
    routes = Blueprint("v1", __name__)
    routes.add_url_rule("/v1/documents:annotate", view_func=annotate, methods=["POST"])
    routes.add_url_rule("/v1/documents:batchAnnotate", view_func=batch_annotate, methods=["POST"])
    routes.add_url_rule("/v1/files:annotate", view_func=annotate_file, methods=["POST"])
    for name in task_names:
        routes.add_url_rule(f"/v1/{name}", f"call_{name}", call_task, defaults={"name": name}, methods=["POST"])
    for path, view in _GETS.items():
        routes.add_url_rule(path, view_func=view, methods=["GET"])
    for path, name in (("/", "try"), ("/docs", "docs")):
        content = (_PAGES / f"{name}.html").read_bytes()
        routes.add_url_rule(path, f"page_{name}", page, defaults={"content": content}, methods=["GET"])
    return routes
