"""Sensitive content: what must not reach the search index, and almost nothing else."""

from __future__ import annotations

import secrets as random_bytes
from collections.abc import Sequence
from typing import ClassVar, Self

from msgspec import UNSET, UnsetType

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.sensitive.contacts import CONTACTS
from tasks.sensitive.detector import Detectors
from tasks.sensitive.finding import Candidate, Finding, Likelihood, MatterScore, without_overlap
from tasks.sensitive.identifiers import IDENTIFIERS
from tasks.sensitive.markings import find_markings
from tasks.sensitive.matters import MatterScorer
from tasks.sensitive.people import PeopleFinder, PeopleTagger
from tasks.sensitive.phones import find_phones
from tasks.sensitive.policy import Decision, Policy, parse_policy
from tasks.sensitive.redaction import Mode, OffsetChange, redact
from tasks.sensitive.secrets import SECRETS
from tasks.sensitive.spacy_people import SpacyPeople
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

    def private_spans(self) -> list[tuple[int, int]]:
        """Return where values stand that no other task may repeat; a marking is no value."""
        return [(found.start, found.end) for found in self.findings if not found.type.startswith("MARKING_")]

    def headline(self) -> str:
        """Return the decision."""
        return self.decision


class Sensitive(Task):
    """Find identifiers, contacts, names, secrets, markings and matters, and decide by the policy.

    Parameters
    ----------
    policy : Policy
    people : sequence of PeopleFinder, optional
        What finds names: the learned tagger, and an installed spaCy pipeline where the bundle names one.
    matters : MatterScorer, optional
    key : bytes, optional
        Key of the redaction mode ``hash``; drawn at random when not given, so that tokens of different services
        cannot be joined.
    """

    name: ClassVar[str] = "sensitive"
    Options: ClassVar[type[TaskOptions]] = SensitiveOptions
    Result: ClassVar[type[TaskResult]] = SensitiveResult

    def __init__(
        self,
        policy: Policy,
        people: Sequence[PeopleFinder] = (),
        matters: MatterScorer | None = None,
        key: bytes | None = None,
    ) -> None:
        self.policy = policy
        self._people = tuple(people)
        self._matters = matters
        self._key = key or random_bytes.token_bytes(32)

    @classmethod
    def load(cls, bundle: Bundle, policy: Policy | None = None, key: bytes | None = None) -> Self:
        """Make the task from a verified bundle.

        Parameters
        ----------
        bundle : Bundle
            With ``policy.json``; with ``people.npz`` and ``matters.npz`` where it has learned; its configuration's
            ``spacyPipeline`` names an installed pipeline whose names of people join ours.
        policy : Policy, optional
            A deployment's own, in place of the bundle's.
        key : bytes, optional
            Key of the redaction mode ``hash``.

        Raises
        ------
        BundleError
            When the bundle's content is no policy or no model, or the pipeline that it names is not installed.
        """
        files, config = bundle.manifest.files, bundle.manifest.config
        people: list[PeopleFinder] = []
        if "people.npz" in files:
            people.append(PeopleTagger.from_arrays(bundle.arrays("people.npz")))
        if config.get("spacyPipeline"):
            people.append(SpacyPeople(config["spacyPipeline"]))
        matters = None
        if "matters.npz" in files:
            matters = MatterScorer.from_arrays(config["matters"], bundle.arrays("matters.npz"))
        return cls(policy or parse_policy(bundle.content("policy.json")), people, matters, key)

    def predict(self, documents: Sequence[Document], options: SensitiveOptions | None = None) -> list[SensitiveResult]:
        """Find and decide; one result per document, in order."""
        return [self._judge(document, options or SensitiveOptions()) for document in documents]

    def _judge(self, document: Document, options: SensitiveOptions) -> SensitiveResult:
        candidates = self._candidates(document)
        findings = self.policy.findings(document.text, candidates)
        matters = self._matters.score(document) if self._matters else []
        result = SensitiveResult(decision=self.policy.decide(findings, matters), findings=findings, matters=matters)
        if options.min_likelihood:
            result.findings = self.policy.findings(document.text, candidates, options.min_likelihood)
        if options.redact:
            result.redacted_text, result.offsets = redact(document.text, result.findings, options.redact, self._key)
        return result

    def _candidates(self, document: Document) -> list[Candidate]:
        if not document.text:
            return []
        view = View(document)
        found = DETECTORS.find(view)
        found.extend(find_phones(view))
        found.extend(find_markings(view))
        for finder in self._people:
            found.extend(finder.find(document))
        return without_overlap(found)


DETECTORS = Detectors(IDENTIFIERS + CONTACTS + SECRETS)
