"""Sensitive matters, on letters and notes that no generator made."""

from __future__ import annotations

import pytest

from tasks.document import Document
from tasks.sensitive import Sensitive

# Written by hand, as people write; none shares a sentence with the training text.
LETTERS = (
    (
        "personnel_salary",
        "Hi Tom, as discussed on Friday I can confirm that we will raise your pay to 812 000 a year from "
        "January, and that you will get a one-off payment of 40 000 before Christmas. Please do not talk "
        "to the others in the team about it. HR will send you the new contract.",
    ),
    (
        "personnel_salary",
        "Hei, vi trenger å få på plass avtalen med Unni før sommeren. Hun slutter 30. juni og får med seg "
        "fire måneders lønn. Feriepengene utbetales i juni. Kan du sjekke hva hun har igjen i "
        "bonusordningen?",
    ),
    (
        "personnel_salary",
        "Comments from the calibration meeting: two of the geologists are placed in the bottom group this "
        "year and will not get a bonus. The rest get between three and five per cent. Managers inform "
        "their people one by one next week.",
    ),
    (
        "personnel_salary",
        "Oversikt over hvem som må gå i neste runde ligger i vedlegget. Tillitsvalgte er informert. De "
        "som er over 62, får tilbud om førtidspensjon.",
    ),
    (
        "health",
        "Good morning. Just to let you know that Arne collapsed in the gym last night. The medic suspects "
        "a mild heart attack, and he was taken to Stavanger by helicopter. His wife has been told. He "
        "will not be back this trip.",
    ),
    (
        "health",
        "Jeg var hos legen i dag, og han vil ha meg borte i fire uker til. Det er fortsatt angsten som "
        "gjør at jeg ikke sover. Jeg begynner på nye tabletter på mandag. Fint om du ikke sier det til "
        "resten av gjengen.",
    ),
    (
        "health",
        "Eg har vore til kontroll på sjukehuset, og dei fann ein svulst i magen. Eg skal opererast i "
        "neste veke og må vere sjukmeld ei stund.",
    ),
    (
        "health",
        "Summary of consultation: 44-year-old woman, headaches for three weeks, no fever. Takes "
        "medication for high blood pressure. Referred to neurologist. Off work until the 14th.",
    ),
    (
        "whistleblowing_discipline",
        "I am writing because I do not know who else to turn to. Our supervisor has for months made "
        "comments about my body and sends me messages at night. Two others have experienced the same. "
        "None of us dare to say anything to HR. Please keep my name out of this.",
    ),
    (
        "whistleblowing_discipline",
        "Vi viser til møtet 3. mars. Du møtte beruset på jobb for andre gang. Bedriften ser alvorlig på "
        "dette, og du får med dette en advarsel. Gjentar det seg, må du regne med å miste jobben.",
    ),
    (
        "whistleblowing_discipline",
        "Confidential note to the ethics committee: the person who contacted us claims that the warehouse "
        "manager takes money from a supplier in return for orders. We have seen two bank transfers. We "
        "propose to talk to him before Easter and to secure his computer.",
    ),
    (
        "whistleblowing_discipline",
        "Jeg vil si ifra om at sjefen på natt pynter på avvikstallene og truer folk som vil skrive "
        "rapport. Jeg tør ikke stå frem med navn.",
    ),
    (
        "bids_licence_rounds",
        "The team has looked at the acreage on offer and wants us to go for the two western blocks. We "
        "think one other company will apply there. To beat them we would have to promise a well. The "
        "exploration committee decides on Tuesday; deadline for applications is 2 September.",
    ),
    (
        "bids_licence_rounds",
        "Tilbudene på undervannspakken er nå vurdert. Det norske verftet er billigst, men har dårligst "
        "leveringstid. Vi innstiller på nummer to. Ikke si noe til leverandørene før styret har sagt "
        "sitt.",
    ),
    (
        "bids_licence_rounds",
        "For the sale of the field interest we believe the others will stop at 310 million. I suggest we "
        "go in at 290 and keep 40 in reserve for the second round. The data room closes on Friday.",
    ),
    (
        "bids_licence_rounds",
        "Utkast til søknad i neste konsesjonsrunde: vi rangerer blokkene i nord foran dem i sør, og "
        "tilbyr seismikk og én brønn mot å få operatørskapet.",
    ),
    (
        "contracts_prices",
        "As agreed on the phone we can hire out the vessel for 38 500 dollars a day in the summer, and 31 "
        "000 from October. Fuel is for your account. If you sign for three years we take off another five "
        "per cent.",
    ),
    (
        "contracts_prices",
        "Vedlagt er vår nye prisliste for dere. Som storkunde får dere 15 prosent avslag på alt utenom "
        "kjemikalier. Prisene er bare for dere og må ikke vises til andre.",
    ),
    (
        "contracts_prices",
        "Article 9. The Contractor shall be paid the rates set out in Exhibit C. Invoices shall be "
        "submitted monthly and fall due after forty-five days. Article 10. Should the delivery be late, "
        "the Company may claim a penalty.",
    ),
    (
        "contracts_prices",
        "Den nye avtalen om gasstransport gir oss 11 øre per kubikk de første fem årene, deretter følger "
        "prisen indeksen. Motparten har godtatt alt unntatt punktet om oppsigelse.",
    ),
    (
        "legal_advice",
        "We have read the correspondence with the yard. In our view they were in breach from May, and you "
        "are entitled to cancel. But the letter your project manager sent in June may be read as a "
        "waiver, and a judge could well hold it against you. We suggest offering them half.",
    ),
    (
        "legal_advice",
        "Kort oppsummert mener vi at dere har en dårlig sak. Fristen for å klage var ute i april, og "
        "dommeren vil trolig legge vekt på e-posten fra prosjektlederen. Vi anbefaler å forlike saken. "
        "Hilsen advokatene.",
    ),
    (
        "legal_advice",
        "You asked whether the company can be fined for the spill. The short answer is yes. The "
        "prosecutor will have to show negligence, and the maintenance log does not look good. We advise "
        "you to say as little as possible to the police until we have met.",
    ),
    (
        "legal_advice",
        "Spørsmålet er om styremedlemmene kan bli personlig ansvarlige. Etter vårt skjønn er det liten "
        "risiko, men vi vil fraråde å sende ut pressemeldingen før vi har gått gjennom den.",
    ),
    (
        "",
        "Hi all, the workshop on Thursday starts at nine. Please bring your own laptop. We will go "
        "through the well design for the next campaign and discuss lessons learned from the last one.",
    ),
    (
        "",
        "Drilled from 2911 m to 3021 m. Circulated bottoms up and pulled out of hole for a bit change. "
        "Tested BOP, good test. Waited on weather for four hours.",
    ),
    (
        "",
        "Hei, kantina er stengt på fredag på grunn av vask. Kaffe finnes i tredje etasje. God helg!",
    ),
    (
        "",
        "The lower formation consists of fine-grained sandstone with thin beds of shale. Porosity is "
        "between 18 and 24 per cent and the permeability is high. No oil shows were seen below 3100 m.",
    ),
    (
        "",
        "Safety moment: Remember to hold the handrail in the stairs. Last month a person twisted an ankle "
        "on the way to the helideck. Report unsafe conditions with an observation card.",
    ),
    (
        "",
        "Reisebrev: Vi dro med båten til Svolvær og gikk på tur i fint vær. Om kvelden spiste vi fisk og "
        "hørte på musikk.",
    ),
    (
        "",
        "The union leader told the newspaper that wages must go up next year. Employers said the demands "
        "would cost jobs. The talks start in March.",
    ),
    (
        "",
        "The court in London ruled on Monday that the bank had acted lawfully. Shares rose three per cent "
        "after the news.",
    ),
    (
        "",
        "Notat om vedlikehold: Pumpe B skiftes i uke 12. Reservedeler er bestilt og ventes fredag. Jobben "
        "tar to skift.",
    ),
    (
        "",
        "Patients who received the vaccine were compared with those who did not. After two years there "
        "were fewer hospital admissions in the first group.",
    ),
    (
        "",
        "Minister announces new licensing round in the Barents Sea. The environmental movement is "
        "critical. Applications are expected from fifteen companies, the ministry said.",
    ),
    (
        "",
        "User guide: To change your password, log in to the portal and choose settings. Contact the help "
        "desk if you cannot log in.",
    ),
    (
        "",
        "Spelaren har skrive kontrakt for tre nye år med klubben. Trenaren er nøgd og ser fram til sesongen.",
    ),
    (
        "",
        "Minutes of meeting, subsurface team. Actions: update the velocity model, order thin sections, "
        "plan the coring of the next well. Next meeting in two weeks.",
    ),
)
SENSITIVE = [(matter, text) for matter, text in LETTERS if matter]
CLEAN = [text for matter, text in LETTERS if not matter]


