from __future__ import annotations

import threading

import pytest

from dataflow.annotators.service.gate import CallGate


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def make_gate(max_calls: int) -> tuple[CallGate, Clock]:
    clock = Clock()
    return CallGate(max_calls, sleep=clock.sleep, clock=lambda: clock.now), clock


def answer_round(gate: CallGate) -> None:
    """Make as many calls at once as the gate allows, all answered."""
    count = gate.limit
    for _ in range(count):
        gate.enter()
    for _ in range(count):
        gate.speed_up()
    for _ in range(count):
        gate.leave()


def push_back_round(gate: CallGate) -> None:
    permits = [gate.enter() for _ in range(gate.limit)]
    for permit in permits:
        gate.slow_down(permit)
        gate.leave()


def test_it_starts_slowly_and_doubles() -> None:
    """The first calls of a new worker come one by one, and the limit is reached within a few rounds."""
    gate, _ = make_gate(16)
    limits = []
    for _ in range(6):
        limits.append(gate.limit)
        answer_round(gate)
    assert limits == [1, 2, 4, 8, 16, 16]


def test_push_back_halves_and_answers_add_one_a_round() -> None:
    """Multiplicative decrease, additive increase, between one call and the bound."""
    gate, _ = make_gate(16)
    for _ in range(4):
        answer_round(gate)
    limits = []
    for step in (push_back_round, answer_round, answer_round, push_back_round, push_back_round, push_back_round):
        step(gate)
        limits.append(gate.limit)
    assert limits == [8, 8, 9, 4, 2, 1]
    push_back_round(gate)
    assert gate.limit == 1


def test_it_finds_its_speed_again() -> None:
    """From the lowest limit, undisturbed calls lead back to the bound in a bounded number of rounds."""
    gate, _ = make_gate(8)
    for _ in range(8):
        push_back_round(gate)
    rounds = 0
    while gate.limit < 8:
        answer_round(gate)
        rounds += 1
    assert 7 <= rounds <= 12


def test_calls_of_one_round_that_fail_together_count_once() -> None:
    """Sixteen calls that meet the same overload halve the limit, they do not bring it to the ground."""
    gate, _ = make_gate(16)
    for _ in range(4):
        answer_round(gate)
    push_back_round(gate)
    assert gate.limit == 8


def test_a_limit_that_holds_nobody_back_does_not_grow() -> None:
    """A single call at a time says nothing of how the service would bear more."""
    gate, _ = make_gate(16)
    for _ in range(50):
        gate.enter()
        gate.speed_up()
        gate.leave()
    assert gate.limit == 3


def test_no_call_begins_during_a_pause() -> None:
    """A pause that the service asks for holds for everybody; the longest of several is kept."""
    gate, clock = make_gate(4)
    permit = gate.enter()
    gate.slow_down(permit, 7.0)
    gate.slow_down(permit, 3.0)
    gate.leave()
    gate.enter()
    assert clock.now == pytest.approx(7.0)
    gate.leave()
    gate.enter()
    assert clock.now == pytest.approx(7.0)


def test_a_call_beyond_the_limit_waits_for_another_to_end() -> None:
    """At the limit nobody enters before somebody leaves."""
    gate, _ = make_gate(1)
    gate.enter()
    entered = threading.Event()

    def enter() -> None:
        gate.enter()
        entered.set()

    thread = threading.Thread(target=enter, daemon=True)
    thread.start()
    assert not entered.wait(0.2)
    gate.leave()
    assert entered.wait(10)
    thread.join()


@pytest.mark.parametrize("capacity", [3, 6, 12])
def test_it_settles_around_what_the_service_bears(capacity: int) -> None:
    """Against a service that pushes back beyond its capacity, the limit stays near it, neither far above nor below."""
    gate, _ = make_gate(64)
    limits = []
    for _ in range(300):
        (push_back_round if gate.limit > capacity else answer_round)(gate)
        limits.append(gate.limit)
    settled = limits[100:]
    assert max(settled) == capacity + 1
    assert min(settled) >= capacity // 2
    assert 0.6 * capacity <= sum(settled) / len(settled) <= capacity
