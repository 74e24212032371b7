"""Blocks as a workbook: a break in the markup starts a new sheet."""

from __future__ import annotations

import io
import re

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from samples.markup import Block, parse
from samples.sample import Sample
from samples.writers.archive import settle

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:[.,]\d+)?")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")  # characters that a sheet's name cannot have (ECMA-376, part 1, 18.2.19)
_WIDEST = 60  # characters
_BOLD, _SHADE = Font(bold=True), PatternFill("solid", fgColor="E8EDF3")


def write(sample: Sample) -> bytes:
    """Lay a sample out as an .xlsx file, numbers as numbers.

    Parameters
    ----------
    sample : Sample

    Returns
    -------
    bytes
    """
    workbook = Workbook()
    workbook.properties.title, workbook.properties.creator = sample.title, sample.company
    sheet = workbook.active
    fresh = True
    for block in parse(str(sample.content)):
        if block.kind == "break":
            sheet, fresh = workbook.create_sheet(), True
            continue
        if fresh and block.text:
            sheet.title, fresh = _FORBIDDEN.sub("-", block.text)[:31], False
        _add(sheet, block)
    for sheet in workbook:
        _widen(sheet)
    target = io.BytesIO()
    workbook.save(target)
    return settle(target.getvalue(), sample.written)


def _add(sheet: Worksheet, block: Block) -> None:
    if not block.rows:
        sheet.append([block.text])
        sheet.cell(sheet.max_row, 1).font = _BOLD if block.kind != "paragraph" else Font()
        return
    for index, row in enumerate(block.rows):
        sheet.append([_value(cell) for cell in row])
        if block.kind == "table" and index == 0:
            for cell in sheet[sheet.max_row]:
                cell.font, cell.fill = _BOLD, _SHADE
    sheet.append([])


def _widen(sheet: Worksheet) -> None:
    for index, column in enumerate(sheet.columns, 1):
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(index)].width = min(_WIDEST, longest + 2)


def _value(cell: str) -> str | float | int:
    if not _NUMBER.fullmatch(cell):
        return cell
    number = float(cell.replace(",", "."))
    return int(number) if number.is_integer() and "." not in cell and "," not in cell else number
