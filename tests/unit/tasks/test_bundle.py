"""A bundle that is damaged in any way is refused with its file's name, and nothing is ever deleted."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tasks.bundle import FORMAT_VERSION, Bundle, write_bundle
from tasks.errors import BundleError


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    arrays = {"weights.npz": {"coefficients": np.arange(12.0).reshape(3, 4), "labels": np.array(["a", "b"])}}
    write_bundle(
        tmp_path / "b", task="count", version="1", arrays=arrays, documents={"policy.json": {"x": [1]}}, seed=3
    )
    return tmp_path / "b"


def edit_manifest(bundle: Path, **changes: Any) -> None:
    path = bundle / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_what_was_written_is_read_back(bundle: Path) -> None:
    """Arrays, JSON and manifest come back as they were given."""
    read = Bundle(bundle)
    assert np.array_equal(read.arrays()["coefficients"], np.arange(12.0).reshape(3, 4))
    assert read.json("policy.json") == {"x": [1]}
    assert (read.manifest.task, read.manifest.version, read.manifest.seed) == ("count", "1", 3)
    assert read.digest.startswith("sha256:")


def test_the_same_content_gives_the_same_bytes(bundle: Path, tmp_path: Path) -> None:
    """Two writes of the same weights have the same digest: nothing of the moment is in them."""
    arrays = {"weights.npz": {"labels": np.array(["a", "b"]), "coefficients": np.arange(12.0).reshape(3, 4)}}
    again = write_bundle(
        tmp_path / "c", task="count", version="1", arrays=arrays, documents={"policy.json": {"x": [1]}}, seed=3
    )
    assert again.digest == Bundle(bundle).digest


@pytest.mark.parametrize("name", ["weights.npz", "policy.json"])
def test_one_byte_less_is_refused_by_name(bundle: Path, name: str) -> None:
    """A file that lacks its last byte is named, with the remedy, and left as it is."""
    content = (bundle / name).read_bytes()
    (bundle / name).write_bytes(content[:-1])
    with pytest.raises(BundleError, match=rf"{name} is damaged.*make bundles"):
        Bundle(bundle)
    assert (bundle / name).read_bytes() == content[:-1]


@pytest.mark.parametrize("position", [0, 40, -1])
def test_one_changed_byte_is_refused(bundle: Path, position: int) -> None:
    """A flipped bit anywhere in the weights is found."""
    content = bytearray((bundle / "weights.npz").read_bytes())
    content[position] ^= 1
    (bundle / "weights.npz").write_bytes(content)
    with pytest.raises(BundleError, match=r"weights\.npz is damaged"):
        Bundle(bundle)


@pytest.mark.parametrize("name", ["weights.npz", "manifest.json"])
def test_a_missing_file_is_refused_by_name(bundle: Path, name: str) -> None:
    """A file that is not there is named, with the remedy."""
    (bundle / name).unlink()
    with pytest.raises(BundleError, match=rf"{name} cannot be read.*models repository"):
        Bundle(bundle)


def test_a_newer_format_is_refused(bundle: Path) -> None:
    """A bundle of a later doctag says that doctag is to be upgraded."""
    edit_manifest(bundle, formatVersion=FORMAT_VERSION + 1)
    with pytest.raises(BundleError, match="upgrade doctag"):
        Bundle(bundle)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"formatVersion": 1}', b"\xff\xfe", b'{"formatVersion": "1"}'])
def test_a_manifest_that_is_none_is_refused(bundle: Path, content: bytes) -> None:
    """Whatever stands in manifest.json, the message names it."""
    (bundle / "manifest.json").write_bytes(content)
    with pytest.raises(BundleError, match=r"manifest\.json"):
        Bundle(bundle)


@pytest.mark.parametrize("name", ["../outside.json", "/etc/passwd", "a/b.json"])
def test_a_manifest_cannot_point_outside_its_folder(bundle: Path, name: str) -> None:
    """File names in a manifest are names, not paths."""
    edit_manifest(bundle, files={name: "0" * 64})
    with pytest.raises(BundleError, match="outside its folder"):
        Bundle(bundle)


def test_pickled_objects_are_refused(tmp_path: Path) -> None:
    """An array that could run code when it is loaded does not load."""
    write_bundle(tmp_path / "b", task="count", version="1", arrays={"weights.npz": {"x": np.array([{}], object)}})
    with pytest.raises(ValueError, match="pickle"):
        Bundle(tmp_path / "b").arrays()


def test_a_folder_of_something_else_is_not_overwritten(tmp_path: Path) -> None:
    """A folder that holds no bundle of this task keeps what it holds."""
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(BundleError, match="already holds"):
        write_bundle(tmp_path, task="count", version="1")
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_an_earlier_bundle_of_the_task_is_replaced_whole(bundle: Path) -> None:
    """Writing again leaves only the new files, and nothing beside the folder."""
    write_bundle(bundle, task="count", version="1", documents={"other.json": 1})
    assert sorted(file.name for file in bundle.iterdir()) == ["manifest.json", "other.json"]
    assert [entry.name for entry in bundle.parent.iterdir()] == ["b"]
