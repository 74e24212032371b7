"""The annotation service as the pipeline sees it: batches go in, an outcome for every document comes out."""

from __future__ import annotations

import contextlib
import gzip
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import requests

_BATCH_PATH, _MODELS_PATH = "/v1/documents:batchAnnotate", "/v1/models"
_AWAY_STATUSES = frozenset((429, 502, 503, 504))
_COMPRESS_BYTES = 1024
_MAX_FAILURES = 4  # of one document alone, answered by an error or not at all
_FAILURES_BEFORE_SPLIT = 2
_BASE_DELAY_S, _MAX_DELAY_S = 0.2, 20.0

Text = tuple[str, str]  # a document's id and text


@dataclass(frozen=True)
class Outcome:
    """What became of one document: its annotation, or the reason why there is none, and how often it was sent."""

    annotation: dict[str, Any] | None = None
    reason: str = ""
    message: str = ""
    attempts: int = 1


@dataclass(frozen=True)
class CallSettings:
    """How patient the client is, all in seconds."""

    connect_timeout_s: float = 5.0
    read_timeout_s: float = 120.0
    deadline_s: float = 600.0


class ServiceError(Exception):
    """The service gave no answer to a question that concerns no single document."""


class _AwayError(Exception):
    """Nobody is there, or they ask for patience; the batch itself is not at fault."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class _FailedError(Exception):
    """The call failed and one of its documents may be why."""


class _RefusedError(Exception):
    """The service will not have this batch, however often it is sent."""


@dataclass
class _Pending:
    """Some documents of a batch that still want an outcome."""

    documents: Sequence[Text]
    options: dict[str, Any] | None = None
    attempts: int = 0
    failures: int = 0
    away_since: float | None = None
    message: str = field(default="")


def jittered_delay_s(attempt: int, random_number: float) -> float:
    """Return how long to wait before an attempt.

    Parameters
    ----------
    attempt : int
        Attempts that failed so far, at least 1.
    random_number : float
        Uniform in [0, 1).

    Returns
    -------
    float
        Seconds.

    References
    ----------
    "Full jitter": M. Brooker, "Exponential backoff and jitter", AWS Architecture Blog, 2015.
    """
    return random_number * min(_MAX_DELAY_S, _BASE_DELAY_S * 2.0 ** min(attempt, 16))


class ServiceClient:
    """Annotates batches over HTTP and gives up on a document only for a reason.

    May be used by many threads at once; each has a session of its own, kept open between calls.

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
        self._url = url.rstrip("/")
        self._settings = settings or CallSettings()
        self._sleep, self._clock, self._random_number = sleep, clock, random_number
        self._local = threading.local()

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
                return _decode_models(self._call("GET", _MODELS_PATH))
            except _RefusedError as error:
                raise ServiceError(f"{error}; it does not say which models serve") from error
            except (_AwayError, _FailedError) as error:
                if self._clock() - since >= self._settings.deadline_s:
                    raise ServiceError(f"no service for {self._settings.deadline_s:g} s: {error}") from error
                delay = jittered_delay_s(attempts, self._random_number())
                self._sleep(max(delay, getattr(error, "retry_after_s", None) or 0.0))

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
        stack = [_Pending(list(documents), options)]
        while stack:
            pending = stack.pop()
            if pending.documents:
                stack.extend(self._advance(pending, outcomes))
        return outcomes

    def _advance(self, pending: _Pending, outcomes: dict[str, Outcome]) -> list[_Pending]:
        """Make one call; return what is left to do."""
        pending.attempts += 1
        try:
            content = self._call("POST", _BATCH_PATH, *_encode(pending.documents, pending.options))
            results = _decode(content, len(pending.documents))
        except _AwayError as error:
            return self._wait(pending, error, outcomes)
        except _FailedError as error:
            return self._retry_or_split(pending, str(error), outcomes)
        except _RefusedError as error:
            return _split(pending, "REJECTED", str(error), outcomes)
        return self._sort_results(pending, results, outcomes)

    def _wait(self, pending: _Pending, error: _AwayError, outcomes: dict[str, Outcome]) -> list[_Pending]:
        now = self._clock()
        pending.away_since = now if pending.away_since is None else pending.away_since
        if now - pending.away_since >= self._settings.deadline_s:
            message = f"no service for {self._settings.deadline_s:g} s: {error}; replay when it is back"
            _give_up(pending, "SERVICE_UNAVAILABLE", message, outcomes)
            return []
        delay = jittered_delay_s(pending.attempts, self._random_number())
        self._sleep(max(delay, error.retry_after_s or 0.0))
        return [pending]

    def _retry_or_split(self, pending: _Pending, message: str, outcomes: dict[str, Outcome]) -> list[_Pending]:
        pending.failures += 1
        pending.away_since = None
        is_alone = len(pending.documents) == 1
        if pending.failures >= (_MAX_FAILURES if is_alone else _FAILURES_BEFORE_SPLIT):
            return _split(pending, "SERVICE_ERROR", message, outcomes)
        self._sleep(jittered_delay_s(pending.failures, self._random_number()))
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
            elif int(error.get("code", 500)) < 500 and error.get("code") != 429:
                outcomes[name] = Outcome(None, "REJECTED", _message(error), pending.attempts)
            else:
                lone = _Pending([(name, text)], pending.options, pending.attempts, pending.failures)
                again += self._retry_or_split(lone, _message(error), outcomes)
        return again

    def _call(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
        timeouts = (self._settings.connect_timeout_s, self._settings.read_timeout_s)
        try:
            response = self._session().request(method, self._url + path, data=body, headers=headers, timeout=timeouts)
            content = response.content
        except (requests.ConnectTimeout, requests.ConnectionError) as error:
            if _was_cut(error):
                raise _FailedError("the service closed the connection without an answer") from error
            raise _AwayError("cannot connect") from error
        except requests.RequestException as error:  # time-outs while reading, answers cut in the middle
            raise _FailedError(f"no whole answer ({type(error).__name__})") from error
        _raise_for_status(response)
        return content

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False  # the service's address is meant, no proxy of the environment
        session: requests.Session = self._local.session
        return session


def _encode(documents: Sequence[Text], options: dict[str, Any] | None) -> tuple[bytes, dict[str, str]]:
    request: dict[str, Any] = {"documents": [{"id": name, "text": text} for name, text in documents]}
    body = msgspec.json.encode(request | ({"options": options} if options else {}))
    headers = {"Content-Type": "application/json"}
    if len(body) < _COMPRESS_BYTES:
        return body, headers
    return gzip.compress(body, compresslevel=1, mtime=0), {**headers, "Content-Encoding": "gzip"}


def _was_cut(error: requests.RequestException) -> bool:
    """Tell a connection that ended early, which a document may have caused, from one that was never made."""
    said = repr(error)
    return any(words in said for words in ("RemoteDisconnected", "ConnectionReset", "BrokenPipe", "Connection aborted"))


def _raise_for_status(response: requests.Response) -> None:
    status = response.status_code
    if status < 300:
        return
    message = f"the service answered {status}"
    if status in _AWAY_STATUSES:
        raise _AwayError(message, _retry_after_s(response))
    if status >= 500:
        raise _FailedError(message)
    with contextlib.suppress(ValueError, KeyError, TypeError):
        message = f"{message}: {_message(response.json()['error'])}"
    raise _RefusedError(message)


def _retry_after_s(response: requests.Response) -> float | None:
    """Return the seconds of ``Retry-After`` (RFC 9110, 10.2.3), bounded; a date there is left to the back-off."""
    value = response.headers.get("Retry-After", "")
    return min(float(value), 2 * _MAX_DELAY_S) if value.isdigit() else None


def _decode(content: bytes, expected: int) -> list[dict[str, Any]]:
    try:
        results: list[dict[str, Any]] = msgspec.json.decode(content)["results"]
    except (msgspec.DecodeError, KeyError, TypeError) as error:
        raise _FailedError("the service's answer is no list of results") from error
    if len(results) != expected:
        raise _FailedError(f"the service answered {len(results)} results for {expected} documents")
    return results


def _decode_models(content: bytes) -> dict[str, str]:
    try:
        models = sorted(msgspec.json.decode(content)["models"], key=lambda model: model["channel"] == "stable")
        return {model["task"]: model["digest"] for model in models}
    except (msgspec.DecodeError, KeyError, TypeError) as error:
        raise _FailedError("the service's answer is no list of models") from error


def _message(error: dict[str, Any]) -> str:
    return str(error.get("message", "")) or "no reason given"


def _split(pending: _Pending, reason: str, message: str, outcomes: dict[str, Outcome]) -> list[_Pending]:
    """Halve a batch; a document alone is the culprit."""
    if len(pending.documents) == 1:
        _give_up(pending, reason, message, outcomes)
        return []
    middle = len(pending.documents) // 2
    halves = pending.documents[middle:], pending.documents[:middle]
    return [_Pending(half, pending.options, pending.attempts) for half in halves]


def _give_up(pending: _Pending, reason: str, message: str, outcomes: dict[str, Outcome]) -> None:
    for name, _ in pending.documents:
        outcomes[name] = Outcome(None, reason, message, pending.attempts)
