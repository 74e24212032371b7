"""Well test reports; drawdowns, indices and flow capacities follow from the rates and pressures shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import wells
from samples.figures import comma
from samples.fluid import ISHAVSBRIS, LODVIK
from samples.markup import table
from samples.sample import Sample

_LABEL = "well_test_report"
# Radial flow in field-metric units: slope of the semi-log line in bar per log cycle (Bourdet, "Well Test Analysis",
# Elsevier 2002, metric form of m = 162.6 q B mu / kh).
_SLOPE_FACTOR = 21.5


def samples() -> Iterator[Sample]:
    """Yield the well test reports."""
    yield Sample(
        "subsurface/7121-5-2-S/DST1_report_7121_5-2S.pdf", _drill_stem_test(), _LABEL, "en",
        "DST 1 Well Test Report 7121/5-2 S", "Nordskarv Energi AS", date(2022, 8, 19), mark="Classification: Internal",
    )  # fmt: skip
    yield Sample(
        "subsurface/tests/mini-DST 16_4-14 S.docx", _mini_test(), _LABEL, "en",
        "Wireline mini-DST interpretation 16/4-14 S", "Kvitøya Petroleum ASA", date(2021, 10, 4),
    )  # fmt: skip
    yield Sample(
        "subsurface/tests/testseparator_Brattegg_B_2024-02.xlsx", _test_separator(), _LABEL, "nb",
        "Brønntester Brattegg B februar 2024", "Nordskarv Energi AS", date(2024, 3, 1),
    )  # fmt: skip
    yield Sample(
        "subsurface/tests/brontest_6507-11-F-3.txt", _clean_up(), _LABEL, "nb",
        "Opprenskning og brønntest 6507/11-F-3", "Kvitøya Petroleum ASA", date(2023, 12, 20),
    )  # fmt: skip


def _flow_capacity_mdm(rate_sm3d: float, volume_factor: float, viscosity_cp: float, slope_bar: float) -> float:
    return _SLOPE_FACTOR * rate_sm3d * volume_factor * viscosity_cp / slope_bar


def _drill_stem_test() -> str:
    rate, slope, thickness, initial = 638.0, 1.47, 31.5, 179.8
    volume_factor, viscosity = round(ISHAVSBRIS.volume_factor(initial), 3), round(ISHAVSBRIS.viscosity_cp(initial), 2)
    capacity = _flow_capacity_mdm(rate, volume_factor, viscosity, slope)
    flows = [("Clean-up", "32/64", 12.0, 402, 171.9, 92), ("Main flow 1", "28/64", 12.0, 331, 173.4, 95),
             ("Main flow 2", "44/64", 24.0, rate, 166.8, 96), ("Sampling flow", "20/64", 8.0, 186, 176.1, 94)]  # fmt: skip
    return f"""
# Well Test Report: DST 1
Well :: 7121/5-2 S
Prospect :: Ishavsbris
Licence operator :: Nordskarv Energi AS
Rig :: Polar Skarven
Test dates :: 24 - 31 July 2022
Reservoir :: Stø Formation, 1724.0 - 1755.5 m MD RKB
Perforated interval :: 1726 - 1752 m MD, TCP 6 shots per foot, 150 bar underbalance
Gauge depth :: 1709.3 m MD / 1705.8 m TVD RKB

## 1 Summary
DST 1 flowed oil of 38.2 deg API from the Stø Formation. The main flow gave {
        rate:.0f} Sm3/d through a 44/64" choke with a
gas-oil ratio of 96 Sm3/Sm3. No water was produced and no H2S was measured; CO2 was 0.4 mol %. The build-up shows
radial flow followed by one boundary at about 410 m.

## 2 Objectives
- Establish productivity and fluid type of the Stø Formation.
- Obtain pressurised bottom hole samples for PVT analysis.
- Estimate permeability-thickness, skin and distance to boundaries.

## 3 Test string and surface equipment
Five inch test string with retrievable packer at 1698 m, tubing tester valve, multi-cycle circulating valve, downhole
tester valve and four quartz gauges. Surface: 15K choke manifold, steam heat exchanger, 99 bar three-phase separator,
two 100 bbl gauge tanks, burner booms port and starboard.

