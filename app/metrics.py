"""Prometheus metrics, added up over the workers; labels come from tables, never from what callers send."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import psutil
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from app.cache import Key, ResultCache
from app.shared_counts import VARIABLE, place
from tasks.annotate import TaskFailure
from tasks.channels import ServingTask

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_DOCUMENTS = (1, 2, 4, 8, 16, 32)
if VARIABLE in os.environ:
    values.ValueClass = values.MultiProcessValue(place)  # files are named by places, not by processes
_CHARS = (100, 1_000, 5_000, 20_000, 100_000, 1_000_000, 10_000_000)


class Metrics:
    """All metrics of the service.

    Parameters
    ----------
    serving : mapping of str to ServingTask
    """

    def __init__(self, serving: Mapping[str, ServingTask]) -> None:
        self._serving = serving
        self._registry = registry = CollectorRegistry()
        self.requests = Counter("doctag_requests", "Requests answered", ("route", "method", "code"), registry=registry)
        self.request_seconds = Histogram(
            "doctag_request_seconds", "Seconds to answer", ("route",), buckets=_SECONDS, registry=registry
        )
        self.in_flight = Gauge(
            "doctag_requests_in_flight", "Requests being answered", registry=registry, multiprocess_mode="livesum"
        )
        self.queue_chars = Gauge(
            "doctag_queue_chars",
            "Characters accepted and not yet annotated",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.refused = Counter("doctag_refused", "Requests refused before work", ("reason",), registry=registry)
        self.documents = Counter("doctag_documents", "Documents annotated", registry=registry)
        self.batch_documents = Histogram(
            "doctag_batch_documents", "Documents computed together", buckets=_DOCUMENTS, registry=registry
        )
        self.text_chars = Histogram("doctag_text_chars", "Characters a document", buckets=_CHARS, registry=registry)
        self.cache_lookups = Counter(
            "doctag_cache_lookups",
            "Results asked of the cache; joined: shared by equal documents that waited together",
            ("task", "outcome"),
            registry=registry,
        )
        self.task_seconds = Histogram(
            "doctag_task_seconds", "Seconds of a task on one batch", ("task",), buckets=_SECONDS, registry=registry
        )
        self.task_failures = Counter("doctag_task_failures", "Documents a task failed on", ("task",), registry=registry)
        self.task_fallbacks = Counter(
            "doctag_task_fallbacks", "Documents answered by a task's fallback", ("task",), registry=registry
        )
        self.predictions = Counter("doctag_predictions", "Results by headline", ("task", "label"), registry=registry)
        self._bundle_info = Gauge(
            "doctag_bundle_info",
            "Bundles that serve",
            ("task", "version", "digest", "channel"),
            registry=registry,
            multiprocess_mode="max",
        )
        self._start_all_series(serving)

    def _start_all_series(self, serving: Mapping[str, ServingTask]) -> None:
        """Begin every series at zero: an alert on a counter that has never counted would not fire at its first."""
        for name, entry in serving.items():
            model = entry.model
            self._bundle_info.labels(name, model.version, model.digest, model.channel).set(1)
            self.task_failures.labels(name)
            self.task_fallbacks.labels(name)
            for outcome in ("hit", "miss", "joined"):
                self.cache_lookups.labels(name, outcome)
        for reason in ("overloaded", "unauthenticated", "forbidden", "rate"):
            self.refused.labels(reason)

    def observe_request(self, route: str, method: str, code: int, seconds: float) -> None:
        """Count an answer."""
        self.requests.labels(route, method, code).inc()
        self.request_seconds.labels(route).observe(seconds)

    def observe_slice(self, chars: Iterable[int]) -> None:
        """Count documents that were annotated together, by their lengths in characters."""
        lengths = list(chars)
        self.batch_documents.observe(len(lengths))
        self.documents.inc(len(lengths))
        for length in lengths:
            self.text_chars.observe(length)

    def observe_task(self, name: str, seconds: float, results: Sequence[Any]) -> None:
        """Count what a task said of a batch."""
        self.task_seconds.labels(name).observe(seconds)
        for result in results:
            if isinstance(result, TaskFailure):
                self.task_failures.labels(name).inc()
                if self._serving[name].fallback is not None:
                    self.task_fallbacks.labels(name).inc()
            elif (headline := result.headline()) is not None:
                self.predictions.labels(name, headline).inc()

    def render(self) -> bytes:
        """Return all metrics in Prometheus's text format, added up over the workers, the dead ones too."""
        registry = self._registry
        if VARIABLE in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)
        return generate_latest(registry) + generate_latest(_memory_registry())


class CountedCache:
    """A cache whose hits and misses are counted.

    Parameters
    ----------
    cache : ResultCache
    metrics : Metrics
    """

    def __init__(self, cache: ResultCache, metrics: Metrics) -> None:
        self._cache = cache
        self._lookups = metrics.cache_lookups

    def get(self, key: Key) -> Any | None:
        """Return a result, or None."""
        result = self._cache.get(key)
        self._lookups.labels(key[0], "miss" if result is None else "hit").inc()
        return result

    def put(self, key: Key, result: Any) -> None:
        """Keep a result."""
        self._cache.put(key, result)

    def note_joined(self, name: str, count: int) -> None:
        """Count results that equal documents shared."""
        self._lookups.labels(name, "joined").inc(count)


class _WorkerMemory(Collector):
    """Resident memory of every worker, read when asked for."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Yield one sample a worker."""
        family = GaugeMetricFamily("doctag_worker_memory_bytes", "Resident memory of a worker", labels=["pid"])
        for process in _workers():
            try:
                family.add_metric([str(process.pid)], process.memory_info().rss)
            except psutil.Error:  # it died while we looked
                continue
        yield family


def _memory_registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_WorkerMemory())
    return registry


def _workers() -> list[psutil.Process]:
    """Return this process and, when it is one of gunicorn's workers, its siblings."""
    own = psutil.Process()
    if VARIABLE not in os.environ:
        return [own]
    return [child for child in psutil.Process(os.getppid()).children() if child.status() != psutil.STATUS_ZOMBIE]
