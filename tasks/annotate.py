"""All tasks over a batch of documents: one annotation each, and no task's failure is another's."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from tasks.channels import ServingTask
from tasks.document import Document
from tasks.task import Task, TaskOptions

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


class Annotator:
    """Runs tasks over documents.

    Parameters
    ----------
    serving : mapping of str to ServingTask
        As `tasks.channels.load_tasks` gives it.
    observer : callable, optional
        Told after every batch of every task: name, seconds, results.

    Attributes
    ----------
    Annotation, Options : type of msgspec.Struct
        The types of an annotation and of the options, made from the table of tasks.
    """

    def __init__(self, serving: Mapping[str, ServingTask], observer: Observer | None = None) -> None:
        self.serving = dict(serving)
        self.observer = observer
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
            started = time.perf_counter()
            results = self.predict(name, documents, getattr(options, name, None))
            if self.observer is not None:
                self.observer(name, time.perf_counter() - started, results)
            for annotation, result in zip(annotations, results, strict=True):
                if isinstance(result, TaskFailure):
                    annotation.errors[name] = result
                    result = self._fallback(name)
                setattr(annotation, name, result)
        return annotations

    def predict(self, name: str, documents: Sequence[Document], options: TaskOptions | None = None) -> list[Any]:
        """Run one task.

        Returns
        -------
        list of Result or TaskFailure
            One per document, in the same order; a failure stands alone where only its document made the task fail.
        """
        entry = self.serving[name]
        try:
            results = entry.task.predict(documents, options)
            if len(results) != len(documents):
                raise RuntimeError(f"{len(results)} results for {len(documents)} documents")
        except Exception:  # noqa: BLE001 - a task is a plug-in: whatever it raises must not cost its neighbours
            log.exception("task %s failed on a batch of %d", name, len(documents))
            return self._one_by_one(name, documents, options)
        for result in results:
            result.model = entry.model
        return results

    def _one_by_one(self, name: str, documents: Sequence[Document], options: TaskOptions | None) -> list[Any]:
        if len(documents) == 1:
            return [TaskFailure("TASK_FAILED", f"the {name} task failed on this document")]
        return [self.predict(name, [document], options)[0] for document in documents]

    def _fallback(self, name: str) -> Any:
        entry = self.serving[name]
        if entry.fallback is None:
            return UNSET
        result = msgspec.convert(entry.fallback, type(entry.task).Result)
        result.model, result.fallback = entry.model, True
        return result

    def _blank(self, document: Document) -> Any:
        return self.Annotation(id=UNSET if document.id is None else document.id, text_sha256=document.sha256)
