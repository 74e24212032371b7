"""Risk assessments: registers, safe job analyses, a workshop, and a collision study."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.markup import table
from samples.sample import Sample

_LABEL = "risk_assessment"


def samples() -> Iterator[Sample]:
    """Yield the risk assessments."""
    yield Sample(
        "hse/risk/HAZID 34_7-B-12 H risk register.xlsx", _register(), _LABEL, "en",
        "Risk register 34/7-B-12 H", "Nordskarv Energi AS", date(2023, 12, 14),
    )  # fmt: skip
    yield Sample(
        "hse/risk/SJA_bytte_av_stigerorskobling.docx", _safe_job_analysis(), _LABEL, "nb",
        "Sikker jobbanalyse: bytte av pakninger i stigerørskobling", "Polar Skarven", date(2022, 6, 20),
    )  # fmt: skip
    yield Sample(
        "hse/risk/Shallow gas risk workshop F-3.pptx", _workshop(), _LABEL, "en",
        "Shallow gas and top hole risk assessment 6507/11-F-3", "Kvitøya Petroleum ASA", date(2023, 7, 4),
    )  # fmt: skip
    yield Sample(
        "hse/risk/risikovurdering_samtidige_operasjonar.pdf", _nynorsk(), _LABEL, "nn",
        "Risikovurdering av samtidige operasjonar på Brattegg B", "Nordskarv Energi AS", date(2024, 2, 8),
    )  # fmt: skip


def _level(score: int) -> str:
    """Give the colour of a 5 x 5 matrix: red from 15, yellow from 8."""
    return "Red" if score >= 15 else "Yellow" if score >= 8 else "Green"


_RISKS = (
    ("R01", "Losses in depleted Etive while drilling", 3, 3, "LCM stock 20 t, ECD management, stress cage in mud", 2, 3, "Drilling engineer"),
    ("R02", "Influx from overpressured Draupne stringer", 2, 5, "Mud weight 1.46 sg, kick drill each shift, pore pressure follow-up", 1, 5, "Drilling supervisor"),
    ("R03", "Collision with 34/7-B-9", 2, 5, "Gyro above 640 m, separation factor above 1.5, stop drilling criteria", 1, 5, "Survey engineer"),
    ("R04", "Stuck pipe across Shetland ledges", 3, 4, "Ream each stand, limit doglegs to 3 deg/30 m, jar placement", 2, 4, "Directional driller"),
    ("R05", "Screens do not reach total depth", 3, 4, "Torque and drag with 0.35 friction, wiper trip, washpipe", 2, 4, "Completion engineer"),
    ("R06", "Dropped object during skidding", 3, 4, "Dropped object survey, red zone, no personnel below", 2, 4, "Toolpusher"),
    ("R07", "Delay of swell packers from supplier", 4, 2, "Weekly expediting, spare set from B-11", 2, 2, "Logistics"),
    ("R08", "Exposure to oil mist in shaker house", 3, 3, "Ventilation check, exposure time limit, masks", 2, 3, "Occupational hygienist"),
    ("R09", "Loss of well barrier through worn casing", 2, 4, "Ditch magnets, wear log above 10 t side force", 1, 4, "Well integrity engineer"),
)  # fmt: skip


def _register() -> str:
    rows = [
        (number, hazard, p, c, p * c, _level(p * c), action, q, d, q * d, _level(q * d), owner)
        for number, hazard, p, c, action, q, d, owner in _RISKS
    ]
    header = ("ID", "Hazard", "Probability", "Consequence", "Score", "Level", "Risk reducing measures", "Probability after", "Consequence after", "Score after",
              "Level after", "Owner")  # fmt: skip
    return f"""
## Risk register
Well :: 34/7-B-12 H
Workshop :: HAZID 12 December 2023, Brattegg project
Participants :: 14 from operator, rig contractor and service companies
Acceptance :: No red risks at spud; yellow risks as low as reasonably practicable
{table(header, rows)}
---
## Risk matrix
{
        table(
            ("Probability", "Meaning", "Consequence", "People", "Environment", "Cost (MNOK)"),
            [
                (1, "Never heard of in the industry", 1, "First aid", "Below 1 m3", "below 1"),
                (2, "Heard of in the industry", 2, "Medical treatment", "1 - 10 m3", "1 - 5"),
                (3, "Has happened in the company", 3, "Lost time", "10 - 50 m3", "5 - 20"),
                (4, "Happens each year in the company", 4, "Permanent disability", "50 - 500 m3", "20 - 100"),
                (5, "Happens each year at the location", 5, "Fatality", "above 500 m3", "above 100"),
            ],
        )
    }
