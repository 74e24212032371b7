"""The people tagger's parts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tasks.document import Document
from tasks.sensitive.people import BEGIN, INSIDE, OUTSIDE, Lexicon, decode, features
from tasks.sensitive.tokens import candidates, tokenize

EMPTY = Lexicon(np.zeros(0, np.uint32), np.zeros(0, np.uint8))


def words(text: str) -> list[str]:
    tokens = tokenize(Document(text))
    return [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)]


def test_hyphens_and_apostrophes_join_but_the_english_genitive_does_not() -> None:
    """A double name is one token; the s of possession is not part of the name."""
    assert words("Anne-Marie O'Hara's car, e.g.") == ["Anne-Marie", "O'Hara", "'", "s", "car", ",", "e", ".", "g", "."]


def test_only_capitalised_words_and_what_links_them_are_candidates() -> None:
    """Everything else is outside by definition and costs nothing."""
    text = "said Ole von Berg to the K. Lund crew"
    tokens = tokenize(Document(text))
    chosen = [text[a:b] for a, b, c in zip(tokens.starts, tokens.ends, candidates(tokens), strict=True) if c]
    assert chosen == ["Ole", "von", "Berg", "K", ".", "Lund"]


def test_capitals_say_nothing_in_a_text_of_capitals() -> None:
    """The remarks of old reports shout; nothing in them is a name for that reason."""
    assert not candidates(tokenize(Document("RAN IN HOLE WITH NEW BIT AND WASHED TO BOTTOM AT FULL RATE"))).any()


def test_features_do_not_depend_on_what_stands_far_away() -> None:
    """A token's features are those of its neighbourhood, so long texts are scored like short ones."""
    short, long = Document("then Ola Lund said so"), Document("x " * 500 + ", then Ola Lund said so")
    rows = []
    for document in (short, long):
        tokens = tokenize(document)
        at = np.flatnonzero(document.points[tokens.starts] == ord("O"))
        rows.append(features(document, tokens, at, 18, EMPTY))
    assert (rows[0] == rows[1]).mean() > 0.85


def test_decoding_equals_the_marginals_by_brute_force() -> None:
    """Scoring all runs at once gives each token the label, and the probability, that summing every path gives."""
    rng = np.random.default_rng(0)
    transitions = rng.normal(size=(3, 3))
    transitions[OUTSIDE, INSIDE] = -1e4
    emissions = rng.normal(size=(9, 3))
    first, last = np.array([0, 4, 5]), np.array([4, 5, 9])
    labels, probabilities = decode(emissions, first, last, transitions)
    for a, b in zip(first, last, strict=True):
        paths = list(np.ndindex(*[3] * (b - a)))
        scores = []
        for path in paths:
            score = sum(emissions[a + i, label] for i, label in enumerate(path)) - 1e4 * (path[0] == INSIDE)
            scores.append(score + sum(transitions[p, q] for p, q in pairwise(path)))
        shares = np.exp(np.array(scores) - np.logaddexp.reduce(scores))
        for i in range(b - a):
            marginal = [sum(s for s, path in zip(shares, paths, strict=True) if path[i] == k) for k in range(3)]
            assert probabilities[a + i] == pytest.approx(max(marginal))
            assert labels[a + i] == np.argmax(marginal)
    assert {OUTSIDE, BEGIN} <= set(labels.tolist())
