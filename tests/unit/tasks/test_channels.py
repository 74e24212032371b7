"""channels.json alone decides what serves, and says so when it cannot."""

import json
from pathlib import Path

import pytest

from tasks.bundle import write_bundle
from tasks.channels import load_tasks
from tasks.errors import BundleError
from tests.fakes import WordCount

TABLE = {"count": WordCount}


@pytest.fixture
def models(tmp_path: Path) -> Path:
    for version in ("1", "2"):
        write_bundle(tmp_path / "count" / version, task="count", version=version)
    (tmp_path / "channels.json").write_text('{"count": {"stable": "2"}}')
    return tmp_path


def test_the_stable_version_serves(models: Path) -> None:
    """The version that the file names is loaded, and its digest speaks for it."""
    entry = load_tasks(models, TABLE)["count"]
    assert (entry.model.name, entry.model.version, entry.model.channel) == ("count", "2", "stable")
    assert entry.model.digest.startswith("sha256:")


@pytest.mark.parametrize(
    ("channels", "message"),
    [
        ({}, "names no version for count"),
        ({"count": {"stable": "3"}}, r"3/manifest.json cannot be read"),
        ({"count": {}}, "missing required field `stable`"),
        ({"count": {"stable": 2}}, "Expected `str`"),
        ({"count": {"stable": "2", "stabel": "1"}}, "unknown field `stabel`"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(models: Path, channels: object, message: str) -> None:
    """Every mistake in the file is told by name."""
    (models / "channels.json").write_text(json.dumps(channels))
    with pytest.raises(BundleError, match=message):
        load_tasks(models, TABLE)


def test_a_missing_folder_names_the_setting(tmp_path: Path) -> None:
    """Someone who forgot to check out the models reads which variable points at them."""
    with pytest.raises(BundleError, match="DOCTAG_MODELS_DIR"):
        load_tasks(tmp_path / "nowhere", TABLE)


def test_a_bundle_in_another_tasks_folder_is_refused(models: Path) -> None:
    """A language bundle never serves as a classifier."""
    write_bundle(models / "count" / "9", task="language", version="9")
    (models / "channels.json").write_text('{"count": {"stable": "9"}}')
    with pytest.raises(BundleError, match="'language', not of 'count'"):
        load_tasks(models, TABLE)
