"""Templates of reports on whole wells and jobs in them: interventions, ends of jobs, final well reports, surveys."""

from tasks.training.generated.compose import Kind, Table

INTERVENTION = Kind(
    "intervention_report",
    ("Well Intervention Report", "Wireline intervention daily report", "Coiled tubing intervention report", "Slickline job report",
     "Intervention summary - {well}", "Light well intervention report"),  # fmt: skip
    ("Intervention type: e-line", "Vessel: {rig}", "Well status: shut in", "WHP: {bar} bar", "Tree size: 5 1/8\"", "HUD: {depth} m", "Run no.: {n}",
     "Objective: mechanical isolation and reperforation"),  # fmt: skip
    {
        "Objective of the intervention": (
            "Set bridge plug at {depth} m to isolate water producing zone.", "Retrieve the downhole safety valve and install insert valve.",
            "Scale removal by milling with coiled tubing.", "Run production log to find water entry.", "Pull and replace gas lift valve."),  # fmt: skip
        "Sequence of runs": (
            "Rigged up lubricator and wireline BOP, pressure tested to {bar} bar.", "RIH with {short} mm gauge cutter to {depth} m, tagged fill.",
            "Perforated {depth}-{depth} m with {n} spf guns on e-line.", "Pumped {m3} m3 of inhibited acid through coiled tubing.",
            "Pulled plug with {tonnes} kN, jarred {n} times.", "Tractor run to {depth} m, stopped by obstruction.", "Rigged down and handed well over to production."),  # fmt: skip
        "Well barriers": ("Primary barrier: plug and stuffing box.", "DHSV inflow tested, leak rate {small} l/min.", "Tree valves tested ok.", "Well handed over with annulus A at {bar} bar."),
        "Results": ("Water cut reduced from {percent} % to {percent} %.", "Fish left in hole: {small} m toolstring.", "Plug set and tested to {bar} bar.", "No injuries, two observation cards."),
    },
    (Table(("Run", "Toolstring", "Depth", "Time", "Result"), ("{n}", "2 1/8\" rope socket, stem, jar, GS", "{depth}", "{time}", "successful")),
     Table(("Time", "Event"), ("{time}", "Pressure tested lubricator {bar} bar"), (4, 16))),
)  # fmt: skip

INTERVENTION_NO = Kind(
    "intervention_report",
    ("Brønnintervensjonsrapport", "Rapport fra kabeloperasjon", "Kveilerørsoperasjon - rapport", "Intervensjonsrapport lett brønnintervensjon"),
    ("Brønn: {well}", "Dato: {date}", "Rigg: {rig}", "Brønnhodetrykk: {bar} bar", "Type: kabel", "Mål: sette plugg"),
    {
        "Formål": ("Sette plugg på {depth} m for å stenge vannproduserende sone.", "Fjerne avleiring med kveilerør.", "Perforere nytt intervall.", "Bytte gassløftventil."),
        "Gjennomføring": ("Rigget opp sluserør og trykktestet til {bar} bar.", "Kjørte inn med kalibreringsverktøy til {depth} m.", "Trakk plugg etter {n} slag.", "Pumpet {m3} m3 syre.",
                          "Rigget ned og leverte brønnen til produksjon."),  # fmt: skip
        "Barrierer": ("DHSV lekkasjetestet.", "Ventiltre testet.", "Trykk i ringrom A {bar} bar."),
        "Resultat": ("Vannkutt redusert til {percent} %.", "Pluggen er testet.", "Verktøy mistet i brønnen."),
    },
    (Table(("Tur", "Verktøystreng", "Dyp", "Resultat"), ("{n}", "Rørkutter", "{depth}", "vellykket")),),
)  # fmt: skip

