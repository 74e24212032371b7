"""PDFs and Office files that need a password to open."""

from __future__ import annotations

import hashlib
import io
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from samples.markup import parse
from samples.sample import Sample

_PASSWORD = "correct horse"  # noqa: S105 - invented, and of use to nobody: the samples only have to be locked
_SALT = bytes(range(16))  # a fixed salt, so that the same bytes come out on every run
_SPINS = 50_000  # iterations of standard encryption ([MS-OFFCRYPTO] 2.3.4.7)
_SECTOR = 512
_END, _FREE, _FAT_SECTOR, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF  # [MS-CFB] 2.1
_MINI_CUTOFF = 4096  # shorter streams live in the mini stream ([MS-CFB] 2.2); ours are padded beyond it


def encrypt_pdf(sample: Sample) -> bytes:
    """Write the text of a sample as a PDF that opens with a password only.

    Parameters
    ----------
    sample : Sample

    Returns
    -------
    bytes
    """
    target = io.BytesIO()
    lock = StandardEncryption(_PASSWORD, ownerPassword=_PASSWORD, strength=128)
    canvas = Canvas(target, pagesize=A4, invariant=1, encrypt=lock, pageCompression=0)
    for row, block in enumerate(parse(str(sample.content))[:40]):
        canvas.drawString(50, 800 - 18 * row, block.text[:100])
    canvas.save()
    return target.getvalue()


def encrypt_office(package: bytes) -> bytes:
    """Lock an Office package with a password, the way of Office 2007.

    Parameters
    ----------
    package : bytes
        A .docx, .xlsx or .pptx file.

    Returns
    -------
    bytes
        An OLE container of the streams EncryptionInfo and EncryptedPackage.

    References
    ----------
    [MS-OFFCRYPTO], sections 2.3.4.4 to 2.3.4.9 (ECMA-376 standard encryption: AES-128 in ECB mode, SHA-1).
    """
    cipher = Cipher(algorithms.AES(_key()), modes.ECB())  # noqa: S305 - the mode that the format prescribes
    locked = struct.pack("<Q", len(package)) + _apply(cipher, package)
    return _container({"EncryptionInfo": _information(cipher), "EncryptedPackage": locked})


def _sha1(text: bytes) -> bytes:
    return hashlib.sha1(text).digest()  # noqa: S324 - the digest that the format prescribes


def _key() -> bytes:
    digest = _sha1(_SALT + _PASSWORD.encode("utf-16-le"))
    for spin in range(_SPINS):
        digest = _sha1(struct.pack("<I", spin) + digest)
    digest = _sha1(digest + struct.pack("<I", 0))
    return _sha1(bytes(byte ^ 0x36 for byte in digest.ljust(64, b"\0")))[:16]


def _apply(cipher: Cipher[modes.ECB], text: bytes) -> bytes:
    encryptor = cipher.encryptor()
    return encryptor.update(text + bytes(-len(text) % 16)) + encryptor.finalize()


def _information(cipher: Cipher[modes.ECB]) -> bytes:
    provider = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    flags = 0x24  # fCryptoAPI and fAES
    header = struct.pack("<8I", flags, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + provider  # AES-128, SHA-1
    verifier = bytes(range(16, 32))
    proof = struct.pack("<I", 16) + _SALT + _apply(cipher, verifier)
    proof += struct.pack("<I", 20) + _apply(cipher, _sha1(verifier).ljust(32, b"\0"))
    return struct.pack("<HHII", 4, 2, flags, len(header)) + header + proof


def _container(streams: dict[str, bytes]) -> bytes:
    """Write streams as a compound file of version 3; see [MS-CFB]."""
    chains: list[int] = []
    starts: dict[str, tuple[int, int]] = {}
    body = b""
    for name, stream in streams.items():
        padded = stream.ljust(_MINI_CUTOFF, b"\0")
        count = -(-len(padded) // _SECTOR)
        first = len(chains)
        starts[name] = first, len(padded)
        chains += [*range(first + 1, first + count), _END]
        body += padded.ljust(count * _SECTOR, b"\0")
    directory = len(chains)
    chains.append(_END)
    body += _directory(starts)
    fat_count = 1
    while (len(chains) + fat_count) * 4 > fat_count * _SECTOR:
        fat_count += 1
    fat_first = len(chains)
    fat = struct.pack(f"<{len(chains)}I", *chains) + struct.pack("<I", _FAT_SECTOR) * fat_count
    return _header(fat_count, fat_first, directory) + body + fat.ljust(fat_count * _SECTOR, b"\xff")


def _header(fat_count: int, fat_first: int, directory: int) -> bytes:
    fixed = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    counts = struct.pack("<9I", 0, fat_count, directory, 0, _MINI_CUTOFF, _END, 0, _END, 0)
    difat = [fat_first + number if number < fat_count else _FREE for number in range(109)]
    return fixed + counts + struct.pack("<109I", *difat)


def _directory(starts: dict[str, tuple[int, int]]) -> bytes:
    names = list(starts)  # shorter names sort first: the second name is the right child of the tree's root
    entries = [_entry("Root Entry", 5, (_NONE, _NONE, 1), (_END, 0))]
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else _NONE
        entries.append(_entry(name, 2, (_NONE, right, _NONE), starts[name]))
    return b"".join(entries).ljust(_SECTOR, b"\0")


def _entry(name: str, kind: int, links: tuple[int, int, int], place: tuple[int, int]) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    left, right, child = links
    first, size = place
    numbers = struct.pack("<HBB3I", len(text), kind, 1, left, right, child)
    return text.ljust(64, b"\0") + numbers + bytes(16 + 4 + 16) + struct.pack("<IQ", first, size)
