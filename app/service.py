"""What every request needs, made once per process: settings, engine, request types, file extraction."""

from __future__ import annotations

import threading
from typing import Any

from app.engine import Engine
from app.openapi import describe
from app.schemas import make_schemas
from app.settings import Settings
from tasks.annotate import Annotator
from tasks.extraction import Extraction, ExtractionPool


class Service:
    """The service behind the routes.

    Parameters
    ----------
    settings : Settings
    annotator : Annotator
        Loaded and ready; it may be shared by processes that were forked after it was made.
    """

    def __init__(self, settings: Settings, annotator: Annotator) -> None:
        self.settings = settings
        self.engine = Engine(annotator, settings.queue_timeout_s)
        self.schemas = make_schemas(annotator)
        self.openapi: dict[str, Any] = describe(self.schemas, annotator, settings)
        self._pool: ExtractionPool | None = None
        self._pool_lock = threading.Lock()

    def missing(self) -> list[str]:
        """Return the names of what the service still waits for, none when it is ready."""
        return [] if self.engine.annotator.serving else ["tasks"]

    def extract(self, content: bytes, filename: str) -> Extraction:
        """Extract a file's text in a child process; the first call starts it, after the worker was forked."""
        with self._pool_lock:
            if self._pool is None:
                self._pool = ExtractionPool(size=1, timeout_s=self.settings.extraction_timeout_s)
        return self._pool.extract(content, filename)