---
## Actions
{
        table(
            ("Action", "Due", "Status"),
            [
                ("Stress cage modelling reported", "2024-01-12", "Open"),
                ("Agree stop drilling criteria with survey contractor", "2024-01-05", "Open"),
                ("Wear log tool on board", "2024-02-20", "Ordered"),
                ("Mist measurements in shaker house", "2024-03-01", "Planned"),
            ],
        )
    }
"""


def _safe_job_analysis() -> str:
    return f"""
# Sikker jobbanalyse (SJA)
SJA-nummer :: 2022-061
Innretning :: Polar Skarven
Arbeidsoperasjon :: Bytte av pakninger i stigerørskobling over rotasjonsbord
Dato :: 20.06.2022
Arbeidstillatelse :: AT-1184, nivå 1
SJA-leder :: Undervannsleder
Deltakere :: Borer, boredekksarbeider, undervannsingeniør, verneombud

## Beskrivelse
Stigerørskobling nr. 14 lekker 0,2 l/min. Koblingen skal løftes 1,5 m over rotasjonsbordet, sikres i gaffel, åpnes og få
nye pakninger. Arbeidet gjøres med værvindu på minst 8 timer og signifikant bølgehøyde under 2,5 m.

## Risikomatrise før og etter tiltak
{
        table(
            ("Nr.", "Delaktivitet", "Fare", "Mulig konsekvens", "Risiko før", "Tiltak", "Ansvarlig", "Risiko etter"),
            [
                (
                    "1",
                    "Løft av stigerør",
                    "Last faller eller svinger",
                    "Klemskade, dødsfall",
                    "Høy",
                    "Rød sone, løfteplan, to sikringer, ingen under last",
                    "Borer",
                    "Lav",
                ),
                (
                    "2",
                    "Sikring i gaffel",
                    "Gaffel ikke i lås",
                    "Tap av stigerør",
                    "Høy",
                    "Dobbel visuell kontroll, signert sjekkliste",
                    "Undervannsleder",
                    "Lav",
                ),
                (
                    "3",
                    "Åpning av bolter",
                    "Restenergi i koblingen",
                    "Slag, kutt",
                    "Middels",
                    "Trykkavlast og verifiser, momentnøkkel med mothold",
                    "Undervannsingeniør",
                    "Lav",
                ),
                (
                    "4",
                    "Bytte av pakning",
                    "Fall til sjø av verktøy",
                    "Gjenstand treffer utstyr",
                    "Middels",
                    "Verktøysnor, matte over åpning",
                    "Boredekksarbeider",
                    "Lav",
                ),
                (
                    "5",
                    "Trykktest",
                    "Sprut under trykk",
                    "Øyeskade",
                    "Middels",
                    "Avsperring, vernebriller og skjerm, trinnvis test",
                    "Borer",
                    "Lav",
                ),
            ],
        )
    }

## Sjekkliste
- Er alle involverte kjent med jobben og beredskapen? Ja
- Er samtidige aktiviteter avklart med kontrollrommet? Ja, kran 1 står parkert
- Er værmeldingen hentet siste time? Ja, Hs 1,9 m, avtakende
- Kan jobben stanses trygt i hvert trinn? Ja, unntatt trinn 1, som fullføres

## Konklusjon
Restrisikoen er vurdert som akseptabel. Arbeidet kan utføres dersom tiltakene er på plass. Jobben stanses ved Hs over
2,5 m eller endrede forutsetninger.
"""


def _workshop() -> str:
    rows = [("Shallow gas in Kai sand, 900 - 980 m", 2, 5, "Pilot hole drilled on F-1 without gas; 1.25 sg kill mud; ROV watch", 1, 4), ("Boulders in Naust stop the conductor", 4, 2, "Rotating drill-in system as contingency", 3, 2),
            ("Broaching of cement to seabed, template subsidence", 2, 4, "Foam cement, returns observed on F-2", 1, 4), ("Shallow water flow", 2, 3, "Not seen on F-1 and F-2, monitor", 1, 3), ("Conductor inclination above 1.5 deg", 3, 3, "Gyro while running, pull criterion 1.0 deg", 2, 2)]  # fmt: skip
    table_rows = [
        (hazard, f"{p} x {c} = {p * c}", _level(p * c), barrier, f"{q} x {d} = {q * d}", _level(q * d))
        for hazard, p, c, barrier, q, d in rows
    ]
    return f"""
