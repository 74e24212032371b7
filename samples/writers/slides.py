"""Blocks as a presentation: a break in the markup, or a section, starts a new slide."""

from __future__ import annotations

import io
from datetime import datetime, time

from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Inches, Pt

from samples.markup import Block, parse
from samples.sample import Sample
from samples.writers.archive import settle

_TITLE_SLIDE, _TITLE_ONLY = 0, 5  # layouts of python-pptx's default template
_ROW_HEIGHT = Inches(0.3)
_LINE_HEIGHT = Inches(0.38)


def write(sample: Sample) -> bytes:
    """Lay a sample out as a .pptx file.

    Parameters
    ----------
    sample : Sample

    Returns
    -------
    bytes
    """
    deck = Presentation()
    properties = deck.core_properties
    properties.title, properties.author = sample.title, sample.company
    properties.created = properties.modified = datetime.combine(sample.written, time(8))
    properties.last_modified_by = ""
    slide, top = None, 0
    for block in parse(str(sample.content)):
        if block.kind == "title":
            slide, top = _opening(deck, sample, block), Inches(5)
        elif block.kind == "section" or slide is None:
            slide, top = _titled(deck, block.text), Inches(1.4)
        elif block.kind != "break":
            top = _add(slide, block, top)
    target = io.BytesIO()
    deck.save(target)
    return settle(target.getvalue(), sample.written)


def _opening(deck: Deck, sample: Sample, block: Block) -> Slide:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_SLIDE])
    slide.shapes.title.text = block.text
    slide.placeholders[1].text = f"{sample.company}\n{sample.written.isoformat()}\n{sample.mark}".strip()
    return slide


def _titled(deck: Deck, text: str) -> Slide:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    slide.shapes.title.text = text
    return slide


def _add(slide: Slide, block: Block, top: int) -> int:
    if block.rows:
        return _add_grid(slide, block, top)
    lines = 1 + len(block.text) // 95
    box = slide.shapes.add_textbox(Inches(0.5), top, Inches(9), _LINE_HEIGHT * lines)
    box.text_frame.word_wrap = True
    paragraph = box.text_frame.paragraphs[0]
    paragraph.text = f"\u2022 {block.text}" if block.kind == "bullet" else block.text
    paragraph.font.size, paragraph.font.bold = Pt(14), block.kind in {"subsection", "stamp"}
    return top + _LINE_HEIGHT * lines


def _add_grid(slide: Slide, block: Block, top: int) -> int:
    rows, columns = len(block.rows), len(block.rows[0])
    frame = slide.shapes.add_table(rows, columns, Inches(0.5), top, Inches(9), _ROW_HEIGHT * rows)
    frame.table.first_row = block.kind == "table"
    for row, line in enumerate(block.rows):
        for column, text in enumerate(line):
            cell = frame.table.cell(row, column)
            cell.text = text
            cell.text_frame.paragraphs[0].font.size = Pt(11)
    return top + _ROW_HEIGHT * rows + Inches(0.15)
