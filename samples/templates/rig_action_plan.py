"""Rig action plans: what a rig has to mend, who does it, and by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from samples.markup import fill, table
from samples.sample import Sample

_LABEL = "rig_action_plan"


def samples() -> Iterator[Sample]:
    """Yield the rig action plans."""
    yield Sample(
        "rig/Polar Skarven/RAP Polar Skarven rev 5.xlsx",
        _intake(),
        _LABEL,
        "en",
        "Rig Action Plan Polar Skarven, rev. 5",
        "Kvitøya Petroleum ASA",
        date(2023, 8, 18),
    )
    yield Sample(
        "rig/Nordic Ternen/tiltaksplan_nordic_ternen.pptx",
        fill("rig_action_plan/norwegian_slides"),
        _LABEL,
        "nb",
        "Tiltaksplan for rigg Nordic Ternen",
        "Nordskarv Energi AS",
        date(2023, 12, 5),
    )
    yield Sample(
        "rig/Brattegg B/rig action plan Q1 2024.docx",
        fill("rig_action_plan/quarterly"),
        _LABEL,
        "en",
        "Rig Action Plan Brattegg B, first quarter 2024",
        "Nordskarv Energi AS",
        date(2024, 1, 8),
    )
    yield Sample(
        "rig/Polar Skarven/Handlingsplan etter tilsyn.pdf",
        fill("rig_action_plan/after_audit"),
        _LABEL,
        "nb",
        "Handlingsplan for Polar Skarven etter verifikasjon",
        "Nordskarv Energi AS",
        date(2022, 4, 22),
    )


_INTAKE = (
    (
        "RAP-001",
        "Well control",
        "BOP: upper annular element at 92 % of allowed strokes",
        "Replace element before spud",
        "High",
        "Subsea section leader",
        "2023-08-28",
        "Open",
    ),
    (
        "RAP-002",
        "Well control",
        "Choke manifold valve 7 leaks 0.4 l/min at 345 bar",
        "Overhaul valve, retest",
        "High",
        "Toolpusher",
        "2023-08-22",
        "Closed",
    ),
    (
        "RAP-003",
        "Drilling",
        "Active heave compensator accumulator pre-charge 11 bar low",
        "Recharge and trend weekly",
        "Medium",
        "Mechanic",
        "2023-08-25",
        "Closed",
    ),
    (
        "RAP-004",
        "Drilling",
        "No spare main shaft seal for top drive on board",
        "Order, lead time six weeks",
        "Medium",
        "Rig buyer",
        "2023-09-29",
        "Open",
    ),
    (
        "RAP-005",
        "Lifting",
        "Two riser tensioner sheaves without valid certificate",
        "Certify by enterprise of competence",
        "High",
        "Technical section leader",
        "2023-08-24",
        "Closed",
    ),
    (
        "RAP-006",
        "Mud system",
        "Degasser not tested since overhaul",
        "Function test with 400 l/min water",
        "Medium",
        "Derrickman",
        "2023-08-27",
        "Open",
    ),
    (
        "RAP-007",
        "Marine",
        "Anchor winch 5 band brake wear 70 %",
        "Replace lining at next anchor handling",
        "Medium",
        "Barge supervisor",
        "2023-10-15",
        "Open",
    ),
    (
        "RAP-008",
        "Safety",
        "Muster list lacks third-party personnel in shaker house",
        "Update list and drill",
        "Low",
        "Safety adviser",
        "2023-08-20",
        "Closed",
    ),
    (
        "RAP-009",
        "Cement unit",
        "Densitometer drift 0.03 sg",
        "Calibrate, verify with mud balance",
        "Medium",
        "Cement operator",
        "2023-08-26",
        "In progress",
    ),
    (
        "RAP-010",
        "ROV",
        "Tether management system wire due for cut-back",
        "Cut 30 m, reterminate, load test",
        "Low",
        "ROV superintendent",
        "2023-09-05",
        "In progress",
    ),
)


def _intake() -> str:
    status = Counter(row[7] for row in _INTAKE)
    priority = Counter(row[4] for row in _INTAKE)
    return fill(
        "rig_action_plan/intake",
        status=table(("Status", "Number"), [*sorted(status.items()), ("Total", len(_INTAKE))]),
        priority=table(("Priority", "Number"), [(name, priority[name]) for name in ("High", "Medium", "Low")]),
    )
