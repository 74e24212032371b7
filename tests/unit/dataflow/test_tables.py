from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path

from rich.console import Console

from dataflow.reporting.tables import accounts_add_up, document_table, summary_table

COUNTS = Counter(
    {"found": 5, "annotated": 3, "dead": 2, "label/mud_report": 2, "label/well_test": 1, "reason/EMPTY": 2}
)


def shown(renderable: object) -> str:
    stream = io.StringIO()
    Console(file=stream, width=120).print(renderable)
    return stream.getvalue()


def test_the_summary_shows_groups_totals_and_speed() -> None:
    """Counts stand under their group, most frequent first, with the totals and the rate below."""
    lines = [" ".join(line.replace("│", " ").split()) for line in shown(summary_table(COUNTS, 2.0)).splitlines()]
    assert lines.index("type mud_report 2") < lines.index("well_test 1") < lines.index("dead letter EMPTY 2")
    assert {"total annotated 3", "dead letters 2", "found 5", "speed documents per second 2.5"} <= set(lines)


def test_a_missing_file_is_noticed() -> None:
    """Found must equal annotated and dead together."""
    assert accounts_add_up(COUNTS)
    assert not accounts_add_up(COUNTS + Counter(found=1))
    assert not accounts_add_up(COUNTS + Counter(dead=1))


def test_labels_are_shown_as_they_are() -> None:
    """A name that looks like markup of the terminal's library is no markup."""
    assert "[red]" in shown(summary_table(Counter({"label/[red]": 1}), 1.0))


def test_documents_are_listed_below_their_folder(tmp_path: Path) -> None:
    """A row a document, its path without the folder that all share, its type in full."""
    tags = {"classification": {"label": "pressure_integrity_test", "confidence": 0.971}, "keywords": {"keywords": []}}
    record = {"kind": "annotation", "path": "in/put/a/report.pdf", "annotation": tags}
    (tmp_path / "annotations-00000-of-00001.jsonl").write_text(json.dumps(record) + "\n")
    table = shown(document_table(str(tmp_path), "in/put/"))
    assert "│ a/report.pdf " in table
    assert "pressure_integrity_test 0.97" in table
    assert "in/put" not in table


def test_what_is_quarantined_says_so_and_tombstones_are_no_documents(tmp_path: Path) -> None:
    """Documents held back stand among the others, marked, wherever their records lie; what is gone does not."""
    held = {"kind": "annotation", "path": "in/secret.txt", "annotation": {"sensitive": {"decision": "block"}}}
    gone = {"kind": "tombstone", "path": "in/gone.txt"}
    (tmp_path / "out").mkdir()
    (tmp_path / "held").mkdir()
    (tmp_path / "out" / "annotations-00000-of-00001.jsonl").write_text(json.dumps(gone) + "\n")
    (tmp_path / "held" / "quarantine-00000-of-00001.jsonl").write_text(json.dumps(held) + "\n")
    table = shown(document_table(str(tmp_path / "out"), "in", str(tmp_path / "held")))
    assert "block, quarantined" in table
    assert "secret.txt" in table
    assert "gone" not in table
