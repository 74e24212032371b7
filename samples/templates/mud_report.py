"""Drilling fluid reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import wells
from samples.figures import comma, hydrostatic_bar
from samples.markup import table
from samples.sample import Sample

_LABEL = "mud_report"
_COMPANY = "Kvalheim Borevæsker AS"


def samples() -> Iterator[Sample]:
    """Yield the mud reports."""
    yield Sample(
        "fluids/Mud report 18 34-7-B-12 H.xlsx", _oil_based(), _LABEL, "en", "Daily Mud Report 18", _COMPANY,
        date(2024, 3, 9),
    )  # fmt: skip
    yield Sample(
        "fluids/DMR_6507-11-F-3_12.pdf", _water_based(), _LABEL, "en", "Daily Drilling Fluids Report no. 12", _COMPANY,
        date(2023, 10, 9),
    )  # fmt: skip
    yield Sample(
        "fluids/slamrapport_25-8-K-21A_20240126.txt", _norwegian(), _LABEL, "nb", "Daglig slamrapport nr. 23", _COMPANY,
        date(2024, 1, 26),
    )  # fmt: skip
    yield Sample(
        "fluids/recap/Fluids recap 12.25in 16-4-14 S.html", _section_recap(), _LABEL, "en",
        'Drilling fluid section recap, 12 1/4" hole, 16/4-14 S', _COMPANY, date(2021, 9, 2),
    )  # fmt: skip


def _viscometer(plastic: int, yield_pa: float) -> list[int]:
    """Give Fann 35 dial readings that agree with plastic viscosity and yield point (API RP 13B-1: 600 - 300, 300 - PV)."""
    yield_lb = round(yield_pa / 0.4788)  # lb/100 ft2 to Pa
    theta_300 = yield_lb + plastic
    theta_600 = theta_300 + plastic
    return [theta_600, theta_300, round(theta_300 * 0.74), round(theta_300 * 0.48), round(yield_lb * 0.55),
            round(yield_lb * 0.5)]  # fmt: skip


def _oil_based() -> str:
    readings = [_viscometer(24, 7.2), _viscometer(25, 7.7), _viscometer(25, 8.1)]
    dials = list(zip(("600 rpm", "300 rpm", "200 rpm", "100 rpm", "6 rpm", "3 rpm"), *readings, strict=True))
    volumes = {"Hole": 168.4, "Active pits": 92.0, "Reserve": 144.5}
    losses = {"Shakers": 6.2, "Centrifuge": 1.1, "Formation": 2.0, "Left behind casing": 0.0}
    chemicals = [("Base oil", "m3", 12, 9800), ("Emulsifier", "drum", 4, 5150), ("Organophilic clay", "sack", 22, 410),
                 ("Calcium chloride", "sack", 30, 165), ("Lime", "sack", 18, 120)]  # fmt: skip
    return f"""
## Mud properties
Operator :: Nordskarv Energi AS
Well :: 34/7-B-12 H
Rig :: Brattegg B
Date :: 2024-03-08
Depth MD (m) :: 3610
Depth TVD (m) :: {wells.tvd("34/7-B-12 H", 3610):.0f}
Mud system :: Low-toxicity oil based mud
Fluids engineer :: Torgrim Vindskar

{
        table(
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
        )
    }
---
## Volumes
{table(("Volume", "m3"), [*volumes.items(), ("Total", f"{sum(volumes.values()):.1f}")])}

{table(("Losses", "m3"), [*losses.items(), ("Total losses", f"{sum(losses.values()):.1f}")])}
---
## Chemicals
{
        table(
            ("Product", "Unit", "Used", "Unit cost (NOK)", "Cost (NOK)"),
            [
                *((n, u, q, c, q * c) for n, u, q, c in chemicals),
                ("Total", "", "", "", sum(q * c for _, _, q, c in chemicals)),
            ],
        )
    }
---
## Comments
Treated active system with emulsifier and lime to hold electrical stability above 850 V while drilling the Shetland
marl. Weighted up to 1.46 sg ahead of the Draupne at 3660 m. Centrifuge run in barite recovery mode 6 h. Shaker screens
API 170 on all four shakers, two screens changed.
"""


def _water_based() -> str:
    density, depth = 1.21, round(wells.tvd("6507/11-F-3", 1322))
    return f"""
# Daily Drilling Fluids Report no. 12
Operator :: Kvitøya Petroleum ASA
Well name :: 6507/11-F-3
Rig :: Polar Skarven
Report date :: 2023-10-08
Section :: 17 1/2"
Depth :: 1322 m MD / {depth} m TVD
Mud type :: KCl / glycol / PHPA

## Fluid properties
{
        table(
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
        )
    }
Hydrostatic head at {depth} m TVD: {hydrostatic_bar(density, depth):.0f} bar. ECD while drilling with 4200 lpm: 1.24 sg.

