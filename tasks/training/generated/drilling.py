"""Templates of documents from drilling: daily and mud reports, bit and BHA records, tallies, cementing, tests."""

from tasks.training.generated.compose import Kind, Table

DAILY = Kind(
    "daily_drilling_report",
    ("Daily Drilling Report", "DDR no. {n}", "Daily Operations Report", "Morning report - drilling", "Daily Well Report {n}",
     "24 hr drilling summary", "Daily Drilling Report No {n}"),  # fmt: skip
    ("Report no.: {n}", "Days since spud: {days}", "Period: {date} 00:00 - 24:00", "Midnight depth: {depth} m MD",
     "Progress last 24 hrs: {short} m", "Depth at 06:00: {depth} m", "Hole size: {hole}", "POB: {n}", "Day rate cost: {cost} MNOK",
     "Mud weight: {sg} sg", "Spud date: {date}", "Last casing: {casing} at {depth} m", "Current operation: drilling {hole} section"),  # fmt: skip
    {
        "Summary of operations last 24 hours": (
            "Drilled {hole} hole from {depth} m to {depth} m MD.", "POOH with {hole} BHA due to low ROP, laid out MWD.",
            "Made up {bit} bit and RIH to {depth} m.", "Circulated bottoms up {m3} m3 at {lpm} lpm, {bar} bar.",
            "Ran {casing} casing to {depth} m, landed hanger.", "Waited on weather {hours} hrs.", "Pressure tested BOP to {bar} bar."),  # fmt: skip
        "Forecast next 24 hours": (
            "Continue drilling {hole} section towards {depth} m.", "Circulate hole clean and POOH.", "Rig up to run {casing} casing.",
            "Run in hole with cleanout assembly.", "Perform FIT and drill ahead.", "Cement {casing} casing."),  # fmt: skip
        "Operations log": (
            "{time} - {time} Held toolbox talk and picked up {hole} drilling assembly.",
            "{time} - {time} {hours} h Drilled from {depth} to {depth} m, WOB {n} MT, {rpm} RPM, torque {knm} kNm, SPP {bar} bar.",
            "{time} {time} Tripped in hole on drillpipe, filled pipe every {n} stands.",
            "{time}-{time} Flow checked well, static. Pumped slug and pulled out of hole.",
            "{time} - {time} Worked tight spot at {depth} m with {tonnes} MT overpull.",
            "{time} - {time} Serviced top drive and slipped and cut drilling line.",
            "{time}-{time} Cleaned and inspected bit. Graded 2-3-WT-A-X-I-NO-TD."),  # fmt: skip
        "HSE": ("No incidents or accidents reported.", "Safety drills held: kick drill with crew {n}.", "Number of observation cards: {n}."),
        "Mud and bulk stock": ("Mud in use: {mud} {sg} sg.", "Barite {tonnes} MT, cement {tonnes} MT, fuel {m3} m3, drill water {m3} m3."),
        "Lithology": ("{rock} with stringers of {rock}.", "Background gas {small} %, connection gas {small} %."),
        "Weather and boats": ("Wind {n} kn, sea {small} m, heave {small} m.", "Standby vessel on location, supply boat expected {date}."),
    },
    (Table(("From", "To", "Hrs", "Depth", "Code", "Activity", "State", "Description"),
           ("{time}", "{time}", "{hours}", "{depth}", "DRL", "drilling", "ok", "Drilled {hole} hole to {depth} m with {lpm} lpm")),
     Table(("Start", "End", "Phase", "Operation", "Remark"),
           ("{time}", "{time}", "{hole}", "Trip", "Ran in hole to {depth} m, took {tonnes} MT weight, reamed"), (5, 24)),
     Table(("Survey MD", "Inc", "Azi"), ("{depth1}", "{angle}", "{azimuth}"), (2, 5))),
)  # fmt: skip

