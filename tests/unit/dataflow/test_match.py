from __future__ import annotations

from pathlib import Path

import pytest

from dataflow.records import SourceFile
from dataflow.sources.match import could_match, find_file, find_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.pdf", "sub/c [1].txt", "sub/deep/d*.txt", ".hidden"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "empty").mkdir()
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    return tmp_path


def names(pattern: Path | str, folder: Path) -> list[str]:
    return [str(Path(file.path).relative_to(folder)) for file in find_files(str(pattern))]


def test_a_folder_is_all_its_files_in_order(folder: Path) -> None:
    """Subfolders are searched, folders themselves and dangling links are no files, hidden files are."""
    assert names(folder, folder) == [".hidden", "a.pdf", "b.txt", "sub/c [1].txt", "sub/deep/d*.txt"]


def test_sizes_are_known_before_anything_is_read(folder: Path) -> None:
    """Every file comes with its size in bytes."""
    assert [file.size for file in find_files(str(folder / "a.pdf"))] == [len("a.pdf")]


@pytest.mark.parametrize("name", ["sub/c [1].txt", "sub/deep/d*.txt"])
def test_a_name_with_signs_of_a_glob_is_a_name_first(folder: Path, name: str) -> None:
    """A file that is there is meant, whatever its name looks like."""
    assert names(folder / name, folder) == [name]


def test_globs_match_by_name_and_depth(folder: Path) -> None:
    """One star stays in its folder, two go below."""
    assert names(folder / "*.txt", folder) == ["b.txt"]
    assert names(f"{folder}/**/*.txt", folder) == ["b.txt", "sub/c [1].txt", "sub/deep/d*.txt"]
    assert names(folder / "*.xlsx", folder) == []


def test_a_path_relative_to_here_stays_relative(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records name files as the caller did."""
    monkeypatch.chdir(folder)
    assert [file.path for file in find_files("sub")] == ["sub/c [1].txt", "sub/deep/d*.txt"]
    assert [file.path for file in find_files("*.pdf")] == ["a.pdf"]


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("gs://b/in", "gs://b/in/a.txt", True),
        ("gs://b/in/", "gs://b/in/sub/a.txt", True),
        ("gs://b/in", "gs://b/in", True),
        ("gs://b/in", "gs://b/inbox/a.txt", False),
        ("gs://b", "gs://b/a.txt", True),
        ("gs://b/in/*.txt", "gs://b/in/a.txt", True),
        ("gs://b/in/*.txt", "gs://b/in/sub/a.txt", False),
        ("gs://b/in/**.txt", "gs://b/in/sub/a.txt", True),
        ("in", "in/sub/a.txt", True),
        ("./in/", "in/a.txt", True),
        ("in", "inbox/a.txt", False),
        ("in/*.txt", "in/a.txt", True),
        ("in/*.txt", "in/sub/a.txt", False),
        ("in/**/*.txt", "in/a.txt", True),
        ("in/**/*.txt", "in/sub/deep/a.txt", True),
        ("in/**/*.txt", "in/sub/a.pdf", False),
    ],
)
def test_where_a_run_looks_is_known_without_looking(pattern: str, path: str, expected: bool) -> None:
    """A file that is gone is told from one that was never looked for."""
    assert could_match(pattern, path) is expected


def test_a_single_file_is_found_as_it_is_now(folder: Path) -> None:
    """What is to be tried again is looked at anew; what is gone is gone."""
    path = str(folder / "a.pdf")
    assert find_file(path) == SourceFile(path, len("a.pdf"))
    assert find_file(str(folder / "gone")) is None
    assert find_file(str(folder / "sub")) is None
