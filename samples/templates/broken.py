"""Files that cannot be read, and odd ones that can."""

from __future__ import annotations

import hashlib
import io
import random
import zipfile
from collections.abc import Iterator
from datetime import date

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from samples.markup import fill
from samples.sample import Sample
from samples.templates import daily_drilling_report, mud_report
from samples.writers import render
from samples.writers.archive import pack
from samples.writers.encrypted import encrypt_office, encrypt_pdf
from samples.writers.mail import compose

_MIB = 1 << 20


def samples() -> Iterator[Sample]:
    """Yield the files that should become dead letters, then those that only look as if they should."""
    yield from _blank()
    yield from _locked()
    yield from _damaged()
    yield from _wordless()
    yield from _oversized()
    yield from _foreign()
    yield from _odd()


def _bad(name: str, content: bytes, reason: str, note: str) -> Sample:
    return Sample(f"inbox/{name}", content, reason=reason, note=note)


def _template(suffix: str) -> Sample:
    made = [*daily_drilling_report.samples(), *mud_report.samples()]
    return next(sample for sample in made if sample.suffix == suffix)


def _blank() -> Iterator[Sample]:
    yield _bad("upload_failed.pdf", b"", "EMPTY", "no bytes at all")
    yield _bad("notes.txt", b" \r\n\t\r\n" * 40 + "\u00a0\n".encode(), "EMPTY", "white space only")


def _locked() -> Iterator[Sample]:
    yield _bad("Tender evaluation.pdf", encrypt_pdf(_template("pdf")), "ENCRYPTED", "PDF that needs a password to open")
    word, workbook = render(_template("docx")), render(_template("xlsx"))
    yield _bad("Styresak.docx", encrypt_office(word), "ENCRYPTED", "Word document with a password (OLE container)")
    yield _bad("Cost tracking.xlsx", encrypt_office(workbook), "ENCRYPTED", "workbook with a password (OLE container)")


def _damaged() -> Iterator[Sample]:
    pdf, word, workbook = (render(_template(suffix)) for suffix in ("pdf", "docx", "xlsx"))
    yield _bad("DDR_2024-03-15_partial.pdf", pdf[:900], "DAMAGED", "PDF cut off before its first page")
    yield _bad("completion_program.docx", word[: len(word) // 2], "DAMAGED", "Word document cut in half")
    holed = bytearray(workbook)
    holed[len(holed) // 4 : -len(holed) // 4] = bytes(len(holed[len(holed) // 4 : -len(holed) // 4]))
    yield _bad("pore_pressure.xlsx", bytes(holed), "DAMAGED", "workbook whose middle half was overwritten with zeros")
    yield _bad("scan_0007.pdf", random.Random(7).randbytes(30_000), "DAMAGED", "random bytes named .pdf")  # noqa: S311 - noise, not a secret


def _page_picture() -> Image.Image:
    page = Image.new("L", (900, 640), 255)
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(22)
    lines = ("CORE PHOTO LOG  34/7-B-9", "Core 2   2931.00 - 2940.25 m MD", "Etive Fm, sandstone, f-m, oil stain")
    for row, line in enumerate(lines):
        draw.text((60, 70 + 46 * row), line, fill=20, font=font)
    for column in range(5):
        shade = 120 + 22 * column
        draw.rectangle((60 + 160 * column, 240, 180 + 160 * column, 600), fill=shade, outline=0)
    return page


def _wordless() -> Iterator[Sample]:
    picture, jpeg, png = _page_picture(), io.BytesIO(), io.BytesIO()
    picture.save(jpeg, "JPEG", quality=60)
    picture.save(png, "PNG")
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1, pageCompression=0)
    for _ in range(2):
        canvas.drawImage(ImageReader(io.BytesIO(jpeg.getvalue())), 40, 300, 515, 366)
        canvas.showPage()
    canvas.save()
    yield _bad("core_photos.pdf", target.getvalue(), "NO_TEXT", "PDF of scanned pages only")
    yield _bad("IMG_2031.png", png.getvalue(), "NO_TEXT", "a picture")
    page = (
        b'<!DOCTYPE html><html><head><script>var t="x";</script></head><body><canvas id="plot"></canvas></body></html>'
    )
    yield _bad("dashboard.html", page, "NO_TEXT", "web page that only a script fills")


def _oversized() -> Iterator[Sample]:
    word = render(_template("docx"))
    with zipfile.ZipFile(io.BytesIO(word)) as source:
        members = {entry.filename: source.read(entry) for entry in source.infolist()}
    opening, _, closing = members["word/document.xml"].rpartition(b"<w:sectPr")
    filler = b"<w:p><w:r><w:t>" + b"A" * (48 * _MIB) + b"</w:t></w:r></w:p>"
    bomb = pack({**members, "word/document.xml": opening + filler + b"<w:sectPr" + closing}.items())
    yield _bad("appendix_C.docx", bomb, "TOO_LARGE", "zip bomb: 48 MiB of one letter in a small file")
    yield _bad(
        "tag_history_1s.xlsx", _huge_sheet(), "TOO_LARGE", "half a million rows of six sensor readings in a small file"
    )
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{declared}]><w:document>&e9;</w:document>'
    body = pack({**members, "word/document.xml": laughs.encode()}.items())
    yield _bad("template.docx", body, "DAMAGED", "Word document of entities that expand without end, and no text")


def _huge_sheet() -> bytes:
    with zipfile.ZipFile(io.BytesIO(render(_template("xlsx")))) as source:
        members = {entry.filename: source.read(entry) for entry in source.infolist()}
    cells = b"".join(b"<c><v>%d</v></c>" % reading for reading in (1706, 54, 101, 338, 22, 640))
    rows = (b"<row>" + cells + b"</row>") * 500_000
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    members["xl/worksheets/sheet1.xml"] = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, rows)
    return pack(members.items())


