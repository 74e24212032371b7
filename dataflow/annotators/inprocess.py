"""Annotating within the worker: the tasks that the service runs, with bundles of a folder or of gs://."""

from __future__ import annotations

import logging
import re
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from dataflow import object_store
from dataflow.annotators.service import Outcome, Text
from dataflow.sources.match import is_remote
from tasks.annotate import Annotator
from tasks.channels import CHANNELS, ServingTask, load_tasks, read_channels
from tasks.document import Document
from tasks.errors import BundleError
from tasks.lock import verify_lock
from tasks.table import TASKS

# As the service slices, so that memory does not grow with a batch.
_SLICE_DOCUMENTS, _SLICE_CHARS = 32, 200_000
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # no text in UTF-8; the service reads it as U+FFFD too

log = logging.getLogger("doctag.inprocess")


@dataclass(frozen=True)
class InProcessChoice:
    """The tasks themselves.

    Attributes
    ----------
    models_dir : str
        Folder, or ``gs://`` prefix, that holds ``channels.json`` and the bundles.
    models_lock : str or None
        File, here or on ``gs://``, of the versions and digests that must be there.
    max_text_chars : int
        Longer documents are refused.
    """

    models_dir: str
    models_lock: str | None
    max_text_chars: int

    def connect(self) -> InProcessAnnotator:
        """Load the bundles.

        Raises
        ------
        BundleError
        """
        serving = load_models(self.models_dir)
        if self.models_lock is not None:
            with tempfile.TemporaryDirectory() as folder:
                verify_lock(_local_copy(self.models_lock, Path(folder)), serving)
        return InProcessAnnotator(Annotator(serving), self.max_text_chars)


class InProcessAnnotator:
    """Annotates batches in this process, one slice at a time: numpy's short calls gain nothing side by side.

    What protects from a hostile document: its length is bounded, the tasks' cost grows in proportion to it, they run
    no code that is not Python or numpy, and whatever one raises is that document's error alone. A process that is
    killed all the same loses nothing: its bundle of documents is not finished, and the runner does it again. Where
    documents must never hold up a worker, annotate with the service: its workers are watched, and replaced.

    Parameters
    ----------
    annotator : tasks.annotate.Annotator
    max_text_chars : int
    """

    def __init__(self, annotator: Annotator, max_text_chars: int) -> None:
        self._annotator = annotator
        self._max_text_chars = max_text_chars
        self._turn = threading.Lock()

    def models(self) -> dict[str, str]:
        """Return the digests of the bundles, by task."""
        return {task: entry.model.digest for task, entry in self._annotator.serving.items()}

    def annotate(self, documents: Sequence[Text], options: dict[str, Any] | None = None) -> dict[str, Outcome]:
        """Annotate documents.

        Parameters
        ----------
        documents : sequence of (id, text)
            Ids differ from one another.
        options : dict, optional
            What the tasks take, by task.

        Returns
        -------
        dict of str to Outcome
            One for every id; the annotations are those that the service would give.
        """
        wishes = msgspec.convert(options or {}, self._annotator.Options)
        outcomes = {name: self._refusal(text) for name, text in documents if len(text) > self._max_text_chars}
        within = [(name, text) for name, text in documents if name not in outcomes]
        for part in _slices(within):
            with self._turn:
                outcomes |= self._annotate_slice(part, wishes)
        return outcomes

    def _refusal(self, text: str) -> Outcome:
        reason = f"the text is too long: {len(text)} characters, {self._max_text_chars} allowed; split the document"
        return Outcome(None, "REJECTED", reason)

    def _annotate_slice(self, part: list[Text], wishes: Any) -> dict[str, Outcome]:
        """Annotate a slice; should anything fail as a whole, each of its documents alone."""
        documents = [Document(_LONE_SURROGATE.sub("\ufffd", text), name) for name, text in part]
        try:
            annotations = self._annotator.annotate(documents, options=wishes)
            return {name: Outcome(_plain(item)) for (name, _), item in zip(part, annotations, strict=True)}
        except Exception as error:
            if len(part) == 1:
                log.exception("annotating failed on a document of %d characters", len(part[0][1]))
                message = f"annotating failed on this document ({type(error).__name__}); see the worker's log"
                return {part[0][0]: Outcome(None, "TASKS_FAILED", message)}
        outcomes: dict[str, Outcome] = {}
        for document in part:
            outcomes |= self._annotate_slice([document], wishes)
        return outcomes


def _plain(annotation: Any) -> dict[str, Any]:
    """Return an annotation exactly as it comes out of the service's JSON."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(annotation))
    return plain


def _slices(documents: Sequence[Text]) -> Iterator[list[Text]]:
    part: list[Text] = []
    chars = 0
    for document in documents:
        part.append(document)
        chars += len(document[1])
        if len(part) >= _SLICE_DOCUMENTS or chars >= _SLICE_CHARS:
            yield part
            part, chars = [], 0
    if part:
        yield part


def load_models(models_dir: str) -> dict[str, ServingTask]:
    """Load the stable bundle of every task from a folder or a ``gs://`` prefix.

    Parameters
    ----------
    models_dir : str

    Returns
    -------
    dict of str to ServingTask

    Raises
    ------
    BundleError
        When a bundle is missing, cannot be fetched or does not verify.
    """
    if not is_remote(models_dir):
        return load_tasks(Path(models_dir), TASKS)
    with tempfile.TemporaryDirectory(prefix="doctag-models-") as folder:
        _download(models_dir.rstrip("/"), Path(folder))
        return load_tasks(Path(folder), TASKS)  # bundles are read whole; nothing needs the folder afterwards


def _download(prefix: str, folder: Path) -> None:
    """Fetch the channels' file and the bundles that it names."""
    _fetch(f"{prefix}/{CHANNELS}", folder / CHANNELS)
    for task, channels in read_channels(folder).items():
        bundle = folder / task / channels.stable
        if task not in TASKS:
            continue
        bundle.mkdir(parents=True)
        for uri in _objects_in(f"{prefix}/{task}/{channels.stable}/"):
            _fetch(uri, bundle / uri.rpartition("/")[2])


def _objects_in(prefix: str) -> list[str]:
    try:
        found = [file.path for file in object_store.list_objects(prefix)]
    except object_store.FAILURES as error:
        raise BundleError(f"{prefix} cannot be listed ({object_store.why(error)}); check bucket and rights") from error
    return [uri for uri in found if "/" not in uri.removeprefix(prefix)]  # a bundle is flat


def _fetch(uri: str, path: Path) -> None:
    try:
        path.write_bytes(object_store.blob_of(uri).download_as_bytes())
    except object_store.FAILURES as error:
        raise BundleError(f"{uri} cannot be read ({object_store.why(error)}); check prefix and rights") from error


def _local_copy(path: str, folder: Path) -> Path:
    if not is_remote(path):
        return Path(path)
    copy = folder / path.rpartition("/")[2]
    _fetch(path, copy)
    return copy
