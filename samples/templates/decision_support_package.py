"""Decision support packages for the gates of a project."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.figures import comma
from samples.markup import table
from samples.sample import Sample

_LABEL = "decision_support_package"
_DISCOUNT_RATE = 0.08


def samples() -> Iterator[Sample]:
    """Yield the decision support packages."""
    yield Sample(
        "projects/Havsula infill/DSP DG2 Havsula infill wells.pptx", _concept_select(), _LABEL, "en",
        "Decision Support Package DG2 - Havsula infill wells", "Kvitøya Petroleum ASA", date(2022, 11, 17),
        mark="Classification: Internal",
    )  # fmt: skip
    yield Sample(
        "projects/Tindvarg K-21/Beslutningsunderlag BG3 K-21 A.docx", _norwegian(), _LABEL, "nb",
        "Beslutningsunderlag BG3 - sidesteg 25/8-K-21 A", "Nordskarv Energi AS", date(2023, 9, 28),
    )  # fmt: skip
    yield Sample(
        "projects/Ishavsbris/DSP_drill_or_drop_Ishavsbris.pdf", _drill_or_drop(), _LABEL, "en",
        "Decision Support Package - drill or drop PL 9214", "Nordskarv Energi AS", date(2021, 6, 14),
    )  # fmt: skip
    yield Sample(
        "projects/Brattegg B-4/avgjerdsgrunnlag_B-4.html", _nynorsk(), _LABEL, "nn",
        "Avgjerdsgrunnlag for vassavstenging i 34/7-B-4 H", "Nordskarv Energi AS", date(2023, 2, 20),
    )  # fmt: skip


def _present_value(cash: tuple[float, ...]) -> float:
    """Discount yearly cash flows at mid-year."""
    return sum(flow / (1 + _DISCOUNT_RATE) ** (year + 0.5) for year, flow in enumerate(cash))


def _concept_select() -> str:
    options = {"A: two subsea producers": (-620.0, -1450.0, 980.0, 1240.0, 860.0, 540.0, 330.0, 190.0),
               "B: one multilateral producer": (-430.0, -1020.0, 720.0, 940.0, 640.0, 390.0, 240.0, 130.0),
               "C: one producer and sidetrack of F-1": (-390.0, -870.0, 590.0, 800.0, 560.0, 350.0, 200.0, 110.0)}  # fmt: skip
    reserves, rig_days = (14.2, 11.1, 9.3), (118, 84, 79)
    rows = [(name, f"{_present_value(cash):.0f}", f"{-cash[0] - cash[1]:.0f}", volume, days)
            for (name, cash), volume, days in zip(options.items(), reserves, rig_days, strict=True)]  # fmt: skip
    return f"""
# Decision Support Package DG2: Havsula infill wells
## Decision requested
- Approve concept selection (DG2) for option A, two subsea producers on template F
- Approve 46 MNOK for the definition phase until DG3 in June 2023
- Endorse the rig strategy: one slot of 118 days with Polar Skarven from September 2023
## Background
- Havsula has produced since 2014; recovery 34 % of 61 MSm3 in place
- 4D seismic from 2021 shows unswept oil in the northern Garn segment
- Two slots are free on template F; flowline capacity 3200 Sm3/d from 2024
## Options evaluated
{table(("Option", "NPV 8 % (MNOK)", "Investment (MNOK)", "Reserves (mill. boe)", "Rig days"), rows)}
## Profile and economics of the recommended option
{
        table(
            ("Year", *range(2023, 2031)),
            [("Cash flow after tax (MNOK)", *(f"{flow:.0f}" for flow in options["A: two subsea producers"]))],
        )
    }
- Break-even oil price 34 USD/bbl, pay-back 2026, NPV index {
        _present_value(options["A: two subsea producers"]) / 2070:.2f}
- Sensitivity: reserves -20 % costs 210 MNOK, rig rate +25 % costs 140 MNOK
## Main risks
{
        table(
            ("Risk", "Probability", "Impact", "Mitigation"),
            [
                (
                    "Depletion of the Garn segment above forecast",
                    "Medium",
                    "High",
                    "Pilot pressure in F-3 before completion",
                ),
                ("Gumbo in the Brygge formation", "High", "Low", "KCl/glycol mud, wiper trips"),
                ("Delay of subsea trees", "Low", "High", "Frame agreement, spare tree"),
                ("Weather in the winter season", "High", "Medium", "15 % weather allowance"),
            ],
        )
    }
