"""Well test reports; drawdowns, indices and flow capacities follow from the rates and pressures shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import wells
from samples.figures import comma
from samples.fluid import ISHAVSBRIS, LODVIK
from samples.markup import fill, table
from samples.sample import Sample

_LABEL = "well_test_report"
# Radial flow in field-metric units: slope of the semi-log line in bar per log cycle (Bourdet, "Well Test Analysis",
# Elsevier 2002, metric form of m = 162.6 q B mu / kh).
_SLOPE_FACTOR = 21.5


def samples() -> Iterator[Sample]:
    """Yield the well test reports."""
    yield Sample(
        "subsurface/7121-5-2-S/DST1_report_7121_5-2S.pdf",
        _drill_stem_test(),
        _LABEL,
        "en",
        "DST 1 Well Test Report 7121/5-2 S",
        "Nordskarv Energi AS",
        date(2022, 8, 19),
        mark="Classification: Internal",
        decision="allow",
    )
    yield Sample(
        "subsurface/tests/mini-DST 16_4-14 S.docx",
        _mini_test(),
        _LABEL,
        "en",
        "Wireline mini-DST interpretation 16/4-14 S",
        "Kvitøya Petroleum ASA",
        date(2021, 10, 4),
    )
    yield Sample(
        "subsurface/tests/testseparator_Brattegg_B_2024-02.xlsx",
        _test_separator(),
        _LABEL,
        "nb",
        "Brønntester Brattegg B februar 2024",
        "Nordskarv Energi AS",
        date(2024, 3, 1),
    )
    yield Sample(
        "subsurface/tests/brontest_6507-11-F-3.txt",
        _clean_up(),
        _LABEL,
        "nb",
        "Opprenskning og brønntest 6507/11-F-3",
        "Kvitøya Petroleum ASA",
        date(2023, 12, 20),
    )


def _flow_capacity_mdm(rate_sm3d: float, volume_factor: float, viscosity_cp: float, slope_bar: float) -> float:
    return _SLOPE_FACTOR * rate_sm3d * volume_factor * viscosity_cp / slope_bar


def _drill_stem_test() -> str:
    rate, slope, thickness, initial = 638.0, 1.47, 31.5, 179.8
    volume_factor, viscosity = round(ISHAVSBRIS.volume_factor(initial), 3), round(ISHAVSBRIS.viscosity_cp(initial), 2)
    capacity = _flow_capacity_mdm(rate, volume_factor, viscosity, slope)
    flows = [
        ("Clean-up", "32/64", 12.0, 402, 171.9, 92),
        ("Main flow 1", "28/64", 12.0, 331, 173.4, 95),
        ("Main flow 2", "44/64", 24.0, rate, 166.8, 96),
        ("Sampling flow", "20/64", 8.0, 186, 176.1, 94),
    ]
    return fill(
        "well_test_report/drill_stem_test",
        rate=rate,
        periods=table(
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
        ),
        initial=initial,
        analysis=table(
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
        ),
        produced_sm3=402 * 0.5 + 331 * 0.5 + rate + 186 / 3,
    )


def _mini_test() -> str:
    rate, slope = 4.1, 0.118
    volume_factor, viscosity = round(LODVIK.volume_factor(231.0), 3), round(LODVIK.viscosity_cp(231.0), 2)
    capacity = _flow_capacity_mdm(rate, volume_factor, viscosity, slope)
    return fill(
        "well_test_report/mini_test",
        depth_tvd=wells.tvd("16/4-14 S", 2611.4),
        rate=rate,
        analysis=table(
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
        ),
    )


def _test_separator() -> str:
    tests = [
        ("34/7-B-2 H", "03.02.2024", 12, 812, 68, 1190, 61.0, 58),
        ("34/7-B-4 H", "07.02.2024", 10, 388, 41, 572, 44.5, 46),
        ("34/7-B-7", "14.02.2024", 12, 295, 52, 1460, 39.0, 35),
        ("34/7-B-9 H", "21.02.2024", 8, 1104, 149, 96, 83.5, 71),
        ("34/7-B-11", "26.02.2024", 12, 164, 15, 2210, 30.0, 28),
    ]
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
    return fill(
        "well_test_report/test_separator",
        tests_table=table(
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
        ),
        oil_sm3d=sum(test[3] for test in tests),
    )


def _clean_up() -> str:
    rate, start, end = 905, 287.4, 268.1
    burnt = (214 * 3.0 + 660 * 9.5 + rate * 12.0) / 24
    return fill(
        "well_test_report/clean_up",
        rate=rate,
        drawdown=comma(start - end, 1),
        index=comma(rate / (start - end), 1),
        periods=table(
            ("Periode", "Choke", "Timer", "Olje (Sm3/d)", "GOR (Sm3/Sm3)", "BS&W (%)", "Bunnhullstrykk (bar)"),
            [
                ("Oppstart", "16/64", "3,0", 214, 141, 38, "281,9"),
                ("Opprensking", "32/64", "9,5", 660, 146, 6, "273,2"),
                ("Hovedstrømning", "40/64", "12,0", rate, 148, "0,7", comma(end, 1)),
                ("Trykkoppbygging", "stengt", "24,0", 0, "", "", "287,2"),
            ],
        ),
        burnt=burnt,
    )
