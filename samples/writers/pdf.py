"""Blocks as a PDF with page headers and page numbers."""

from __future__ import annotations

import io
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, Preformatted, SimpleDocTemplate, Spacer, Table
from reportlab.platypus.tables import TableStyle

from samples.markup import Block, parse
from samples.sample import Sample

_LONG_CELL = 60  # characters; a column takes no more room for longer cells
_WIDE_TABLE = 170  # characters side by side that need the page turned
_PADDING = 13  # points, left and right of a cell together
_SHEET = getSampleStyleSheet()
_CELL = ParagraphStyle("cell", parent=_SHEET["BodyText"], fontSize=7.5, leading=9, spaceBefore=0)
_HEAD = ParagraphStyle("head", parent=_CELL, fontName="Helvetica-Bold")
_STAMP = ParagraphStyle(
    "stamp",
    parent=_SHEET["Heading3"],
    textColor=colors.firebrick,
    borderColor=colors.firebrick,
    borderWidth=1,
    borderPadding=4,
    alignment=1,
    spaceAfter=8,
)
_FIXED = ParagraphStyle("fixed", fontName="Courier", fontSize=7, leading=8.5)
_TEXT = {
    "title": _SHEET["Title"],
    "section": _SHEET["Heading2"],
    "subsection": _SHEET["Heading3"],
    "paragraph": _SHEET["BodyText"],
    "stamp": _STAMP,
}
_GRID = [
    ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
]


def write(sample: Sample) -> bytes:
    """Lay a sample out as a PDF.

    Parameters
    ----------
    sample : Sample

    Returns
    -------
    bytes
        The same on every run; streams are not compressed, so the bytes do not hang on a version of zlib.
    """
    blocks = parse(str(sample.content))
    page = landscape(A4) if any(_is_wide(block) for block in blocks if block.rows) else A4
    target = io.BytesIO()
    template = SimpleDocTemplate(
        target,
        pagesize=page,
        invariant=1,
        pageCompression=0,
        title=sample.title,
        author=sample.company,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=22 * mm,
        bottomMargin=18 * mm,
    )
    story = [flowable for block in blocks for flowable in _flowables(block, template.width)]

    def furnish(canvas: Canvas, _: object) -> None:
        _furnish(canvas, sample, page)

    template.build(story, onFirstPage=furnish, onLaterPages=furnish)
    return target.getvalue()


def _furnish(canvas: Canvas, sample: Sample, page: tuple[float, float]) -> None:
    width, height = page
    canvas.saveState()
    canvas.setFont("Helvetica", 7.5)
    canvas.drawString(18 * mm, height - 13 * mm, sample.company)
    canvas.drawRightString(width - 18 * mm, height - 13 * mm, sample.title)
    canvas.line(18 * mm, height - 15 * mm, width - 18 * mm, height - 15 * mm)
    canvas.drawString(18 * mm, 10 * mm, sample.mark)
    canvas.drawRightString(width - 18 * mm, 10 * mm, str(canvas.getPageNumber()))
    canvas.restoreState()


def _flowables(block: Block, width: float) -> list[Flowable]:
    if block.kind == "break":
        return [PageBreak()]
    if block.rows:
        return [_grid(block, width), Spacer(1, 3 * mm)]
    if block.kind == "fixed":
        return [Preformatted(block.text, _FIXED), Spacer(1, 3 * mm)]
    if block.kind == "bullet":
        return [Paragraph(escape(block.text), _SHEET["BodyText"], bulletText="\u2022")]
    return [Paragraph(escape(block.text), _TEXT[block.kind])]


def _grid(block: Block, width: float) -> Table:
    is_table = block.kind == "table"
    cells = [
        [
            Paragraph(escape(cell), _HEAD if (is_table and row == 0) or (not is_table and column == 0) else _CELL)
            for column, cell in enumerate(line)
        ]
        for row, line in enumerate(block.rows)
    ]
    shade = ("BACKGROUND", (0, 0), (-1, 0) if is_table else (0, -1), colors.HexColor("#e8edf3"))
    widths = _widths(block.rows, width) if is_table else [width * 0.32, width * 0.68]
    return Table(cells, colWidths=widths, repeatRows=int(is_table), style=TableStyle([*_GRID, shade]))


def _widths(rows: tuple[tuple[str, ...], ...], width: float) -> list[float]:
    """Give each column its longest word, and share what is left by the longest cells."""
    columns = list(zip(*rows, strict=True))
    least = [max(_word_width(cell) for cell in column) + _PADDING for column in columns]
    longest = [min(_LONG_CELL, max(map(len, column))) for column in columns]
    rest = max(0.0, width - sum(least))
    return [(low + rest * long / sum(longest)) for low, long in zip(least, longest, strict=True)]


def _word_width(cell: str) -> float:
    return max((stringWidth(word, _HEAD.fontName, _HEAD.fontSize) for word in cell.split()), default=0.0)


def _is_wide(block: Block) -> bool:
    columns = zip(*block.rows, strict=True)
    return sum(min(_LONG_CELL, max(map(len, column))) for column in columns) > _WIDE_TABLE
