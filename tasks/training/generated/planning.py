"""Templates of documents that plan and decide: rig plans, decision packages, site surveys, risks, peer reviews."""

from tasks.training.generated.compose import Kind, Table

RIG_PLAN = Kind(
    "rig_action_plan",
    ("Rig Action Plan", "Action plan {rig}", "Rig move action plan", "Rig action tracker", "Rig follow-up: action list", "RAP {rig} week {n}", "Rig intake action plan"),
    ("Plan owner: {role}", "Week: {n}", "Open actions: {n}", "Closed actions: {n}", "Next review: {date}", "Rig manager: {initials}"),
    {
        "Actions before rig arrival": ("Complete BOP between-well maintenance, responsible {role}, due {date}.", "Verify load-out list for {casing} casing, due {date}.", "Update bridging document.", "Install new shaker, responsible rig contractor.",
                                       "Prepare anchor pattern and rig move procedure."),  # fmt: skip
        "Actions during operation": ("Daily follow-up of critical path with toolpusher.", "Close out overdue safety-critical maintenance on top drive.", "Train crew {n} in new pipe handling procedure.", "Order spare mud pump liners."),
        "Status and follow-up": ("Action {n} closed {date}.", "Action {n} overdue, new deadline {date}.", "Priority high: crane wire replacement.", "Responsible person to report in the weekly rig meeting."),
        "Upcoming well sequence": ("{well} then {well}, rig move {date}.", "Slot recovery planned after {date}.", "Yard stay of {days} days."),
    },
    (Table(("No", "Action", "Responsible", "Deadline", "Priority", "Status"), ("{n}", "Inspect riser tensioners", "{role}", "{date}", "high", "open"), (5, 22)),
     Table(("Action ID", "Description", "Owner", "Due", "Progress"), ("{initials}-{n}", "Repair iron roughneck", "{initials}", "{date}", "{n} %"), (5, 18))),
)  # fmt: skip

RIG_PLAN_NO = Kind(
    "rig_action_plan",
    ("Tiltaksplan for rigg", "Riggplan - aksjonsliste", "Handlingsplan {rig}", "Aksjonsplan rigg uke {n}", "Oppfølging av rigg: tiltaksliste"),
    ("Rigg: {rig}", "Dato: {date}", "Ansvarlig: {rolle}", "Åpne aksjoner: {n}", "Neste møte: {date}"),
    {
        "Tiltak før ankomst": ("Fullføre vedlikehold av BOP, frist {date}.", "Kontrollere lasteliste.", "Oppdatere brodokument.", "Klargjøre ankermønster for riggflytting."),
        "Tiltak under operasjon": ("Lukke utestående vedlikehold på toppdrift.", "Bestille reservedeler til slampumpe.", "Opplæring av skift {n}."),
        "Status": ("Aksjon {n} er lukket.", "Aksjon {n} er forsinket, ny frist {date}.", "Ansvarlig rapporterer i ukentlig riggmøte."),
    },
    (Table(("Nr", "Tiltak", "Ansvarlig", "Frist", "Status"), ("{n}", "Bytte kranvaier", "{rolle}", "{date}", "åpen"), (5, 20)),),
)  # fmt: skip

