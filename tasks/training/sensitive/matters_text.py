"""Sentences, written for this project, from which the training documents of the sensitive matters are put together.

``{N}`` is a made-up name, ``{A}`` an amount, ``{D}`` a date, ``{C}`` a company, ``{F}`` a field or block.
"""

PERSONNEL_SALARY = """
Your annual salary will be adjusted to {A} with effect from {D}.
We are pleased to offer you the position of senior engineer with a base salary of {A}.
The bonus for {N} is proposed at {A} for this year.
Please find attached the proposed salary increases for the members of your team.
{N} has been rated below expectations in the annual performance review.
The performance appraisal of {N} shows that the goals for the year were not met.
We propose a pay rise of 4 per cent for {N} and no increase for {N}.
The severance package includes six months' pay and continued pension contributions.
Your employment will end on {D} as part of the downsizing.
Notice period is three months from the date of resignation.
The following employees are on the redundancy list.
Her current compensation is {A} plus car allowance.
His salary grade will be changed from 7 to 8.
Overtime compensation and holiday pay will be settled with the last payslip.
The employee's personal file contains the signed employment contract.
The candidate asked for {A} a year, which is above the pay scale for the position.
Salary review: individual adjustments are confidential between you and your manager.
Parental leave for {N} has been approved from {D}.
We have decided not to extend the temporary employment of {N}.
The references for the applicant were mixed and the interview panel ranks her second.
Stock options granted to the executive team are listed below with employee numbers.
The retention bonus of {A} is paid if you remain employed until {D}.
Payroll has deducted the advance from your monthly wage.
Your pension agreement and insurance benefits follow from the employment contract.
The development interview with {N} concluded that she wants a new position.
Årslønnen din justeres til {A} med virkning fra {D}.
Vi tilbyr deg fast stilling som ingeniør med årslønn {A}.
Lønnsforhandlingene for avdelingen er avsluttet, og {N} får et tillegg på {A}.
Bonusen til {N} foreslås satt til {A}.
Medarbeidersamtalen med {N} viste at målene ikke er nådd.
{N} har sagt opp stillingen sin og slutter {D}.
Sluttpakken består av seks måneders lønn og pensjonsinnskudd.
Oppsigelsestiden er tre måneder regnet fra {D}.
Listen over overtallige i nedbemanningen følger vedlagt.
Arbeidsavtalen og lønnstrinn for den ansatte ligger i personalmappen.
Søkeren ba om en lønn på {A}, som er over lønnsrammen for stillingen.
Foreldrepermisjonen til {N} er innvilget fra {D}.
Lønnsslippen for mai viser trekk for forskudd.
Vi har besluttet å ikke forlenge det midlertidige ansettelsesforholdet.
Lønnsoversikt for ansatte i avdelingen, sortert etter ansattnummer.
Referansene til kandidaten var blandede, og hun er innstilt som nummer to.
Årsløna di blir justert til {A} frå {D}.
{N} har sagt opp stillinga si og sluttar {D}.
Me tilbyr deg fast stilling med årsløn {A}.
Medarbeidarsamtalen synte at {N} ønskjer nye oppgåver.
Dei tilsette som er overtalige, får sluttpakke med seks månaders løn.
"""

