"""The public texts that the service is measured with."""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

from tests.conftest import ROOT

CHARS = 2300


def data_folder(description: str | None) -> Path:
    """Return the folder of public data, as the command line names it."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    folder: Path = parser.parse_args().data
    return folder


def read_texts(path: Path) -> list[str]:
    """Return the texts of a file of records."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def bbc(data: Path) -> Path:
    """Return the folder of BBC's news, whose `train` part both models learn."""
    return data / "classification" / "bbc"


def news(data: Path) -> list[str]:
    """Return texts of about 2,300 characters that no model has learned."""
    return [text[:CHARS] for text in read_texts(bbc(data) / "test.jsonl.gz")]
