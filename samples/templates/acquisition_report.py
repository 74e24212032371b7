"""Acquisition reports: towed-streamer and node seismic, wireline logs, vertical seismic profile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import wells
from samples.markup import table
from samples.sample import Sample

_LABEL = "acquisition_report"
_AIR_GAP_M = 42.5  # drill floor of Nordic Ternen above the sea


def samples() -> Iterator[Sample]:
    """Yield the acquisition reports."""
    yield Sample(
        "subsurface/seismic/NE2103_final_acquisition_report.pdf", _streamer(), _LABEL, "en",
        "NE2103 3D Seismic Acquisition Final Report", "Geodyn Survey AS", date(2021, 9, 30),
    )  # fmt: skip
    yield Sample(
        "subsurface/logs/Wireline acquisition report 16_4-14 S.docx", _wireline_logs(), _LABEL, "en",
        "Wireline data acquisition report 16/4-14 S", "Kvitøya Petroleum ASA", date(2021, 9, 8),
        mark="Classification: Internal",
    )  # fmt: skip
    yield Sample(
        "subsurface/seismic/VSP_25-8-K-21A_innsamling.pptx", _vertical_profile(), _LABEL, "nb",
        "Innsamling av VSP i 25/8-K-21 A", "Meridian Wireline AS", date(2024, 2, 12),
    )  # fmt: skip
    yield Sample(
        "subsurface/seismic/OBN weekly 03 Havsula.eml", _nodes_weekly(), _LABEL, "en",
        "Havsula OBN monitor 2 - weekly acquisition report 03", "Geodyn Survey AS", date(2023, 5, 29),
    )  # fmt: skip


def _streamer() -> str:
    hours = {"Production": 612.4, "Line change": 171.8, "Standby weather": 96.5, "Standby fishing and traffic": 22.3,
             "Technical downtime": 31.0, "Infill": 74.0}  # fmt: skip
    total = sum(hours.values())
    lines = [("NE2103-1004P1", "12.06.2021", 1004, 2816, 1813, "Accepted"), ("NE2103-1180P1", "12.06.2021", 2902, 1040, 1863, "Accepted"),
             ("NE2103-1020P1", "13.06.2021", 1004, 2816, 1813, "Accepted"), ("NE2103-1196P1", "14.06.2021", 2902, 1388, 1515, "Accepted, swell noise at end"),
             ("NE2103-1196F1", "03.07.2021", 1400, 1040, 361, "Reshoot, accepted")]  # fmt: skip
    return f"""
# NE2103 3D Seismic Acquisition Final Report
Survey :: NE2103, Tindvarg South
Client :: Nordskarv Energi AS
Contractor :: Geodyn Survey AS
Vessel :: Geo Tinden
Licence blocks :: 25/8, 25/9, 25/11
Start of production :: 11 June 2021
End of production :: 21 July 2021
Full-fold area :: 742 km2
Sail line length :: 4186 km

## 1 Introduction
The survey covers the southern flank of the Tindvarg field and two adjacent prospects. The objective is improved imaging
of injectites above the Balder Formation and of the Heimdal reservoir at 2.4 to 2.6 s two-way time.

## 2 Acquisition parameters
{
        table(
            ("Parameter", "Value"),
            [
                ("Number of streamers", "12"),
                ("Streamer length", "6000 m"),
                ("Streamer separation", "75 m"),
                ("Streamer depth", "18 m, multi-component"),
                ("Group interval", "12.5 m"),
                ("Sources", "3, triple flip"),
                ("Source volume", "3 x 2495 in3"),
                ("Source pressure", "138 bar (2000 psi)"),
                ("Source depth", "6 m"),
                ("Shot point interval", "12.5 m"),
                ("Record length", "6.0 s, continuous recording"),
                ("Sample interval", "2 ms"),
                ("Nominal fold", "80"),
                ("Bin size", "6.25 m x 12.5 m"),
            ],
        )
    }

## 3 Time breakdown
{
        table(
            ("Activity", "Hours", "Share"),
            [
                *((name, f"{h:.1f}", f"{100 * h / total:.1f} %") for name, h in hours.items()),
                ("Total", f"{total:.1f}", "100.0 %"),
            ],
        )
    }
Technical downtime was dominated by a tangle of streamers 5 and 6 on 29 June after a tail buoy was hit by debris.

## 4 Selected line log
{table(("Line", "Date", "First SP", "Last SP", "Shots", "Status"), lines)}

---
## 5 Quality control
### 5.1 Noise
Average RMS noise was 6.4 microbar after a 3 Hz low-cut filter, against a limit of 12 microbar. Swell noise above the
limit was seen on streamers 1 and 12 when the significant wave height exceeded 2.9 m; the affected shots were reshot.
### 5.2 Source
Gun volume was within 5 % of nominal and peak-to-peak output within 10 % for 99.3 % of the shots. Timing errors above
1.0 ms were seen for 0.12 % of the shots. Two gun strings were changed for air leaks.
### 5.3 Positioning
The acoustic network gave a 95 % accuracy of 1.8 m in the near and 3.1 m in the far part of the spread. Feather was
between -9 and +11 degrees, average 3.4 degrees.
### 5.4 Coverage
{
        table(
            ("Offset class (m)", "Target", "Achieved", "Infill lines"),
            [
                ("150 - 1500", "98 %", "98.9 %", 6),
                ("1500 - 3000", "95 %", "97.2 %", 4),
                ("3000 - 4500", "90 %", "94.8 %", 2),
                ("4500 - 6000", "80 %", "91.3 %", 0),
            ],
        )
    }

