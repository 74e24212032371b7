"""A finding: a span of a type, how sure we are of it, and why; never the value itself."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

Likelihood = Literal["VERY_UNLIKELY", "UNLIKELY", "POSSIBLE", "LIKELY", "VERY_LIKELY"]
LIKELIHOODS: tuple[Likelihood, ...] = ("VERY_UNLIKELY", "UNLIKELY", "POSSIBLE", "LIKELY", "VERY_LIKELY")


class Candidate(NamedTuple):
    """A detector's proposal, before the policy has spoken.

    Attributes
    ----------
    type : str
    start, end : int
        Half-open span in code points.
    confidence : float
        Probability that the span is of the type.
    reason : tuple of str
        ``pattern``, ``check digit``, ``context words``, ``model`` …
    """

    type: str
    start: int
    end: int
    confidence: float
    reason: tuple[str, ...]


class Finding(msgspec.Struct, frozen=True):
    """A candidate that passed the policy, with a likelihood and a masked excerpt."""

    type: str
    start: int
    end: int
    confidence: float
    likelihood: Likelihood
    reason: list[str]
    excerpt: str


class MatterScore(msgspec.Struct, frozen=True):
    """The probability that a document deals with a sensitive matter."""

    matter: str
    confidence: float


def without_overlap(candidates: list[Candidate]) -> list[Candidate]:
    """Keep, of candidates that overlap, the surest, then the longest, then the first; return them by start."""
    ranked = sorted(candidates, key=lambda c: (-c.confidence, c.start - c.end, c.start, c.type))
    if len(ranked) < 2:
        return ranked
    taken = bytearray(max(c.end for c in ranked))
    kept = []
    for candidate in ranked:
        if not any(taken[candidate.start : candidate.end]):
            taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.start)
