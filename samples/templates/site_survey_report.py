"""Drilling site survey reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.figures import comma
from samples.markup import table
from samples.sample import Sample

_LABEL = "site_survey_report"
_COMPANY = "Geodyn Survey AS"


def samples() -> Iterator[Sample]:
    """Yield the site survey reports."""
    yield Sample(
        "site surveys/GS20-117 site survey 7121_5-2S.pdf", _wildcat(), _LABEL, "en",
        "GS20-117 Drilling Site Survey 7121/5-2 S Ishavsbris", _COMPANY, date(2020, 11, 30), mark="Classification: Internal",
    )  # fmt: skip
    yield Sample(
        "site surveys/borestedsundersokelse_havsula_F.docx", _norwegian(), _LABEL, "nb",
        "Borestedsundersøkelse Havsula, bunnramme F", _COMPANY, date(2021, 8, 13),
    )  # fmt: skip
    yield Sample(
        "site surveys/rig_site_debris_Tindvarg_K.html", _debris(), _LABEL, "en",
        "Debris and spud can survey, Tindvarg K", _COMPANY, date(2023, 10, 25),
    )  # fmt: skip
    yield Sample(
        "site surveys/GS21-030_16_4-14S_summary.txt", _summary(), _LABEL, "en",
        "GS21-030 site survey summary 16/4-14 S", _COMPANY, date(2021, 5, 6),
    )  # fmt: skip


def _depths(water_depth_m: float, layers: tuple[tuple[str, float, int], ...]) -> list[tuple[object, ...]]:
    """Turn layer thicknesses in milliseconds and velocities into depths below the sea surface and the seabed."""
    depth, time_ms = water_depth_m, 2000 * water_depth_m / 1470
    rows: list[tuple[object, ...]] = [("Seabed", f"{time_ms:.0f}", f"{depth:.0f}", 0, "")]
    for name, thickness_ms, velocity in layers:
        time_ms += thickness_ms
        depth += velocity * thickness_ms / 2000
        rows.append((name, f"{time_ms:.0f}", f"{depth:.0f}", f"{depth - water_depth_m:.0f}", velocity))
    return rows


def _wildcat() -> str:
    water = 437.0
    layers = (("Base of soft glacial clay", 22.0, 1520), ("Top of boulder bed", 94.0, 1780), ("Base of boulder bed (URU)", 9.0, 1900), ("Reflector R1", 168.0, 2010),
              ("Reflector R2, faulted claystone", 240.0, 2150))  # fmt: skip
    return f"""
# Drilling Site Survey Report
Survey :: GS20-117
Location :: 7121/5-2 S Ishavsbris
Client :: Nordskarv Energi AS
Vessel :: Geo Lunden
Survey period :: 2 - 14 September 2020
Proposed location :: N 7 938 215 m, E 498 640 m, UTM zone 34 (ED50)
Water depth at location :: {water:.0f} m MSL
Seabed gradient :: below 0.5 degrees
Site survey area :: 5 km x 5 km

## 1 Conclusions
- No shallow gas anomalies at the proposed location. Shallow gas warning class 0 down to 1000 m.
- Boulders are expected between {_depths(water, layers)[2][2]} m and {_depths(water, layers)[3][2]} m below MSL.
- Iceberg ploughmarks up to 4 m deep cross the site; the nearest is 65 m north-east of the location.
- No pipelines, cables or wrecks within 1 km. One fishing trawl board was found 310 m south-west.
- Anchoring conditions are expected to be good: soft clay over firm clay.

## 2 Scope of work
{
        table(
            ("Method", "Line spacing", "Line km", "Purpose"),
            [
                ("2D high resolution multichannel, 160 in3", "50 - 250 m", 212, "Shallow gas to 1.5 s below seabed"),
                ("Sub-bottom profiler", "50 m", 240, "Foundation soils to 40 m"),
                ("Multibeam echo sounder", "100 % overlap", 240, "Bathymetry, 1 m grid"),
                ("Side scan sonar 300/600 kHz", "100 m", 198, "Seabed features and debris"),
                ("Magnetometer", "50 m", 96, "Ferrous objects"),
                ("Gravity cores and video", "12 stations", "", "Ground truth, habitats"),
            ],
        )
    }

