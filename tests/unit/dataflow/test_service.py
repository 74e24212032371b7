from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dataflow.annotators.service import CallSettings, ServiceClient, ServiceError
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
    assert clock.now == pytest.approx(2 * (7.0 + 0.2))  # and a little later, so that not all workers come at once
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


def test_after_the_deadline_no_batch_waits_that_long_again() -> None:
    """A service that stays away costs a run its deadline once, not once a batch."""
    clock = Clock()
    with AnnotationService() as gone:
        url = gone.url
    client = make_client(url, clock, deadline_s=60)
    client.annotate(DOCUMENTS)
    over = clock.now
    for _ in range(100):
        outcomes = client.annotate(DOCUMENTS)
        assert {outcome.reason for outcome in outcomes.values()} == {"SERVICE_UNAVAILABLE"}
        assert all(outcome.attempts == 3 for outcome in outcomes.values())
    assert clock.now - over < 100 * 2


def test_a_single_refusal_long_after_an_outage_is_no_outage() -> None:
    """What was known of a service is forgotten when nobody has asked for as long as the deadline."""
    clock = Clock()
    with AnnotationService() as service:
        client = make_client(service.url, clock, deadline_s=60)
        service.fault = lambda handler, _: handler.fail(503)
        client.annotate(DOCUMENTS)
        clock.now += 1000
        service.fault = first(4, lambda handler: handler.fail(503))
        assert all(outcome.annotation for outcome in client.annotate(DOCUMENTS).values())


def test_the_service_is_asked_once_more_at_the_deadline() -> None:
    """A wish for patience beyond the deadline is granted up to the deadline, and then the service has a last word."""
    clock = Clock()
    with AnnotationService(first(1, lambda handler: handler.fail(503, Retry_After="86400"))) as service:
        outcomes = make_client(service.url, clock, deadline_s=60).annotate(DOCUMENTS)
    assert clock.now == pytest.approx(60)
    assert all(outcome.annotation for outcome in outcomes.values())


def test_one_wish_for_patience_holds_for_all_threads() -> None:
    """When the service asks for patience, no thread of the process calls before the time is over."""
    refused, started, gaps = threading.Event(), [], []

    def ask_once(handler: Handler, _: Any) -> bool:
        started.append(time.monotonic())
        if refused.is_set():
            return False
        refused.set()
        return handler.fail(429, Retry_After="1")

    with AnnotationService(ask_once) as service, ThreadPoolExecutor(4) as threads:
        client = ServiceClient(service.url)
        outcomes = list(threads.map(client.annotate, [DOCUMENTS] * 4))
    gaps = [later - started[0] for later in started[1:]]
    assert len(gaps) == 4
    assert min(gaps) >= 1.0
    assert all(outcome.annotation for batch in outcomes for outcome in batch.values())


def test_the_client_slows_down_and_finds_its_speed_again() -> None:
    """Push-back lowers the calls that may be under way at once; answers raise them again, up to the bound."""
    clock = Clock()
    with AnnotationService() as service:
        client = make_client(service.url, clock, max_calls=4)
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(client.annotate, [DOCUMENTS] * 40))
            fast = client.call_limit
            service.fault = first(9, lambda handler: handler.fail(503, Retry_After="1"))
            client.annotate(DOCUMENTS)
            slow = client.call_limit
            list(threads.map(client.annotate, [DOCUMENTS] * 40))
    assert slow < fast
    assert client.call_limit > slow


def test_no_more_calls_are_under_way_than_allowed() -> None:
    """However many threads ask, the service sees no more calls at once than the settings name."""
    lock, under_way, most = threading.Lock(), [0], [0]

    def watch(handler: Handler, _: Any) -> bool:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        time.sleep(0.01)
        with lock:
            under_way[0] -= 1
        return False

    with AnnotationService(watch) as service, ThreadPoolExecutor(12) as threads:
        client = ServiceClient(service.url, CallSettings(max_calls=3))
        list(threads.map(client.annotate, [DOCUMENTS] * 40))
    assert 2 <= most[0] <= 3  # it starts slowly; a loaded machine may not see it at its height


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


@pytest.mark.parametrize("status", [502, 504])
def test_poison_behind_a_gateway_is_found(status: int) -> None:
    """A gateway that gets no answer says so of an absent service and of poison; answers to others tell them apart."""
    clock = Clock()

    def poisoned(handler: Handler, documents: list[dict[str, Any]]) -> bool:
        return any(document["id"] == "6" for document in documents) and handler.fail(status)

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        client.annotate([("other", "Drilling elsewhere")])  # as another thread would meanwhile

    with AnnotationService(poisoned) as service:
        client = ServiceClient(service.url, sleep=sleep, clock=lambda: clock.now, random_number=lambda: 0.5)
        outcomes = client.annotate(DOCUMENTS)
    assert {name for name, outcome in outcomes.items() if outcome.annotation is None} == {"6"}
    assert outcomes["6"].reason == "SERVICE_ERROR"


