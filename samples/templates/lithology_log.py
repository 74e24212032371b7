"""Lithology logs and cuttings or core descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.markup import fill
from samples.sample import Sample

_LABEL = "lithology_log"


def samples() -> Iterator[Sample]:
    """Yield the lithology logs."""
    yield Sample(
        "subsurface/7121-5-2-S/Litholog_7121_5-2S_900-1960m.pdf",
        fill("lithology_log/master_log"),
        _LABEL,
        "en",
        "Lithology log 7121/5-2 S, 900 - 1960 m",
        "Loggtek AS",
        date(2022, 7, 14),
    )
    yield Sample(
        "subsurface/16-4-14-S/cuttings_description_16_4-14S.xlsx",
        _cuttings(),
        _LABEL,
        "en",
        "Cuttings description 16/4-14 S",
        "Loggtek AS",
        date(2021, 8, 30),
    )
    yield Sample(
        "subsurface/25-8-K-21-A/litologilogg_25_8-K-21A.txt",
        _norwegian(),
        _LABEL,
        "nb",
        "Litologilogg 25/8-K-21 A",
        "Loggtek AS",
        date(2024, 2, 10),
    )
    yield Sample(
        "subsurface/cores/core_description_34_7-B-9.docx",
        fill("lithology_log/core"),
        _LABEL,
        "en",
        "Sedimentological core log 34/7-B-9, cores 1 and 2",
        "Nordskarv Energi AS",
        date(2018, 5, 25),
    )


def _cuttings() -> str:
    rows = [
        (
            2550,
            2560,
            100,
            0,
            0,
            "Claystone: greenish grey, firm to moderately hard, blocky, waxy lustre, non-calcareous",
            0.6,
            "None",
        ),
        (2560, 2570, 95, 0, 5, "Claystone: as above. Tuffaceous siltstone: bluish grey, specks of mica", 0.7, "None"),
        (
            2570,
            2580,
            20,
            80,
            0,
            "Sandstone: clear quartz, fine to medium, sub-angular to sub-rounded, well sorted, loose",
            4.8,
            "80 % bright yellow fluorescence, instant bluish white cut",
        ),
        (
            2580,
            2590,
            5,
            95,
            0,
            "Sandstone: as above, trace glauconite and mica, no visible cement",
            5.6,
            "90 % bright yellow fluorescence, brown residue",
        ),
        (
            2590,
            2600,
            10,
            90,
            0,
            "Sandstone: fine, occasionally medium, trace calcite cemented fragments",
            5.1,
            "85 % bright yellow fluorescence",
        ),
        (
            2600,
            2610,
            0,
            100,
            0,
            "Sandstone: fine to medium, very well sorted, excellent porosity inferred",
            5.9,
            "95 % bright yellow fluorescence, strong odour",
        ),
        (
            2610,
            2620,
            15,
            80,
            5,
            "Sandstone: as above. Claystone: dark grey, fissile. Limestone: white, hard",
            4.4,
            "70 % moderate yellow fluorescence",
        ),
        (2620, 2630, 10, 90, 0, "Sandstone: fine, well sorted", 4.9, "80 % moderate yellow fluorescence"),
        (2630, 2640, 5, 95, 0, "Sandstone: fine to medium, loose", 4.2, "75 % moderate yellow fluorescence, slow cut"),
        (2640, 2650, 10, 90, 0, "Sandstone: as above", 1.3, "10 % dull fluorescence to 2644 m, none below"),
        (2650, 2660, 10, 90, 0, "Sandstone: light grey, fine, trace pyrite", 0.9, "None"),
        (2660, 2670, 30, 70, 0, "Sandstone: very fine, argillaceous. Claystone: medium grey, micaceous", 0.8, "None"),
    ]
    wrong = [row[:2] for row in rows if row[2] + row[3] + row[4] != 100]
    if wrong:
        raise ValueError(f"lithologies of {wrong} do not add up to 100 %; mend the table")
    return fill("lithology_log/cuttings")


def _norwegian() -> str:
    units = (
        (
            "2668-2706",
            "Leirstein 100 %",
            "grønngrå til blågrå, fast, blokkig, ikke kalkholdig, spor av glaukonitt og pyritt",
            "0,5",
        ),
        (
            "2706-2760",
            "Tuff 60 %, leirstein 40 %",
            "lys blågrå med svarte flekker, moderat hard; leirstein som over",
            "0,7",
        ),
        ("2760-2866", "Leirstein 85 %, tuff 15 %", "mørk grå til brunlig, laminert, glimmerholdig", "0,9"),
        ("2866-2990", "Leirskifer 100 %", "olivengrå til mørk grå, hard, spaltbar, karbonholdig", "1,2"),
        (
            "2990-3050",
            "Leirstein 90 %, kalkstein 10 %",
            "rødbrun og grønn, fast; kalkstein hvit, mikrokrystallin, i tynne lag",
            "0,8",
        ),
        (
            "3050-3186",
            "Leirstein 80 %, sandstein 20 %",
            "mellomgrå; sandstein lys grå, meget finkornet, kalsittsementert",
            "1,1",
        ),
        (
            "3186-3290",
            "Sandstein 95 %, leirstein 5 %",
            "klar til svakt gul kvarts, fin- til middelskornet, godt sortert, løs, god porøsitet, oljefarge",
            "6,8",
        ),
        ("3290-3344", "Sandstein 70 %, leirstein 30 %", "som over med tynne leirsteinslag, spor av glimmer", "4,1"),
        (
            "3344-3610",
            "Sandstein 95 %, leirstein 5 %",
            "middelskornet, meget godt sortert, løs, jevn oljefarge og klar gul fluorescens",
            "7,2",
        ),
    )
    lines = "\n".join(f"{depth:<10} {gas:>5}   {rock}\n{'':19}{text}" for depth, rock, text, gas in units)
    return fill("lithology_log/norwegian", lines=lines)