HEALTH = """
{N} has been on sick leave since {D} because of back pain.
The doctor has diagnosed {N} with depression and recommends reduced working hours.
The medical certificate states that the employee is unfit for offshore work.
{N} was treated at the hospital for chest pain and was discharged on {D}.
The patient was prescribed antidepressants and sleeping tablets.
The offshore medic examined {N}, who complained of dizziness and nausea.
Blood pressure was 160/95 and the patient was advised to see her general practitioner.
Test results for {N} were positive and treatment started on {D}.
The occupational health service recommends a follow-up of the employee's burnout.
The employee suffers from a chronic illness and needs adapted tasks.
She told her manager that she is pregnant and that the due date is {D}.
The health certificate was not renewed because of diabetes.
His drug test on arrival at the heliport was positive for cannabis.
The employee has an alcohol problem and has agreed to enter a treatment programme.
{N} had surgery on his knee and will be away for eight weeks.
Medical history: asthma since childhood, allergic to penicillin.
Diagnosis: acute stress reaction following the death of a relative.
The psychologist's statement says that {N} should not work night shifts.
Sick note valid until {D}, fifty per cent.
X-ray of the left wrist shows a fracture; plaster cast for six weeks.
The injured person, {N}, was flown to hospital with burns on both hands.
Please keep information about his cancer treatment confidential.
{N} er sykmeldt fra {D} på grunn av ryggplager.
Legen har stilt diagnosen depresjon og anbefaler gradert sykmelding.
Helseattesten ble ikke fornyet på grunn av diabetes.
Pasienten ble innlagt på sykehus med brystsmerter og utskrevet {D}.
Bedriftshelsetjenesten anbefaler tilrettelegging for den ansatte etter utbrenthet.
Den sykmeldte har fått ny resept på blodtrykksmedisin.
Hun har fortalt at hun er gravid med termin {D}.
Sykepleieren om bord undersøkte {N}, som klaget over svimmelhet og kvalme.
Rustesten ved ankomst heliport var positiv.
Den ansatte har et alkoholproblem og har samtykket til behandling.
Oppfølgingsplan for sykmeldt arbeidstaker, dialogmøte holdes {D}.
Prøvesvarene til {N} viste forhøyede verdier, og behandlingen starter {D}.
Psykologen skriver at {N} ikke bør arbeide nattskift.
Legeerklæringen gjelder til {D}, femti prosent.
{N} ble operert i kneet og blir borte i åtte uker.
{N} er sjukmeld frå {D} på grunn av ryggplager.
Legen har sett diagnosen og tilrår gradert sjukmelding.
Pasienten vart lagd inn på sjukehus med brystsmerter.
Ho har fortalt at ho er gravid.
Sjukepleiaren undersøkte {N}, som klaga over svimmelheit.
"""

WHISTLEBLOWING_DISCIPLINE = """
I wish to report a serious concern about my manager's behaviour and ask that my identity is protected.
The whistleblower describes repeated harassment of younger colleagues.
This is a written warning for breach of the company's code of conduct.
The investigation concluded that {N} had falsified the time sheets.
The disciplinary hearing will be held on {D}, and you may bring a representative.
{N} is suspended with pay while the allegations are investigated.
The complaint concerns bullying and sexual harassment by a named supervisor.
We have received an anonymous report through the ethics hotline about possible bribery.
The internal audit found that {N} had approved invoices from a firm owned by his brother.
The employee was dismissed for gross misconduct after theft of equipment.
Retaliation against the person who raised the concern is prohibited.
The witness stated that {N} had threatened her when she refused to sign.
The case is handled by the compliance officer and must not be discussed with others.
The accused denies the allegations and has been given access to the report.
A final written warning will be placed in the employee's file.
I am afraid of losing my job if it becomes known that I reported this.
The interview with the notifier took place on {D}, minutes are enclosed.
Conflict of interest: {N} did not disclose his shares in the supplier.
It is alleged that safety reports were manipulated on orders from the platform manager.
The sanctions proposed are demotion and loss of bonus.
Jeg ønsker å varsle om kritikkverdige forhold i avdelingen og ber om å få være anonym.
Varselet gjelder gjentatt trakassering fra nærmeste leder.
Dette er en skriftlig advarsel for brudd på de etiske retningslinjene.
Granskingen konkluderer med at {N} har forfalsket timelister.
Drøftingsmøte om mulig avskjed holdes {D}, og du kan ta med tillitsvalgt.
{N} er suspendert mens påstandene undersøkes.
Klagen gjelder mobbing og seksuell trakassering.
Varslingsutvalget har mottatt en anonym melding om mulig korrupsjon.
Den ansatte fikk avskjed på grunn av grovt pliktbrudd.
Gjengjeldelse mot varsleren er forbudt.
Vitnet forklarte at {N} hadde truet henne.
Internrevisjonen fant at {N} godkjente fakturaer fra brorens firma.
Den påklagede avviser anklagene og har fått innsyn i rapporten.
Saken behandles av varslingsmottaket og skal ikke omtales for andre.
Jeg er redd for å miste jobben dersom det blir kjent at jeg har varslet.
Eg vil varsle om kritikkverdige tilhøve og ber om å få vere anonym.
Varselet gjeld gjenteken trakassering frå leiaren.
Dette er ei skriftleg åtvaring for brot på dei etiske retningslinene.
Granskinga konkluderer med at {N} har forfalska timelister.
Saka vert handsama av varslingsutvalet.
"""

