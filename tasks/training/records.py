"""Read training and test data: JSON lines, CSV, a folder of documents per label, a frozen snapshot; here or on gs://."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tasks.errors import ExtractionError, TrainingError
from tasks.extraction import ExtractionPool
from tasks.training import snapshots, storage

Record = dict[str, Any]
MAX_TEXT_CHARS = 10_000_000


@dataclass(frozen=True)
class Dataset:
    """Records and where they came from.

    Attributes
    ----------
    name : str
    digest : str
        SHA-256 of the records in canonical JSON lines, whatever format they came in.
    records : list of dict
    skipped : list of str
        A line for each document of a folder that could not be read.
    """

    name: str
    digest: str
    records: list[Record]
    skipped: list[str] = field(default_factory=list)


def read_dataset(source: str, *, as_of: str | None = None, labelled: bool = True) -> Dataset:
    """Read a data set.

    Parameters
    ----------
    source : str
        A ``.jsonl``, ``.jsonl.gz``, ``.csv`` or ``.csv.gz`` file (a CSV file may have the field ``path`` in place of
        ``text``: files beside it, or in a folder ``documents`` beside it, are read), a folder with one folder of
        documents for each label, or ``STORE@DIGEST`` for a frozen snapshot; each a path or ``gs://…``.
    as_of : str, optional
        `source` is a store of snapshots; take the last one frozen on or before this date (``YYYY-MM-DD``).
    labelled : bool
        Whether every record needs a ``label`` or ``labels``.

    Returns
    -------
    Dataset

    Raises
    ------
    TrainingError
        When something is missing or malformed; the message names file and line.
    """
    if as_of is not None or snapshots.is_reference(source):
        name, content = snapshots.recall(source, as_of)
        records = list(_json_lines(content, name))
    elif source.endswith((".jsonl", ".jsonl.gz")):
        name, records = source, list(_json_lines(_content(source), source))
    elif source.endswith((".csv", ".csv.gz")):
        name, records = source, list(_csv_lines(_content(source), source))
        if records and "path" in records[0] and "text" not in records[0]:
            return _read_listed(source, records, labelled)
    else:
        return _read_folder(source, labelled)
    _check(records, name, labelled)
    return Dataset(Path(name).name, digest_of(records), records)


def canonical_lines(records: Sequence[Record]) -> bytes:
    """Return records as JSON lines with sorted keys, without the private line numbers."""
    public = ({key: value for key, value in record.items() if not key.startswith("_")} for record in records)
    return "".join(json.dumps(record, sort_keys=True) + "\n" for record in public).encode()


def digest_of(records: Sequence[Record]) -> str:
    """Return the SHA-256 of `canonical_lines`, hexadecimal."""
    return hashlib.sha256(canonical_lines(records)).hexdigest()


def _content(source: str) -> bytes:
    content = storage.read_bytes(source)
    if not source.endswith(".gz"):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError) as error:
        raise TrainingError(f"{source} is not a whole gzip file ({error}); copy it again") from error


def _decoded_lines(content: bytes, name: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        try:
            yield number, line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise TrainingError(
                f"{name}:{number}: byte {error.start} is not UTF-8; convert the file to UTF-8"
            ) from error


def _json_lines(content: bytes, name: str) -> Iterator[Record]:
    for number, line in _decoded_lines(content, name):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise TrainingError(f"{name}:{number}: not JSON ({error})") from error
        if not isinstance(record, dict):
            raise TrainingError(f"{name}:{number}: a line must be an object, not {type(record).__name__}")
        yield {**record, "_line": number}


def _csv_lines(content: bytes, name: str) -> Iterator[Record]:
    text = "\n".join(line for _, line in _decoded_lines(content, name))
    csv.field_size_limit(min(sys.maxsize, 4 * MAX_TEXT_CHARS))
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if None in row or None in row.values():
                raise TrainingError(f"{name}:{reader.line_num}: the number of fields differs from the header's")
            yield {**_without_empty(row), "_line": reader.line_num}
    except csv.Error as error:
        raise TrainingError(f"{name}:{reader.line_num}: {error}") from error


def _without_empty(row: dict[str, str]) -> Record:
    kept: Record = {key: value for key, value in row.items() if value != "" or key == "text"}
    if "labels" in kept:
        kept["labels"] = [label.strip() for label in kept["labels"].split("|") if label.strip()]
    return kept


def _check(records: list[Record], name: str, labelled: bool) -> None:
    if not records:
        raise TrainingError(f"{name} holds no documents")
    seen: set[Any] = set()
    for record in records:
        where = f"{name}:{record.pop('_line', 0)}"
        problem = _text_problem(record) or (_label_problem(record) if labelled else None)
        if problem:
            raise TrainingError(f"{where}: {problem}")
        if "id" not in record:
            continue
        if str(record["id"]) in seen:
            raise TrainingError(f"{where}: the id {record['id']!r} stands on an earlier line too; ids must be unique")
        seen.add(str(record["id"]))


def _text_problem(record: Record) -> str | None:
    text = record.get("text")
    if text is None:
        return "the field text is missing"
    if not isinstance(text, str):
        return f"text must be a string, not {type(text).__name__}"
    if len(text) > MAX_TEXT_CHARS:
        return f"text has {len(text)} characters; the most is {MAX_TEXT_CHARS}"
    return None


def _label_problem(record: Record) -> str | None:
    if "labels" in record:
        labels = record["labels"]
        if not isinstance(labels, list):
            return f"labels must be a list, not {type(labels).__name__}"
        return next((problem for label in labels if (problem := _name_problem(label))), None)
    if "label" not in record:
        return "the field label (or labels) is missing"
    return _name_problem(record["label"])


def _name_problem(label: object) -> str | None:
    if isinstance(label, float) and math.isnan(label):
        return "label is NaN"
    if not isinstance(label, str):
        return f"a label must be a string, not {type(label).__name__} ({label!r})"
    return None if label.strip() else "label is empty"


def _read_folder(source: str, labelled: bool) -> Dataset:
    if not storage.is_remote(source) and not Path(source).is_dir():
        raise TrainingError(f"{source} is no folder, and no .jsonl, .jsonl.gz, .csv or .csv.gz file")
    names = storage.list_files(source)
    if labelled:
        names = [name for name in names if "/" in name]
    records, skipped = [], []
    with ExtractionPool(2) as pool:
        for name in names:
            try:
                text = _text_of(storage.join(source, name), pool)
            except ExtractionError as error:
                skipped.append(f"{name}: {error.code}: {error}")
                continue
            label = {"label": name.split("/")[0]} if "/" in name else {}
            records.append({"id": name, "text": text, **label})
    if not records:
        raise TrainingError(f"{source} holds no readable documents; put those of each label into a folder of its name")
    return Dataset(Path(source).name, digest_of(records), records, skipped)


def _read_listed(source: str, rows: list[Record], labelled: bool) -> Dataset:
    folders = [Path(source).parent, Path(source).parent / "documents"]
    records, skipped = [], []
    with ExtractionPool(2) as pool:
        for row in rows:
            found = next((folder / row["path"] for folder in folders if (folder / row["path"]).is_file()), None)
            if found is None:
                raise TrainingError(f"{source}:{row['_line']}: there is no file {row['path']}")
            try:
                records.append({**row, "id": row["path"], "text": pool.extract(found).text})
            except ExtractionError as error:
                skipped.append(f"{row['path']}: {error.code}: {error}")
    _check(records, source, labelled)
    return Dataset(Path(source).name, digest_of(records), records, skipped)


def _text_of(uri: str, pool: ExtractionPool) -> str:
    content: bytes | Path = storage.read_bytes(uri) if storage.is_remote(uri) else Path(uri)
    return pool.extract(content, Path(uri).name).text


def check_one_kind(records: Sequence[Record], say: Callable[[str], None]) -> None:
    """Raise TrainingError when some records have ``label`` and others ``labels``."""
    several = sum("labels" in record for record in records)
    if 0 < several < len(records):
        raise TrainingError(f"{several} of {len(records)} records have labels, the others label; use one of them")
    say(f"{len(records)} documents, {'several labels each' if several else 'one label each'}")
