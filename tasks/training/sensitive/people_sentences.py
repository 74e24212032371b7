"""Sentences, written for this project, that the people tagger learns beside real text.

``{P}`` is a full name, ``{G}`` a given name, ``{S}`` a surname, ``{L}`` a place, ``{O}`` an organisation, ``{M}`` a
mineral, rock or layer, and ``{T}`` somebody's work; each is filled in at random from `people_vocabulary`.
"""

TITLES_NB = """
statsminister utenriksminister finansminister arbeidsminister statsråd statssekretær ordfører byråd partileder
nestleder leder direktør administrerende-direktør daglig-leder styreleder sjef kommunikasjonssjef informasjonssjef
pressetalsmann talsmann talskvinne professor forsker førsteamanuensis lektor lærer rektor lege overlege sykepleier
psykolog advokat dommer statsadvokat politimester lensmann etterforsker biskop prest forfatter dikter kunstner maler
komponist dirigent skuespiller regissør musiker sanger fotograf redaktør journalist kommentator historiker økonom
sjeføkonom analytiker ingeniør geolog boreleder plattformsjef trener landslagstrener spiller kaptein keeper skiløper
president visepresident kong dronning kronprins general oberst kaptein løytnant bonde fisker snekker vaktmester
student elev onkel tante bestefar venninnen kameraten naboen søsteren broren
"""

TITLES_EN = """
Mr Mrs Ms Dr Professor Sir President Chancellor Senator Judge Captain Prime-Minister minister secretary chairman
chairwoman chief-executive director manager spokesman spokeswoman engineer geologist driller toolpusher supervisor
analyst economist professor researcher doctor nurse lawyer detective inspector author singer actor actress director
producer guitarist coach striker midfielder defender goalkeeper champion captain teacher student editor reporter
leader
"""

NORWEGIAN = """
- Dette er en seier for oss , sier {P} .
- Det vet jeg ingenting om , sa {S} .
- Vi må vente , mener {T} {P} i {O} .
{S} sier at saken er avsluttet .
{S} mener det er på tide å gå videre .
{P} ( 43 ) fra {L} er siktet i saken .
{P} var ikke til stede da møtet begynte .
{T} {P} vil ikke kommentere saken .
{T} {S} reiste til {L} i går .
Ifølge {P} har {O} brukt for mye penger .
Ifølge {S} er det ikke grunn til uro .
Både {S} og {S} stemte imot .
{G} og {G} bor sammen i {L} .
{G} våknet tidlig den morgenen .
{G} gikk ut i hagen og satte seg .
Hun kaller ham {G} .
Han heter {P} og kommer fra {L} .
Han ble født i {L} og vokste opp med {G} og {G} .
I {L} møtte han {P} for første gang .
{P} , {T} i {O} , er enig .
{P} og {P} vant prisen i fjor .
Boka er skrevet av {P} .
Da {S} kom hjem fra {L} , var huset tomt .
{S}s forslag fikk flertall i {O} .
{S}s bok ble solgt i {L} .
{G}s mor bodde i {L} .
Om {S} går av , blir {S} ny {T} .
Hvis {S} vinner , er det slutt .
Uten {S} hadde vi tapt .
Det var {S} som skjøt først .
Det lukter vondt , sa {G} .
Takk for meg , og hils {G} !
Vi spurte {T} {P} om planene .
Spør {P} .
Kjære {G} ,
Hei {G} !
Med vennlig hilsen {P}
Mvh {G}
Hilsen {P} , {O}
Kontaktperson : {P}
{P} Tlf : 22 00 00 01 Mob : 900 00 002 Faks : 22 00 00 03
Mob : 900 00 004
Tlf : 22 00 00 05
Saksbehandler : {P}
Utarbeidet av : {P}
Godkjent av : {P}
Til stede : {P} , {P} , {P}
Deltakere : {G} , {G} og {P}
{P} møter {P} i finalen .
{S} scoret på straffe mot {L} .
{T} {S} er skadet .
{T} {P} leder arbeidet for {O} i {L} .
{O} har ansatt {P} som {T} .
{O} , {O} og {O} er enige om budsjettet .
{O} åpner nytt kontor i {L} .
{L} er en vakker by .
{L} trenger hjelp fra {L} .
{L} og {L} har skrevet under på avtalen .
Regjeringen i {L} har gått av .
{L}s ambassadør , {P} , ønsket ikke å svare .
{L}s statsminister {P} besøkte {L} .
I {L} er det vår .
Fra {L} til {L} er det to timer .
Forholdet mellom {L} og {L} er dårlig .
{O} legger fram tallene i {L} i morgen .
{O} vant 2 - 1 over {O} .
{O}s leder {P} sier nei .
Avisa {O} skriver at {P} trekker seg .
Verken {O} eller {O} vil svare .
Kampen spilles i {L} på søndag .
Vi er {L} .
Veien til {L} er stengt .
Firmaet {O} flytter til {L} .
{G} {S} er død .
{P} døde i {L} i 1965 .
Romanen handler om {G} , som flytter til {L} .
Filmen om {S} hadde premiere i {L} .
Jeg husker {G} godt .
Hos {S} finner vi den samme tanken .
Etter {S} kom {S} .
Kritikken fra {P} er hard .
Et brev fra {S} til {S} ble funnet .
Ekteparet {S} har tre barn .
Familien {S} eier gården .
{P} presenterer planen .
{S} presenterer , {S} svarer .
"""

