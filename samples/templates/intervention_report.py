"""Well intervention reports: wireline, coiled tubing, scale treatment, plugging."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.figures import timed
from samples.markup import table
from samples.sample import Sample

_LABEL = "intervention_report"


def samples() -> Iterator[Sample]:
    """Yield the intervention reports."""
    yield Sample(
        "intervention/34-7-B-04/Wireline intervention report 34_7-B-4 H.docx", _wireline(), _LABEL, "en",
        "Wireline intervention report 34/7-B-4 H", "Sjøtun Well Services AS", date(2023, 5, 21),
        mark="Classification: Internal",
    )  # fmt: skip
    yield Sample(
        "intervention/CT_daily_6507-11-F-1.pdf", _coiled_tubing(), _LABEL, "en",
        "Coiled tubing daily report 4 - 6507/11-F-1", "Sjøtun Well Services AS", date(2022, 8, 30),
    )  # fmt: skip
    yield Sample(
        "intervention/lett_bronnintervensjon_25-8-K-3.pdf", _light_intervention(), _LABEL, "nb",
        "Rapport fra lett brønnintervensjon 25/8-K-3", "Nordskarv Energi AS", date(2023, 9, 14),
    )  # fmt: skip
    yield Sample(
        "intervention/skvis_34-7-B-7.eml", _squeeze(), _LABEL, "nn",
        "Oppsummering av avleiringsskvis 34/7-B-7", "Nordskarv Energi AS", date(2024, 1, 11),
    )  # fmt: skip


def _wireline() -> str:
    runs = [
        ("1", '3.75" gauge cutter', "0 - 3120 m", "Drifted tubing to 3120 m WLM. Light drag from 2960 m. OK"),
        ("2", "Pulling tool for DHSV insert", "436 m", "Latched and pulled insert valve. Poppet seat eroded."),
        ("3", "Multifinger caliper, 40 arm", "3120 - 380 m", "Max wall loss 21 % at 1874 m. Two joints above 15 %."),
        ("4", "PLT with spinner, capacitance, density", "3080 - 2890 m", "Three up and three down passes at 10, 20 and "
         '30 m/min, flowing on 32/64" choke.'),
        ("5", "Straddle packer, lower part", "2988 m", "Set at 2988.4 m WLM, tied in to the perforation log by CCL."),
        ("6", "Straddle spacer and upper packer", "2969 m", "Landed and set at 2969.7 m WLM. Inflow tested 30 bar for 30 min."),
        ("7", "New DHSV insert", "436 m", "Set, function tested 5 times, leak rate nil at 70 bar differential."),
    ]  # fmt: skip
    return f"""
# Wireline intervention report
Well :: 34/7-B-4 H
Field :: Brattegg
Installation :: Brattegg B
Objective :: Shut off water from the upper Ness perforations and replace the DHSV insert valve
Period :: 16 - 20 May 2023
Well status before :: Flowing, 410 Sm3/d oil, 2950 Sm3/d water, WHFP 38 bar
Maximum shut-in wellhead pressure :: 112 bar

## Well barrier status
Primary barrier: wireline BOP, stuffing box and lubricator tested to 20/345 bar before every rig-up. Secondary barrier:
hydraulic master valve tested from below, leak rate 0.2 l/min against a limit of 2.1 l/min.

## Runs in hole
{table(("Run", "Tool string", "Depth", "Result"), runs)}

## Production log interpretation
{
        table(
            ("Zone", "Perforations (m MD)", "Oil (Sm3/d)", "Water (Sm3/d)", "Share of water"),
            [
                ("Upper Ness", "2972 - 2986", 22, 2410, "82 %"),
                ("Lower Ness", "2998 - 3011", 118, 370, "12 %"),
                ("Etive", "3024 - 3066", 270, 170, "6 %"),
                ("Total", "", 22 + 118 + 270, 2410 + 370 + 170, "100 %"),
            ],
        )
    }

