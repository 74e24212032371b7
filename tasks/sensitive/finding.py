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
    by_start = sorted(candidates, key=lambda c: c.start)
    kept: list[Candidate] = []
    cluster: list[Candidate] = []
    reach = -1
    for candidate in by_start:
        if candidate.start >= reach:
            kept += _best(cluster)
            cluster = []
        cluster.append(candidate)
        reach = max(reach, candidate.end)
    return kept + _best(cluster)


def _best(cluster: list[Candidate]) -> list[Candidate]:
    """Choose among candidates that hang together, the surest first."""
    if len(cluster) < 2:
        return cluster
    kept: list[Candidate] = []
    for candidate in sorted(cluster, key=lambda c: (-c.confidence, c.start - c.end, c.start, c.type)):
        if not any(candidate.start < other.end and other.start < candidate.end for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.start)
