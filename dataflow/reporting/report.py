"""The report of a run: one HTML file that loads nothing and runs nothing, written by the job itself."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import apache_beam as beam
from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems
from apache_beam.pvalue import AsSingleton, PCollection
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from dataflow.accounting.figures import Figures, Histogram
from dataflow.accounting.metrics import OUTCOMES
from dataflow.accounting.reconcile import Reconciliation
from dataflow.reporting import plots
from dataflow.steps.extract import EXTRACTION_S

NAME = "report.html"
_SHORTEST_COURSE_S = 3  # seconds are the finest that is counted
_PAGES = Path(__file__).parent / "pages"
_RANKINGS = (
    ("label", "Document types"),
    ("language", "Languages"),
    ("decision", "Sensitive content"),
    ("mimeType", "File types"),
    ("reason", "Dead letters by reason"),
    ("skipped", "Skipped by reason"),
)
_HISTOGRAMS = (
    ("file_bytes", "File size", plots.said_bytes),
    ("text_chars", "Text length in characters", plots.said_chars),
    (EXTRACTION_S, "Time to extract a file's text", plots.said_seconds),
)


class WriteReport(beam.PTransform):
    """Write ``OUTPUT/report.html`` from the one `Figures` and the one `Reconciliation`; returns its path.

    Takes a dict of the PCollections ``figures`` and ``reconciliation``.

    Parameters
    ----------
    output : str
        Folder or ``gs://`` prefix.
    options : dict of str to object
        What the run was told, shown at the end.
    """

    def __init__(self, output: str, options: Mapping[str, Any]) -> None:
        super().__init__()
        self._path = FileSystems.join(output, NAME)
        self._options = shown_options(options)

    def expand(self, parts: Mapping[str, PCollection[Any]]) -> Any:  # noqa: D102 - Beam's
        reconciliation = AsSingleton(parts["reconciliation"])
        return parts["figures"] | beam.Map(_write, reconciliation, self._path, self._options)


def _write(figures: Figures, reconciliation: Reconciliation, path: str, options: dict[str, str]) -> str:
    page = render(figures, reconciliation, options)
    with FileSystems.create(path, "text/html", CompressionTypes.UNCOMPRESSED) as file:
        file.write(page.encode("utf-8", "backslashreplace"))
    return path


def shown_options(options: Mapping[str, Any]) -> dict[str, str]:
    """Return options as text, without those that are not set and without passwords in addresses."""
    return {name: _without_password(str(value)) for name, value in sorted(options.items()) if value not in (None, "")}


def _without_password(value: str) -> str:
    if "@" not in value or "://" not in value:
        return value
    parts = urlsplit(value)
    return urlunsplit(parts._replace(netloc="…@" + parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else value


def render(figures: Figures, reconciliation: Reconciliation, options: Mapping[str, str]) -> str:
    """Return the report as HTML.

    Parameters
    ----------
    figures : Figures
    reconciliation : Reconciliation
    options : dict of str to str

    Returns
    -------
    str
        A whole page. Its policy allows nothing but its own style sheet.
    """
    style = (_PAGES / "report.css").read_text(encoding="utf-8")
    return _template().render(
        style=Markup(style),  # noqa: S704 - our own file
        style_digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        tiles=_tiles(figures, reconciliation),
        started=_said_time(figures.first_s) if figures.last_s else "",
        difference=reconciliation.difference,
        found=reconciliation.found.files,
        outcomes=_outcomes(reconciliation),
        rankings=[
            ranking for group, title in _RANKINGS if (ranking := plots.ranking(title, figures.counts, group)).bars
        ],
        histograms=_histograms(figures),
        dead_letters=figures.dead_letters,
        dead=figures.counts["dead"],
        models=sorted((*model, number) for model, number in figures.models.items()),
        options=options,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")


def _tiles(figures: Figures, reconciliation: Reconciliation) -> list[tuple[str, str]]:
    """Return the figures that come first: what was done, how fast, how much of it failed."""
    found, counts, seconds = reconciliation.found.files, figures.counts, figures.duration_s
    done = sum(counts[outcome] for outcome in OUTCOMES)
    sizes = figures.histograms.get("file_bytes", Histogram())
    return [
        (f"{found:,}", "files found"),
        (f"{100 * counts['annotated'] / found:.1f} %" if found else "–", "annotated"),
        (f"{counts['dead']:,}", "dead letters"),
        (f"{counts['quarantined']:,}", "quarantined"),
        (f"{done / seconds:,.1f}/s" if seconds else "–", "files on average"),
        (plots.said_seconds(seconds), "from the first file to the last"),
        (plots.said_bytes(sizes.total), "in all files"),
    ]


def _outcomes(reconciliation: Reconciliation) -> list[tuple[str, str, int, float, float]]:
    """Return name, title, files, and where its part of the bar begins and how long it is, of 100."""
    total = sum(account.files for account in reconciliation.outcomes.values()) or 1
    parts, begin = [], 0.0
    for name, account in reconciliation.outcomes.items():
        length = 100 * account.files / total
        parts.append((name, OUTCOMES.get(name, name), account.files, begin, length))
        begin += length
    return parts


def _histograms(figures: Figures) -> list[plots.Columns]:
    measured = [
        plots.histogram(title, figures.histograms[name], said)
        for name, title, said in _HISTOGRAMS
        if name in figures.histograms
    ]
    if figures.duration_s < _SHORTEST_COURSE_S:
        return measured
    return [*measured, plots.course("Outcomes over time", figures.finished, int(figures.first_s))]


def _said_time(second: float) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
