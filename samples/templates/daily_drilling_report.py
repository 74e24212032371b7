"""Daily drilling reports of four rigs, each in its operator's own layout."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import wells
from samples.figures import comma, hydrostatic_bar, timed
from samples.markup import table
from samples.sample import Sample

_LABEL = "daily_drilling_report"


def samples() -> Iterator[Sample]:
    """Yield the daily drilling reports."""
    yield Sample(
        "drilling/34-7-B-12-H/DDR_34-7-B-12H_2024-03-14.pdf", _production_section(), _LABEL, "en",
        "Daily Drilling Report no. 27 - 34/7-B-12 H", "Nordskarv Energi AS", date(2024, 3, 15),
        mark="Classification: Internal", decision="allow",
        note="an ordinary classification mark, which alone should not hold a document back",
    )  # fmt: skip
    yield Sample(
        "drilling/6507-11-F-3/Daily report 041 6507_11-F-3.xlsx", _top_hole(), _LABEL, "en",
        "Daily Report 041", "Kvitøya Petroleum ASA", date(2023, 10, 3),
    )  # fmt: skip
    yield Sample(
        "drilling/25-8-K-21-A/borerapport_2024-01-22.docx", _casing_day(), _LABEL, "nb",
        "Daglig borerapport nr. 19 - 25/8-K-21 A", "Nordskarv Energi AS", date(2024, 1, 23),
    )  # fmt: skip
    yield Sample(
        "drilling/7121-5-2-S/morning_report_0612.txt", _waiting_on_weather(), _LABEL, "en",
        "Morning report 7121/5-2 S", "Polar Skarven", date(2022, 6, 13),
    )  # fmt: skip


def _production_section() -> str:
    density, loss, depth_tvd = 1.28, 0.09, wells.tvd("34/7-B-12 H", 4236)
    operations = timed([
        (3.5, "Drilling", 'Drilled 8 1/2" hole with rotary steerable from 3912 m to 3987 m MD. 2150 lpm, 186 bar SPP, '
         "140 rpm, 8-14 kNm, WOB 6-9 t. Average ROP 21 m/h. Geosteered in Etive, 2 m below top."),
        (0.5, "Circulation", "Pumped 5 m3 hi-vis pill and downlinked RSS to hold 89.6 deg inclination."),
        (6.25, "Drilling", 'Continued drilling 8 1/2" hole from 3987 m to 4108 m MD. Observed stringers at 4021-4026 m, '
         "ROP down to 6 m/h. Max gas 2.1 %."),
        (1.25, "Downtime", "Top drive stopped on high gear oil temperature. Rotated string with rotary table. Changed "
         "cooler filter, tested ok. Downtime charged to drilling contractor."),
        (7.5, "Drilling", "Drilled from 4108 m to section TD at 4236 m MD. Lost 1.5 m3 to formation, "
         "losses healed by reducing flow to 1950 lpm."),
        (2.0, "Circulation", "Circulated hole clean at TD with 2100 lpm and 160 rpm, 2.5 x bottoms up. Shakers clean."),
        (0.5, "Flow check", "Flow checked well for 30 min, well static. Spotted 12 m3 LCM pill on bottom."),
        (2.5, "Tripping", "Pumped out of hole from 4236 m to 3870 m MD at 4 m/min, no overpull above 10 t."),
    ])  # fmt: skip
    return f"""
# Daily Drilling Report
Wellbore :: 34/7-B-12 H
Field :: Brattegg
Installation :: Brattegg B, platform rig
Period :: 2024-03-14 00:00 - 24:00
Report number :: 27
Days since spud :: 26.4
Days ahead / behind AFE :: +1.8
Depth at 24:00 :: 4236 m MD / {depth_tvd:.0f} m TVD RKB
Drilled last 24 h :: 324 m
RKB - MSL :: 58.2 m
Water depth :: 286 m
Last casing :: 9 5/8" at 3868 m MD / {wells.tvd("34/7-B-12 H", 3868):.0f} m TVD
Personnel on board :: 118

## Summary of activities (24 hours)
Drilled 8 1/2" horizontal section from 3912 m to section TD at 4236 m MD. Circulated hole clean, flow checked and
started pumping out to the 9 5/8" shoe.

