"""Peer reviews of well and subsurface work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.markup import table
from samples.sample import Sample

_LABEL = "peer_review"


def samples() -> Iterator[Sample]:
    """Yield the peer reviews."""
    yield Sample(
        "projects/Havsula infill/Peer review wells and subsurface Oct 2022.docx", _gate_review(), _LABEL, "en",
        "Peer Review Report - Havsula infill wells", "Kvitøya Petroleum ASA", date(2022, 10, 24), mark="Classification: Internal",
    )  # fmt: skip
    yield Sample(
        "projects/Tindvarg K-21/Fagfellevurdering bronndesign K-21A.pdf", _norwegian(), _LABEL, "nb",
        "Fagfellevurdering av brønndesign 25/8-K-21 A", "Nordskarv Energi AS", date(2023, 9, 11),
    )  # fmt: skip
    yield Sample(
        "projects/Ishavsbris/peer_assist_welltest.eml", _mail(), _LABEL, "en",
        "Peer review of DST programme 7121/5-2 S - comments", "Nordskarv Energi AS", date(2022, 5, 3),
    )  # fmt: skip
    yield Sample(
        "projects/Brattegg B-12/peer review 34_7-B-12 H detailed design.pptx", _slides(), _LABEL, "en",
        "Peer review 34/7-B-12 H detailed design", "Nordskarv Energi AS", date(2023, 11, 9),
    )  # fmt: skip


def _gate_review() -> str:
    return f"""
# Peer Review Report
Project :: Havsula infill wells, gate DG2
Review date :: 18 October 2022
Review team :: Four reviewers from other assets, one external well engineer
Facilitator :: Synne Lundestakk
Documents reviewed :: Subsurface basis rev. 2, concept report rev. 1, cost and schedule, draft decision support package

## 1 Mandate
The team was asked whether the subsurface basis is mature enough for concept selection, whether the ranking of concepts is
robust, and whether the cost and time estimates are realistic. The review is independent of the project and advisory.

## 2 Overall impression
The work is thorough and well documented. The reviewers agree with the ranking of concepts. The most important weakness is
that the depletion of the northern Garn segment rests on one pressure point from 2019.

## 3 Strengths
- The 4D interpretation is consistent with production logs from F-1.
- Offset well experience is used actively in the time estimate.
- The team knows the weather statistics and shows the effect of start date.

## 4 Findings and recommendations
{
        table(
            ("No.", "Discipline", "Finding", "Recommendation", "Category", "Project response"),
            [
                (
                    "1",
                    "Reservoir",
                    "Depletion based on one pressure point",
                    "Carry a low case of 40 bar; plan a pressure measurement in F-3",
                    "Major",
                    "Accepted",
                ),
                (
                    "2",
                    "Geophysics",
                    "Depth uncertainty of the Garn below the gas cloud",
                    "Test two velocity models",
                    "Major",
                    "Accepted, done by November",
                ),
                (
                    "3",
                    "Wells",
                    '9 5/8" and 7" design common to both wells not confirmed by burst check',
                    "Run burst with full gas column",
                    "Major",
                    "Accepted",
                ),
                (
                    "4",
                    "Wells",
                    "Time estimate P10 to P90 too narrow (106 - 127 days)",
                    "Use offset distribution including waiting on weather",
                    "Minor",
                    "Accepted, now 101 - 149 days",
                ),
                (
                    "5",
                    "Completion",
                    "Sand control decided without grain size data from F segment",
                    "Sieve cuttings from F-1 pilot",
                    "Minor",
                    "Accepted",
                ),
                ("6", "Cost", "No allowance for rig rate change", "Show sensitivity of 25 %", "Minor", "Accepted"),
                (
                    "7",
                    "HSE",
                    "SIMOPS with vessel campaign not described",
                    "Include in risk register",
                    "Observation",
                    "Noted",
                ),
            ],
        )
    }

## 5 Questions answered
{
        table(
            ("Question", "Answer of the team"),
            [
                ("Is the basis mature for DG2?", "Yes, when findings 1 and 2 are closed"),
                ("Is the ranking of concepts robust?", "Yes, option A is preferred in 8 of 9 sensitivities"),
                ("Are cost and time realistic?", "Cost yes, time after finding 4"),
            ],
        )
    }

## 6 Conclusion
The peer review team supports passing DG2 provided that major findings are closed before the decision meeting.
"""


def _norwegian() -> str:
    return f"""
# Fagfellevurdering av brønndesign 25/8-K-21 A
Prosjekt :: Sidesteg 25/8-K-21 A
Dato for gjennomgang :: 6. september 2023
Gruppe :: Tre fagfeller fra boring, geologi og komplettering, alle utenfor prosjektet
Underlag :: Boreprogram revisjon 1, poretrykksprognose, foringsrørdesign

