"""Templates of documents about the reservoir and its rocks: logs, samples, tests, fluids, production."""

from tasks.training.generated.compose import Kind, Table

ACQUISITION = Kind(
    "acquisition_report",
    ("Data Acquisition Report", "Log Acquisition Report", "Wireline Logging Acquisition Report", "Seismic acquisition report", "LWD data acquisition summary", "Formation evaluation acquisition report",
     "Coring and logging acquisition report"),  # fmt: skip
    ("Logging contractor: {service}", "Logged interval: {depth} - {depth} m", "Survey vessel: {rig}", "Bottom hole temperature: {degc} °C", "Witness: {initials}", "Suite: {n}", "Tool string: {tool}-{tool}-{tool}"),
    {
        "Acquisition programme": ("Run 1A: {tool}-{tool}-{tool} from {depth} to {depth} m.", "Pressure points planned: {n}, good: {n}.", "Sidewall cores: {n} attempted, {n} recovered.",
                                  "The 3D survey covered {rate} km2 with {n} streamers.", "Shot point interval {short} m, record length {small} s."),  # fmt: skip
        "Data quality": ("Repeat section over {short} m agrees with the main pass.", "{tool} affected by washout at {depth} m.", "Memory data recovered for all runs.", "Depth matched to {tool} of the first run.",
                         "Noise from swell was within specification, {percent} % infill."),  # fmt: skip
        "Acquisition summary and deliverables": ("Digital data delivered as LIS, DLIS and LAS.", "Field prints delivered {date}.", "Samples shipped to laboratory.", "Navigation data in P1/90, seismic in SEG-D.", "Logging time {hours} h, lost time {hours} h."),
        "Samples": ("Fluid sample {n} taken at {depth} m, {n} cc chamber.", "Core {n} cut {depth}-{depth} m, recovery {percent} %.", "Mobility {small} mD/cP."),
    },
    (Table(("Run", "Tools", "Top", "Bottom", "Date", "Quality"), ("{n}", "{tool}-{tool}", "{depth}", "{depth}", "{date}", "good"), (3, 9)),
     Table(("No", "Depth MD", "Formation pressure", "Mobility", "Remark"), ("{n}", "{depth1}", "{bar}", "{small}", "tight"), (4, 20))),
)  # fmt: skip

ACQUISITION_NO = Kind(
    "acquisition_report",
    ("Datainnsamlingsrapport", "Rapport fra logging og datainnsamling", "Innsamlingsrapport seismikk", "Loggerapport datainnsamling"),
    ("Brønn: {well}", "Dato: {date}", "Loggeintervall: {depth} - {depth} m", "Loggeselskap: {service}", "Temperatur: {degc} °C"),
    {
        "Innsamlingsprogram": ("Kjøring 1: {tool}-{tool} fra {depth} til {depth} m.", "{n} trykkpunkter, {n} vellykkede.", "Kjerne {n} ble tatt i {formation}.", "Seismisk innsamling med {n} kabler."),
        "Datakvalitet": ("Repetisjonsseksjonen stemmer.", "Data påvirket av utvasking ved {depth} m.", "Minnedata hentet ut.", "Støy innenfor krav."),
        "Leveranser": ("Data levert som LAS og DLIS.", "Prøver sendt til laboratorium.", "Tapt tid {hours} timer."),
    },
    (Table(("Kjøring", "Verktøy", "Topp", "Bunn", "Kvalitet"), ("{n}", "{tool}", "{depth}", "{depth}", "god")),),
)  # fmt: skip

