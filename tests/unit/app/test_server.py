"""What a deployment gives the tasks beside their bundles is read at the start, or stops it."""

import re
from pathlib import Path

import pytest

from app.server import check_address, load_annotator
from app.settings import Settings, SettingsError
from tasks.document import Document
from tasks.errors import BundleError
from tasks.sensitive import SensitiveOptions
from tests.conftest import ROOT

MAIL = "Send it to kari@example.no today."


def decision(settings: Settings) -> str:
    annotation = load_annotator(settings).annotate([Document(MAIL)], ["sensitive"])[0]
    return str(annotation.sensitive.decision)


def test_a_deployments_own_policy_decides(tmp_path: Path) -> None:
    """A rule of its own blocks what the bundle's policy lets pass."""
    policy = tmp_path / "policy.json"
    policy.write_text('{"rules": [{"types": ["EMAIL_ADDRESS"], "decision": "block"}]}')
    models = ROOT / "models"
    assert decision(Settings(models_dir=models)) == "allow"
    assert decision(Settings(models_dir=models, policy_file=policy)) == "block"


def test_a_shared_key_gives_the_same_tokens(tmp_path: Path) -> None:
    """Two services with one key redact the same value to the same token; without it they do not."""
    (tmp_path / "key").write_text("k" * 32)

    def redacted(key: Path | None) -> str:
        annotator = load_annotator(Settings(models_dir=ROOT / "models", redaction_key_file=key))
        options = annotator.Options(sensitive=SensitiveOptions(redact="hash"))
        return str(annotator.annotate([Document(MAIL)], ["sensitive"], options)[0].sensitive.redacted_text)

    assert redacted(tmp_path / "key") == redacted(tmp_path / "key") != redacted(None)
    assert "kari" not in redacted(None)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("policy_file", "{", "policy.json"),
        ("policy_file", '{"rulez": []}', "rulez"),
        ("redaction_key_file", "x", "longer"),
    ],
)
def test_a_wrong_file_stops_the_start(tmp_path: Path, name: str, content: str, message: str) -> None:
    """Each is told by name."""
    (tmp_path / "file").write_text(content)
    with pytest.raises((BundleError, SettingsError), match=message):
        load_annotator(Settings(models_dir=ROOT / "models", **{name: tmp_path / "file"}))
    with pytest.raises(SettingsError, match="nowhere"):
        load_annotator(Settings(models_dir=ROOT / "models", **{name: tmp_path / "nowhere"}))


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 8080), ("127.0.0.1", 99_999)])
def test_an_address_that_cannot_be_had_is_refused(host: str, port: int) -> None:
    """An address of no interface here, and a port that does not exist: each is one line."""
    with pytest.raises(SettingsError, match=re.escape(f"{host}:{port}")):
        check_address(host, port)
