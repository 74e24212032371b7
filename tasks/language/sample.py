"""Even samples of long texts, so that ten million characters cost what a page does."""

from __future__ import annotations

from typing import NamedTuple

MAX_CHARS = 512  # of a sample; more says nothing more about a text in one language
_SLICES = 16
_DENSE_FACTOR = 8  # the sample of a text that hardly has letters (tables) is larger
_SPARSE_SHARE = 5  # hardly: less than one in five


class Sample(NamedTuple):
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


def sample(text: str, *, dense: bool = False) -> Sample:
    """Take a short text whole, and of a long one slices from evenly spaced places.

    Parameters
    ----------
    text : str
    dense : bool
        Take eight times as many characters: for a text where hardly any of them is a letter.

    Returns
    -------
    Sample
        At most 512 characters, or 4,096.
    """
    if len(text) <= MAX_CHARS:
        return Sample(text, (0,), len(text))
    length = (min(_DENSE_FACTOR * MAX_CHARS, len(text)) if dense else MAX_CHARS) // _SLICES
    last = len(text) - length
    places = tuple(last * index // (_SLICES - 1) for index in range(_SLICES))
    return Sample("\n".join([text[place : place + length] for place in places]), places, length)


def is_sparse(sampled: Sample, n_letters: int) -> bool:
    """Say whether so few letters were found in the sample of a long text that a dense one is called for."""
    return len(sampled.places) > 1 and n_letters * _SPARSE_SHARE < MAX_CHARS
