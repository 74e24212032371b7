"""Lithology logs and cuttings or core descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.markup import table
from samples.sample import Sample

_LABEL = "lithology_log"


def samples() -> Iterator[Sample]:
    """Yield the lithology logs."""
    yield Sample(
        "subsurface/7121-5-2-S/Litholog_7121_5-2S_900-1960m.pdf", _master_log(), _LABEL, "en",
        "Lithology log 7121/5-2 S, 900 - 1960 m", "Loggtek AS", date(2022, 7, 14),
    )  # fmt: skip
    yield Sample(
        "subsurface/16-4-14-S/cuttings_description_16_4-14S.xlsx", _cuttings(), _LABEL, "en",
        "Cuttings description 16/4-14 S", "Loggtek AS", date(2021, 8, 30),
    )  # fmt: skip
    yield Sample(
        "subsurface/25-8-K-21-A/litologilogg_25_8-K-21A.txt", _norwegian(), _LABEL, "nb",
        "Litologilogg 25/8-K-21 A", "Loggtek AS", date(2024, 2, 10),
    )  # fmt: skip
    yield Sample(
        "subsurface/cores/core_description_34_7-B-9.docx", _core(), _LABEL, "en",
        "Sedimentological core log 34/7-B-9, cores 1 and 2", "Nordskarv Energi AS", date(2018, 5, 25),
    )  # fmt: skip


def _master_log() -> str:
    header = (
        "Depth (m MD)",
        "ROP (m/h)",
        "Lithology (%)",
        "Description",
        "Calcite / dolomite (%)",
        "Total gas (%)",
        "C1-C2-C3 (ppm)",
        "Shows",
    )
    upper = [
        ("900 - 980", "28", "CLST 100", "CLAYSTONE: medium grey to olive grey, soft to firm, blocky, slightly silty, non-calcareous, trace pyrite", "2 / 0", "0.2", "1400-12-0", "None"),
        ("980 - 1110", "24", "CLST 95, LST 5", "CLAYSTONE: as above, firm, sub-fissile. LIMESTONE: off white to pale brown, hard, microcrystalline, stringers below 1 m", "8 / 1", "0.3", "2100-18-2", "None"),
        ("1110 - 1300", "21", "CLST 90, SLTST 10", "CLAYSTONE: medium dark grey, firm, micromicaceous. SILTSTONE: light grey, moderately hard, argillaceous, trace glauconite", "4 / 0", "0.4", "2900-25-4", "None"),
        ("1300 - 1488", "17", "CLST 85, SLTST 10, LST 5", "CLAYSTONE: dark grey, firm to moderately hard, sub-fissile, common shell fragments. SILTSTONE and LIMESTONE: as above", "6 / 2", "0.5", "3800-40-9", "None"),
        ("1488 - 1641", "19", "CLST 100", "CLAYSTONE: brownish grey to dark grey, moderately hard, fissile in part, trace siderite nodules", "3 / 1", "0.8", "6400-95-21", "None"),
    ]  # fmt: skip
    lower = [
        ("1641 - 1702", "26", "SH 100", "SHALE: brownish black, hard, fissile, carbonaceous, highly organic, pyritic, trace loose coccoliths", "1 / 3", "3.9", "28100-910-320", "Slow milky cut, dull yellow fluorescence"),
        ("1702 - 1724", "22", "CLST 100", "CLAYSTONE: light brownish grey, hard, blocky, strongly calcareous, grading to marl", "21 / 2", "0.9", "6900-140-44", "None"),
        ("1724 - 1756", "48", "SST 100", "SANDSTONE: clear to pale yellowish brown, fine to medium, well sorted, sub-rounded, loose to friable, quartz cement in part, good visible porosity", "1 / 0", "6.2", "41200-2950-1430", "Bright yellow direct fluorescence 90 %, instant blue-white streaming cut, brown oil stain, good odour"),
        ("1756 - 1791", "39", "SST 95, CLST 5", "SANDSTONE: as above, light grey, fine, trace mica. CLAYSTONE: dark grey, carbonaceous laminae", "2 / 0", "1.4", "10300-420-140", "None below 1757 m"),
        ("1791 - 1870", "24", "SST 60, SLTST 25, CLST 15", "SANDSTONE: light grey, very fine, argillaceous, micaceous. SILTSTONE: grey, laminated. CLAYSTONE: dark grey, coaly partings", "3 / 1", "0.7", "5200-110-31", "None"),
        ("1870 - 1960", "33", "SST 85, COAL 5, CLST 10", "SANDSTONE: white to light grey, medium to coarse, moderately sorted, kaolinitic matrix. COAL: black, brittle, conchoidal. CLAYSTONE: as above", "1 / 0", "0.8", "6100-170-52", "None"),
    ]  # fmt: skip
    return f"""
