"""Well intervention reports: wireline, coiled tubing, scale treatment, plugging."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.figures import timed
from samples.markup import fill, table
from samples.sample import Sample

_LABEL = "intervention_report"


def samples() -> Iterator[Sample]:
    """Yield the intervention reports."""
    yield Sample(
        "intervention/34-7-B-04/Wireline intervention report 34_7-B-4 H.docx",
        _wireline(),
        _LABEL,
        "en",
        "Wireline intervention report 34/7-B-4 H",
        "Sjøtun Well Services AS",
        date(2023, 5, 21),
        mark="Classification: Internal",
        decision="allow",
    )
    yield Sample(
        "intervention/CT_daily_6507-11-F-1.pdf",
        _coiled_tubing(),
        _LABEL,
        "en",
        "Coiled tubing daily report 4 - 6507/11-F-1",
        "Sjøtun Well Services AS",
        date(2022, 8, 30),
    )
    yield Sample(
        "intervention/lett_bronnintervensjon_25-8-M-2.pdf",
        fill("intervention_report/light_intervention"),
        _LABEL,
        "nb",
        "Rapport fra lett brønnintervensjon 25/8-M-2 H",
        "Nordskarv Energi AS",
        date(2023, 9, 14),
    )
    yield Sample(
        "intervention/skvis_34-7-B-7.eml",
        _squeeze(),
        _LABEL,
        "nn",
        "Oppsummering av avleiringsskvis 34/7-B-7",
        "Nordskarv Energi AS",
        date(2024, 1, 11),
    )


def _wireline() -> str:
    return fill(
        "intervention_report/wireline",
        zones=table(
            ("Zone", "Perforations (m MD)", "Oil (Sm3/d)", "Water (Sm3/d)", "Share of water"),
            [
                ("Upper Ness", "2972 - 2986", 22, 2410, "82 %"),
                ("Lower Ness", "2998 - 3011", 118, 370, "12 %"),
                ("Etive", "3024 - 3066", 270, 170, "6 %"),
                ("Total", "", 22 + 118 + 270, 2410 + 370 + 170, "100 %"),
            ],
        ),
    )


def _coiled_tubing() -> str:
    rows = timed(
        [
            (
                3.0,
                'Rigged up injector head and 2 3/8" coil above BOP. Tested stack to 20/483 bar for 10 min, good.',
            ),
            (
                0.75,
                'Toolbox talk and lift plan review. Made up milling BHA: 3.62" junk mill, 2 7/8" motor.',
            ),
            (5.25, "Ran in hole to 2890 m CTD at 20 m/min, pull tests every 500 m, pick-up 8.1 t at 2500 m."),
            (
                7.5,
                "Milled scale from 2890 m to 3014 m with 320 l/min seawater with friction reducer. "
                "Differential 38-45 bar, average 16.5 m/h, no stalls above 2960 m, 3 stalls below.",
            ),
            (
                1.5,
                "Pumped 4 m3 gel sweep and circulated bottoms up. Returns: 0.3 m3 of barium sulphate and fine sand.",
            ),
            (3.5, "Pulled out of hole to 300 m. Slowed to 8 m/min through nipple at 412 m."),
            (1.0, "Waited on crane for change of BHA."),
            (1.5, "Broke down milling BHA. Mill worn 4 mm on outer diameter. Made up jetting BHA."),
        ]
    )
    return fill("intervention_report/coiled_tubing", operations=table(("From", "To", "Hours", "Operation"), rows))


def _squeeze() -> str:
    return fill(
        "intervention_report/squeeze",
        stages=table(
            ("Trinn", "Væske", "Volum (m3)", "Rate (l/min)", "Brønnhovudtrykk (bar)"),
            [
                ("Forspyling", "Sjøvatn med løysemiddel", 20, 800, 96),
                ("Hovudpille", "10 % fosfonat i sjøvatn", 85, 950, 118),
                ("Etterspyling", "Sjøvatn", 240, 1100, 127),
                ("Sum", "", 20 + 85 + 240, "", ""),
            ],
        ),
    )
