"""Types of the requests and answers, made from the table of tasks; they validate and they describe (OpenAPI)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from app.errors import ErrorBody
from tasks.annotate import Annotator
from tasks.channels import ServingTask

DocumentId = Annotated[str, Meta(max_length=1024)]


class DocumentIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document as it is sent."""

    text: str
    id: DocumentId | UnsetType = UNSET


class DocumentError(msgspec.Struct, frozen=True):
    """What stands in a batch's results in place of an annotation."""

    error: ErrorBody
    id: str | UnsetType = UNSET


class ServedModel(msgspec.Struct, frozen=True):
    """One line of ``GET /v1/models``."""

    task: str
    name: str
    version: str
    digest: str
    channel: str
    labels: list[str]
    scores: dict[str, Any]


class ServedModels(msgspec.Struct, frozen=True):
    """The answer of ``GET /v1/models``."""

    models: list[ServedModel]


class Health(msgspec.Struct, frozen=True):
    """The answer of ``/healthz`` and ``/readyz``; `missing` says what is not ready."""

    status: str
    missing: list[str] = []


@dataclass(frozen=True)
class Schemas:
    """The types that depend on which tasks there are.

    Attributes
    ----------
    annotate, batch : type of msgspec.Struct
        Bodies of ``documents:annotate`` and ``documents:batchAnnotate``; the batch's documents stay undecoded,
        so that each can fail alone.
    call : dict of str to type of msgspec.Struct
        Body of each task's own call.
    """

    annotate: type[msgspec.Struct]
    batch: type[msgspec.Struct]
    call: dict[str, type[msgspec.Struct]]


def make_schemas(annotator: Annotator) -> Schemas:
    """Make the request types for the tasks that `annotator` runs."""
    feature = Enum("Feature", {name: name for name in annotator.serving})  # type: ignore[misc]
    shared: list[Any] = [
        ("features", list[feature] | UnsetType, UNSET),
        ("options", annotator.Options | UnsetType, UNSET),
    ]
    return Schemas(
        annotate=_strict("AnnotateRequest", [("document", DocumentIn), *shared]),
        batch=_strict("BatchAnnotateRequest", [("documents", list[msgspec.Raw]), *shared]),
        call={name: _call_type(name, entry) for name, entry in annotator.serving.items()},
    )


def _strict(name: str, fields: list[Any]) -> type[msgspec.Struct]:
    return msgspec.defstruct(name, fields, forbid_unknown_fields=True, frozen=True)


def _call_type(name: str, entry: ServingTask) -> type[msgspec.Struct]:
    """Body of one task's call; its options stand bare or, as in the other calls, under the task's name."""
    options = type(entry.task).Options
    title = name.title()
    bare_or_named = msgspec.defstruct(
        f"{title}CallOptions", [(name, options | UnsetType, UNSET)], bases=(options,), frozen=True
    )
    return _strict(f"{title}Request", [("text", str), ("options", bare_or_named | UnsetType, UNSET)])


def features_of(request: Any) -> list[str] | None:
    """Return the names of the tasks asked for, each once, or None for all."""
    return None if request.features is UNSET else list(dict.fromkeys(item.value for item in request.features))


def options_of(request: Any) -> Any:
    """Return the options of a request, or None for the defaults."""
    return None if request.options is UNSET else request.options


def call_options_of(name: str, request: Any) -> Any:
    """Return one task's options from its own call, wherever they stand."""
    options = options_of(request)
    named = getattr(options, name, UNSET)
    return options if named is UNSET else named


def served_models(serving: Mapping[str, ServingTask]) -> ServedModels:
    """List what serves, one line a task."""
    return ServedModels(
        [
            ServedModel(
                task=name,
                **msgspec.structs.asdict(entry.model),
                labels=entry.manifest.labels,
                scores=entry.manifest.scores,
            )
            for name, entry in serving.items()
        ]
    )
