"""Write the sample documents and their manifest: ``python -m samples.make [FOLDER]``."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from samples import templates
from samples.sample import Sample
from samples.writers import render

FIELDS = ("path", "kind", "label", "language", "decision", "findings", "reason", "note")


def samples() -> Iterator[Sample]:
    """Yield every sample, good and bad, in a fixed order."""
    for module in templates.MODULES:
        yield from module.samples()


def make(folder: Path) -> int:
    """Write ``documents/`` and ``manifest.csv`` below a folder.

    Parameters
    ----------
    folder : Path
        Made when it does not exist; files of the same names are replaced, others are left.

    Returns
    -------
    int
        Number of documents written.
    """
    made = sorted(samples(), key=lambda sample: sample.path)
    for sample in made:
        target = folder / "documents" / sample.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(render(sample))
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(_row(sample) for sample in made)
    return len(made)


def _row(sample: Sample) -> list[str]:
    return [
        sample.path,
        sample.kind,
        sample.label,
        sample.language,
        sample.decision,
        " ".join(sample.findings),
        sample.reason,
        sample.note,
    ]


if __name__ == "__main__":
    count = make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
    sys.stdout.write(f"{count} documents written\n")
