"""models/ works as a folder and as a submodule, and in both forms what is not pinned is refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tasks.bundle import write_bundle
from tests.conftest import ROOT

SCRIPT = ROOT / "deploy/models_submodule.sh"
IDENTITY = {
    "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@example.org",
    "GIT_COMMITTER_NAME": "Test", "GIT_COMMITTER_EMAIL": "test@example.org",
    # Remotes are folders here, which git lets submodules use only when told to.
    "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "protocol.file.allow", "GIT_CONFIG_VALUE_0": "always",
}  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    """Run git, which must succeed, and return what it prints."""
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | IDENTITY).stdout.strip()


def mount(repository: Path, remote: Path, *folder: str) -> subprocess.CompletedProcess[str]:
    """Run the script that `make models-submodule REMOTE=…` runs."""
    command = [SCRIPT, str(remote), *folder]
    return subprocess.run(
        command, cwd=repository, capture_output=True, text=True, env=os.environ | IDENTITY, check=False
    )


def check(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the check of the lock, as the image's build does."""
    command = [
        sys.executable,
        "-m",
        "tasks.lock",
        "--models",
        repository / "models",
        "--lock",
        repository / "models.lock",
    ]
    return subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def write_version(models: Path, version: str) -> None:
    """Write a version of a model and let it serve."""
    write_bundle(models / "language" / version, task="language", version=version)
    (models / "channels.json").write_text(json.dumps({"language": {"stable": version}}))


def commit(folder: Path, message: str) -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository with models as a folder, and a lock that pins them."""
    path = tmp_path / "main"
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", str(path))
    write_version(path / "models", "1")
    (path / "notebooks").mkdir()
    (path / "notebooks" / "explore.ipynb").write_text("{}")
    assert check(path, "--write").returncode == 0
    commit(path, "start")
    return path


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """Make an empty repository for models."""
    path = tmp_path / "models.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", str(path))
    return path


@pytest.fixture
def mounted(repository: Path, remote: Path) -> Path:
    """Mount the repository's models as a submodule, and commit."""
    outcome = mount(repository, remote)
    assert outcome.returncode == 0, outcome.stderr
    git(repository, "commit", "--quiet", "--message", "mount models")
    return repository


def clone(repository: Path, folder: Path) -> Path:
    git(folder.parent, "clone", "--quiet", "--recurse-submodules", str(repository), str(folder))
    return folder


def publish_version(remote: Path, folder: Path, version: str) -> str:
    """Push a new version to the models' repository, as a data scientist does."""
    write_version(clone(remote, folder), version)
    moved = commit(folder, f"language {version}")
    git(folder, "push", "--quiet")
    return moved


def test_a_folder_becomes_a_submodule_with_the_same_content(mounted: Path, tmp_path: Path) -> None:
    """Whoever clones with submodules has the models that were a folder before, and they are the pinned ones."""
    assert git(mounted, "ls-files", "--stage", "models").startswith("160000")
    fresh = clone(mounted, tmp_path / "fresh")
    assert (fresh / "models/language/1/manifest.json").is_file()
    assert check(fresh).returncode == 0
    assert git(fresh, "status", "--porcelain") == ""


def test_a_clone_without_the_submodule_is_told_how_to_get_it(mounted: Path, tmp_path: Path) -> None:
    """An empty models folder does not end in a riddle."""
    git(tmp_path, "clone", "--quiet", str(mounted), str(tmp_path / "bare"))
    refused = check(tmp_path / "bare")
    assert refused.returncode == 1
    assert "submodule" in refused.stderr


def test_a_moved_submodule_is_refused_until_it_is_pinned(mounted: Path, remote: Path, tmp_path: Path) -> None:
    """New models in the checkout stop the build; after `make models-lock` and a commit they are the pinned ones."""
    publish_version(remote, tmp_path / "science", "2")
    git(mounted, "submodule", "--quiet", "update", "--remote", "models")
    refused = check(mounted)
    assert refused.returncode == 1
    assert "language is 2" in refused.stderr
    assert "pinned is 1" in refused.stderr
    assert check(mounted, "--write").returncode == 0
    commit(mounted, "language 2")
    assert check(clone(mounted, tmp_path / "fresh")).returncode == 0


def test_going_back_is_one_checkout(mounted: Path, remote: Path, tmp_path: Path) -> None:
    """`git submodule update` brings the pinned models back, whatever was checked out."""
    publish_version(remote, tmp_path / "science", "2")
    git(mounted, "submodule", "--quiet", "update", "--remote", "models")
    assert check(mounted).returncode == 1
    git(mounted, "submodule", "--quiet", "update", "models")
    assert check(mounted).returncode == 0


def test_a_wrong_pin_is_refused(mounted: Path) -> None:
    """A lock that was edited, or merged badly, does not pass for what is there."""
    lock = mounted / "models.lock"
    pinned = json.loads(lock.read_text())
    pinned["language"]["digest"] = "sha256:" + "0" * 64
    lock.write_text(json.dumps(pinned))
    refused = check(mounted)
    assert refused.returncode == 1
    assert "pinned is 1 (sha256:000000000000" in refused.stderr


def test_a_second_repository_may_mount_the_same_models(mounted: Path, remote: Path, tmp_path: Path) -> None:
    """A remote that already holds the same content is taken as it is, without a new commit."""
    before = git(remote, "rev-parse", "main")
    other = tmp_path / "other"
    shutil.copytree(
        clone(mounted, tmp_path / "fresh") / "models", other / "models", ignore=shutil.ignore_patterns(".git")
    )
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", str(other))
    commit(other, "start")
    outcome = mount(other, remote)
    assert outcome.returncode == 0, outcome.stderr
    assert git(remote, "rev-parse", "main") == before


def test_notebooks_are_mounted_the_same_way(repository: Path, remote: Path, tmp_path: Path) -> None:
    """The second argument names another folder."""
    assert mount(repository, remote, "notebooks").returncode == 0
    git(repository, "commit", "--quiet", "--message", "mount notebooks")
    assert (clone(repository, tmp_path / "fresh") / "notebooks/explore.ipynb").read_text() == "{}"


def test_what_cannot_be_mounted_is_left_as_it_was(repository: Path, remote: Path, tmp_path: Path) -> None:
    """An unknown remote, one with other content and changes not committed are told, and nothing is changed."""
    assert "cannot be reached" in refused_mount(repository, tmp_path / "nowhere.git")
    (repository / "models/note.txt").write_text("new")
    assert "has changes" in refused_mount(repository, remote)
    (repository / "models/note.txt").unlink()
    publish_other_content(remote, tmp_path / "other")
    assert "holds something else" in refused_mount(repository, remote)
    assert check(repository).returncode == 0
    assert git(repository, "status", "--porcelain") == ""


def refused_mount(repository: Path, remote: Path) -> str:
    outcome = mount(repository, remote)
    assert outcome.returncode != 0
    return outcome.stderr


def publish_other_content(remote: Path, folder: Path) -> None:
    git(folder.parent, "clone", "--quiet", str(remote), str(folder))
    (folder / "README.md").write_text("something else")
    git(folder, "checkout", "--quiet", "-B", "main")
    commit(folder, "other")
    git(folder, "push", "--quiet", "origin", "main")


def test_a_submodule_is_not_mounted_twice(mounted: Path, remote: Path) -> None:
    """The second time says so."""
    assert "submodule already" in refused_mount(mounted, remote)
