"""Directional surveys; every path is computed by minimum curvature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import wells
from samples.figures import comma
from samples.markup import table
from samples.sample import Sample

_LABEL = "directional_survey"


def samples() -> Iterator[Sample]:
    """Yield the directional surveys."""
    yield Sample(
        "drilling/34-7-B-12-H/34_7-B-12_H_definitive_survey.pdf", _definitive(), _LABEL, "en",
        "Definitive Survey Report 34/7-B-12 H", "Nordskarv Energi AS", date(2024, 3, 18),
    )  # fmt: skip
    yield Sample(
        "drilling/surveys/6507_11-F-3_surveys_listing.txt", _listing(), _LABEL, "en",
        "Survey listing 6507/11-F-3", "Kvitøya Petroleum ASA", date(2023, 11, 4),
    )  # fmt: skip
    yield Sample(
        "drilling/surveys/25_8-K-21_A_retningsmaling.xlsx", _norwegian(), _LABEL, "nb",
        "Retningsmålinger 25/8-K-21 A", "Nordskarv Energi AS", date(2024, 2, 6),
    )  # fmt: skip
    yield Sample(
        "drilling/surveys/gyro_16-4-14-S.html", _gyro(), _LABEL, "en",
        "Gyro multishot survey 16/4-14 S", "Meridian Wireline AS", date(2021, 9, 5),
    )  # fmt: skip


def _definitive() -> str:
    path = wells.path("34/7-B-12 H")
    rows = [
        (f"{s.depth_md_m:.2f}", f"{s.inclination_deg:.2f}", f"{s.azimuth_deg:.2f}", f"{s.depth_tvd_m:.2f}", f"{s.north_m:.2f}",
         f"{s.east_m:.2f}", f"{s.section_m(310):.2f}", f"{s.dogleg_deg_per_30m:.2f}")
        for s in path
    ]  # fmt: skip
    last = path[-1]
    return f"""
# Definitive Survey Report
Wellbore :: 34/7-B-12 H
Field :: Brattegg
Slot :: B-12
Surface location (UTM zone 31, ED50) :: N 6 791 412.6 m, E 452 118.9 m
Depth reference :: RKB, 58.2 m above MSL
North reference :: Grid north
Grid convergence :: -0.62 deg
Magnetic declination :: 0.41 deg
Vertical section azimuth :: 310.00 deg
Calculation method :: Minimum curvature
Total depth :: {last.depth_md_m:.1f} m MD / {last.depth_tvd_m:.1f} m TVD

## Survey tool programme
{
        table(
            ("From MD (m)", "To MD (m)", "Tool", "Error model"),
            [
                ("0", "640", "Gyro single shot", "GYRO-NS"),
                ("640", "2480", "MWD with IFR", "MWD+IFR1+MS"),
                ("2480", "4236", "MWD with IFR and sag correction", "MWD+IFR1+SAG+MS"),
            ],
        )
    }

## Survey stations
{
        table(
            ("MD (m)", "Incl. (deg)", "Azim. (deg)", "TVD (m)", "N/S (m)", "E/W (m)", "V. sect. (m)", "DLS (deg/30 m)"),
            rows,
        )
    }

## Position uncertainty at total depth
Semi-major axis 14.6 m, semi-minor axis 8.9 m at 2 sigma, highside uncertainty 6.2 m. Nearest offset well is 34/7-B-9,
centre to centre 61 m at 2940 m MD, separation factor 2.4.

Approved by survey management on 18 March 2024. Supersedes preliminary survey revision B.
"""


def _listing() -> str:
    path = wells.path("6507/11-F-3")
    lines = [
        f"{s.depth_md_m:10.2f} {s.inclination_deg:8.2f} {s.azimuth_deg:8.2f} {s.depth_tvd_m:10.2f} {s.north_m:10.2f}"
        f" {s.east_m:10.2f} {s.dogleg_deg_per_30m:7.2f}"
        for s in path
    ]
    body = "\n".join(lines)
    return f"""
