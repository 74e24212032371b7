"""Rig action plans: what a rig has to mend, who does it, and by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from samples.markup import table
from samples.sample import Sample

_LABEL = "rig_action_plan"


def samples() -> Iterator[Sample]:
    """Yield the rig action plans."""
    yield Sample(
        "rig/Polar Skarven/RAP Polar Skarven rev 5.xlsx", _intake(), _LABEL, "en",
        "Rig Action Plan Polar Skarven, rev. 5", "Kvitøya Petroleum ASA", date(2023, 8, 18),
    )  # fmt: skip
    yield Sample(
        "rig/Nordic Ternen/tiltaksplan_nordic_ternen.pptx", _norwegian_slides(), _LABEL, "nb",
        "Tiltaksplan for rigg Nordic Ternen", "Nordskarv Energi AS", date(2023, 12, 5),
    )  # fmt: skip
    yield Sample(
        "rig/Brattegg B/rig action plan Q1 2024.docx", _quarterly(), _LABEL, "en",
        "Rig Action Plan Brattegg B, first quarter 2024", "Nordskarv Energi AS", date(2024, 1, 8),
    )  # fmt: skip
    yield Sample(
        "rig/Polar Skarven/Handlingsplan etter tilsyn.pdf", _after_audit(), _LABEL, "nb",
        "Handlingsplan for Polar Skarven etter verifikasjon", "Nordskarv Energi AS", date(2022, 4, 22),
    )  # fmt: skip


_INTAKE = (
    ("RAP-001", "Well control", "BOP: upper annular element at 92 % of allowed strokes", "Replace element before spud", "High", "Subsea section leader", "2023-08-28", "Open"),
    ("RAP-002", "Well control", "Choke manifold valve 7 leaks 0.4 l/min at 345 bar", "Overhaul valve, retest", "High", "Toolpusher", "2023-08-22", "Closed"),
    ("RAP-003", "Drilling", "Active heave compensator accumulator pre-charge 11 bar low", "Recharge and trend weekly", "Medium", "Mechanic", "2023-08-25", "Closed"),
    ("RAP-004", "Drilling", "No spare main shaft seal for top drive on board", "Order, lead time six weeks", "Medium", "Rig buyer", "2023-09-29", "Open"),
    ("RAP-005", "Lifting", "Two riser tensioner sheaves without valid certificate", "Certify by enterprise of competence", "High", "Technical section leader", "2023-08-24", "Closed"),
    ("RAP-006", "Mud system", "Degasser not tested since overhaul", "Function test with 400 l/min water", "Medium", "Derrickman", "2023-08-27", "Open"),
    ("RAP-007", "Marine", "Anchor winch 5 band brake wear 70 %", "Replace lining at next anchor handling", "Medium", "Barge supervisor", "2023-10-15", "Open"),
    ("RAP-008", "Safety", "Muster list lacks third-party personnel in shaker house", "Update list and drill", "Low", "Safety adviser", "2023-08-20", "Closed"),
    ("RAP-009", "Cement unit", "Densitometer drift 0.03 sg", "Calibrate, verify with mud balance", "Medium", "Cement operator", "2023-08-26", "In progress"),
    ("RAP-010", "ROV", "Tether management system wire due for cut-back", "Cut 30 m, reterminate, load test", "Low", "ROV superintendent", "2023-09-05", "In progress"),
)  # fmt: skip


def _intake() -> str:
    header = ("No.", "Area", "Finding", "Action", "Priority", "Responsible", "Due date", "Status")
    status = Counter(row[7] for row in _INTAKE)
    priority = Counter(row[4] for row in _INTAKE)
    return f"""
## Cover
Document :: Rig Action Plan
Rig :: Polar Skarven
Next well :: 6507/11-F-3
Purpose :: Follow-up of rig intake inspection 7 - 11 August 2023
Revision :: 5
Owner :: Rig manager
Rule :: No high priority action open at spud
---
## Actions
{table(header, _INTAKE)}
---
## Status
{table(("Status", "Number"), [*sorted(status.items()), ("Total", len(_INTAKE))])}

