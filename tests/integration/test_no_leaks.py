"""What is sent stays with the sender: planted values are in no log, metric, trace, error, refusal or temporary file."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.collector import Collector
from tests.integration.serving import RunningService, running_service

PLANTED = {
    "name": "Torvald Grimsrudmoen",
    "password": "Kj3mpehemmelig!Passord",
    "card": "4012888888881881",
    "mail": "torvald.grimsrudmoen@example.no",
    "phone": "+47 22 98 76 54",
}
LETTER = (
    "Hei,\npassordet til serveren er passord: {password}\nKortet er {card}, kontakt {name} på {mail} eller {phone}.\n"
).format(**PLANTED)

SPEAKING = {  # headers that a caller may fill with anything
    "X-Api-Key": PLANTED["password"],
    "User-Agent": PLANTED["mail"],
    "Baggage": f"card={PLANTED['card']}",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("leaks")


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with Collector() as collector:
        yield collector


@pytest.fixture(scope="module")
def service(folder: Path, collector: Collector) -> Iterator[RunningService]:
    (folder / "tmp").mkdir()
    temporary = str(folder / "tmp")
    with running_service(folder / "log", log_level="DEBUG", tmpdir=temporary, traces_endpoint=collector.url) as running:
        yield running


def send_everywhere(service: RunningService) -> list[requests.Response]:
    """Send the letter by every route, rightly and wrongly."""
    documents = f"{service.url}/v1/documents:annotate"
    quoted = LETTER.replace("\n", "\\n")
    right = [
        requests.post(documents, json={"document": {"id": "a", "text": LETTER}}, timeout=30),
        requests.post(documents, json={"document": {"text": LETTER}, "features": ["sensitive"]}, timeout=30),
        requests.post(
            f"{service.url}/v1/documents:batchAnnotate", json={"documents": [{"text": LETTER}, {"text": 1}]}, timeout=30
        ),
        requests.post(f"{service.url}/v1/files:annotate", data=LETTER.encode(), timeout=30),
        requests.post(
            f"{service.url}/v1/files:annotate", params={"filename": PLANTED["name"]}, data=LETTER.encode(), timeout=30
        ),
        requests.post(f"{service.url}/v1/language", json={"text": LETTER}, headers=SPEAKING, timeout=30),
    ]
    wrong = [
        requests.post(documents, data=f'{{"document": {{"text": "{quoted}"'.encode(), timeout=30),
        requests.post(documents, json={"document": {"text": [LETTER]}}, timeout=30),
        requests.post(documents, json={"document": LETTER}, timeout=30),
        requests.post(documents, data=LETTER.encode(), headers={"Content-Encoding": "gzip"}, timeout=30),
        requests.post(documents, data=LETTER.encode(), headers={"Content-Type": "text/plain"}, timeout=30),
        requests.post(f"{service.url}/v1/files:annotate", data=b"%PDF-1.4\n" + LETTER.encode(), timeout=30),
        requests.get(f"{service.url}/v1/{PLANTED['password']}", params=PLANTED, headers=SPEAKING, timeout=30),
        requests.post(f"{service.url}/v1/sensitive", data=gzip.compress(LETTER.encode()), timeout=30),
    ]
    assert [response.status_code for response in right] == [200] * len(right)
    assert all(400 <= response.status_code < 500 for response in wrong)
    return wrong


def test_findings_never_carry_their_value(service: RunningService) -> None:
    """Answers point at what was found and mask it."""
    findings = requests.post(f"{service.url}/v1/sensitive", json={"text": LETTER}, timeout=30).json()["findings"]
    found = {finding["type"] for finding in findings}
    assert {"EMAIL_ADDRESS", "CREDIT_CARD", "PHONE_NUMBER"} <= found
    for finding in findings:
        assert LETTER[finding["start"] : finding["end"]] != finding["excerpt"]
        assert all(value not in str(finding) for value in PLANTED.values())


def test_nothing_of_a_letter_is_found_anywhere(service: RunningService, folder: Path, collector: Collector) -> None:
    """After every route has seen it, rightly and wrongly, the letter is gone."""
    told = "".join(response.text for response in send_everywhere(service))
    told += requests.get(f"{service.url}/metrics", timeout=30).text
    kept = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert b"doctag_requests" in kept  # the files of shared counts were among those searched
    assert service.stop() == 0  # it sends all spans that wait
    assert {"sensitive", "POST /v1/files:annotate", "GET none"} <= {span.name for span in collector.spans}
    traced = b"".join(collector.bodies)
    for kind, value in PLANTED.items():
        assert value not in told, kind
        assert value.encode() not in kept, kind
        assert value.encode() not in traced, kind