## Time summary
{
        table(
            ("Day", "Operating (h)", "Waiting on weather (h)", "Downtime (h)"),
            [
                ("16 May", 21.5, 0.0, 2.5),
                ("17 May", 24.0, 0.0, 0.0),
                ("18 May", 17.0, 7.0, 0.0),
                ("19 May", 22.75, 0.0, 1.25),
                ("20 May", 24.0, 0.0, 0.0),
            ],
        )
    }
Downtime on 16 May was caused by a leaking grease head, changed to spare. On 19 May the winch encoder was replaced.

## Result
The upper Ness is isolated. After bean-up on 22 May the well tested 395 Sm3/d oil and 560 Sm3/d water at WHFP 46 bar.

## Recommendations
- Repeat the caliper within 24 months; the corrosion at 1874 m grew from 12 % in 2020 to 21 %.
- Keep one spare straddle spacer pipe of 18.7 m on board.
- The grease head should be refurbished every 300 operating hours.
"""


def _coiled_tubing() -> str:
    rows = timed([
        (3.0, 'Rigged up injector head and 2 3/8" coil above BOP. Pressure tested stack 20/483 bar, 10 min each, good.'),
        (0.75, 'Toolbox talk and lift plan review. Made up milling BHA: 3.62" junk mill, 2 7/8" motor, dual circulation sub.'),
        (5.25, "Ran in hole to 2890 m CTD at 20 m/min, pull tests every 500 m, pick-up 8.1 t at 2500 m."),
        (7.5, "Milled scale from 2890 m to 3014 m with 320 l/min seawater with friction reducer, differential 38-45 bar. "
              "Average 16.5 m/h, no stalls above 2960 m, 3 stalls below."),
        (1.5, "Pumped 4 m3 gel sweep and circulated bottoms up. Returns: barium sulphate scale and fine sand, 0.3 m3."),
        (3.5, "Pulled out of hole to 300 m. Slowed to 8 m/min through nipple at 412 m."),
        (1.0, "Waited on crane for change of BHA."),
        (1.5, "Broke down milling BHA. Mill worn 4 mm on outer diameter. Made up jetting BHA."),
    ])  # fmt: skip
    return f"""
# Coiled tubing daily report
Well :: 6507/11-F-1
Field :: Havsula
Report :: 4
Date :: 2022-08-29
Vessel :: Sea Lomvi
Customer :: Kvitøya Petroleum ASA
Job :: Scale milling and acid wash
Coil :: 2 3/8" OD, 80 ksi, 5120 m, fatigue life used 14 %
Wellhead pressure :: 84 bar shut in, 41 bar during milling

## Sequence of events
{table(("From", "To", "Hours", "Operation"), rows)}

## Pump data
{
        table(
            ("Stage", "Fluid", "Rate (l/min)", "Volume (m3)", "Circulation pressure (bar)"),
            [
                ("Run in", "Seawater", 120, 38, 96),
                ("Milling", "Seawater + friction reducer", 320, 144, 242),
                ("Sweep", "Xanthan gel", 280, 4, 231),
                ("Pull out", "Seawater", 90, 19, 71),
            ],
        )
    }

## Depth correlation
CTD reads 3.1 m shallow of drillers' depth at end of tubing, corrected on the F-nipple at 2874.6 m.

## Forecast
Run in with jetting BHA, spot 12 m3 dissolver across 2890 - 3014 m, soak for 12 h.

HSE: no incidents. H2S in returns below 5 ppm. Two safe job analyses signed.
"""


def _light_intervention() -> str:
    return f"""
# Rapport fra lett brønnintervensjon
Brønn :: 25/8-K-3
Felt :: Tindvarg
Fartøy :: Sea Lomvi
Periode :: 4.-12. september 2023
Formål :: Sette mekanisk plugg, perforere Heimdal sone 3 og bytte gassløfteventil
Vanndybde :: 127 m

## Sammendrag
Brønnen ble stengt inn 4. september. Undervannslubrikator (SIL) ble installert på ventiltreet og trykktestet til
20/345 bar. Broplugg ble satt på 2718 m, og 22 m av Heimdal sone 3 ble perforert fra 2684 m til 2706 m MD. Ventilen i
gassløftlomme nr. 2 ble byttet. Etter oppstart produserte brønnen 640 Sm3 olje per døgn mot 210 Sm3 før jobben.