## 4 Flow periods
{
        table(
            (
                "Period",
                "Choke (1/64 in)",
                "Duration (h)",
                "Oil rate (Sm3/d)",
                "BHP at end (bar)",
                "GOR (Sm3/Sm3)",
                "PI (Sm3/d/bar)",
            ),
            [
                (name, choke, f"{hours:.1f}", f"{oil:.0f}", bhp, gor, f"{oil / (initial - bhp):.1f}")
                for name, choke, hours, oil, bhp, gor in flows
            ],
        )
    }
Initial reservoir pressure at gauge depth: {initial} bar. Reservoir temperature: 68.4 deg C.

## 5 Build-up analysis
{
        table(
            ("Parameter", "Value", "Unit"),
            [
                ("Formation volume factor Bo", volume_factor, "Rm3/Sm3"),
                ("Oil viscosity", viscosity, "cP"),
                ("Semi-log slope m", slope, "bar/cycle"),
                ("Permeability-thickness kh", f"{capacity:.0f}", "mD.m"),
                ("Net pay h", thickness, "m"),
                ("Permeability k", f"{capacity / thickness:.0f}", "mD"),
                ("Skin", "+1.8", ""),
                ("Radius of investigation", "620", "m"),
                ("Distance to boundary", "410", "m"),
                ("Extrapolated pressure p*", "179.6", "bar"),
            ],
        )
    }
The log-log derivative stabilises after 0.6 h. The doubling of the derivative from 14 h is matched with a single sealing
fault, in line with the fault mapped on the seismic west of the well.

## 6 Samples
{
        table(
            ("Bottle", "Type", "Depth / point", "Opening pressure (bar)", "Shipped to"),
            [
                ("BHS-01", "Bottom hole, single phase", "1706 m", 182, "Petrolab Vest AS"),
                ("BHS-02", "Bottom hole, single phase", "1706 m", 181, "Petrolab Vest AS"),
                ("SEP-O-3", "Separator oil, 600 ml", "Separator", 21, "Petrolab Vest AS"),
                ("SEP-G-4", "Separator gas, 20 l", "Separator", 21, "Petrolab Vest AS"),
            ],
        )
    }

## 7 Conclusions
The Stø Formation is highly productive with moderate skin. Depletion was not observed: pressure after the test was
within 0.2 bar of the initial pressure for a produced volume of {402 * 0.5 + 331 * 0.5 + rate + 186 / 3:.0f} Sm3.
"""


def _mini_test() -> str:
    rate, slope = 4.1, 0.118
    volume_factor, viscosity = round(LODVIK.volume_factor(231.0), 3), round(LODVIK.viscosity_cp(231.0), 2)
    capacity = _flow_capacity_mdm(rate, volume_factor, viscosity, slope)
    return f"""
# Wireline mini-DST interpretation
Well :: 16/4-14 S
Formation :: Heimdal
Station :: 2611.4 m MD / {wells.tvd("16/4-14 S", 2611.4):.1f} m TVD RKB
Tool :: Dual packer, 1.0 m interval
Date :: 27 August 2021
Mobility from pretest :: 212 mD/cP

## Test sequence
The interval was pumped for 3.6 h, first at 15 cm3/s until the optical density was stable, then at 47 cm3/s
({rate} Sm3/d) until shut-in. The build-up lasted 2.9 h.

{
        table(
            ("Event", "Start", "Duration (h)", "Rate (cm3/s)", "Pressure at end (bar)"),
            [
                ("Packer inflation", "09:05", 0.3, 0, 231.4),
                ("Clean-up", "09:23", 2.2, 15, 226.9),
                ("Main drawdown", "11:35", 1.4, 47, 219.3),
                ("Build-up", "12:59", 2.9, 0, 228.6),
            ],
        )
    }

## Analysis
{
        table(
            ("Parameter", "Value", "Unit"),
            [
                ("Formation volume factor", volume_factor, "Rm3/Sm3"),
                ("Viscosity", viscosity, "cP"),
                ("Slope", slope, "bar/cycle"),
                ("kh", f"{capacity:.0f}", "mD.m"),
                ("Effective thickness", 9.0, "m"),
                ("Horizontal permeability", f"{capacity / 9:.0f}", "mD"),
                ("kv/kh from spherical flow", 0.18, ""),
                ("Partial penetration skin", 11.2, ""),
            ],
        )
    }

Spherical flow is seen from 0.01 to 0.08 h and radial flow from 0.3 h. The shale at 2618 m acts as the lower no-flow
boundary, which fixes the effective thickness at 9 m.

