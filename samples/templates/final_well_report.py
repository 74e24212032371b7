"""Final well reports, from two pages to many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples import wells
from samples.figures import comma
from samples.markup import table
from samples.sample import Sample

_LABEL = "final_well_report"


def samples() -> Iterator[Sample]:
    """Yield the final well reports."""
    yield Sample(
        "drilling/7121-5-2-S/Final Well Report 7121_5-2 S.pdf", _exploration(), _LABEL, "en",
        "Final Well Report 7121/5-2 S", "Nordskarv Energi AS", date(2022, 12, 9), mark="Classification: Internal",
    )  # fmt: skip
    yield Sample(
        "drilling/25-8-K-21-A/Sluttrapport 25_8-K-21 A.docx", _norwegian(), _LABEL, "nb",
        "Sluttrapport for brønn 25/8-K-21 A", "Nordskarv Energi AS", date(2024, 6, 3),
    )  # fmt: skip
    yield Sample(
        "drilling/6507-11-F-3/FWR_6507_11-F-3_completion.html", _completion(), _LABEL, "en",
        "Final well report 6507/11-F-3, volume 2: completion", "Kvitøya Petroleum ASA", date(2024, 2, 28),
    )  # fmt: skip
    yield Sample(
        "drilling/16-4-14-S/FWR 16-4-14 S drilling.docx", _drilling_volume(), _LABEL, "en",
        "Final Well Report 16/4-14 S - Drilling and geology", "Kvitøya Petroleum ASA", date(2022, 1, 21),
    )  # fmt: skip


def _exploration() -> str:
    phases = [("Move and position", 2.4, 2.1), ('36" x 42" hole and 30" conductor', 2.0, 2.6), ('26" hole and 20" casing', 4.1, 4.4),
              ("BOP and riser", 2.5, 3.0), ('12 1/4" hole and 9 5/8" casing', 8.3, 11.9), ('8 1/2" hole and coring', 6.2, 7.0),
              ("Wireline logging", 4.0, 3.7), ("Well test DST 1", 12.5, 11.8), ("Permanent plugging", 9.0, 8.2)]  # fmt: skip
    plan, actual = sum(phase[1] for phase in phases), sum(phase[2] for phase in phases)
    tops = [("Nordland Group", 461, 437, "+2"), ("Torsk Formation", 548, 524, "-6"), ("Kolmule Formation", 902, 878, "+11"), ("Kolje Formation", 1488, 1464, "+4"),
            ("Hekkingen Formation", 1641, 1617, "-3"), ("Fuglen Formation", 1702, 1678, "-5"), ("Stø Formation", 1724, 1700, "-7"), ("Nordmela Formation", 1791, 1767, "+1"),
            ("Tubåen Formation", 1870, 1846, "+9")]  # fmt: skip
    return f"""
# Final Well Report
# 7121/5-2 S Ishavsbris
Licence :: PL 9214
Operator :: Nordskarv Energi AS
Rig :: Polar Skarven
Well type :: Wildcat
Water depth :: 437 m MSL
RKB - MSL :: 24 m
Spud :: 4 June 2022
Total depth reached :: 12 July 2022
Plugged and abandoned :: 9 August 2022
Total depth :: 1960 m MD / 1956 m TVD RKB
Oldest formation :: Tubåen Formation, Early Jurassic
Result :: Oil discovery in the Stø Formation

---
## Contents
- 1 Summary
- 2 Well objectives and results
- 3 Geology and stratigraphy
- 4 Drilling operations by section
- 5 Time and cost
- 6 Formation pressure and strength
- 7 Coring, logging and testing
- 8 Plugging and abandonment
- 9 Experience and recommendations

## 1 Summary
Well 7121/5-2 S was drilled to test the hydrocarbon potential of Early and Middle Jurassic sandstones in a rotated fault
block. It proved a 31.5 m oil column in the Stø Formation with an oil-water contact at 1755.5 m MD. Two cores were cut,
an extensive logging programme was run and one drill stem test was performed, with a maximum stable rate of 638 Sm3/d.
The well took {actual:.1f} days against a plan of {
        plan:.1f} days, mainly because of weather and of a slow 12 1/4" section.

## 2 Well objectives and results
{
        table(
            ("Objective", "Result"),
            [
                ("Prove hydrocarbons in the Stø Formation", "Achieved, 31.5 m oil column"),
                ("Collect pressure and fluid samples", "Achieved, 14 pressures and 9 samples"),
                ("Test the Tubåen Formation as secondary target", "Achieved, water bearing"),
                ("No serious incidents", "Achieved"),
                ("Drill within the time of the authorisation", "Not achieved, see section 5"),
            ],
        )
    }