## Summary of planned activities (24 hours)
Pull out of hole to surface, lay down drilling BHA. Rig up and run 5 1/2" screens with swell packers.

## Operations
{table(("From", "To", "Hours", "Activity", "Remark"), operations)}

## Mud
{
        table(
            (
                "Time",
                "Type",
                "Density (sg)",
                "ECD (sg)",
                "Funnel visc. (s)",
                "PV (mPa.s)",
                "YP (Pa)",
                "HTHP (ml)",
                "Oil/water",
            ),
            [
                ("11:30", "OBM", f"{density:.2f}", f"{density + loss:.2f}", 64, 22, 7.5, 2.2, "78/22"),
                ("22:00", "OBM", f"{density:.2f}", f"{density + loss + 0.01:.2f}", 66, 23, 8.0, 2.1, "77/23"),
            ],
        )
    }
Hydrostatic pressure at {depth_tvd:.0f} m TVD with {density:.2f} sg: {hydrostatic_bar(density, depth_tvd):.0f} bar.
Pore pressure prognosis 1.06 sg, fracture gradient at shoe 1.56 sg (FIT).

## Bottom hole assembly no. 9
{
        table(
            ("Component", "OD (in)", "Length (m)", "Cumulative (m)"),
            _assembly(
                ('8 1/2" PDC bit, 5 blades, TFA 0.84 in2', 8.5, 0.31),
                ("Rotary steerable unit", 6.75, 4.12),
                ("MWD / azimuthal resistivity", 6.75, 9.87),
                ("Density-neutron collar", 6.75, 8.40),
                ("Float sub with ported float", 6.69, 0.92),
                ('5 1/2" HWDP, 6 joints', 5.5, 56.10),
                ("Hydraulic jar", 6.5, 9.75),
                ('5 1/2" HWDP, 9 joints', 5.5, 84.20),
            ),
        )
    }

## Survey, last stations
{
        table(
            ("MD (m)", "Inclination (deg)", "Azimuth (deg)", "TVD (m)", "DLS (deg/30 m)"),
            [
                (s.depth_md_m, s.inclination_deg, s.azimuth_deg, f"{s.depth_tvd_m:.1f}", f"{s.dogleg_deg_per_30m:.1f}")
                for s in wells.path("34/7-B-12 H")[-5:-1]
            ],
        )
    }

## Health, safety and environment
Weather: wind 22 kn SW, significant wave height 2.8 m, visibility 10 nm. No incidents. Two observation cards, one on
housekeeping at the shaker house and one on a missing pin in a hoist hook; both closed. Weekly BOP function test due
17 March. Drill: man overboard, 6 min to muster.

## Bulk on board
{
        table(
            ("Item", "Unit", "Stock", "Used"),
            [
                ("Barite", "t", 146, 0),
                ("Base oil", "m3", 212, 9),
                ("Cement", "t", 88, 0),
                ("Drill water", "m3", 305, 24),
                ("Fuel", "m3", 512, 17),
            ],
        )
    }
"""


def _assembly(*parts: tuple[str, float, float]) -> list[tuple[object, ...]]:
    total = 0.0
    rows: list[tuple[object, ...]] = []
    for name, diameter, length in parts:
        total += length
        rows.append((name, diameter, f"{length:.2f}", f"{total:.2f}"))
    return rows


def _top_hole() -> str:
    operations = timed([
        (2.0, "RIG", "P", "Moved Polar Skarven from F-2 to F-3 slot, 22 m on anchors 3 and 7. Confirmed position by ROV."),
        (4.5, "TRIP", "P", 'Made up 36" hole opener BHA with 17 1/2" pilot bit. Ran in to 370 m, tagged seabed at 371 m.'),
        (6.0, "DRILL", "P", 'Drilled 36" hole from 371 m to 448 m with seawater, 10 m3 hi-vis sweeps each half stand.'),
        (1.5, "CIRC", "P", "Displaced hole to 1.25 sg mud, 70 m3 pumped. Wiper trip to seabed, 2 m of fill."),
        (3.0, "TRIP", "P", "Pulled out with hole opener BHA, racked back."),
        (5.0, "CASING", "P", 'Ran 30" conductor, 6 joints, landed in template with shoe at 446 m. Bullseye 0.5 deg.'),
        (1.25, "WAIT", "WOW", "Waited on weather for cementing stinger, heave 4.1 m against limit of 3.5 m."),
        (0.75, "TRIP", "P", "Ran cementing stinger and stabbed into the float shoe."),
    ])  # fmt: skip
    return f"""
