"""OLE containers (Office 97 to 2003, Outlook messages, encrypted packages): which kind, and whether locked.

Reads as little as that needs. Source of every offset: [MS-CFB] 2.2 (header), 2.3 (FAT), 2.6 (directory).
"""

from __future__ import annotations

import struct

from tasks.errors import ExtractionError
from tasks.extraction.messages import LOCKED

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_CHAIN = 0xFFFFFFFA  # and every special value above it
_MAX_CHAIN_BYTES = 1 << 22
_ENCRYPTED_PPT = 0xF3D1C4DF  # [MS-PPT] 2.3.2, CurrentUserAtom.headerToken
_LOCKED = frozenset(("ENCRYPTEDPACKAGE", "ENCRYPTEDSUMMARY", "\tDRMCONTENT"))  # [MS-OFFCRYPTO] 1.3
_KINDS = (  # stream that only this kind has, its type
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
)


class OleContainer:
    """The directory of an OLE container and its streams' first bytes.

    Parameters
    ----------
    content : bytes

    Raises
    ------
    ExtractionError
        ``DAMAGED`` when the directory cannot be read.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            sector_shift, mini_shift = struct.unpack_from("<HH", content, 30)
            self._sector_bytes, self._mini_bytes = 1 << sector_shift, 1 << mini_shift
            directory_start, _, self._mini_cutoff, mini_fat_start = struct.unpack_from("<4I", content, 48)
            self._fat = self._read_fat()
            self._entries = self._read_directory(self._chain(directory_start))
            self._mini_fat = _uint32(self._chain(mini_fat_start))
        except (struct.error, IndexError, ValueError, MemoryError) as error:
            raise ExtractionError(
                "the file begins as an Office 97-2003 file but its directory is broken; send an undamaged copy",
                code="DAMAGED",
            ) from error

    @property
    def names(self) -> frozenset[str]:
        """Names of streams and storages in upper case; by [MS-CFB] 2.6.1 case does not tell them apart."""
        return frozenset(self._entries)

    def head(self, name: str, size: int) -> bytes:
        """Return up to `size` first bytes of a stream; empty when it is not there or broken."""
        try:
            start, stream_bytes = self._entries[name.upper()]
            if stream_bytes >= self._mini_cutoff:
                return self._chain(start, size)[:size]
            root, _ = self._entries["ROOT ENTRY"]
            mini = self._chain(root, _MAX_CHAIN_BYTES)
            return mini[start * self._mini_bytes : (start + 1) * self._mini_bytes][:size]
        except (KeyError, IndexError, ValueError):
            return b""

    def _sector(self, index: int) -> bytes:
        start = (index + 1) * self._sector_bytes
        return self._content[start : start + self._sector_bytes]

    def _read_fat(self) -> tuple[int, ...]:
        listed = [index for index in struct.unpack_from("<109I", self._content, 76) if index < _END_OF_CHAIN]
        return _uint32(b"".join(self._sector(index) for index in listed))

    def _chain(self, start: int, size: int = _MAX_CHAIN_BYTES) -> bytes:
        parts, total, index = [], 0, start
        while index < _END_OF_CHAIN and total < size:  # the size bounds a chain that bites its tail
            part = self._sector(index)
            if not part:
                break
            parts.append(part)
            total += len(part)
            index = self._fat[index]
        return b"".join(parts)

    def _read_directory(self, raw: bytes) -> dict[str, tuple[int, int]]:
        entries = {}
        for offset in range(0, len(raw) - 127, 128):
            name_bytes, kind = struct.unpack_from("<HB", raw, offset + 64)
            if kind:
                name = raw[offset : offset + min(max(name_bytes - 2, 0), 62)].decode("utf-16-le", "replace")
                entries[name.upper()] = struct.unpack_from("<II", raw, offset + 116)
        if not entries:
            raise ValueError("no entry")
        return entries


def _uint32(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def ole_media_type(content: bytes) -> str:
    """Find the type of an OLE container.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    str

    Raises
    ------
    ExtractionError
        ``ENCRYPTED``, ``DAMAGED`` or ``UNSUPPORTED``.
    """
    container = OleContainer(content)
    if _is_encrypted(container):
        raise ExtractionError(LOCKED, code="ENCRYPTED")
    for stream, media_type in _KINDS:
        if stream.upper() in container.names:
            return media_type
    raise ExtractionError(
        "an OLE file that is no Word, Excel, PowerPoint or Outlook document; save it as PDF", code="UNSUPPORTED"
    )


def _is_encrypted(container: OleContainer) -> bool:
    if container.names & _LOCKED:
        return True
    word = container.head("WordDocument", 12)
    if len(word) == 12 and struct.unpack_from("<H", word, 10)[0] & 0x0100:  # [MS-DOC] 2.5.2, FibBase.fEncrypted
        return True
    user = container.head("Current User", 16)
    return len(user) == 16 and struct.unpack_from("<I", user, 12)[0] == _ENCRYPTED_PPT
