"""Whether every file that was found has exactly one outcome: counted within the pipeline, on any runner."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.metrics.metric import Metrics
from apache_beam.pvalue import AsIter, PCollection
from apache_beam.transforms.window import FixedWindows

from dataflow.metrics import NAMESPACE, OUTCOMES
from dataflow.records import DeadLetter, Skipped, SourceFile, readable

FOUND = "found"
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
        accounts = _named(files) | beam.CombineGlobally(AccountsFn())
        reconciliation: PCollection[Reconciliation] = accounts | beam.Map(_reconciliation, tuple(files))
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


class CountWindows(beam.PTransform):
    """Count what comes of an endless stream by windows, as distributions ``window/found``, ``window/annotated``, ...

    A file that is found in one window may have its outcome in the next, so nothing is compared here.

    Parameters
    ----------
    window_s : int, optional
    """

    def __init__(self, window_s: int = 60) -> None:
        super().__init__()
        self._window_s = window_s

    def expand(self, files: Mapping[str, PCollection[Any]]) -> Any:  # noqa: D102 - Beam's
        windowed = _named(files) | beam.WindowInto(FixedWindows(self._window_s))
        return windowed | beam.CombineGlobally(AccountsFn()).without_defaults() | beam.Map(_count_window)


class AccountsFn(beam.CombineFn):
    """Combine (name, file, record or dead letter) into an `Account` by name."""

    def create_accumulator(self) -> dict[str, Account]:
        """Return no accounts."""
        return {}

    def add_input(self, accounts: dict[str, Account], element: tuple[str, Any]) -> dict[str, Account]:
        """Count a file under its name."""
        name, file = element
        return self.merge_accumulators([accounts, {name: Account(1, key_hash(file))}])

    def merge_accumulators(self, accumulators: Iterable[dict[str, Account]]) -> dict[str, Account]:
        """Add accounts up."""
        merged: dict[str, Account] = {}
        for accounts in accumulators:
            for name, account in accounts.items():
                merged[name] = merged.get(name, Account()).plus(account)
        return merged

    def extract_output(self, accounts: dict[str, Account]) -> dict[str, Account]:
        """Return the accounts."""
        return accounts


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


def _named(files: Mapping[str, PCollection[Any]]) -> PCollection[tuple[str, Any]]:
    named = [pcollection | f"Name {name}" >> beam.Map(_name, name) for name, pcollection in files.items()]
    together: PCollection[tuple[str, Any]] = named | beam.Flatten()
    return together


def _name(file: Any, name: str) -> tuple[str, Any]:
    return name, file


def _reconciliation(accounts: dict[str, Account], names: Sequence[str]) -> Reconciliation:
    outcomes = {name: accounts.get(name, Account()) for name in names if name != FOUND}
    return Reconciliation(accounts.get(FOUND, Account()), outcomes)


def _require_reconciled(reconciliation: Reconciliation, *_after: Iterable[Any]) -> None:
    if reconciliation.difference:
        raise ReconciliationError(f"the counts do not add up: {reconciliation.difference}; keep output and input")


def _count_window(accounts: dict[str, Account]) -> None:
    for name, account in accounts.items():
        Metrics.distribution(NAMESPACE, f"window/{name}").update(account.files)
