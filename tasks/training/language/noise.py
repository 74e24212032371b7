"""Text that is no language, made to order: numbers, tables, codes, identifiers, random letters."""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Callable

_KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def noise(count: int, seed: int) -> list[str]:
    """Make texts that no language would claim.

    Parameters
    ----------
    count : int
    seed : int

    Returns
    -------
    list of str
        The kinds in turn, 10 to 200 characters each.
    """
    # Pseudo-random on purpose: the bundle must come out the same each time.
    source = random.Random(seed)  # noqa: S311
    return [_KINDS[index % len(_KINDS)](source, source.randint(10, 200)) for index in range(count)]


def _string(source: random.Random, alphabet: str, length: int) -> str:
    return "".join(source.choices(alphabet, k=length))


def _letters(source: random.Random, length: int) -> str:
    return _string(source, string.ascii_letters + " " * 8, length)


def _words(source: random.Random, length: int) -> str:
    return " ".join(_string(source, string.ascii_lowercase, source.randint(2, 9)) for _ in range(length // 6 + 1))


def _syllables(source: random.Random, length: int) -> str:
    def syllable() -> str:
        return source.choice("bcdfghjklmnpqrstvwxz") + source.choice("aeiouy")

    return " ".join("".join(syllable() for _ in range(source.randint(1, 5))) for _ in range(length // 7 + 1))


def _identifiers(source: random.Random, length: int) -> str:
    def identifier() -> str:
        return _string(source, string.ascii_uppercase, source.randint(2, 5)) + "-" + str(source.randint(1, 9999))

    return " ".join(identifier() for _ in range(length // 9 + 1))


def _capitals(source: random.Random, length: int) -> str:
    return " ".join(_string(source, string.ascii_uppercase, source.randint(2, 6)) for _ in range(length // 5 + 1))


def _base64(source: random.Random, length: int) -> str:
    return base64.b64encode(source.randbytes(length)).decode()


def _hexadecimal(source: random.Random, length: int) -> str:
    return source.randbytes(length // 2).hex(source.choice("-: "), source.choice((1, 2, 4, 8)))


def _table(source: random.Random, length: int) -> str:
    unit = source.choice(("m", "bar", "kg", "psi", "°C", "ft"))
    rows = (" | ".join(f"{source.random() * 1000:.2f}" for _ in range(5)) for _ in range(length // 20 + 1))
    return "\n".join(f"{row} {unit}" for row in rows)


def _keyboard(source: random.Random, length: int) -> str:
    def mashed() -> str:
        row = source.choice(_KEY_ROWS)
        start = source.randrange(len(row) - 2)
        return row[start : start + source.randint(3, 6)] * source.randint(1, 2)

    return " ".join(mashed() for _ in range(length // 7 + 1))


def _mixed_scripts(source: random.Random, length: int) -> str:
    ranges = ((0x21, 0x7E), (0xA1, 0x17F), (0x391, 0x3C9), (0x400, 0x45F), (0x5D0, 0x5EA), (0x4E00, 0x4FFF))
    return "".join(chr(source.randint(*source.choice(ranges))) for _ in range(length))


def _one_letter(source: random.Random, length: int) -> str:
    return source.choice(string.ascii_lowercase) * length


_KINDS: tuple[Callable[[random.Random, int], str], ...] = (
    _letters, _words, _syllables, _identifiers, _capitals, _base64, _hexadecimal, _table, _keyboard, _mixed_scripts,
    _one_letter,
)  # fmt: skip