## 3 Bathymetry and seabed
The water depth varies from 431 m in the north to 442 m in the south. The seabed is silty clay with scattered gravel and
cobbles. Pockmarks are common: 112 in the survey area with diameters of 8 - 35 m and depths of 0.5 - 2.5 m. None shows
signs of active gas seepage in the water column data.

---
## 4 Shallow geology and depth conversion
{
        table(
            ("Reflector", "TWT (ms)", "Depth below MSL (m)", "Depth below seabed (m)", "Velocity (m/s)"),
            _depths(water, layers),
        )
    }
Uncertainty of depth is 2 % of the depth below seabed. The boulder bed is inferred from point diffractions and from offset
well experience.

## 5 Shallow gas assessment
{
        table(
            ("Level", "Interval (m MSL)", "Anomaly", "Distance from location", "Class at location"),
            [
                ("A", "545 - 556", "High amplitude, no phase reversal", "1.9 km west", 0),
                ("B", "690 - 720", "Bright spot with push-down", "2.4 km north", 0),
                ("C", "880 - 910", "Weak amplitude increase along fault", "420 m east", "0, monitor"),
            ],
        )
    }
It is recommended to move the location no closer than 300 m to anomaly C.

## 6 Anchoring and conductor
{
        table(
            ("Soil unit", "Depth below seabed (m)", "Undrained shear strength (kPa)", "Unit weight (kN/m3)"),
            [
                ("I: very soft to soft clay", "0 - 2.1", "4 - 12", 7.1),
                ("II: soft to firm clay", "2.1 - 16.7", "20 - 65", 8.3),
                ("III: stiff glacial clay with gravel", "16.7 - 100", "80 - 240", 9.6),
            ],
        )
    }

## 7 Habitats
Video transects show sponges at densities of 1 - 5 % coverage within 500 m. No coral reefs. Discharge of cuttings from the
top-hole should follow the plan in the environmental application.

## 8 Data quality
Weather was good; swell noise below 6 microbar for all lines. Positioning by DGNSS with 0.2 m accuracy, USBL 0.5 % of range.
"""


def _norwegian() -> str:
    water = 346.0
    layers = (
        ("Basis bløt leire", 14.0, 1500),
        ("Basis Naust U", 128.0, 1740),
        ("Reflektor NT2", 171.0, 1850),
        ("Topp Kai", 360.0, 1980),
    )
    rows = [tuple(str(cell) for cell in row) for row in _depths(water, layers)]
    rows[0] = ("Havbunn", *rows[0][1:])
    return f"""
# Borestedsundersøkelse Havsula, bunnramme F
Undersøkelse :: GS21-058
Oppdragsgiver :: Kvitøya Petroleum ASA
Fartøy :: Geo Lunden
Periode :: 3.-11. juni 2021
Blokk :: 6507/11
Vanndybde :: {comma(water, 0)} m
Planlagte brønner :: F-1 til F-4

## Sammendrag
Det er ikke påvist grunn gass på bunnrammens posisjon. To amplitudeanomalier på nivå NT2 ligger 1,2 km og 1,7 km mot
nordvest. Havbunnen er jevn med helning under 1 grad. Det finnes pløyespor etter isfjell, inntil 6 m dype, 140 m vest for
rammen. Boreutfordringer i topphullet er stein og blokker i Naustformasjonen.

## Metoder
{table(("Metode", "Linjeavstand", "Omfang"), [("Høyoppløselig 2D-seismikk", "50-200 m", "164 km"), ("Penetrasjonsekkolodd", "50 m", "180 km"), ("Multistråle-ekkolodd", "full dekning", "21 km2"), ("Sidesøkende sonar", "100 m", "150 km"), ("Grunnprøver", "", "9 stasjoner"), ("Kjernetakning og CPT", "", "3 borehull til 45 m")])}

## Stratigrafi og dybdekonvertering
{table(("Reflektor", "Toveistid (ms)", "Dyp under havflaten (m)", "Dyp under havbunn (m)", "Hastighet (m/s)"), rows)}

