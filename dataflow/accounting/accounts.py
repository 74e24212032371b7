"""Closing the books of a run: what came in is compared with what came out, combined, shown, and judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apache_beam.options.pipeline_options import StandardOptions
from apache_beam.pvalue import PCollection

from dataflow.accounting.figures import CombineFigures
from dataflow.accounting.reconcile import FOUND, FailUnlessReconciled, Reconcile
from dataflow.options import IngestOptions
from dataflow.records import SourceFile
from dataflow.reporting.report import WriteReport
from dataflow.steps.extract import EXTRACTION_S


@dataclass(frozen=True)
class Books:
    """All that a run's accounts are made from.

    Attributes
    ----------
    found : PCollection of SourceFile
    outcomes : dict of str to PCollection
        Records, dead letters and what was skipped, by the names of `dataflow.accounting.metrics.OUTCOMES`.
    extraction_s : PCollection of float
        Seconds that files took to extract.
    written : sequence of PCollection
        What the writing of records ends in.
    """

    found: PCollection[SourceFile]
    outcomes: Mapping[str, PCollection[Any]]
    extraction_s: PCollection[float]
    written: Sequence[PCollection[Any]]


def close_books(books: Books, options: IngestOptions) -> None:
    """Add the steps that reconcile a run, write its report, and fail the job when files were lost or doubled.

    Parameters
    ----------
    books : Books
    options : IngestOptions
    """
    everything = {FOUND: books.found, **books.outcomes}
    reconciliation = everything | "Reconcile" >> Reconcile()
    figures = {**everything, EXTRACTION_S: books.extraction_s} | "CombineFigures" >> CombineFigures()
    parts = {"figures": figures, "reconciliation": reconciliation}
    report = parts | "WriteReport" >> WriteReport(options.output, run_options(options))
    _ = reconciliation | "FailUnlessReconciled" >> FailUnlessReconciled([*books.written, report])


def run_options(options: IngestOptions) -> dict[str, Any]:
    """Return the runner and those of our options that are not at their defaults.

    Beam's own are left out: among those of its file systems are keys of other clouds.
    """
    ours = IngestOptions([]).get_all_options(retain_unknown_options=False, current_only=True)
    chosen = options.get_all_options(drop_default=True)
    shown = {name: value for name, value in chosen.items() if name in ours}
    return {"runner": options.view_as(StandardOptions).runner, **shown}
