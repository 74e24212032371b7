"""The engine: documents that wait together are annotated together, urgent calls first, within a bounded queue.

No thread of its own. A thread that must not wait reserves the engine before it has a call, and computes that one alone.
Else the first caller leads and computes; those who come meanwhile wait and are computed together as soon as the leader
has finished a slice. A lone call therefore never waits. Computing is CPU-bound and numpy's short calls hold the
interpreter's lock, so one slice at a time is faster than several side by side.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from app.metrics import Metrics
from tasks.annotate import Annotator
from tasks.document import Document
from tasks.errors import DoctagError

if TYPE_CHECKING:  # OpenTelemetry is loaded only where traces are asked for
    from app.traces import Traces

SLICE_DOCUMENTS = 32  # measured: larger slices gain nothing, and urgent calls wait for one slice at most
SLICE_CHARS = 200_000
_FIRST_CHARS_PER_S = 1_000_000.0  # before anything was measured; the true rate is learned within a few slices
_SMOOTHING = 0.1


class OverloadedError(DoctagError):
    """The queue is full or its wait would be too long; `retry_after_s` says when to come back."""

    code = "OVERLOADED"

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"the service is busy; try again after {retry_after_s} s")
        self.retry_after_s = retry_after_s


class _Job:
    """One call: its documents, how many of them are taken and done, and the event that its thread waits on."""

    __slots__ = (
        "chars",
        "documents",
        "features",
        "key",
        "leads",
        "options",
        "pending",
        "results",
        "taken",
        "trace",
        "urgent",
        "wake",
    )

    def __init__(self, documents: Sequence[Document], features: list[str] | None, options: Any, urgent: bool) -> None:
        self.documents = documents
        self.features = features
        self.options = options
        self.urgent = urgent
        self.key = (tuple(features) if features is not None else None, options and msgspec.json.encode(options))
        self.results: list[Any] = [None] * len(documents)
        self.taken = 0
        self.pending = len(documents)
        self.chars = sum(map(len, documents))
        self.leads = False
        self.trace: Any = None
        self.wake = threading.Event()


class Engine:
    """Runs an annotator for many threads.

    Parameters
    ----------
    annotator : Annotator
    queue_timeout_s : float
        Longest wait in the queue; a call that would wait longer is refused at once.
    metrics : Metrics
    traces : Traces, optional
    """

    def __init__(
        self, annotator: Annotator, queue_timeout_s: float, metrics: Metrics, traces: Traces | None = None
    ) -> None:
        self.annotator = annotator
        self._metrics = metrics
        self._traces = traces
        self._queue_timeout_s = queue_timeout_s
        self._mutex = threading.Lock()
        self._urgent: deque[_Job] = deque()
        self._bulk: deque[_Job] = deque()
        self._busy = False
        self._reserved_by: int | None = None
        self._waiting_chars = 0
        self._chars_per_s = _FIRST_CHARS_PER_S

    def run(
        self, documents: Sequence[Document], features: list[str] | None = None, options: Any = None, *, urgent: bool
    ) -> list[Any]:
        """Annotate documents, together with those of other calls that wait.

        Parameters
        ----------
        documents : sequence of Document
        features : list of str, optional
        options : Options, optional
        urgent : bool
            Whether the call goes before the batches of the ingestion job.

        Returns
        -------
        list of Annotation

        Raises
        ------
        OverloadedError
            When the wait would be, or was, longer than allowed.
        """
        if not documents:
            return []
        if self._reserved_by == threading.get_ident():
            return self._run_alone(documents, features, options)
        job = _Job(documents, features, options, urgent)
        if self._traces is not None:
            job.trace = self._traces.enter(job.chars, len(documents))
        self._enter(job)
        if not job.leads and not job.wake.wait(self._queue_timeout_s):
            self._give_up(job)
        while job.leads and job.pending:
            self._step()
        if job.leads:
            self._hand_over()
        return self._finished(job)

    def reserve(self) -> bool:
        """Take the lead for this thread's next call, if nobody has it, so that it will not wait; then `release`.

        Returns
        -------
        bool
            False when others compute or wait.
        """
        with self._mutex:
            if self._busy:
                return False
            self._busy = True
            self._reserved_by = threading.get_ident()
            return True

    def release(self) -> None:
        """Give the reserved lead to those who came meanwhile."""
        self._reserved_by = None
        self._hand_over()

    def _run_alone(self, documents: Sequence[Document], features: list[str] | None, options: Any) -> list[Any]:
        lengths = [len(document) for document in documents]
        trace = self._traces.enter(sum(lengths), len(documents)) if self._traces is not None else None
        started = time.monotonic()
        annotations = self.annotator.annotate(documents, features, options)
        if self._traces is not None:
            self._traces.record([(trace, length) for length in lengths])
        self._metrics.observe_slice(lengths)
        with self._mutex:
            self._learn_rate(sum(lengths), time.monotonic() - started)
        return annotations

    @staticmethod
    def _finished(job: _Job) -> list[Any]:
        failure = next((result for result in job.results if isinstance(result, BaseException)), None)
        if failure is not None:
            raise failure
        return job.results

    def _enter(self, job: _Job) -> None:
        with self._mutex:
            wait_s = self._waiting_chars / self._chars_per_s
            if self._busy and wait_s > self._queue_timeout_s:
                raise OverloadedError(max(1, round(wait_s)))
            self._metrics.queue_chars.inc(job.chars)
            (self._urgent if job.urgent else self._bulk).append(job)
            self._waiting_chars += job.chars
            if not self._busy:
                self._busy = job.leads = True

    def _give_up(self, job: _Job) -> None:
        """Leave the queue after the longest wait, unless a slice of the job was taken or it leads by now."""
        with self._mutex:
            queue = self._urgent if job.urgent else self._bulk
            if job in queue and not job.taken and not job.leads:
                queue.remove(job)
                self._waiting_chars -= job.chars
                self._metrics.queue_chars.dec(job.chars)
                raise OverloadedError(max(1, round(self._waiting_chars / self._chars_per_s)))
        job.wake.wait()

    def _step(self) -> None:
        """Compute one slice: jobs that ask for the same are taken together."""
        with self._mutex:
            taken = self._take()
        documents = [job.documents[index] for job, index in taken]
        started = time.monotonic()
        try:
            results = self.annotator.annotate(documents, taken[0][0].features, taken[0][0].options)
        except Exception as error:  # noqa: BLE001 - it is raised in each of the calls that it belongs to
            results = [error] * len(taken)
        if self._traces is not None:
            self._traces.record([(job.trace, len(job.documents[index])) for job, index in taken])
        self._deliver(taken, results, time.monotonic() - started)

    def _take(self) -> list[tuple[_Job, int]]:
        queue = self._urgent or self._bulk
        key = queue[0].key
        taken: list[tuple[_Job, int]] = []
        chars = 0
        while queue and queue[0].key == key and len(taken) < SLICE_DOCUMENTS and chars < SLICE_CHARS:
            job = queue[0]
            taken.append((job, job.taken))
            chars += len(job.documents[job.taken])
            job.taken += 1
            if job.taken == len(job.documents):
                queue.popleft()
        return taken

    def _deliver(self, taken: list[tuple[_Job, int]], results: list[Any], seconds: float) -> None:
        lengths = [len(job.documents[index]) for job, index in taken]
        chars = sum(lengths)
        self._metrics.observe_slice(lengths)
        self._metrics.queue_chars.dec(chars)
        with self._mutex:
            self._waiting_chars -= chars
            self._learn_rate(chars, seconds)
            for (job, index), result in zip(taken, results, strict=True):
                job.results[index] = result
                job.pending -= 1
                if not job.pending and not job.leads:
                    job.wake.set()

    def _learn_rate(self, chars: int, seconds: float) -> None:
        rate = max(chars, 1) / max(seconds, 1e-6)
        self._chars_per_s += _SMOOTHING * (rate - self._chars_per_s)

    def _hand_over(self) -> None:
        """Let the longest waiting call lead, or nobody."""
        with self._mutex:
            queue = self._urgent or self._bulk
            if not queue:
                self._busy = False
                return
            queue[0].leads = True
            queue[0].wake.set()
