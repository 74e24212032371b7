from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from apache_beam.internal.gcp import auth
from apache_beam.pvalue import TaggedOutput

from dataflow import object_store
from dataflow.checks.preflight import PreflightError
from dataflow.records import LoadedFile, SourceFile
from dataflow.steps.read import load
from tests.small_store import SmallStore

BUCKET = "inbox"
OBJECTS = {f"in/report {number}.txt": (100 + number, f"report {number}".encode()) for number in range(8)}


@pytest.fixture
def store() -> Iterator[SmallStore]:
    """Run a small store, to which all of gs:// goes."""
    before = auth._Credentials._credentials_init
    others = {"in/sub/deep.pdf": (7, b"%PDF"), "inner.txt": (8, b"no"), "in/folder/": (9, b"")}
    with SmallStore(BUCKET, OBJECTS | others, forbidden=("locked",)) as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv("STORAGE_EMULATOR_HOST", running.url)
        object_store.prepare()
        yield running
    auth._Credentials._credentials_init = before


def names(pattern: str) -> list[str]:
    return [file.path.removeprefix(f"gs://{BUCKET}/") for file in object_store.list_objects(pattern)]


def test_a_listing_of_many_pages_is_whole(store: SmallStore) -> None:
    """Every object below a prefix comes once, with size and generation, a page at a time."""
    found = list(object_store.list_objects(f"gs://{BUCKET}/in"))
    expected = [
        SourceFile(f"gs://{BUCKET}/{name}", len(content), number) for name, (number, content) in OBJECTS.items()
    ]
    assert found == [*expected, SourceFile(f"gs://{BUCKET}/in/sub/deep.pdf", 4, 7)]
    assert len([wish for _, wish in store.asked if wish.get("prefix") == "in/"]) == 4


def test_globs_are_matched_by_name_and_depth(store: SmallStore) -> None:
    """One star stays between slashes, two do not; only what stands before the first is listed."""
    assert names(f"gs://{BUCKET}/in/*[13].txt") == ["in/report 1.txt", "in/report 3.txt"]
    assert names(f"gs://{BUCKET}/in/*.pdf") == []
    assert names(f"gs://{BUCKET}/in/**.pdf") == ["in/sub/deep.pdf"]
    assert {wish["prefix"] for path, wish in store.asked if path.endswith("/o")} == {"in/"}
    assert len(names(f"gs://{BUCKET}")) == len(OBJECTS) + 2
    assert names(f"gs://{BUCKET}/inner.txt") == ["inner.txt"]


def test_exactly_the_generation_that_was_listed_is_read(store: SmallStore) -> None:
    """The store is asked for that generation, and the record names it."""
    source = SourceFile(f"gs://{BUCKET}/in/report 3.txt", 8, 103)
    loaded = load(source, 100)
    assert isinstance(loaded, LoadedFile)
    assert (loaded.source, loaded.content) == (source, b"report 3")
    assert store.asked[-1][1]["generation"] == "103"


def test_an_object_overwritten_after_it_was_listed_is_read_as_it_is_now(store: SmallStore) -> None:
    """The newer content is read, under the newer generation and size."""
    source = SourceFile(f"gs://{BUCKET}/in/report 3.txt", 8, 103)
    store.objects["in/report 3.txt"] = (204, b"report 3, corrected")
    loaded = load(source, 100)
    assert isinstance(loaded, LoadedFile)
    assert (loaded.source.generation, loaded.source.size) == (204, len(loaded.content))
    assert loaded.content == b"report 3, corrected"


def test_a_newer_generation_that_is_too_large_is_not_loaded(store: SmallStore) -> None:
    """The limit holds for what is there now, before a byte of it is read."""
    store.objects["in/report 3.txt"] = (204, b"x" * 101)
    dead = load(SourceFile(f"gs://{BUCKET}/in/report 3.txt", 8, 103), 100)
    assert isinstance(dead, TaggedOutput)
    assert (dead.value.reason, dead.value.source.generation) == ("TOO_LARGE", 204)
    assert [wish.get("generation") for _, wish in store.asked if wish.get("alt") == "media"] == ["103"]


def test_an_object_that_never_stands_still_is_a_dead_letter(store: SmallStore) -> None:
    """Overwritten at every look, it is given up after some, to be replayed."""
    numbers = iter(range(1000, 2000))

    def overwrite(name: str) -> None:
        store.objects[name] = (next(numbers), b"again")

    store.before_read = overwrite
    dead = load(SourceFile(f"gs://{BUCKET}/in/report 3.txt", 8, 103), 100)
    assert isinstance(dead, TaggedOutput)
    assert dead.value.reason == "UNREADABLE"


@pytest.mark.parametrize("path", [f"gs://{BUCKET}/in/gone.txt", "gs://locked/a.txt", "gs://none/a.txt"])
def test_what_cannot_be_read_is_a_dead_letter(store: SmallStore, path: str) -> None:
    """Deleted meanwhile, not permitted, no such bucket: that document's dead letter, no failure of the job."""
    dead = load(SourceFile(path, 8, 103), 100)
    assert isinstance(dead, TaggedOutput)
    assert dead.value.reason == "UNREADABLE"


def test_no_permission_and_no_bucket_are_told_apart_in_one_line(store: SmallStore) -> None:
    """What is wrong with a prefix is known before any work, whether it is to be read or written."""
    with pytest.raises(PreflightError, match=r"^input gs://locked/in: cannot be listed \(no permission\)"):
        object_store.check_remote_input("gs://locked/in")
    with pytest.raises(PreflightError, match=r"^input gs://none/in: cannot be listed \(no such bucket\)"):
        object_store.check_remote_input("gs://none/in")
    with pytest.raises(PreflightError, match=r"^quarantine gs://inbox/q: cannot be written \(no permission\)"):
        object_store.check_remote_output(f"gs://{BUCKET}/q", "quarantine")
    with pytest.raises(PreflightError, match="no object there"):
        object_store.check_remote_input(f"gs://{BUCKET}/nothing")
    object_store.check_remote_input(f"gs://{BUCKET}/in")


def test_a_file_on_disk_is_read_once_its_size_is_known(tmp_path: Path) -> None:
    """Files of a folder have no generation; those too large are not opened."""
    (tmp_path / "a").write_bytes(b"content")
    loaded = load(SourceFile(str(tmp_path / "a"), 7), 7)
    assert isinstance(loaded, LoadedFile)
    assert loaded.content == b"content"
    dead = load(SourceFile(str(tmp_path / "gone"), 8), 7)
    assert isinstance(dead, TaggedOutput)
    assert dead.value.reason == "TOO_LARGE"
