"""Makes small files of every kind for the extraction's tests."""

from __future__ import annotations

import io
import struct
import zipfile
from email.message import EmailMessage

_OOXML = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    "word": (_OOXML + "wordprocessingml.document.main+xml", "word/document.xml"),
    "excel": (_OOXML + "spreadsheetml.sheet.main+xml", "xl/workbook.xml"),
    "powerpoint": (_OOXML + "presentationml.presentation.main+xml", "ppt/presentation.xml"),
}
_WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def zipped(members: dict[str, str | bytes]) -> bytes:
    """Return a zip archive of the members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office(kind: str, main: str | bytes = "<x/>", **others: str | bytes) -> bytes:
    """Return an Office 2007 file whose main part is `main`."""
    media_type, part = _MAIN[kind]
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{part}" ContentType="{media_type}"/></Types>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        f'Target="{part}"/></Relationships>'
    )
    return zipped({"[Content_Types].xml": types, "_rels/.rels": relations, part: main, **others})


def word(*paragraphs: str) -> bytes:
    """Return a Word document of paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>" for paragraph in paragraphs)
    return office("word", _WORD.format(body))


def sheet(rows: int) -> bytes:
    """Return a workbook of one sheet with ten numbers in a row."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = f'<workbook {space} xmlns:r="{link}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{link}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    cells = "".join(
        f"<row>{''.join(f'<c><v>{row * 7919 % (9973 + column)}</v></c>' for column in range(10))}</row>"
        for row in range(1000)
    )
    body = f"<worksheet {space}><sheetData>{cells * (rows // 1000)}</sheetData></worksheet>"
    return office("excel", book, **{"xl/_rels/workbook.xml.rels": relations, "xl/worksheets/sheet1.xml": body})


def mail(body: str) -> bytes:
    """Return a mail."""
    message = EmailMessage()
    message["From"], message["To"] = "rig@example.com", "town@example.com"
    message["Subject"] = "Boring på dyp"
    message["Message-ID"] = "<1@example.com>"
    message.set_content(body)
    return message.as_bytes()


def ole(streams: dict[str, bytes]) -> bytes:
    """Return an OLE container whose streams, at least 4,096 bytes each once padded, lie in sectors of 512 bytes."""
    end, fat_sector, free = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    padded = {name: content.ljust(-(-max(len(content), 4096) // 512) * 512, b"\0") for name, content in streams.items()}
    directory_sectors = -(-(len(padded) + 1) // 4)
    fat = [fat_sector, *(range(2, 1 + directory_sectors)), end]
    entries = [_ole_entry("Root Entry", 5, end, 0)]
    for name, content in padded.items():
        start, count = len(fat), len(content) // 512
        fat += [*range(start + 1, start + count), end]
        entries.append(_ole_entry(name, 2, start, len(content)))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0,
        end, 0, 0,
    )  # fmt: skip
    header = header.ljust(512, b"\xff")
    table = struct.pack("<128I", *fat, *([free] * (128 - len(fat))))
    directory = b"".join(entries).ljust(512 * directory_sectors, b"\0")
    return header + table + directory + b"".join(padded.values())


def _ole_entry(name: str, kind: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    return struct.pack("<64sHBB12x16x4x16xIQ", raw, len(raw) + 2, kind, 1, start, size)