## Grunn gass
{table(("Nivå", "Dyp (m)", "Klasse ved F-rammen", "Kommentar"), [("Naust U", "360-460", 0, "Ingen anomalier innenfor 1 km"), ("NT2", "590-630", 0, "Nærmeste anomali 1,2 km"), ("Kai", "900-980", 1, "Svake lyse reflektorer, pilothull anbefales for første brønn")])}

## Miljø
Kaldtvannskoraller ble observert på én stasjon, 860 m sørøst for rammen. Ankerkorridorene er lagt utenom.

## Anbefaling
Posisjonen kan brukes. Første brønn bores med 9 7/8" pilothull til 1000 m. Ankre nr. 3 og 4 legges minst 200 m fra
pløyesporet.
"""


def _debris() -> str:
    contacts = [("SSS-01", 3.1, 0.4, 0.2, 42, "Wire or chain, partly buried", "Remove"), ("SSS-02", 1.2, 0.9, 0.6, 71, "Scaffold basket", "Remove"), ("SSS-05", 0.6, 0.5, 0.3, 118, "Boulder", "Avoid with spud can"),
                ("MAG-03", "", "", "", 96, "Ferrous, 48 nT, no sonar contact", "Inspect by ROV"), ("SSS-07", 2.4, 2.2, 1.1, 204, "Old tyre fender", "Leave")]  # fmt: skip
    return f"""
# Debris and spud can survey, Tindvarg K
Survey :: GS23-142, rig site survey for jack-up Nordic Ternen
Client :: Nordskarv Energi AS
Date of survey :: 9 - 12 October 2023
Water depth :: 127 m LAT
Area :: 1 km x 1 km around platform Tindvarg K

## Summary
The seabed is sand over dense sand with footprints from the 2016 jack-up visit. Predicted leg penetration is 1.4 - 2.2 m.
Two debris items must be removed before the rig arrives. No shallow gas is interpreted above 800 m at the site.

## Contacts
{table(("Contact", "Length (m)", "Width (m)", "Height (m)", "Distance (m)", "Description", "Action"), contacts)}

## Footprints
{table(("Leg", "Old footprint depth (m)", "Offset to planned leg (m)", "Slope (deg)", "Assessment"), [("Bow", 1.3, 9.5, 5, "Acceptable"), ("Port", 1.1, 4.2, 8, "Monitor for sliding, preload in steps"), ("Starboard", 1.4, 10.1, 4, "Acceptable")])}

## Soil profile
{table(("Depth (m)", "Soil", "Cone resistance (MPa)", "Friction angle (deg)"), [("0 - 0.8", "Loose silty sand", "2 - 6", 30), ("0.8 - 7.5", "Dense fine sand", "18 - 40", 38), ("7.5 - 19", "Very stiff clay", "2.5 - 4", ""), ("19 - 30", "Very dense sand", "35 - 60", 40)])}

## Infrastructure
Two 10 inch flowlines and one umbilical leave the platform to the south-east, 62 m from the port leg at the closest point.
As-found burial is 0.6 - 1.1 m.
"""


def _summary() -> str:
    return f"""
# Site survey summary GS21-030
Location :: 16/4-14 S, Lodvik
Client :: Kvitøya Petroleum ASA
Water depth :: 96 m MSL
Rig :: Jack-up
Coordinates :: N 6 512 874 m, E 447 302 m, UTM 31

## Seabed and shallow soils
Flat seabed of fine to medium sand with megaripples, height 0.3 m. Shell fragments common. Sand 2 - 4 m thick over firm to
stiff clay with a sand-filled channel 14 m below the seabed, 230 m east of the location.

## Hazards
{table(("Hazard", "Depth (m MSL)", "Assessment at location"), [("Shallow gas, sand at base of channel", "112 - 118", "Slight, class 1, riserless with gas watch"), ("Shallow gas, Utsira sand", "720 - 760", "Negligible, class 0"), ("Boulders", "130 - 140", "Possible"), ("Punch-through", "100 - 110", "Low, site specific analysis required"), ("Pipeline 20 inch", "seabed", "640 m to the north")])}

## Recommendations
Run the 30 inch conductor to 212 m and keep 1.25 sg kill mud ready when drilling 17 1/2 inch hole. Observe with ROV while
riserless. Resurvey for debris if the rig arrives later than 12 months after this survey.
"""
