"""The policy: which findings count, and what they decide; read from the bundle or a deployment's own file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import msgspec

from tasks.errors import BundleError
from tasks.sensitive.finding import LIKELIHOODS, Candidate, Finding, Likelihood, MatterScore
from tasks.sensitive.redaction import masked

Decision = Literal["allow", "review", "block"]
_FLOORS: dict[Likelihood, float] = {"UNLIKELY": 0.1, "POSSIBLE": 0.3, "LIKELY": 0.5, "VERY_LIKELY": 0.85}
_SEVERITY: dict[Decision, int] = {"allow": 0, "review": 1, "block": 2}


class Rule(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """One line of the policy: so many findings of these types, at least so likely, decide so.

    Attributes
    ----------
    types : list of str
        Finding types; one that ends in ``*`` stands for all that begin so.
    decision : str
    min_likelihood : str
    min_count : int
        Number of different spans needed.
    """

    types: list[str]
    decision: Decision
    min_likelihood: Likelihood = "LIKELY"
    min_count: int = 1

    def holds(self, findings: Sequence[Finding]) -> bool:
        """Whether enough findings match."""
        floor = LIKELIHOODS.index(self.min_likelihood)
        count = sum(
            LIKELIHOODS.index(f.likelihood) >= floor and any(_fits(f.type, t) for t in self.types) for f in findings
        )
        return count >= self.min_count


def _fits(type_: str, wanted: str) -> bool:
    return type_.startswith(wanted[:-1]) if wanted.endswith("*") else type_ == wanted


class MatterRule(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """What a sensitive matter's probability decides."""

    matter: str
    decision: Decision
    min_confidence: float


class Policy(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Types, thresholds and rules.

    Attributes
    ----------
    min_likelihood : str
        Findings below it are not reported unless the caller asks.
    likelihood_floors : mapping of str to float
        The least confidence of each likelihood.
    ignored_types : list of str
        Types never reported.
    rules, matter_rules : list
        The gravest decision that holds is the document's.
    """

    min_likelihood: Likelihood = "LIKELY"
    likelihood_floors: dict[Likelihood, float] = msgspec.field(default_factory=lambda: dict(_FLOORS))
    ignored_types: list[str] = []
    rules: list[Rule] = []
    matter_rules: list[MatterRule] = []

    def likelihood(self, confidence: float) -> Likelihood:
        """Return the name of a confidence's range."""
        reached = [name for name in LIKELIHOODS[1:] if confidence >= self.likelihood_floors.get(name, 1.0)]
        return reached[-1] if reached else "VERY_UNLIKELY"

    def findings(self, text: str, candidates: Sequence[Candidate], floor: Likelihood | None = None) -> list[Finding]:
        """Return the candidates that are likely enough, with likelihood and masked excerpt."""
        least = self.likelihood_floors.get(floor or self.min_likelihood, 0.0)
        return [
            Finding(
                type=c.type,
                start=c.start,
                end=c.end,
                confidence=round(c.confidence, 4),
                likelihood=self.likelihood(c.confidence),
                reason=list(c.reason),
                excerpt=masked(c.type, text[c.start : c.end]),
            )
            for c in candidates
            if c.confidence >= least and not any(_fits(c.type, ignored) for ignored in self.ignored_types)
        ]

    def decide(self, findings: Sequence[Finding], matters: Sequence[MatterScore]) -> Decision:
        """Return the gravest decision of the rules that hold, ``allow`` when none does."""
        decisions: list[Decision] = [rule.decision for rule in self.rules if rule.holds(findings)]
        scores = Counter({score.matter: score.confidence for score in matters})
        decisions += [rule.decision for rule in self.matter_rules if scores[rule.matter] >= rule.min_confidence]
        return max(decisions, key=_SEVERITY.__getitem__, default="allow")


def parse_policy(content: bytes) -> Policy:
    """Read a policy from JSON.

    Raises
    ------
    BundleError
        When the JSON is no policy; the message names the field.
    """
    try:
        return msgspec.json.decode(content, type=Policy)
    except msgspec.DecodeError as error:
        raise BundleError(f"policy.json: {error}; correct the policy or restore the bundle's own") from error
