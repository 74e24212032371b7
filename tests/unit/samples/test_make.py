"""The samples as files: complete, reproducible, and described by their manifest."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath

import pytest

from samples import make as maker

SAMPLES = Path(maker.__file__).parent
MIB = 1 << 20
TYPES = {
    "acquisition_report",
    "daily_drilling_report",
    "decision_support_package",
    "directional_survey",
    "end_of_job_report",
    "final_well_report",
    "intervention_report",
    "lithology_log",
    "mud_report",
    "peer_review",
    "pvt_fluid_analysis",
    "rig_action_plan",
    "risk_assessment",
    "site_survey_report",
    "well_test_report",
}
FORMATS = {"pdf", "docx", "xlsx", "pptx", "txt", "html", "eml"}
REASONS = {"EMPTY", "ENCRYPTED", "DAMAGED", "NO_TEXT", "TOO_LARGE", "UNSUPPORTED"}
# Their bytes are cut out of, or scrambled from, compressed ones, which another version of zlib packs otherwise.
PACKED = {"Styresak.docx", "Cost tracking.xlsx", "completion_program.docx", "pore_pressure.xlsx"}


@pytest.fixture(scope="module")
def manifest() -> list[dict[str, str]]:
    with (SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    maker.make(folder)
    return folder


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def _good(manifest: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in manifest if row["kind"] == "good"]


def _unpacked(path: Path) -> object:
    content = path.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(path) as archive:
        return [(entry.filename, entry.date_time, archive.read(entry)) for entry in archive.infolist()]


def test_manifest_names_each_file_once(manifest: list[dict[str, str]]) -> None:
    """Every file of the folder stands in the manifest exactly once, and nothing else does."""
    assert Counter(row["path"] for row in manifest) == Counter(list(_files(SAMPLES / "documents")))


def test_command_gives_the_same_bytes_on_every_run(made: Path, tmp_path: Path) -> None:
    """Two runs write the same files, byte for byte."""
    maker.make(tmp_path)
    first, second = _files(made), _files(tmp_path)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name].read_bytes() != second[name].read_bytes()] == []


def test_committed_files_are_what_the_command_writes(made: Path) -> None:
    """Nothing was edited by hand: samples and manifest are what the command writes, whatever zlib packed them."""
    fresh = {name: path for name, path in _files(made).items() if path.name not in PACKED}
    assert [name for name, path in fresh.items() if _unpacked(path) != _unpacked(SAMPLES / name)] == []


def test_every_type_is_there_several_times(manifest: list[dict[str, str]]) -> None:
    """At least sixty readable documents, and at least four of each of the fifteen types."""
    labels = Counter(row["label"] for row in _good(manifest))
    assert sum(labels.values()) >= 60
    assert labels.keys() == TYPES | {"unknown"}
    assert min(labels[name] for name in TYPES) >= 4


def test_every_format_serves_several_types(manifest: list[dict[str, str]]) -> None:
    """Each of the seven formats holds documents of at least three types."""
    pairs = {(PurePosixPath(row["path"]).suffix[1:], row["label"]) for row in _good(manifest) if row["label"] in TYPES}
    counts = Counter(suffix for suffix, _ in pairs)
    assert counts.keys() == FORMATS
    assert min(counts.values()) >= 3


def test_languages_are_mixed(manifest: list[dict[str, str]]) -> None:
    """A good quarter of the documents is Norwegian, some of it nynorsk, the rest English."""
    languages = Counter(row["language"] for row in _good(manifest))
    assert languages.keys() == {"en", "nb", "nn"}
    assert 0.25 <= (languages["nb"] + languages["nn"]) / sum(languages.values()) <= 0.4
    assert languages["nn"] >= 2


def test_bad_files_cover_every_reason_a_file_can_give(manifest: list[dict[str, str]]) -> None:
    """At least sixteen unreadable files, each with a reason, and no reason without a file."""
    reasons = Counter(row["reason"] for row in manifest if row["kind"] == "bad")
    assert sum(reasons.values()) >= 16
    assert reasons.keys() == REASONS
    assert all(not row["reason"] for row in _good(manifest))


def test_planted_documents_state_a_decision(manifest: list[dict[str, str]]) -> None:
    """Where something was planted, the manifest says what the filter should decide."""
    assert all(row["decision"] in {"review", "block"} for row in manifest if row["findings"])
    assert sum(bool(row["findings"]) for row in manifest) >= 8
    assert Counter(row["decision"] for row in manifest).keys() == {"", "allow", "review", "block"}


def test_samples_stay_small() -> None:
    """All samples together stay below six mebibytes, each below one, and the bombs are small on disk."""
    sizes = {path.name: path.stat().st_size for path in _files(SAMPLES / "documents").values()}
    assert sum(sizes.values()) < 6 * MIB
    assert max(sizes.values()) < MIB
    assert sizes["appendix_C.docx"] < 200_000


def test_unpacked_bombs_are_large() -> None:
    """The zip bomb and the huge sheet really unpack to more than forty mebibytes."""
    for name in ("appendix_C.docx", "tag_history_1s.xlsx"):
        with zipfile.ZipFile(SAMPLES / "documents/inbox" / name) as archive:
            assert sum(entry.file_size for entry in archive.infolist()) > 40 * MIB


def test_readme_names_the_command_and_that_nothing_is_trained() -> None:
    """A reader of the folder learns how the files are made and that no model learns from them."""
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert "python -m samples.make" in readme
    assert "train nothing" in readme