DAILY_NO = Kind(
    "daily_drilling_report",
    ("Daglig borerapport", "Døgnrapport boring", "Borerapport nr. {n}", "Daglig operasjonsrapport", "Morgenrapport boring"),
    ("Rapport nr.: {n}", "Dato: {date}", "Brønn: {well}", "Rigg: {rig}", "Dyp ved midnatt: {depth} m MD", "Boret siste døgn: {short} m",
     "Hullseksjon: {hole}", "Slamvekt: {sg} sg", "Døgn siden spud: {days}", "Pågående operasjon kl. 06: borer {hole} hull"),  # fmt: skip
    {
        "Siste døgn": (
            "Boret {hole} hull fra {depth} m til {depth} m MD.", "Trakk ut av hullet med BHA grunnet lav borerate.",
            "Kjørte inn med ny {bit} krone til {depth} m.", "Sirkulerte {m3} m3 med {lpm} l/min.", "Ventet på vær i {hours} timer.",
            "Testet BOP til {bar} bar.", "Kjørte {casing} foringsrør."),  # fmt: skip
        "Plan neste døgn": (
            "Fortsette boring av {hole} seksjon til {depth} m.", "Sirkulere rent og trekke ut.", "Sementere {casing} foringsrør.",
            "Rigge opp for kjøring av foringsrør."),  # fmt: skip
        "Operasjoner": (
            "{time} - {time} Boret fra {depth} til {depth} m, {rpm} rpm, {lpm} l/min, moment {knm} kNm.",
            "{time} - {time} Holdt sikkerhetsmøte før start av operasjon.", "{time} - {time} Strømningssjekk, brønnen stabil.",
            "{time} - {time} Arbeidet gjennom trangt parti på {depth} m, overdrag {tonnes} tonn.",
            "{time}-{time} Vedlikehold av toppdrift."),  # fmt: skip
        "HMS": ("Ingen hendelser.", "Antall RUH: {n}.", "Brannøvelse gjennomført."),
        "Lagerbeholdning": ("Baritt {tonnes} tonn, sement {tonnes} tonn, diesel {m3} m3.", "Slamtype {mud}."),
    },
    (Table(("Fra", "Til", "Timer", "Dyp", "Aktivitet", "Beskrivelse"),
           ("{time}", "{time}", "{hours}", "{depth}", "boring", "Boret {hole} hull til {depth} m")),),
)  # fmt: skip

MUD = Kind(
    "mud_report",
    ("Daily Mud Report", "Drilling Fluids Report #{n}", "Mud Engineer's Daily Report", "Drilling Fluid Report", "Mud Check Sheet",
     "Fluids summary report", "Drilling fluid properties and consumption"),  # fmt: skip
    ("Mud type: {mud}", "Report #: {n}", "Engineer: {initials}", "Activity: drilling {hole}", "Circulating volume: {m3} m3",
     "Pit volume: {m3} m3", "Fluid company: {service}", "Flowline temperature: {degc} °C"),  # fmt: skip
    {
        "Mud properties": (
            "Density {sg} sg, funnel viscosity {n} s/qt.", "Plastic viscosity {n} cP, yield point {n} Pa, gels 10s/10min {n}/{n}.",
            "API fluid loss {small} ml/30 min, filter cake 1 mm.", "HTHP filtrate {small} ml at {degc} °C.", "pH {small}, Pf {small}, Mf {small}.",
            "Chlorides {rate} mg/l, total hardness {rate} mg/l, MBT {n} kg/m3.", "Electrical stability {rate} V, oil/water ratio {n}/{n}.",
            "Fann readings 600/300/200/100/6/3: {n} {n} {n} {n} {n} {n}."),  # fmt: skip
        "Mud treatment and comments": (
            "Added {n} sacks of starch and PAC to reduce fluid loss.", "Diluted with premix to keep low gravity solids below {small} %.",
            "Weighted up active system to {sg} sg with barite.", "Treated with lime and emulsifier.", "Biocide added to the reserve pit.",
            "Maintained KCl at {n} kg/m3 and glycol at {small} %."),  # fmt: skip
        "Solids control equipment": (
            "Shaker screens API {n} changed on shakers 1 and 2.", "Centrifuge run {hours} hrs, feed {n} lpm, underflow {sg} sg.",
            "Losses over shakers {m3} m3.", "Desander and desilter not in use."),  # fmt: skip
        "Volume accounting": (
            "Built {m3} m3 new mud, received {m3} m3, returned {m3} m3.", "Downhole losses {m3} m3, on cuttings {m3} m3.",
            "Volume in hole {m3} m3, active pits {m3} m3, reserve {m3} m3."),  # fmt: skip
    },
    (Table(("Property", "Sample 1", "Sample 2", "Programme"), ("Yield point [Pa]", "{n}", "{n}", "{n}-{n}")),
     Table(("Product", "Unit", "Start", "Received", "Used", "Stock", "Cost"),
           ("Barite bulk", "MT", "{tonnes}", "{n}", "{n}", "{tonnes}", "{cost}"), (3, 12)),
     Table(("Sample from", "Time", "Density", "FV", "PV", "YP", "Gel 10s", "Gel 10m", "API FL", "pH", "Cl-"),
           ("flowline", "{time}", "{sg}", "{n}", "{n}", "{n}", "{n}", "{n}", "{small}", "{small}", "{rate}"), (2, 5)),
     Table(("Chemical", "Sack size", "Opening", "Consumed", "Closing"), ("Xanthan gum", "25 kg", "{n}", "{n}", "{n}"), (3, 9))),
)  # fmt: skip