END_OF_JOB = Kind(
    "end_of_job_report",
    ("End of Job Report", "EOJ report - {service}", "Post job report", "Job completion report", "End of Job Report - well clean-out", "Service job close-out report"),
    ("Job number: {rate}", "Customer: {company}", "Service company: {service}", "Job type: clean-out and pump installation", "Mobilised: {date}", "Job duration: {days} days",
     "Field ticket: {rate}"),  # fmt: skip
    {
        "Job summary": (
            "The job was completed in {days} days against {days} planned.", "The crew was mobilised on {date} and demobilised on {date}.", "All job objectives were met.",
            "Well cleaned out to {depth} m with foam.", "Equipment performed without downtime.", "Total NPT for the job was {hours} hours."),  # fmt: skip
        "Equipment used": ("Pump unit, coil unit, {n} tanks.", "ESP and power cable installed at {depth} m.", "Tools returned to base for inspection."),
        "Personnel on job": ("Day shift supervisor {initials}, night shift {initials}.", "Crew of {n}."),
        "Job chronology": ("{date} {time} arrived at location and rigged up.", "{date} {time} job started.", "{date} {time} job finished, rig down.", "{date} {time} pumped {m3} m3 of fluid."),
        "Lessons learned and customer feedback": ("Bring a spare injector chain.", "Customer satisfied with service quality.", "Improve pre-job planning of crane lifts.", "Job evaluation score {n}."),
        "Cost and ticket": ("Total charge {cost} kEUR.", "Consumables invoiced separately.", "Planned versus actual time is shown below."),
    },
    (Table(("Activity", "Planned h", "Actual h", "NPT"), ("Rig up", "{hours}", "{hours}", "{small}")),
     Table(("Item", "Quantity", "Ticketed", "Lost"), ("Nitrogen", "{m3}", "{m3}", "0"))),
)  # fmt: skip

END_OF_JOB_NO = Kind(
    "end_of_job_report",
    ("Sluttrapport for jobb", "Rapport etter utført oppdrag", "Oppdragsrapport", "Sluttrapport serviceoppdrag"),
    ("Brønn: {well}", "Dato: {date}", "Oppdragsnummer: {rate}", "Kunde: {company}", "Kontraktør: {service}"),
    {
        "Sammendrag av oppdraget": ("Oppdraget ble utført på {days} døgn.", "Alle mål for jobben ble nådd.", "Mannskapet ble mobilisert {date}.", "Nedetid {hours} timer."),
        "Utstyr og personell": ("Pumpeenhet og {n} tanker.", "Mannskap på {n} personer.", "Utstyret er sendt tilbake til basen."),
        "Erfaringer": ("Ta med reserveutstyr.", "Kunden er fornøyd med utførelsen.", "Bedre planlegging av løft."),
        "Kostnad": ("Samlet kostnad {cost} MNOK.", "Forbruk fakturert etter medgått."),
    },
    (Table(("Aktivitet", "Plan", "Faktisk"), ("Opprigging", "{hours}", "{hours}")),),
)  # fmt: skip

FINAL = Kind(
    "final_well_report",
    ("Final Well Report", "End of Well Report", "Final Well Report - Drilling and Completion", "EOWR {well}", "Completion Report", "Geological Final Well Report",
     "Well completion report"),  # fmt: skip
    ("Spud date: {date}", "TD reached: {date}", "Total depth: {depth} m MD", "Well type: producer", "Status: completed", "RKB: {short} m", "Water depth: {bar} m", "Final cost: {cost} MUSD"),
    {
        "Table of contents": ("General well data ........ {n}", "Summary of operations ........ {n}", "Casing and cementing ........ {n}", "Geology and formation tops ........ {n}",
                              "Time and cost ........ {n}", "Experience transfer ........ {n}", "Appendices ........ {n}"),  # fmt: skip
        "General well data": ("The well was drilled from {rig} in licence PL{n}.", "Objective: prove reserves in the {formation} formation.", "TD was set at {depth} m MD in {formation}.",
                              "Coordinates UTM zone 31 N {rate} E {rate}."),  # fmt: skip
        "Summary of operations": (
            "The {hole} section was drilled to {depth} m in {days} days.", "{casing} casing was set at {depth} m and cemented.", "The well was completed with {casing} tubing.",
            "Total time used was {days} days against an AFE of {days} days.", "The well was plugged back and sidetracked at {depth} m."),  # fmt: skip
        "Experience and recommendations": (
            "Use higher flow rate in the {hole} section.", "Recommend OBM in {formation} on later wells.", "Casing running went better than planned.",
            "Lessons learned are entered in the experience database."),  # fmt: skip
        "Geology": ("{formation} top came in {short} m deeper than prognosed.", "Reservoir sandstone with average porosity {percent} %.", "No hydrocarbon shows above {depth} m.", "Cores {n} and {n} were cut."),
        "Time and cost": ("NPT was {percent} % of total time.", "The final cost is {cost} MUSD.", "Waiting on weather {days} days."),
        "Well barrier and status at rig departure": ("Well left with two tested barriers.", "Well handed over to operations {date}."),
    },
    (Table(("Section", "Hole", "Casing", "Depth", "Mud", "Days"), ("{n}", "{hole}", "{casing}", "{depth}", "{mud}", "{days}"), (3, 7)),
     Table(("Formation", "Prognosed TVD", "Actual TVD", "Difference"), ("{formation}", "{depth}", "{depth}", "{short}"), (4, 12)),
     Table(("Phase", "Planned days", "Actual days", "NPT h"), ("{hole} section", "{days}", "{days}", "{hours}"))),
)  # fmt: skip

