"""Even samples of long texts, so that ten million characters cost what a page does."""

from __future__ import annotations

MAX_CHARS = 768
_SLICES = 16


def sample(text: str) -> str:
    """Return a short text whole, and of a long one slices from evenly spaced places, a line each."""
    if len(text) <= MAX_CHARS:
        return text
    length = MAX_CHARS // _SLICES
    last = len(text) - length
    places = [last * index // (_SLICES - 1) for index in range(_SLICES)]
    return "\n".join(text[place : place + length] for place in places)
