"""Words and phrases of each sensitive matter, written for this project, to be scattered in real text for training."""

VOCABULARY = {
    "personnel_salary": """
salary|your salary|pay rise|pay cut|raise|raise your pay|wage|wages|monthly wage|payroll|payslip|bonus|bonus scheme|
one-off payment|severance|severance pay|redundancy|redundant|made redundant|lay off|laid off|downsizing|
notice period|resignation|resign|has resigned|hand in notice|terminate your employment|employment contract|
job offer|position offered|promotion|promoted|demoted|appraisal|performance review|performance rating|rated|
calibration|bottom group|underperforming|low performer|annual review|pension|early retirement|retire|holiday pay|
overtime pay|compensation|benefits|stock options|share options|allowance|parental leave|maternity leave|
personal file|HR|human resources|new hire|recruitment|applicant|candidate|interview panel|references|probation|
temporary position|permanent position|salary grade|pay scale|headcount|who will have to leave|leaves the company|
last working day|her manager|his manager|employee number|individual increase|per cent increase|lønn|lønna|årslønn|
månedslønn|lønnsøkning|lønnstillegg|lønnstrinn|lønnsoppgjør|lønnssamtale|lønnsslipp|bonus|bonusordning|sluttpakke|
sluttavtale|etterlønn|måneders lønn|nedbemanning|overtallig|overtallige|permittert|permittering|oppsigelse|sagt opp|
slutter|sier opp|oppsigelsestid|stilling|fast stilling|midlertidig stilling|ansettelse|ansettelsesavtale|
arbeidsavtale|ansatt|forfremmet|forfremmelse|medarbeidersamtale|presterer|prestasjon|vurdering av medarbeider|
pensjon|førtidspensjon|AFP|feriepenger|overtidsbetaling|tillitsvalgt|tillitsvalgte|foreldrepermisjon|pappaperm|
personalmappe|personalavdelingen|søker til stillingen|kandidat|intervju|referanser|prøvetid|hvem som må gå|
siste arbeidsdag|får med seg|løn|årsløn|lønsauke|lønstillegg|stillinga|tilsett|tilsette|seier opp|oppseiing|oppsagt|
sluttar|nedbemanninga|medarbeidarsamtale|feriepengar|permisjon
""",
    "health": """
sick leave|on sick leave|sick note|doctor|my doctor|the doctor says|saw the doctor|GP|general practitioner|hospital|
taken to hospital|admitted|discharged from hospital|surgery|operated|operation on|diagnosis|diagnosed|
diagnosed with|disease|illness|chronic|cancer|tumour|heart attack|stroke|diabetes|asthma|epilepsy|depression|
depressed|anxiety|burnout|stress reaction|insomnia|cannot sleep|suicidal|psychologist|psychiatrist|therapy|
treatment|medication|medicine|tablets|pills|prescription|prescribed|antidepressants|painkillers|symptoms|pain|
back pain|chest pain|headache|headaches|dizziness|nausea|fever|infection|blood test|blood pressure|test results|
x-ray|MRI|fracture|broken leg|injury|injured|medic|the medic|nurse|occupational health|health certificate|
medical certificate|medical history|unfit for work|fit for work|off work|reduced hours|pregnant|pregnancy|
miscarriage|due date|abortion|HIV|drug test|alcohol problem|drinking problem|addiction|rehabilitation|disability|
disabled|allergy|allergic|consultation|referred to|specialist|patient|collapsed|unconscious|wheelchair|crutches|
transplant|chemotherapy|sykmeldt|sykmelding|sykemeldt|sykemelding|lege|legen|hos legen|fastlege|sykehus|sykehuset|
innlagt|utskrevet|operasjon|operert|opereres|diagnose|diagnosen|sykdom|kronisk|kreft|svulst|hjerteinfarkt|
hjerneslag|diabetes|astma|epilepsi|depresjon|deprimert|angst|angsten|utbrent|utbrenthet|sover dårlig|får ikke sove|
psykolog|psykiater|terapi|behandling|medisin|medisiner|tabletter|resept|smertestillende|symptomer|smerter|
ryggsmerter|brystsmerter|hodepine|svimmel|kvalme|feber|infeksjon|blodprøve|blodtrykk|prøvesvar|røntgen|brudd|
brukket|skadet|sykepleier|bedriftslege|bedriftshelsetjenesten|helseattest|legeerklæring|arbeidsufør|gravid|
graviditet|termin|abort|rustest|alkoholproblem|rusproblem|avhengighet|uføretrygd|allergisk|pasient|pasienten|
rullestol|krykker|cellegift|sjuk|sjukmeld|sjukmelding|sjukehus|sjukehuset|lækjar|kreft|opererast|operert|vondt|
smerter|medisinar|tablettar|sjukepleiar|sjukdom|henta av helikopter|til kontroll
""",
    "whistleblowing_discipline": """
whistleblower|whistleblowing|report a concern|raise a concern|report of concern|speak up|anonymous|remain anonymous|
keep my name out|protect my identity|ethics hotline|ethics committee|code of conduct|breach of|misconduct|
gross misconduct|harassment|harassed|sexual harassment|sexual comments|bullying|bullied|threatened|threats|afraid|
afraid of losing my job|dare not|do not dare|retaliation|discrimination|racist|abuse of power|bribe|bribes|bribery|
corruption|kickback|kickbacks|fraud|embezzlement|theft|stole|stealing|falsified|forged|manipulated|cover up|
covered up|conflict of interest|allegation|allegations|alleged|accused|complaint|complaint against|complained about|
disciplinary|disciplinary action|disciplinary hearing|written warning|final warning|suspended|suspension|dismissal|
dismissed|sacked|drunk at work|intoxicated|investigation of the employee|internal investigation|
interviewed the witness|witness statement|compliance|secure his computer|takes money from|comments about my body|
sends me messages|inappropriate behaviour|unwanted|touching|violation|sanction|varsel|varsle|varsling|varsler|
varsleren|varslingssak|kritikkverdige forhold|si ifra|si fra om|melde fra|anonym|være anonym|tør ikke|redd for|
stå frem|mobbing|mobbet|trakassering|trakassert|seksuell trakassering|upassende|beføling|trusler|truer|truet|
gjengjeldelse|diskriminering|korrupsjon|bestikkelse|bestikkelser|smøring|underslag|tyveri|stjålet|forfalsket|
manipulert|pynter på|dekke over|interessekonflikt|inhabil|påstand|påstander|anklaget|anklager|klage på|klage mot|
etiske retningslinjer|brudd på|pliktbrudd|advarsel|skriftlig advarsel|siste advarsel|suspendert|avskjed|avskjediget|
sparken|miste jobben|beruset|fyllesyk|full på jobb|ser alvorlig på|gransking|granskes|personalsak|vitne|avhør|
drøftingsmøte|varslingsutvalget|bistand fra tillitsvalgt|varsle om|seie ifrå|mobba|trakassert|åtvaring|avskjed|
klage|underslag|forfalska|redd for å miste jobben|tør ikkje
""",
    "bids_licence_rounds": """
bid|our bid|bids|bidding|bid price|bid strategy|maximum bid|bid round|data room|tender|tenders|tender evaluation|
tenderers|bidders|sealed|award recommendation|recommend award|preferred bidder|clarification meeting|scoring|
ranked first|ranked second|lowest price|highest score|withdrawn its tender|technical evaluation|
commercial evaluation|licence round|licensing round|APA round|application for licence|apply for blocks|
apply for the block|acreage|open acreage|acreage on offer|nominated blocks|block ranking|rank the blocks|
work commitment|work programme commitment|firm well|promise a well|drill or drop|operatorship|equity share|farm in|
farm-in|farm down|signature bonus|competitors will apply|other companies will apply|beat them|outbid|acquisition|
divestment|sale of the interest|field interest|valuation|net present value|offer price|go in at|keep in reserve|
second round|deadline for applications|submit the application|exploration committee|bud|budet|budrunde|budgrense|
budstrategi|by på|legge inn bud|anbud|anbudet|anbudsrunde|anbudsevaluering|tilbud|tilbudene|tilbyder|tilbydere|
tilbyderne|tilbudsåpning|evaluering av tilbud|innstilling|innstiller på|tildeling|tildeles|rangert|rangerer|
rangering|billigst|laveste pris|leverandørene får vite|konsesjonsrunde|konsesjonsrunden|TFO|TFO-runden|
tildelingsrunde|søke på blokk|søker på blokkene|søknad om lisens|blokkene|blokk|areal|utlyst areal|
arbeidsforpliktelse|arbeidsprogram|fast brønn|forpliktende brønn|bore eller slippe|operatørskap|operatørskapet|
eierandel|innfarming|signaturbonus|konkurrentene|oppkjøp|salg av andel|verdsettelse|nåverdi|søknadsfrist|
seismikk og én brønn|bod|bodet|tilbod|tilboda|anbod|søkje på|søknad|rangerer|innstiller|utvinningsløyve|
operatørskapet
""",
    "contracts_prices": """
contract|contract price|contract sum|agreement|this agreement|the parties|hereinafter|frame agreement|
framework agreement|price list|prices|unit price|unit prices|day rate|dayrate|hourly rate|rates|rate per day|
dollars a day|per day|discount|rebate|per cent off|take off another|off the list price|quotation|quote|quoted|
commercial terms|payment terms|invoice|invoices|days net|fall due|VAT|excluding VAT|liquidated damages|penalty|
penalty for delay|termination clause|terminate the contract|notice in writing|variation order|change order|
amendment|extension option|option to extend|call-off|mobilisation fee|standby rate|lump sum|cost plus|margin|
mark-up|escalation|index regulated|tariff|transport tariff|gas price|gas sales agreement|purchase price|charter|
hire out|charter rate|for your account|for the account of|the Contractor shall|the Company shall|the Supplier shall|
the Seller|the Buyer|exhibit|annex|article|article 1|clause|warranty|indemnity|governing law|confidential terms|
renegotiate|sign for three years|supplier|purchase order value|kontrakt|kontrakten|kontraktssum|kontraktspris|
avtale|avtalen|denne avtalen|partene|heretter|rammeavtale|prisliste|prislisten|priser|prisene|enhetspris|
enhetspriser|dagrate|døgnrate|timepris|timerate|rater|rabatt|prosent avslag|avslag|storkunde|pristilbud|tilbudspris|
kommersielle vilkår|betalingsbetingelser|betalingsfrist|faktura|fakturaer|forfall|forfaller|eks. mva|mva|dagmulkt|
bot ved forsinkelse|oppsigelse av avtalen|si opp avtalen|endringsordre|tilleggsavtale|opsjon|forlengelse|avrop|
mobilisering|fastpris|påslag|margin|indeksregulert|følger indeksen|tariff|transporttariff|gasspris|gassalgsavtale|
kjøpesum|leie|leiepris|leier ut|leverandøren skal|kjøper|selger|selgeren|vedlegg B|paragraf|punkt om|garanti|
erstatningsansvar|motparten har godtatt|reforhandle|øre per kubikk|kroner per|avtala|prisar|prisane|avslag|
leverandøren|avtale om|kontraktsprisen|einingspris|rabatt|betalingsfrist
""",
    "legal_advice": """
legal advice|our advice|we advise|advise you|advise against|legal opinion|in our opinion|in our view|our view is|
counsel|outside counsel|lawyer|lawyers|attorney|solicitor|barrister|law firm|attorney-client|privilege|privileged|
memorandum of law|liability|liable|personally liable|claim|the claim|time-barred|limitation period|
breach of contract|in breach|entitled to cancel|entitled to|damages|compensation claim|lawsuit|litigation|sue|court|
district court|supreme court|judge|a judge could|arbitration|arbitrator|settle|settlement|offer a settlement|
prospects of success|chance of winning|weak case|strong case|weaknesses|waiver|force majeure|negligence|negligent|
gross negligence|case law|precedent|statute|act section|prosecutor|prosecuted|fine|fined|criminal liability|police|
say as little as possible|do not admit|admit|subpoena|statement of defence|writ|pleadings|appeal|injunction|
competition law|antitrust|interpretation of the clause|clause must be read|litigation hold|evidence|burden of proof|
held against you|right of first refusal|title to|engagement letter|juridisk|juridisk vurdering|juridisk rådgivning|
juridisk bistand|advokat|advokaten|advokatene|advokatfirma|betenkning|etter vårt syn|etter vårt skjønn|
etter vår oppfatning|vår vurdering|vi mener|vi anbefaler å forlike|vi fraråder|fraråde|råder dere|ansvar|ansvarlig|
personlig ansvarlig|erstatning|erstatningskrav|erstatningsansvarlig|krav|kravet|foreldet|foreldelse|reklamasjon|
reklamert|fristen for å klage|mislighold|misligholdt|kontraktsbrudd|heve kontrakten|søksmål|saksøke|stevning|
tilsvar|anke|rettssak|retten|tingretten|lagmannsretten|høyesterett|dommer|dommeren|voldgift|forlik|forlike|
vinne frem|dårlig sak|god sak|sjanse i retten|motparten|force majeure|uaktsom|uaktsomhet|grov uaktsomhet|
rettspraksis|lovens|paragraf|forkjøpsrett|påtale|påtalemyndigheten|bot|foretaksstraff|straffansvar|politiet|
innrømme|erkjenne|bevis|bevisbyrde|styremedlemmer|styreansvar|konkurranseloven|tolkning av|juridisk rådgjeving|
etter vårt syn|kravet er forelda|rår frå|misleghald|forlik|domstolen
""",
}
