from __future__ import annotations

import os
import zipfile

import pytest

from tasks.errors import ExtractionError
from tasks.extraction.media_type import detect
from tasks.extraction.messages import MIB, Limits
from tests.unit.tasks.extraction_files import mail, office, ole, word, zipped

OOXML = "application/vnd.openxmlformats-officedocument."
ENCRYPTED_WORD = b"\xec\xa5" + b"\0" * 8 + (0x0100).to_bytes(2, "little")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\0junk before it\n%PDF-1.4\n", "application/pdf"),
        (word("a"), OOXML + "wordprocessingml.document"),
        (office("excel"), OOXML + "spreadsheetml.sheet"),
        (office("powerpoint"), OOXML + "presentationml.presentation"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
            "application/vnd.oasis.opendocument.text",
        ),
        (ole({"WordDocument": b"\xec\xa5"}), "application/msword"),
        (ole({"WORKBOOK": b"\x09\x08"}), "application/vnd.ms-excel"),
        (ole({"PowerPoint Document": b"x"}), "application/vnd.ms-powerpoint"),
        (ole({"__properties_version1.0": b"x"}), "application/vnd.ms-outlook"),
        (b"{\\rtf1\\ansi Mud weight}", "application/rtf"),
        (b"<!DOCTYPE html><html><p>Depth</p></html>", "text/html"),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<html><p>Depth</p></html>", "text/html"),
        ("<html><p>Brønn</p></html>".encode("utf-16"), "text/html"),
        (mail("Hei"), "message/rfc822"),
        (b"Depth 2300 m", "text/plain"),
        ("Brønn på dyp".encode("cp1252"), "text/plain"),
        ("Brønn på dyp".encode("utf-16-le"), "text/plain"),
        (b"To: the crew\nFrom: the office\nSubject: mud\nWell: 1/2-3\n\nText", "text/plain"),
        (b"BM was drilled in 1984", "text/plain"),
    ],
)
def test_the_type_is_found_by_content(content: bytes, media_type: str) -> None:
    """Whatever a file is called, what it holds decides."""
    for name in ("", "report.pdf", "report.xlsx", "report.txt"):
        assert detect(content, name, Limits()) == media_type


def test_a_header_alone_is_mail_only_when_it_is_named_so() -> None:
    """A memo begins as a mail does; here the name settles it."""
    memo = b"To: the crew\nFrom: the office\nSubject: mud\n\nText"
    assert detect(memo, "memo.txt", Limits()) == "text/plain"
    assert detect(memo, "memo.eml", Limits()) == "message/rfc822"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "EMPTY"),
        (b" \r\n\t", "a.txt", "EMPTY"),
        (ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "a.docx", "ENCRYPTED"),
        (ole({"ENCRYPTEDPACKAGE": b"x"}), "a.xlsx", "ENCRYPTED"),
        (ole({"WordDocument": ENCRYPTED_WORD}), "a.doc", "ENCRYPTED"),
        (ole({"VisioDocument": b"x"}), "a.vsd", "UNSUPPORTED"),
        (ole({"WordDocument": b"x"})[:600], "a.doc", "DAMAGED"),
        (word("a")[:200], "a.docx", "DAMAGED"),
        (office("word", "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>"), "a.docx", "DAMAGED"),
        (zipped({"report.txt": "text"}), "a.zip", "UNSUPPORTED"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "a.tar.gz", "UNSUPPORTED"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a.png", "NO_TEXT"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "a.pdf", "NO_TEXT"),
        (b"\x7fELF" + bytes(200), "a.bin", "UNSUPPORTED"),
        (os.urandom(5000), "a.bin", "UNSUPPORTED"),
        (b"\x01\x02" + os.urandom(5000), "a.pdf", "DAMAGED"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, name: str, code: str) -> None:
    """Each kind of unreadable file has its own stable code, and a sentence that says what to do."""
    with pytest.raises(ExtractionError) as caught:
        detect(content, name, Limits())
    assert caught.value.code == code
    assert len(str(caught.value)) > 20


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    """Containers that declare far more than they hold never reach the reader."""
    bomb = office("word", b" " * (33 * MIB))
    with pytest.raises(ExtractionError) as caught:
        detect(bomb, "a.docx", Limits())
    assert caught.value.code == "TOO_LARGE"
    assert detect(bomb, "a.docx", Limits(max_ratio=1e6)) == OOXML + "wordprocessingml.document"
    with pytest.raises(ExtractionError, match="33 MiB"):
        detect(bomb, "a.docx", Limits(max_ratio=1e6, max_unpacked_bytes=8 * MIB))


def test_a_locked_archive_member_is_encrypted() -> None:
    """Zip's own encryption is a password as well."""
    locked = bytearray(word("a"))
    locked[6] |= 1  # the flag in the first local header
    locked[locked.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    assert zipfile.is_zipfile(__import__("io").BytesIO(locked))
    with pytest.raises(ExtractionError) as caught:
        detect(bytes(locked), "a.docx", Limits())
    assert caught.value.code == "ENCRYPTED"