BIDS_LICENCE_ROUNDS = """
We recommend that the company applies for block {F} with a work programme of one firm well.
Our bid for the licence is {A}, subject to approval by the board.
The application for the APA round must be submitted by {D} and our ranking of blocks is as follows.
The bid evaluation shows that {C} is ranked first with the lowest total price.
Expected competitors for block {F} are {C} and {C}.
We should offer 3D seismic and a drill-or-drop decision within two years to win operatorship.
The tender evaluation report must not be shared with the bidders.
Our maximum bid in the data room process is {A}.
Technical score {C}: 82 points; commercial score 91 points.
Bid strategy: enter with a low signature bonus and a strong work commitment.
The licence round application group proposes a 40 per cent equity and operatorship.
{C} has withdrawn its tender, and the remaining bidders do not know this.
The prospect in block {F} has unrisked recoverable resources that competitors have not mapped.
Area of mutual interest agreement with {C} ahead of the licensing round.
The sealed tenders were opened on {D} in the presence of two witnesses.
We plan to farm in to licence {F} before the results of the round are announced.
Award recommendation: the contract goes to {C} after clarification meetings with the bidders.
Our valuation of the asset for the acquisition bid is {A}.
Management is asked to approve the bid ceiling before submission.
Partners' views on the ranking of the nominated blocks are summarised below.
Vi anbefaler at selskapet søker på blokk {F} med én forpliktende brønn.
Budet vårt på lisensen er {A}, med forbehold om styrets godkjenning.
Søknaden i TFO-runden skal leveres innen {D}, og vår rangering av blokkene er som følger.
Anbudsevalueringen viser at {C} er rangert som nummer én.
Forventede konkurrenter på blokk {F} er {C} og {C}.
Tilbudene ble åpnet {D}, og evalueringsrapporten skal ikke deles med tilbyderne.
Budstrategi: vi går inn med lav signaturbonus og sterkt arbeidsprogram.
Konsesjonsrunden: forslag til arbeidsprogram og eierandel i {F}.
{C} har trukket sitt anbud, noe de andre tilbyderne ikke kjenner til.
Vår verdsettelse av lisensandelen i oppkjøpet er {A}.
Innstilling: kontrakten tildeles {C} etter avklaringsmøter med tilbyderne.
Ledelsen bes godkjenne budgrensen før innlevering.
Prospektet i blokk {F} har ressurser som konkurrentene ikke har kartlagt.
Me rår til at selskapet søkjer på blokk {F} med ein fast brønn.
Søknaden i TFO-runden skal leverast innan {D}.
Anbodsevalueringa syner at {C} er rangert først.
Bodet vårt på lisensen er {A}.
"""

CONTRACTS_PRICES = """
The agreed day rate for the rig is {A} for the first year of the contract.
This agreement is entered into between {C} and {C}, hereinafter called the parties.
Unit prices are fixed for the contract period and shall not be disclosed to third parties.
Payment terms are 30 days net from receipt of invoice.
The supplier offers a discount of 12 per cent on the list price for call-offs above {A}.
Annex B, compensation: rates for personnel, equipment and consumables.
The contract price is {A} excluding VAT, and is adjusted yearly by the index.
Liquidated damages amount to 0.5 per cent of the contract price for each day of delay.
The purchase price for the shares is {A}, payable at closing.
Either party may terminate the contract with 60 days' written notice.
We propose to renegotiate the frame agreement with {C} to lower rates by ten per cent.
Total contract value over five years is estimated at {A}.
The gas sales agreement sets the price per standard cubic metre at the hub price less a discount.
Standby rate {A}, mobilisation fee {A}, demobilisation fee {A}.
The parties shall keep the commercial terms confidential for five years after expiry.
Variation order number 14 increases the contract price by {A}.
Signed for and on behalf of the contractor, and of the company.
The option to extend the contract for two years must be exercised before {D}.
Our margin on this contract is 18 per cent at the quoted prices.
The tariff for processing and transport is {A} per barrel.
Cost breakdown with hourly rates for each category of personnel.
Avtalt dagrate for riggen er {A} det første året.
Denne avtalen er inngått mellom {C} og {C}, heretter kalt partene.
Enhetsprisene er faste i avtaleperioden og skal ikke gjøres kjent for tredjepart.
Betalingsbetingelser er 30 dager netto fra mottatt faktura.
Leverandøren gir 12 prosent rabatt på listepris ved avrop over {A}.
Kontraktsprisen er {A} eks. mva. og indeksreguleres hvert år.
Dagmulkten utgjør 0,5 prosent av kontraktssummen.
Kjøpesummen for aksjene er {A} og forfaller ved overtakelse.
Hver av partene kan si opp avtalen med 60 dagers skriftlig varsel.
Vi foreslår å reforhandle rammeavtalen med {C} for å senke ratene.
Samlet kontraktsverdi over fem år er anslått til {A}.
Opsjonen på to års forlengelse må utøves før {D}.
Endringsordre nummer 14 øker kontraktsprisen med {A}.
Timerater for hver kategori personell følger av vedlegg B.
Partene skal holde de kommersielle vilkårene fortrolige.
Denne avtala er inngått mellom {C} og {C}.
Kontraktsprisen er {A} utan mva.
Einingsprisane er faste i avtaleperioden.
Leverandøren gjev 12 prosent rabatt.
"""

