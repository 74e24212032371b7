"""What the training command asks of every task: how to train, evaluate and build the shipped bundle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tasks.bundle import Bundle


@dataclass(frozen=True)
class TrainingRequest:
    """One call of ``python -m tasks.training train``.

    Attributes
    ----------
    data : sequence of dict
        Training records, already read and checked; the keys are those of the data format (``text``, ``label`` …).
    output : Path
        The bundle's folder; it itself holds the manifest.
    version : str
    validation : sequence of dict, optional
    seed : int
    config : dict
        What the configuration file says, over the trainer's defaults.
    data_digest : str
        SHA-256 of the training data's bytes.
    data_name : str
    """

    data: Sequence[dict[str, Any]]
    output: Path
    version: str
    validation: Sequence[dict[str, Any]] | None = None
    seed: int = 0
    config: dict[str, Any] = field(default_factory=dict)
    data_digest: str = ""
    data_name: str = ""


class Trainer(Protocol):
    """A module ``tasks/training/<task>.py`` has these three functions."""

    def train(self, request: TrainingRequest) -> Bundle:
        """Train on `request.data` and write the bundle."""

    def evaluate(self, bundle: Bundle, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Score a bundle on labelled records."""

    def build_shipped(self, shared_data: Path, output: Path, version: str) -> Bundle:
        """Build the bundle that the project ships from the folder of public data."""
