from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dataflow.annotators.service.backoff import jittered_delay_s, retry_after_s

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_the_delay_grows_and_is_bounded() -> None:
    """Full jitter: uniform between nothing and a bound that doubles up to a ceiling."""
    assert [jittered_delay_s(attempt, 1.0) for attempt in (1, 2, 3)] == pytest.approx([0.4, 0.8, 1.6])
    assert jittered_delay_s(1000, 1.0) == 20.0
    assert jittered_delay_s(5, 0.0) == 0.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        ("Sat, 21 Nov 2026 12:01:30 GMT", 90.0),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("9" * 500, 999_999_999.0),
    ],
)
def test_the_wish_for_patience_is_read(value: str, seconds: float | None) -> None:
    """Seconds and dates are understood, and what is neither is left to the back-off."""
    assert retry_after_s(value, NOW) == seconds
