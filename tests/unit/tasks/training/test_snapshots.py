"""Snapshots: data comes back as it was, by digest or by date, or not at all."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.errors import TrainingError
from tasks.training.snapshots import freeze, is_reference, recall

OLD, NEW = b'{"label": "a", "text": "old"}\n', b'{"label": "a", "text": "new"}\n'


@pytest.fixture
def store(tmp_path: Path) -> str:
    freeze(OLD, str(tmp_path), datetime(2026, 3, 1, tzinfo=UTC))
    freeze(NEW, str(tmp_path), datetime(2026, 9, 1, tzinfo=UTC))
    return str(tmp_path)


def test_the_same_content_is_kept_once(store: str) -> None:
    """Freezing twice keeps one snapshot, with the date of the first."""
    digest = freeze(OLD, store, datetime(2026, 12, 1, tzinfo=UTC))
    names = [path.name for path in Path(store).iterdir() if digest in path.name]
    assert len(names) == 1
    assert names[0].startswith("2026-03-01")


def test_recall_by_digest(store: str) -> None:
    """The first digits of a digest suffice when they are enough to tell."""
    digest = freeze(OLD, store)
    assert is_reference(f"{store}@{digest[:12]}")
    assert recall(f"{store}@sha256:{digest[:12]}", None)[1] == OLD


@pytest.mark.parametrize(("date", "content"), [("2026-03-01", OLD), ("2026-08-31", OLD), ("2026-09-01", NEW)])
def test_recall_by_date(store: str, date: str, content: bytes) -> None:
    """The last snapshot of the day or before it comes back."""
    assert recall(store, date)[1] == content


@pytest.mark.parametrize(
    ("source", "as_of", "message"),
    [
        ("{store}", "2026-02-28", "no snapshot frozen on or before 2026-02-28"),
        ("{store}", "yesterday", "takes a date such as"),
        ("{store}@abcdef123456", None, "0 snapshots that start with abcdef123456"),
    ],
)
def test_what_is_not_there_is_said(store: str, source: str, as_of: str | None, message: str) -> None:
    """No snapshot, no date, no such digest: each has its message."""
    with pytest.raises(TrainingError, match=message):
        recall(source.format(store=store), as_of)


def test_a_changed_snapshot_is_refused(store: str) -> None:
    """Content that is not what its name says is never handed out."""
    path = min(Path(store).iterdir())
    path.write_bytes(gzip.compress(b"{}\n"))
    with pytest.raises(TrainingError, match="damaged"):
        recall(store, "2026-03-02")
