"""The views of a document agree with the text, whatever the text holds."""

import re
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.document import Document, fold

ANY_TEXT = st.text(st.characters(), max_size=60)  # surrogates and unassigned code points included


def words(document: Document) -> list[str]:
    return [document.text[s:e] for s, e in zip(document.word_starts, document.word_ends, strict=True)]


@given(ANY_TEXT)
def test_offsets_are_code_points_of_the_text(text: str) -> None:
    """Every code point stands at its own offset, surrogates and astral characters too."""
    document = Document(text)
    assert [chr(point) for point in document.points] == list(text)
    assert len(document.folded) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \t\x00", []),
        ("Mud weight", ["Mud", "weight"]),
        ("blåbær på Åsgård", ["blåbær", "på", "Åsgård"]),
        ("15/9-F-14 8 1/2", ["15", "9", "F", "14", "8", "1", "2"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("𠀀𠀁 x", ["𠀀𠀁", "x"]),
        ("snake_case", ["snake_case"]),
        ("\ud800x", ["x"]),
        ("😀a", ["a"]),
    ],
)
def test_words_are_runs_of_letters_marks_and_digits(text: str, expected: list[str]) -> None:
    """Words are what Unicode calls word characters, combining marks with their letter."""
    assert words(Document(text)) == expected


@given(ANY_TEXT)
def test_words_cover_every_letter_once(text: str) -> None:
    """No letter is lost between words, and words never touch."""
    document = Document(text)
    assert sum(document.word_ends - document.word_starts) == document.is_word.sum()
    assert np.all(document.word_ends[:-1] < document.word_starts[1:])


def test_case_does_not_change_a_word_code() -> None:
    """The same word has the same code wherever it stands and however it is cased."""
    codes = Document("Åsgård ÅSGÅRD x åsgård").word_codes
    assert codes[0] == codes[1] == codes[3] != codes[2]


def test_a_letter_that_grows_in_lower_case_keeps_offsets() -> None:
    """The capital dotted I, two code points in lower case, stays one."""
    assert len(fold(Document("İx").points)) == 2


@given(ANY_TEXT, st.integers(1, 6))
def test_ngrams_equal_spans_of_the_same_text(text: str, n: int) -> None:
    """The code of an n-gram is that of the same characters hashed as a span."""
    document = Document(text)
    codes = document.ngram_codes(n)
    starts = np.arange(len(codes))
    assert len(codes) == max(len(text) - n + 1, 0)
    assert np.array_equal(codes, document.span_codes(starts, starts + n))


def test_different_words_have_different_codes() -> None:
    """A hundred thousand different words collide nowhere, anagrams and repeats included."""
    vocabulary = sorted({f"{a}{b}" for a in re.findall(r"\w", "abcdefghijåøæ019") for b in range(6000)})
    vocabulary += ["ab", "ba", "aab", "aba", "baa", "a" * 50, "a" * 51]
    codes = Document(" ".join(vocabulary)).word_codes
    assert len(np.unique(codes)) == len(set(vocabulary))


def test_views_are_computed_once() -> None:
    """A second use hands out the same array."""
    document = Document("some text")
    assert document.ngram_codes(3) is document.ngram_codes(3)
    assert document.folded is document.folded


def test_text_hash_takes_any_string() -> None:
    """Equal texts have equal hashes, lone surrogates included."""
    assert Document("a\ud800").sha256 == Document("a\ud800").sha256 != Document("a").sha256


def test_every_code_point_is_accepted() -> None:
    """All 1,114,112 code points pass through every view."""
    text = "".join(map(chr, range(sys.maxunicode + 1)))
    document = Document(text)
    assert len(document.ngram_codes(2)) == len(text) - 1
    assert len(document.word_codes) > 100
