"""Whether every file that was found has exactly one outcome: counted within the pipeline, on any runner."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.pvalue import AsIter, PCollection
from apache_beam.transforms.combiners import ToDict

from dataflow.accounting.metrics import OUTCOMES
from dataflow.records import DeadLetter, Skipped, SourceFile, readable

FOUND = "found"
_ORDER = list(OUTCOMES)
_MODULUS = 1 << 64


class ReconciliationError(Exception):
    """Files were lost or doubled between finding and writing; the message names the difference."""


class Account(NamedTuple):
    """How many files, and the sum of their keys' hashes modulo 2^64, which no order changes."""

    files: int = 0
    checksum: int = 0

    def plus(self, other: Account) -> Account:
        """Return both together."""
        return Account(self.files + other.files, (self.checksum + other.checksum) % _MODULUS)


@dataclass(frozen=True)
class Reconciliation:
    """The account of the files found, and that of every outcome."""

    found: Account
    outcomes: dict[str, Account]

    @property
    def difference(self) -> str:
        """What does not add up, in words; empty when all does."""
        total = Account()
        for account in self.outcomes.values():
            total = total.plus(account)
        if total == self.found:
            return ""
        parts = " + ".join(f"{account.files:,} {OUTCOMES.get(name, name)}" for name, account in self.outcomes.items())
        sums = f"{self.found.files:,} found, but {parts} = {total.files:,}"
        apart = total.files - self.found.files
        if apart == 0:
            return f"{sums}: as many, but not the same files; some were lost and others doubled"
        return f"{sums}: {abs(apart):,} {'lost' if apart < 0 else 'too many, some were doubled'}"


def told_difference(error: BaseException) -> str:
    """Return what a failed job says of its accounts, in one line; empty when it failed for another reason.

    Runners that have worker processes of their own hand on an error's text, not the error.
    """
    told = re.search(r"the counts do not add up: [^\n]*?; keep output and input", str(error))
    return told[0] if told else ""


class Reconcile(beam.PTransform):
    """Compare the files that were found with those of all outcomes.

    Takes a dict of bounded PCollections: ``found`` (`SourceFile`), and one for every outcome, of records, dead
    letters or what was skipped. Returns a PCollection of one `Reconciliation`.
    """

    def expand(self, files: Mapping[str, PCollection[Any]]) -> PCollection[Reconciliation]:  # noqa: D102 - Beam's
        accounts = [
            each | f"Count {name}" >> beam.CombineGlobally(AccountFn()) | f"Name {name}" >> beam.Map(_named, name)
            for name, each in files.items()
        ]  # each where it comes about, so that only accounts travel
        reconciliation: PCollection[Reconciliation] = accounts | beam.Flatten() | ToDict() | beam.Map(_reconciliation)
        return reconciliation


class FailUnlessReconciled(beam.PTransform):
    """Fail the job when a `Reconciliation` does not add up.

    Parameters
    ----------
    after : sequence of PCollection, optional
        What is finished first, such as the writing of records and the report: people will want to look at them.
    """

    def __init__(self, after: Sequence[PCollection[Any]] = ()) -> None:
        super().__init__()
        self._after = after

    def expand(self, reconciliation: PCollection[Reconciliation]) -> Any:  # noqa: D102 - Beam's
        return reconciliation | beam.Map(_require_reconciled, *map(AsIter, self._after))


class AccountFn(beam.CombineFn):
    """Combine files, or what became of them, into an `Account`."""

    def create_accumulator(self) -> Account:
        """Return an empty account."""
        return Account()

    def add_input(self, account: Account, file: Any) -> Account:
        """Count a file."""
        return account.plus(Account(1, key_hash(file)))

    def merge_accumulators(self, accumulators: Iterable[Account]) -> Account:
        """Add accounts up."""
        return functools.reduce(Account.plus, accumulators, Account())

    def extract_output(self, account: Account) -> Account:
        """Return the account."""
        return account


def key_hash(file: SourceFile | DeadLetter | Skipped | dict[str, Any]) -> int:
    """Return the hash of a file's path: a run finds each once, and an object that is overwritten is read as it then is.

    Parameters
    ----------
    file : SourceFile, DeadLetter, Skipped or dict
        A file, or what became of it.

    Returns
    -------
    int
        Of 64 bits, the same in every process.
    """
    if isinstance(file, dict):
        path = file["path"]
    else:
        path = readable((file if isinstance(file, SourceFile) else file.source).path)
    return int.from_bytes(hashlib.blake2b(path.encode(), digest_size=8).digest())


def _named(account: Account, name: str) -> tuple[str, Account]:
    return name, account


def _reconciliation(accounts: dict[str, Account]) -> Reconciliation:
    in_order = sorted((name for name in accounts if name != FOUND), key=_ORDER.index)
    return Reconciliation(accounts[FOUND], {name: accounts[name] for name in in_order})


def _require_reconciled(reconciliation: Reconciliation, *_after: Iterable[Any]) -> None:
    if reconciliation.difference:
        raise ReconciliationError(f"the counts do not add up: {reconciliation.difference}; keep output and input")