MUD_NO = Kind(
    "mud_report",
    ("Daglig slamrapport", "Borevæskerapport nr. {n}", "Slamrapport", "Rapport for borevæske"),
    ("Slamtype: {mud}", "Dato: {date}", "Brønn: {well}", "Slamingeniør: {initials}", "Aktivt volum: {m3} m3"),
    {
        "Slamegenskaper": (
            "Egenvekt {sg} sg, traktviskositet {n} s.", "Plastisk viskositet {n} cP og flytegrense {n} Pa.", "Væsketap {small} ml.",
            "pH {small} og klorider {rate} mg/l.", "Gelstyrke {n}/{n} Pa.", "Elektrisk stabilitet {rate} V."),  # fmt: skip
        "Behandling av borevæsken": (
            "Tilsatt stivelse og baritt.", "Fortynnet systemet med ny slam.", "Økte egenvekten til {sg} sg.", "Tilsatt biosid i reservetank."),
        "Rensesystem": ("Byttet duk på ristemaskin.", "Sentrifuge i drift {hours} timer.", "Tap over rister {m3} m3."),
        "Volumregnskap": ("Blandet {m3} m3 ny borevæske.", "Tap til formasjonen {m3} m3.", "Volum i hull {m3} m3."),
    },
    (Table(("Produkt", "Enhet", "Beholdning", "Forbruk", "Rest"), ("Baritt", "tonn", "{tonnes}", "{n}", "{n}")),
     Table(("Egenskap", "Måling 1", "Måling 2", "Program"), ("Flytegrense", "{n}", "{n}", "{n}"))),
)  # fmt: skip

TALLY = Kind(
    "casing_tally",
    ("Casing tally", "{casing} Casing Running Tally", "Pipe tally", "Liner tally {casing}", "Tubing tally", "Completion string tally"),
    ("Connection: BTC", "Weight: {n} lb/ft", "Shoe depth: {depth} m", "M/U torque opt: {rate} ft.lbs", "Total joints: {n}", "Rat hole: {small} m",
     "Burst: {bar} bar", "Collapse: {bar} bar", "Block weight: {tonnes} t"),  # fmt: skip
    {"Remarks": ("Float collar made up in joint {n}.", "Centralizers on every second joint.", "Joints laid out: {n}.", "Pup joint below hanger.",
                 "Threads cleaned and drifted on deck.", "Make-up loss {small} m per connection.")},  # fmt: skip
    (Table(("Joint no", "Length", "Cum length", "Less M/U", "Jt top", "Jt btm", "Weight", "Centralizer", "Remarks"),
           ("{n}", "1{small}", "{depth1}", "{small}", "{depth1}", "{depth1}", "{tonnes}", "{n}", "float joint"), (15, 50)),),
)  # fmt: skip

