"""Annotates batches over HTTP and gives up on a document only for a reason."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dataflow.annotators.service.backoff import jittered_delay_s
from dataflow.annotators.service.exchange import (
    AwayError,
    CallError,
    CallSettings,
    Exchange,
    FailedError,
    GatewayError,
    RefusedError,
    TimedOutError,
)
from dataflow.annotators.service.gate import CallGate
from dataflow.annotators.service.presence import Presence
from dataflow.annotators.service.wire import Text, decode_models, decode_results, encode_batch

_BATCH_PATH, _MODELS_PATH = "/v1/documents:batchAnnotate", "/v1/models"
_MAX_FAILURES = 6  # of one document alone: chance that cuts one call in ten is still believed to be chance
_FAILURES_BEFORE_SPLIT = 2
_LEAST_TRIES = 3  # of every batch, however long the service has been away by then


@dataclass(frozen=True)
class Outcome:
    """What became of one document: its annotation, or the reason why there is none, and how often it was sent."""

    annotation: dict[str, Any] | None = None
    reason: str = ""
    message: str = ""
    attempts: int = 1


class ServiceError(Exception):
    """The service gave no answer to a question that concerns no single document."""


@dataclass(eq=False)
class _Pending:
    """Some documents of a batch that still want an outcome."""

    documents: Sequence[Text]
    attempts: int = 0
    failures: int = 0
    misses: int = 0
    away_since: float | None = None
    not_before: float = 0.0
    answers_seen: int | None = None


class ServiceClient:
    """Annotates batches and gives up on a document only for a reason.

    May be used by many threads at once, which then share one limit of calls, one pause and one deadline.

    Parameters
    ----------
    url : str
        Base address of the service.
    settings : CallSettings, optional
    sleep, clock, random_number : callable, optional
        Stand-ins for the real ones.
    """

    def __init__(
        self,
        url: str,
        settings: CallSettings | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        random_number: Callable[[], float] = random.random,
    ) -> None:
        self._settings = settings or CallSettings()
        self._sleep, self._clock, self._random_number = sleep, clock, random_number
        self._exchange = Exchange(url, self._settings)
        self._gate = CallGate(self._settings.max_calls, sleep=sleep, clock=clock)
        self._presence = Presence(self._settings.deadline_s)

    @property
    def call_limit(self) -> int:
        """Calls that may be under way now, as the service's answers have it."""
        return self._gate.limit

    def models(self) -> dict[str, str]:
        """Ask which bundles serve, with the same patience for an absent service as `annotate`.

        Returns
        -------
        dict of str to str
            Digest by task; the stable channel's where several serve.

        Raises
        ------
        ServiceError
            When the service refuses to say, or is away or failing until the deadline.
        """
        since, attempts = self._clock(), 0
        while True:
            attempts += 1
            try:
                return decode_models(self._call("GET", _MODELS_PATH))
            except RefusedError as error:
                raise ServiceError(f"{error}; it does not say which models serve") from error
            except CallError as error:
                if self._clock() - since >= self._settings.deadline_s:
                    raise ServiceError(f"no service for {self._settings.deadline_s:g} s: {error}") from error
                self._sleep(jittered_delay_s(attempts, self._random_number()))

    def annotate(self, documents: Sequence[Text], options: dict[str, Any] | None = None) -> dict[str, Outcome]:
        """Annotate documents.

        A batch that fails as a whole is sent again, then split until the culprit stands alone. While the service
        is away, its wishes (``Retry-After``) are honoured and the batch waits until the deadline.

        Parameters
        ----------
        documents : sequence of (id, text)
            Ids differ from one another.
        options : dict, optional
            What the tasks take, by task, as in the batch call's ``options``.

        Returns
        -------
        dict of str to Outcome
            One for every id.
        """
        outcomes: dict[str, Outcome] = {}
        waiting = [_Pending(list(documents))] if documents else []
        while waiting:
            pending = min(waiting, key=lambda pending: pending.not_before)
            waiting.remove(pending)
            self._sleep_until(pending.not_before)
            waiting += self._advance(pending, options, outcomes)
        return outcomes

    def _sleep_until(self, time_s: float) -> None:
        delay = time_s - self._clock()
        if delay > 0:
            self._sleep(delay)

    def _advance(
        self, pending: _Pending, options: dict[str, Any] | None, outcomes: dict[str, Outcome]
    ) -> list[_Pending]:
        """Make one call; return what is left to do."""
        pending.attempts += 1
        try:
            content = self._call("POST", _BATCH_PATH, *encode_batch(pending.documents, options))
            results = decode_results(content, pending.documents)
        except GatewayError as error:
            return self._wait_or_suspect(pending, error, outcomes)
        except AwayError as error:
            return self._wait(pending, error, outcomes)
        except FailedError as error:
            is_late = isinstance(error, TimedOutError)  # fewer documents may be in time
            return self._retry_or_split(pending, str(error), outcomes, 1 if is_late else _FAILURES_BEFORE_SPLIT)
        except RefusedError as error:
            return _split(pending, "REJECTED", str(error), outcomes)
        return self._sort_results(pending, results, outcomes)

    def _call(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
        """Make one call when the gate lets it pass, and tell the gate what came of it."""
        permit = self._gate.enter()
        try:
            content = self._exchange.call(method, path, body, headers)
        except AwayError as error:
            away_s = self._presence.missed(self._clock())
            self._gate.slow_down(permit, self._pause_s(error, self._settings.deadline_s - away_s))
            raise
        except TimedOutError:
            self._gate.slow_down(permit)
            raise
        except RefusedError:
            self._presence.answered()
            raise
        else:
            self._presence.answered()
            self._gate.speed_up()
            return content
        finally:
            self._gate.leave()

    def _pause_s(self, error: AwayError, left_s: float) -> float:
        """Return for how long nobody is to call: as the service wishes, but at the deadline once more."""
        if error.retry_after_s is None:
            return 0.0
        spread_s = jittered_delay_s(1, self._random_number())  # or all workers would be back at the same moment
        return max(0.0, min(error.retry_after_s + spread_s, left_s))

    def _wait_or_suspect(self, pending: _Pending, error: AwayError, outcomes: dict[str, Outcome]) -> list[_Pending]:
        """Wait for the service, unless it has answered others since this batch got no answer the last time."""
        seen, pending.answers_seen = pending.answers_seen, self._presence.answers
        if seen is not None and pending.answers_seen > seen:
            return self._retry_or_split(pending, str(error), outcomes)
        return self._wait(pending, error, outcomes)

    def _wait(self, pending: _Pending, error: AwayError, outcomes: dict[str, Outcome]) -> list[_Pending]:
        now = self._clock()
        pending.away_since = now if pending.away_since is None else pending.away_since
        pending.misses += 1
        is_long_gone = pending.misses >= _LEAST_TRIES and self._presence.away_s(now) >= self._settings.deadline_s
        if is_long_gone or now - pending.away_since >= self._settings.deadline_s:
            message = f"no service for {self._settings.deadline_s:g} s: {error}; replay when it is back"
            _give_up(pending, error.reason, message, outcomes)
            return []
        pending.not_before = now + jittered_delay_s(pending.misses, self._random_number())
        return [pending]

    def _retry_or_split(
        self,
        pending: _Pending,
        message: str,
        outcomes: dict[str, Outcome],
        failures_before_split: int = _FAILURES_BEFORE_SPLIT,
    ) -> list[_Pending]:
        pending.failures += 1
        pending.misses, pending.away_since = 0, None
        is_alone = len(pending.documents) == 1
        if pending.failures >= (_MAX_FAILURES if is_alone else failures_before_split):
            return _split(pending, "SERVICE_ERROR", message, outcomes)
        pending.not_before = self._clock() + jittered_delay_s(pending.failures, self._random_number())
        return [pending]

    def _sort_results(
        self, pending: _Pending, results: list[dict[str, Any]], outcomes: dict[str, Outcome]
    ) -> list[_Pending]:
        """Take the annotations; errors of single documents are final below 500, else another try alone."""
        again = []
        for (name, text), result in zip(pending.documents, results, strict=True):
            error = result.get("error")
            if error is None:
                outcomes[name] = Outcome(result, attempts=pending.attempts)
            elif error["code"] < 500 and error["code"] != 429:
                outcomes[name] = Outcome(None, "REJECTED", _message(error), pending.attempts)
            else:
                failures = pending.failures if len(pending.documents) == 1 else 0
                lone = _Pending([(name, text)], pending.attempts, failures)
                again += self._retry_or_split(lone, _message(error), outcomes)
        return again


def _message(error: dict[str, Any]) -> str:
    return str(error.get("message", "")) or "no reason given"


def _split(pending: _Pending, reason: str, message: str, outcomes: dict[str, Outcome]) -> list[_Pending]:
    """Halve a batch; a document alone is the culprit."""
    if len(pending.documents) == 1:
        _give_up(pending, reason, message, outcomes)
        return []
    middle = len(pending.documents) // 2
    halves = pending.documents[:middle], pending.documents[middle:]
    return [_Pending(half, pending.attempts) for half in halves]


def _give_up(pending: _Pending, reason: str, message: str, outcomes: dict[str, Outcome]) -> None:
    for name, _ in pending.documents:
        outcomes[name] = Outcome(None, reason, message, pending.attempts)
