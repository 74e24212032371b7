"""Files as nobody should send them: real ones, damaged by seeded chance."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

Damage = Callable[[bytes, bytes, random.Random], bytes]  # content, that of another file, chance
_SUFFIXES = (".pdf", ".docx", ".xlsx", ".pptx", ".doc", ".msg", ".eml", ".html", ".txt", ".zip", ".png", ".xyz", "")


def _range(size: int, chance: random.Random) -> slice:
    start, length = chance.randrange(size), max(1, int(size * chance.random() ** 3))
    return slice(start, min(size, start + length))


def flip_bits(content: bytes, _: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _flip in range(max(1, int(len(content) * 10 ** -chance.uniform(2, 6)))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def truncate(content: bytes, _: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def behead(content: bytes, _: bytes, chance: random.Random) -> bytes:
    return content[chance.randrange(min(len(content), 4096)) :]


def splice(content: bytes, other: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))] + other[chance.randrange(len(other)) :]


def duplicate_block(content: bytes, _: bytes, chance: random.Random) -> bytes:
    block = _range(len(content), chance)
    return content[: block.stop] + content[block] * chance.randrange(1, 4) + content[block.stop :]


def zero_range(content: bytes, _: bytes, chance: random.Random) -> bytes:
    block = _range(len(content), chance)
    return content[: block.start] + bytes(block.stop - block.start) + content[block.stop :]


def insert_noise(content: bytes, _: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + chance.randbytes(chance.randrange(1, 2000)) + content[place:]


DAMAGES: tuple[Damage, ...] = (flip_bits, truncate, behead, splice, duplicate_block, zero_range, insert_noise)


def write_awkward_files(sources: Sequence[Path], folder: Path, count: int, seed: int) -> None:
    """Write files, first the sources as they are and then damaged copies of them, some under a wrong suffix.

    Parameters
    ----------
    sources : sequence of Path
        Taken in order, again and again.
    folder : Path
        Is made.
    count : int
        Files to write; at least half of them are damaged.
    seed : int
        The same sources, count and seed give the same files.
    """
    chance = random.Random(seed)
    contents = [path.read_bytes() or b"\0" for path in sources]
    folder.mkdir(parents=True)
    whole = min(len(sources), count // 2)
    for number in range(count):
        place = number % len(sources) if number < whole else chance.randrange(len(sources))
        content, suffix, what = contents[place], sources[place].suffix, "whole"
        if number >= whole:
            content, suffix, what = _damage(content, suffix, chance.choice(contents), chance)
        (folder / f"{number:05} {what}{suffix}").write_bytes(content)


def _damage(content: bytes, suffix: str, other: bytes, chance: random.Random) -> tuple[bytes, str, str]:
    """Damage a content once, or now and then more often; return it, a suffix, and what was done."""
    done = chance.choices(DAMAGES, k=chance.choice((1, 1, 1, 2, 3)))
    for damage in done:
        content = damage(content, other, chance) or b"\0"
    if chance.random() < 0.2:
        suffix = chance.choice(_SUFFIXES)
    return content, suffix, " ".join(damage.__name__ for damage in done)
