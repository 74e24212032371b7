"""End of job reports of service companies: cement, directional drilling, liner, perforation."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from samples import wells
from samples.figures import comma
from samples.markup import table
from samples.sample import Sample

_LABEL = "end_of_job_report"
_INCH_M = 0.0254  # exact, ISO 80000-3


def samples() -> Iterator[Sample]:
    """Yield the end of job reports."""
    yield Sample(
        "drilling/34-7-B-12-H/EOJ cement 9_625 casing.pdf", _cement(), _LABEL, "en",
        'End of Job Report - 9 5/8" casing cementing - 34/7-B-12 H', "Fjordsement AS", date(2024, 3, 12),
    )  # fmt: skip
    yield Sample(
        "drilling/25-8-K-21-A/EOJ_directional_25_8-K-21A.xlsx", _directional(), _LABEL, "en",
        "Directional drilling end of job report 25/8-K-21 A", "Retningsboring Vest AS", date(2024, 2, 15),
    )  # fmt: skip
    yield Sample(
        "drilling/6507-11-F-3/sluttrapport_forlengingsror.docx", _liner(), _LABEL, "nb",
        'Sluttrapport for jobb: 7" forlengingsrør 6507/11-F-3', "Sjøtun Well Services AS", date(2023, 11, 17),
    )  # fmt: skip
    yield Sample(
        "intervention/EOJ_TCP_perforating_7121-5-2S.html", _perforating(), _LABEL, "en",
        "End of job report, TCP perforating, 7121/5-2 S", "Sjøtun Well Services AS", date(2022, 8, 3),
    )  # fmt: skip


def annulus_m3(outer_in: float, inner_in: float, length_m: float) -> float:
    """Return the volume between two diameters over a length."""
    return math.pi / 4 * ((outer_in * _INCH_M) ** 2 - (inner_in * _INCH_M) ** 2) * length_m


def _cement() -> str:
    shoe, top_tail, top_lead, hole, excess = 3868.0, 3568.0, 2700.0, 12.6, 1.10
    tail = annulus_m3(hole, 9.625, shoe - top_tail) * excess + annulus_m3(8.681, 0, 24)
    lead = annulus_m3(hole, 9.625, top_tail - top_lead) * excess
    displaced = annulus_m3(8.681, 0, shoe - 24)
    schedule = [("Pressure test lines", "Seawater", "", "", 0.3, 345), ("Spacer", "Weighted spacer 1.56 sg", 1200, 16.0, 0.2, 42),
                ("Drop bottom plug", "", "", "", 0.1, ""), ("Lead", "1.62 sg", 900, f"{lead:.1f}", f"{lead / 54:.1f}", 38),
                ("Tail", "1.90 sg", 700, f"{tail:.1f}", f"{tail / 42:.1f}", 34), ("Drop top plug", "", "", "", 0.1, ""),
                ("Displacement", "Oil based mud 1.46 sg", 1800, f"{displaced:.1f}", f"{displaced / 108:.1f}", 118),
                ("Bump plug", "", "", "", 0.2, 205)]  # fmt: skip
    return f"""
# End of Job Report
Job :: Primary cementing of 9 5/8" casing
Well :: 34/7-B-12 H
Customer :: Nordskarv Energi AS
Rig :: Brattegg B
Job date :: 11 March 2024
Casing :: 9 5/8" 53.5 lb/ft to {shoe:.0f} m MD / {wells.tvd("34/7-B-12 H", shoe):.0f} m TVD
Open hole :: 12 1/4", caliper average {hole} in
Previous shoe :: 13 3/8" at 2342 m MD
Planned top of cement :: {top_lead:.0f} m MD
Bottom hole circulating temperature :: 71 deg C

## 1 Job summary
The cement was mixed and pumped according to the programme. No losses were seen. The plug was bumped with 205 bar at
{displaced - 0.4:.1f} m3, {
        100 * 0.4 / displaced:.1f} % before the calculated volume. Floats held when bled off. Estimated
top of cement from lift pressure is 2680 m MD.

## 2 Slurry design
{
        table(
            ("Property", "Lead", "Tail"),
            [
                ("Density (sg)", 1.62, 1.90),
                ("Yield (l/100 kg)", 124.6, 77.1),
                ("Mix water (l/100 kg)", 87.3, 44.8),
                ("Thickening time to 70 Bc (h:min)", "6:40", "4:55"),
                ("Fluid loss (ml/30 min)", 84, 38),
                ("Free fluid (%)", 0, 0),
                ("Compressive strength 24 h (bar)", 62, 214),
                ("Plastic viscosity (cP)", 48, 96),
            ],
        )
    }

