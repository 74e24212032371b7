from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

import pytest

from dataflow.service import CallSettings, ServiceClient, ServiceError, jittered_delay_s
from tests.annotation_service import AnnotationService, Handler, annotation

DOCUMENTS = [(str(number), f"Drilling from {number} m") for number in range(10)]


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.sleeps = 0.0, []  # type: float, list[float]

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += seconds


def make_client(url: str, clock: Clock, **settings: float) -> ServiceClient:
    return ServiceClient(
        url, CallSettings(**settings), sleep=clock.sleep, clock=lambda: clock.now, random_number=lambda: 0.5
    )


def first(count: int, answer: Callable[[Handler], bool]) -> Callable[[Handler, Any], bool]:
    """Return a fault that answers so the first `count` times."""
    numbers = itertools.count()
    return lambda handler, _: next(numbers) < count and answer(handler)


def test_every_document_has_its_own_annotation() -> None:
    """Results come back under the ids that went in."""
    with AnnotationService() as service:
        outcomes = ServiceClient(service.url).annotate(DOCUMENTS)
    assert {name: outcome.annotation["id"] for name, outcome in outcomes.items() if outcome.annotation} == {
        name: name for name, _ in DOCUMENTS
    }


def test_large_bodies_travel_compressed() -> None:
    """What is worth compressing is compressed on the wire, and arrives whole."""
    lengths = []
    with AnnotationService(
        lambda handler, _: lengths.append(int(handler.headers["Content-Length"])) or False
    ) as service:
        ServiceClient(service.url).annotate([("a", "Drilling " * 10_000)])
    assert service.calls[0][1] > 90_000
    assert lengths[0] < 2_000


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured(status: int) -> None:
    """A service that asks for patience is left alone for as long as it asks."""
    clock = Clock()
    with AnnotationService(first(2, lambda handler: handler.fail(status, Retry_After="7"))) as service:
        outcomes = make_client(service.url, clock).annotate(DOCUMENTS)
    assert clock.sleeps == [7.0, 7.0]
    assert all(outcome.annotation and outcome.attempts == 3 for outcome in outcomes.values())


def test_a_service_that_stays_away_makes_dead_letters_at_the_deadline() -> None:
    """Nothing is given up before the deadline, and everything has its reason after it."""
    clock = Clock()
    with AnnotationService() as gone:
        url = gone.url
    outcomes = make_client(url, clock, deadline_s=60).annotate(DOCUMENTS)
    assert 60 <= clock.now < 60 + 20
    assert {outcome.reason for outcome in outcomes.values()} == {"SERVICE_UNAVAILABLE"}
    assert all(outcome.attempts == len(clock.sleeps) + 1 for outcome in outcomes.values())


@pytest.mark.parametrize("fail", [lambda handler: handler.fail(500), Handler.cut], ids=["500", "cut"])
def test_a_failure_that_passes_is_forgotten(fail: Callable[[Handler], bool]) -> None:
    """One error of the service, or one answer cut in the middle, costs a repetition and nothing else."""
    clock = Clock()
    with AnnotationService(first(1, fail)) as service:
        outcomes = make_client(service.url, clock).annotate(DOCUMENTS)
    assert all(outcome.annotation for outcome in outcomes.values())
    assert [documents for documents, _ in service.calls] == [10, 10]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda handler: handler.fail(500), "SERVICE_ERROR"),
        (Handler.cut, "SERVICE_ERROR"),
        (lambda handler: handler.fail(422), "REJECTED"),
    ],
    ids=["500", "cut", "422"],
)
def test_poison_is_found_and_its_neighbours_are_annotated(answer: Callable[[Handler], bool], reason: str) -> None:
    """A batch that fails as a whole is split until the culprit stands alone."""
    clock = Clock()

    def poisoned(handler: Handler, documents: list[dict[str, Any]]) -> bool:
        return any(document["id"] == "6" for document in documents) and answer(handler)

    with AnnotationService(poisoned) as service:
        outcomes = make_client(service.url, clock).annotate(DOCUMENTS)
    assert {name for name, outcome in outcomes.items() if outcome.annotation is None} == {"6"}
    assert outcomes["6"].reason == reason
    assert outcomes["6"].attempts > 1