WELL_TEST = Kind(
    "well_test_report",
    ("Well Test Report", "DST report no. {n}", "Production Test Report", "Pressure transient analysis", "Interference test report", "Clean-up and test form", "Injectivity test report", "Well test interpretation"),
    ("Perforations: {depth}-{depth} m", "Choke: {n}/64\"", "Gauge depth: {depth} m", "Test period: {date} - {date}", "Test company: {service}", "Test supervisor: {initials}", "Separator pressure: {bar} bar"),
    {
        "Test objectives": ("Determine permeability, skin and reservoir pressure.", "Obtain representative fluid samples.", "Establish productivity index of the {formation} sandstone.", "Verify communication between producer and injector."),
        "Flow periods": ("Initial flow {n} min followed by build-up of {hours} h.", "Main flow at {rate} m3/d on {n}/64\" choke.", "Final build-up lasted {hours} hours.", "Clean-up flow until BSW below {small} %.", "Step rate test with {n} rates."),
        "Interpretation": ("Horner plot gives kh of {rate} mD.m.", "Skin {small}, initial pressure {bar} bar at {degc} °C.", "Derivative shows radial flow after {hours} h.", "Productivity index {small} m3/h/bar.", "Boundary seen at {rate} m."),
        "Measured data": ("Gas-water ratio {small} Nm3/m3.", "Bottom hole flowing pressure {bar} bar.", "Wellhead temperature {degc} °C.", "Pump frequency {n} Hz, drawdown {bar} bar."),
    },
    (Table(("Date", "Time", "Choke", "WHP [bar]", "WHT [°C]", "Oil rate", "Gas rate", "Water rate", "BSW %", "GOR"), ("{date}", "{time}", "{n}", "{bar}", "{degc}", "{rate}", "{rate}", "{rate}", "{percent}", "{rate}"), (8, 40)),
     Table(("Time", "Flow [m3/h]", "Pump pressure", "Water temp", "Injection pressure", "Gas flow"), ("{time}", "{rate}", "{bar}", "{degc}", "{bar}", "{small}"), (8, 40))),
)  # fmt: skip

WELL_TEST_NO = Kind(
    "well_test_report",
    ("Brønntestrapport", "Rapport fra produksjonstest", "Testrapport DST {n}", "Tolkning av brønntest"),
    ("Brønn: {well}", "Dato: {date}", "Perforert intervall: {depth}-{depth} m", "Dyse: {n}/64\"", "Reservoartrykk: {bar} bar"),
    {
        "Formål med testen": ("Bestemme permeabilitet, skinn og reservoartrykk.", "Ta representative prøver av fluidet.", "Bestemme produktivitetsindeks."),
        "Strømningsperioder": ("Hovedstrømning med {rate} Sm3/d i {hours} timer.", "Trykkoppbygging i {hours} timer.", "Opprenskning til vanninnholdet var under {small} %."),
        "Tolkning": ("Permeabilitet {rate} mD og skinn {small}.", "Horner-analyse gir starttrykk {bar} bar.", "Radiell strømning etter {hours} timer."),
    },
    (Table(("Tid", "Dyse", "Trykk", "Oljerate", "Gassrate", "Vannrate"), ("{time}", "{n}", "{bar}", "{rate}", "{rate}", "{rate}"), (6, 30)),),
)  # fmt: skip

PVT = Kind(
    "pvt_fluid_analysis",
    ("PVT Analysis Report", "Reservoir Fluid Study", "PVT study of bottom hole samples", "Fluid Analysis Report", "Water and gas analysis report", "Laboratory fluid analysis", "Compositional analysis and PVT report"),
    ("Sample no.: {n}", "Laboratory: {service}", "Cylinder: {initials}{n}", "Sampling depth: {depth} m", "Opening pressure: {bar} bar", "Reservoir temperature: {degc} °C", "Sample received: {date}"),
    {
        "Sample validation": ("Opening pressure checked at {degc} °C.", "Bubble point of samples {n} and {n} agree within {small} bar.", "No water was found in the bottles.", "Sub-samples transferred for chromatography."),
        "Constant composition expansion": ("Bubble point pressure {bar} bara at {degc} °C.", "Compressibility of the single phase oil {small}E-4 1/bar.", "Relative volume at {bar} bara: {small}."),
        "Separator test and differential liberation": ("Single flash GOR {rate} Sm3/Sm3, Bo {small} m3/Sm3.", "Stock tank oil density {rate} kg/m3.", "Gas gravity {small} relative to air.", "Oil viscosity {small} mPas at bubble point."),
        "Composition": ("Methane {percent} mol %, ethane {small} mol %, carbon dioxide {small} mol %.", "C7+ molecular weight {rate} g/mol.", "Ions: Na {rate}, Ca {rate}, Cl {rate}, SO4 {n} mg/l.", "H2S below detection limit."),
        "Procedures": ("Composition by gas chromatography to C36+.", "Density by oscillating U-tube.", "Viscosity by electromagnetic viscometer.", "Scaling index computed for the formation water."),
    },
    (Table(("Component", "Flashed gas mol%", "Flashed liquid mol%", "Reservoir fluid mol%", "Weight %"), ("n-C5", "{percent}", "{percent}", "{percent}", "{percent}"), (6, 28)),
     Table(("Pressure bara", "Relative volume", "Density", "Bo", "Rs", "Z-factor", "Viscosity"), ("{bar}", "{small}", "{small}", "{small}", "{rate}", "{small}", "{small}"), (5, 18)),
     Table(("Ion", "mg/l", "meq/l"), ("Magnesium", "{rate}", "{small}"), (5, 14))),
)  # fmt: skip