## Schedule
{
        table(
            ("Milestone", "Date"),
            [
                ("DG2", "December 2022"),
                ("DG3", "June 2023"),
                ("Spud 6507/11-F-3", "September 2023"),
                ("First oil", "January 2024"),
            ],
        )
    }
## Assurance
- Peer review subsurface and wells held 18 October 2022, 11 actions, 9 closed
- Value improvement: common 9 5/8" design saves 12 MNOK
## Recommendation
- The project recommends option A: highest value, robust break-even, known technology
"""


def _norwegian() -> str:
    cash = {
        "Sidesteg nå": (-395.0, 310.0, 260.0, 170.0, 110.0, 70.0),
        "Utsette to år": (0.0, 0.0, -430.0, 290.0, 235.0, 150.0),
        "Ikke gjennomføre": (0.0,) * 6,
    }
    return f"""
# Beslutningsunderlag BG3: sidesteg 25/8-K-21 A
Lisens :: PL 9037
Beslutning :: Gjennomføringsbeslutning (BG3)
Prosjekteier :: Feltsjef Tindvarg
Utarbeidet av :: Boreplanlegging og undergrunn
Dato :: 28. september 2023

## 1 Beslutning det bes om
Styringskomiteen bes om å godkjenne gjennomføring av sidesteget 25/8-K-21 A med en ramme på 395 MNOK (P50) og oppstart i
januar 2024.

## 2 Bakgrunn
Moderbrønnen 25/8-K-21 ble stengt i 2022 etter vanngjennombrudd. Ny tolkning av NE2103 viser uavgrenset olje i den
sørøstlige flanken av Heimdal. Sidesteget ventes å gi 0,92 MSm3 olje (P50).

## 3 Alternativer
{table(("Alternativ", "Nåverdi 8 % (MNOK)", "Investering (MNOK)", "Volum P50 (MSm3)"), [(name, comma(_present_value(flows), 0), comma(abs(min(flows)), 0), volume) for (name, flows), volume in zip(cash.items(), ("0,92", "0,81", "0"), strict=True)])}

## 4 Usikkerhet
{table(("Parameter", "P90", "P50", "P10"), [("Utvinnbart volum (MSm3)", "0,55", "0,92", "1,38"), ("Tid (døgn)", 27, 32, 41), ("Kostnad (MNOK)", 362, 395, 466), ("Startrate (Sm3/d)", 480, 760, 1100)])}

## 5 Modenhet og kvalitetssikring
- Brønndesign gjennomgått i fagfellevurdering 6. september 2023, ingen stoppende funn.
- Risikovurdering av kollisjon med 25/8-K-7: separasjonsfaktor 2,9.
- Rigg Nordic Ternen er kontrahert, langtidsutstyr er på lager.

## 6 Helse, miljø og sikkerhet
Utslipp av CO2 fra operasjonen er beregnet til 3 900 tonn. Kaks med oljebasert slam sendes til land.

## 7 Anbefaling
Prosjektet anbefaler å bore sidesteget nå. En utsettelse øker risikoen for vannfremrykning og gir lavere verdi.
"""


def _drill_or_drop() -> str:
    chance, success, cost = 0.28, 5400.0, 465.0
    expected = chance * success - (1 - chance) * cost * 0.22
    return f"""
# Decision Support Package
# Drill or drop, PL 9214
Decision gate :: Drill or drop, deadline 1 September 2021
Operator :: Nordskarv Energi AS (40 %)
Prospect :: Ishavsbris
Proposed well :: 7121/5-2 S
Decision maker :: Management committee PL 9214

## 1 Executive summary
The technical team recommends a drill decision on the Ishavsbris prospect. The prospect holds 41 to 168 million barrels
of recoverable oil equivalents (P90 - P10, mean 97) with a geological chance of success of {
        100 * chance:.0f} %. The expected
monetary value after tax is {expected:.0f} MNOK. The well can be drilled with Polar Skarven in June 2022.

