"""The type of a file by its content; its name only settles what the content leaves open."""

from __future__ import annotations

import re

from tasks.errors import ExtractionError
from tasks.extraction import ole, zip_container
from tasks.extraction.charset import is_text, unicode_codec
from tasks.extraction.messages import Limits

_IMAGES = (  # WHATWG MIME Sniffing, 6.1, and TIFF 6.0
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
)
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
_READABLE_NAME = re.compile(
    r"\.(?:pdf|doc[xm]?|xls[xmb]?|ppt[xm]?|od[tsp]|epub|rtf|msg|eml|html?|txt|csv|xml|json|md)$", re.IGNORECASE
)
_EMPTY_ZIP = b"PK\x05\x06"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|title|meta|table|div|h1|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEADER = re.compile(r"[!-9;-~]{1,70}:(?:\s|$)")  # RFC 5322, 2.2
_MAIL_ONLY = frozenset(
    ("received", "message-id", "mime-version", "return-path", "delivered-to", "content-transfer-encoding")
)
_MAIL = frozenset(("from", "to", "cc", "subject", "date")) | _MAIL_ONLY


def detect(content: bytes, filename: str, limits: Limits) -> str:
    """Find the type of a file by its content.

    Parameters
    ----------
    content : bytes
    filename : str
        Only its ending counts: it tells mail from memos, and damaged documents from files of no known type.
    limits : Limits

    Returns
    -------
    str
        A media type that `tasks.extraction.reader` can read.

    Raises
    ------
    ExtractionError
        ``EMPTY``, ``ENCRYPTED``, ``DAMAGED``, ``NO_TEXT``, ``TOO_LARGE`` or ``UNSUPPORTED``.
    """
    if not content.strip():
        raise ExtractionError("the file is empty or holds only white space; send it again", code="EMPTY")
    if b"%PDF-" in content[:1024]:  # ISO 32000-1, implementation note 13: within the first 1,024 bytes
        return "application/pdf"
    if content.startswith(ole.MAGIC):
        return ole.ole_media_type(content)
    if content.startswith(zip_container.MAGIC):
        return zip_container.zip_media_type(content, limits)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:5] == b"{\\rtf":
        return "application/rtf"
    _refuse_known_binary(content)
    return _text_type(content, filename)


def _refuse_known_binary(content: bytes) -> None:
    for magic, name in _IMAGES:
        if content.startswith(magic) and not (magic == b"BM" and is_text(content)):
            raise ExtractionError(
                f"a picture ({name}) without text of its own; send a version with a text layer", code="NO_TEXT"
            )
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        raise ExtractionError("a picture (WebP) without text of its own; send a version with text", code="NO_TEXT")
    if content.startswith((*_ARCHIVES, _EMPTY_ZIP)) and not is_text(content):
        raise ExtractionError("an archive of files; unpack it and send the files themselves", code="UNSUPPORTED")


def _text_type(content: bytes, filename: str) -> str:
    marked = unicode_codec(content)
    if not marked and not is_text(content):
        raise _unknown(filename)
    codec, skip = marked or ("latin-1", 0)  # enough to see markup, which is ASCII
    head = content[skip : skip + (1 << 14)].decode(codec, "replace").lstrip("\ufeff")
    if _HTML.match(head):
        return "text/html"
    if _is_mail(head, filename):
        return "message/rfc822"
    return "text/plain"


def _unknown(filename: str) -> ExtractionError:
    named = _READABLE_NAME.search(filename)
    if named:
        message = f"the file is named {named[0].lower()} but its content is no such document; send an undamaged copy"
        return ExtractionError(message, code="DAMAGED")
    return ExtractionError(
        "neither text nor a document type that can be read (PDF, Office, mail, HTML, RTF, text); save it as PDF",
        code="UNSUPPORTED",
    )


def _is_mail(head: str, filename: str) -> bool:
    """Say whether a text begins with a mail's header, rather than with the To and From of a memo."""
    names: set[str] = set()
    for line in head.splitlines()[:200]:
        if not line:
            break
        if line[0] in " \t" and names:
            continue
        if not _HEADER.match(line):
            return False
        names.add(line.split(":", 1)[0].lower())
    return bool(names & _MAIL_ONLY and len(names & _MAIL) > 1) or (
        filename.lower().endswith(".eml") and bool(names & _MAIL)
    )