def _foreign() -> Iterator[Sample]:
    noise = b"\x00\x01LIS\x84" + b"".join(hashlib.sha256(bytes([n])).digest() for n in range(200))
    yield _bad("RUN3_RAW.bin", noise, "UNSUPPORTED", "binary of a logging unit, no known format")
    notes = [("readme.txt", b"Delivery of logs, run 3\n"), ("run3/RUN3_RAW.bin", noise)]
    yield _bad("delivery_run3.zip", pack(notes), "UNSUPPORTED", "zip archive of files")


def _odd() -> Iterator[Sample]:
    report = _template("pdf")
    yield Sample(
        "inbox/DDR_2024-03-14.txt",
        render(report),
        "daily_drilling_report",
        "en",
        note="PDF with the wrong suffix; the type is found by content",
    )
    yield Sample(
        "inbox/slam_eksport.txt",
        _mixed_encodings(),
        "mud_report",
        "nb",
        note="Latin-1 with UTF-8 lines in between; readable",
    )
    listing = str(_template("txt").content).replace("```", "").replace("::", ":").strip()
    yield Sample(
        "inbox/morning_report_utf16.txt",
        listing.encode("utf-16-le"),
        "daily_drilling_report",
        "en",
        note="UTF-16 without a byte order mark; readable",
    )
    yield Sample(
        "inbox/FW_FW_FW.eml",
        _nested_mail(),
        "unknown",
        "en",
        written=date(2024, 2, 2),
        note="mail within mail, forty deep; readable",
    )


def _mixed_encodings() -> bytes:
    lines = fill("broken/mud_export").split("\n")
    return b"\r\n".join(line.encode("utf-8" if number % 3 == 2 else "latin-1") for number, line in enumerate(lines))


def _nested_mail() -> bytes:
    mail = b""
    for depth in range(40):
        subject = "FW: " * min(depth, 3) + "Container list Sea Lomvi"
        fields = {"From": "shipping@nordskarv.example", "To": "base@nordskarv.example", "Subject": subject}
        text = f"Forwarded {depth} times. Please confirm the container list for the vessel on Friday.\n"
        mail = compose(fields, text, mail)
    return mail