DECISION = Kind(
    "decision_support_package",
    ("Decision Support Package", "DSP - {field} infill well", "Decision memo for gate {n}", "Decision gate support package DG{n}", "Investment decision basis", "Recommendation to licence: well {well}"),
    ("Decision gate: DG{n}", "Decision required by: {date}", "Decision maker: licence committee", "Recommended alternative: {n}", "Requested AFE: {cost} MNOK", "Project: {field} redevelopment"),
    {
        "Decision to be taken": ("The management committee is asked to approve drilling of {well}.", "Approve funding of {cost} MNOK for concept select.", "Endorse alternative {n} and pass decision gate {n}."),
        "Alternatives considered": ("Alternative A: sidetrack from existing slot.", "Alternative B: new subsea well with tie-back.", "Do nothing case.", "Base case gives {small} million Sm3 recoverable."),
        "Economics": ("NPV at 8 % is {cost} MUSD and break-even {n} USD/bbl.", "Internal rate of return {percent} %.", "P10/P50/P90 reserves {small}/{small}/{small} MSm3.", "Expected monetary value is positive.", "CAPEX {cost} MNOK, OPEX {cost} MNOK."),
        "Uncertainty and main risks": ("Largest uncertainty is reservoir connectivity.", "Schedule risk from rig availability.", "Tornado chart shows oil price and volume as main drivers.", "Chance of success {percent} %."),
        "Recommendation": ("It is recommended to proceed to execution.", "The team recommends to drill {well} in {date}.", "Value of information does not justify waiting."),
    },
    (Table(("Criterion", "Alternative A", "Alternative B", "Do nothing"), ("NPV [MUSD]", "{cost}", "{cost}", "0"), (4, 9)),
     Table(("Case", "CAPEX", "Reserves", "NPV", "Break-even"), ("P50", "{cost}", "{small}", "{cost}", "{n}"), (3, 6))),
)  # fmt: skip

DECISION_NO = Kind(
    "decision_support_package",
    ("Beslutningsunderlag", "Beslutningsgrunnlag for DG{n}", "Beslutningspakke {field}", "Innstilling til lisensen"),
    ("Felt: {field}", "Dato: {date}", "Beslutningsport: DG{n}", "Anbefalt alternativ: {n}", "Omsøkt beløp: {cost} MNOK"),
    {
        "Beslutning som skal tas": ("Styringskomiteen bes godkjenne boring av {well}.", "Godkjenne {cost} MNOK til konseptvalg.", "Passere beslutningsport DG{n}."),
        "Vurderte alternativer": ("Alternativ A: sidesteg fra eksisterende brønn.", "Alternativ B: ny havbunnsbrønn.", "Nullalternativet."),
        "Økonomi": ("Nåverdi {cost} MUSD og balansepris {n} USD/fat.", "Internrente {percent} %.", "Utvinnbare reserver {small} MSm3.", "Investeringskostnad {cost} MNOK."),
        "Anbefaling": ("Det anbefales å gå videre til gjennomføring.", "Prosjektgruppen anbefaler alternativ {n}.", "Usikkerheten er akseptabel."),
    },
    (Table(("Kriterium", "Alternativ A", "Alternativ B"), ("Nåverdi", "{cost}", "{cost}")),),
)  # fmt: skip

SITE = Kind(
    "site_survey_report",
    ("Drilling Site Survey Report", "Site survey {field}", "Shallow hazards and seabed survey", "Geohazard assessment of drilling location", "Rig site survey report", "Seabed and shallow gas survey"),
    ("Survey vessel: {rig}", "Water depth: {bar} m LAT", "Survey area: {n} x {n} km", "Datum: ED50", "Survey period: {date} - {date}", "Line spacing: {n} m"),
    {
        "Bathymetry and seabed": ("Water depth at the location is {bar} m.", "The seabed is smooth and slopes {small}° to the north.", "Side scan sonar shows scattered boulders and trawl scars.", "Pockmarks up to {small} m deep occur.", "Soft clay of {small} m over stiff till."),
        "Shallow geology": ("Unit {n} is a glacial till with channels.", "Boulder beds may be met at {bar} m below seabed.", "Sub-bottom profiler data show {n} units."),
        "Shallow gas": ("No shallow gas anomalies within {rate} m of the location.", "High amplitude anomaly at {depth} m TWT, class {n}.", "The 2D high resolution seismic was tied to {well}."),
        "Anchoring and installations": ("Anchor conditions are considered good.", "Pipelines and cables within {n} km are listed.", "A wreck lies {rate} m west of the well.", "Cold water corals were not found by ROV."),
        "Conclusions": ("The location is suitable for drilling with a semi-submersible.", "Proposed spud location is clear of obstructions.", "Probability of shallow gas is low."),
    },
    (Table(("Horizon", "Depth below seabed", "TWT ms", "Soil"), ("H{n}", "{bar}", "{rate}", "clay, stiff"), (3, 9)),
     Table(("Target", "Easting", "Northing", "Description"), ("S{n}", "4{rate}", "6{rate}", "boulder"), (3, 14))),
)  # fmt: skip