## 6 Health, safety and environment
{
        table(
            ("Item", "Number"),
            [
                ("Exposure hours", 61480),
                ("Lost time injuries", 0),
                ("First aid cases", 1),
                ("Near misses", 3),
                ("Small boat transfers", 14),
            ],
        )
    }
Soft start was carried out before all lines. Marine mammal observers reported 41 sightings; production was delayed once,
by 35 minutes, for minke whales inside the 500 m zone.

## 7 Deliverables
- Field data in SEG-D rev 3.1 on 3592 media, two copies, shipped 27 July 2021.
- P1/11 and P2/11 navigation data with processing report.
- Observer logs, source signatures and quality control plots.

## 8 Conclusions
The survey was completed three days ahead of the plan with all contractual specifications met. For a later monitor survey
we recommend a start before 1 June, since fishing activity rose sharply in the second week of July.
"""


def _wireline_logs() -> str:
    runs = [("1A", "25.08.2021", "GR-resistivity-density-neutron-sonic", "2870 - 1216", 8.7, "None"),
            ("1B", "26.08.2021", "GR-image-NMR", "2866 - 2540", 6.9, "Stuck 14 min at 2711 m, pulled free with 2.1 t"),
            ("1C", "27.08.2021", "GR-formation tester with dual packer", "2611 - 2583", 19.5, "None"),
            ("1D", "28.08.2021", "GR-rotary side wall cores", "2862 - 2571", 9.8, "42 of 45 cores recovered")]  # fmt: skip
    return f"""
# Wireline data acquisition report
Well :: 16/4-14 S
Field / prospect :: Lodvik
Rig :: Nordic Ternen
Logging company :: Meridian Wireline AS
Hole section :: 12 1/4", 1216 - 2874 m MD
Mud :: Oil based, 1.52 sg
Maximum deviation :: 40 deg
Bottom hole temperature :: 96 deg C at 2866 m, 21 h after circulation stopped

## Objectives
Confirm the oil-water contact in the Heimdal Formation, obtain pressures and fluid samples, and calibrate the seismic.

## Runs
{table(("Run", "Date", "Tools", "Interval (m MD)", "Rig time (h)", "Problems"), runs)}
Total logging time: {sum(run[4] for run in runs):.1f} h, against a plan of 50 h. No lost time on surface equipment.

## Depth control
Depths are tied to LWD gamma ray at 1225 m with a shift of -0.8 m and a stretch of 0.4 m at 2870 m. Repeat section
2640 - 2600 m: gamma ray repeats within 3 API, density within 0.01 g/cm3, neutron within 0.008 v/v.

## Formation pressures
{table(("No.", "Depth (m MD)", "Depth (m TVD)", "Pressure (bar)", "Mobility (mD/cP)", "Quality"), _pressures())}
The oil gradient is 0.072 bar/m and the water gradient 0.100 bar/m.

## Samples
{
        table(
            ("Bottle", "Depth (m MD)", "Fluid", "Volume (cm3)", "Contamination (%)"),
            [
                ("MW-114", 2611.4, "Oil", 450, 4.0),
                ("MW-115", 2611.4, "Oil", 450, 3.5),
                ("MW-118", 2583.2, "Oil", 450, 6.0),
                ("MW-121", 2655.0, "Water", 840, 9.0),
            ],
        )
    }

## Data quality
- Density reads high over wash-outs at 2214 - 2219 m and 2305 m; use with care there.
- Image quality is good, pad 4 noisy below 2810 m.
- NMR porosity agrees with density porosity within 1.2 p.u. in the Heimdal sand.

## Lessons learned
Combine runs 1A and 1B on the next well: hole conditions allow it, and some 5 h of rig time would be saved.
"""


def _pressures() -> list[tuple[object, ...]]:
    contact_tvd, contact_bar = 2441.0, 232.5
    rows: list[tuple[object, ...]] = []
    stations = ((2583.2, 2397.1, 148, "Good"), (2598.0, 2407.6, 187, "Good"), (2611.4, 2417.3, 212, "Good"), (2629.5, 2430.3, 64, "Good"),
                (2655.0, 2448.9, 95, "Good"), (2680.5, 2467.8, 3, "Tight, supercharged"))  # fmt: skip
    for number, (depth, vertical, mobility, quality) in enumerate(stations, 1):
        gradient = 0.072 if vertical < contact_tvd else 0.100
        extra = 4.6 if mobility < 10 else 0.0
        rows.append(
            (
                number,
                depth,
                vertical,
                f"{contact_bar + gradient * (vertical - contact_tvd) + extra:.1f}",
                mobility,
                quality,
            )
        )
    return rows


def _vertical_profile() -> str:
    return f"""