## 3 Geology and stratigraphy
{table(("Unit", "Top (m MD RKB)", "Top (m TVD MSL)", "Against prognosis (m)"), tops)}
The Kolmule claystone was firmer than expected and slowed drilling. The Hekkingen Formation is 61 m thick with total
organic carbon of 8 to 14 % and is immature at the well location. The Stø Formation consists of fine to medium grained,
well sorted sandstone with an average porosity of 24.1 % and net-to-gross of 0.93.

---
## 4 Drilling operations by section
### 4.1 36" x 42" hole
Drilled from seabed at 461 m to 532 m in one run. The conductor was cemented with 48 m3 of 1.95 sg slurry, with returns
seen by ROV. The first conductor joint was pulled and rerun owing to an inclination of 1.6 degrees; the second attempt
gave 0.4 degrees.
### 4.2 26" hole
Drilled riserless with seawater and sweeps to 905 m after a 9 7/8" pilot hole showed no shallow gas. A boulder bed
between 548 m and 556 m caused high vibration. The 20" casing was set at 899 m and cemented to seabed.
### 4.3 12 1/4" hole
Drilled from 905 m to 1702 m with KCl water based mud of 1.18 to 1.24 sg. The rig disconnected for weather on 12 June
after drilling to 1388 m, and again on 16 June. Average penetration rate was 19.8 m/h against 35 m/h planned. The 9 5/8"
casing was set at 1698 m, just above the Stø Formation.
### 4.4 8 1/2" hole
Drilled and cored from 1702 m to 1960 m with 1.15 sg mud. Core 1: 1726 - 1744 m, recovery 98.9 %. Core 2: 1744 - 1762 m,
recovery 100 %. No losses or gains.

## 5 Time and cost
{
        table(
            ("Phase", "Planned (days)", "Actual (days)", "Difference (days)"),
            [
                *((name, f"{p:.1f}", f"{a:.1f}", f"{a - p:+.1f}") for name, p, a in phases),
                ("Total", f"{plan:.1f}", f"{actual:.1f}", f"{actual - plan:+.1f}"),
            ],
        )
    }
Non-productive time was 98 h, of which weather 61 h, BOP control pod 17 h, and pipe handling 20 h.

## 6 Formation pressure and strength
{
        table(
            ("Depth (m MD)", "Test", "Result (sg EMW)", "Mud (sg)"),
            [
                (535, "None", "", 1.03),
                (908, "FIT", 1.35, 1.18),
                (1301, 'LOT in 12 1/4" pilot', 1.61, 1.18),
                (1705, "LOT", 1.66, 1.15),
            ],
        )
    }
The Stø Formation is at 179.8 bar at 1705.8 m TVD RKB, equal to 1.07 sg.

---
## 7 Coring, logging and testing
{
        table(
            ("Run", "Tools", "Interval (m MD)", "Remark"),
            [
                ("LWD 1", "GR, resistivity, sonic", "905 - 1702", "Good quality"),
                ("LWD 2", "GR, resistivity, density, neutron", "1702 - 1960", "Good quality"),
                ("WL 1A", "Image, dipole sonic", "1960 - 1698", "Good quality"),
                ("WL 1B", "Formation tester", "1726 - 1902", "14 of 17 pressures valid"),
                ("WL 1C", "Zero offset VSP", "1955 - 600", "112 levels"),
            ],
        )
    }
DST 1 is described in a separate report.

## 8 Plugging and abandonment
Three cement plugs were set: 1960 - 1610 m across the reservoir with the 9 5/8" shoe, 1020 - 850 m across the 20" shoe, and
a surface plug 560 - 470 m. All plugs were tagged with 10 t and pressure tested 70 bar above the leak-off pressure. The
wellhead was cut 5 m below the seabed and recovered. The seabed survey found no debris.

## 9 Experience and recommendations
- Use a bit with six blades and 16 mm cutters in the Kolmule claystone; the five-blade bit balled.
- Plan for 15 % more waiting on weather when spudding before mid-June.
- Pre-install the seafastening for the test equipment at the base: 9 h were saved.
- Change the BOP pod connector seals before the well; the same failure was seen on an earlier well of the rig.
"""


def _norwegian() -> str:
    phases = [('17 1/2" seksjon', "5,8", "6,4"), ('13 3/8" foringsrør', "2,6", "2,9"), ('12 1/4" seksjon', "4,0", "4,7"),
              ('9 5/8" foringsrør', "2,5", "2,3"), ('8 1/2" seksjon', "4,4", "3,9"), ("Komplettering", "9,5", "8,8")]  # fmt: skip

    def days(column: int) -> float:
        return sum(float(phase[column].replace(",", ".")) for phase in phases)

    last = wells.path("25/8-K-21 A")[-1]
    return f"""