NYNORSK = """
- Det er bra , seier {P} .
- Eg veit ikkje , sa {S} .
{S} seier at dei ikkje har gjort noko gale .
{S} meiner det er på tide å gå vidare .
{T} {P} vil ikkje seie noko om saka .
{P} ( 51 ) frå {L} vart vald til leiar .
Ifølgje {P} har {O} brukt for mykje pengar .
{G} og {G} bur i {L} .
{G} vakna tidleg den morgonen .
Ho heiter {P} og kjem frå {L} .
Han vart fødd i {L} og voks opp saman med {G} .
Boka er skriven av {P} .
Då {S} kom heim frå {L} , var huset tomt .
{S} si bok vart seld i {L} .
Korleis kunne {S} vite det ?
Hos {S} finn vi den same tanken .
Det er {S} eg likar best .
Kva meiner {G} om dette ?
Sonen {G} vart drepen i {L} .
Mor hans , {G} , held ikkje ut .
I romanen går {G} frå {L} til {L} .
{S} vil at verda skal hjelpe {L} .
Eg spurde {T} {P} om planane .
Skodespelaren {P} kjem til {L} .
{L} treng hjelp frå {L} .
Problemet er at {L} ikkje får støtte .
Vi er {L} .
{L} fekk eigen lov i fjor .
Ein roman om {L}s framtid
{L} og {L} har skrive under .
{O} skriv at {P} trekkjer seg .
{O} legg fram tala i {L} i morgon .
Verken {O} eller {O} vil svare .
{O} vann 2 - 1 over {O} .
{P} , {T} i {O} , er samd .
Både {S} og {S} røysta imot .
"""

ENGLISH = """
" This is a victory for us , " said {P} .
{P} said the company would appeal .
Mr {S} said he was disappointed .
Mrs {S} told {O} she would not resign .
Dr {S} of {O} agreed .
{S} said : " We will wait . "
{S} , 34 , was born in {L} .
{P} , who lives in {L} , declined to comment .
{T} {P} welcomed the report .
{T} {S} beat {S} 6-4 6-3 in {L} .
According to {P} , {O} spent too much .
{P} , {T} of {O} , resigned on Monday .
The report was written by {P} and {P} .
Prepared by : {P}
Approved by : {P}
Reviewed by {P} , {O}
Checked : {P}
Author : {P}
Contact : {P}
Contact person : {P} , tel
Phone : 555 0100 Fax : 555 0101 Mobile : 555 0102
Tel : 555 0103 Mob : 555 0104 E-mail : a@example.org
Name : {P}
Attn : {P}
To : {P}
From : {P}
Cc : {P} ; {P}
Dear {G} ,
Dear Mr {S} ,
Hi {G} ,
Best regards , {P}
Kind regards {G}
Regards , {P} {O}
My name is {P}
I am {G} .
You can call me {G} .
Please ask {G} to call {P} .
I spoke to {P} at {O} yesterday .
{G} and {G} went to {L} .
{G} was late for work .
{S} scored twice as {O} beat {O} .
{P} replaced {P} after the break .
The film stars {P} and {P} .
{P} directed the film .
The song was written by {S} and {S} .
{S} 's lawyer said nothing .
{G} 's mother lives in {L} .
Drilling supervisor : {P}
Toolpusher {P} arrived at the rig .
Witnessed by {P} ( {O} )
Company man : {P} / {P}
{O} opened an office in {L} .
{O} said profits rose in {L} .
{O} and {O} signed the deal in {L} .
{O} , {O} and {O} are partners in the licence .
{L} beat {L} 3-0 .
{L} is a city in {L} .
The government of {L} resigned .
The well was drilled by {O} off {L} .
{O} crew rigged up the tool .
Shares in {O} fell in {L} .
Oil from {L} is shipped to {L} .
He moved from {L} to {L} .
In {L} , {O} is well known .
Welcome to {L} .
{P} lives at {L} .
Patient {P} was seen on Tuesday .
Employee : {P}
Salary of {P} was changed .
{P} has been on sick leave since May .
Invoice 4711 of 15 June
He left in March and came back in August .
On Monday and Friday the office is closed .
In January , sales rose in {L} .
Shares in {O} rose after {O} made a bid for {O} .
{O} , the {L} company , said profits fell .
" We are pleased , " {O} said .
{O} bought {O} from {O} for $2bn .
Sand : fine grained , traces of {M} and {M} .
{M} , {M} , {M} and {M}
{M} {M} {M} Group
100% {M} : white to grey , firm
Lower {M} and Upper {M} Formation
Acc . {M} . {M} traces .
The {M} and the {M} were drilled .
Ran in hole with wash pipe .
Ran Gyro survey . Laid out Spider . Checked Flush Mounted Elevator .
Stril Vessel arrived . Spotted Unit . Wash down .
Name TVD North East Latitude Longitude Comment
Ground Level to Rotary Table
Monte Carlo methods and Round Robin tests
"""