# Innsamling av vertikal seismisk profil i 25/8-K-21 A
## Oppdrag
- Nullavstands-VSP i 12 1/4" og 8 1/2" seksjon, 820 - 3590 m MD
- Formål: tid-dyp-kalibrering og avbildning under Balder
- Rigg Nordic Ternen, 8.-9. februar 2024
- Oppdragsgiver: Nordskarv Energi AS
## Innsamlingsparametere
{
        table(
            ("Parameter", "Verdi"),
            [
                ("Kilde", "Luftkanonklynge 3 x 250 in3"),
                ("Kildedyp", "5 m under havflaten"),
                ("Trykk", "138 bar"),
                ("Avstand kilde-brønn", "52 m"),
                ("Mottakere", "8 trekomponent geofoner"),
                ("Nivåavstand", "15,1 m"),
                ("Samplingsintervall", "1 ms"),
                ("Opptakslengde", "5 s"),
                ("Skudd per nivå", "5-7"),
            ],
        )
    }
## Gjennomføring
{
        table(
            ("Aktivitet", "Timer"),
            [
                ("Rigging og test", "2,5"),
                ("Nedkjøring med sjekkskudd", "3,0"),
                ("Innsamling opp, 184 nivåer", "11,5"),
                ("Nedrigging", "1,5"),
                ("Sum", "18,5"),
            ],
        )
    }
- Ingen nedetid på utstyr, 0,7 timer venting på helikopter
- Sjøpattedyrvakt gjennomført i 30 minutter før oppstart
## Kvalitet
- 179 av 184 nivåer godkjent, fem nivåer med dårlig klemming ved 1440-1500 m
- Signal/støy-forhold bedre enn 20 dB fra 1600 m og ned
- Tubebølger svake etter at brønnen ble fylt helt opp
## Tid-dyp-resultater
{table(("Markør", "Dyp (m TVD MSL)", "Toveistid (ms)", "Intervallhastighet (m/s)"), _times())}
## Videre arbeid
- Ferdig korridorstakk leveres 23. februar 2024
- Syntetisk seismogram kobles mot NE2103 av geofysiker på lisensen
"""


def _times() -> list[tuple[object, ...]]:
    tops = (("Topp Utsira", 948, 1890), ("Topp Hordaland", 1260, 2010), ("Topp Balder", 2706, 2230), ("Topp Heimdal", 3186, 2780),
            ("Total dybde", 3610, 2960))  # fmt: skip
    layers = [(name, wells.tvd("25/8-K-21 A", depth) - _AIR_GAP_M, velocity) for name, depth, velocity in tops]
    rows: list[tuple[object, ...]] = []
    above, time_ms = 127.0, 2000 * 127.0 / 1480  # the sea: 127 m at 1480 m/s
    for name, depth, velocity in layers:
        time_ms += 2000 * (depth - above) / velocity
        rows.append((name, f"{depth:.0f}", f"{time_ms:.0f}", velocity))
        above = depth
    return rows


def _nodes_weekly() -> str:
    days = [("22 May", 9120, 0, 24.0, 0.0), ("23 May", 8840, 0, 22.5, 0.0), ("24 May", 3310, 0, 9.0, 15.0), ("25 May", 0, 0, 0.0, 24.0),
            ("26 May", 6075, 212, 16.5, 6.0), ("27 May", 9015, 188, 23.5, 0.0), ("28 May", 9240, 0, 24.0, 0.0)]  # fmt: skip
    shots = sum(day[1] for day in days)
    return f"""
From :: Party chief, Geo Tinden <partychief@geodyn.example>
To :: Havsula seismic team <seismic@kvitoya.example>

Weekly acquisition report 03, 22 - 28 May 2023, Havsula OBN monitor 2

{table(("Day", "Shots", "Nodes recovered", "Production (h)", "Weather standby (h)"), days)}

Shots this week {shots}, to date {41260 + shots} of 168400 ({100 * (41260 + shots) / 168400:.1f} %).

## Nodes
1460 nodes of 1460 deployed. 400 nodes of patch 1 recovered and downloaded; two with clock drift above 5 ms flagged, one
with a flooded hydrophone. Repositioning against baseline: mean 1.9 m, 96 % inside 5 m.

## Source repeatability
Source position against monitor 1: mean radial error 3.2 m, dS+dR below 10 m for 93 % of the traces. Dual source, 2 x
3147 in3 at 6 m depth, 138 bar. Three shots with autofire, reshot.

## Issues
- Weather from 24 May 09:00 to 26 May 06:00, Hs up to 4.6 m.
- Supply vessel inside the 500 m zone on 27 May; 14 shots with seismic interference, SIMOPS plan updated.
- Starboard compressor 2 down 1.5 h on 23 May, valve changed.

## Next week
Complete swath 4 to 6, recover patch 2, crew change on 31 May.
HSE: no incidents, two drills, 11 cards.
"""
