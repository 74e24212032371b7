"""The arrows of import point one way, and the service's requirements hold only what serving needs."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

FORBIDDEN = {
    "tasks": {"app", "dataflow", "notebooks", "flask", "gunicorn", "apache_beam", "samples", "tests"},
    "app": {"dataflow", "notebooks", "apache_beam", "sklearn", "scipy", "spacy", "langdetect", "samples", "tests"},
    "dataflow": {"app", "notebooks", "flask", "gunicorn", "samples", "tests"},
}
TRAINING_ONLY = {"sklearn", "scipy", "spacy", "langdetect", "matplotlib", "rich", "snowballstemmer", "google"}


def imported(path: Path) -> Iterator[str]:
    """Yield the top-level names that a file imports anywhere, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("package", sorted(FORBIDDEN))
def test_packages_import_only_downwards(package: str) -> None:
    """No module reaches up or sideways."""
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    wrong = {
        str(file.relative_to(ROOT)): names for file in files if (names := set(imported(file)) & FORBIDDEN[package])
    }
    assert wrong == {}


def test_serving_modules_import_nothing_that_only_trains() -> None:
    """What the service loads needs no training library; an optional spaCy pipeline is the one named exception."""
    wrong = {}
    for file in sorted((ROOT / "tasks").rglob("*.py")):
        if "training" not in file.relative_to(ROOT).parts:
            names = set(imported(file)) & TRAINING_ONLY
            allowed = {"spacy"} if file.match("tasks/sensitive/*.py") else set()
            if names - allowed:
                wrong[str(file.relative_to(ROOT))] = names - allowed
    assert wrong == {}


def test_the_service_starts_without_what_only_trains() -> None:
    """Loading the whole service imports neither Beam nor a training library."""
    code = "import app.server, sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert not set(loaded.stdout.split()) & (FORBIDDEN["app"] | TRAINING_ONLY - {"google"})


def test_environment_is_read_in_one_place() -> None:
    """Tasks take what they need as arguments; the environment is the edge's matter."""
    reads = re.compile(r"\bos\.(environ|getenv)\b")
    allowed = {"tasks/extraction/pool.py"}  # hands its child a clean environment
    files = [file for file in (ROOT / "tasks").rglob("*.py") if reads.search(file.read_text(encoding="utf-8"))]
    assert {file.relative_to(ROOT).as_posix() for file in files} <= allowed


def test_the_services_lock_file_is_small_and_has_hashes() -> None:
    """No Beam, no training library, every pin with hashes, no index address."""
    text = (ROOT / "requirements.txt").read_text()
    names = re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==", text, re.MULTILINE)
    assert not set(names) & {"apache-beam", "scikit-learn", "scipy", "spacy", "langdetect", "pytest"}
    assert text.count("--hash=sha256:") >= len(names) > 5


@pytest.mark.parametrize("file", [ROOT / "requirements.txt", *ROOT.glob("requirements/*.txt")], ids=lambda f: f.stem)
def test_lock_files_name_no_index(file: Path) -> None:
    """A lock file works wherever packages come from."""
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", file.read_text())


def test_nothing_that_is_loaded_can_run_code() -> None:
    """No pickle, joblib or the like anywhere in what we ship."""
    risky = {"pickle", "joblib", "dill", "cloudpickle", "marshal", "shelve"}
    files = [file for package in ("app", "tasks", "dataflow") for file in (ROOT / package).rglob("*.py")]
    assert [file for file in files if set(imported(file)) & risky] == []
