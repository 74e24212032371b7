"""What notebooks ask for by one call, so that they hold no logic of their own."""

from __future__ import annotations

import importlib
from pathlib import Path

from matplotlib.figure import Figure

from tasks.bundle import Bundle
from tasks.training.classification.generated import generate
from tasks.training.plots import png
from tasks.training.records import Dataset, digest_of, read_dataset

_GENERATED_PER_KIND = 8


def show(figure: Figure) -> None:
    """Display a figure in the notebook."""
    display = importlib.import_module("IPython.display")  # there is one wherever a notebook runs
    display.display(display.Image(png(figure)))


def training_dataset(source: str | None) -> Dataset:
    """Read a data set, or make a small one of generated documents when `source` is None."""
    if source is not None:
        return read_dataset(source)
    records = generate(_GENERATED_PER_KIND, _GENERATED_PER_KIND)
    return Dataset("generated", digest_of(records), records)


def bundles_in(folder: str | Path) -> list[Bundle]:
    """Return every bundle in a folder of versions, the oldest version first."""
    paths = [path.parent for path in Path(folder).glob("*/manifest.json")]
    return [Bundle(path) for path in sorted(paths, key=_version_key)]


def _version_key(path: Path) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in path.name.split(".")]
