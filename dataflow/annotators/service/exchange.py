"""One call over HTTP, and what its failure means."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
import requests
from urllib3.exceptions import ProtocolError, ReadTimeoutError

from dataflow.annotators.service.backoff import retry_after_s
from dataflow.annotators.service.credential import Credential, CredentialError

_GATEWAY_STATUSES = frozenset((502, 504))
_UNAUTHENTICATED_STATUSES = frozenset((401, 403, 407))
_REFUSED_STATUSES = frozenset((400, 413, 415, 422))  # the others below 500 are about the address or the caller


@dataclass(frozen=True)
class CallSettings:
    """How the service is called.

    Attributes
    ----------
    connect_timeout_s, read_timeout_s : float
        Of one call.
    deadline_s : float
        How long an absent service is waited for.
    api_key_file : str or None
        File of one line that is sent as ``X-Api-Key``: a key, or an identity token.
    max_calls : int
        Calls of one process at once, at most.
    """

    connect_timeout_s: float = 5.0
    read_timeout_s: float = 120.0
    deadline_s: float = 600.0
    api_key_file: str | None = None
    max_calls: int = 4


class CallError(Exception):
    """A call gave no answer that can be used."""


class AwayError(CallError):
    """Nobody is there, or they ask for patience, or do not let us in; the documents are not at fault.

    Attributes
    ----------
    reason : str
        Of the dead letters, should it stay so.
    retry_after_s : float or None
    """

    def __init__(
        self, message: str, *, reason: str = "SERVICE_UNAVAILABLE", retry_after_s: float | None = None
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.retry_after_s = retry_after_s


class GatewayError(AwayError):
    """Something between us and the service got no answer from it: it is away, or a document has broken it."""


class FailedError(CallError):
    """The call failed and one of its documents may be why."""


class TimedOutError(FailedError):
    """No answer came in time."""


class RefusedError(CallError):
    """The service will not have this batch, however often it is sent."""


class Exchange:
    """Makes calls; each thread has a session of its own, kept open between calls.

    Parameters
    ----------
    url : str
        Base address of the service.
    settings : CallSettings
    """

    def __init__(self, url: str, settings: CallSettings) -> None:
        self._url = url.rstrip("/")
        self._timeouts = settings.connect_timeout_s, settings.read_timeout_s
        self._credential = Credential(settings.api_key_file)
        self._local = threading.local()

    def call(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
        """Make one call.

        Parameters
        ----------
        method, path : str
        body : bytes, optional
        headers : dict of str to str, optional

        Returns
        -------
        bytes
            The whole answer.

        Raises
        ------
        CallError
            One of its subclasses, which say whose fault it was.
        """
        try:
            credential = self._credential.headers()
        except CredentialError as error:
            raise AwayError(str(error), reason="UNAUTHENTICATED") from error
        response, content = self._exchange(method, path, body, (headers or {}) | credential)
        if response.status_code == 401:
            self._credential.refused(credential)
        _raise_for_status(response)
        return content

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[requests.Response, bytes]:
        try:
            response = self._session().request(
                method,
                self._url + path,
                data=body,
                headers=headers,
                timeout=self._timeouts,
                allow_redirects=False,  # the key is meant for this address and no other
            )
        except requests.RequestException as error:
            raise _meaning(error) from error
        return response, response.content

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False  # the service's address is meant, no proxy of the environment
        session: requests.Session = self._local.session
        return session


def _meaning(error: requests.RequestException) -> CallError:
    """Tell a connection that was never made from one that ended early, which a document may have caused."""
    cause = error.args[0] if error.args else None
    if isinstance(error, requests.ReadTimeout) or isinstance(cause, ReadTimeoutError):
        return TimedOutError("no whole answer in time")
    if isinstance(error, requests.exceptions.ChunkedEncodingError) or isinstance(cause, ProtocolError | OSError):
        return FailedError("the service closed the connection before its answer was whole")
    if isinstance(error, requests.ConnectionError):
        return AwayError("cannot connect")
    return FailedError(f"no answer that can be read ({type(error).__name__})")


def _raise_for_status(response: requests.Response) -> None:
    status = response.status_code
    if status < 300:
        return
    message = f"the service answered {status}"
    if status in _GATEWAY_STATUSES:
        raise GatewayError(message)
    if status in (429, 503):
        raise AwayError(
            message, retry_after_s=retry_after_s(response.headers.get("Retry-After", ""), datetime.now(UTC))
        )
    if status >= 500 or status == 408:
        raise FailedError(message)
    message = f"{message}: {_words(response)}"
    if status in _REFUSED_STATUSES:
        raise RefusedError(message)
    raise AwayError(message, reason="UNAUTHENTICATED" if status in _UNAUTHENTICATED_STATUSES else "SERVICE_UNAVAILABLE")


def _words(response: requests.Response) -> str:
    """Return what an error of the contract's shape says."""
    try:
        return str(msgspec.json.decode(response.content)["error"]["message"])
    except (ValueError, KeyError, TypeError, RecursionError):  # ValueError is what msgspec's errors are too
        return "no reason given"
