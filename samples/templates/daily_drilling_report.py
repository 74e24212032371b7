"""Daily drilling reports of four rigs, each in its operator's own layout."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import wells
from samples.figures import comma, hydrostatic_bar, timed
from samples.markup import fill, table
from samples.sample import Sample

_LABEL = "daily_drilling_report"


def samples() -> Iterator[Sample]:
    """Yield the daily drilling reports."""
    yield Sample(
        "drilling/34-7-B-12-H/DDR_34-7-B-12H_2024-03-14.pdf",
        _production_section(),
        _LABEL,
        "en",
        "Daily Drilling Report no. 27 - 34/7-B-12 H",
        "Nordskarv Energi AS",
        date(2024, 3, 15),
        mark="Classification: Internal",
        decision="allow",
        note="an ordinary classification mark, which alone should not hold a document back",
    )
    yield Sample(
        "drilling/6507-11-F-3/Daily report 041 6507_11-F-3.xlsx",
        _top_hole(),
        _LABEL,
        "en",
        "Daily Report 041",
        "Kvitøya Petroleum ASA",
        date(2023, 10, 3),
    )
    yield Sample(
        "drilling/25-8-K-21-A/borerapport_2024-01-22.docx",
        _casing_day(),
        _LABEL,
        "nb",
        "Daglig borerapport nr. 19 - 25/8-K-21 A",
        "Nordskarv Energi AS",
        date(2024, 1, 23),
    )
    yield Sample(
        "drilling/7121-5-2-S/morning_report_0612.txt",
        _waiting_on_weather(),
        _LABEL,
        "en",
        "Morning report 7121/5-2 S",
        "Polar Skarven",
        date(2022, 6, 13),
    )


def _production_section() -> str:
    density, loss, depth_tvd = 1.28, 0.09, wells.tvd("34/7-B-12 H", 4236)
    operations = timed(
        [
            (
                3.5,
                "Drilling",
                'Drilled 8 1/2" hole with rotary steerable from 3912 m to 3987 m MD. 2150 lpm, 186 bar SPP, '
                "140 rpm, 8-14 kNm, WOB 6-9 t. Average ROP 21 m/h. Geosteered in Etive, 2 m below top.",
            ),
            (0.5, "Circulation", "Pumped 5 m3 hi-vis pill and downlinked RSS to hold 89.6 deg inclination."),
            (
                6.25,
                "Drilling",
                'Continued drilling 8 1/2" hole from 3987 m to 4108 m MD. Observed stringers at 4021-4026 m, '
                "ROP down to 6 m/h. Max gas 2.1 %.",
            ),
            (
                1.25,
                "Downtime",
                "Top drive stopped on high gear oil temperature. Rotated string with rotary table. Changed "
                "cooler filter, tested ok. Downtime charged to drilling contractor.",
            ),
            (
                7.5,
                "Drilling",
                "Drilled from 4108 m to section TD at 4236 m MD. Lost 1.5 m3 to formation, "
                "losses healed by reducing flow to 1950 lpm.",
            ),
            (
                2.0,
                "Circulation",
                "Circulated hole clean at TD with 2100 lpm and 160 rpm, 2.5 x bottoms up. Shakers clean.",
            ),
            (0.5, "Flow check", "Flow checked well for 30 min, well static. Spotted 12 m3 LCM pill on bottom."),
            (2.5, "Tripping", "Pumped out of hole from 4236 m to 3870 m MD at 4 m/min, no overpull above 10 t."),
        ]
    )
    return fill(
        "daily_drilling_report/production_section",
        depth_tvd=depth_tvd,
        shoe_tvd=wells.tvd("34/7-B-12 H", 3868),
        operations=table(("From", "To", "Hours", "Activity", "Remark"), operations),
        mud=table(
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
        ),
        density=density,
        pressure_bar=hydrostatic_bar(density, depth_tvd),
        assembly=table(
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
        ),
        survey=table(
            ("MD (m)", "Inclination (deg)", "Azimuth (deg)", "TVD (m)", "DLS (deg/30 m)"),
            [
                (s.depth_md_m, s.inclination_deg, s.azimuth_deg, f"{s.depth_tvd_m:.1f}", f"{s.dogleg_deg_per_30m:.1f}")
                for s in wells.path("34/7-B-12 H")[-5:-1]
            ],
        ),
    )


def _assembly(*parts: tuple[str, float, float]) -> list[tuple[object, ...]]:
    total = 0.0
    rows: list[tuple[object, ...]] = []
    for name, diameter, length in parts:
        total += length
        rows.append((name, diameter, f"{length:.2f}", f"{total:.2f}"))
    return rows


def _top_hole() -> str:
    operations = timed(
        [
            (
                2.0,
                "RIG",
                "P",
                "Moved Polar Skarven from F-2 to F-3 slot, 22 m on anchors 3 and 7. Confirmed position by ROV.",
            ),
            (
                4.5,
                "TRIP",
                "P",
                'Made up 36" hole opener BHA with 17 1/2" pilot bit. Ran in to 370 m, tagged seabed at 371 m.',
            ),
            (
                6.0,
                "DRILL",
                "P",
                'Drilled 36" hole from 371 m to 448 m with seawater, 10 m3 hi-vis sweeps each half stand.',
            ),
            (1.5, "CIRC", "P", "Displaced hole to 1.25 sg mud, 70 m3 pumped. Wiper trip to seabed, 2 m of fill."),
            (3.0, "TRIP", "P", "Pulled out with hole opener BHA, racked back."),
            (
                5.0,
                "CASING",
                "P",
                'Ran 30" conductor, 6 joints, landed in template with shoe at 446 m. Bullseye 0.5 deg.',
            ),
            (1.25, "WAIT", "WOW", "Waited on weather for cementing stinger, heave 4.1 m against limit of 3.5 m."),
            (0.75, "TRIP", "P", "Ran cementing stinger and stabbed into the float shoe."),
        ]
    )
    return fill(
        "daily_drilling_report/top_hole",
        operations=table(("From", "To", "Hours", "Code", "Class", "Description"), operations),
    )


def _casing_day() -> str:
    shoe_tvd = wells.tvd("25/8-K-21 A", 2661)
    rows = timed(
        [
            (
                2.5,
                "Kjøring av foringsrør",
                'Fortsatte å kjøre 13 3/8" foringsrør fra 1480 m til 2012 m MD. Fylte hvert rør, '
                "brøt sirkulasjon hver tiende lengde. Hengende vekt 168 tonn.",
            ),
            (
                3.0,
                "Kjøring av foringsrør",
                "Kjørte videre fra 2012 m til 2655 m MD. Observerte 8 tonn motstand ved 2310 m, "
                "vasket forbi med 1200 l/min.",
            ),
            (1.5, "Landing", 'Koblet til 18 3/4" brønnhode-hengesko, landet foringsrøret med sko på 2661 m MD.'),
            (2.0, "Sirkulasjon", "Sirkulerte 1,3 x volumet i foringsrøret, trappet opp til 2600 l/min. Ingen tap."),
            (
                4.0,
                "Sementering",
                'Sementerte 13 3/8" foringsrør: 15 m3 spacer 1,55 sg, 46 m3 lett sement 1,60 sg, 18 m3 '
                "halesement 1,92 sg. Plugget ved beregnet volum, trykket opp til 210 bar i 10 min. "
                "Ingen retur etter avlasting.",
            ),
            (5.5, "Herding", "Ventet på sement. Vedlikehold av topdrive og ristemaskiner i mellomtiden."),
            (
                3.5,
                "BOP",
                "Installerte tetningsring og trykktestet til 345 bar i 10 min. Funksjonstestet BOP fra begge paneler.",
            ),
            (2.0, "Innkjøring", 'Skrudde sammen 12 1/4" BHA med roterende styrbart verktøy og kjørte inn til 310 m.'),
        ]
    )
    return fill(
        "daily_drilling_report/casing_day",
        midnight_tvd=wells.tvd("25/8-K-21 A", 2668),
        shoe_tvd=shoe_tvd,
        operations=table(("Fra", "Til", "Timer", "Aktivitet", "Beskrivelse"), rows),
        mud=table(
            ("Prøve tatt", "Type", "Tetthet (sg)", "PV (cP)", "YP (Pa)", "Gel 10 s / 10 min", "API-filtrat (ml)", "pH"),
            [
                ("10:15", "KCl/polymer", comma(1.42, 2), 19, "9,5", "4 / 7", "3,8", "9,1"),
                ("21:30", "KCl/polymer", comma(1.42, 2), 19, "10,0", "4 / 8", "3,9", "9,0"),
            ],
        ),
        pressure_bar=hydrostatic_bar(1.42, shoe_tvd),
    )


def _waiting_on_weather() -> str:
    rows = timed(
        [
            (5.0, 'Ran in with 12 1/4" bit on 5 7/8" DP from 420 m to 893 m, broke circulation at the 20" shoe.'),
            (
                1.0,
                "Drilled out float shoe and 3 m of new formation to 908 m. Performed FIT, 1.35 sg EMW.",
            ),
            (
                4.5,
                'Drilled 12 1/4" hole from 908 m to 995 m. Controlled ROP at 20 m/h past the fault of anomaly C.',
            ),
            (0.5, "Flow check at 995 m. Heave 4.8 m and rising. Decided to pull to shoe."),
            (2.5, 'Pumped out to 890 m, hung off on 18 3/4" hang-off tool, closed blind shear rams.'),
            (1.5, "Displaced riser to seawater and disconnected LMRP at 15:00. Moved rig 30 m off location."),
            (9.0, "Waited on weather. Wind 52 kn, Hs 8.4 m, max heave 9.3 m. Serviced compensators meanwhile."),
        ]
    )
    lines = "\n".join(f"{start}-{end}  {hours:>5}  {text}" for start, end, hours, text in rows)
    return fill("daily_drilling_report/waiting_on_weather", lines=lines)