## 3 Volumes
{
        table(
            ("Stage", "Interval (m MD)", "Excess", "Volume (m3)"),
            [
                ("Lead", f"{top_lead:.0f} - {top_tail:.0f}", "10 %", f"{lead:.1f}"),
                ("Tail, with 24 m shoe track", f"{top_tail:.0f} - {shoe:.0f}", "10 %", f"{tail:.1f}"),
                ("Displacement to collar", "", "", f"{displaced:.1f}"),
            ],
        )
    }

## 4 Pumping schedule
{table(("Stage", "Fluid", "Rate (l/min)", "Volume (m3)", "Time (h)", "Pressure (bar)"), schedule)}

## 5 Equipment and materials
{
        table(
            ("Material", "Planned (t)", "Used (t)", "Left on board (t)"),
            [
                ("Class G cement", 42, f"{lead / 1.246 + tail / 0.771:.1f}", 46.8),
                ("Silica flour", 0, 0, 12),
                ("Barite in spacer", 9, 8.6, "n/a"),
            ],
        )
    }
Liquid additive system 2 lost calibration on the dispersant pump; the rate was verified by tank strap. Density was kept
within 0.02 sg of design for 94 % of the tail slurry.

## 6 Lessons learned
- Centralisation with one per joint over the tail gave 82 % stand-off in simulation; keep for next well.
- Batch mix the spacer at least 2 h before the job to let trapped air out.

## 7 Service quality
{
        table(
            ("Question", "Score (1-5)"),
            [("Job preparation", 5), ("Execution", 4), ("Equipment", 4), ("HSE", 5), ("Reporting", 4)],
        )
    }
"""


def _directional() -> str:
    runs = [(1, '12 1/4"', 2668, 3020, 18.6, "RSS", "Drill out, section part 1", "Washed out MWD"),
            (2, '12 1/4"', 3020, 3188, 9.4, "RSS", "To section TD", "Section TD"),
            (3, '8 1/2"', 3188, 3452, 17.1, "RSS", "Reservoir part 1", "Bit change, ROP"),
            (4, '8 1/2"', 3452, 3610, 11.8, "RSS", "To well TD", "Well TD")]  # fmt: skip
    rows = [
        (n, size, start, end, end - start, hours, f"{(end - start) / hours:.1f}", tool, aim, why)
        for n, size, start, end, hours, tool, aim, why in runs
    ]
    total, drilled = sum(run[4] for run in runs), runs[-1][3] - runs[0][2]
    last = wells.path("25/8-K-21 A")[-1]
    return f"""
## Summary
Report type :: End of job report, directional drilling and MWD/LWD
Well :: 25/8-K-21 A
Client :: Nordskarv Energi AS
Rig :: Nordic Ternen
Job period :: 22 January - 9 February 2024
Drilled (m) :: {drilled}
Drilling hours :: {total:.1f}
Average ROP (m/h) :: {drilled / total:.1f}
Total depth :: {last.depth_md_m:.0f} m MD / {last.depth_tvd_m:.1f} m TVD
Downtime :: 6.5 h (one MWD failure)
The well was landed 1.8 m TVD from the target centre. All four geological targets were hit. LWD real-time data were
available for 99.1 % of the drilled footage.
---
## BHA runs
{
        table(
            (
                "Run",
                "Hole",
                "From (m)",
                "To (m)",
                "Drilled (m)",
                "Hours",
                "ROP (m/h)",
                "Steering",
                "Purpose",
                "Reason pulled",
            ),
            rows,
        )
    }
---
## Parameters
{
        table(
            ("Run", "WOB (t)", "RPM", "Flow (l/min)", "SPP (bar)", "Torque (kNm)", "Max DLS (deg/30 m)", "Shock level"),
            [
                (1, "6-10", 150, 3400, 221, "14-22", 2.4, "Low"),
                (2, "7-11", 150, 3350, 228, "16-24", 1.6, "Medium"),
                (3, "4-8", 130, 2150, 204, "15-21", 1.4, "Low"),
                (4, "5-8", 130, 2100, 209, "17-23", 1.2, "Low"),
            ],
        )
    }
---
## Tool performance
{
        table(
            ("Tool", "Serial", "Circulating hours", "Failure", "Action"),
            [
                ("MWD 8 1/4", "MW825-0418", 31.5, "Pulser washed out", "Sent to workshop, report within 30 days"),
                ("RSS 9 1/2", "RS950-0177", 52.0, "None", ""),
                ("LWD resistivity 6 3/4", "AR675-0092", 61.5, "None", ""),
                ("Density-neutron 6 3/4", "DN675-0133", 61.5, "None", ""),
            ],
        )
    }
---
## Lessons learned
Install a second filter screen in the top drive: junk in run 1 eroded the pulser.
Pre-job torque and drag with friction factor 0.22 in cased hole and 0.30 in open hole matched measurements within 8 %.
"""


def _liner() -> str:
    shoe, top, hole = 2884.0, 2190.0, 8.7
    volume = annulus_m3(hole, 7, shoe - 2310) * 1.2 + annulus_m3(8.535, 7, 2310 - top)
    return f"""