def test_errors_of_single_documents_stay_theirs() -> None:
    """A document that the service refuses is refused once, with the service's words; no neighbour is sent again."""

    def result(document: dict[str, Any]) -> dict[str, Any]:
        if document["id"] == "3":
            return {"id": "3", "error": {"code": 422, "status": "INVALID_ARGUMENT", "message": "not this one"}}
        return annotation(document)

    with AnnotationService(result=result) as service:
        outcomes = ServiceClient(service.url).annotate(DOCUMENTS)
    assert len(service.calls) == 1
    assert (outcomes["3"].reason, outcomes["3"].message) == ("REJECTED", "not this one")
    assert sum(outcome.annotation is not None for outcome in outcomes.values()) == 9


def test_a_document_that_fails_for_a_moment_is_tried_again_alone() -> None:
    """An error of the service's own about one document is repeated for that document only."""
    failures = itertools.count()

    def result(document: dict[str, Any]) -> dict[str, Any]:
        if document["id"] == "3" and next(failures) < 2:
            return {"id": "3", "error": {"code": 503, "status": "UNAVAILABLE", "message": "later"}}
        return annotation(document)

    clock = Clock()
    with AnnotationService(result=result) as service:
        outcomes = make_client(service.url, clock).annotate(DOCUMENTS)
    assert all(outcome.annotation for outcome in outcomes.values())
    assert [documents for documents, _ in service.calls] == [10, 1, 1]


def test_answers_that_do_not_fit_are_not_believed() -> None:
    """Too few results are an error, never annotations of the wrong documents."""
    clock = Clock()
    with AnnotationService(lambda handler, _: handler.answer(200, {"results": []}) or True) as service:
        outcomes = make_client(service.url, clock).annotate(DOCUMENTS[:2])
    assert {outcome.reason for outcome in outcomes.values()} == {"SERVICE_ERROR"}


def test_a_service_that_hangs_does_not_hold_the_worker() -> None:
    """The read time-out ends a call that is never answered."""
    clock = Clock()
    hang = first(1, lambda _: time.sleep(4.0) or True)
    with AnnotationService(hang) as service:
        started = time.monotonic()
        outcomes = make_client(service.url, clock, read_timeout_s=0.2).annotate(DOCUMENTS)
        assert time.monotonic() - started < 3.5
    assert all(outcome.annotation for outcome in outcomes.values())


def test_the_delay_grows_and_is_bounded() -> None:
    """Full jitter: uniform between nothing and a bound that doubles up to a ceiling."""
    assert [jittered_delay_s(attempt, 1.0) for attempt in (1, 2, 3)] == pytest.approx([0.4, 0.8, 1.6])
    assert jittered_delay_s(1000, 1.0) == 20.0
    assert jittered_delay_s(5, 0.0) == 0.0


def test_options_travel_with_every_call() -> None:
    """What the tasks are asked for reaches the service, also after a batch was split."""
    options = {"sensitive": {"redact": "type"}}
    sent = []

    def refuse_many(handler: Handler, documents: list[dict[str, Any]]) -> bool:
        sent.append(handler.request_body["options"])
        return len(documents) > 5 and handler.fail(422)

    with AnnotationService(refuse_many) as service:
        outcomes = ServiceClient(service.url).annotate(DOCUMENTS, options)
    assert sent == [options] * 3
    assert all(outcome.annotation for outcome in outcomes.values())


def test_the_service_says_which_models_serve() -> None:
    """The stable bundle's digest stands for its task, also while a canary serves beside it."""
    with AnnotationService() as service:
        service.models = [
            {"task": "language", "digest": "sha256:a", "channel": "stable"},
            {"task": "language", "digest": "sha256:b", "channel": "canary"},
            {"task": "keywords", "digest": "sha256:c", "channel": "stable"},
        ]
        assert ServiceClient(service.url).models() == {"language": "sha256:a", "keywords": "sha256:c"}


def test_asking_for_the_models_is_as_patient_as_annotating() -> None:
    """The answer is waited for while the service is away; after the deadline one error says so."""
    clock = Clock()
    with AnnotationService(first(2, lambda handler: handler.fail(503, Retry_After="7"))) as service:
        service.models = [{"task": "language", "digest": "sha256:a", "channel": "stable"}]
        assert make_client(service.url, clock).models() == {"language": "sha256:a"}
    assert clock.sleeps == [7.0, 7.0]
    with pytest.raises(ServiceError, match="no service for 60 s"):
        make_client(service.url, clock, deadline_s=60).models()