{table(("Priority", "Number"), [(name, priority[name]) for name in ("High", "Medium", "Low")])}
---
## Change log
{table(("Revision", "Date", "Change"), [(3, "2023-08-14", "First issue after inspection"), (4, "2023-08-16", "RAP-009 and RAP-010 added"), (5, "2023-08-18", "RAP-008 closed, due date of RAP-004 moved two weeks")])}
"""


def _norwegian_slides() -> str:
    return f"""
# Tiltaksplan for rigg: Nordic Ternen før 25/8-K-21 A
## Bakgrunn
- Riggen kommer fra 14 uker med vedlikehold og har ny hydraulikkpakke for topdrive
- Mottakskontroll 27.-29. november 2023 ga 17 funn: 4 høy, 9 middels, 4 lav prioritet
- Mål: alle tiltak med høy prioritet lukket før borestart 4. januar 2024
## Tiltak med høy prioritet
{
        table(
            ("Nr.", "Funn", "Tiltak", "Ansvarlig", "Frist"),
            [
                (
                    "T-01",
                    "Trykktest av stigerørsmanifold mangler",
                    "Test 345 bar, dokumenter",
                    "Borestasjonsleder",
                    "15.12.2023",
                ),
                (
                    "T-04",
                    "Nødstoppknapp i kran 2 svikter",
                    "Bytt bryter, full funksjonstest",
                    "Teknisk sjef",
                    "08.12.2023",
                ),
                (
                    "T-07",
                    "Utdatert kalibrering av gassdetektorer i ristemaskinrom",
                    "Kalibrer 12 detektorer",
                    "Automatiker",
                    "12.12.2023",
                ),
                (
                    "T-11",
                    "Slitte låsepinner i rørhåndterer",
                    "Bytt sett, inspeksjon etter 200 t",
                    "Mekaniker",
                    "20.12.2023",
                ),
            ],
        )
    }
## Tiltak med middels prioritet
{
        table(
            ("Nr.", "Funn", "Tiltak", "Frist", "Status"),
            [
                ("T-02", "Slampumpe 3: vibrasjon 9 mm/s", "Oppretting av kopling", "22.12.2023", "Pågår"),
                ("T-05", "Sementlinje uten trykkavlastning merket", "Ny merking", "18.12.2023", "Lukket"),
                ("T-08", "Reservedeler for BOP-panel", "Bestilt, leveres uke 51", "22.12.2023", "Pågår"),
                ("T-13", "Belysning i boretårn 60 % av krav", "Bytt til LED-armatur", "10.01.2024", "Åpen"),
            ],
        )
    }
## Oppfølging
- Statusmøte hver tirsdag kl. 09.00 mellom riggsjef, boreleder og vedlikeholdsplanlegger
- Utsatt frist krever godkjenning av boresjef og risikovurdering
- Neste revisjon av planen 19. desember 2023
"""


def _quarterly() -> str:
    return f"""
# Rig Action Plan Brattegg B
Period :: 1 January - 31 March 2024
Installation :: Brattegg B drilling facility
Planned activity :: 34/7-B-12 H drilling and completion
Plan owner :: Drilling supervisor

## Purpose
The plan collects improvements agreed between operator and drilling contractor after 34/7-B-11. Each action has one
owner and is reviewed in the weekly rig meeting. Efficiency target: connection time below 7.5 minutes, tripping speed in
cased hole above 900 m/h, drilling contractor downtime below 3 %.

## Safety actions
{
        table(
            ("No.", "Action", "Owner", "Due", "Status"),
            [
                (
                    "S1",
                    "Red zone lights on drill floor interlocked with iron roughneck",
                    "Maintenance lead",
                    "2 Feb",
                    "Parts on board",
                ),
                ("S2", "Line of fire campaign, one session per shift", "Safety adviser", "15 Jan", "Done"),
                (
                    "S3",
                    "Dropped object survey of the derrick before the completion phase",
                    "Toolpusher",
                    "10 Mar",
                    "Planned",
                ),
                ("S4", "New whip checks on all high pressure hoses", "Assistant driller", "26 Jan", "Done"),
            ],
        )
    }

