from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import apache_beam as beam

from dataflow.accounting.figures import Figures, Histogram
from dataflow.accounting.reconcile import Account, Reconciliation
from dataflow.reporting.plots import course, histogram, ranking, said_bytes, said_chars, said_seconds
from dataflow.reporting.report import WriteReport, render, shown_options

HOSTILE = "<img src=https://x.invalid/a onerror=document.title='run'><script>document.title='run'</script>\"'\x00\udcff"
GOOD = Reconciliation(Account(5, 1), {"annotated": Account(3, 1), "dead": Account(2, 0), "skipped": Account()})
LOADING = {"src", "href", "srcset", "data", "action", "background", "poster", "xlink:href", "style"}


class Page(HTMLParser):
    """Collects what a page's tags and attributes are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: Counter[str] = Counter()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.update(name for name, _ in attrs)


def values(*numbers: float) -> Histogram:
    filled = Histogram()
    for number in numbers:
        filled.add(number)
    return filled


def figures(**counts: int) -> Figures:
    """Return figures of five files, some of hostile names."""
    letter = {"path": HOSTILE, "generation": 3, "reason": "EMPTY", "message": HOSTILE, "attempts": 2, "size": 12}
    names = {"annotated": 3, "dead": 2, f"label/{HOSTILE}": 2, "language/nb": 3, "reason/EMPTY": 2}
    histograms = {"file_bytes": values(1000, 3e6), "text_chars": values(0, 12), "extraction_s": values(0.02, 1.5)}
    models = Counter({("language", "2026.11.1", "sha256:abc"): 3})
    return Figures(
        Counter({**names, **counts}), histograms, Counter({1000: 3, 1004: 2}), models, [letter, letter], 1000, 1005
    )


def page_of(reconciliation: Reconciliation = GOOD, **counts: int) -> str:
    return render(figures(**counts), reconciliation, {"input": HOSTILE})


def test_the_page_shows_what_people_look_for() -> None:
    """Totals and their reconciliation, the rate, plots, dead letters, models with their digests, options."""
    page = page_of()
    words = ("Every one of 5 files found", "60.0 %", "1.0/s", "language", "sha256:abc", "2026.11.1", "EMPTY", "--input")
    assert [word for word in words if word not in page] == []
    for title in (
        "Document types",
        "Languages",
        "Dead letters by reason",
        "File size",
        "Text length",
        "Time to extract",
    ):
        assert title in page
    assert Page(page).tags["svg"] > 10


def test_what_does_not_add_up_comes_first() -> None:
    """The difference is named in the page, in place of the good news."""
    page = page_of(Reconciliation(Account(6, 5), GOOD.outcomes))
    assert "do not add up: 6 found, but 3 annotated + 2 dead letters + 0 skipped = 5: 1 lost" in page
    assert "Every one of" not in page


def test_names_of_files_are_text_and_nothing_else() -> None:
    """Whatever a name holds, it makes no tag, no attribute and no script."""
    page = Page(page_of())
    assert page.tags["script"] == page.tags["img"] == 0
    assert not any(name.startswith("on") for name in page.attributes)


def test_nothing_is_loaded_and_nothing_may_be() -> None:
    """No attribute that loads, no import in the style; the policy allows the one style sheet by its digest."""
    page = page_of()
    parsed = Page(page)
    assert LOADING & parsed.attributes.keys() == set()
    assert not any(tag in parsed.tags for tag in ("link", "iframe", "object", "embed", "base", "form"))
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert "url(" not in style
    assert "@import" not in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src &#39;none&#39;; style-src 'sha256-{digest}'".replace("&#39;", "'") in page


def test_thousands_of_types_stay_readable() -> None:
    """The ten most frequent stand at once, thousands behind a click, the rest is counted; the page stays small."""
    counts = {f"label/type {number}": 5000 - number for number in range(5000)}
    page = page_of(**counts)
    assert "2,000 more" in page
    assert "2,991 rarer ones" in page
    assert len(page) < 2_000_000


def test_a_run_without_files_has_a_report() -> None:
    """Nothing found is no error of the page."""
    empty = Reconciliation(Account(), {"annotated": Account()})
    page = render(Figures(), empty, {})
    assert "no file was found" in page
    assert "Every one of 0 files" in page


def test_passwords_in_addresses_are_not_shown() -> None:
    """Options are shown as they were given, but for what lets in; those not set are left out."""
    options = {"service_url": "https://me:secret@service.invalid/x", "output": "gs://b/a@b", "input": None, "n": 4}
    shown = shown_options(options)
    assert shown == {"n": "4", "output": "gs://b/a@b", "service_url": "https://…@service.invalid/x"}


def test_rankings_are_by_number_then_name() -> None:
    """The longest bar is the most frequent value's; shares are of all files of the group."""
    ranked = ranking("Types", Counter({"label/b": 2, "label/a": 2, "label/c": 4, "language/x": 9}), "label")
    assert [(bar.name, bar.length, bar.share) for bar in ranked.bars] == [("c", 100, 50), ("a", 50, 25), ("b", 50, 25)]


def test_histograms_have_no_gaps() -> None:
    """A power of two that nobody has is an empty column, so that distances are right; zeros come first."""
    plot = histogram("Size", values(0, 1, 9), said_bytes)
    assert [(column.label, column.number) for column in plot.columns] == [
        ("none", 1), ("1 B to 2 B", 1), ("2 B to 4 B", 0), ("4 B to 8 B", 0), ("8 B to 16 B", 1),
    ]  # fmt: skip
    assert plot.caption == "0 B to 9 B, 3.333 B on average"


def test_a_course_of_days_has_few_columns() -> None:
    """However long a run was, its course is a few dozen columns that add up."""
    plot = course("Time", Counter({second * 60: 2 for second in range(5 * 24 * 60)}), 0)
    assert len(plot.columns) <= 48
    assert sum(column.number for column in plot.columns) == 2 * 5 * 24 * 60


def test_quantities_are_said_with_their_units() -> None:
    """Bytes in binary units, characters shortened, seconds by their size."""
    assert [said_bytes(value) for value in (0, 1023, 1536, 5 << 30)] == ["0 B", "1023 B", "1.5 KiB", "5 GiB"]
    assert [said_chars(value) for value in (12, 12_345, 10_000_000)] == ["12", "12.3k", "10M"]
    assert [said_seconds(value) for value in (0.0312, 2.5, 200)] == ["31.2 ms", "2.5 s", "3 min 20 s"]


def test_the_job_writes_it_beside_the_records(tmp_path: Path) -> None:
    """On any runner: one file in the output, which need not exist yet; a later run replaces it."""
    for number in (1, 2):
        with beam.Pipeline(runner="FnApiRunner") as pipeline:
            both = {
                "figures": pipeline | "Figures" >> beam.Create([figures()]),
                "reconciliation": pipeline | "Reconciliation" >> beam.Create([GOOD]),
            }
            _ = both | WriteReport(str(tmp_path / "out"), {"batch_documents": number})
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.html"]
    page = (tmp_path / "out" / "report.html").read_text()
    assert "<code>--batch_documents</code></th><td>2<" in page