PVT_NO = Kind(
    "pvt_fluid_analysis",
    ("PVT-analyse", "Fluidanalyse av bunnhullsprøver", "Laboratorierapport PVT", "Analyse av formasjonsvann"),
    ("Brønn: {well}", "Dato: {date}", "Prøve nr.: {n}", "Prøvedyp: {depth} m", "Reservoartemperatur: {degc} °C", "Laboratorium: {service}"),
    {
        "Prøvekontroll": ("Åpningstrykk målt ved {degc} °C.", "Boblepunkt for prøvene stemmer innen {small} bar.", "Ingen fritt vann i flaskene."),
        "Resultater": ("Boblepunktstrykk {bar} bara.", "Gass-olje-forhold {rate} Sm3/Sm3.", "Formasjonsvolumfaktor {small}.", "Oljens viskositet {small} mPas.", "Metan {percent} mol %."),
        "Metoder": ("Sammensetning bestemt med gasskromatografi.", "Tetthet målt ved {degc} °C.", "Ioneanalyse av vannet."),
    },
    (Table(("Komponent", "Gass mol%", "Væske mol%", "Reservoarfluid mol%"), ("n-C4", "{percent}", "{percent}", "{percent}"), (6, 20)),),
)  # fmt: skip

LITHOLOGY = Kind(
    "lithology_log",
    ("Lithology Log", "Mud log {well}", "Cuttings description", "Lithological description sheet", "Technical log 1:1000", "Sample description log", "Litologilogg", "Formation evaluation log 1:500"),
    ("Scale: 1:{rate}", "Interval: {depth} - {depth} m", "Geologist: {initials}", "Sample interval: {n} m", "Mud logging: {service}", "Legend: Sst Clst Lst", "Spud: {date}"),
    {
        "Cuttings descriptions": (
            "{depth}-{depth} m {rock}: {colour}, soft to firm, slightly calcareous, sticky.", "{rock}: {colour}, hard, microcrystalline, traces of pyrite.",
            "Sst: clr-trnsl qtz, f-m gr, sbang-sbrnd, mod srt, no vis por, no shows.", "Clst: lt gry-gry, sft, amor, non calc, tr glauc.", "Lst: wht, crm, mic xln, arg, tr foss.",
            "Fluorescence: pale yellow, slow streaming cut.", "{bergart}: grå, bløt, kalkholdig, spor av glaukonitt."),  # fmt: skip
        "Gas readings": ("Total gas {small} %, C1 {rate} ppm, C2 {n} ppm.", "Trip gas {small} %.", "Background gas {small} %."),
        "Abbreviations": ("Clst claystone, Sst sandstone, Ls limestone, Slst siltstone, Anhd anhydrite.", "tr trace, calc calcareous, glauc glauconite, pyr pyrite, mic micaceous."),
    },
    (Table(("Depth [m]", "Lithology %", "Description", "ROP", "Gas %"), ("{depth}", "Clst {n} Sst {n}", "{rock}, {colour}, soft, blocky", "{small}", "{small}"), (8, 40)),
     Table(("Depth", "ROP min/m", "WOB", "Total gas", "C1", "C2", "C3", "Lithology"), ("{depth}", "{small}", "{n}", "{small}", "{rate}", "{n}", "{n}", "{rock}"), (8, 30))),
)  # fmt: skip

