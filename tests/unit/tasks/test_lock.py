"""The models that are there are the ones that were tested, or nothing starts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tasks.bundle import write_bundle
from tasks.channels import ServingTask, load_tasks
from tasks.errors import BundleError
from tasks.lock import pins_in, read_lock, verify_lock, write_lock
from tests.conftest import ROOT
from tests.fakes import CharCount, WordCount

TABLE = {task.name: task for task in (WordCount, CharCount)}


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """Two small bundles of version 1, of which version 2 also exists, and a lock that pins version 1."""
    folder = tmp_path / "models"
    for task in TABLE:
        for version in ("1", "2"):
            write_bundle(folder / task / version, task=task, version=version)
    serve(folder, dict.fromkeys(TABLE, "1"))
    write_lock(tmp_path / "models.lock", pins_in(folder))
    return folder


def serve(models: Path, versions: dict[str, str]) -> None:
    """Choose the versions that serve."""
    channels = {task: {"stable": version} for task, version in versions.items()}
    (models / "channels.json").write_text(json.dumps(channels))


def loaded(models: Path) -> dict[str, ServingTask]:
    return load_tasks(models, TABLE)


def test_the_pinned_models_pass(models: Path) -> None:
    """What was pinned verifies, and the lock holds a version and a digest for every task."""
    lock = models.parent / "models.lock"
    verify_lock(lock, loaded(models))
    assert {task: pin.version for task, pin in read_lock(lock).items()} == {"count": "1", "chars": "1"}


def test_a_moved_channel_is_refused(models: Path) -> None:
    """A models folder that serves another version is told by task, with both versions and the remedy."""
    serve(models, {"count": "2", "chars": "1"})
    with pytest.raises(BundleError, match=r"count is 2 \(sha256:.*pinned is 1 .*models-lock") as told:
        verify_lock(models.parent / "models.lock", loaded(models))
    assert "chars" not in str(told.value)


def test_another_bundle_under_the_same_version_is_refused(models: Path) -> None:
    """A version that was trained anew under its old name has another digest."""
    write_bundle(models / "count" / "1", task="count", version="1", seed=1)
    with pytest.raises(BundleError, match="count is 1"):
        verify_lock(models.parent / "models.lock", loaded(models))


def test_a_task_without_a_pin_is_refused(models: Path) -> None:
    """A new task must be pinned before it serves."""
    lock = models.parent / "models.lock"
    write_lock(lock, {"count": read_lock(lock)["count"]})
    with pytest.raises(BundleError, match=r"chars 1 .* is not pinned"):
        verify_lock(lock, loaded(models))


def test_a_pin_without_a_task_is_refused(models: Path) -> None:
    """A task that vanished from the models is told."""
    serve(models, {"count": "1"})
    with pytest.raises(BundleError, match=r"chars 1 .* is pinned and missing"):
        verify_lock(models.parent / "models.lock", load_tasks(models, {"count": WordCount}))


@pytest.mark.parametrize(
    "content",
    ["", "[]", "<<<<<<< HEAD", '{"count": {"version": "1"}}', '{"count": {"version": "1", "digest": "sha256:12"}}'],
)
def test_a_lock_that_is_none_is_refused(models: Path, content: str) -> None:
    """A damaged or half-merged lock stops with its name and the remedy."""
    lock = models.parent / "models.lock"
    lock.write_text(content)
    with pytest.raises(BundleError, match=r"models\.lock.*make models-lock"):
        verify_lock(lock, loaded(models))


def test_a_missing_lock_is_refused(models: Path) -> None:
    """No lock is not the same as no demand."""
    with pytest.raises(BundleError, match="cannot be read"):
        verify_lock(models.parent / "other.lock", loaded(models))


def test_a_change_of_one_model_is_a_change_of_one_line(models: Path) -> None:
    """The lock is easy to review, and writing it twice gives the same bytes."""
    lock = models.parent / "models.lock"
    before = lock.read_text().splitlines()
    serve(models, {"count": "2", "chars": "1"})
    write_lock(lock, pins_in(models))
    after = lock.read_text().splitlines()
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] != []
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def run(models: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tasks.lock", "--models", models, "--lock", models.parent / "models.lock"]
    return subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_checks_and_writes(models: Path) -> None:
    """The command, which the image's build runs, refuses in one line what differs, until it is pinned."""
    assert run(models).returncode == 0
    serve(models, {"count": "2", "chars": "1"})
    refused = run(models)
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert "count is 2" in refused.stderr
    assert run(models, "--write").returncode == 0
    assert run(models).returncode == 0


def test_the_command_refuses_a_damaged_model(models: Path) -> None:
    """A file that is not what its manifest says fails the build, pinned or not."""
    (models / "chars" / "1" / "manifest.json").write_text("{")
    assert run(models).returncode == 1


def test_the_shipped_models_are_the_pinned_ones() -> None:
    """What this repository ships is what its lock pins."""
    assert read_lock(ROOT / "models.lock") == pins_in(ROOT / "models")