@pytest.mark.parametrize("status", [302, 404, 405, 502, 504])
def test_answers_that_are_no_documents_fault_are_waited_out(status: int) -> None:
    """What a gateway says while a service is rolled out, or a wrong address, rejects no document."""
    clock = Clock()
    with AnnotationService(first(9, lambda handler: handler.fail(status, Location="http://127.0.0.1:9"))) as service:
        outcomes = make_client(service.url, clock).annotate(DOCUMENTS)
    assert all(outcome.annotation for outcome in outcomes.values())


def test_a_hanging_batch_is_split_at_once() -> None:
    """A time-out is dear: the batch is halved without a second one, for fewer documents may be in time."""
    clock = Clock()

    def hang(_: Handler, documents: list[dict[str, Any]]) -> bool:
        return len(documents) > 5 and (time.sleep(2.0) or True)

    with AnnotationService(hang) as service:
        outcomes = make_client(service.url, clock, read_timeout_s=0.3).annotate(DOCUMENTS)
    assert [documents for documents, _ in service.calls] == [10, 5, 5]
    assert all(outcome.annotation for outcome in outcomes.values())


def test_an_answer_that_hangs_in_the_middle_is_a_failure_not_an_absence() -> None:
    """Half an answer and then silence ends with the read time-out, and the batch is tried anew."""
    clock = Clock()

    def stop_in_the_middle(handler: Handler) -> bool:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"results": [')
        time.sleep(2.0)
        handler.close_connection = True
        return True

    with AnnotationService(first(1, stop_in_the_middle)) as service:
        outcomes = make_client(service.url, clock, read_timeout_s=0.3).annotate(DOCUMENTS)
    assert [documents for documents, _ in service.calls] == [10, 5, 5]
    assert all(outcome.annotation for outcome in outcomes.values())


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


@pytest.mark.parametrize(
    "content",
    [
        b'{"results": []}',
        b'{"results": 7}',
        b'{"results": [7, 8]}',
        b'{"results": [{"id": "0"}, {"id": "1", "error": "broken"}]}',
        b'{"results": [{"id": "0"}, {"id": "1", "error": {"code": "none"}}]}',
        b'{"results": [{"id": "\xff"}, {"id": "1"}]}',
        b"<html>nobody is here</html>",
        b"",
        b"[" * 100_000,
    ],
)
def test_answers_that_do_not_fit_are_not_believed(content: bytes) -> None:
    """Too few results, and answers that are something else, are errors, never annotations of the wrong documents."""
    clock = Clock()
    with AnnotationService(lambda handler, _: handler.send(200, content) or True) as service:
        outcomes = make_client(service.url, clock).annotate(DOCUMENTS[:2])
    assert {outcome.reason for outcome in outcomes.values()} == {"SERVICE_ERROR"}
    assert list(outcomes) == ["0", "1"]


def test_results_of_other_documents_are_not_believed() -> None:
    """Results under other ids than those sent are an error, even when their number is right."""
    clock = Clock()
    with AnnotationService(result=lambda document: {**annotation(document), "id": "9"}) as service:
        outcomes = make_client(service.url, clock).annotate(DOCUMENTS[:2])
    assert {outcome.reason for outcome in outcomes.values()} == {"SERVICE_ERROR"}


def test_half_a_surrogate_pair_does_not_stop_a_batch() -> None:
    """Text that UTF-8 cannot say is sent with U+FFFD in its place, so that offsets stay what they were."""
    texts = []

    def note(_: Handler, documents: list[dict[str, Any]]) -> bool:
        texts.extend(document["text"] for document in documents)
        return False

    with AnnotationService(note) as service:
        outcomes = ServiceClient(service.url).annotate([("a", "x\ud800\udc00y\udfff"), ("b", "Drilling")])
    assert texts == ["x\ufffd\ufffdy\ufffd", "Drilling"]
    assert all(outcome.annotation for outcome in outcomes.values())


def test_a_service_that_hangs_does_not_hold_the_worker() -> None:
    """The read time-out ends a call that is never answered."""
    clock = Clock()
    hang = first(1, lambda _: time.sleep(4.0) or True)
    with AnnotationService(hang) as service:
        started = time.monotonic()
        outcomes = make_client(service.url, clock, read_timeout_s=0.2).annotate(DOCUMENTS)
        assert time.monotonic() - started < 3.5
    assert all(outcome.annotation for outcome in outcomes.values())


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
    assert clock.now == pytest.approx(2 * (7.0 + 0.2))
    with pytest.raises(ServiceError, match="no service for 60 s"):
        make_client(service.url, clock, deadline_s=60).models()
