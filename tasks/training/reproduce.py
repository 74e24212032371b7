"""Train a bundle again from what its manifest says, and tell whether every byte is the same."""

from __future__ import annotations

import importlib.metadata
import tempfile
from pathlib import Path
from typing import Any

from tasks.bundle import Bundle
from tasks.errors import TrainingError
from tasks.training.records import Dataset
from tasks.training.trainer import Trainer, TrainingRequest


def retrain(trainer: Trainer, bundle: Bundle, dataset: Dataset, output: Path) -> Bundle:
    """Train with a manifest's configuration and seed on the data that it names.

    Raises
    ------
    TrainingError
        When the data are not those that the bundle learned from.
    """
    manifest = bundle.manifest
    digests = {source.digest for source in manifest.training_data}
    if dataset.digest not in digests:
        wanted = ", ".join(sorted(digests))
        raise TrainingError(f"{bundle.path} learned from data of digest {wanted}, not {dataset.digest}")
    name = next(source.name for source in manifest.training_data if source.digest == dataset.digest)
    config = manifest.config.get("training", manifest.config)
    request = TrainingRequest(
        dataset.records, output, manifest.version, None, manifest.seed, config, dataset.digest, name
    )
    return trainer.train(request)


def rebuild(trainer: Trainer, bundle: Bundle, shared_data: Path, output: Path) -> Bundle:
    """Build a shipped bundle again from the folder of public data."""
    return trainer.build_shipped(shared_data, output, bundle.manifest.version)


def differences(old: Bundle, new: Bundle) -> dict[str, Any]:
    """Compare two bundles.

    Returns
    -------
    dict
        ``matches``, the names of weight files that differ, and libraries whose versions differ from those installed.
    """
    names = sorted(set(old.manifest.files) | set(new.manifest.files))
    files = [name for name in names if old.manifest.files.get(name) != new.manifest.files.get(name)]
    libraries = {
        name: {"then": then, "now": now}
        for name, then in old.manifest.libraries.items()
        if (now := _installed(name)) != then
    }
    return {"matches": not files, "sameDigest": old.digest == new.digest, "files": files, "libraries": libraries}


def _installed(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def reproduce(trainer: Trainer, bundle: Bundle, source: Dataset | Path) -> dict[str, Any]:
    """Train again into a folder of its own and compare.

    Parameters
    ----------
    trainer : Trainer
    bundle : Bundle
    source : Dataset or Path
        The training data, or the folder of public data for a shipped bundle.

    Returns
    -------
    dict
        As `differences` gives it.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / bundle.manifest.version
        if isinstance(source, Path):
            return differences(bundle, rebuild(trainer, bundle, source, output))
        return differences(bundle, retrain(trainer, bundle, source, output))
