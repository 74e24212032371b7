"""The report of a run of the whole pipeline, in its figures, its file and a real browser."""

from __future__ import annotations

import json
import os
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.metrics.metric import MetricsFilter
from selenium import webdriver
from selenium.webdriver.common.by import By

from dataflow.accounting.accounts import Books, close_books
from dataflow.accounting.metrics import NAMESPACE
from dataflow.accounting.reconcile import ReconciliationError
from dataflow.options import IngestOptions
from dataflow.pipeline import pipeline_options, run
from dataflow.records import DeadLetter, SourceFile, dead_letter_record
from dataflow.sinks.write import WriteRecords
from tests.annotation_service import AnnotationService
from tests.integration.ingestion import BAD, GOOD, records, write_inbox

HOSTILE = (
    "<script>document.title='run'",
    "<img src=x onerror=document.title='run'>.txt",
    "<svg onload=document.title='run'>.pdf",
    "'\"&lt;b&gt;{{ 7 * 7 }}{% raw %}.pdf",
)
NOT_UTF8 = b"\xff\xfe.pdf"


def test_every_stage_is_counted_and_measured(tmp_path: Path) -> None:
    """Counters for every stage, distributions for sizes, lengths, seconds, batches and tries, on the runner itself."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    write_inbox(inbox)
    with AnnotationService() as service:
        result = run(["--input", str(inbox), "--output", str(tmp_path / "out"), "--service_url", service.url])
        calls = len(service.calls)
    found = result.metrics().query(MetricsFilter().with_namespace(NAMESPACE))
    counters = {metric.key.metric.name: 0 for metric in found["counters"]}
    for metric in found["counters"]:
        counters[metric.key.metric.name] += metric.committed
    assert {name: counters[f"stage/{name}"] for name in ("read", "extracted", "annotated")} == {
        "read": GOOD + len(BAD),
        "extracted": GOOD,
        "annotated": GOOD,
    }
    assert counters["stage/batches"] == calls
    distributions = {metric.key.metric.name: metric.committed for metric in found["distributions"]}
    sizes = [path.stat().st_size for path in inbox.rglob("*") if path.is_file()]
    assert (distributions["file_bytes"].count, distributions["file_bytes"].sum) == (len(sizes), sum(sizes))
    assert distributions["text_chars"].count == distributions["extraction_ms"].count == GOOD
    assert distributions["batch_documents"].sum == GOOD
    assert (distributions["attempts"].min, distributions["attempts"].max) == (1, 1)


def test_the_report_of_hostile_names_loads_and_runs_nothing(browser: webdriver.Chrome, tmp_path: Path) -> None:
    """In a browser: no request but for the file itself, no script, no message; the names stand there as text."""
    inbox, output = tmp_path / "in", tmp_path / "out"
    inbox.mkdir()
    write_inbox(inbox)
    for name in HOSTILE:
        (inbox / name).write_bytes(b"")
    Path(os.fsdecode(os.fsencode(inbox) + b"/" + NOT_UTF8)).write_bytes(b"")
    with AnnotationService() as service:
        run(["--input", str(inbox), "--output", str(output), "--service_url", service.url])
    browser.get("about:blank")
    browser.get_log("performance")  # what the browser asked for itself
    browser.get((output / "report.html").as_uri())
    words = browser.find_element(By.TAG_NAME, "body").text
    expected = [
        *HOSTILE,
        "\\udcff\\udcfe.pdf",
        f"Every one of {GOOD + len(BAD) + len(HOSTILE) + 1} files",
        "daily_drilling_report",
    ]
    assert [word for word in expected if word not in words] == []
    assert browser.title == "doctag: report of a run"
    assert browser.find_elements(By.CSS_SELECTOR, "script, img, link, iframe") == []
    assert browser.find_element(By.CSS_SELECTOR, "rect.annotated").value_of_css_property("fill") == "rgb(47, 125, 91)"
    assert browser.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}
    assert {url for url in asked if not url.startswith("chrome:")} == {(output / "report.html").as_uri()}


def test_the_report_wears_both_lights_and_fits_a_phone(browser: webdriver.Chrome, tmp_path: Path) -> None:
    """Dark where the reader's machine is dark, and never wider than the window."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / ("a_very_long_name" * 12 + ".pdf")).write_bytes(b"")
    with AnnotationService() as service:
        run(["--input", str(inbox), "--output", str(tmp_path / "out"), "--service_url", service.url])
    seen = set()
    for scheme in ("light", "dark"):
        feature = {"name": "prefers-color-scheme", "value": scheme}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
        size = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get((tmp_path / "out" / "report.html").as_uri())
        seen.add(browser.find_element(By.TAG_NAME, "body").value_of_css_property("background-color"))
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    assert len(seen) == 2


def test_a_job_that_loses_a_file_fails_after_its_report_is_written(tmp_path: Path) -> None:
    """The books are closed with a file too few: the job fails and names it; records and report are there to look at."""
    options = pipeline_options(["--input=x", f"--output={tmp_path}"]).view_as(IngestOptions)
    files = [SourceFile("a", 1), SourceFile("b", 1)]
    with pytest.raises(ReconciliationError, match="2 found, but 0 annotated \\+ 1 dead letters = 1: 1 lost"):
        lose_a_file(options, files)
    assert [record["path"] for record in records(tmp_path, "dead-letters")] == ["a"]
    assert "do not add up: 2 found" in (tmp_path / "report.html").read_text()


def lose_a_file(options: IngestOptions, files: list[SourceFile]) -> None:
    """Run the end of the pipeline on fewer outcomes than files."""
    with beam.Pipeline(options=options) as pipeline:
        found = pipeline | "Files" >> beam.Create(files)
        letters = pipeline | "Letters" >> beam.Create([DeadLetter(files[0], "EMPTY", "nothing")])
        none = pipeline | "None" >> beam.Create([])
        dead = letters | beam.Map(dead_letter_record) | WriteRecords(options.output, "dead-letters")
        close_books(Books(found, {"annotated": none, "dead": letters}, none, [dead]), options)
