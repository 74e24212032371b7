"""Directional surveys; every path is computed by minimum curvature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import wells
from samples.figures import comma
from samples.markup import fill, table
from samples.sample import Sample

_LABEL = "directional_survey"


def samples() -> Iterator[Sample]:
    """Yield the directional surveys."""
    yield Sample(
        "drilling/34-7-B-12-H/34_7-B-12_H_definitive_survey.pdf",
        _definitive(),
        _LABEL,
        "en",
        "Definitive Survey Report 34/7-B-12 H",
        "Nordskarv Energi AS",
        date(2024, 3, 18),
    )
    yield Sample(
        "drilling/surveys/6507_11-F-3_surveys_listing.txt",
        _listing(),
        _LABEL,
        "en",
        "Survey listing 6507/11-F-3",
        "Kvitøya Petroleum ASA",
        date(2023, 11, 4),
    )
    yield Sample(
        "drilling/surveys/25_8-K-21_A_retningsmaling.xlsx",
        _norwegian(),
        _LABEL,
        "nb",
        "Retningsmålinger 25/8-K-21 A",
        "Nordskarv Energi AS",
        date(2024, 2, 6),
    )
    yield Sample(
        "drilling/surveys/gyro_16-4-14-S.html",
        _gyro(),
        _LABEL,
        "en",
        "Gyro multishot survey 16/4-14 S",
        "Meridian Wireline AS",
        date(2021, 9, 5),
    )


def _definitive() -> str:
    path = wells.path("34/7-B-12 H")
    rows = [
        (
            f"{s.depth_md_m:.2f}",
            f"{s.inclination_deg:.2f}",
            f"{s.azimuth_deg:.2f}",
            f"{s.depth_tvd_m:.2f}",
            f"{s.north_m:.2f}",
            f"{s.east_m:.2f}",
            f"{s.section_m(310):.2f}",
            f"{s.dogleg_deg_per_30m:.2f}",
        )
        for s in path
    ]
    last = path[-1]
    return fill(
        "directional_survey/definitive",
        last=last,
        stations=table(
            ("MD (m)", "Incl. (deg)", "Azim. (deg)", "TVD (m)", "N/S (m)", "E/W (m)", "V. sect. (m)", "DLS (deg/30 m)"),
            rows,
        ),
    )


def _listing() -> str:
    path = wells.path("6507/11-F-3")
    lines = [
        f"{s.depth_md_m:10.2f} {s.inclination_deg:8.2f} {s.azimuth_deg:8.2f} {s.depth_tvd_m:10.2f} {s.north_m:10.2f}"
        f" {s.east_m:10.2f} {s.dogleg_deg_per_30m:7.2f}"
        for s in path
    ]
    body = "\n".join(lines)
    return fill(
        "directional_survey/listing", body=body, closure_m=(path[-1].north_m ** 2 + path[-1].east_m ** 2) ** 0.5
    )


def _norwegian() -> str:
    path = wells.path("25/8-K-21 A")
    rows = [
        (
            comma(s.depth_md_m, 2),
            comma(s.inclination_deg, 2),
            comma(s.azimuth_deg, 2),
            comma(s.depth_tvd_m, 2),
            comma(s.north_m, 2),
            comma(s.east_m, 2),
            comma(s.dogleg_deg_per_30m, 2),
        )
        for s in path
    ]
    return fill(
        "directional_survey/norwegian",
        stations=table(
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
        ),
    )


def _gyro() -> str:
    path = [station for station in wells.path("16/4-14 S") if station.depth_md_m <= 1216]
    rows = [
        (
            f"{s.depth_md_m:.1f}",
            f"{s.inclination_deg:.2f}",
            f"{s.azimuth_deg:.2f}",
            f"{s.depth_tvd_m:.2f}",
            f"{s.north_m:.2f}",
            f"{s.east_m:.2f}",
            f"{s.dogleg_deg_per_30m:.2f}",
        )
        for s in path
    ]
    return fill(
        "directional_survey/gyro",
        last=path[-1],
        stations=table(
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
        ),
    )
