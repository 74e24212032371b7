"""Even samples of long texts, so that ten million characters cost what a page does."""

from __future__ import annotations

from dataclasses import dataclass

MAX_CHARS = 512  # of a sample; more says nothing more about a text in one language
_SLICES = 16
_SPARSE_FACTOR = 8  # the sample of a text that hardly has letters (tables) is larger


@dataclass(frozen=True)
class Sample:
    """Slices of a text, a line each.

    Attributes
    ----------
    text : str
    places : tuple of int
        Where each slice begins in the whole text, in code points.
    slice_chars : int
    """

    text: str
    places: tuple[int, ...]
    slice_chars: int

    def offset(self, position: int) -> int:
        """Return where a position of the sample stands in the whole text."""
        index = min(position // (self.slice_chars + 1), len(self.places) - 1)
        return self.places[index] + position - index * (self.slice_chars + 1)


def sample(text: str) -> Sample:
    """Take a short text whole, and of a long one slices from evenly spaced places.

    Parameters
    ----------
    text : str

    Returns
    -------
    Sample
        At most 512 characters; where hardly any of them is a letter, eight times as many.
    """
    if len(text) <= MAX_CHARS:
        return Sample(text, (0,), len(text))
    first = _slices(text, MAX_CHARS // _SLICES)
    if sum(map(str.isalpha, first.text)) * 5 >= MAX_CHARS:
        return first
    return _slices(text, min(_SPARSE_FACTOR * MAX_CHARS, len(text)) // _SLICES)


def _slices(text: str, length: int) -> Sample:
    last = len(text) - length
    places = tuple(last * index // (_SLICES - 1) for index in range(_SLICES))
    return Sample("\n".join(text[place : place + length] for place in places), places, length)
