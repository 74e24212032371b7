"""End of job reports of service companies: cement, directional drilling, liner, perforation."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from samples import wells
from samples.figures import comma
from samples.markup import fill, table
from samples.sample import Sample

_LABEL = "end_of_job_report"
_INCH_M = 0.0254  # exact, ISO 80000-3


def samples() -> Iterator[Sample]:
    """Yield the end of job reports."""
    yield Sample(
        "drilling/34-7-B-12-H/EOJ cement 9_625 casing.pdf",
        _cement(),
        _LABEL,
        "en",
        'End of Job Report - 9 5/8" casing cementing - 34/7-B-12 H',
        "Fjordsement AS",
        date(2024, 3, 12),
    )
    yield Sample(
        "drilling/25-8-K-21-A/EOJ_directional_25_8-K-21A.xlsx",
        _directional(),
        _LABEL,
        "en",
        "Directional drilling end of job report 25/8-K-21 A",
        "Retningsboring Vest AS",
        date(2024, 2, 15),
    )
    yield Sample(
        "drilling/6507-11-F-3/sluttrapport_forlengingsror.docx",
        _liner(),
        _LABEL,
        "nb",
        'Sluttrapport for jobb: 7" forlengingsrør 6507/11-F-3',
        "Sjøtun Well Services AS",
        date(2023, 11, 17),
    )
    yield Sample(
        "intervention/EOJ_TCP_perforating_7121-5-2S.html",
        fill("end_of_job_report/perforating"),
        _LABEL,
        "en",
        "End of job report, TCP perforating, 7121/5-2 S",
        "Sjøtun Well Services AS",
        date(2022, 8, 3),
    )


def annulus_m3(outer_in: float, inner_in: float, length_m: float) -> float:
    """Return the volume between two diameters over a length."""
    return math.pi / 4 * ((outer_in * _INCH_M) ** 2 - (inner_in * _INCH_M) ** 2) * length_m


def _cement() -> str:
    shoe, top_tail, top_lead, hole, excess = 3868.0, 3568.0, 2700.0, 12.6, 1.10
    tail = annulus_m3(hole, 9.625, shoe - top_tail) * excess + annulus_m3(8.681, 0, 24)
    lead = annulus_m3(hole, 9.625, top_tail - top_lead) * excess
    displaced = annulus_m3(8.681, 0, shoe - 24)
    schedule = [
        ("Pressure test lines", "Seawater", "", "", 0.3, 345),
        ("Spacer", "Weighted spacer 1.56 sg", 1200, 16.0, 0.2, 42),
        ("Drop bottom plug", "", "", "", 0.1, ""),
        ("Lead", "1.62 sg", 900, f"{lead:.1f}", f"{lead / 54:.1f}", 38),
        ("Tail", "1.90 sg", 700, f"{tail:.1f}", f"{tail / 42:.1f}", 34),
        ("Drop top plug", "", "", "", 0.1, ""),
        ("Displacement", "Oil based mud 1.46 sg", 1800, f"{displaced:.1f}", f"{displaced / 108:.1f}", 118),
        ("Bump plug", "", "", "", 0.2, 205),
    ]
    return fill(
        "end_of_job_report/cement",
        shoe=shoe,
        shoe_tvd=wells.tvd("34/7-B-12 H", shoe),
        hole=hole,
        top_lead=top_lead,
        bumped_m3=displaced - 0.4,
        bumped_percent=100 * 0.4 / displaced,
        volumes=table(
            ("Stage", "Interval (m MD)", "Excess", "Volume (m3)"),
            [
                ("Lead", f"{top_lead:.0f} - {top_tail:.0f}", "10 %", f"{lead:.1f}"),
                ("Tail, with 24 m shoe track", f"{top_tail:.0f} - {shoe:.0f}", "10 %", f"{tail:.1f}"),
                ("Displacement to collar", "", "", f"{displaced:.1f}"),
            ],
        ),
        schedule=table(("Stage", "Fluid", "Rate (l/min)", "Volume (m3)", "Time (h)", "Pressure (bar)"), schedule),
        materials=table(
            ("Material", "Planned (t)", "Used (t)", "Left on board (t)"),
            [
                ("Class G cement", 42, f"{lead / 1.246 + tail / 0.771:.1f}", 46.8),
                ("Silica flour", 0, 0, 12),
                ("Barite in spacer", 9, 8.6, "n/a"),
            ],
        ),
    )


def _directional() -> str:
    runs = [
        (1, '12 1/4"', 2668, 3020, 18.6, "RSS", "Drill out, section part 1", "Washed out MWD"),
        (2, '12 1/4"', 3020, 3188, 9.4, "RSS", "To section TD", "Section TD"),
        (3, '8 1/2"', 3188, 3452, 17.1, "RSS", "Reservoir part 1", "Bit change, ROP"),
        (4, '8 1/2"', 3452, 3610, 11.8, "RSS", "To well TD", "Well TD"),
    ]
    rows = [
        (n, size, start, end, end - start, hours, f"{(end - start) / hours:.1f}", tool, aim, why)
        for n, size, start, end, hours, tool, aim, why in runs
    ]
    total, drilled = sum(run[4] for run in runs), runs[-1][3] - runs[0][2]
    last = wells.path("25/8-K-21 A")[-1]
    return fill(
        "end_of_job_report/directional",
        drilled=drilled,
        total=total,
        rate_m_h=drilled / total,
        last=last,
        runs=table(
            (
                "Run",
                "Hole",
                "From (m)",
                "To (m)",
                "Drilled (m)",
                "Hours",
                "ROP (m/h)",
                "Steering",
                "Purpose",
                "Reason pulled",
            ),
            rows,
        ),
    )


def _liner() -> str:
    shoe, top, hole = 2884.0, 2190.0, 8.7
    volume = annulus_m3(hole, 7, shoe - 2310) * 1.2 + annulus_m3(8.535, 7, 2310 - top)
    return fill(
        "end_of_job_report/liner",
        shoe_md=comma(shoe, 1),
        shoe_tvd=comma(wells.tvd("6507/11-F-3", shoe), 1),
        top_md=comma(top, 1),
        components=table(
            ("Nr.", "Komponent", "Lengde (m)", "Topp (m MD)"),
            [
                (1, "Rømmesko", "0,78", comma(shoe - 0.78, 2)),
                (2, 'Rør 7" 32 lb/ft, 2 lengder', "24,12", comma(shoe - 24.9, 2)),
                (3, "Landingskrage", "0,52", comma(shoe - 25.42, 2)),
                (4, 'Rør 7" 32 lb/ft, 54 lengder', comma(shoe - 25.42 - top - 6.4, 2), comma(top + 6.4, 2)),
                (5, "Henger med toppakning", "6,40", comma(top, 2)),
            ],
        ),
        events=table(
            ("Dato", "Kl.", "Hendelse"),
            [
                ("13.11", "14.20", "Startet kjøring av forlengingsrør, 56 lengder på 6,2 timer"),
                ("13.11", "23.40", "Koblet til henger, vekt 26 tonn"),
                ("14.11", "07.15", 'Ved 9 5/8" sko på 2310 m, brøt sirkulasjon med 600 l/min'),
                ("14.11", "10.50", "Rotasjon 20 o/min, moment 11 kNm gjennom 2420-2884 m"),
                ("14.11", "15.05", "Kule sluppet, henger satt med 145 bar, frigjort setteverktøy"),
                ("14.11", "17.30", f"Pumpet {comma(volume, 1)} m3 sement 1,90 sg"),
                ("14.11", "18.45", "Plugg på plass, 178 bar, ingen retur"),
                ("14.11", "19.30", "Satt toppakning med 28 tonn, testet 250 bar i 10 min"),
                ("15.11", "06.00", "Setteverktøy på dekk, inspisert uten anmerkning"),
            ],
        ),
    )
