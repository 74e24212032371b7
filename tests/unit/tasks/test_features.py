"""Features: each code stands where its span says, and equal texts have equal codes."""

from __future__ import annotations

import numpy as np
import pytest

from tasks.classification.features import Block, FeatureSpec, check_families, feature_ids, spans_of, window
from tasks.document import Document

FAMILIES = ("words", "pairs", "head", "prefix4", "char3")
SPEC = FeatureSpec(blocks=(Block(FAMILIES),), bits=16)


@pytest.mark.parametrize("family", FAMILIES)
def test_equal_text_has_equal_identifiers_wherever_it_stands(family: str) -> None:
    """Two documents with the same words give the same identifiers for the same spans' texts."""
    document = Document("Mud weight rose.\nmud weight fell, MUD WEIGHT again")
    ids = feature_ids(document, SPEC)[FAMILIES.index(family)]
    starts, ends = spans_of(document, family)
    assert len(ids) == len(starts) == len(ends)
    by_text: dict[str, set[int]] = {}
    for identifier, start, end in zip(ids.tolist(), starts.tolist(), ends.tolist(), strict=True):
        key = (
            " ".join(document.text[start:end].lower().split())
            if family != "char3"
            else document.text[start:end].lower()
        )
        by_text.setdefault(key, set()).add(identifier)
    assert by_text
    assert all(len(found) == 1 for found in by_text.values())


def test_families_never_share_identifiers() -> None:
    """A word and the n-gram of the same letters are different features."""
    ids = feature_ids(Document("mud mud"), SPEC)
    assert not set(ids[0].tolist()) & set(ids[4].tolist())


def test_features_with_digits_do_not_count_when_told_so() -> None:
    """With ``digits`` off, depths and well numbers leave no feature; the others stay as they were."""
    document = Document("depth 2911 m in 15/9-F-1")
    without = FeatureSpec(blocks=SPEC.blocks, bits=16, digits=False)
    for family, kept, every in zip(FAMILIES, feature_ids(document, without), feature_ids(document, SPEC), strict=True):
        starts, ends = spans_of(document, family)
        has_digit = [any(c.isdigit() for c in document.text[s:e]) for s, e in zip(starts, ends, strict=True)]
        assert (kept[has_digit] == -1).all()
        assert (kept[~np.array(has_digit, bool)] == every[~np.array(has_digit, bool)]).all()


def test_long_documents_are_read_through_a_bounded_window() -> None:
    """Ten million characters are read as head and even parts, sixty thousand characters at most."""
    document = Document("x" * 5_000_000 + "y" * 5_000_000)
    parts = window(document, 60_000)
    assert sum(len(part) for _, part in parts) <= 60_000
    assert parts[0][0] == 0
    assert all(document.text[offset : offset + len(part)] == part.text for offset, part in parts)
    assert parts[-1][0] + len(parts[-1][1]) == len(document)


def test_short_documents_are_read_whole() -> None:
    """A document within the window is handed on itself, so that its views are shared with other tasks."""
    document = Document("short")
    assert window(document, 60_000) == [(0, document)]


def test_unknown_families_are_refused() -> None:
    """A manifest of a newer code names the family that is not there."""
    with pytest.raises(ValueError, match="char99"):
        check_families(["words", "char99"])
