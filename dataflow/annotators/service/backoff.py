"""How long to wait before the next try: what the service asks for, and chance."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_BASE_DELAY_S, _MAX_DELAY_S = 0.2, 20.0


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


def retry_after_s(value: str, now: datetime) -> float | None:
    """Read the header ``Retry-After``, which holds seconds or a date.

    Parameters
    ----------
    value : str
        Empty when the header was not sent.
    now : datetime
        With a time zone.

    Returns
    -------
    float or None
        Seconds, never below 0; None when the header says nothing that can be read.

    References
    ----------
    RFC 9110, 10.2.3.
    """
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds())
