"""Small real tasks for tests of what surrounds tasks: they count words, and fail when told to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Self

import msgspec

from tasks.bundle import Bundle, Manifest
from tasks.channels import ServingTask
from tasks.document import Document
from tasks.task import Model, Task, TaskOptions, TaskResult, overlaps


class CountOptions(TaskOptions, frozen=True):
    times: Annotated[int, msgspec.Meta(ge=1, le=10)] = 1


class CountResult(TaskResult):
    words: int
    private: list[tuple[int, int]] = msgspec.field(default_factory=list)
    places: list[tuple[int, int]] = msgspec.field(default_factory=list)

    def private_spans(self) -> list[tuple[int, int]]:
        return self.private

    def without(self, spans: Sequence[tuple[int, int]]) -> Self:
        kept = [place for place in self.places if not overlaps([place], spans)]
        return msgspec.structs.replace(self, places=kept)


class WordCount(Task):
    """Counts words; raises on documents that hold the word 'explode'."""

    name: ClassVar[str] = "count"
    Options: ClassVar[type[TaskOptions]] = CountOptions
    Result: ClassVar[type[TaskResult]] = CountResult

    @classmethod
    def load(cls, bundle: Bundle) -> Self:
        return cls()

    def predict(self, documents: Sequence[Document], options: Any = None) -> list[Any]:
        if any("explode" in document.text for document in documents):
            raise ValueError("a secret value from inside")
        times = (options or CountOptions()).times
        return [CountResult(words=times * len(document.word_codes)) for document in documents]


class CharCount(WordCount):
    """Counts characters under another name."""

    name: ClassVar[str] = "chars"
    Options: ClassVar[type[TaskOptions]] = TaskOptions

    def predict(self, documents: Sequence[Document], options: Any = None) -> list[Any]:
        return [CountResult(words=len(document)) for document in documents]


def serving(*tasks: Task, fallback: dict[str, Any] | None = None) -> dict[str, ServingTask]:
    """Serve tasks without bundles on disk."""
    entries = {}
    for task in tasks:
        manifest = Manifest(1, task.name, "1", {}, labels=["a"], fallback=fallback)
        entries[task.name] = ServingTask(task, Model(task.name, "1", "sha256:0"), manifest)
    return entries