# Shallow gas and top hole risk assessment 6507/11-F-3
## Scope and method
- Top hole sections 36" and 26" from template F, based on site survey GS21-058
- Bow-tie and 5 x 5 matrix; workshop 28 June 2023 with rig contractor
- Acceptance: no red after mitigation, ALARP shown for yellow
## Risk ranking
{table(("Hazard", "Before", "Level", "Barriers and mitigation", "After", "Level after"), table_rows)}
## Barriers against a shallow gas blowout
- Prevent: location 1.2 km from anomaly NT2, offset wells, drill with returns observed
- Detect: ROV sonar and camera, gas detectors in moonpool, MWD pressure
- Respond: dynamic kill with 1.25 sg at 4500 l/min, move rig 500 m upwind within 40 min
- Two independent kill simulations show dynamic control for sands up to 8 m thick
## Actions
{table(("No.", "Action", "Responsible", "Due"), [("1", "Mooring line release test before spud", "Barge supervisor", "25 Sept 2023"), ("2", "Kill mud volume 180 m3 verified", "Mud engineer", "28 Sept 2023"), ("3", "Shallow gas drill for both crews", "Drilling supervisor", "29 Sept 2023")])}
## Conclusion
- Residual risk is acceptable; the assessment is valid for F-3 and F-4
"""


def _nynorsk() -> str:
    rows = [("1", "Skidding av boretårn over produserande brønn", "Fallande last skadar ventiltre", 2, 5, "Stengje brønnen og nedihulls ventil, løfteplan", 1, 5), ("2", "Kabeloperasjon på B-4 samstundes med boring på B-12", "Kollisjon i kran- og dekksareal", 3, 3, "Felles dagplan, ein koordinator per skift", 2, 2),
            ("3", "Varmt arbeid ved slamrom", "Brann i oljedamp", 2, 4, "Arbeidsløyve, gassmåling, brannvakt", 1, 4), ("4", "Helikopterlanding under tung løfteoperasjon", "Distraksjon, fallande last", 3, 3, "Stopp i løft 15 minutt før landing", 1, 3), ("5", "Straumbrot ved prøvekøyring av generator", "Tap av posisjon for rør i brønn", 2, 3, "Batteridrift for BOP-panel testa", 2, 2)]  # fmt: skip
    return f"""
# Risikovurdering av samtidige operasjonar på Brattegg B
Periode :: februar-april 2024
Omfang :: Boring av 34/7-B-12 H, kabeloperasjon på 34/7-B-4 H, normal produksjon
Møte :: 2. februar 2024, tolv deltakarar frå drift, boring og verneteneste
Metode :: Grovanalyse med matrise 5 x 5

## Samandrag
Fem farar er vurderte. Ingen av dei ligg i raudt område etter tiltak. Vilkåret er at alle brønnar innanfor 10 m frå
skiddebanen er stengde når boretårnet blir flytta.

## Fareliste
{table(("Nr.", "Aktivitet", "Uønskt hending", "Sannsyn", "Konsekvens", "Tal", "Tiltak", "Tal etter"), [(n, a, h, p, c, p * c, t, q * d) for n, a, h, p, c, t, q, d in rows])}

## Matrise for samtidige aktivitetar
{table(("Aktivitet", "Boring", "Kabel", "Varmt arbeid", "Kranløft over brønnar"), [("Boring i reservoar", "-", "Ja, med koordinator", "Nei", "Nei"), ("Kabel i brønn", "Ja, med koordinator", "-", "Ja", "Nei"), ("Skidding", "Nei", "Nei", "Nei", "Nei")])}

## Oppfølging
- Plattformsjefen eig tiltak 1 og 4, boresjefen eig 2 og 3.
- Vurderinga skal gjerast på nytt dersom ein ny brønn blir opna i perioden.
- Avvik frå matrisa krev skriftleg løyve frå driftsleiinga.
"""
