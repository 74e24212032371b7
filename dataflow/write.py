"""Last step: records to JSON lines, each file written beside and renamed when it is whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.pvalue import PCollection

from dataflow.records import encode


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
    """Remove the shards that an earlier run left, once this run's are in place.

    Parameters
    ----------
    prefix : str
        Beginning of the shards' paths.
    written : iterable of str
        Paths of this run's shards.

    Returns
    -------
    int
        How many were removed.
    """
    (found,) = FileSystems.match([f"{prefix}-*-of-*.jsonl"])
    stale = sorted({file.path for file in found.metadata_list} - set(written))
    if stale:
        FileSystems.delete(stale)
    return len(stale)
