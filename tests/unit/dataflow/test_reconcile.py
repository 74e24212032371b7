from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.runners.runner import PipelineResult

from dataflow.accounting.reconcile import (
    Account,
    AccountFn,
    FailUnlessReconciled,
    Reconcile,
    Reconciliation,
    ReconciliationError,
    key_hash,
    told_difference,
)
from dataflow.records import DeadLetter, Skipped, SourceFile

FILES = [SourceFile(f"in/report {number}.pdf", 10 + number, number % 3) for number in range(30)]
Step = Callable[[SourceFile], Iterator[SourceFile]]


def faithful(file: SourceFile) -> Iterator[SourceFile]:
    yield file


def losing(file: SourceFile) -> Iterator[SourceFile]:
    if not file.path.endswith(" 7.pdf"):
        yield file


def doubling(file: SourceFile) -> Iterator[SourceFile]:
    yield from [file] * (2 if file.path.endswith(" 8.pdf") else 1)


def losing_one_and_doubling_another(file: SourceFile) -> Iterator[SourceFile]:
    for kept in losing(file):
        yield from doubling(kept)


def changing_one(file: SourceFile) -> Iterator[SourceFile]:
    yield SourceFile(file.path.replace(" 7.pdf", " 7.txt"), file.size, file.generation)


def overwritten_meanwhile(file: SourceFile) -> Iterator[SourceFile]:
    yield SourceFile(file.path, file.size, file.generation + 1)


def record(file: SourceFile) -> dict[str, Any]:
    return {"path": file.path, "generation": file.generation}


def reconcile(step: Step, written: list[str] | None = None, files: list[SourceFile] = FILES) -> PipelineResult:
    """Run a pipeline whose files pass a step and end as records, dead letters and skipped files."""
    with beam.Pipeline(runner="FnApiRunner") as pipeline:
        found = pipeline | beam.Create(files)
        kept = found | beam.FlatMap(step)
        parts = kept | beam.Partition(lambda file, count: file.size % count, 3)
        annotated = parts[0] | "Record" >> beam.Map(record)
        dead = parts[1] | "DeadLetter" >> beam.Map(lambda file: DeadLetter(file, "EMPTY", "no text"))
        skipped = parts[2] | "Skip" >> beam.Map(Skipped, "UNCHANGED")
        everything = {"found": found, "annotated": annotated, "dead": dead, "skipped": skipped}
        reconciliation = everything | Reconcile()
        _ = reconciliation | FailUnlessReconciled(after=[annotated])
    return pipeline.result


def test_a_pipeline_that_keeps_every_file_passes() -> None:
    """Records, dead letters and skipped files together are the files that were found."""
    reconcile(faithful)


def test_an_object_that_is_overwritten_meanwhile_is_the_same_file() -> None:
    """It is read as it then is, in its newer generation, and accounted for all the same."""
    reconcile(overwritten_meanwhile)


def test_no_file_at_all_adds_up() -> None:
    """Nothing in, nothing out."""
    reconcile(faithful, files=[])


@pytest.mark.parametrize(
    ("step", "difference"),
    [
        (losing, "30 found, but 10 annotated + 10 dead letters + 9 skipped = 29: 1 lost"),
        (doubling, "30 found, but 11 annotated + 10 dead letters + 10 skipped = 31: 1 too many"),
        (losing_one_and_doubling_another, "= 30: as many, but not the same files"),
        (changing_one, "= 30: as many, but not the same files"),
    ],
)
def test_a_pipeline_that_loses_or_doubles_fails_and_names_the_difference(step: Step, difference: str) -> None:
    """The job itself fails, on its own; even when the counts agree but the files do not."""
    with pytest.raises(ReconciliationError) as caught:
        reconcile(step)
    assert difference in told_difference(caught.value)
    assert told_difference(RuntimeError(f"worker 2:\n{caught.value}\nTraceback")) == told_difference(caught.value)


def test_other_failures_are_not_taken_for_it() -> None:
    """An error of some step says nothing of the accounts."""
    assert told_difference(ValueError("no such bucket")) == ""


def test_the_checksum_knows_no_order() -> None:
    """However elements are spread over workers and merged, the accounts are the same."""
    combiner, chance, files = AccountFn(), random.Random(7), list(FILES)
    whole = Account()
    for file in files:
        whole = combiner.add_input(whole, file)
    for _ in range(5):
        chance.shuffle(files)
        parts = [combiner.create_accumulator() for _ in range(4)]
        for file in files:
            index = chance.randrange(4)
            parts[index] = combiner.add_input(parts[index], file)
        assert combiner.extract_output(combiner.merge_accumulators(parts)) == whole


def test_a_file_and_what_became_of_it_have_one_key() -> None:
    """Names that are no UTF-8 too; the hash is the same in every process and for every run."""
    file = SourceFile("in/bad \udcff name", 1, 5)
    same = {"path": "in/bad \\udcff name", "generation": 5}
    assert key_hash(file) == key_hash(DeadLetter(file, "EMPTY", "")) == key_hash(Skipped(file, "")) == key_hash(same)
    assert key_hash(SourceFile("a", 1)) == 4681665781835383343


def test_accounts_stay_within_64_bits() -> None:
    """The sum wraps around, as it does in every other language."""
    assert Account(1, (1 << 64) - 1).plus(Account(2, 3)) == Account(3, 2)


def test_what_adds_up_has_no_difference() -> None:
    """Counts of outcomes may be zero."""
    assert Reconciliation(Account(2, 9), {"annotated": Account(2, 9), "dead letters": Account()}).difference == ""