FINAL_NO = Kind(
    "final_well_report",
    ("Sluttrapport brønn", "Endelig brønnrapport", "Brønnsluttrapport {well}", "Ferdigstillelsesrapport"),
    ("Brønn: {well}", "Dato: {date}", "Rigg: {rig}", "Totalt dyp: {depth} m", "Brønntype: produsent", "Status: komplettert"),
    {
        "Innhold": ("Generelle brønndata ..... {n}", "Sammendrag av operasjonene ..... {n}", "Geologi ..... {n}", "Tid og kostnad ..... {n}", "Erfaringer ..... {n}"),
        "Generelle brønndata": ("Brønnen ble boret fra {rig}.", "Formålet var å påvise reserver i {formation}.", "Totalt dyp {depth} m ble nådd {date}."),
        "Sammendrag": ("{hole} seksjonen ble boret på {days} døgn.", "{casing} foringsrør ble satt på {depth} m.", "Brønnen ble komplettert og overlevert til drift.", "Samlet tidsbruk {days} døgn."),
        "Erfaringer og anbefalinger": ("Bruk høyere pumperate i neste brønn.", "Erfaringer er lagt inn i databasen.", "Kjøring av foringsrør gikk bedre enn planlagt."),
        "Geologi": ("Toppen av {formation} kom inn {short} m dypere enn prognosert.", "Reservoaret består av {bergart}.", "Ingen spor av hydrokarboner."),
    },
    (Table(("Seksjon", "Foringsrør", "Dyp", "Døgn"), ("{hole}", "{casing}", "{depth}", "{days}")),
     Table(("Formasjon", "Prognose", "Faktisk"), ("{formation}", "{depth}", "{depth}"))),
)  # fmt: skip

SURVEY = Kind(
    "directional_survey",
    ("Directional Survey Report", "Definitive Survey Listing", "Survey Report", "Deviation surveys", "Actual wellpath report", "Wellbore position listing", "Gyro survey report",
     "Retningsmålinger", "Survey listing"),  # fmt: skip
    ("North reference: grid", "Survey tool: {tool}", "Calculation method: minimum curvature", "Vertical section azimuth: {azimuth}", "Declination: {small}°", "Convergence: {small}°",
     "Magnetic model: HDGM", "Map system: ED50 UTM zone 31N", "Survey type: MWD", "Tie-on depth: {depth} m"),  # fmt: skip
    {"Survey programme": ("From {depth} m to {depth} m: {tool} survey, error model MWD+IFR1.", "Surveys corrected for sag.", "Surveys {depth}-{depth} m by gyro.", "Closure {short} m at {azimuth}°.",
                          "Measured depths are relative to RKB.", "Position uncertainty at TD {short} m, 2 sigma.", "DLS per 30 m.")},  # fmt: skip
    (Table(("MD", "Inc", "Azi", "TVD", "NS", "EW", "VS", "DLS", "Northing", "Easting", "TF", "BR", "TR"),
           ("{depth1}", "{angle}", "{azimuth}", "{depth1}", "{north}", "{east}", "{short}", "{small}", "4{rate}.1", "7{rate}.2", "{azimuth}", "{small}", "{small}"), (12, 70)),
     Table(("Measured depth [m]", "Inclination [deg]", "Azimuth [deg]", "TVD [m]", "North [m]", "East [m]", "Dogleg"),
           ("{depth1}", "{angle}", "{azimuth}", "{depth1}", "{north}", "{east}", "{small}"), (12, 50))),
)  # fmt: skip

KINDS = (INTERVENTION, INTERVENTION_NO, END_OF_JOB, END_OF_JOB_NO, FINAL, FINAL_NO, SURVEY)
