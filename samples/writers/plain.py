"""Blocks as plain text and as a web page."""

from __future__ import annotations

import textwrap
from html import escape

from samples.markup import Block, parse
from samples.sample import Sample

_WIDTH = 100
_TAGS = {"title": "h1", "section": "h2", "subsection": "h3", "paragraph": "p", "fixed": "pre"}
_STYLE = (
    "body{font-family:sans-serif;margin:2em}table{border-collapse:collapse;margin:1em 0}"
    "th,td{border:1px solid #999;padding:2px 6px;text-align:left}.stamp{color:#b22222;font-weight:bold}"
)


def write_text(sample: Sample) -> bytes:
    """Lay a sample out as UTF-8 text with aligned columns.

    Parameters
    ----------
    sample : Sample

    Returns
    -------
    bytes
    """
    blocks = parse(str(sample.content))
    head = [] if blocks[0].kind == "fixed" else [f"{sample.company}   {sample.title}", sample.mark]
    return ("\n".join([*filter(None, head), *map(block_text, blocks)]) + "\n").encode()


def block_text(block: Block) -> str:
    """Write one block as text.

    Parameters
    ----------
    block : Block

    Returns
    -------
    str
        Lines without a break at the end; tables as aligned columns.
    """
    if block.rows:
        return _columns(block)
    if block.kind in {"title", "section", "subsection"}:
        return f"\n{block.text}\n{('=' if block.kind == 'title' else '-') * len(block.text)}"
    if block.kind == "bullet":
        return textwrap.fill(block.text, _WIDTH, initial_indent=" * ", subsequent_indent="   ")
    if block.kind == "paragraph":
        return "\n" + textwrap.fill(block.text, _WIDTH)
    return {"stamp": f"\n*** {block.text} ***", "break": "\f"}.get(block.kind, block.text)


def _columns(block: Block) -> str:
    widths = [max(len(row[column]) for row in block.rows) for column in range(len(block.rows[0]))]
    lines = ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in block.rows]
    if block.kind == "form":
        lines = [f"{name + ':':<{widths[0] + 2}} {value}" for name, value in block.rows]
    else:
        lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n" + "\n".join(line.rstrip() for line in lines)


def write_html(sample: Sample) -> bytes:
    """Lay a sample out as a web page.

    Parameters
    ----------
    sample : Sample

    Returns
    -------
    bytes
    """
    body = "\n".join(map(_element, parse(str(sample.content))))
    head = f'<meta charset="utf-8"><title>{escape(sample.title)}</title><style>{_STYLE}</style>'
    lead = f"<header>{escape(sample.company)} &middot; {escape(sample.mark)}</header>"
    page = (
        f'<!DOCTYPE html>\n<html lang="{sample.language}"><head>{head}</head>\n<body>{lead}\n{body}\n</body></html>\n'
    )
    return page.encode()


def _element(block: Block) -> str:
    if block.rows:
        is_table = block.kind == "table"
        rows = [
            "".join(
                _cell(cell, (is_table and row == 0) or (not is_table and column == 0))
                for column, cell in enumerate(line)
            )
            for row, line in enumerate(block.rows)
        ]
        return "<table>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>"
    if block.kind == "bullet":
        return f"<ul><li>{escape(block.text)}</li></ul>"
    if block.kind == "stamp":
        return f'<p class="stamp">{escape(block.text)}</p>'
    return "<hr>" if block.kind == "break" else f"<{(tag := _TAGS[block.kind])}>{escape(block.text)}</{tag}>"


def _cell(text: str, is_head: bool) -> str:
    tag = "th" if is_head else "td"
    return f"<{tag}>{escape(text)}</{tag}>"
