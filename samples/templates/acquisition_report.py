"""Acquisition reports: towed-streamer and node seismic, wireline logs, vertical seismic profile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import wells
from samples.markup import fill, table
from samples.sample import Sample

_LABEL = "acquisition_report"
_APPRAISAL, _CONTACT_MD_M = "16/4-14 S", 2644.0
_AIR_GAP_M = 42.5  # drill floor of Nordic Ternen above the sea


def samples() -> Iterator[Sample]:
    """Yield the acquisition reports."""
    yield Sample(
        "subsurface/seismic/NE2103_final_acquisition_report.pdf",
        _streamer(),
        _LABEL,
        "en",
        "NE2103 3D Seismic Acquisition Final Report",
        "Geodyn Survey AS",
        date(2021, 9, 30),
    )
    yield Sample(
        "subsurface/logs/Wireline acquisition report 16_4-14 S.docx",
        _wireline_logs(),
        _LABEL,
        "en",
        "Wireline data acquisition report 16/4-14 S",
        "Kvitøya Petroleum ASA",
        date(2021, 9, 8),
        mark="Classification: Internal",
        decision="allow",
    )
    yield Sample(
        "subsurface/seismic/VSP_25-8-K-21A_innsamling.pptx",
        _vertical_profile(),
        _LABEL,
        "nb",
        "Innsamling av VSP i 25/8-K-21 A",
        "Meridian Wireline AS",
        date(2024, 2, 12),
    )
    yield Sample(
        "subsurface/seismic/OBN weekly 03 Havsula.eml",
        _nodes_weekly(),
        _LABEL,
        "en",
        "Havsula OBN monitor 2 - weekly acquisition report 03",
        "Geodyn Survey AS",
        date(2023, 5, 29),
    )


def _streamer() -> str:
    hours = {
        "Production": 612.4,
        "Line change": 171.8,
        "Standby weather": 96.5,
        "Standby fishing and traffic": 22.3,
        "Technical downtime": 31.0,
        "Infill": 74.0,
    }
    total = sum(hours.values())
    return fill(
        "acquisition_report/streamer",
        hours_table=table(
            ("Activity", "Hours", "Share"),
            [
                *((name, f"{h:.1f}", f"{100 * h / total:.1f} %") for name, h in hours.items()),
                ("Total", f"{total:.1f}", "100.0 %"),
            ],
        ),
    )


def _wireline_logs() -> str:
    runs = [
        ("1A", "25.08.2021", "GR-resistivity-density-neutron-sonic", "2870 - 1216", 8.7, "None"),
        ("1B", "26.08.2021", "GR-image-NMR", "2866 - 2540", 6.9, "Stuck 14 min at 2711 m, pulled free with 2.1 t"),
        ("1C", "27.08.2021", "GR-formation tester with dual packer", "2611 - 2583", 19.5, "None"),
        ("1D", "28.08.2021", "GR-rotary side wall cores", "2862 - 2571", 9.8, "42 of 45 cores recovered"),
    ]
    return fill(
        "acquisition_report/wireline_logs",
        logging_h=sum(run[4] for run in runs),
        pressures=table(
            ("No.", "Depth (m MD)", "Depth (m TVD)", "Pressure (bar)", "Mobility (mD/cP)", "Quality"), _pressures()
        ),
    )


def _pressures() -> list[tuple[object, ...]]:
    contact_bar = 232.5
    contact_tvd = wells.tvd(_APPRAISAL, _CONTACT_MD_M)
    rows: list[tuple[object, ...]] = []
    stations = (
        (2583.2, 148, "Good"),
        (2598.0, 187, "Good"),
        (2611.4, 212, "Good"),
        (2629.5, 64, "Good"),
        (2655.0, 95, "Good"),
        (2680.5, 3, "Tight, supercharged"),
    )
    for number, (depth, mobility, quality) in enumerate(stations, 1):
        vertical = wells.tvd(_APPRAISAL, depth)
        gradient = 0.072 if vertical < contact_tvd else 0.100
        extra = 4.6 if mobility < 10 else 0.0
        rows.append(
            (
                number,
                depth,
                f"{vertical:.1f}",
                f"{contact_bar + gradient * (vertical - contact_tvd) + extra:.1f}",
                mobility,
                quality,
            )
        )
    return rows


def _vertical_profile() -> str:
    return fill(
        "acquisition_report/vertical_profile",
        times=table(("Markør", "Dyp (m TVD MSL)", "Toveistid (ms)", "Intervallhastighet (m/s)"), _times()),
    )


def _times() -> list[tuple[object, ...]]:
    tops = (
        ("Topp Utsira", 948, 1890),
        ("Topp Hordaland", 1260, 2010),
        ("Topp Balder", 2706, 2230),
        ("Topp Heimdal", 3186, 2780),
        ("Total dybde", 3610, 2960),
    )
    layers = [(name, wells.tvd("25/8-K-21 A", depth) - _AIR_GAP_M, velocity) for name, depth, velocity in tops]
    rows: list[tuple[object, ...]] = []
    above, time_ms = 127.0, 2000 * 127.0 / 1480  # the sea: 127 m at 1480 m/s
    for name, depth, velocity in layers:
        time_ms += 2000 * (depth - above) / velocity
        rows.append((name, f"{depth:.0f}", f"{time_ms:.0f}", velocity))
        above = depth
    return rows


def _nodes_weekly() -> str:
    days = [
        ("22 May", 9120, 0, 24.0, 0.0),
        ("23 May", 8840, 0, 22.5, 0.0),
        ("24 May", 3310, 0, 9.0, 15.0),
        ("25 May", 0, 0, 0.0, 24.0),
        ("26 May", 6075, 212, 16.5, 6.0),
        ("27 May", 9015, 188, 23.5, 0.0),
        ("28 May", 9240, 0, 24.0, 0.0),
    ]
    shots = sum(day[1] for day in days)
    return fill(
        "acquisition_report/nodes_weekly",
        shots=shots,
        shots_to_date=41260 + shots,
        percent=100 * (41260 + shots) / 168400,
    )
