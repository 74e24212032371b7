"""Blocks as a Word document."""

from __future__ import annotations

import io
from datetime import datetime, time

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt, RGBColor

from samples.markup import Block, parse
from samples.sample import Sample
from samples.writers.archive import settle

_STYLES = {"title": "Title", "section": "Heading 1", "subsection": "Heading 2", "bullet": "List Bullet"}


def write(sample: Sample) -> bytes:
    """Lay a sample out as a .docx file.

    Parameters
    ----------
    sample : Sample

    Returns
    -------
    bytes
    """
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = sample.title, sample.company, ""
    properties.created = properties.modified = datetime.combine(sample.written, time(8))
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{sample.company}\t\t{sample.title}"
    section.footer.paragraphs[0].text = sample.mark
    for block in parse(str(sample.content)):
        _add(document, block)
    target = io.BytesIO()
    document.save(target)
    return settle(target.getvalue(), sample.written)


def _add(document: WordDocument, block: Block) -> None:
    if block.kind == "break":
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    elif block.rows:
        _add_grid(document, block)
    elif block.kind == "stamp":
        _add_stamp(document, block.text)
    elif block.kind == "fixed":
        run = document.add_paragraph().add_run(block.text)
        run.font.name, run.font.size = "Courier New", Pt(8)
    else:
        document.add_paragraph(block.text, style=_STYLES.get(block.kind, "Normal"))


def _add_stamp(document: WordDocument, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.color.rgb, run.font.size = True, RGBColor(0xB2, 0x22, 0x22), Pt(14)


def _add_grid(document: WordDocument, block: Block) -> None:
    grid = document.add_table(rows=len(block.rows), cols=len(block.rows[0]), style="Table Grid")
    for row, line in enumerate(block.rows):
        for column, (cell, text) in enumerate(zip(grid.rows[row].cells, line, strict=True)):
            run = cell.paragraphs[0].add_run(text)
            run.font.size = Pt(8)
            run.bold = row == 0 if block.kind == "table" else column == 0
    document.add_paragraph()
