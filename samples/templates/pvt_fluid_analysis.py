"""PVT analyses: oils computed by correlation, a gas condensate by depletion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from samples.figures import comma
from samples.fluid import ISHAVSBRIS, LODVIK, TINDVARG, Oil
from samples.markup import fill, table
from samples.sample import Sample

_LABEL = "pvt_fluid_analysis"
_LABORATORY = "Kvalheim Fluidlab AS"
_COMPONENTS = ("N2", "CO2", "C1", "C2", "C3", "iC4", "nC4", "iC5", "nC5", "C6", "C7", "C8", "C9", "C10+")


def samples() -> Iterator[Sample]:
    """Yield the fluid analyses."""
    yield Sample(
        "subsurface/7121-5-2-S/PVT report 7121_5-2 S DST1.pdf",
        _full_study(),
        _LABEL,
        "en",
        "PVT Analysis Report 7121/5-2 S, DST 1",
        _LABORATORY,
        date(2022, 10, 21),
    )
    yield Sample(
        "subsurface/fluids/PVT_16_4-14S_MDT.xlsx",
        _workbook(),
        _LABEL,
        "en",
        "PVT data 16/4-14 S",
        _LABORATORY,
        date(2021, 12, 1),
    )
    yield Sample(
        "subsurface/fluids/fluidanalyse_tindvarg_K3.docx",
        _norwegian(),
        _LABEL,
        "nb",
        "Fluidanalyse av separatorprøver fra 25/8-K-3",
        _LABORATORY,
        date(2023, 11, 2),
    )
    yield Sample(
        "subsurface/fluids/gas_condensate_6507_11-9.html",
        _condensate(),
        _LABEL,
        "en",
        "Gas condensate PVT study 6507/11-9",
        _LABORATORY,
        date(2019, 4, 12),
    )


def _shared(parts: Sequence[float]) -> list[str]:
    """Scale mole numbers to per cent that add up to exactly 100.00."""
    percent = [round(100 * part / sum(parts), 2) for part in parts]
    largest = percent.index(max(percent))
    percent[largest] += 100 - sum(percent)
    return [f"{share:.2f}" for share in percent]


def _differential(oil: Oil, pressures: Sequence[float]) -> list[tuple[object, ...]]:
    return [
        (
            f"{p:.1f}",
            f"{oil.gas_in_solution(p):.1f}",
            f"{oil.volume_factor(p):.4f}",
            f"{oil.density_g_cm3(p):.4f}",
            f"{oil.viscosity_cp(p):.3f}",
        )
        for p in pressures
    ]


def _steps(oil: Oil, initial: float) -> list[float]:
    bubble = round(oil.bubble_point_bar, 1)
    above = [p for p in (300.0, 250.0, initial, 160.0, 140.0) if bubble + 3 < p]
    below = [p for p in (120.0, 100.0, 80.0, 60.0, 40.0, 20.0) if p < bubble - 3]
    return [*above, bubble, *below, 1.0]


def _full_study() -> str:
    oil = ISHAVSBRIS
    bubble, initial = oil.bubble_point_bar, 179.8
    gas = _shared((0.88, 0.71, 78.4, 9.6, 6.2, 0.8, 1.9, 0.5, 0.5, 0.3, 0.15, 0.05, 0.01, 0.0))
    flashed = _shared((0.0, 0.02, 0.9, 1.3, 3.4, 1.0, 4.1, 2.1, 3.1, 5.8, 9.9, 11.2, 8.7, 48.5))
    reservoir = _shared([0.53 * float(g) + 0.47 * float(o) for g, o in zip(gas, flashed, strict=True)])
    steps = _steps(oil, initial)
    return fill(
        "pvt_fluid_analysis/full_study",
        initial=initial,
        oil=oil,
        summary=table(
            ("Property", "Value", "Unit"),
            [
                ("Bubble point pressure at reservoir temperature", f"{bubble:.1f}", "bar"),
                ("Single stage flash GOR", f"{oil.gor_sm3_sm3:.1f}", "Sm3/Sm3"),
                ("Formation volume factor at bubble point", f"{oil.volume_factor(bubble):.4f}", "m3/Sm3"),
                ("Stock tank oil density at 15 deg C", f"{oil.relative_density * 0.999:.4f}", "g/cm3"),
                ("Stock tank oil gravity", oil.gravity_api, "deg API"),
                ("Oil viscosity at reservoir pressure", f"{oil.viscosity_cp(initial):.3f}", "cP"),
                ("Oil density at reservoir pressure", f"{oil.density_g_cm3(initial):.4f}", "g/cm3"),
                ("Gas gravity", oil.gas_gravity, "air = 1"),
            ],
        ),
        undersaturation_bar=initial - bubble,
        composition=table(
            ("Component", "Flashed gas (mol %)", "Flashed oil (mol %)", "Reservoir fluid (mol %)"),
            [*zip(_COMPONENTS, gas, flashed, reservoir, strict=True), ("Sum", "100.00", "100.00", "100.00")],
        ),
        expansion=table(
            ("Pressure (bar)", "Relative volume (V/Vsat)", "Compressibility (1e-4/bar)", "Y-function"),
            [
                (
                    f"{p:.1f}",
                    f"{oil.relative_volume(p):.4f}",
                    "1.60" if p >= bubble else "",
                    "" if p >= round(bubble, 1) else f"{1.75 + 0.0058 * p:.3f}",
                )
                for p in steps
                if p > 15
            ],
        ),
        liberation=table(
            ("Pressure (bar)", "Rs (Sm3/Sm3)", "Bo (m3/Sm3)", "Oil density (g/cm3)", "Oil viscosity (cP)"),
            _differential(oil, steps),
        ),
        separator=table(
            ("Stage", "Pressure (bar)", "Temperature (deg C)", "GOR (Sm3/Sm3)", "Gas gravity"),
            [
                ("1", 21.0, 48.0, 71.4, 0.69),
                ("2", 5.0, 35.0, 12.8, 0.88),
                ("Tank", 1.01, 15.0, 5.9, 1.21),
                ("Total", "", "", f"{71.4 + 12.8 + 5.9:.1f}", ""),
            ],
        ),
    )


def _workbook() -> str:
    oil = LODVIK
    bubble, initial = oil.bubble_point_bar, 231.0
    composition = _shared((0.52, 0.35, 34.8, 5.1, 5.4, 0.9, 3.1, 1.3, 1.9, 3.2, 5.2, 5.9, 4.6, 27.7))
    steps = _steps(oil, initial)
    return fill(
        "pvt_fluid_analysis/workbook",
        laboratory=_LABORATORY,
        oil=oil,
        initial=initial,
        summary=table(
            ("Property", "Unit", "Value"),
            [
                ("Saturation pressure", "bar", f"{bubble:.1f}"),
                ("GOR, single flash", "Sm3/Sm3", oil.gor_sm3_sm3),
                ("Bo at saturation pressure", "m3/Sm3", f"{oil.volume_factor(bubble):.4f}"),
                ("Stock tank gravity", "deg API", oil.gravity_api),
                ("Viscosity at reservoir conditions", "cP", f"{oil.viscosity_cp(initial):.3f}"),
                ("Density at reservoir conditions", "g/cm3", f"{oil.density_g_cm3(initial):.4f}"),
            ],
        ),
        composition=table(("Component", "mol %"), [*zip(_COMPONENTS, composition, strict=True), ("Total", "100.00")]),
        expansion=table(
            ("Pressure bar", "Relative volume"),
            [(f"{p:.1f}", f"{oil.relative_volume(p):.4f}") for p in steps if p > 15],
        ),
        liberation=table(
            ("Pressure bar", "Rs Sm3/Sm3", "Bo m3/Sm3", "Density g/cm3", "Viscosity cP"), _differential(oil, steps)
        ),
    )


def _norwegian() -> str:
    oil = TINDVARG
    bubble = oil.bubble_point_bar
    steps = _steps(oil, 255.0)
    rows = [tuple(str(cell).replace(".", ",") for cell in row) for row in _differential(oil, steps)]
    return fill(
        "pvt_fluid_analysis/norwegian",
        temperature=comma(oil.temperature_c, 1),
        gor=comma(oil.gor_sm3_sm3, 1),
        bubble_point=comma(bubble, 1),
        volume_factor=comma(oil.volume_factor(bubble), 4),
        viscosity=comma(oil.viscosity_cp(bubble), 2),
        liberation=table(
            ("Trykk (bar)", "Rs (Sm3/Sm3)", "Bo (m3/Sm3)", "Oljetetthet (g/cm3)", "Viskositet (cP)"), rows
        ),
        stabilised=table(
            ("Egenskap", "Verdi", "Metode"),
            [
                ("Tetthet ved 15 grader C", f"{comma(oil.relative_density * 0.999, 4)} g/cm3", "ASTM D5002"),
                ("API-gravitet", comma(oil.gravity_api, 1), "Beregnet"),
                ("Syretall", "1,9 mg KOH/g", "ASTM D664"),
                ("Svovel", "0,62 vektprosent", "ASTM D4294"),
                ("Vokspunkt", "under 5 grader C", "DSC"),
            ],
        ),
    )


def _condensate() -> str:
    dew, initial, temperature = 362.0, 402.0, 131
    pressures = (362, 320, 270, 220, 170, 120, 70, 35)
    dropout = (0.0, 4.8, 10.9, 14.8, 16.0, 15.2, 13.1, 11.2)
    rows = []
    for pressure, liquid in zip(pressures, dropout, strict=True):
        z_factor = 0.86 + 0.38 * ((pressure - 190) / 190) ** 2
        produced = 100 * (
            1 - (pressure / z_factor) / (dew / (0.86 + 0.38 * ((dew - 190) / 190) ** 2)) * (1 - 0.002 * liquid)
        )
        rows.append((pressure, f"{liquid:.1f}", f"{z_factor:.3f}", f"{max(produced, 0.0):.1f}"))
    composition = _shared((0.62, 2.31, 74.9, 8.3, 4.1, 0.7, 1.4, 0.5, 0.6, 0.8, 1.2, 1.3, 0.8, 2.5))
    return fill(
        "pvt_fluid_analysis/condensate",
        initial=initial,
        temperature=temperature,
        dew=dew,
        composition=table(("Component", "mol %"), [*zip(_COMPONENTS, composition, strict=True), ("Sum", "100.00")]),
        depletion=table(
            ("Pressure (bar)", "Liquid drop-out (% of Vsat)", "Z factor of the gas", "Produced (mol %)"), rows
        ),
        largest_dropout=max(dropout),
    )
