"""Drilling fluid reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import wells
from samples.figures import comma, hydrostatic_bar
from samples.markup import fill, table
from samples.sample import Sample

_LABEL = "mud_report"
_COMPANY = "Kvalheim Borevæsker AS"


def samples() -> Iterator[Sample]:
    """Yield the mud reports."""
    yield Sample(
        "fluids/Mud report 18 34-7-B-12 H.xlsx",
        _oil_based(),
        _LABEL,
        "en",
        "Daily Mud Report 18",
        _COMPANY,
        date(2024, 3, 9),
    )
    yield Sample(
        "fluids/DMR_6507-11-F-3_12.pdf",
        _water_based(),
        _LABEL,
        "en",
        "Daily Drilling Fluids Report no. 12",
        _COMPANY,
        date(2023, 10, 16),
    )
    yield Sample(
        "fluids/slamrapport_25-8-K-21A_20240126.txt",
        _norwegian(),
        _LABEL,
        "nb",
        "Daglig slamrapport nr. 23",
        _COMPANY,
        date(2024, 1, 26),
    )
    yield Sample(
        "fluids/recap/Fluids recap 12.25in 16-4-14 S.html",
        fill("mud_report/section_recap"),
        _LABEL,
        "en",
        'Drilling fluid section recap, 12 1/4" hole, 16/4-14 S',
        _COMPANY,
        date(2021, 9, 2),
    )


def _viscometer(plastic: int, yield_pa: float) -> list[int]:
    """Give Fann 35 dial readings that agree with plastic viscosity and yield point (API RP 13B-1)."""
    yield_lb = round(yield_pa / 0.4788)  # lb/100 ft2 to Pa
    theta_300 = yield_lb + plastic
    theta_600 = theta_300 + plastic
    return [
        theta_600,
        theta_300,
        round(theta_300 * 0.74),
        round(theta_300 * 0.48),
        round(yield_lb * 0.55),
        round(yield_lb * 0.5),
    ]


def _oil_based() -> str:
    readings = [_viscometer(24, 7.2), _viscometer(25, 7.7), _viscometer(25, 8.1)]
    dials = list(zip(("600 rpm", "300 rpm", "200 rpm", "100 rpm", "6 rpm", "3 rpm"), *readings, strict=True))
    volumes = {"Hole": 168.4, "Active pits": 92.0, "Reserve": 144.5}
    losses = {"Shakers": 6.2, "Centrifuge": 1.1, "Formation": 2.0, "Left behind casing": 0.0}
    chemicals = [
        ("Base oil", "m3", 12, 9800),
        ("Emulsifier", "drum", 4, 5150),
        ("Organophilic clay", "sack", 22, 410),
        ("Calcium chloride", "sack", 30, 165),
        ("Lime", "sack", 18, 120),
    ]
    return fill(
        "mud_report/oil_based",
        depth_tvd=wells.tvd("34/7-B-12 H", 3610),
        properties=table(
            ("Property", "Unit", "06:00", "14:00", "22:00"),
            [
                ("Sample point", "", "Flowline", "Flowline", "Pit 3"),
                ("Flowline temperature", "deg C", 51, 54, 55),
                ("Density", "sg", 1.45, 1.45, 1.46),
                ("Funnel viscosity", "s/quart", 68, 70, 71),
                *((name, "lb/100ft2", *row) for name, *row in dials),
                ("Plastic viscosity at 50 deg C", "mPa.s", 24, 25, 25),
                ("Yield point", "Pa", 7.2, 7.7, 8.1),
                ("Gel 10 s / 10 min", "Pa", "4 / 8", "4 / 9", "4 / 9"),
                ("HTHP fluid loss 120 deg C", "ml/30 min", 2.4, 2.3, 2.3),
                ("Solids", "vol %", 21, 21, 22),
                ("Oil / water ratio", "", "79/21", "79/21", "78/22"),
                ("Electrical stability", "V", 880, 865, 870),
                ("Chlorides, water phase", "g/l", 148, 150, 151),
                ("Excess lime", "kg/m3", 11, 10, 10),
                ("Low gravity solids", "vol %", 4.6, 4.8, 4.9),
            ],
        ),
        volumes=table(("Volume", "m3"), [*volumes.items(), ("Total", f"{sum(volumes.values()):.1f}")]),
        losses=table(("Losses", "m3"), [*losses.items(), ("Total losses", f"{sum(losses.values()):.1f}")]),
        chemicals=table(
            ("Product", "Unit", "Used", "Unit cost (NOK)", "Cost (NOK)"),
            [
                *((n, u, q, c, q * c) for n, u, q, c in chemicals),
                ("Total", "", "", "", sum(q * c for _, _, q, c in chemicals)),
            ],
        ),
    )


def _water_based() -> str:
    density, depth = 1.21, round(wells.tvd("6507/11-F-3", 1322))
    return fill(
        "mud_report/water_based",
        depth=depth,
        properties=table(
            ("Property", "Programme", "Sample 1", "Sample 2"),
            [
                ("Time", "", "08:00", "20:00"),
                ("Density (sg)", "1.18 - 1.24", 1.20, f"{density:.2f}"),
                ("Funnel viscosity (s/l)", "50 - 70", 58, 60),
                ("PV (cP)", "ALAP", 16, 17),
                ("YP (lb/100 ft2)", "18 - 26", 22, 23),
                ("Gel 10 s / 10 min (lb/100 ft2)", "", "7/11", "7/12"),
                ("API fluid loss (ml)", "< 4.5", 4.1, 4.0),
                ("pH", "8.5 - 9.5", 9.0, 8.9),
                ("KCl (kg/m3)", "130 - 150", 141, 138),
                ("Glycol (vol %)", "3.0", 3.1, 3.0),
                ("MBT (kg/m3)", "< 40", 24, 27),
                ("Sand (vol %)", "< 0.5", 0.25, 0.25),
                ("Total hardness (mg/l)", "< 400", 320, 340),
            ],
        ),
        pressure_bar=hydrostatic_bar(density, depth),
        account=table(
            ("Item", "m3"),
            [
                ("Start volume", 512),
                ("Mixed", 96),
                ("Received", 0),
                ("Lost on cuttings", -31),
                ("Dumped", -18),
                ("End volume", 512 + 96 - 31 - 18),
            ],
        ),
    )


def _norwegian() -> str:
    depth = wells.tvd("25/8-K-21 A", 3044)
    return fill(
        "mud_report/norwegian",
        depth=depth,
        properties=table(
            ("Egenskap", "Enhet", "Kl. 05.00", "Kl. 17.00"),
            [
                ("Tetthet", "sg", comma(1.38, 2), comma(1.40, 2)),
                ("Traktviskositet", "s", 62, 65),
                ("Plastisk viskositet", "cP", 26, 27),
                ("Flytegrense", "Pa", "8,6", "9,1"),
                ("Gelstyrke 10 s / 10 min", "Pa", "5 / 10", "5 / 11"),
                ("HTHP-filtertap", "ml", "2,6", "2,4"),
                ("Faststoff", "vol %", 19, 20),
                ("Olje/vann-forhold", "", "76/24", "76/24"),
                ("Elektrisk stabilitet", "V", 720, 745),
                ("Klorider i vannfasen", "g/l", 132, 133),
            ],
        ),
        pressure_bar=hydrostatic_bar(1.40, depth),
        volumes=table(
            ("Post", "Volum"),
            [
                ("Hull", 214),
                ("Aktive tanker", 118),
                ("Reserve", 96),
                ("Sum", 214 + 118 + 96),
                ("Tap på kaks", 11),
                ("Tap til formasjon", 0),
            ],
        ),
    )
