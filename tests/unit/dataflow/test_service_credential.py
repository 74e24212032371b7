from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dataflow.annotators.service import CallSettings, ServiceClient
from dataflow.annotators.service.credential import Credential, CredentialError, read_key
from dataflow.checks.preflight import check_service
from tests.annotation_service import AnnotationService, Handler

KEY = "s3cret-key-of-the-pipeline"
DOCUMENTS = [(str(number), "Drilling") for number in range(4)]


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text(f"{KEY}\n")
    return path


@pytest.fixture
def guarded() -> Iterator[AnnotationService]:
    """Run a service that lets in who shows the key."""

    def guard(handler: Handler, _: Any) -> bool:
        return handler.headers.get("X-Api-Key") != KEY and handler.fail(401)

    with AnnotationService(guard) as service:
        yield service


def client(url: str, **settings: Any) -> ServiceClient:
    """Return a client whose sleeps take no time."""
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    return ServiceClient(url, CallSettings(**settings), sleep=sleep, clock=lambda: now[0], random_number=lambda: 0.5)


def test_the_key_opens_the_service(guarded: AnnotationService, key_file: Path) -> None:
    """The key of the file is sent with every call."""
    guarded.models = [{"task": "language", "digest": "sha256:a", "channel": "stable"}]
    caller = client(guarded.url, api_key_file=str(key_file))
    assert all(outcome.annotation for outcome in caller.annotate(DOCUMENTS).values())
    assert caller.models() == {"language": "sha256:a"}


def test_the_file_is_read_once(key_file: Path) -> None:
    """A process reads the file at its first call only."""
    reads = []

    def read(path: str) -> str:
        reads.append(path)
        return read_key(path)

    credential = Credential(str(key_file), read)
    assert [credential.headers() for _ in range(5)] == [{"X-Api-Key": KEY}] * 5
    assert reads == [str(key_file)]


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_key_rejects_no_document(status: int, key_file: Path) -> None:
    """Who is not let in waits until the deadline; then the reason says so, and a replay can mend it."""
    with AnnotationService(lambda handler, _: handler.fail(status)) as service:
        outcomes = client(service.url, api_key_file=str(key_file), deadline_s=60.0).annotate(DOCUMENTS)
    assert {outcome.reason for outcome in outcomes.values()} == {"UNAUTHENTICATED"}
    assert all(f"answered {status}" in outcome.message and "replay" in outcome.message for outcome in outcomes.values())
    assert KEY not in str(outcomes)


def test_a_rotated_key_is_found(guarded: AnnotationService, key_file: Path) -> None:
    """A key that was replaced in the file while the process runs lets it in again without a restart."""
    key_file.write_text("yesterday")
    caller = client(guarded.url, api_key_file=str(key_file), deadline_s=1e9)
    fault = guarded.fault
    assert fault is not None

    def rotate_at_the_third(handler: Handler, documents: list[dict[str, Any]]) -> bool:
        if guarded.every("rotation", 3):
            key_file.write_text(KEY)
        return fault(handler, documents)

    guarded.fault = rotate_at_the_third
    outcomes = caller.annotate(DOCUMENTS)
    assert all(outcome.annotation and outcome.attempts == 4 for outcome in outcomes.values())


def test_a_redirection_does_not_take_the_key_elsewhere(key_file: Path) -> None:
    """The key is shown to the service's address and to nobody that it points at."""
    seen = []
    with AnnotationService(lambda handler, _: seen.append(handler.headers["X-Api-Key"]) or False) as other:
        move = {"Location": f"{other.url}/v1/documents:batchAnnotate"}
        with AnnotationService(lambda handler, _: handler.fail(307, **move)) as service:
            outcomes = client(service.url, api_key_file=str(key_file), deadline_s=5.0).annotate(DOCUMENTS)
    assert {outcome.reason for outcome in outcomes.values()} == {"SERVICE_UNAVAILABLE"}
    assert seen == []


def test_the_check_before_a_run_shows_the_key_to_nobody_else(key_file: Path) -> None:
    """Neither does the question whether the service lets us in follow a redirection."""
    with AnnotationService(lambda *_: seen.append("asked") or False) as other:
        seen: list[str] = []
        move = {"Location": f"{other.url}/v1/models"}
        with AnnotationService(lambda handler, _: handler.fail(307, **move)) as service:
            check_service(service.url, str(key_file))
    assert seen == []


def test_the_key_stands_nowhere_but_in_the_call(
    guarded: AnnotationService, key_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in what is logged, printed or sent to other processes: the path travels, the key does not."""
    settings = CallSettings(api_key_file=str(key_file))
    caller = ServiceClient(guarded.url, settings)
    with caplog.at_level(logging.DEBUG):
        caller.annotate(DOCUMENTS)
    assert KEY not in caplog.text
    assert caplog.records
    credential = Credential(str(key_file))
    credential.headers()
    for thing in (settings, caller, credential):
        assert KEY not in repr(thing)
    assert KEY.encode() not in pickle.dumps(settings)
    assert str(key_file).encode() in pickle.dumps(settings)
    for thing in (caller, credential):
        with pytest.raises(TypeError):
            pickle.dumps(thing)


def empty(path: Path) -> None:
    path.write_text(" \n")


def two_lines(path: Path) -> None:
    path.write_text(f"{KEY}\nX-Other: header\n")


def no_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00k")


@pytest.mark.parametrize("spoil", [Path.unlink, empty, two_lines, no_text])
def test_a_file_without_a_key_is_named(spoil: Callable[[Path], Any], key_file: Path) -> None:
    """A missing file and one that holds something else are told by name, without what is in them."""
    spoil(key_file)
    with pytest.raises(CredentialError, match=str(key_file)) as caught:
        read_key(str(key_file))
    assert KEY not in str(caught.value)


def test_a_file_that_comes_late_is_waited_for(guarded: AnnotationService, key_file: Path) -> None:
    """A secret that is not there yet is waited for, and at the deadline the dead letters name its file."""
    key_file.unlink()
    outcomes = client(guarded.url, api_key_file=str(key_file), deadline_s=60.0).annotate(DOCUMENTS)
    assert {outcome.reason for outcome in outcomes.values()} == {"UNAUTHENTICATED"}
    assert str(key_file) in outcomes["0"].message
    assert guarded.calls == []