## Use in the reservoir model
Permeability from the mini-DST is 1.3 times the arithmetic core average over the same interval. The multiplier is used
for Heimdal zone 2 in the next model update.
"""


def _test_separator() -> str:
    tests = [("34/7-B-2 H", "03.02.2024", 12, 812, 68, 1190, 61.0, 58), ("34/7-B-4 H", "07.02.2024", 10, 388, 41, 572, 44.5, 46),
             ("34/7-B-7", "14.02.2024", 12, 295, 52, 1460, 39.0, 35), ("34/7-B-9 H", "21.02.2024", 8, 1104, 149, 96, 83.5, 71),
             ("34/7-B-11", "26.02.2024", 12, 164, 15, 2210, 30.0, 28)]  # fmt: skip
    rows = [
        (
            well,
            day,
            hours,
            oil,
            gas,
            water,
            round(1000 * gas / oil),
            comma(100 * water / (oil + water), 1),
            comma(choke, 1),
            whp,
        )
        for well, day, hours, oil, gas, water, choke, whp in tests
    ]
    return f"""
## Brønntester
Installasjon :: Brattegg B
Periode :: Februar 2024
Målt i :: Testseparator 20-VD-102, 18 bar, 64 grader C

{
        table(
            (
                "Brønn",
                "Dato",
                "Varighet (timer)",
                "Olje (Sm3/d)",
                "Gass (1000 Sm3/d)",
                "Vann (Sm3/d)",
                "GOR (Sm3/Sm3)",
                "Vannkutt (%)",
                "Choke (%)",
                "Brønnhodetrykk (bar)",
            ),
            rows,
        )
    }
Sum olje for de testede brønnene: {sum(test[3] for test in tests)} Sm3/d.
---
## Kvalitet
{
        table(
            ("Brønn", "Stabil rate", "Godkjent", "Kommentar"),
            [
                ("34/7-B-2 H", "Ja", "Ja", ""),
                ("34/7-B-4 H", "Ja", "Ja", "Første test etter vannavstenging i mai 2023 på samme choke"),
                ("34/7-B-7", "Ja", "Ja", "Etter avleiringsskvis i januar"),
                ("34/7-B-9 H", "Nei", "Nei", "Slugging, testes på nytt i mars"),
                ("34/7-B-11", "Ja", "Ja", "Kandidat for gassløftoptimalisering"),
            ],
        )
    }
---
## Merknader
Vannmåleren på testseparatoren ble kalibrert 1. februar, avvik 0,8 prosent.
Testen av 34/7-B-9 H ble avbrutt etter åtte timer og skal ikke brukes i allokeringen.
"""


def _clean_up() -> str:
    rate, start, end = 905, 287.4, 268.1
    burnt = (214 * 3.0 + 660 * 9.5 + rate * 12.0) / 24
    return f"""
# Opprenskning og brønntest 6507/11-F-3
Felt :: Havsula
Reservoar :: Garnformasjonen
Dato :: 14.-16. desember 2023
Rigg :: Polar Skarven

## Sammendrag
Brønnen ble renset opp over riggen etter komplettering. Stabil rate på {rate} Sm3 olje per døgn ble oppnådd på 40/64"
choke. Trykkfallet i reservoaret var {comma(start - end, 1)} bar, som gir en produktivitetsindeks på
{comma(rate / (start - end), 1)} Sm3/d/bar. Basesediment og vann (BS&W) var under 1 % ved slutten av perioden.

## Strømningsperioder
{
        table(
            ("Periode", "Choke", "Timer", "Olje (Sm3/d)", "GOR (Sm3/Sm3)", "BS&W (%)", "Bunnhullstrykk (bar)"),
            [
                ("Oppstart", "16/64", "3,0", 214, 141, 38, "281,9"),
                ("Opprensking", "32/64", "9,5", 660, 146, 6, "273,2"),
                ("Hovedstrømning", "40/64", "12,0", rate, 148, "0,7", comma(end, 1)),
                ("Trykkoppbygging", "stengt", "24,0", 0, "", "", "287,2"),
            ],
        )
    }

## Tolkning
Trykkoppbyggingen viser radiell strømning etter to timer. Permeabilitet ganger tykkelse er beregnet til 5 600 mD m og
skinfaktoren til +4. Sandskjermene ser ut til å ha liten motstand, og det ble ikke målt sand ved overflaten
(akustisk sanddetektor under 0,1 g/s).

## Utslipp
Til sammen ble {burnt:.0f} Sm3 olje brent, med synlig sot i om lag ti minutter under choke-endring. Ingen olje på sjø.
"""
