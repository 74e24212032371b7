"""What the pool and its children say to one another, and how it is framed on their pipes."""

from __future__ import annotations

import struct

import msgspec

MIB = 1 << 20
LOCKED = "the file is protected by a password; remove it and send the file again"
LENGTH = struct.Struct("<Q")


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one file may cost; beyond any of these it is refused.

    Attributes
    ----------
    timeout_s : float
        Wall time for one file.
    memory_bytes : int
        Address space that reading may take beyond what an idle child holds.
    max_file_bytes : int
        Size of the file.
    max_text_chars : int
        Length of the text.
    max_unpacked_bytes : int
        Size of a zip container's members together, as declared.
    max_ratio : float
        How many times larger than packed the members of a container beyond 32 MiB may be; the hundredfold of
        Apache POI's ``ZipSecureFile``, which real office files stay below.
    """

    timeout_s: float = 20.0
    memory_bytes: int = 1024 * MIB
    max_file_bytes: int = 256 * MIB
    max_text_chars: int = 10_000_000
    max_unpacked_bytes: int = 1024 * MIB
    max_ratio: float = 100.0


class Extraction(msgspec.Struct, frozen=True, rename="camel"):
    r"""The text of one file.

    Attributes
    ----------
    text : str
        Text with ``\n`` line ends; never blank.
    mime_type : str
        Type as found by content.
    seconds : float
        Wall time that reading took.
    """

    text: str
    mime_type: str
    seconds: float


class Reply(msgspec.Struct, frozen=True):
    """A child's answer: text and type, or the reason why there is none."""

    text: str = ""
    mime_type: str = ""
    code: str = ""
    message: str = ""
    retire: bool = False


def frame(*parts: bytes) -> list[bytes]:
    """Put each part's length, eight bytes little-endian, before it."""
    return [piece for part in parts for piece in (LENGTH.pack(len(part)), part)]