# Sluttrapport for brønn 25/8-K-21 A
Felt :: Tindvarg
Utvinningstillatelse :: PL 9037
Operatør :: Nordskarv Energi AS
Innretning :: Nordic Ternen over Tindvarg K
Brønntype :: Oljeprodusent, sidesteg fra 25/8-K-21
Borestart :: 4. januar 2024
Total dybde nådd :: 8. februar 2024
Ferdig komplettert :: 21. februar 2024
Total dybde :: {comma(last.depth_md_m, 0)} m MD / {comma(last.depth_tvd_m, 0)} m TVD
Vanndybde :: 127 m

## 1 Sammendrag
Brønnen ble boret for å drenere den sørøstlige delen av Heimdalreservoaret på Tindvarg. Reservoaret ble påtruffet 3 m
dypere enn prognosen, med 412 m netto sand langs brønnbanen. Brønnen er komplettert med sandskjermer og
gassløft. Første olje var 26. februar 2024 med 780 Sm3 per døgn.

## 2 Måloppnåelse
{
        table(
            ("Mål", "Oppnådd", "Kommentar"),
            [
                ("Null alvorlige hendelser", "Ja", "Ett førstehjelpstilfelle"),
                ("Minst 350 m netto sand", "Ja", "412 m"),
                ("Tidsbruk under 32 døgn", "Ja", f"{comma(days(2), 1)} døgn"),
                ("Kostnad innenfor budsjett", "Ja", "3,1 prosent under"),
            ],
        )
    }

## 3 Operasjonsbeskrivelse
### 3.1 17 1/2" seksjon
Boret fra vindu i 20" foringsrør ved 905 m til 2668 m MD med KCl/polymer-slam, 1,28-1,42 sg. Det ble observert spon fra
Hordalandsgruppen, og slamvekten ble økt i tre trinn.
### 3.2 12 1/4" seksjon
Boret til 3188 m MD i to kjøringer. MWD-verktøyet sviktet ved 3020 m på grunn av utvasking i pulseren, med 6,5 timer
nedetid. 9 5/8" foringsrør ble satt på 3185 m i toppen av Heimdalformasjonen.
### 3.3 8 1/2" seksjon
Boret til total dybde med oljebasert slam 1,21 sg. Geostyring med dypavlesende resistivitet holdt banen 2-4 m under
taket av reservoaret.
### 3.4 Komplettering
Sandskjermer med åpning 250 mikrometer og fem svellepakninger ble kjørt til 3604 m. Øvre komplettering omfatter 5 1/2"
produksjonsrør, to gassløftlommer, nedihulls trykkmåler og sikkerhetsventil på 402 m.

## 4 Tidsbruk
{table(("Fase", "Planlagt (døgn)", "Faktisk (døgn)"), [*phases, ("Sum", comma(days(1), 1), comma(days(2), 1))])}
Nedetiden utgjorde 4,6 prosent av tiden. De største postene var MWD-svikt (6,5 timer), kran (5,0 timer) og venting på
vær (21 timer).

## 5 Geologi
{
        table(
            ("Formasjon", "Topp (m MD)", "Topp (m TVD)", "Avvik fra prognose (m)"),
            [
                (name, comma(depth, 0), comma(wells.tvd("25/8-K-21 A", depth), 0), shift)
                for name, depth, shift in (
                    ("Utsira", 948, "-2"),
                    ("Skade", 1104, "+4"),
                    ("Hordaland", 1260, "+1"),
                    ("Balder", 2706, "+6"),
                    ("Sele", 2866, "+5"),
                    ("Lista", 2990, "+4"),
                    ("Heimdal", 3186, "+3"),
                )
            ],
        )
    }

## 6 Trykk og formasjonsstyrke
FIT under 13 3/8" sko ga 1,72 sg, og under 9 5/8" sko 1,45 sg. Reservoartrykket er 5 bar lavere enn i 2022 og tilsvarer
1,01 sg.

## 7 Erfaringer
- Vurder slamvekt 1,35 sg fra start av 17 1/2" seksjon for å unngå spon.
- Roterende styrbart verktøy fulgte planlagt bane uten korreksjonskjøringer.
- Samkjøring av skjerm og vaskerør sparte 14 timer.
"""


def _completion() -> str:
    return f"""
# Final well report 6507/11-F-3
## Volume 2: Completion
Field :: Havsula
Operator :: Kvitøya Petroleum ASA
Rig :: Polar Skarven
Completion period :: 18 November - 16 December 2023
Total depth :: 2884 m MD / {wells.tvd("6507/11-F-3", 2884):.0f} m TVD RKB
Reservoir :: Garn Formation

## 1 Summary
The well was completed as a cased, perforated oil producer with a vertical subsea tree. The completion took 28.1 days,
2.3 days less than the plan. The well was cleaned up to the rig on 14 December and handed over to operations on
18 December 2023.

