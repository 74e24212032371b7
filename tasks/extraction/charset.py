"""Bytes to text: byte order marks, UTF-16 without one, declared charsets, and the mixtures that files really hold."""

from __future__ import annotations

import codecs
import re

_MARKS = (  # the four-byte mark first: its beginning is the two-byte one
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 1 << 16
# C0 controls but tab, line feed, form feed, carriage return and escape; WHATWG MIME Sniffing, "binary data byte".
_BINARY = bytes(b for b in range(32) if b not in b"\t\n\x0c\r\x1b")
_MAX_BINARY_SHARE = 0.01
_MAX_UNDEFINED_SHARE = 0.3
_SINGLE_BYTE = ("cp1252", "cp865")  # Windows, and the Nordic code page of DOS in which old well reports lie
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")


def unicode_codec(content: bytes) -> tuple[str, int] | None:
    """Find out whether bytes are marked or recognisable Unicode other than bare UTF-8.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    tuple of (str, int) or None
        Python's codec and the length of the byte order mark; None when neither a mark nor the zero bytes of Latin
        letters in UTF-16 are there.
    """
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return codec, len(mark)
    sample = content[: _SAMPLE_BYTES & ~1]
    pairs = max(len(sample) // 2, 1)
    zeros_even, zeros_odd = sample[0::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if zeros_odd > 0.5 and zeros_even < 0.05:
        return "utf-16-le", 0
    if zeros_even > 0.5 and zeros_odd < 0.05:
        return "utf-16-be", 0
    return None


def declared_charset(content: bytes) -> str | None:
    """Return the charset that an HTML or XML head names, when Python knows it and it can be true of these bytes."""
    match = _DECLARED.search(content[:4096])
    if match is None:
        return None
    try:
        codec = codecs.lookup(match[1].decode("ascii")).name
        "".encode(codec)
    except (LookupError, UnicodeError):
        return None
    # What could be read as ASCII so far is no UTF-16, whatever it says: WHATWG HTML, 13.2.3.2.
    return None if codec.startswith(("utf-16", "utf-32", "utf-7")) else codec


def is_text(content: bytes) -> bool:
    """Say whether bytes can be text in an encoding that keeps ASCII: hardly any control characters."""
    sample = content[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _BINARY))
    return controls <= _MAX_BINARY_SHARE * len(sample)


def decode(content: bytes, declared: str | None = None) -> str | None:
    """Decode text of an unknown encoding.

    Parameters
    ----------
    content : bytes
    declared : str, optional
        Charset that the content claims; believed when it decodes all of it.

    Returns
    -------
    str or None
        None when the bytes are not text.
    """
    marked = unicode_codec(content)
    if marked:
        codec, skip = marked
        text = content[skip:].decode(codec, "replace")
        return text if text.count("\ufffd") <= _MAX_BINARY_SHARE * len(text) else None
    if not is_text(content):
        return None
    for believed in filter(None, ("utf-8", declared)):
        try:
            return content.decode(believed)
        except UnicodeError:
            continue
    return _decode_mixed(content)


def _decode_mixed(content: bytes) -> str | None:
    """Decode UTF-8 and, wherever that fails, the single-byte code page that makes the better words."""
    sample = content[:_SAMPLE_BYTES]
    page = max(_SINGLE_BYTE, key=lambda codec: _letters_in_words(sample, codec))
    if sample.decode("utf-8", "ignore").isascii():
        text = content.decode(page, "replace")
    else:
        text = content.decode("utf-8", f"doctag-{page}")
    return text if text.count("\ufffd") <= _MAX_UNDEFINED_SHARE * len(text) else None


def _letters_in_words(sample: bytes, codec: str) -> int:
    """Count the letters beyond ASCII that stand beside a lower-case ASCII letter; box lines and signs do not."""
    text = sample.decode(codec, "replace")
    return len(re.findall(r"(?<=[a-z])[àâäåæçèéêëìíîïñòóôöøùúûüÿÅÆØÖÄ]|[ÅÆØÖÄåæøöä](?=[a-z])", text))


def _register(page: str) -> None:
    def decode_bytes(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        return error.object[error.start : error.end].decode(page, "replace"), error.end

    codecs.register_error(f"doctag-{page}", decode_bytes)


for _page in _SINGLE_BYTE:
    _register(_page)
