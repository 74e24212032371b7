from __future__ import annotations

import itertools

import apache_beam as beam
import pytest
from apache_beam.testing import test_stream as simulated
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.window import TimestampedValue

from dataflow.accounting.metrics import final_counts
from dataflow.sources.versions import OnlyNewest, Version, reason_to_skip

OLD, OLD_GONE, NEW, NEW_GONE = (1, False, "a"), (1, True, ""), (2, False, "b"), (2, True, "")


@pytest.mark.parametrize(
    ("standing", "coming", "reason"),
    [
        (None, OLD, None),
        (OLD, NEW, None),
        (OLD, OLD_GONE, None),
        (OLD_GONE, NEW, None),
        (OLD, OLD, "DUPLICATE"),
        (OLD_GONE, OLD_GONE, "DUPLICATE"),
        (NEW, OLD, "SUPERSEDED"),
        (NEW, OLD_GONE, "SUPERSEDED"),
        (OLD_GONE, OLD, "DELETED"),
        (NEW_GONE, OLD, "DELETED"),
        (NEW_GONE, NEW, "DELETED"),
    ],
)
def test_a_newer_generation_and_a_deletion_win(standing: Version | None, coming: Version, reason: str | None) -> None:
    """Generations rise; a deletion ends its own generation and those before; what came already is a duplicate."""
    assert reason_to_skip(standing, coming) == reason


def test_every_order_of_coming_ends_in_the_same_version() -> None:
    """Whatever order messages arrive in, the last version that counts is the same."""
    for order in itertools.permutations([OLD, OLD_GONE, NEW, NEW_GONE, NEW, OLD]):
        standing: Version | None = None
        for coming in order:
            if reason_to_skip(standing, coming) is None:
                standing = coming
        assert standing == NEW_GONE


def test_two_texts_of_one_generation_have_an_order() -> None:
    """Two contents published under one generation are told apart, and the same one wins in either order."""
    first, second = (5, False, "aa"), (5, False, "bb")
    assert reason_to_skip(first, second) is None
    assert reason_to_skip(second, first) == "SUPERSEDED"


def _version(element: Version) -> Version:
    return element


def test_paths_are_apart_and_what_is_skipped_is_counted() -> None:
    """Each path has a newest version of its own; every element comes out or is counted."""
    with beam.Pipeline("FnApiRunner") as pipeline:
        elements = [("a", OLD), ("b", NEW), ("b", NEW), ("b", NEW)]
        newest = pipeline | beam.Create(elements) | OnlyNewest(_version, 60)
        assert_that(newest, equal_to([OLD, NEW]))
    assert final_counts(pipeline.result)["skipped/DUPLICATE"] == final_counts(pipeline.result)["skipped"] == 2


def test_a_path_is_forgotten_when_nothing_has_come_for_it() -> None:
    """After the time to live a path has no state: what comes then is taken as new; before, it is a duplicate."""
    stream = (
        simulated.TestStream()
        .add_elements([TimestampedValue(("a", OLD), 0), TimestampedValue(("b", OLD), 0)])
        .advance_watermark_to(50)
        .add_elements([TimestampedValue(("a", OLD), 50), TimestampedValue(("b", NEW), 50)])
        .advance_watermark_to(101)
        .add_elements([TimestampedValue(("a", OLD), 101), TimestampedValue(("b", NEW), 101)])
        .advance_watermark_to_infinity()
    )
    with beam.Pipeline("BundleBasedDirectRunner", argv=["--streaming"]) as pipeline:
        newest = pipeline | stream | beam.Map(tuple).with_output_types(tuple[str, Version]) | OnlyNewest(_version, 100)
        assert_that(newest, equal_to([OLD, OLD, NEW, OLD]))
