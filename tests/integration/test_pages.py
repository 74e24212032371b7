"""The pages in a real browser: a person pastes a text or chooses a file and sees its tags."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.integration.serving import RunningService, running_service

TEXT = 'Drilled 8 1/2" hole from 2911 m to 3042 m. Mud weight 1.32 sg. Mail kari@example.no for the survey.'


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with running_service(tmp_path_factory.mktemp("pages") / "log", workers="1") as running:
        yield running


def visible(browser: webdriver.Chrome, words: str) -> None:
    WebDriverWait(browser, 20).until(lambda b: words in b.find_element(By.TAG_NAME, "body").text)


def assert_quiet(browser: webdriver.Chrome, service: RunningService) -> None:
    """No message on the console, and no request to anywhere else."""
    assert [entry for entry in browser.get_log("browser") if "favicon" not in entry["message"]] == []
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}
    outside = {url for url in asked if not url.startswith((service.url, "chrome:", "data:"))}
    assert asked
    assert outside == set()


def test_a_pasted_text_is_tagged(browser: webdriver.Chrome, service: RunningService) -> None:
    """All four tags appear, and the mail address is marked in the text."""
    browser.get(service.url)
    visible(browser, "classification")
    browser.find_element(By.ID, "text").send_keys(TEXT)
    browser.find_element(By.ID, "go").click()
    visible(browser, "EMAIL_ADDRESS")
    marks = [mark.text for mark in browser.find_elements(By.CSS_SELECTOR, "mark.finding")]
    assert "kari@example.no" in marks
    assert_quiet(browser, service)


def test_a_chosen_file_is_tagged(browser: webdriver.Chrome, service: RunningService, tmp_path: Path) -> None:
    """A file is read, and its text is shown with its tags."""
    file = tmp_path / "rapport.txt"
    file.write_text("Boringen ble stanset fordi pumpetrykket falt. Slamvekten var 1,32 og hullet ble renset.\n" * 5)
    browser.get(service.url)
    browser.find_element(By.ID, "file").send_keys(str(file))
    visible(browser, "pumpetrykket")
    assert any(node.text == "nb" for node in browser.find_elements(By.CSS_SELECTOR, ".big"))
    assert_quiet(browser, service)


def test_a_bad_file_says_why(browser: webdriver.Chrome, service: RunningService, tmp_path: Path) -> None:
    """An empty file is told in words, not in silence."""
    (tmp_path / "empty.pdf").write_bytes(b"")
    browser.get(service.url)
    browser.find_element(By.ID, "file").send_keys(str(tmp_path / "empty.pdf"))
    visible(browser, "empty")
    assert browser.find_elements(By.CSS_SELECTOR, "#answer .error")


def test_the_api_page_names_every_call(browser: webdriver.Chrome, service: RunningService) -> None:
    """The page is built from openapi.json and shows its calls and types."""
    browser.get(f"{service.url}/docs")
    for words in ("/v1/documents:annotate", "/v1/sensitive", "/v1/models", "DocumentIn"):
        visible(browser, words)
    assert_quiet(browser, service)
