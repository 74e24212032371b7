"""Who annotates: the service over HTTP, or the same tasks within the worker."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from dataflow.annotators.service import CallSettings, Outcome, ServiceClient, Text


class Annotator(Protocol):
    """Annotates batches; threads of one process share it."""

    def annotate(self, documents: Sequence[Text], options: dict[str, Any] | None = None) -> dict[str, Outcome]:
        """Return an outcome for every document's id."""

    def models(self) -> dict[str, str]:
        """Return the digests of the bundles that serve, by task."""


class AnnotatorChoice(Protocol):
    """Names an annotator; it travels to the workers in place of one, which holds connections or weights."""

    def __hash__(self) -> int: ...

    def connect(self) -> Annotator:
        """Make the annotator."""


@dataclass(frozen=True)
class ServiceChoice:
    """The service at an address."""

    url: str
    settings: CallSettings

    def connect(self) -> Annotator:
        """Make a client of the service."""
        return ServiceClient(self.url, self.settings)


_lock = threading.Lock()


@lru_cache(maxsize=4)
def _connected(choice: AnnotatorChoice) -> Annotator:
    return choice.connect()


def shared_annotator(choice: AnnotatorChoice) -> Annotator:
    """Return the one annotator of this process for a choice; some runners set a DoFn up for every few elements."""
    with _lock:
        return _connected(choice)