## 2 Completion string
{
        table(
            ("Item", "Depth (m MD)", "OD (in)", "ID (in)", "Remark"),
            [
                ("Tubing hanger", 369.4, 18.75, 5.0, "Orientation 312 deg"),
                ("Downhole safety valve", 842.0, 7.72, 4.56, "Self-equalising"),
                ("Gas lift mandrel", 1810.5, 8.02, 4.76, "Dummy installed"),
                ("Permanent gauge", 2122.8, 7.4, 4.78, "Dual quartz"),
                ("Production packer", 2155.2, 8.38, 4.8, "Hydraulic set, 276 bar"),
                ("Liner tie-back seals", 2190.0, 7.38, 4.9, "4.2 m stroke"),
            ],
        )
    }

## 3 Perforation
Perforated 2688 - 2741 m MD on wireline in two runs, 4 1/2" guns, 12 shots per metre, 20 bar underbalance.

## 4 Well barriers at handover
{
        table(
            ("Element", "Verification", "Result"),
            [
                ("Production casing cement", "Sonic and ultrasonic log", "Bonded 2260 - 2300 m"),
                ("Production packer", "From above, 345 bar 10 min", "Accepted"),
                ("Tubing", "345 bar 10 min", "Accepted"),
                ("DHSV", "Inflow 70 bar 30 min", "0.3 bar/min, accepted"),
                ("Tubing hanger seals", "345 bar 10 min", "Accepted"),
                ("Tree valves", "Individually 345 bar", "Accepted"),
            ],
        )
    }

## 5 Time
{
        table(
            ("Phase", "Planned (days)", "Actual (days)"),
            [
                ("Well clean-out and displacement", 3.5, 3.2),
                ("Upper completion", 8.4, 7.6),
                ("Subsea tree", 7.0, 8.1),
                ("Perforation", 4.5, 3.6),
                ("Clean-up and test", 4.0, 3.4),
                ("Rig down", 3.0, 2.2),
                ("Total", f"{3.5 + 8.4 + 7.0 + 4.5 + 4.0 + 3.0:.1f}", f"{3.2 + 7.6 + 8.1 + 3.6 + 3.4 + 2.2:.1f}"),
            ],
        )
    }

## 6 Experience
- The subsea tree took 1.1 days longer than planned: guide wire entangled, ROV intervention 19 h.
- Displacing to packer fluid in one stage with two spacers gave 68 NTU in the returns after 1.4 volumes.
- Wet-mate connectors for the gauge should be tested at the base with the actual jumper.
"""


def _drilling_volume() -> str:
    return f"""
# Final Well Report
# 16/4-14 S
Prospect :: Lodvik
Operator :: Kvitøya Petroleum ASA
Rig :: Nordic Ternen
Spud :: 24 July 2021
Rig release :: 11 September 2021
Total depth :: 2874 m MD / {wells.tvd("16/4-14 S", 2874):.0f} m TVD RKB
Classification of result :: Appraisal, oil confirmed

## General well information
The well appraises the western segment of the Lodvik discovery. It was drilled as a deviated well from a location clear
of a pipeline, with 40 degrees inclination through the reservoir.

## Drilling operations summary
{
        table(
            ("Section", "Interval (m MD)", "Bit runs", "Mud (sg)", "Casing shoe (m MD)", "Days"),
            [
                ('36"', "138 - 212", 1, "1.03", 210, 1.9),
                ('17 1/2"', "212 - 1220", 2, "1.12 - 1.26", 1216, 9.4),
                ('12 1/4"', "1220 - 2874", 1, "1.32 - 1.52", "Open hole", 12.8),
            ],
        )
    }

## Stratigraphy
{
        table(
            ("Top", "m MD", "m TVD"),
            [
                (name, depth, f"{wells.tvd('16/4-14 S', depth):.0f}")
                for name, depth in (
                    ("Utsira Formation", 744),
                    ("Skade Formation", 1015),
                    ("Balder Formation", 2098),
                    ("Sele Formation", 2181),
                    ("Lista Formation", 2296),
                    ("Heimdal Formation", 2571),
                    ("Våle Formation", 2702),
                    ("Ekofisk Formation", 2768),
                )
            ],
        )
    }

## Hydrocarbon shows and evaluation
Shows were recorded from 2571 m to 2644 m with fast blue-white cut and moderate petroleum odour. The logs give an oil
column of 37 m TVD with an average porosity of 26.4 % and water saturation of 18 % above the contact.

## Problems encountered
- Cavings from 2050 to 2100 m; mud weight raised from 1.34 to 1.40 sg in steps.
- Tight spots from 2430 to 2450 m on the wiper trip, reamed 6 h.
- Iron roughneck down 4.5 h.

## Plug and abandonment
The well was permanently plugged with two open-hole cement plugs, 2874 - 2480 m and 1320 - 1120 m, and a surface plug.

## Appendices
- A Bit record
- B Casing and cement report
- C Well path
- D Completion log, scale 1:500
"""