SITE_NO = Kind(
    "site_survey_report",
    ("Borestedsundersøkelse", "Rapport fra borestedsundersøkelse", "Stedsundersøkelse {field}", "Havbunnsundersøkelse og grunn gass"),
    ("Felt: {field}", "Dato: {date}", "Vanndyp: {bar} m", "Undersøkelsesfartøy: {rig}", "Brønn: {well}"),
    {
        "Havbunn": ("Vanndypet på lokasjonen er {bar} m.", "Havbunnen er jevn med svak helling.", "Sidesøkende sonar viser steinblokker og trålspor.", "Pockmarks forekommer."),
        "Grunn gass": ("Ingen anomalier som tyder på grunn gass.", "Høy amplitude ved {depth} ms.", "Sannsynlighet for grunn gass er lav."),
        "Ankerforhold": ("Gode ankerforhold.", "Rørledninger og kabler innen {n} km.", "Ingen koraller observert med ROV."),
        "Konklusjon": ("Lokasjonen er egnet for boring.", "Ingen hindringer på havbunnen."),
    },
    (Table(("Lag", "Dyp under havbunn", "Jordart"), ("{n}", "{bar}", "leire"), (3, 8)),),
)  # fmt: skip

RISK = Kind(
    "risk_assessment",
    ("Risk Assessment", "HAZID report", "Operational risk assessment", "Risk register {well}", "Safe job analysis", "HAZOP worksheet", "Risk review {hole} section"),
    ("Facilitator: {initials}", "Risk owner: {role}", "Workshop: {date}", "Risk matrix: 5 x 5", "Participants: {n}", "Activity: running {casing} casing"),
    {
        "Scope and method": ("The assessment covers drilling of the {hole} section.", "Consequence and probability were ranked before and after mitigation.", "Acceptance criteria follow the ALARP principle.", "Guide words were used node by node."),
        "Identified hazards": ("Shallow gas during riserless drilling.", "Dropped objects from derrick.", "Loss of well control in {formation}.", "Stuck pipe and lost circulation.", "Manual handling injuries.", "Collision with supply vessel.", "H2S exposure at the shakers."),
        "Risk reducing measures": ("Drill pilot hole and keep kill mud ready.", "Barricade area below lifting.", "Two independent barriers verified before lifting BOP.", "Toolbox talk and permit to work.", "Keep {tonnes} t barite available.", "Training of crew in contingency procedure."),
        "Conclusion": ("Residual risk is tolerable with measures in place.", "Two risks remain yellow and need follow-up.", "No red risks after mitigation."),
    },
    (Table(("No", "Hazard", "Cause", "Consequence", "Probability", "Severity", "Risk", "Mitigation", "Residual", "Owner"), ("{n}", "Kick", "Swabbing", "Well control event", "2", "4", "8", "Trip slowly", "4", "{role}"), (4, 18)),
     Table(("ID", "Risk description", "P", "C", "Risk level", "Barrier / measure"), ("R{n}", "Lost circulation in {formation}", "3", "3", "yellow", "LCM on location"), (4, 14))),
)  # fmt: skip

