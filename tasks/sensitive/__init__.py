"""Sensitive content: what must not reach the search index, and almost nothing else."""

from __future__ import annotations

import secrets as random_bytes
from collections.abc import Sequence
from typing import ClassVar, Self

import msgspec
from msgspec import UNSET, UnsetType

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.sensitive.contacts import CONTACTS
from tasks.sensitive.detector import find_all
from tasks.sensitive.finding import Candidate, Finding, Likelihood, MatterScore, without_overlap
from tasks.sensitive.identifiers import IDENTIFIERS
from tasks.sensitive.markings import find_markings
from tasks.sensitive.policy import Decision, Policy, parse_policy
from tasks.sensitive.redaction import Mode, OffsetChange, redact
from tasks.sensitive.secrets import SECRETS
from tasks.sensitive.view import View
from tasks.task import Task, TaskOptions, TaskResult

__all__ = ["Finding", "MatterScore", "OffsetChange", "Policy", "Sensitive", "SensitiveOptions", "SensitiveResult"]


class SensitiveOptions(TaskOptions, frozen=True):
    """How to answer: redact the text, and from which likelihood on to report."""

    redact: Mode | None = None
    min_likelihood: Likelihood | None = None


class SensitiveResult(TaskResult, rename="camel"):
    """Decision, findings and matters of one document; the redacted text only when asked for."""

    decision: Decision
    findings: list[Finding]
    matters: list[MatterScore]
    redacted_text: str | UnsetType = UNSET
    offsets: list[OffsetChange] | UnsetType = UNSET


class Sensitive(Task):
    """Find identifiers, contacts, names, secrets, markings and matters, and decide by the policy.

    Parameters
    ----------
    policy : Policy
    key : bytes, optional
        Key of the redaction mode ``hash``; drawn at random when not given, so that tokens of different services
        cannot be joined.
    """

    name: ClassVar[str] = "sensitive"
    Options: ClassVar[type[TaskOptions]] = SensitiveOptions
    Result: ClassVar[type[TaskResult]] = SensitiveResult

    def __init__(self, policy: Policy, key: bytes | None = None) -> None:
        self._policy = policy
        self._key = key or random_bytes.token_bytes(32)

    @classmethod
    def load(cls, bundle: Bundle) -> Self:
        """Make the task from a verified bundle."""
        return cls(parse_policy(bundle.content("policy.json")))

    def predict(self, documents: Sequence[Document], options: SensitiveOptions | None = None) -> list[SensitiveResult]:
        """Find and decide; one result per document, in order."""
        return [self._judge(document, options or SensitiveOptions()) for document in documents]

    def _judge(self, document: Document, options: SensitiveOptions) -> SensitiveResult:
        candidates = self._candidates(document)
        findings = self._policy.findings(document.text, candidates)
        matters: list[MatterScore] = []
        result = SensitiveResult(decision=self._policy.decide(findings, matters), findings=findings, matters=matters)
        if options.min_likelihood:
            result.findings = self._policy.findings(document.text, candidates, options.min_likelihood)
        if options.redact:
            result.redacted_text, result.offsets = redact(document.text, result.findings, options.redact, self._key)
        return result

    def _candidates(self, document: Document) -> list[Candidate]:
        if not document.text:
            return []
        view = View(document)
        found = find_all(IDENTIFIERS + CONTACTS + SECRETS, view)
        found.extend(find_markings(view))
        return without_overlap(found)