# Lithology Log
Well :: 7121/5-2 S
Operator :: Nordskarv Energi AS
Mudlogging unit :: Loggtek unit 14
Interval :: 900 - 1960 m MD RKB
Sample interval :: 10 m to 1640 m, 3 m below
Scale :: 1:500, descriptive sheet
Wellsite geologists :: M. Sæterfjord, H. Kleivbotn
Lag check :: Carbide at 1204 m and 1690 m

## Kolmule, Kolje
{table(header, upper)}

---
## Hekkingen to Tubåen
{table(header, lower)}

## Formation tops from cuttings
{
        table(
            ("Formation", "Depth (m MD)", "Criterion"),
            [
                ("Kolmule", 902, "Gamma ray increase, change to olive grey claystone"),
                ("Kolje", 1488, "Brownish claystone with siderite"),
                ("Hekkingen", 1641, "Black shale, gas and gamma ray peak"),
                ("Fuglen", 1702, "Calcareous claystone"),
                ("Stø", 1724, "Drilling break from 22 to 48 m/h, clean sandstone"),
                ("Nordmela", 1791, "Argillaceous, mica"),
                ("Tubåen", 1870, "Coarser sandstone with coal"),
            ],
        )
    }

## Abbreviations
CLST claystone, SLTST siltstone, LST limestone, SST sandstone, SH shale. Percentages are estimated from washed cuttings.
"""


def _cuttings() -> str:
    rows = [
        (2550, 2560, 100, 0, 0, "Claystone: greenish grey, firm to moderately hard, blocky, waxy lustre, non-calcareous", 0.6, "None"),
        (2560, 2570, 95, 0, 5, "Claystone: as above. Tuffaceous siltstone: bluish grey, specks of mica", 0.7, "None"),
        (2570, 2580, 20, 80, 0, "Sandstone: clear quartz, fine to medium, sub-angular to sub-rounded, well sorted, loose", 4.8, "80 % bright yellow fluorescence, instant bluish white cut"),
        (2580, 2590, 5, 95, 0, "Sandstone: as above, trace glauconite and mica, no visible cement", 5.6, "90 % bright yellow fluorescence, brown residue"),
        (2590, 2600, 10, 90, 0, "Sandstone: fine, occasionally medium, trace calcite cemented fragments", 5.1, "85 % bright yellow fluorescence"),
        (2600, 2610, 0, 100, 0, "Sandstone: fine to medium, very well sorted, excellent porosity inferred", 5.9, "95 % bright yellow fluorescence, strong odour"),
        (2610, 2620, 15, 80, 5, "Sandstone: as above. Claystone: dark grey, fissile. Limestone: white, hard", 4.4, "70 % moderate yellow fluorescence"),
        (2620, 2630, 10, 90, 0, "Sandstone: fine, well sorted", 4.9, "80 % moderate yellow fluorescence"),
        (2630, 2640, 5, 95, 0, "Sandstone: fine to medium, loose", 4.2, "75 % moderate yellow fluorescence, slow cut"),
        (2640, 2650, 10, 90, 0, "Sandstone: as above", 1.3, "10 % dull fluorescence to 2644 m, none below"),
        (2650, 2660, 10, 90, 0, "Sandstone: light grey, fine, trace pyrite", 0.9, "None"),
        (2660, 2670, 30, 70, 0, "Sandstone: very fine, argillaceous. Claystone: medium grey, micaceous", 0.8, "None"),
    ]  # fmt: skip
    wrong = [row[:2] for row in rows if row[2] + row[3] + row[4] != 100]
    if wrong:
        raise ValueError(f"lithologies of {wrong} do not add up to 100 %; mend the table")
    return f"""
## Well
Well :: 16/4-14 S
Operator :: Kvitøya Petroleum ASA
Contractor :: Loggtek AS
Interval described :: 2550 - 2670 m MD
Sample type :: Washed and dried cuttings, 10 m composites
Described by :: Wellsite geologist
---
## Cuttings description
{table(("From (m)", "To (m)", "Claystone %", "Sandstone %", "Other %", "Description", "Total gas %", "Hydrocarbon shows"), rows)}
---
## Notes
Depths are drillers' depths, lagged. Oil based mud: fluorescence is compared with a mud blank.
Caving claystone of 5 to 10 % below 2600 m is left out of the percentages.
"""


def _norwegian() -> str:
    units = (
        ("2668-2706", "Leirstein 100 %", "grønngrå til blågrå, fast, blokkig, ikke kalkholdig, spor av glaukonitt og pyritt", "0,5"),
        ("2706-2760", "Tuff 60 %, leirstein 40 %", "lys blågrå med svarte flekker, moderat hard; leirstein som over", "0,7"),
        ("2760-2866", "Leirstein 85 %, tuff 15 %", "mørk grå til brunlig, laminert, glimmerholdig", "0,9"),
        ("2866-2990", "Leirskifer 100 %", "olivengrå til mørk grå, hard, spaltbar, karbonholdig", "1,2"),
        ("2990-3050", "Leirstein 90 %, kalkstein 10 %", "rødbrun og grønn, fast; kalkstein hvit, mikrokrystallin, i tynne lag", "0,8"),
        ("3050-3186", "Leirstein 80 %, sandstein 20 %", "mellomgrå; sandstein lys grå, meget finkornet, kalsittsementert", "1,1"),
        ("3186-3290", "Sandstein 95 %, leirstein 5 %", "klar til svakt gul kvarts, fin- til middelskornet, godt sortert, løs, god porøsitet, oljefarge", "6,8"),
        ("3290-3344", "Sandstein 70 %, leirstein 30 %", "som over med tynne leirsteinslag, spor av glimmer", "4,1"),
        ("3344-3610", "Sandstein 95 %, leirstein 5 %", "middelskornet, meget godt sortert, løs, jevn oljefarge og klar gul fluorescens", "7,2"),
    )  # fmt: skip
    lines = "\n".join(f"{depth:<10} {gas:>5}   {rock}\n{'':19}{text}" for depth, rock, text, gas in units)
    return f"""
