"""All tasks over a batch of documents: one annotation each, and no task's failure is another's."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

import msgspec
from msgspec import UNSET, UnsetType

from tasks.channels import ServingTask
from tasks.document import Document
from tasks.errors import DoctagError
from tasks.task import Task, TaskOptions, TaskResult

Observer = Callable[[str, float, Sequence[Any]], None]

log = logging.getLogger("doctag.annotate")


class TaskFailure(msgspec.Struct, frozen=True):
    """Why a task has no result of its own for a document."""

    code: str
    message: str


def annotation_type(table: Mapping[str, type[Task]]) -> type[msgspec.Struct]:
    """Make the type of an annotation: id, text hash, a field per task of the table, errors by task."""
    results = [(name, task.Result | UnsetType, UNSET) for name, task in table.items()]
    fields: list[Any] = [("id", str | UnsetType, UNSET), ("text_sha256", str, ""), *results]
    return msgspec.defstruct(
        "Annotation",
        [*fields, ("errors", dict[str, TaskFailure], msgspec.field(default_factory=dict))],
        rename={"text_sha256": "textSha256"},
        kw_only=True,
    )


def options_type(table: Mapping[str, type[Task]]) -> type[msgspec.Struct]:
    """Make the type of `options`: a field per task, each with that task's own options."""
    fields: list[Any] = [
        (name, task.Options, msgspec.field(default_factory=task.Options)) for name, task in table.items()
    ]
    return msgspec.defstruct("Options", fields, frozen=True, forbid_unknown_fields=True)


class Cache(Protocol):
    """Keeps results that were computed before; see `app.cache`."""

    def get(self, key: tuple[str, str, bytes, str]) -> Any | None:
        """Return a result, or None."""

    def put(self, key: tuple[str, str, bytes, str], result: Any) -> None:
        """Keep a result."""

    def note_joined(self, name: str, count: int) -> None:
        """Take note of results of a task that were shared by equal documents, for which nothing was looked up."""


class Annotator:
    """Runs tasks over documents.

    Parameters
    ----------
    serving : mapping of str to ServingTask
        As `tasks.channels.load_tasks` gives it.

    Attributes
    ----------
    Annotation, Options : type of msgspec.Struct
        The types of an annotation and of the options, made from the table of tasks.
    observer : callable, optional
        Told after every batch of every task: name, seconds, results.
    cache : Cache, optional
        Asked before anything is computed; with one, equal texts of a batch are computed once.
    turn : callable
        Makes the context in which a task of that name works, such as one that limits its time.
    """

    def __init__(self, serving: Mapping[str, ServingTask]) -> None:
        self.serving = dict(serving)
        self.observer: Observer | None = None
        self.cache: Cache | None = None
        self.turn: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext()
        table = {name: type(entry.task) for name, entry in serving.items()}
        self.Annotation = annotation_type(table)
        self.Options = options_type(table)

    def annotate(
        self, documents: Sequence[Document], features: Sequence[str] | None = None, options: Any = None
    ) -> list[Any]:
        """Annotate documents with the tasks asked for.

        Parameters
        ----------
        documents : sequence of Document
        features : sequence of str, optional
            Names of tasks; all when None.
        options : Options, optional

        Returns
        -------
        list of Annotation
            One per document, in the same order.
        """
        annotations = [self._blank(document) for document in documents]
        for name in self.serving if features is None else features:
            given = getattr(options, name, None)
            results = self._cached(name, documents, given) if self.cache else self._observed(name, documents, given)
            for annotation, result in zip(annotations, results, strict=True):
                if isinstance(result, TaskFailure):
                    annotation.errors[name] = result
                    setattr(annotation, name, self._fallback(name))
                else:
                    setattr(annotation, name, result)
        for annotation in annotations:
            self._withhold(annotation)
        return annotations

    def _withhold(self, annotation: Any) -> None:
        """Take out of every result what would repeat something private that another task has found."""
        results = {name: getattr(annotation, name) for name in self.serving}
        present = {name: result for name, result in results.items() if result is not UNSET}
        private = [span for result in present.values() for span in result.private_spans()]
        if private:
            for name, result in present.items():
                setattr(annotation, name, result.without(private))

    def _cached(self, name: str, documents: Sequence[Document], options: TaskOptions | None) -> list[Any]:
        """Compute only what the cache does not have, and equal texts once."""
        said = msgspec.json.encode(options or type(self.serving[name].task).Options())
        digest = self.serving[name].model.digest
        keys = [(name, digest, said, document.sha256) for document in documents]
        known: dict[Any, Any] = {key: self.cache.get(key) if self.cache else None for key in dict.fromkeys(keys)}
        if self.cache and len(known) < len(keys):
            self.cache.note_joined(name, len(keys) - len(known))
        missing = {key: document for key, document in zip(keys, documents, strict=True) if known[key] is None}
        if missing:
            computed = self._observed(name, list(missing.values()), options)
            for key, result in zip(missing, computed, strict=True):
                known[key] = result
                if self.cache and not isinstance(result, TaskFailure):
                    self.cache.put(key, result)
        return [known[key] for key in keys]

    def _observed(self, name: str, documents: Sequence[Document], options: TaskOptions | None) -> list[Any]:
        started = time.perf_counter()
        results = self.predict(name, documents, options)
        if self.observer is not None:
            self.observer(name, time.perf_counter() - started, results)
        return results

    def predict(self, name: str, documents: Sequence[Document], options: TaskOptions | None = None) -> list[Any]:
        """Run one task.

        Returns
        -------
        list of Result or TaskFailure
            One per document, in the same order; a failure stands alone where only its document made the task fail.
        """
        entry = self.serving[name]
        try:
            with self.turn(name):
                results = entry.task.predict(documents, options)
            _check(results, len(documents), type(entry.task).Result)
        except Exception as error:
            log.exception("task %s failed on a batch of %d", name, len(documents))
            if len(documents) == 1:
                return [_failure(name, error)]
            return [self.predict(name, [document], options)[0] for document in documents]
        for result in results:
            result.model = entry.model
        return results

    def _fallback(self, name: str) -> Any:
        entry = self.serving[name]
        if entry.fallback is None:
            return UNSET
        result = msgspec.convert(entry.fallback, type(entry.task).Result)
        result.model, result.fallback = entry.model, True
        return result

    def _blank(self, document: Document) -> Any:
        return self.Annotation(id=UNSET if document.id is None else document.id, text_sha256=document.sha256)


def _check(results: Any, expected: int, kind: type[TaskResult]) -> None:
    if len(results) != expected or not all(isinstance(result, kind) for result in results):
        raise TypeError(f"not {expected} results of type {kind.__name__}")


def _failure(name: str, error: Exception) -> TaskFailure:
    """Say that a task failed, in our words: an exception's may hold the text."""
    code = error.code if isinstance(error, DoctagError) else "TASK_FAILED"
    return TaskFailure(code, f"the {name} task failed on this document")
