"""Guards: what should not be believed is found."""

from __future__ import annotations

import numpy as np

from tasks.training.guards import label_noise, near_duplicates, telling_terms, too_good
from tests.unit.tasks.small_data import make_text


def test_near_duplicates_are_found_across_sets() -> None:
    """A text with a word changed is paired with its original, a text of its own with none."""
    first = [make_text("drilling", i, 120) for i in range(30)]
    second = [first[7].replace("mud", "fluid", 1), make_text("sailing", 999, 120), first[3]]
    pairs = {(a, b): similarity for a, b, similarity in near_duplicates(first, second)}
    assert set(pairs) == {(7, 0), (3, 2)}
    assert pairs[3, 2] == 1.0
    assert 0.8 <= pairs[7, 0] < 1.0


def test_near_duplicates_within_a_set_list_the_later_one() -> None:
    """Within a set each repeat is listed once, with an earlier text; texts without words pair with none."""
    texts = ["one two three four", "", "one two three four", "...", "five six seven eight"]
    assert near_duplicates(texts) == [(0, 2, 1.0)]


def test_accuracy_that_is_too_good_is_warned_of() -> None:
    """Near-perfect accuracy is suspicious, unless guessing reaches it too."""
    assert "duplicates" in str(too_good(0.999, 0.4))
    assert too_good(0.95, 0.4) is None
    assert too_good(0.999, 0.999) is None


def test_a_word_that_gives_the_label_away_is_named() -> None:
    """A word in all texts of a label and nowhere else is found; words that others share are not."""
    texts = [f"common Giveaway {i}" for i in range(20)] + [f"common plain {i}" for i in range(10, 30)]
    labels = ["a"] * 20 + ["b"] * 20
    assert telling_terms(texts, labels) == {"a": "giveaway", "b": "plain"}
    assert telling_terms(["common text"] * 40, labels) == {}


def test_confident_disagreement_is_listed() -> None:
    """A document that all models give to another label is listed with that label; unsure ones are not."""
    chances = np.array([[0.95, 0.05], [0.9, 0.1], [0.1, 0.9], [0.96, 0.04], [0.48, 0.52]])
    found = label_noise(chances, np.array([0, 0, 1, 1, 0]), ["a", "b"], ["d1", "d2", "d3", "d4", "d5"])
    assert found == [{"document": "d4", "label": "b", "suggested": "a", "confidence": 0.96}]