## Kjøringer
{
        table(
            ("Nr.", "Streng", "Dybde (m)", "Utført", "Resultat"),
            [
                ("1", 'Sliperedskap 4,55"', "0-2740", "05.09 kl. 03.10", "Fri vei til 2740 m, ingen avleiringer"),
                (
                    "2",
                    "Broplugg med elektrisk setteverktøy",
                    "2718",
                    "05.09 kl. 16.45",
                    "Satt, testet med 50 bar trykkfall i 30 min",
                ),
                (
                    "3",
                    'Perforeringskanon 3 3/8", 18 skudd per meter, 11 m',
                    "2695-2706",
                    "06.09 kl. 21.20",
                    "Alle ladninger gikk av",
                ),
                (
                    "4",
                    'Perforeringskanon 3 3/8", 18 skudd per meter, 11 m',
                    "2684-2695",
                    "07.09 kl. 11.05",
                    "Alle ladninger gikk av",
                ),
                (
                    "5",
                    "Sparkeverktøy for gassløftventil",
                    "1820",
                    "09.09 kl. 02.30",
                    "Blindventil trukket, ny ventil satt",
                ),
            ],
        )
    }

## Tidsbruk
{
        table(
            ("Aktivitet", "Timer", "Andel"),
            [
                ("Mobilisering og posisjonering", 22, "11 %"),
                ("Rigging og trykktesting", 46, "23 %"),
                ("Kabeloperasjoner", 88, "44 %"),
                ("Venting på vær", 36, "18 %"),
                ("Nedetid på utstyr", 8, "4 %"),
            ],
        )
    }
Samlet tid var 200 timer. Nedetiden skyldtes lekkasje i hydraulikkslange til undervannsvinsjen.

## Brønnbarrierer
Primærbarriere under kabelkjøring var pakkboks og kuttventil i lubrikatoren, sekundærbarriere var øvre masterventil.
Begge ble verifisert før hver kjøring. Ringromstrykket var stabilt på 58 bar gjennom hele operasjonen.

## Erfaringer
- Perforering i to kjøringer tok ni timer mer enn planlagt fordi kanonene måtte deles for lubrikatorhøyden.
- Strømmålinger fra bøyen bør hentes hver time ved signifikant bølgehøyde over 3 m.
- Ny prosedyre for spyling av lubrikator ga ingen gass til dekk.
"""


def _squeeze() -> str:
    return f"""
From :: Driftsstøtte Brattegg <driftsstotte@nordskarv.example>
To :: Produksjonsteknologi <prodtek@nordskarv.example>

Hei,

her kjem oppsummeringa av avleiringsskvisen i 34/7-B-7 som vart pumpa 9. januar. Jobben gjekk utan hendingar, og
brønnen er no open att.

{
        table(
            ("Trinn", "Væske", "Volum (m3)", "Rate (l/min)", "Brønnhovudtrykk (bar)"),
            [
                ("Forspyling", "Sjøvatn med løysemiddel", 20, 800, 96),
                ("Hovudpille", "10 % fosfonat i sjøvatn", 85, 950, 118),
                ("Etterspyling", "Sjøvatn", 240, 1100, 127),
                ("Sum", "", 20 + 85 + 240, "", ""),
            ],
        )
    }

Innstengt tid etter pumping var 18 timar. Brønnen vart opna klokka 06.40 den 10. januar på 20 % strupeventil og auka
til 55 % i løpet av dagen. Første prøve viste 410 mg/l restkjemikalie, som ventar vi oss etter så kort tid.

## Vidare oppfølging
- Vassprøver kvar dag den første veka, deretter kvar veke. Grensa for ny skvis er 5 mg/l.
- Barium i produsert vatn var 62 mg/l før jobben. Vi ber laboratoriet melde frå dersom verdien fell under 40 mg/l.
- Produktivitetsindeksen skal reknast ut på nytt når raten har vore stabil i tre døgn.

Det vart ikkje registrert lekkasje til ringrommet. Trykket i A-ringrommet låg mellom 41 og 44 bar heile tida.

Helsing
driftsstøtte Brattegg
"""
