"""Last step: records to JSON lines, each file written beside and renamed when it is whole."""

from __future__ import annotations

import hashlib
import os
import time
import uuid
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems
from apache_beam.pvalue import PCollection
from apache_beam.transforms.window import FixedWindows, TimestampedValue
from apache_beam.utils.timestamp import Timestamp

from dataflow.accounting.metrics import measure
from dataflow.records import encode
from dataflow.sources.match import is_remote

_JSON_LINES = "application/x-ndjson"
_LATENESS_S = 24 * 3600  # clocks of workers differ; a window that ended is written to a further file, never lost


class WriteRecords(beam.PTransform):
    """Write records to ``OUTPUT/NAME-*.jsonl``; shards of an earlier run are replaced, not joined.

    Parameters
    ----------
    output : str
        Folder or ``gs://`` prefix.
    name : str
        Beginning of the files' names.
    """

    def __init__(self, output: str, name: str) -> None:
        super().__init__()
        self._prefix = FileSystems.join(output, name)

    def expand(self, records: PCollection[dict[str, Any]]) -> Any:  # noqa: D102 - Beam's
        written = records | beam.Map(encode) | beam.io.WriteToText(self._prefix, file_name_suffix=".jsonl")
        once = records.pipeline | beam.Create([self._prefix])
        return once | beam.Map(remove_other_shards, beam.pvalue.AsList(written))


def remove_other_shards(prefix: str, written: Iterable[str]) -> int:
    """Remove the shards that an earlier batch run left, once this run's are in place.

    Parameters
    ----------
    prefix : str
        Beginning of the shards' paths.
    written : iterable of str
        Paths of this run's shards.

    Returns
    -------
    int
        How many were removed; the files of streaming jobs have longer names and stay.
    """
    (found,) = FileSystems.match([f"{prefix}-?????-of-?????.jsonl"])
    stale = sorted({file.path for file in found.metadata_list} - set(written))
    if stale:
        FileSystems.delete(stale)
    return len(stale)


class Shard(NamedTuple):
    """Beginning of a file's path, and which of its parts."""

    prefix: str
    number: int


class WriteWindows(beam.PTransform):
    """Write an endless stream of records, a file for every window of time and shard that holds any.

    Takes pairs of a path's beginning and a record. Names are ``PREFIX-START-WINDOWs-SHARD-of-SHARDS-DIGEST.jsonl``.
    Windows are of the time of writing, so nothing is ever late. The digest is that of the content: a bundle that is
    tried again writes the same file, and no window, shard, run or restarted job ever replaces another's file.

    Beam's own are no match: ``WriteToFiles`` swallows failed renames, writes a file for every small bundle and, like
    ``WriteToText``, gives a restarted job's files the names of those that it finds.

    Parameters
    ----------
    window_s : int
    shards : int
        Files a window and prefix at most; all records of one path are in the same.
    """

    def __init__(self, window_s: int, shards: int) -> None:
        super().__init__()
        self._window_s, self._shards = window_s, shards

    def expand(self, records: PCollection[tuple[str, dict[str, Any]]]) -> Any:  # noqa: D102 - Beam's
        sharding = beam.ParDo(_ShardDoFn(self._shards))
        lines = records | "Shard" >> sharding.with_output_types(tuple[tuple[str, int], tuple[str, str]])
        windows = lines | "Window" >> beam.WindowInto(FixedWindows(self._window_s), allowed_lateness=_LATENESS_S)
        return windows | "Group" >> beam.GroupByKey() | "WriteFile" >> beam.ParDo(_WriteShardDoFn(self._shards))


class _ShardDoFn(beam.DoFn):
    def __init__(self, shards: int) -> None:
        super().__init__()
        self._shards = shards

    def process(self, destined: tuple[str, dict[str, Any]], timestamp: Any = beam.DoFn.TimestampParam) -> Iterator[Any]:
        prefix, record = destined
        number = zlib.crc32(record["path"].encode()) % self._shards
        element = ((prefix, number), (record["key"], encode(record)))
        yield TimestampedValue(element, max(Timestamp.of(time.time()), timestamp))


class _WriteShardDoFn(beam.DoFn):
    def __init__(self, shards: int) -> None:
        super().__init__()
        self._shards = shards

    def process(
        self, group: tuple[tuple[str, int], Iterable[tuple[str, str]]], window: Any = beam.DoFn.WindowParam
    ) -> Iterator[str]:
        shard, lines = group
        in_order = sorted(lines)
        measure("window_records", len(in_order))
        content = "".join(f"{line}\n" for _, line in in_order).encode()
        path = shard_path(Shard(*shard), self._shards, (float(window.start), float(window.end)), content)
        write_whole(path, content)
        yield path


def shard_path(shard: Shard, shards: int, window: tuple[float, float], content: bytes) -> str:
    """Return the path of a window's file.

    Parameters
    ----------
    shard : Shard
    shards : int
    window : tuple of float
        Its start and end in seconds since 1970.
    content : bytes
    """
    start = datetime.fromtimestamp(window[0], UTC).strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(content).hexdigest()[:12]
    seconds = f"{window[1] - window[0]:g}s"
    return f"{shard.prefix}-{start}-{seconds}-{shard.number:05d}-of-{shards:05d}-{digest}.jsonl"


def write_whole(path: str, content: bytes) -> None:
    """Write a file so that nobody ever sees part of it.

    Parameters
    ----------
    path : str
        On this machine's disk or in an object store, where objects appear when they are whole.
    content : bytes
    """
    if is_remote(path):
        with FileSystems.create(path, _JSON_LINES, CompressionTypes.UNCOMPRESSED) as file:
            file.write(content)
        return
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    try:
        partial.write_bytes(content)
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
