"""Zip containers (Office 2007 and later, OpenDocument, EPUB): which kind, whether locked, whether a bomb."""

from __future__ import annotations

import io
import zipfile

from tasks.errors import ExtractionError
from tasks.extraction.messages import LOCKED, MIB, Limits

MAGIC = b"PK\x03\x04"
_RATIO_MATTERS_BYTES = 32 * MIB
_HEAD_BYTES, _HEADS = 1024, 64
_OOXML = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS = (  # what [Content_Types].xml calls the main part: ECMA-376 part 1, 11.3.10, 12.3.23, 13.3.6
    (b"wordprocessingml.", _OOXML + "wordprocessingml.document"),
    (b"ms-word.document.macroEnabled.main", _OOXML + "wordprocessingml.document"),
    (b"spreadsheetml.sheet.main", _OOXML + "spreadsheetml.sheet"),
    (b"spreadsheetml.template.main", _OOXML + "spreadsheetml.sheet"),
    (b"ms-excel.sheet.macroEnabled.main", _OOXML + "spreadsheetml.sheet"),
    (b"ms-excel.sheet.binary.macroEnabled.main", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"),
    (b"presentationml.", _OOXML + "presentationml.presentation"),
    (b"ms-powerpoint.", _OOXML + "presentationml.presentation"),
)
_FOLDERS = (("word/", 0), ("xl/", 2), ("ppt/", 6))
_MIMETYPE_PREFIXES = ("application/vnd.oasis.opendocument.", "application/epub+zip")


def zip_media_type(content: bytes, limits: Limits) -> str:
    """Find the type of a zip container, and refuse one that would unpack to too much.

    Parameters
    ----------
    content : bytes
    limits : Limits

    Returns
    -------
    str

    Raises
    ------
    ExtractionError
        ``DAMAGED``, ``ENCRYPTED``, ``TOO_LARGE`` or ``UNSUPPORTED``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive.infolist(), limits)
            _refuse_locked(archive)
            media_type = _opc_type(archive) or _mimetype_member(archive)
            _refuse_entities(archive, media_type)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, KeyError) as error:
        raise ExtractionError(
            "the file begins as a zip container but is cut off or broken; send an undamaged copy", code="DAMAGED"
        ) from error
    if media_type is None:
        raise ExtractionError("an archive of files; unpack it and send the files themselves", code="UNSUPPORTED")
    return media_type


def _refuse_bomb(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    is_dense = unpacked > _RATIO_MATTERS_BYTES and unpacked > limits.max_ratio * packed
    if unpacked > limits.max_unpacked_bytes or is_dense:
        raise ExtractionError(
            f"the file would unpack to {unpacked // MIB} MiB, {unpacked // packed} times its size; "
            "split it or save it as PDF",
            code="TOO_LARGE",
        )


def _refuse_locked(archive: zipfile.ZipFile) -> None:
    is_locked = any(member.flag_bits & 1 for member in archive.infolist())
    manifest = _member(archive, "META-INF/manifest.xml")
    if is_locked or b"encryption-data" in manifest:  # OpenDocument 1.3 part 2, 4.4
        raise ExtractionError(LOCKED, code="ENCRYPTED")


def _refuse_entities(archive: zipfile.ZipFile, media_type: str | None) -> None:
    """Refuse parts that declare entities, which can expand without end: ECMA-376 part 2, 8.1.4 allows none."""
    if media_type is None or not media_type.startswith(_OOXML):
        return
    parts = [name for name in archive.namelist() if name.endswith(".xml")]
    if any(b"<!DOCTYPE" in _member(archive, name, _HEAD_BYTES) for name in parts[:_HEADS]):
        raise ExtractionError(
            "the file declares XML entities, which office files must not; send an undamaged copy", code="DAMAGED"
        )


def _member(archive: zipfile.ZipFile, name: str, size: int = MIB) -> bytes:
    """Return the beginning of a member; empty when it is not there."""
    try:
        with archive.open(name) as file:
            return file.read(size)
    except (KeyError, RuntimeError):
        return b""


def _opc_type(archive: zipfile.ZipFile) -> str | None:
    types = _member(archive, "[Content_Types].xml")
    for mark, media_type in _MAIN_PARTS:
        if mark in types:
            return media_type
    names = archive.namelist()
    for folder, index in _FOLDERS:
        if types and any(name.startswith(folder) for name in names):
            return _MAIN_PARTS[index][1]
    return None


def _mimetype_member(archive: zipfile.ZipFile) -> str | None:
    declared = _member(archive, "mimetype")[:100].decode("ascii", "replace").strip()
    return declared if declared.startswith(_MIMETYPE_PREFIXES) else None