LEGAL_ADVICE = """
You have asked for our advice on the company's liability under the drilling contract.
In our opinion the claim is time-barred and should be rejected.
This memorandum is prepared by counsel for the purpose of giving legal advice.
We advise against admitting any breach before the expert report is available.
The prospects of success in court are estimated at 60 per cent.
Our assessment is that a settlement of up to {A} would be reasonable.
Please do not forward this opinion, since privilege may be lost.
The arbitration clause in article 37 must be read together with the law of the contract.
Counsel for the other party has argued force majeure, which in our view fails.
We recommend a litigation hold on all documents concerning the dispute.
The risk of criminal liability for the company cannot be excluded.
Based on case law from the Supreme Court we consider that the knock-for-knock clause applies.
The lawyers advise the board not to disclose the investigation before {D}.
Our legal analysis of the notice from the authorities is set out below.
The company should respond to the subpoena with reservations as to privilege.
Draft statement of defence for your comments before filing with the district court.
We have considered whether the agreement infringes competition law.
The weaknesses of our case are the late notice and the missing documentation.
Legal opinion regarding title to the licence interest and the right of first refusal.
Our fees for the legal work follow from the engagement letter.
Dere har bedt om vår vurdering av selskapets ansvar etter borekontrakten.
Etter vår oppfatning er kravet foreldet og bør avvises.
Dette notatet er utarbeidet av advokat for å gi juridisk rådgivning.
Vi fraråder å erkjenne mislighold før sakkyndigrapporten foreligger.
Sannsynligheten for å vinne frem i retten anslås til 60 prosent.
Vår vurdering er at et forlik på inntil {A} vil være rimelig.
Betenkningen må ikke videresendes, da den er underlagt advokaters taushetsplikt.
Motpartens advokat anfører force majeure, noe som etter vårt syn ikke fører frem.
Høyesteretts praksis tilsier at ansvarsfraskrivelsen står seg.
Utkast til tilsvar til tingretten følger vedlagt for kommentarer.
Svakhetene i saken vår er sen reklamasjon og manglende dokumentasjon.
Risikoen for straffansvar for foretaket kan ikke utelukkes.
Advokatene råder styret til å vente med å offentliggjøre granskingen.
Juridisk betenkning om forkjøpsrett til lisensandelen.
Etter vårt syn er kravet forelda og bør avvisast.
Me rår frå å vedgå misleghald no.
Dette notatet er skrive av advokat for å gje juridisk rådgjeving.
Sjansen for å vinne i retten er om lag 60 prosent.
"""

