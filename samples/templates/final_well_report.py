"""Final well reports, from two pages to many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import wells
from samples.figures import comma
from samples.markup import fill, table
from samples.sample import Sample

_LABEL = "final_well_report"


def samples() -> Iterator[Sample]:
    """Yield the final well reports."""
    yield Sample(
        "drilling/7121-5-2-S/Final Well Report 7121_5-2 S.pdf",
        _exploration(),
        _LABEL,
        "en",
        "Final Well Report 7121/5-2 S",
        "Nordskarv Energi AS",
        date(2022, 12, 9),
        mark="Classification: Internal",
        decision="allow",
    )
    yield Sample(
        "drilling/25-8-K-21-A/Sluttrapport 25_8-K-21 A.docx",
        _norwegian(),
        _LABEL,
        "nb",
        "Sluttrapport for brønn 25/8-K-21 A",
        "Nordskarv Energi AS",
        date(2024, 6, 3),
    )
    yield Sample(
        "drilling/6507-11-F-3/FWR_6507_11-F-3_completion.html",
        _completion(),
        _LABEL,
        "en",
        "Final well report 6507/11-F-3, volume 2: completion",
        "Kvitøya Petroleum ASA",
        date(2024, 2, 28),
    )
    yield Sample(
        "drilling/16-4-14-S/FWR 16-4-14 S drilling.docx",
        _drilling_volume(),
        _LABEL,
        "en",
        "Final Well Report 16/4-14 S - Drilling and geology",
        "Kvitøya Petroleum ASA",
        date(2022, 1, 21),
    )


def _exploration() -> str:
    phases = [
        ("Move and position", 2.4, 2.1),
        ('36" x 42" hole and 30" conductor', 2.0, 2.0),
        ('26" hole and 20" casing', 4.1, 3.2),
        ("BOP and riser", 2.5, 2.4),
        ('12 1/4" hole and 9 5/8" casing', 10.4, 16.9),
        ('8 1/2" hole, coring and 7" liner', 12.2, 13.6),
        ("Wireline logging", 5.0, 5.0),
        ("Well test DST 1", 16.4, 17.4),
        ("Permanent plugging", 9.0, 6.2),
    ]
    plan, actual = sum(phase[1] for phase in phases), sum(phase[2] for phase in phases)
    return fill(
        "final_well_report/exploration",
        actual=actual,
        plan=plan,
        phases=table(
            ("Phase", "Planned (days)", "Actual (days)", "Difference (days)"),
            [
                *((name, f"{p:.1f}", f"{a:.1f}", f"{a - p:+.1f}") for name, p, a in phases),
                ("Total", f"{plan:.1f}", f"{actual:.1f}", f"{actual - plan:+.1f}"),
            ],
        ),
    )


def _norwegian() -> str:
    phases = [
        ("Klargjøring og vindu", "3,0", "3,4"),
        ('17 1/2" seksjon', "11,2", "11,7"),
        ('13 3/8" foringsrør', "2,8", "2,9"),
        ('12 1/4" seksjon', "5,5", "5,7"),
        ('9 5/8" foringsrør', "2,6", "2,3"),
        ('8 1/2" seksjon', "8,4", "8,6"),
        ("VSP og komplettering", "15,5", "12,6"),
    ]

    def days(column: int) -> float:
        return sum(float(phase[column].replace(",", ".")) for phase in phases)

    last = wells.path("25/8-K-21 A")[-1]
    return fill(
        "final_well_report/norwegian",
        depth_md=comma(last.depth_md_m, 0),
        depth_tvd=comma(last.depth_tvd_m, 0),
        goals=table(
            ("Mål", "Oppnådd", "Kommentar"),
            [
                ("Null alvorlige hendelser", "Ja", "Ett førstehjelpstilfelle"),
                ("Minst 350 m netto sand", "Ja", "412 m"),
                ("Tidsbruk under 49 døgn", "Ja", f"{comma(days(2), 1)} døgn"),
                ("Kostnad innenfor budsjett", "Ja", "3,1 prosent under"),
            ],
        ),
        phases=table(
            ("Fase", "Planlagt (døgn)", "Faktisk (døgn)"), [*phases, ("Sum", comma(days(1), 1), comma(days(2), 1))]
        ),
        tops=table(
            ("Formasjon", "Topp (m MD)", "Topp (m TVD)", "Avvik fra prognose (m)"),
            [
                (name, comma(depth, 0), comma(wells.tvd("25/8-K-21 A", depth), 0), shift)
                for name, depth, shift in (
                    ("Utsira", 948, "-2"),
                    ("Skade", 1104, "+4"),
                    ("Hordaland", 1260, "+1"),
                    ("Balder", 2706, "+6"),
                    ("Sele", 2866, "+5"),
                    ("Lista", 2990, "+4"),
                    ("Heimdal", 3186, "+3"),
                )
            ],
        ),
    )


def _completion() -> str:
    return fill(
        "final_well_report/completion",
        depth_tvd=wells.tvd("6507/11-F-3", 2884),
        phases=table(
            ("Phase", "Planned (days)", "Actual (days)"),
            [
                ("Well clean-out and displacement", 3.5, 3.2),
                ("Upper completion", 8.4, 7.6),
                ("Subsea tree", 7.0, 8.1),
                ("Perforation", 4.5, 3.6),
                ("Clean-up and test", 4.0, 3.4),
                ("Rig down", 3.0, 2.2),
                ("Total", f"{3.5 + 8.4 + 7.0 + 4.5 + 4.0 + 3.0:.1f}", f"{3.2 + 7.6 + 8.1 + 3.6 + 3.4 + 2.2:.1f}"),
            ],
        ),
    )


def _drilling_volume() -> str:
    return fill(
        "final_well_report/drilling_volume",
        depth_tvd=wells.tvd("16/4-14 S", 2874),
        tops=table(
            ("Top", "m MD", "m TVD"),
            [
                (name, depth, f"{wells.tvd('16/4-14 S', depth):.0f}")
                for name, depth in (
                    ("Utsira Formation", 744),
                    ("Skade Formation", 1015),
                    ("Balder Formation", 2098),
                    ("Sele Formation", 2181),
                    ("Lista Formation", 2296),
                    ("Heimdal Formation", 2571),
                    ("Våle Formation", 2702),
                    ("Ekofisk Formation", 2768),
                )
            ],
        ),
    )