RISK_NO = Kind(
    "risk_assessment",
    ("Risikovurdering", "Risikoanalyse {hole} seksjon", "Sikker jobbanalyse", "Risikoregister", "HAZID-rapport"),
    ("Brønn: {well}", "Dato: {date}", "Risikoeier: {rolle}", "Deltakere: {n}", "Aktivitet: kjøring av foringsrør"),
    {
        "Omfang og metode": ("Vurderingen dekker boring av {hole} seksjon.", "Sannsynlighet og konsekvens er vurdert før og etter tiltak.", "ALARP-prinsippet er lagt til grunn."),
        "Identifiserte farer": ("Grunn gass.", "Fallende gjenstander.", "Tap av brønnkontroll.", "Fastkjørt borestreng.", "Klemskader.", "Kollisjon med fartøy."),
        "Tiltak": ("Sperre av området under løft.", "To uavhengige barrierer.", "Arbeidstillatelse og før-jobb-samtale.", "Holde drepeslam klar."),
        "Konklusjon": ("Restrisikoen er akseptabel.", "Ingen røde risikoer etter tiltak."),
    },
    (Table(("Nr", "Fare", "Årsak", "Konsekvens", "S", "K", "Risiko", "Tiltak", "Ansvarlig"), ("{n}", "Brønnspark", "Sugetrykk", "Tap av kontroll", "2", "4", "8", "Trekke sakte", "{rolle}"), (4, 14)),),
)  # fmt: skip

PEER = Kind(
    "peer_review",
    ("Peer Review", "Peer review of well design {well}", "Peer assist summary", "Technical peer review minutes", "Independent review of drilling programme", "Peer review findings"),
    ("Review date: {date}", "Reviewers: {n}", "Review lead: {initials}", "Document reviewed: drilling programme", "Presenter: {role}", "Review stage: detailed planning"),
    {
        "Purpose of the review": ("The peer review challenges the casing design and the cost estimate.", "Independent reviewers from other assets took part.", "The team presented the basis of design.", "Terms of reference were agreed {date}."),
        "Reviewers' comments and findings": (
            "The reviewers question the kick tolerance of the {hole} section.", "Finding {n}: the pore pressure prognosis should be updated.", "Comment: the completion concept is not mature.",
            "The panel agrees with the choice of {mud}.", "Reviewer {initials}: consider contingency liner.", "Torque and drag model was found conservative."),  # fmt: skip
        "Recommendations of the panel": ("Panel recommends to add a pilot hole.", "Update the risk register before final approval.", "Repeat wellbore stability work.", "Do a sensitivity on friction factors."),
        "Response from the project team": ("Accepted, programme will be revised.", "Not accepted, reason given in appendix.", "Action owner {role}, due {date}.", "Closed in revision {n}."),
    },
    (Table(("No", "Reviewer", "Comment", "Response", "Status"), ("{n}", "{initials}", "Kick margin appears thin at {depth} m", "Agreed, will recompute", "closed"), (4, 16)),
     Table(("Ref", "Finding", "Category", "Recommendation"), ("F{n}", "Design basis unclear on {casing} casing", "major", "clarify"), (3, 12))),
)  # fmt: skip

PEER_NO = Kind(
    "peer_review",
    ("Fagfellevurdering", "Kollegavurdering av brønndesign", "Uavhengig gjennomgang av boreprogram", "Peer review - referat"),
    ("Brønn: {well}", "Dato: {date}", "Leder av gjennomgangen: {initials}", "Antall fagfeller: {n}", "Vurdert dokument: boreprogram"),
    {
        "Hensikt": ("Gjennomgangen skal utfordre brønndesign og kostnadsanslag.", "Uavhengige fagfeller fra andre felt deltok.", "Prosjektet presenterte grunnlaget."),
        "Kommentarer fra fagfellene": ("Fagfellene stiller spørsmål ved sparktoleransen.", "Funn {n}: poretrykksprognosen bør oppdateres.", "Panelet er enig i valget av {mud}.", "Kompletteringen er ikke moden."),
        "Anbefalinger": ("Panelet anbefaler pilothull.", "Oppdatere risikoregisteret.", "Gjenta stabilitetsberegningene."),
        "Svar fra prosjektet": ("Akseptert, programmet revideres.", "Ikke akseptert, begrunnet i vedlegg.", "Lukket i revisjon {n}."),
    },
    (Table(("Nr", "Fagfelle", "Kommentar", "Svar"), ("{n}", "{initials}", "Liten margin ved {depth} m", "Enig")),),
)  # fmt: skip

KINDS = (RIG_PLAN, RIG_PLAN_NO, DECISION, DECISION_NO, SITE, SITE_NO, RISK, RISK_NO, PEER, PEER_NO)
