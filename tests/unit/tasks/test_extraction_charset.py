from __future__ import annotations

import os

import pytest

from tasks.extraction.charset import declared_charset, decode

NORWEGIAN = "Brønnen ble boret på høyre side. Værforhold: kuling. Slamvekt 1,25 sg.\n"


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "cp865", "cp850"]
)
def test_norwegian_survives_every_encoding_it_comes_in(codec: str) -> None:
    """Text is the same whether it was saved as UTF-8, UTF-16 with or without mark, or in Windows' or DOS' pages."""
    assert decode((NORWEGIAN * 3).encode(codec)) == NORWEGIAN * 3


def test_mixed_encodings_keep_both_kinds_of_letters() -> None:
    """A file that was joined from UTF-8 and Windows-1252 parts loses no letter of either."""
    mixed = NORWEGIAN.encode("utf-8") + NORWEGIAN.encode("cp1252")
    assert decode(mixed) == NORWEGIAN * 2


@pytest.mark.parametrize("tail", [b"\xc3", b"\xe2\x82", b"\xf0\x9f\x92"])
def test_a_character_cut_in_half_costs_only_itself(tail: bytes) -> None:
    """UTF-8 cut in the middle of a character is still UTF-8 up to there."""
    text = decode(NORWEGIAN.encode() + tail)
    assert text is not None
    assert text.startswith(NORWEGIAN)


def test_binary_is_no_text() -> None:
    """Random bytes, and text with many control characters, are not passed off as text."""
    assert decode(os.urandom(20_000)) is None
    assert decode(bytes(range(256)) * 40) is None


def test_a_few_control_characters_do_not_make_text_binary() -> None:
    """Reports printed to a file carry form feeds, escapes and now and then a NUL."""
    text = "DAILY REPORT\f\x1b" + "Depth 2300 m\n" * 50 + "\0"
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta charset="windows-1251">', "cp1251"),
        (b"<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-2'>", "iso8859-2"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>', "iso8859-1"),
        (b'<meta charset="utf-16">', None),  # it could not have been read so far
        (b'<meta charset="no-such-charset">', None),
        (b'<meta charset="hex">', None),  # a Python codec, but none of text
        (b"<p>charset</p>", None),
    ],
)
def test_declared_charsets_are_believed_only_when_they_can_be_true(head: bytes, charset: str | None) -> None:
    """The head of a page names its charset; nonsense there is passed over."""
    assert declared_charset(head) == charset


def test_a_declared_charset_decodes_what_utf_8_does_not() -> None:
    """Cyrillic in its Windows page is read by what the page says of itself."""
    assert decode("Бурение скважины".encode("cp1251"), "cp1251") == "Бурение скважины"


def test_a_wrong_declaration_does_not_win_over_utf_8() -> None:
    """Pages often say Latin-1 and are UTF-8."""
    assert decode(NORWEGIAN.encode(), "iso8859-1") == NORWEGIAN
