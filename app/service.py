"""What every request needs, made once per process: settings, engine, request types, file extraction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import current_app

from app.access import load_access
from app.cache import ResultCache
from app.engine import Engine
from app.metrics import CountedCache, Metrics
from app.openapi import describe
from app.schemas import make_schemas
from app.settings import Settings
from app.watchdog import Watchdog
from tasks.annotate import Annotator
from tasks.extraction import Extraction, ExtractionPool, Limits

if TYPE_CHECKING:
    from app.traces import Traces


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
        self.access = load_access(settings)
        self.metrics = Metrics(annotator.serving)
        self.watchdog = Watchdog(settings.task_timeout_s, settings.worker_timeout_s, settings.worker_memory_mib)
        self.traces = _traces(settings, annotator)
        annotator.observer = self._observe_task
        annotator.turn = self.watchdog.turn
        if settings.cache_bytes:
            annotator.cache = CountedCache(ResultCache(settings.cache_bytes), self.metrics)
        self.engine = Engine(annotator, settings.queue_timeout_s, self.metrics, self.traces)
        self.schemas = make_schemas(annotator)
        self.openapi: dict[str, Any] = describe(self.schemas, annotator, settings)
        limits = Limits(
            timeout_s=settings.extraction_timeout_s,
            max_file_bytes=settings.max_request_bytes,
            max_text_chars=settings.max_text_chars,
        )
        self._pool = ExtractionPool(size=1, limits=limits)  # starts its child at the first file, after the fork

    def _observe_task(self, name: str, seconds: float, results: Sequence[Any]) -> None:
        self.metrics.observe_task(name, seconds, results)
        if self.traces is not None:
            self.traces.observe_task(name, seconds, results)

    def start(self) -> None:
        """Start the threads of a worker, after its fork."""
        self.watchdog.start()
        if self.traces is not None:
            self.traces.start()

    def stop(self) -> None:
        """Send the traces that wait, at the end of a worker."""
        if self.traces is not None:
            self.traces.stop()

    def missing(self) -> list[str]:
        """Return the names of what the service still waits for, none when it is ready."""
        return [] if self.engine.annotator.serving else ["tasks"]

    def extract(self, content: bytes, filename: str) -> Extraction:
        """Extract a file's text in a child process that can be killed."""
        return self._pool.extract(content, filename)

    def close(self) -> None:
        """End the child process."""
        self._pool.close()


def _traces(settings: Settings, annotator: Annotator) -> Traces | None:
    if not settings.traces_endpoint:
        return None
    from app.traces import Traces  # noqa: PLC0415 - nothing of OpenTelemetry is loaded unless it is asked for

    return Traces(settings.traces_endpoint, annotator.serving)


def current_service() -> Service:
    """Return the service of the application that answers the current request."""
    service: Service = current_app.extensions["doctag"]
    return service
