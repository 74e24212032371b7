"""Zip containers with the same bytes on every run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip entry can hold
_STAMPS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def settle(package: bytes, written: date) -> bytes:
    """Rewrite an Office package so that nothing in it depends on when it was made.

    Parameters
    ----------
    package : bytes
        A .docx, .xlsx or .pptx file.
    written : date
        The date that its properties shall show.

    Returns
    -------
    bytes
        The same members in the same order, with fixed times.
    """
    stamp = rb"\g<1>" + f"{written.isoformat()}T08:00:00Z".encode() + rb"\g<2>"
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        members = [(entry.filename, source.read(entry)) for entry in source.infolist()]
    return pack((name, _STAMPS.sub(stamp, body) if name == "docProps/core.xml" else body) for name, body in members)


def pack(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Zip members with fixed times.

    Parameters
    ----------
    members : iterable of (str, bytes)

    Returns
    -------
    bytes
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, body)
    return target.getvalue()