```
SURVEY LISTING                                                Kvitøya Petroleum ASA
Well           : 6507/11-F-3                                  Field : Havsula
Rig            : Polar Skarven                                Datum : RKB, 25.0 m above MSL
Coordinates    : 65 deg 04' 31.2" N  07 deg 38' 12.9" E       Method: minimum curvature
North ref.     : grid north, UTM zone 32                      Date  : 04-Nov-2023
Tool type      : MWD, magnetic, IFR corrected

  MD (m)    Incl     Azim     TVD (m)    North (m)  East (m)   DLS
            (deg)    (deg)    RKB        from slot  from slot  (deg/30m)
---------- -------- -------- ---------- ---------- ---------- -------
{body}
---------- -------- -------- ---------- ---------- ---------- -------
Last station projected to bit. Closure {(path[-1].north_m ** 2 + path[-1].east_m ** 2) ** 0.5:.1f} m.
```
"""


def _norwegian() -> str:
    path = wells.path("25/8-K-21 A")
    rows = [
        (comma(s.depth_md_m, 2), comma(s.inclination_deg, 2), comma(s.azimuth_deg, 2), comma(s.depth_tvd_m, 2),
         comma(s.north_m, 2), comma(s.east_m, 2), comma(s.dogleg_deg_per_30m, 2))
        for s in path
    ]  # fmt: skip
    return f"""
## Brønn
Brønnbane :: 25/8-K-21 A
Felt :: Tindvarg
Rigg :: Nordic Ternen
Dybdereferanse :: Boredekk, 42,5 m over middelvann
Nordreferanse :: Kartnord, UTM sone 31
Misvisning :: 0,8 grader øst
Metode :: Minste krumning
Måleverktøy :: MWD med lokal magnetfeltmodell
---
## Målinger
{
        table(
            (
                "Målt dybde (m)",
                "Inklinasjon (grader)",
                "Asimut (grader)",
                "TVD (m)",
                "Nord (m)",
                "Øst (m)",
                "Krumning (grader/30 m)",
            ),
            rows,
        )
    }
---
## Merknader
Målingene under 2600 m er korrigert for nedbøyning av borestrengen (sag).
Avstand til nabobrønn 25/8-K-7 er minst 38 m ved 1440 m målt dybde, separasjonsfaktor 2,9.
Siste måling er framskrevet til borekronen.
"""


def _gyro() -> str:
    path = [station for station in wells.path("16/4-14 S") if station.depth_md_m <= 1216]
    rows = [
        (f"{s.depth_md_m:.1f}", f"{s.inclination_deg:.2f}", f"{s.azimuth_deg:.2f}", f"{s.depth_tvd_m:.2f}",
         f"{s.north_m:.2f}", f"{s.east_m:.2f}", f"{s.dogleg_deg_per_30m:.2f}")
        for s in path
    ]  # fmt: skip
    return f"""
# Gyro multishot survey
Well :: 16/4-14 S
Customer :: Kvitøya Petroleum ASA
Survey run :: Inrun and outrun inside 13 3/8" casing, 5 September 2021
Tool :: North seeking gyro, serial GN-2207, last calibrated 2021-07-19
Survey interval :: 0 - {path[-1].depth_md_m:.0f} m MD

## Quality control
Mass unbalance and earth rate checks inside tolerance at all stations (horizontal earth rate 7.03 deg/h against 7.01
deg/h expected at 58.9 deg N). Inrun minus outrun: inclination 0.04 deg, azimuth 0.31 deg on average.

## Stations
{
        table(
            (
                "MD (m)",
                "Inclination (deg)",
                "Azimuth, true (deg)",
                "TVD (m)",
                "Northing (m)",
                "Easting (m)",
                "Dogleg (deg/30 m)",
            ),
            rows,
        )
    }

## Comparison with MWD
At 1200 m the gyro places the well 1.9 m east and 0.7 m south of the MWD survey, inside the 2 sigma ellipse. Use the
gyro as definitive above {path[-1].depth_md_m:.0f} m.
"""