## 2 Prospect description
{
        table(
            ("Element", "Description", "Probability"),
            [
                ("Reservoir", "Stø Formation, 55 - 75 m thick, proven in two offset wells", 0.9),
                ("Trap", "Rotated fault block, 14 km2 closure, dependent on fault seal", 0.62),
                ("Source and migration", "Hekkingen Formation mature in the basin 9 km west", 0.8),
                ("Retention", "Uplift of 1.2 km, flat spot conformable with closure", 0.63),
                ("Total", "Product", f"{0.9 * 0.62 * 0.8 * 0.63:.2f}"),
            ],
        )
    }

## 3 Volumes
{
        table(
            ("Case", "In place (MSm3)", "Recovery factor", "Recoverable (MSm3)"),
            [
                ("P90", 16.3, "0.40", f"{16.3 * 0.4:.1f}"),
                ("Mean", 35.0, "0.44", f"{35.0 * 0.44:.1f}"),
                ("P10", 57.0, "0.47", f"{57.0 * 0.47:.1f}"),
            ],
        )
    }

## 4 Well plan, cost and time
Vertical depth 1960 m, 64 days including a drill stem test, {
        cost:.0f} MNOK dry hole cost plus 155 MNOK for testing. Shallow gas
class 0. Site survey completed in 2020 without restrictions.

## 5 Economics
{
        table(
            ("Measure", "Value", "Unit"),
            [
                ("NPV in success, mean case", f"{success:.0f}", "MNOK"),
                ("Dry hole cost after tax", f"{cost * 0.22:.0f}", "MNOK"),
                ("Expected monetary value", f"{expected:.0f}", "MNOK"),
                ("Minimum economic volume", "38", "million boe"),
                ("Break-even price", "41", "USD/bbl"),
            ],
        )
    }

## 6 Risks and uncertainties
- Fault seal: the flat spot may be a paleo contact. Impact: volume reduced by half.
- Gas risk: a gas case of 15 % probability has a marginal value.
- Environment: seabird breeding season from March to May, no drilling in reservoir before 1 July.

## 7 Alternatives considered
{
        table(
            ("Alternative", "Advantage", "Disadvantage"),
            [
                ("Drill in 2022", "Rig slot available, weather window", "Capital in a year with high activity"),
                (
                    "Extend the deadline by one year",
                    "New seismic inversion",
                    "Rig slot lost, approval by the authorities needed",
                ),
                ("Drop", "No spending", "Value lost, neighbours may apply"),
            ],
        )
    }

## 8 Recommendation
The partnership is asked to vote for drilling by 20 August 2021.
"""


def _nynorsk() -> str:
    return f"""
# Avgjerdsgrunnlag for vassavstenging i 34/7-B-4 H
Felt :: Brattegg
Avgjerd :: Godkjenne intervensjon våren 2023
Eigar :: Produksjonssjef Brattegg
Dato :: 20. februar 2023

## Kva det skal avgjerast
Leiargruppa blir beden om å godkjenne ein kabelintervensjon på 34/7-B-4 H for å stengje av vatn frå øvre Ness og byte
innsatsventilen i brønnen. Ramma er 18,5 MNOK.

## Bakgrunn
Brønnen produserer 88 prosent vatn og tek kapasitet frå vasshandsaminga. Produksjonsloggen frå 2021 tyder på at meir enn
tre firedelar av vatnet kjem frå øvre Ness. Dersom vi ikkje gjer noko, må brønnen strupast frå juni.

## Alternativ
{table(("Alternativ", "Kostnad (MNOK)", "Auka olje (1000 Sm3)", "Noverdi (MNOK)", "Vurdering"), [("1. Avstenging med dobbel pakning", "18,5", 46, 61, "Tilrådd"), ("2. Avstenging med sement", "14,0", 31, 35, "Høgare risiko for å skade Etive"), ("3. Strupe brønnen", "0", "-12", "-20", "Tapt produksjon")])}

## Risiko
- Fiske av pakning: låg sannsyn, middels konsekvens. Reserveverktøy er tinga.
- Vêr: kabeloperasjon kan gå føre seg i vind opp til 22 m/s, venting er lagt inn med 12 prosent.
- Korrosjon i produksjonsrøyret: kaliper blir køyrt før pakninga blir sett.

## Tilråding
Prosjektgruppa rår til alternativ 1. Jobben kan gjerast i mai med utstyr som alt er om bord.
"""
