"""The policy that ships with the sensitive bundle; a deployment replaces it with a file of its own."""

from __future__ import annotations

from tasks.sensitive.policy import MatterRule, Policy, Rule
from tasks.training.sensitive.matters_text import SENTENCES

_NATIONAL = ["NO_BIRTH_NUMBER", "DK_CPR", "SE_PERSONNUMMER", "FI_HETU", "NL_BSN", "UK_NINO", "US_SSN"]
_GRAVE = ["MARKING_STRICTLY_CONFIDENTIAL", "MARKING_CONFIDENTIAL", "MARKING_PRIVILEGED", "MARKING_EXEMPT_FROM_PUBLIC"]

# Names, addresses of people at work and of machines, "Internal", "Draft" and "Open" are everyday in technical
# reports: they are reported and redacted, and decide nothing but by their number.
SHIPPED_POLICY = Policy(
    rules=[
        Rule(types=["SECRET_*"], decision="block", min_likelihood="VERY_LIKELY"),
        Rule(types=["SECRET_*"], decision="review"),
        Rule(types=["CREDIT_CARD", *_NATIONAL], decision="block", min_likelihood="VERY_LIKELY"),
        Rule(types=["CREDIT_CARD", *_NATIONAL, "IBAN_CODE", "NO_BANK_ACCOUNT", "DATE_OF_BIRTH"], decision="review"),
        Rule(types=["IBAN_CODE", "NO_BANK_ACCOUNT"], decision="block", min_count=10),
        Rule(types=["DATE_OF_BIRTH"], decision="block", min_count=3),
        Rule(types=["MARKING_STRICTLY_CONFIDENTIAL"], decision="block"),
        Rule(types=[*_GRAVE, "MARKING_TLP"], decision="review"),
    ],
    matter_rules=[
        *(MatterRule(matter=matter, decision="review", min_confidence=0.75) for matter in SENTENCES),
        *(MatterRule(matter=matter, decision="block", min_confidence=0.95) for matter in SENTENCES),
    ],
)
