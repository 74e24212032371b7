from __future__ import annotations

from dataclasses import replace

import pytest
from apache_beam.pvalue import TaggedOutput

from dataflow.records import ManifestEntry, SourceFile
from dataflow.sources.unchanged import UNCHANGED, Terms, compare, skipped_of

TERMS = Terms({"includeText": "none"}, {"language": "sha256:a"})
ENTRY = ManifestEntry(
    1, "gs://in/a", 7, 9, "ab" * 32, {"language": "sha256:a"}, {"includeText": "none"}, "annotated", "o"
)
FILE = SourceFile("gs://in/a", 9, 7)


@pytest.mark.parametrize("outcome", ["annotated", "quarantined"])
def test_the_same_generation_under_the_same_terms_is_left_alone(outcome: str) -> None:
    """What has its record, for the index or for the quarantine, is not even read."""
    entry = replace(ENTRY, outcome=outcome)
    left = compare(FILE, entry, TERMS)
    assert isinstance(left, TaggedOutput)
    assert (left.tag, left.value) == (UNCHANGED, entry)


@pytest.mark.parametrize("file", [replace(FILE, generation=8), replace(FILE, generation=0)], ids=["newer", "on a disk"])
def test_another_generation_is_compared_by_content(file: SourceFile) -> None:
    """A file that was written anew, or that has no generations, is read, and takes along what its content must be."""
    assert compare(file, ENTRY, TERMS) == replace(file, earlier=ENTRY)


def test_two_files_without_generations_are_compared_by_content() -> None:
    """That neither has a generation says nothing."""
    file, entry = replace(FILE, generation=0), replace(ENTRY, generation=0)
    assert compare(file, entry, TERMS) == replace(file, earlier=entry)


@pytest.mark.parametrize(
    "terms",
    [
        replace(TERMS, settings={"includeText": "full"}),
        replace(TERMS, models={"language": "sha256:b"}),
        replace(TERMS, models={"language": "sha256:a", "keywords": "sha256:c"}),
        replace(TERMS, models={}),
    ],
    ids=["settings", "newer model", "another task", "a task less"],
)
def test_other_models_or_settings_make_a_file_new(terms: Terms) -> None:
    """A record holds only under the models and settings that it was made with."""
    assert compare(FILE, ENTRY, terms) == FILE


def test_dead_letters_are_tried_again_and_counted_on() -> None:
    """A dead letter is no record to keep; its attempts are remembered."""
    assert compare(FILE, replace(ENTRY, outcome="dead", attempts=3), TERMS) == replace(FILE, attempts=3)


def test_what_is_skipped_says_why() -> None:
    """The account of the run shows the file, and the reason."""
    assert skipped_of(ENTRY).source == FILE
    assert skipped_of(ENTRY).reason == "UNCHANGED"