# Litologilogg
Brønn :: 25/8-K-21 A
Operatør :: Nordskarv Energi AS
Intervall :: 2668-3610 m MD
Prøveintervall :: 10 m, 5 m i reservoaret
Slam :: Oljebasert, fluorescens korrigert mot slamprøve

## Beskrivelse av borekaks
```
Dybde (m)  Gass %  Bergart og beskrivelse
---------  ------  -----------------------------------------------------------
{lines}
```

## Formasjonstopper
{table(("Formasjon", "m MD", "Kjennetegn"), [("Balder", 2706, "Tuff, fall i gammastråling"), ("Sele", 2866, "Mørk leirskifer, økt gammastråling"), ("Lista", 2990, "Rødbrun leirstein"), ("Heimdal", 3186, "Borehastighet fra 14 til 38 m/t, ren sandstein")])}

## Hydrokarbonindikasjoner
Direkte gul fluorescens i 90 prosent av prøvene fra 3186 m til 3610 m, momentant blåhvitt utslag i løsemiddel og svak
oljelukt. Tynne leirsteinslag ved 3302, 3318 og 3337 m mangler fluorescens.
"""


def _core() -> str:
    facies = [
        ("2931.00 - 2933.40", "Very fine to fine sandstone, ripple cross-lamination, mica on laminae", "F4", "Lower shoreface", "Moderate, Teichichnus"),
        ("2933.40 - 2936.15", "Fine sandstone, low-angle cross-bedding, hummocky in part, oil stained", "F5", "Middle shoreface", "Sparse"),
        ("2936.15 - 2939.80", "Medium sandstone, trough cross-bedding in 0.2 - 0.5 m sets, oil stained", "F6", "Upper shoreface", "None"),
        ("2939.80 - 2940.25", "Calcite cemented medium sandstone, vuggy", "F6c", "Upper shoreface, cemented", "None"),
        ("2940.25 - 2944.90", "Medium to coarse sandstone, planar parallel lamination, heavy mineral streaks", "F7", "Foreshore", "None"),
        ("2944.90 - 2946.20", "Coal and rooted carbonaceous mudstone", "F9", "Coastal plain", "Roots"),
        ("2946.20 - 2949.00", "Coarse sandstone fining upwards, erosive base with mud clasts", "F8", "Distributary channel", "None"),
    ]  # fmt: skip
    return f"""
# Sedimentological core log
Well :: 34/7-B-9
Field :: Brattegg
Cores :: 1 (2931.00 - 2940.25 m) and 2 (2940.25 - 2949.00 m)
Recovery :: 100 % and 98.6 %
Core to log shift :: +1.4 m
Formation :: Brent Group, Etive and Ness
Scale of drawn log :: 1:50

## Lithology and facies
{table(("Core depth (m)", "Lithology and structures", "Facies", "Interpretation", "Bioturbation"), facies)}

## Grain size and rock properties
{
        table(
            (
                "Depth (m)",
                "Grain size (phi)",
                "Sorting",
                "Porosity (%)",
                "Horizontal permeability (mD)",
                "Grain density (g/cm3)",
            ),
            [
                (2932.25, 3.2, "Moderate", 21.4, 148, 2.67),
                (2934.75, 2.6, "Well", 25.3, 820, 2.66),
                (2938.00, 1.8, "Well", 27.9, 3410, 2.65),
                (2940.00, 1.7, "Well", 4.8, 0.03, 2.70),
                (2943.25, 1.4, "Very well", 28.6, 5230, 2.65),
                (2948.00, 0.8, "Moderate", 24.0, 2875, 2.65),
            ],
        )
    }

## Description
The cored interval coarsens upwards from lower shoreface to foreshore, is capped by a coal, and is cut by a channel
sandstone. The cemented layer at 2939.80 m is 45 cm thick and is correlated with a high density, low neutron peak on the
logs; it is probably of limited extent. Oil staining is even in facies F5 to F8 and patchy in F4.

## Fractures
Two healed shear fractures at 2937.1 m, dip 62 degrees, with cataclastic seam 2 mm wide. Drilling induced petal fractures
from 2934 m to 2935 m.
"""