# Sluttrapport for jobb: kjøring og sementering av 7" forlengingsrør
Kunde :: Kvitøya Petroleum ASA
Brønn :: 6507/11-F-3
Rigg :: Polar Skarven
Jobbdato :: 13.-15. november 2023
Servicehåndtverker :: Steinar Havnebrekk
Ordrenummer :: SJ-23-4471

## Oppsummering
Det 7" forlengingsrøret ble kjørt til {comma(shoe, 1)} m MD ({comma(wells.tvd("6507/11-F-3", shoe), 1)} m TVD) uten
rotasjon over skoen og med rotasjon fra 2420 m. Hengeren ble satt på {
        comma(top, 1)
    } m MD, og toppakningen ble testet til
250 bar. Jobben ble utført uten skader, utslipp eller nedetid.

## Utstyr kjørt
{
        table(
            ("Nr.", "Komponent", "Lengde (m)", "Topp (m MD)"),
            [
                (1, "Rømmesko", "0,78", comma(shoe - 0.78, 2)),
                (2, 'Rør 7" 32 lb/ft, 2 lengder', "24,12", comma(shoe - 24.9, 2)),
                (3, "Landingskrage", "0,52", comma(shoe - 25.42, 2)),
                (4, 'Rør 7" 32 lb/ft, 54 lengder', comma(shoe - 25.42 - top - 6.4, 2), comma(top + 6.4, 2)),
                (5, "Henger med toppakning", "6,40", comma(top, 2)),
            ],
        )
    }

## Hendelsesforløp
{
        table(
            ("Dato", "Kl.", "Hendelse"),
            [
                ("13.11", "14.20", "Startet kjøring av forlengingsrør, 56 lengder på 6,2 timer"),
                ("13.11", "23.40", "Koblet til henger, vekt 26 tonn"),
                ("14.11", "07.15", 'Ved 9 5/8" sko på 2310 m, brøt sirkulasjon med 600 l/min'),
                ("14.11", "10.50", "Rotasjon 20 o/min, moment 11 kNm gjennom 2420-2884 m"),
                ("14.11", "15.05", "Kule sluppet, henger satt med 145 bar, frigjort setteverktøy"),
                ("14.11", "17.30", f"Pumpet {comma(volume, 1)} m3 sement 1,90 sg"),
                ("14.11", "18.45", "Plugg på plass, 178 bar, ingen retur"),
                ("14.11", "19.30", "Satt toppakning med 28 tonn, testet 250 bar i 10 min"),
                ("15.11", "06.00", "Setteverktøy på dekk, inspisert uten anmerkning"),
            ],
        )
    }

## Avvik og forbedringer
- Ett rør ble vraket på dekk på grunn av skadd gjenge.
- Momentgrensen på 16 kNm bør økes til 19 kNm når premiumgjenger brukes.
- Fyllverktøyet sparte omtrent 40 minutter i forhold til forrige jobb.

## Kundens vurdering
Forberedelse 5, utførelse 5, utstyr 4, HMS 5 (skala 1-5).
"""


def _perforating() -> str:
    return f"""
# End of job report: tubing conveyed perforating
Well :: 7121/5-2 S
Customer :: Nordskarv Energi AS
Rig :: Polar Skarven
Service order :: SJ-22-3108
Date :: 24 July 2022
Perforated interval :: 1726 - 1752 m MD
Gun system :: 4 5/8", 6 shots per foot, 60 deg phasing, deep penetrating
Supervisor :: Jorunn Vindskar

## Job summary
The guns were run on the DST string, correlated with gamma ray and CCL at 1712 m and fired with 150 bar static
underbalance by annulus pressure. Firing was confirmed by shock sensor and a wellhead pressure rise of 11 bar in 90 s.
All guns were recovered on 2 August; 508 of 512 charges had fired.

## Sequence
{
        table(
            ("Time", "Event"),
            [
                ("24 Jul 02:10", "Guns made up below rotary, radio silence not required"),
                ("24 Jul 09:45", "Packer set at 1698 m, tested to 100 bar for 10 min"),
                ("24 Jul 11:20", "GR/CCL correlation, string spaced out 0.6 m down"),
                ("24 Jul 13:32", "Applied 124 bar on annulus, delay 7 min"),
                ("24 Jul 13:39", "Guns fired"),
            ],
        )
    }

## Gun performance
{
        table(
            ("Item", "Planned", "Actual"),
            [
                ("Loaded length (m)", 26.0, 26.0),
                ("Shots", 512, 508),
                ("Entrance hole (mm)", 9.1, "n/a"),
                ("Penetration API 19B (mm)", 1180, "n/a"),
            ],
        )
    }

## Deviations and improvement
- Four charges in gun 3 did not fire: moisture in the detonating cord connector. Connector type changed from this job on.
- Spacing out took 1.1 h more than planned since the pup joints were stored under the cement hose.
"""
