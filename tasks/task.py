"""What every task is: a name, options, a result, and `predict` over a batch of documents."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Self

import msgspec
import numpy as np
from msgspec import UNSET, UnsetType

from tasks.bundle import Bundle
from tasks.document import Document


class Model(msgspec.Struct, frozen=True):
    """Which model said something: the bundle's task, version and digest, and the channel it serves on."""

    name: str
    version: str
    digest: str
    channel: str = "stable"


class TaskOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of a task's options; every field has a default."""


class TaskResult(msgspec.Struct, kw_only=True):
    """Base of a task's result for one document; `model` and `fallback` are filled in by the annotator."""

    model: Model | UnsetType = UNSET
    fallback: bool | UnsetType = UNSET

    def private_spans(self) -> list[tuple[int, int]]:
        """Return the spans of the text that must not be repeated in an answer; none but where a task looks for them."""
        return []

    def without(self, spans: Sequence[tuple[int, int]]) -> Self:
        """Return this result without what repeats the text of spans; itself where nothing does."""
        del spans
        return self

    def headline(self) -> str | None:
        """Return the one word that counts are kept by, out of a small set, or None where there is no such word."""
        return None


def overlaps(places: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether any half-open place shares a code point with any half-open span, in time about linear."""
    if not places or not spans:
        return False
    starts, ends = np.array(sorted(spans)).T
    furthest = np.concatenate(([-1], np.maximum.accumulate(ends)))
    place_starts, place_ends = np.array(places).T
    begun = np.searchsorted(starts, place_ends)  # spans that begin before the place ends
    return bool((furthest[begun] > place_starts).any())


class Task(ABC):
    """One way of tagging documents, backed by a bundle.

    Class attributes
    ----------------
    name : str
        The task's name in URLs, annotations and bundle folders.
    Options : type of TaskOptions
    Result : type of TaskResult
    """

    name: ClassVar[str]
    Options: ClassVar[type[TaskOptions]] = TaskOptions
    Result: ClassVar[type[TaskResult]]

    @classmethod
    @abstractmethod
    def load(cls, bundle: Bundle) -> Self:
        """Make the task from a verified bundle.

        Raises
        ------
        BundleError
            When the bundle's content does not fit this task.
        """

    @abstractmethod
    def predict(self, documents: Sequence[Document], options: Any = None) -> list[Any]:
        """Tag documents.

        Parameters
        ----------
        documents : sequence of Document
        options : Options, optional
            Defaults when None.

        Returns
        -------
        list of Result
            One per document, in the same order; each the same as if its document had come alone.
        """
