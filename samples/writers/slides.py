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
_WIDTH = 9.0  # of the text on a slide, in inches
_LINE_CHARS = 95  # of 14 point on that width
_CELL_CHARS_PER_INCH = 12.0  # of 11 point


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
    slide, top = None, 0.0
    for block in parse(str(sample.content)):
        if block.kind == "title":
            slide, top = _opening(deck, sample, block), 5.0
        elif block.kind == "section" or slide is None:
            slide, top = _titled(deck, block.text), 1.4
        elif block.kind != "break":
            top = _add(slide, block, top)
    target = io.BytesIO()
    deck.save(target)
    return settle(target.getvalue(), sample.written)


def _opening(deck: Deck, sample: Sample, block: Block) -> Slide:
    slide = _titled(deck, block.text, _TITLE_SLIDE)
    slide.placeholders[1].text = f"{sample.company}\n{sample.written.isoformat()}\n{sample.mark}".strip()
    return slide


def _titled(deck: Deck, text: str, layout: int = _TITLE_ONLY) -> Slide:
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[layout])
    slide.placeholders[0].text = text  # the title, on both layouts
    return slide


def _add(slide: Slide, block: Block, top: float) -> float:
    if block.rows:
        return _add_grid(slide, block, top)
    height = 0.38 * (1 + len(block.text) // _LINE_CHARS)
    box = slide.shapes.add_textbox(Inches(0.5), Inches(top), Inches(_WIDTH), Inches(height))
    box.text_frame.word_wrap = True
    paragraph = box.text_frame.paragraphs[0]
    paragraph.text = f"\u2022 {block.text}" if block.kind == "bullet" else block.text
    paragraph.font.size, paragraph.font.bold = Pt(14), block.kind in {"subsection", "stamp"}
    return top + height


def _add_grid(slide: Slide, block: Block, top: float) -> float:
    rows, columns = len(block.rows), len(block.rows[0])
    cell_chars = _CELL_CHARS_PER_INCH * _WIDTH / columns
    heights = [0.12 + 0.18 * max(1 + len(cell) // cell_chars for cell in line) for line in block.rows]
    shape = slide.shapes.add_table(rows, columns, Inches(0.5), Inches(top), Inches(_WIDTH), Inches(sum(heights)))
    shape.table.first_row = block.kind == "table"
    for row, line in enumerate(block.rows):
        shape.table.rows[row].height = Inches(heights[row])
        for column, text in enumerate(line):
            cell = shape.table.cell(row, column)
            cell.text = text
            cell.text_frame.paragraphs[0].font.size = Pt(11)
    return top + sum(heights) + 0.15