BIT = Kind(
    "bit_bha_record",
    ("Bit record", "BHA report", "BHA no. {n} performance", "Bit and hydraulics record", "Bottom hole assembly sheet", "BHA design"),
    ("BHA #: {n}", "Bit size: {hole}", "IADC code: M{n}", "TFA: {small}", "Objective: drill to section TD", "Motor bend: {small} deg"),
    {
        "BHA objective": ("Drill vertical to {depth} m and hold inclination.", "Build angle to {angle}° at {small}°/30 m.", "Directional assembly with motor."),
        "Dull grading": ("Inner {n}, outer {n}, dull WT, location A, bearing X, gauge I, reason TD.", "Bit pulled for ROP.", "Nozzles 3 x {n}/32."),
        "Performance": ("Average ROP {short} m/hr, on-bottom hours {hours}.", "WOB {n} t, {rpm} rpm, flow {lpm} l/min.", "Good tool face control while sliding."),
    },
    (Table(("No", "Size", "Make", "Type", "IADC", "Serial", "Jets", "In", "Out", "Metres", "Hrs", "ROP", "I", "O", "D", "L", "B", "G"),
           ("{n}", "{hole}", "Varbit", "{bit}", "M{n}", "{rate}", "{n}", "{depth}", "{depth}", "{short}", "{hours}", "{small}", "1", "2",
            "WT", "A", "X", "I"), (2, 10)),
     Table(("Item", "SN", "Description", "OD", "ID", "Gauge", "Length", "Total length", "Conn"),
           ("{n}", "{rate}", "Near bit stabiliser", "{small}", "{small}", "{small}", "{small}", "{short}", "NC50"), (6, 18)),),
)  # fmt: skip

CEMENT = Kind(
    "cementing",
    ("Cementing report", "Cement job report {casing}", "Cement pump graph {casing} casing", "Post job report - cementing", "Sementeringsrapport",
     "Primary cement job summary"),  # fmt: skip
    ("Slurry: class G", "Lead density: {sg} sg", "Tail density: {sg} sg", "Top of cement: {depth} m", "Plug bumped: yes", "Excess: {n} %"),
    {
        "Job sequence": (
            "Pumped {m3} m3 spacer at {lpm} l/min.", "Mixed and pumped {m3} m3 lead cement at {sg} SG.", "Pumped {m3} m3 tail cement.",
            "Dropped top plug and displaced with {m3} m3.", "Bumped plug with {bar} bar.", "Pressure tested lines to {bar} bar.",
            "Returns good throughout the displacement."),  # fmt: skip
        "Laboratory": ("Thickening time {time} h at {degc} °C.", "Free water {small} %.", "Compressive strength {bar} bar after {n} h.", "Retarder and fluid loss additive in slurry."),
    },
    (Table(("TIME", "PRESSURE (bar)", "RATE (l/min)", "DENSITY (kg/m3)", "VOLUME (m3)", "Event"),
           ("{time}", "{bar}", "{lpm}", "{rate}", "{m3}", "pump tail cement"), (4, 20)),),
)  # fmt: skip

PRESSURE = Kind(
    "pressure_integrity_test",
    ("Formation integrity test", "FIT {casing} shoe", "Leak-off test report", "LOT / FIT report", "Pressure test record", "Casing pressure test",
     "Formasjonsstyrketest"),  # fmt: skip
    ("Shoe depth: {depth} m TVD", "Mud weight: {sg} sg", "Surface pressure: {bar} bar", "EMW: {sg} sg", "Pump rate: {n} l/min"),
    {
        "Procedure": ("Drilled out shoe and {n} m new formation.", "Closed annular and pumped in steps of {n} litres.", "Held pressure for {n} minutes.",
                      "Bled back {n} litres.", "Pressure up to {bar} bar."),  # fmt: skip
        "Result": ("FIT to {sg} sg equivalent mud weight.", "Leak-off observed at {bar} bar.", "No pressure drop during {n} min, test accepted.", "Pressure test {bar} bar OK."),
    },
    (Table(("Volume [l]", "Pressure [bar]", "Time"), ("{n}", "{bar}", "{time}"), (5, 25)),
     Table(("TIME", "PUMPING RATE (ltr/min)", "PRESSURE (bar)", "VOLUME"), ("{time}", "{n}", "{bar}", "{n}"), (5, 25))),
)  # fmt: skip

KINDS = (DAILY, DAILY_NO, MUD, MUD_NO, TALLY, BIT, CEMENT, PRESSURE)
