"""Peer reviews of well and subsurface work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.markup import fill
from samples.sample import Sample

_LABEL = "peer_review"


def samples() -> Iterator[Sample]:
    """Yield the peer reviews."""
    yield Sample(
        "projects/Havsula infill/Peer review wells and subsurface Oct 2022.docx",
        fill("peer_review/gate_review"),
        _LABEL,
        "en",
        "Peer Review Report - Havsula infill wells",
        "Kvitøya Petroleum ASA",
        date(2022, 10, 24),
        mark="Classification: Internal",
        decision="allow",
    )
    yield Sample(
        "projects/Tindvarg K-21/Fagfellevurdering bronndesign K-21A.pdf",
        fill("peer_review/norwegian"),
        _LABEL,
        "nb",
        "Fagfellevurdering av brønndesign 25/8-K-21 A",
        "Nordskarv Energi AS",
        date(2023, 9, 11),
    )
    yield Sample(
        "projects/Ishavsbris/peer_assist_welltest.eml",
        fill("peer_review/mail"),
        _LABEL,
        "en",
        "Peer review of DST programme 7121/5-2 S - comments",
        "Nordskarv Energi AS",
        date(2022, 5, 3),
    )
    yield Sample(
        "projects/Brattegg B-12/peer review 34_7-B-12 H detailed design.pptx",
        fill("peer_review/slides"),
        _LABEL,
        "en",
        "Peer review 34/7-B-12 H detailed design",
        "Nordskarv Energi AS",
        date(2023, 11, 9),
    )