# Everyday sentences of offices and rigs, and the matters' own words in other senses.
NEUTRAL = """
The meeting is moved to Thursday at ten o'clock.
Please find enclosed the minutes from the last meeting.
The daily drilling report is attached.
Drilled 8 1/2" hole from 3204 m to 3310 m MD with 1.32 sg mud.
The core was cut and recovered without problems.
The seismic survey was acquired with eight streamers.
Net to gross ratio is high in the upper part of the reservoir.
The water cut increased during the last month of production.
A toolbox talk was held before the lift.
Health, safety and environment: no injuries were reported in the period.
The HSE results are presented at the monthly meeting.
First aid kits were checked and replaced on all decks.
The health and safety policy applies to everyone on board.
The hospital on the platform was painted and the beds were replaced.
Man overboard drill was held with all personnel mustered in ten minutes.
The contractor mobilised equipment to the rig site.
The contract for catering was mentioned in the news.
Licence partners attended the technical workshop.
The production licence was awarded in 1993 and the field came on stream ten years later.
The block is located in the southern part of the North Sea.
Legal requirements for well integrity are listed in the regulation.
The court case was reported in the newspaper.
The price of oil rose last week.
Analysts expect lower prices next year.
Workers' wages in the industry have risen since the war, the statistics show.
The union and the employers met for the yearly talks.
The pressure test was witnessed by the company representative.
Personnel on board: 112.
Warning: high voltage.
Warning signs were put up around the moon pool.
The investigation of the incident showed that the sling was worn.
Pore pressure and fracture gradient are shown in figure 4.
The report describes the geology of the area.
Casing was run and cemented in accordance with the programme.
The software was updated to the latest version.
New employees should attend the introduction course.
Lunch is served in the canteen from eleven.
The annual report is available on our website.
The study measured blood pressure in patients treated with the new drug.
The player signed a new contract with the club.
The minister said the government would cut taxes.
The patient is the first in the country to receive the treatment, the university said.
The bid for the company was rejected by shareholders, the newspaper reported.
Møtet er flyttet til torsdag klokken ti.
Vedlagt følger referat fra forrige møte.
Boret 8 1/2" hull fra 3204 m til 3310 m MD.
Ingen personskader ble rapportert i perioden.
HMS-resultatene legges frem på månedsmøtet.
Helse, miljø og sikkerhet er første punkt på dagsordenen.
Kontrakten for forpleining ble omtalt i avisen.
Produksjonslisensen ble tildelt i 1993.
Oljeprisen steg forrige uke.
Granskingen av hendelsen viste at stroppen var slitt.
Det ble holdt øvelse med mønstring av alt personell.
Trykktesten ble bevitnet av selskapets representant.
Advarsel: høy spenning.
Rapporten beskriver geologien i området.
Nye ansatte skal delta på introduksjonskurs.
Lunsj serveres i kantinen fra klokken elleve.
Regjeringen la frem statsbudsjettet.
Spilleren signerte ny kontrakt med klubben.
Retten frikjente mannen, skriver avisen.
Møtet er flytta til torsdag.
Ingen personskadar vart melde i perioden.
Brønnen vart bora til totalt djup.
Rapporten skildrar geologien i området.
Lunsj vert servert i kantina.
"""

SUBJECTS = {
    "personnel_salary": (
        "Salary review|Employment offer|Termination of employment|Performance review|Lønnsregulering|"
        "Ansettelse|Oppsigelse|Medarbeidersamtale|Lønsoppgjer"
    ),
    "health": (
        "Sick leave|Medical certificate|Fitness for work|Follow-up plan|Sykmelding|Helseattest|"
        "Legeerklæring|Oppfølging av sykmeldt|Sjukmelding"
    ),
    "whistleblowing_discipline": (
        "Report of concern|Written warning|Disciplinary case|Ethics hotline case|"
        "Varsel om kritikkverdige forhold|Skriftlig advarsel|Personalsak|Varsling"
    ),
    "bids_licence_rounds": (
        "Bid recommendation|Licence round application|Tender evaluation|Award recommendation|"
        "Budanbefaling|TFO-søknad|Anbudsevaluering|Konsesjonsrunde"
    ),
    "contracts_prices": (
        "Contract|Price schedule|Frame agreement|Amendment to contract|Avtale|Prisliste|Rammeavtale|"
        "Endringsordre|Avtale om levering"
    ),
    "legal_advice": (
        "Legal opinion|Memorandum from counsel|Advice on claim|Settlement|Juridisk vurdering|"
        "Notat fra advokat|Betenkning|Forlik"
    ),
    "": (
        "Minutes of meeting|Weekly status|Drilling programme|Visit|Møtereferat|Ukesstatus|Boreprogram|"
        "Besøk|Invitation|Kurs"
    ),
}

SENTENCES = {
    "personnel_salary": PERSONNEL_SALARY,
    "health": HEALTH,
    "whistleblowing_discipline": WHISTLEBLOWING_DISCIPLINE,
    "bids_licence_rounds": BIDS_LICENCE_ROUNDS,
    "contracts_prices": CONTRACTS_PRICES,
    "legal_advice": LEGAL_ADVICE,
}