## Header
Well :: 6507/11-F-3
Field :: Havsula
Rig :: Polar Skarven
Date :: 2023-10-02
Report no :: 41
Section :: 36" conductor
Midnight depth MD (m) :: 448
Progress (m) :: 77
Water depth (m) :: 346
Air gap (m) :: 25
Drilling supervisor :: Aslak Havnebrekk
Night supervisor :: Runa Sæterfjord
---
## Operations
{table(("From", "To", "Hours", "Code", "Class", "Description"), operations)}
---
## Fluids and bulk
{
        table(
            ("Fluid", "Density sg", "Volume m3", "Depth m"),
            [("Seawater", 1.03, 410, 448), ("Hi-vis sweep", 1.05, 96, 448), ("Displacement mud", 1.25, 70, 448)],
        )
    }

{
        table(
            ("Bulk", "On board", "Received", "Used", "Unit"),
            [
                ("Bentonite", 61, 0, 8, "t"),
                ("Barite", 240, 40, 22, "t"),
                ("Cement class G", 120, 60, 0, "t"),
                ("Potable water", 388, 0, 31, "m3"),
                ("Marine gas oil", 1130, 0, 26, "m3"),
            ],
        )
    }
---
## Weather and HSE
{
        table(
            ("Time", "Wind kn", "Hs m", "Heave m", "Roll deg", "Pitch deg"),
            [
                ("00:00", 18, 2.4, 1.6, 1.1, 0.9),
                ("06:00", 23, 3.0, 2.2, 1.4, 1.2),
                ("12:00", 31, 4.3, 3.3, 2.0, 1.7),
                ("18:00", 37, 5.1, 4.1, 2.6, 2.2),
            ],
        )
    }
No personnel injuries. One dropped object below 40 J: 0.3 kg grating clip fell 4 m inside the red zone, nobody present.
Next 24 h: cement 30" conductor, wait on cement, make up 26" BHA.
"""


def _casing_day() -> str:
    shoe_tvd = wells.tvd("25/8-K-21 A", 2661)
    rows = timed([
        (2.5, "Kjøring av foringsrør", 'Fortsatte å kjøre 13 3/8" foringsrør fra 1480 m til 2012 m MD. Fylte hvert rør, '
         "brøt sirkulasjon hver tiende lengde. Hengende vekt 168 tonn."),
        (3.0, "Kjøring av foringsrør", "Kjørte videre fra 2012 m til 2655 m MD. Observerte 8 tonn motstand ved 2310 m, "
         "vasket forbi med 1200 l/min."),
        (1.5, "Landing", 'Koblet til 18 3/4" brønnhode-hengesko, landet foringsrøret med sko på 2661 m MD.'),
        (2.0, "Sirkulasjon", "Sirkulerte 1,3 x volumet i foringsrøret, trappet opp til 2600 l/min. Ingen tap."),
        (4.0, "Sementering", 'Sementerte 13 3/8" foringsrør: 15 m3 spacer 1,55 sg, 46 m3 lett sement 1,60 sg, 18 m3 '
         "halesement 1,92 sg. Plugget ved beregnet volum, trykket opp til 210 bar i 10 min. Ingen retur etter avlasting."),
        (5.5, "Herding", "Ventet på sement. Vedlikehold av topdrive og ristemaskiner i mellomtiden."),
        (3.5, "BOP", "Installerte tetningsring og trykktestet til 345 bar i 10 min. Funksjonstestet BOP fra begge paneler."),
        (2.0, "Innkjøring", 'Skrudde sammen 12 1/4" BHA med roterende styrbart verktøy og kjørte inn til 310 m.'),
    ])  # fmt: skip
    return f"""
# Daglig borerapport
Brønn :: 25/8-K-21 A
Felt :: Tindvarg
Rigg :: Nordic Ternen (oppjekkbar)
Dato :: 22.01.2024
Rapportnummer :: 19
Dager siden borestart :: 17,6
Dybde kl. 24.00 :: 2668 m MD / {wells.tvd("25/8-K-21 A", 2668):.0f} m TVD
Boret siste døgn :: 0 m
Siste foringsrør :: 13 3/8" med sko på 2661 m MD / {shoe_tvd:.0f} m TVD
Antall om bord :: 104
Boreleder :: Eirik Lundestakk

