"""``models.lock``: which version of which model this code was tested with, so that neither moves without the other.

``python -m tasks.lock`` checks the models folder against the lock, as the image's build does; with ``--write`` it
pins what the folder holds now.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec

from tasks.bundle import Bundle
from tasks.channels import ServingTask, read_channels
from tasks.errors import BundleError

Digest = Annotated[str, msgspec.Meta(pattern=r"^sha256:[0-9a-f]{64}$")]


class Pin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One task's line of the lock: a bundle's version, and the SHA-256 of its manifest, which holds its files'."""

    version: str
    digest: Digest

    def __str__(self) -> str:
        return f"{self.version} ({self.digest[:19]}…)"


def read_lock(path: Path) -> dict[str, Pin]:
    """Read a lock file.

    Parameters
    ----------
    path : Path

    Returns
    -------
    dict of str to Pin
        By task.

    Raises
    ------
    BundleError
        When the file is missing or is not a lock.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Pin])
    except OSError as error:
        raise BundleError(f"{path} cannot be read ({error.strerror}); `make models-lock` writes it") from error
    except msgspec.MsgspecError as error:
        raise BundleError(f"{path}: {error}; `make models-lock` writes it anew") from error


def write_lock(path: Path, pins: Mapping[str, Pin]) -> None:
    """Write a lock file, one task a line, so that a change of one model is a change of one line."""
    lines = [f" {msgspec.json.encode(task).decode()}: {_line(pins[task])}" for task in sorted(pins)]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _line(pin: Pin) -> str:
    return msgspec.json.format(msgspec.json.encode(pin), indent=0).decode()


def pins_in(models_dir: Path) -> dict[str, Pin]:
    """Return what the stable channels of a models folder hold, every file verified.

    Raises
    ------
    BundleError
        When a bundle is missing or damaged.
    """
    bundles = {task: Bundle(models_dir / task / entry.stable) for task, entry in read_channels(models_dir).items()}
    return {task: Pin(bundle.manifest.version, bundle.digest) for task, bundle in bundles.items()}


def verify_lock(lock_path: Path, serving: Mapping[str, ServingTask]) -> None:
    """Check that what is loaded is what the lock pins.

    Parameters
    ----------
    lock_path : Path
    serving : mapping of str to ServingTask

    Raises
    ------
    BundleError
        When a task is not pinned, or another version or digest of it is loaded; the message names all that differ.
    """
    _compare(lock_path, {task: Pin(entry.model.version, entry.model.digest) for task, entry in serving.items()})


def _compare(lock_path: Path, found: Mapping[str, Pin]) -> None:
    pinned = read_lock(lock_path)
    tasks = sorted(set(pinned) | set(found))
    pairs = ((task, pinned.get(task), found.get(task)) for task in tasks)
    wrong = [_difference(task, pin, here) for task, pin, here in pairs if pin != here]
    if wrong:
        raise BundleError(
            f"the models are not those that {lock_path} pins: {'; '.join(wrong)}. Check out the pinned ones "
            f"(`git submodule update models`), or test with these and run `make models-lock`"
        )


def _difference(task: str, pinned: Pin | None, found: Pin | None) -> str:
    if found is None:
        return f"{task} {pinned} is pinned and missing"
    if pinned is None:
        return f"{task} {found} is not pinned"
    return f"{task} is {found}, pinned is {pinned}"


def main() -> int:
    """Check the lock, or write it.

    Returns
    -------
    int
        1 when the models are not the pinned ones.
    """
    parser = argparse.ArgumentParser(prog="python -m tasks.lock", description="Check the models against models.lock.")
    parser.add_argument("--models", type=Path, default=Path("models"), help="folder that holds channels.json")
    parser.add_argument("--lock", type=Path, default=Path("models.lock"))
    parser.add_argument("--write", action="store_true", help="pin what the folder holds now")
    arguments = parser.parse_args()
    try:
        if arguments.write:
            write_lock(arguments.lock, pins_in(arguments.models))
        else:
            _compare(arguments.lock, pins_in(arguments.models))
    except BundleError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the one line a person is to read
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
