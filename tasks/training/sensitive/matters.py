"""Train the scores of sensitive matters on written documents and on real clean text."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from tasks.document import Document
from tasks.sensitive.matters import matter_features
from tasks.training.sensitive.matters_text import NEUTRAL, SENTENCES, SUBJECTS
from tasks.training.sensitive.matters_vocabulary import VOCABULARY
from tasks.training.sensitive.people_examples import draw_name

MATTERS = tuple(SENTENCES)
BITS = 16
STRENGTH = 10.0  # the inverse of the L2 penalty
Labelled = tuple[str, str]  # a text and its matter, or an empty string for none

_GREETINGS = (
    "",
    "Dear {G},\n\n",
    "Hi {G},\n",
    "Hello,\n\n",
    "Kjære {G},\n\n",
    "Hei {G},\n",
    "Hei!\n\n",
    "To whom it may concern\n\n",
)
_CLOSINGS = (
    "",
    "\n\nBest regards\n{N}",
    "\n\nRegards,\n{N}",
    "\n\nMed vennlig hilsen\n{N}",
    "\nMvh\n{G}",
    "\n\nMed venleg helsing\n{N}",
)
_COMPANIES = (
    "Nordhav Energi",
    "Fjordbor AS",
    "Skagerrak Drilling",
    "Kystolje",
    "Polar Subsea",
    "Vestbrønn",
    "Havgard Ltd",
    "Brent Tools",
)


_CURRENCIES = ("NOK", "USD", "kr", "EUR")


def written_documents(rng: random.Random, count: int) -> Iterator[Labelled]:
    """Put together letters, notes and minutes: half of them deal with a matter, half with none."""
    for number in range(count):
        matter = rng.choice(MATTERS) if number % 2 else ""
        yield _document(matter, rng), matter


def scattered_documents(rng: random.Random, real: Sequence[str], count: int) -> Iterator[Labelled]:
    """Scatter a matter's words in real clean text, so that the words tell and the text around them does not.

    Parameters
    ----------
    rng : random.Random
    real : sequence of str
        Clean text; every document drawn comes as it is too, as an example of no matter.
    count : int

    Yields
    ------
    (text, matter)
    """
    phrases = {
        matter: [p.strip() for p in text.replace("\n", "").split("|") if p.strip()]
        for matter, text in VOCABULARY.items()
    }
    for _ in range(count):
        words = rng.choice(real).split()[: rng.randint(8, 80)]
        yield " ".join(words), ""
        matter = rng.choice(MATTERS)
        for phrase in rng.sample(phrases[matter], max(2, len(words) // rng.randint(5, 9))):
            words.insert(rng.randint(0, len(words)), phrase)
        yield " ".join(words), matter


def _document(matter: str, rng: random.Random) -> str:
    lines = _lines(NEUTRAL, rng.randint(0, 4) if matter else rng.randint(1, 10))(rng)
    if matter:
        lines += _lines(SENTENCES[matter], rng.randint(2, 7))(rng)
        rng.shuffle(lines)
    subject = rng.choice(SUBJECTS[matter].split("|")) + "\n\n" if rng.random() < 0.4 else ""
    body = rng.choice([" ", "\n", "\n\n"]).join(lines)
    return _filled(subject + rng.choice(_GREETINGS) + body + rng.choice(_CLOSINGS), rng)


def _lines(text: str, count: int) -> Any:
    lines = text.strip().splitlines()
    return lambda rng: rng.sample(lines, min(count, len(lines)))


def _filled(text: str, rng: random.Random) -> str:
    slots: dict[str, Callable[[], str]] = {
        "{N}": lambda: draw_name(rng, 2, rng.random() < 0.6),
        "{G}": lambda: draw_name(rng, 1, rng.random() < 0.6),
        "{A}": lambda: f"{rng.choice(_CURRENCIES)} {rng.randint(2, 950)} {rng.choice(['000', '500', '000 000'])}",
        "{D}": lambda: f"{rng.randint(1, 28)}.{rng.randint(1, 12)}.{rng.randint(2004, 2026)}",
        "{C}": lambda: rng.choice(_COMPANIES),
        "{F}": lambda: f"{rng.randint(1, 36)}/{rng.randint(1, 12)}",
    }
    for slot, draw in slots.items():
        while slot in text:
            text = text.replace(slot, draw(), 1)
    return text


def train_matters(documents: Sequence[Labelled], seed: int, bits: int = BITS) -> dict[str, NDArray[Any]]:
    """Train one logistic regression for each matter.

    Parameters
    ----------
    documents : sequence of (text, matter)
    seed : int
    bits : int
        Logarithm of the number of buckets.

    Returns
    -------
    dict of ndarray
        The arrays that `MatterScorer.from_arrays` reads, columns in the order of `MATTERS`.
    """
    rows = sparse.vstack([_row(text, bits) for text, _ in documents], format="csr")
    labels = np.array([matter for _, matter in documents])
    weights, shifts = np.zeros((1 << bits, len(MATTERS)), np.float16), np.zeros(len(MATTERS), np.float32)
    for column, matter in enumerate(MATTERS):
        model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=seed)
        model.fit(rows, labels == matter)
        weights[:, column], shifts[column] = model.coef_[0], model.intercept_[0]
    return {"matter_weights": weights, "matter_shifts": shifts}


def _row(text: str, bits: int) -> sparse.csr_matrix:
    """Return the first part's features: training documents are shorter than a part, or cut to it."""
    parts, buckets, values = matter_features(Document(text), bits)
    first = parts == 0
    ends = np.array([0, int(first.sum())])
    return sparse.csr_matrix((values[first], buckets[first], ends), shape=(1, 1 << bits))