## Sammendrag av døgnet
Kjørte og sementerte 13 3/8" foringsrør uten tap av borevæske. Ventet på sement, testet brønnhodetetning og startet
innkjøring av 12 1/4" borestreng.

## Plan for neste døgn
Bore ut sko, ta formasjonsstyrketest (FIT til 1,72 sg) og bore 12 1/4" seksjon mot toppen av Balderformasjonen.

## Tidsfordeling
{table(("Fra", "Til", "Timer", "Aktivitet", "Beskrivelse"), rows)}

## Borevæske
{
        table(
            ("Prøve tatt", "Type", "Tetthet (sg)", "PV (cP)", "YP (Pa)", "Gel 10 s / 10 min", "API-filtrat (ml)", "pH"),
            [
                ("10:15", "KCl/polymer", comma(1.42, 2), 19, "9,5", "4 / 7", "3,8", "9,1"),
                ("21:30", "KCl/polymer", comma(1.42, 2), 19, "10,0", "4 / 8", "3,9", "9,0"),
            ],
        )
    }
Hydrostatisk trykk ved sko med 1,42 sg: {hydrostatic_bar(1.42, shoe_tvd):.0f} bar. Poretrykk fra prognosen tilsvarer
1,21 sg.

## HMS og vær
Ingen skader. Ett RUH-kort: manglende sikring av håndverktøy i boretårnet, utbedret samme skift. Vind 14 m/s fra
nordvest, signifikant bølgehøyde 3,1 m. Helikopter landet kl. 10.40 med 12 personer inn og 11 ut.

## Logistikk
{
        table(
            ("Vare", "Beholdning", "Forbruk", "Enhet"),
            [
                ("Barytt", 182, 14, "tonn"),
                ("Sement klasse G", 64, 71, "tonn"),
                ("Diesel", 640, 19, "m3"),
                ("Borevann", 410, 52, "m3"),
            ],
        )
    }
"""


def _waiting_on_weather() -> str:
    rows = timed([
        (5.0, 'Ran in with 12 1/4" bit on 5 7/8" DP from 420 m to 1294 m, broke circulation at the 20" shoe.'),
        (1.0, "Drilled out float shoe and 3 m of new formation to 1301 m. Performed leak-off test, 1.61 sg EMW."),
        (4.5, 'Drilled 12 1/4" hole from 1301 m to 1388 m. Controlled ROP at 20 m/h through shallow gas warning zone.'),
        (0.5, "Flow check at 1388 m. Heave 4.8 m and rising. Decided to pull to shoe."),
        (2.5, 'Pumped out to 1290 m, hung off on 18 3/4" hang-off tool, closed blind shear rams.'),
        (1.5, "Displaced riser to seawater and disconnected LMRP at 15:00. Moved rig 30 m off location."),
        (9.0, "Waited on weather. Wind 52 kn, Hs 8.4 m, max heave 9.3 m. Serviced compensators meanwhile."),
    ])  # fmt: skip
    lines = "\n".join(f"{start}-{end}  {hours:>5}  {text}" for start, end, hours, text in rows)
    return f"""
# Morning report 12 June 2022
Well :: 7121/5-2 S Ishavsbris
Rig :: Polar Skarven
Report :: no. 9, period 00:00-24:00
Depth :: 1388 m MD / 1386 m TVD RKB, 87 m drilled
Formation :: Kolmule, claystone with limestone stringers
Mud :: WBM 1.18 sg, PV 14, YP 9, ECD 1.22 sg at 3200 lpm

## 24 h summary
Drilled out the 20" shoe, LOT 1.61 sg, drilled 12 1/4" hole to 1388 m. Hung off and disconnected for weather.

## Operations
```
{lines}
```

## Forecast
Wind dropping below 30 kn by 13 June 20:00. Reconnect LMRP when heave is below 3.0 m, test connector, retrieve
hang-off string, continue 12 1/4" hole to 1650 m.

## Remarks
POB 112. LTI-free days 418. NPT this well 21.5 h, of which weather 18.0 h. Gas: background 0.4 %, connection 0.9 %,
C1 only.
"""