## Efficiency actions
{
        table(
            ("No.", "Action", "Baseline", "Target", "Owner", "Status"),
            [
                (
                    "E1",
                    "Offline make-up of casing in triples",
                    "8.1 joints/h",
                    "12 joints/h",
                    "Senior toolpusher",
                    "Trial done",
                ),
                ("E2", "Slip-to-slip checklist shortened", "9.2 min", "7.5 min", "Driller", "In use"),
                (
                    "E3",
                    "Shaker screens changed at connections only",
                    "35 min/day",
                    "10 min/day",
                    "Mud engineer",
                    "In use",
                ),
                (
                    "E4",
                    "Top drive cooler cleaned every 14 days",
                    "2 stops/month",
                    "0 stops",
                    "Maintenance lead",
                    "Scheduled",
                ),
            ],
        )
    }

## Integrity and maintenance actions
{
        table(
            ("No.", "Equipment", "Action", "Work order", "Due"),
            [
                ("M1", "Mud pump 2", "Replace pulsation dampener bladder", "WO 40118823", "19 Jan"),
                ("M2", "BOP ram block, lower pipe", "Five-yearly recertification", "WO 40118907", "28 Mar"),
                ("M3", "Drawworks disc brake", "Measure lining, replace below 8 mm", "WO 40119044", "9 Feb"),
                ("M4", "Standpipe manifold", "Ultrasonic thickness at 14 points", "WO 40119050", "1 Mar"),
            ],
        )
    }

## Follow-up
Actions later than 14 days are escalated to the drilling manager. Closed actions need a picture or a work order number.
"""


def _after_audit() -> str:
    rows = [
        (
            "1",
            "Manglende oversikt over midlertidig utstyr",
            "Etabler register og månedlig kontroll",
            "Plattformsjef",
            "30.05.2022",
            "Under arbeid",
        ),
        (
            "2",
            "Barrieresvekkelser ikke vurdert samlet",
            "Ukentlig barrieremøte, tavle på boredekk",
            "Boresjef rigg",
            "15.05.2022",
            "Lukket",
        ),
        (
            "3",
            "Styringssystem: utdatert prosedyre for frakopling",
            "Revider og tren to skift",
            "Undervannsleder",
            "20.06.2022",
            "Under arbeid",
        ),
        (
            "4",
            "Etterslep på forebyggende vedlikehold, 312 timer",
            "Ekstra mekaniker i to turer",
            "Teknisk sjef",
            "30.06.2022",
            "Under arbeid",
        ),
        ("5", "Støy over 90 dB i pumperom", "Skjerming og merking av sone", "Verneleder", "01.09.2022", "Åpen"),
    ]
    return f"""
# Handlingsplan for Polar Skarven etter verifikasjon
Rigg :: Polar Skarven
Anledning :: Operatørens verifikasjon 4.-7. april 2022 før 7121/5-2 S
Ansvarlig :: Riggsjef
Revisjon :: 2, 22.04.2022

## Formål
Planen viser hvordan hvert avvik og hver forbedring fra verifikasjonen skal lukkes. Tiltak som berører brønnkontroll
skal være lukket før oppankring. Status rapporteres til operatøren hver fredag.

## Tiltak
{table(("Nr.", "Observasjon", "Tiltak", "Ansvarlig", "Frist", "Status"), rows)}

## Forutsetninger for borestart
- Tiltak 1-3 lukket eller med godkjent risikovurdering.
- Alle gjennomganger av beredskapsplanen signert av begge skift.
- Etterslepet på vedlikehold under 150 timer, ingen av dem på sikkerhetskritisk utstyr.

## Læring
Samme funn om midlertidig utstyr ble gjort i 2020. Registeret skal derfor eies av én navngitt stilling, ikke av skiftet.
"""
