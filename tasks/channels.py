"""Channels: which version of each task's bundle serves. ``models/channels.json`` alone decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from tasks.bundle import Bundle, Manifest
from tasks.errors import BundleError
from tasks.task import Model, Task

CHANNELS = "channels.json"
STABLE = "stable"


class TaskChannels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The versions of one task by channel; `stable` is the one that serves."""

    stable: str


@dataclass(frozen=True)
class ServingTask:
    """A task that is loaded and ready, with the model that it speaks for.

    Attributes
    ----------
    task : Task
    model : Model
        What is written beside every result of the task.
    manifest : Manifest
    """

    task: Task
    model: Model
    manifest: Manifest

    @property
    def fallback(self) -> dict[str, Any] | None:
        """The result to give when the task fails, as its bundle names it."""
        return self.manifest.fallback


def read_channels(models_dir: Path) -> dict[str, TaskChannels]:
    """Read ``channels.json``.

    Parameters
    ----------
    models_dir : Path

    Returns
    -------
    dict of str to TaskChannels

    Raises
    ------
    BundleError
        When the file is missing or says something else than task, channel and version.
    """
    path = models_dir / CHANNELS
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, TaskChannels])
    except OSError as error:
        raise BundleError(
            f"{path} cannot be read ({error.strerror}); point DOCTAG_MODELS_DIR or --models_dir at the models folder, "
            f"or check out its submodule"
        ) from error
    except msgspec.MsgspecError as error:
        raise BundleError(f'{path}: {error}; it should look like {{"language": {{"stable": "2026.11.1"}}}}') from error


def load_tasks(
    models_dir: Path, table: Mapping[str, type[Task]], deployment: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, ServingTask]:
    """Load the stable bundle of every task in the table.

    Parameters
    ----------
    models_dir : Path
    table : mapping of str to type of Task
    deployment : mapping of str to mapping, optional
        What a deployment gives a task beside its bundle, by the task's name: further arguments of its `load`.

    Returns
    -------
    dict of str to ServingTask
        In the table's order.

    Raises
    ------
    BundleError
        When a task has no channel or its bundle does not verify.
    """
    channels = read_channels(models_dir)
    missing = sorted(set(table) - set(channels))
    if missing:
        raise BundleError(f"{models_dir / CHANNELS} names no version for {', '.join(missing)}; add a line for it")
    given = deployment or {}
    paths = {name: models_dir / name / channels[name].stable for name in table}
    return {name: _load(task, paths[name], given.get(name, {})) for name, task in table.items()}


def _load(task: type[Task], path: Path, given: Mapping[str, Any]) -> ServingTask:
    bundle = Bundle(path)
    if bundle.manifest.task != task.name:
        raise BundleError(f"{path} is a bundle of {bundle.manifest.task!r}, not of {task.name!r}; move it")
    model = Model(name=task.name, version=bundle.manifest.version, digest=bundle.digest, channel=STABLE)
    return ServingTask(task.load(bundle, **given), model, bundle.manifest)