## Formål
Fagfellene skulle vurdere om designet er robust, om kjente feil fra moderbrønnen er unngått, og om det finnes forenklinger
prosjektet ikke har sett.

## Hovedinntrykk
Gruppen vurderer designet som godt og gjennomførbart. Ingen stoppende funn. Tre anbefalinger bør lukkes før godkjenning av
boreprogrammet.

## Funn
{
        table(
            ("Nr.", "Tema", "Kommentar fra fagfellene", "Alvorlighet", "Svar fra prosjektet"),
            [
                (
                    "1",
                    "Hullstabilitet",
                    'Slamvekt 1,28 sg ved start av 17 1/2" kan gi spon i Hordaland, se moderbrønnen',
                    "Middels",
                    "Tas inn som beredskap, økes i trinn",
                ),
                ("2", "Vindu", "Fresing ved 899 m ligger nær kobling på 901 m", "Middels", "Flyttes 6 m ned"),
                (
                    "3",
                    "Kollisjon",
                    "Separasjonsfaktor mot K-7 er vist uten gyro i øvre del",
                    "Høy",
                    "Gyro lagt inn i programmet",
                ),
                (
                    "4",
                    "Komplettering",
                    "Fem svellepakninger, men bare tre leirsteinsintervaller",
                    "Lav",
                    "Beholdes for fleksibilitet",
                ),
                ("5", "Tid", "Kompletteringstid på 9,5 døgn er i tråd med K-19", "Ingen", ""),
            ],
        )
    }

## Gode grep
- Samkjøring av skjermer og vaskerør.
- Tydelige stoppkriterier for geostyring.

## Konklusjon
Fagfellene støtter videreføring til BG3. Lukking av funn 3 skal bekreftes skriftlig til fagleder boring.
"""


def _mail() -> str:
    return f"""
From :: Well test adviser <testadviser@nordskarv.example>
To :: Ishavsbris well team <ishavsbris@nordskarv.example>
Cc :: Reservoir technology network <restech@nordskarv.example>

All,

thank you for a good session on 28 April. Below are the peer review comments to the DST programme, sorted by importance. I
have marked what I think has to be settled before the programme is signed.

{
        table(
            ("No.", "Section", "Comment", "Must"),
            [
                ("1", "4.2 Flow periods", "Main flow of 12 h is short for a boundary at 400 m; simulate 24 h", "Yes"),
                ("2", "5.1 Underbalance", "200 bar may fail the weak Stø sand; 150 bar is enough", "Yes"),
                ("3", "6.3 Sampling", "Take bottom hole samples at low drawdown, after the clean-up", "Yes"),
                ("4", "7 Gauges", "Four gauges are fine, but put two below the tester valve", "No"),
                ("5", "9 Hydrates", "Methanol rate 40 l/h at restart is missing", "Yes"),
                ("6", "11 Burning", "Wind limits for the booms not stated", "No"),
            ],
        )
    }

Strengths: clear objectives, good decision tree for ending the test early, and a realistic view of what wireline could have
done instead.

My overall view as reviewer: sound programme, fit for purpose when comments 1, 2, 3 and 5 are answered. Please send the close-out
sheet by 13 May; the reviewers will confirm within two days.

Regards,
well test adviser, peer reviewer
"""


def _slides() -> str:
    return f"""
# Peer review: 34/7-B-12 H detailed design
## Terms of reference
- Independent review of detailed well design before approval of the drilling programme
- Reviewers: wells, subsurface, completion, rig contractor
- Meeting 2 November 2023, follow-up 9 November
## What we reviewed
- Well path and anti-collision
- Casing design and kick tolerance
- Mud and ECD window in the depleted Etive
- Lower completion with screens and swell packers
## Key comments
{
        table(
            ("No.", "Comment", "Severity", "Action owner"),
            [
                (
                    "1",
                    "ECD 1.38 sg against fracture 1.50 sg leaves 0.12 sg: acceptable, but losses plan needs volumes",
                    "Medium",
                    "Drilling",
                ),
                ("2", 'Kick tolerance at 9 5/8" shoe 9 m3, above the 4 m3 requirement', "None", ""),
                ("3", "Anti-collision with B-9 relies on IFR; confirm availability", "High", "Survey"),
                ("4", "Screens: run torque and drag with 0.35 open hole friction", "Medium", "Completion"),
                ("5", "Geosteering stop criteria unclear at the Ness coal", "Medium", "Geology"),
            ],
        )
    }
## Good practice to share
- Use of stress cage modelling with offset calibration
- Rig contractor in the review from the first day
## Conclusion of the reviewers
- Design is fit for purpose; approve after comment 3 is closed
- Reviewers rate the maturity 4 of 5
"""
