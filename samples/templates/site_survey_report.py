"""Drilling site survey reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.figures import comma
from samples.markup import fill, table
from samples.sample import Sample

_LABEL = "site_survey_report"
_COMPANY = "Geodyn Survey AS"


def samples() -> Iterator[Sample]:
    """Yield the site survey reports."""
    yield Sample(
        "site surveys/GS20-117 site survey 7121_5-2S.pdf",
        _wildcat(),
        _LABEL,
        "en",
        "GS20-117 Drilling Site Survey 7121/5-2 S Ishavsbris",
        _COMPANY,
        date(2020, 11, 30),
        mark="Classification: Internal",
        decision="allow",
    )
    yield Sample(
        "site surveys/borestedsundersokelse_havsula_F.docx",
        _norwegian(),
        _LABEL,
        "nb",
        "Borestedsundersøkelse Havsula, bunnramme F",
        _COMPANY,
        date(2021, 8, 13),
    )
    yield Sample(
        "site surveys/rig_site_debris_Tindvarg_K.html",
        fill("site_survey_report/debris"),
        _LABEL,
        "en",
        "Debris and spud can survey, Tindvarg K",
        _COMPANY,
        date(2023, 10, 25),
    )
    yield Sample(
        "site surveys/GS21-030_16_4-14S_summary.txt",
        fill("site_survey_report/summary"),
        _LABEL,
        "en",
        "GS21-030 site survey summary 16/4-14 S",
        _COMPANY,
        date(2021, 5, 6),
    )


def _depths(water_depth_m: float, layers: tuple[tuple[str, float, int], ...]) -> list[tuple[object, ...]]:
    """Turn layer thicknesses in milliseconds and velocities into depths below the sea surface and the seabed."""
    depth, time_ms = water_depth_m, 2000 * water_depth_m / 1470
    rows: list[tuple[object, ...]] = [("Seabed", f"{time_ms:.0f}", f"{depth:.0f}", 0, "")]
    for name, thickness_ms, velocity in layers:
        time_ms += thickness_ms
        depth += velocity * thickness_ms / 2000
        rows.append((name, f"{time_ms:.0f}", f"{depth:.0f}", f"{depth - water_depth_m:.0f}", velocity))
    return rows


def _wildcat() -> str:
    water = 437.0
    layers = (
        ("Base of soft glacial clay", 22.0, 1520),
        ("Top of boulder bed", 94.0, 1780),
        ("Base of boulder bed (URU)", 9.0, 1900),
        ("Reflector R1", 168.0, 2010),
        ("Reflector R2, faulted claystone", 240.0, 2150),
    )
    return fill(
        "site_survey_report/wildcat",
        water=water,
        boulders_from=_depths(water, layers)[2][2],
        boulders_to=_depths(water, layers)[3][2],
        reflectors=table(
            ("Reflector", "TWT (ms)", "Depth below MSL (m)", "Depth below seabed (m)", "Velocity (m/s)"),
            _depths(water, layers),
        ),
    )


def _norwegian() -> str:
    water = 347.0
    layers = (
        ("Basis bløt leire", 14.0, 1500),
        ("Basis Naust U", 128.0, 1740),
        ("Reflektor NT2", 171.0, 1850),
        ("Topp Kai", 360.0, 1980),
    )
    rows = [tuple(str(cell) for cell in row) for row in _depths(water, layers)]
    rows[0] = ("Havbunn", *rows[0][1:])
    return fill(
        "site_survey_report/norwegian",
        water_depth=comma(water, 0),
        reflectors=table(
            ("Reflektor", "Toveistid (ms)", "Dyp under havflaten (m)", "Dyp under havbunn (m)", "Hastighet (m/s)"), rows
        ),
    )