## Solids control
{
        table(
            ("Equipment", "Screens / setting", "Hours", "Discharge (sg)"),
            [
                ("Shaker 1", "API 140", 21.0, 1.68),
                ("Shaker 2", "API 140", 21.0, 1.66),
                ("Shaker 3", "API 120", 18.5, 1.64),
                ("Centrifuge A", "2400 rpm", 7.0, 1.81),
            ],
        )
    }

## Volume account
{
        table(
            ("Item", "m3"),
            [
                ("Start volume", 512),
                ("Mixed", 96),
                ("Received", 0),
                ("Lost on cuttings", -31),
                ("Dumped", -18),
                ("End volume", 512 + 96 - 31 - 18),
            ],
        )
    }

## Engineer's remarks
Hole in good shape, cuttings firm with good inhibition seen at the shakers. Maintained KCl by adding premix. Some bit
balling signs at 1275 m, pumped 6 m3 nut plug pill with good effect. Prepare 60 m3 of 1.35 sg kill mud before drilling
into the Brygge formation.

Kristoffer Myrholmen, fluids engineer
"""


def _norwegian() -> str:
    depth = wells.tvd("25/8-K-21 A", 3044)
    return f"""
# Daglig slamrapport
Operatør :: Nordskarv Energi AS
Brønn :: 25/8-K-21 A
Rigg :: Nordic Ternen
Dato :: 26.01.2024
Seksjon :: 12 1/4"
Dybde :: 3044 m MD / {depth:.0f} m TVD
Slamsystem :: Oljebasert slam
Slamingeniør :: Vilde Kleivbotn

## Egenskaper
{
        table(
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
        )
    }

Hydrostatisk trykk ved {depth:.0f} m TVD med 1,40 sg er {
        hydrostatic_bar(1.40, depth):.0f} bar, mens ECD ved 3400 l/min ble
målt til 1,46 sg.

## Volum (m3)
{
        table(
            ("Post", "Volum"),
            [
                ("Hull", 214),
                ("Aktive tanker", 118),
                ("Reserve", 96),
                ("Sum", 214 + 118 + 96),
                ("Tap på kaks", 11),
                ("Tap til formasjon", 0),
            ],
        )
    }

## Kjemikalieforbruk
{
        table(
            ("Produkt", "Enhet", "Forbruk", "Beholdning"),
            [
                ("Barytt", "tonn", 31, 151),
                ("Emulgator", "fat", 3, 26),
                ("Kalk", "sekk", 14, 190),
                ("Organofil leire", "sekk", 10, 84),
            ],
        )
    }

## Merknader
Økte slamvekten fra 1,38 til 1,40 sg etter at det ble sett spon med splintret form på ristemaskinene ved 2980 m.
Sponmengden avtok etter økningen. Sandinnholdet holdes under 0,5 prosent. To duker byttet på ristemaskin 2. Det er
ikke observert tap til formasjonen.
"""


def _section_recap() -> str:
    consumption = [("Barite", 412.0, "t"), ("Base oil", 186.0, "m3"), ("Emulsifier", 21.4, "t"), ("Wetting agent", 4.2, "t"),
                   ("Viscosifier", 9.8, "t"), ("Lime", 12.6, "t"), ("Bridging carbonate", 38.0, "t")]  # fmt: skip
    return f"""
# Drilling fluid section recap: 12 1/4" hole
Well :: 16/4-14 S
Operator :: Kvitøya Petroleum ASA
Interval :: 1216 - 2874 m MD (1658 m)
Dates :: 2021-08-11 to 2021-08-24
Fluid :: Oil based mud, 1.32 - 1.52 sg

## Performance
The interval was drilled in one run with an average ECD margin of 0.05 sg over static density. No fluid related
downtime. Cuttings were dry at the shakers, oil on cuttings averaged 6.1 % by weight against a limit of 6.9 %.

## Fluid properties by depth
{
        table(
            ("Depth MD (m)", "Density (sg)", "PV (mPa.s)", "YP (Pa)", "HTHP (ml)", "ECD (sg)", "Remark"),
            [
                (1250, 1.32, 19, 6.5, 2.8, 1.36, "Displaced in casing"),
                (1600, 1.34, 20, 7.0, 2.6, 1.39, "Hordaland claystone"),
                (2050, 1.40, 23, 7.4, 2.4, 1.45, "Weight up before Balder"),
                (2440, 1.48, 26, 8.0, 2.2, 1.53, "Tight spots on trip"),
                (2874, 1.52, 28, 8.6, 2.0, 1.57, "Section TD"),
            ],
        )
    }

## Consumption
{table(("Product", "Quantity", "Unit"), consumption)}

## Lessons learned
- Raise density in steps of 0.02 sg before the Balder tuff; cavings stopped within two bottoms up.
- Sized carbonate at 40 kg/m3 kept seepage below 0.3 m3/h in the Heimdal sand.
- Order API 200 screens for the Shetland chalk; API 170 let fines build up to 6 % low gravity solids.
"""