def matter_of(sensitive: Sensitive, text: str) -> str:
    best = max(sensitive.predict([Document(text)])[0].matters, key=lambda score: score.confidence)
    return best.matter if best.confidence >= 0.5 else ""


def test_most_letters_are_told_by_their_matter(sensitive: Sensitive) -> None:
    """At least four in five of the sensitive letters are given their own matter."""
    right = [matter_of(sensitive, text) == matter for matter, text in SENSITIVE]
    assert sum(right) >= 0.8 * len(right)


def test_no_clean_note_is_held_back(sensitive: Sensitive) -> None:
    """Drilling, geology, news and the canteen are allowed."""
    assert not [text for text in CLEAN if sensitive.predict([Document(text)])[0].decision != "allow"]


@pytest.mark.parametrize("number", range(0, len(SENSITIVE), 6))
def test_a_matter_on_one_page_does_not_drown_in_the_others(sensitive: Sensitive, number: int) -> None:
    """A long document is judged by its most telling part."""
    matter, text = SENSITIVE[number]
    pages = "The core was cut and recovered. Net to gross is high in the upper part of the reservoir. " * 60
    whole = {s.matter: s.confidence for s in sensitive.predict([Document(pages + text + pages)])[0].matters}
    alone = {s.matter: s.confidence for s in sensitive.predict([Document(text)])[0].matters}
    assert whole[matter] > 0.2 * alone[matter]


def test_a_document_without_words_has_no_matters(sensitive: Sensitive) -> None:
    """Nothing said, nothing scored."""
    assert sensitive.predict([Document("... 😀 ...")])[0].matters == []