GAMMA = Kind(
    "gamma_log",
    ("Gamma ray log", "GR RM {hole} section MD 1:200", "MWD gamma ray recorded mode", "Gamma Ray Log TVD 1:1000", "Natural gamma log"),
    ("Gamma ray: API units", "Recorded mode data", "Scale: 1:200 MD", "Bit to sensor offset: {small} m", "Run number: {n}", "Start depth: {depth}", "Logging unit: {n}", "ROP averaged: {n} m"),
    {
        "Log remarks": ("Gamma ray corrected for hole size and mud weight.", "All depths are driller's depth, no correction for stretch.", "Recorded data from tool memory.", "GR sensor {small} m behind bit."),
        "Tool data": ("Gamma sensor serial {rate}, calibration {date}.", "Sample rate {n} s.", "Tool size {casing}."),
    },
    (Table(("Run", "Hole size", "Start depth", "End depth", "Mud type", "Density", "GR offset"), ("{n}", "{hole}", "{depth}", "{depth}", "{mud}", "{sg}", "{small}"), (2, 6)),
     Table(("Depth", "Gamma API", "ROP"), ("{depth}", "{n}", "{short}"), (10, 40))),
)  # fmt: skip

PRODUCTION = Kind(
    "production_data",
    ("Monthly production data", "Production and injection volumes {date}", "Produksjonsdata per måned", "Production allocation report", "Productiegegevens per maand"),
    ("Reporting period: {date}", "Well status: producing", "Unit: Sm3", "Reporting entity: {company}"),
    {"Notes": ("Volumes are allocated from separator tests.", "Injected water equals produced water.", "Uptime {percent} %.", "Metered volumes in Sm3 and Nm3.", "Hoeveelheid geproduceerd water en gas per maand.")},
    (Table(("Year-month", "Produced oil (Sm3)", "Produced gas (Sm3)", "Produced water (m3)", "Condensate", "Injected water (m3)", "Uptime hours", "Injection pressure"),
           ("20{n}-0{n}", "{rate}", "{rate}", "{rate}", "{n}", "{rate}", "{hours}", "{bar}"), (10, 48)),
     Table(("Måned", "Olje", "Gass", "Vann", "Injisert vann", "Driftstimer"), ("{date}", "{rate}", "{rate}", "{rate}", "{rate}", "{hours}"), (6, 30))),
)  # fmt: skip

STRATIGRAPHY = Kind(
    "stratigraphy",
    ("Stratigraphy", "Formation tops prognosed vs actual", "Stratigraphic column {well}", "Formation tops", "Lithostratigraphic table", "Biostratigraphy summary", "Stratigrafisk tabell"),
    ("Reference: RKB", "Picks by: {initials}", "Datum: MSL", "Status: final"),
    {"Basis of picks": ("Tops picked on gamma ray and cuttings.", "{formation} top {short} m high to prognosis.", "Chronostratigraphy after regional chart.", "Group, formation and member as in the national nomenclature.", "Dated by palynology at {depth} m.")},
    (Table(("Age", "Group", "Formation", "Member", "Top MD", "Top TVD", "Top TVDSS", "Prognosis", "Difference", "Basis"), ("Cretaceous", "{formation} Gp", "{formation} Fm", "{formation}", "{depth}", "{depth}", "-{depth}", "{depth}", "{short}", "GR & samples"), (6, 25)),),
)  # fmt: skip

KINDS = (ACQUISITION, ACQUISITION_NO, WELL_TEST, WELL_TEST_NO, PVT, PVT_NO, LITHOLOGY, GAMMA, PRODUCTION, STRATIGRAPHY)
