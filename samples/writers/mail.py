"""Blocks as a mail, composed by hand: the standard library folds header fields otherwise in every version."""

from __future__ import annotations

import base64
import hashlib
import textwrap
from collections.abc import Mapping
from datetime import UTC, datetime, time
from email.utils import format_datetime

from samples.markup import parse
from samples.sample import Sample
from samples.writers.plain import block_text

_WORD_CHARS = 24  # an encoded word has at most 75 characters (RFC 2047, section 2)


def write(sample: Sample) -> bytes:
    """Lay a sample out as a mail; its first lines are the header fields ``From`` and ``To``.

    Parameters
    ----------
    sample : Sample

    Returns
    -------
    bytes
    """
    form, *blocks = parse(str(sample.content))
    fields = {row[0]: row[1] for row in form.rows}
    fields["Subject"] = sample.title
    fields["Date"] = format_datetime(datetime.combine(sample.written, time(7, 12), UTC))
    fields["Message-ID"] = f"<{hashlib.sha256(sample.path.encode()).hexdigest()[:24]}@mail.example>"
    return compose(fields, "\n".join(map(block_text, blocks)).lstrip() + "\n")


def compose(fields: Mapping[str, str], body: str, attached: bytes = b"") -> bytes:
    """Write a mail of one text, and of another mail attached to it if there is one.

    Parameters
    ----------
    fields : mapping of str to str
        Header fields.
    body : str
    attached : bytes
        The attached mail.

    Returns
    -------
    bytes
        A message; its lines end with CR LF.

    References
    ----------
    RFC 5322 for the message, RFC 2045 and 2046 for its parts, RFC 2047 for header fields that are not ASCII.
    """
    head = "".join(f"{name}: {_header(value)}\r\n" for name, value in fields.items()) + "MIME-Version: 1.0\r\n"
    text = 'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    part = (text + body.replace("\n", "\r\n")).encode()
    if not attached:
        return head.encode() + part
    line = f"--={hashlib.sha256(attached).hexdigest()[:16]}"
    opening = f'{head}Content-Type: multipart/mixed; boundary="{line[2:]}"\r\n\r\n{line}\r\n'.encode()
    middle = f"\r\n{line}\r\nContent-Type: message/rfc822\r\n\r\n".encode()
    return opening + part + middle + attached + f"\r\n{line}--\r\n".encode()


def _header(value: str) -> str:
    if value.isascii():
        return value
    name, bracket, address = value.partition(" <")
    words = textwrap.wrap(name, _WORD_CHARS, drop_whitespace=False)
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(word.encode()).decode()}?=" for word in words) + bracket + address
