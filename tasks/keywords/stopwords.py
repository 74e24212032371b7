"""Which words carry no topic, by the language that the text itself shows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SAMPLED_WORDS = 3000


class StopWords:
    """Hashed stop words of many languages.

    Parameters
    ----------
    codes : ndarray of uint64, shape (n_words,)
        Sorted codes, as `Document.word_codes` gives them.
    weights : ndarray of uint8, shape (n_words, n_languages)
        How much a word speaks for a language; zero where it is no stop word of it.
    languages : list of str
        BCP 47 codes, one per column; the column ``""`` holds what is no topic in any language (units, "page").
    """

    def __init__(self, codes: NDArray[np.uint64], weights: NDArray[np.uint8], languages: list[str]) -> None:
        self.codes = codes
        self.weights = weights
        self.languages = languages
        self._everywhere = languages.index("")

    def __call__(self, word_codes: NDArray[np.uint64], language: str | None = None) -> tuple[NDArray[np.bool_], str]:
        """Say which words are stop words of the language that these words are in, and which language that is.

        Parameters
        ----------
        word_codes : ndarray of uint64, shape (n_words,)
        language : str, optional
            The language, where it is known.

        Returns
        -------
        is_stop : ndarray of bool, shape (n_words,)
        language : str
            Empty when no word says anything.
        """
        place = np.minimum(np.searchsorted(self.codes, word_codes), len(self.codes) - 1)
        known = self.codes[place] == word_codes
        best = self._best(place[known]) if language is None else self.languages.index(language)
        listed = (self.weights[:, best] > 0) | (self.weights[:, self._everywhere] > 0)
        return known & listed[place], self.languages[best]

    def _best(self, rows: NDArray[np.int64]) -> int:
        step = max(len(rows) // _SAMPLED_WORDS, 1)
        votes = self.weights[rows[::step]].sum(axis=0, dtype=np.uint32)
        votes[self._everywhere] = 0
        return int(votes.argmax()) if votes.any() else self._everywhere
