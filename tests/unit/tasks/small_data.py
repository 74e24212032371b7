"""Small labelled documents for tests of training: three topics with words of their own, made from a seed."""

from __future__ import annotations

import random
from typing import Any

TOPICS = {
    "drilling": [
        "bit",
        "hole",
        "mud",
        "pump",
        "torque",
        "casing",
        "drill",
        "rig",
        "depth",
        "tripped",
        "reamed",
        "hook",
    ],
    "cooking": ["butter", "oven", "flour", "sugar", "bake", "stir", "salt", "onion", "recipe", "dough", "pan", "whisk"],
    "sailing": [
        "sail",
        "mast",
        "wind",
        "harbour",
        "tide",
        "rudder",
        "anchor",
        "keel",
        "jib",
        "deck",
        "skipper",
        "buoy",
    ],
}
COMMON = ["the", "and", "of", "with", "was", "then", "after", "before", "again", "while", "some", "more", "very", "all"]


def make_text(label: str, seed: int, n_words: int = 40) -> str:
    """Return a text of a topic: its own words among common ones."""
    draw = random.Random(f"{label} {seed}")
    words = [draw.choice(TOPICS[label] if draw.random() < 0.45 else COMMON) for _ in range(n_words)]
    return " ".join(words) + "."


def make_records(per_label: int = 30, start: int = 0) -> list[dict[str, Any]]:
    """Return records of every topic."""
    numbers = range(start, start + per_label)
    return [{"id": f"{label}-{i}", "text": make_text(label, i), "label": label} for label in TOPICS for i in numbers]
