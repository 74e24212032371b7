"""Risk assessments: registers, safe job analyses, a workshop, and a collision study."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.markup import fill, table
from samples.sample import Sample

_LABEL = "risk_assessment"


def samples() -> Iterator[Sample]:
    """Yield the risk assessments."""
    yield Sample(
        "hse/risk/HAZID 34_7-B-12 H risk register.xlsx",
        _register(),
        _LABEL,
        "en",
        "Risk register 34/7-B-12 H",
        "Nordskarv Energi AS",
        date(2023, 12, 14),
    )
    yield Sample(
        "hse/risk/SJA_bytte_av_stigerorskobling.docx",
        fill("risk_assessment/safe_job_analysis"),
        _LABEL,
        "nb",
        "Sikker jobbanalyse: bytte av pakninger i stigerørskobling",
        "Polar Skarven",
        date(2022, 6, 20),
    )
    yield Sample(
        "hse/risk/Shallow gas risk workshop F-3.pptx",
        _workshop(),
        _LABEL,
        "en",
        "Shallow gas and top hole risk assessment 6507/11-F-3",
        "Kvitøya Petroleum ASA",
        date(2023, 7, 4),
    )
    yield Sample(
        "hse/risk/risikovurdering_samtidige_operasjonar.pdf",
        _nynorsk(),
        _LABEL,
        "nn",
        "Risikovurdering av samtidige operasjonar på Brattegg B",
        "Nordskarv Energi AS",
        date(2024, 2, 8),
    )


def _level(score: int) -> str:
    """Give the colour of a 5 x 5 matrix: red from 15, yellow from 8."""
    return "Red" if score >= 15 else "Yellow" if score >= 8 else "Green"


_RISKS = (
    (
        "R01",
        "Losses in depleted Etive while drilling",
        3,
        3,
        "LCM stock 20 t, ECD management, stress cage in mud",
        2,
        3,
        "Drilling engineer",
    ),
    (
        "R02",
        "Influx from overpressured Draupne stringer",
        2,
        5,
        "Mud weight 1.46 sg, kick drill each shift, pore pressure follow-up",
        1,
        5,
        "Drilling supervisor",
    ),
    (
        "R03",
        "Collision with 34/7-B-9",
        2,
        5,
        "Gyro above 640 m, separation factor above 1.5, stop drilling criteria",
        1,
        5,
        "Survey engineer",
    ),
    (
        "R04",
        "Stuck pipe across Shetland ledges",
        3,
        4,
        "Ream each stand, limit doglegs to 3 deg/30 m, jar placement",
        2,
        4,
        "Directional driller",
    ),
    (
        "R05",
        "Screens do not reach total depth",
        3,
        4,
        "Torque and drag with 0.35 friction, wiper trip, washpipe",
        2,
        4,
        "Completion engineer",
    ),
    (
        "R06",
        "Dropped object during skidding",
        3,
        4,
        "Dropped object survey, red zone, no personnel below",
        2,
        4,
        "Toolpusher",
    ),
    ("R07", "Delay of swell packers from supplier", 4, 2, "Weekly expediting, spare set from B-11", 2, 2, "Logistics"),
    (
        "R08",
        "Exposure to oil mist in shaker house",
        3,
        3,
        "Ventilation check, exposure time limit, masks",
        2,
        3,
        "Occupational hygienist",
    ),
    (
        "R09",
        "Loss of well barrier through worn casing",
        2,
        4,
        "Ditch magnets, wear log above 10 t side force",
        1,
        4,
        "Well integrity engineer",
    ),
)


def _register() -> str:
    rows = [
        (number, hazard, p, c, p * c, _level(p * c), action, q, d, q * d, _level(q * d), owner)
        for number, hazard, p, c, action, q, d, owner in _RISKS
    ]
    header = (
        "ID",
        "Hazard",
        "Probability",
        "Consequence",
        "Score",
        "Level",
        "Risk reducing measures",
        "Probability after",
        "Consequence after",
        "Score after",
        "Level after",
        "Owner",
    )
    return fill("risk_assessment/register", risks=table(header, rows))


def _workshop() -> str:
    rows = [
        (
            "Shallow gas in Kai sand, 900 - 980 m",
            2,
            5,
            "Pilot hole drilled on F-1 without gas; 1.25 sg kill mud; ROV watch",
            1,
            4,
        ),
        ("Boulders in Naust stop the conductor", 4, 2, "Rotating drill-in system as contingency", 3, 2),
        ("Broaching of cement to seabed, template subsidence", 2, 4, "Foam cement, returns observed on F-2", 1, 4),
        ("Shallow water flow", 2, 3, "Not seen on F-1 and F-2, monitor", 1, 3),
        ("Conductor inclination above 1.5 deg", 3, 3, "Gyro while running, pull criterion 1.0 deg", 2, 2),
    ]
    table_rows = [
        (hazard, f"{p} x {c} = {p * c}", _level(p * c), barrier, f"{q} x {d} = {q * d}", _level(q * d))
        for hazard, p, c, barrier, q, d in rows
    ]
    return fill(
        "risk_assessment/workshop",
        risks=table(("Hazard", "Before", "Level", "Barriers and mitigation", "After", "Level after"), table_rows),
    )


def _nynorsk() -> str:
    rows = [
        (
            "1",
            "Skidding av boretårn over produserande brønn",
            "Fallande last skadar ventiltre",
            2,
            5,
            "Stengje brønnen og nedihulls ventil, løfteplan",
            1,
            5,
        ),
        (
            "2",
            "Kabeloperasjon på B-4 samstundes med boring på B-12",
            "Kollisjon i kran- og dekksareal",
            3,
            3,
            "Felles dagplan, ein koordinator per skift",
            2,
            2,
        ),
        ("3", "Varmt arbeid ved slamrom", "Brann i oljedamp", 2, 4, "Arbeidsløyve, gassmåling, brannvakt", 1, 4),
        (
            "4",
            "Helikopterlanding under tung løfteoperasjon",
            "Distraksjon, fallande last",
            3,
            3,
            "Stopp i løft 15 minutt før landing",
            1,
            3,
        ),
        (
            "5",
            "Straumbrot ved prøvekøyring av generator",
            "Tap av posisjon for rør i brønn",
            2,
            3,
            "Batteridrift for BOP-panel testa",
            2,
            2,
        ),
    ]
    return fill(
        "risk_assessment/nynorsk",
        hazards=table(
            ("Nr.", "Aktivitet", "Uønskt hending", "Sannsyn", "Konsekvens", "Tal", "Tiltak", "Tal etter"),
            [(n, a, h, p, c, p * c, t, q * d) for n, a, h, p, c, t, q, d in rows],
        ),
    )
