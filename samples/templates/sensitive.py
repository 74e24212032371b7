"""Documents that must not reach a search index as they are: people, secrets, bids, marks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.identifiers import bank_account, birth_number, card_number, norwegian_iban, private_key_block
from samples.markup import table
from samples.sample import Sample

_OPERATOR = "Nordskarv Energi AS"


def samples() -> Iterator[Sample]:
    """Yield the documents with planted content."""
    yield from _personnel()
    yield from _secrets()
    yield from _business()


def _personnel() -> Iterator[Sample]:
    yield Sample(
        "hr/lonnsbrev_2024_kleivbotn.docx", _salary_letter(), "unknown", "nb", "Lønnsregulering 2024", _OPERATOR, date(2024, 5, 13),
        decision="block", findings=("NO_BIRTH_NUMBER", "NO_BANK_ACCOUNT", "PERSON"), note="salary letter",
    )  # fmt: skip
    yield Sample(
        "hr/bedriftshelse_notat.pdf", _medical_note(), "unknown", "nb", "Notat fra bedriftshelsetjenesten",
        "Fjordhelse bedriftshelsetjeneste", date(2023, 11, 6), decision="block", findings=("NO_BIRTH_NUMBER", "PERSON"),
        note="medical note",
    )  # fmt: skip
    yield Sample(
        "logistics/POB crew list Nordic Ternen.xlsx", _crew_list(), "unknown", "en", "Crew list Nordic Ternen", "Nordic Ternen",
        date(2024, 1, 16), decision="block", findings=("DATE_OF_BIRTH", "PERSON", "PHONE_NUMBER"),
        note="dates of birth and next of kin of eight people",
    )  # fmt: skip
    yield Sample(
        "hr/varsel_om_kritikkverdige_forhold.docx", _whistleblowing(), "unknown", "nn", "Varsel om kritikkverdige forhold",
        _OPERATOR, date(2023, 3, 2), decision="review", note="report of a whistle-blower; nothing but its matter gives it away",
    )  # fmt: skip


def _secrets() -> Iterator[Sample]:
    yield Sample(
        "mail/Access to real-time data 25_8-K-21A.eml", _password_mail(), "unknown", "en", "Access to real-time data 25/8-K-21 A",
        _OPERATOR, date(2024, 1, 5), decision="block", findings=("SECRET_PASSWORD", "EMAIL_ADDRESS"), note="password in a mail",
    )  # fmt: skip
    yield Sample(
        "it/sftp_transfer_setup.txt", _key_file(), "unknown", "en", "SFTP transfer of log data", "Meridian Wireline AS",
        date(2021, 8, 20), decision="block", findings=("SECRET_PRIVATE_KEY",), note="the key is the digest of a name, and opens nothing",
    )  # fmt: skip
    yield Sample(
        "mail/Reiseregning og kort.eml", _travel_mail(), "unknown", "nb", "Reiseregning Hammerfest og betalingskort", _OPERATOR,
        date(2022, 8, 11), decision="block", findings=("CREDIT_CARD", "IBAN_CODE"), note="card of the test range",
    )  # fmt: skip


def _business() -> Iterator[Sample]:
    yield Sample(
        "licence rounds/bid memo APA 2023 block 7121.docx", _bid_memo(), "unknown", "en", "Bid memo APA 2023, block 7121/6",
        _OPERATOR, date(2023, 8, 21), mark="STRICTLY CONFIDENTIAL", decision="block",
        findings=("MARKING_STRICTLY_CONFIDENTIAL",), note="bid in a licence round",
    )  # fmt: skip
    yield Sample(
        "drilling/7121-5-2-S/forelopig_sluttrapport_7121_5-2S.pdf", _tight_hole(), "final_well_report", "nb",
        "Foreløpig sluttrapport 7121/5-2 S", _OPERATOR, date(2022, 8, 15), mark="STRENGT FORTROLIG", decision="block",
        findings=("MARKING_STRICTLY_CONFIDENTIAL",), note="a well report under embargo",
    )  # fmt: skip
    yield Sample(
        "contracts/Rig rate comparison 2023.xlsx", _rig_rates(), "unknown", "en", "Rig rate comparison 2023", _OPERATOR,
        date(2023, 2, 9), decision="review", findings=("MARKING_CONFIDENTIAL",), note="prices of three tenderers",
    )  # fmt: skip
    yield Sample(
        "legal/Advice on contractor claim.eml", _legal_advice(), "unknown", "en", "Contractor's claim, BOP downtime on 7121/5-2 S",
        _OPERATOR, date(2022, 11, 2), decision="review", findings=("MARKING_PRIVILEGED",), note="advice of counsel",
    )  # fmt: skip


def _salary_letter() -> str:
    return f"""
# Lønnsregulering 2024
Navn :: Vilde Kleivbotn
Fødselsnummer :: {birth_number(14, 3, 86, 11)}
Ansattnummer :: 40771
Stilling :: Ledende boreingeniør
Kontonummer for lønn :: {bank_account(123_450)}

Kjære Vilde,

vi viser til gjennomført medarbeidersamtale og årets lokale lønnsoppgjør. Din nye årslønn er fastsatt til 1 084 000 kroner
med virkning fra 1. april 2024. Økningen utgjør 5,2 prosent, hvorav 1,4 prosent er individuelt tillegg.

{table(("Element", "Før", "Nå"), [("Grunnlønn", "1 030 400", "1 084 000"), ("Offshoretillegg", "164 200", "172 700"), ("Bonusprosent ved full måloppnåelse", "12", "12"), ("Pensjonsgrunnlag", "869 000", "869 000")])}

Etterbetaling skjer sammen med lønnen i juni til kontoen over. Brevet er personlig. Spørsmål kan rettes til nærmeste leder.

Vennlig hilsen
Bjørnar Vindskar, leder for personal
"""


def _medical_note() -> str:
    return f"""
# Notat fra bedriftshelsetjenesten
Pasient :: Sindre Myrholmen
Fødselsnummer :: {birth_number(2, 9, 71, 60)}
Arbeidsgiver :: {_OPERATOR}
Konsultasjon :: 6. november 2023
Behandler :: Bedriftslege

## Bakgrunn
Pasienten er boredekksarbeider og har vært sykmeldt i sju uker etter korsryggsmerter med utstråling til venstre bein. MR viser
skiveprolaps L4/L5. Han bruker naproksen ved behov og får oppfølging hos fysioterapeut.

## Vurdering
Fortsatt nedsatt kraft ved tåhev. Søvnvansker og nedstemthet i perioden, ingen tegn til alvorlig depresjon. Ikke egnet for
arbeid offshore før ny vurdering. Helseerklæringen settes midlertidig ut av kraft.

## Tiltak
- Gradert arbeid på land 50 prosent fra 20. november.
- Ny konsultasjon med fornyet helseerklæring i januar 2024.
- Leder informeres om arbeidsevnen, ikke om diagnosen.
"""


_CREW = (
    ("Aslak Havnebrekk", "Drilling supervisor", "12.02.1969", "Bed 201", "lifeboat 1"),
    ("Runa Sæterfjord", "Night supervisor", "30.08.1981", "Bed 202", "lifeboat 2"),
    ("Oddgeir Lundestakk", "Toolpusher", "05.11.1974", "Bed 205", "lifeboat 1"),
    ("Ketil Myrholmen", "Driller", "21.06.1985", "Bed 207", "lifeboat 1"),
    ("Tiril Vindskar", "Assistant driller", "17.01.1993", "Bed 208", "lifeboat 2"),
    ("Yngvar Kleivbotn", "Derrickman", "09.04.1990", "Bed 209", "lifeboat 2"),
    ("Jorunn Vindskar", "Perforating supervisor", "26.12.1978", "Bed 211", "lifeboat 1"),
    ("Steinar Havnebrekk", "Liner hand", "03.07.1982", "Bed 212", "lifeboat 2"),
)


def _crew_list() -> str:
    rows = [
        (name, role, born, bed, boat, f"+44 20 7946 0{117 + 31 * number:03d}")  # Ofcom keeps 020 7946 0xxx for fiction
        for number, (name, role, born, bed, boat) in enumerate(_CREW)
    ]
    return f"""
## POB list
Installation :: Nordic Ternen
Date :: 16 January 2024
Helicopter :: Flight 2 of 3
{table(("Name", "Position", "Date of birth", "Bed", "Muster", "Next of kin, phone"), rows)}
"""


def _whistleblowing() -> str:
    return """
# Varsel om kritikkverdige forhold
Til :: Etikkutvalet
Frå :: Ein tilsett som ikkje vil stå fram
Dato :: 2. mars 2023

Eg vil varsle om forhold på avdelinga som eg meiner er alvorlege. Leiaren vår har sidan i haust sett press på tilsette for å
godkjenne timelister frå ein leverandør der han sjølv har familie. To kollegaer som stilte spørsmål, vart flytta til andre
oppgåver veka etter.

I januar høyrde eg at han truga ein av dei med at kontrakten ikkje ville bli fornya. Tonen i møta er nedsetjande, og fleire er
redde for å seie ifrå. Ein kollega er no sjukmeld.

Eg ber om at saka blir granska av nokon utanfor avdelinga, at varselet blir handsama konfidensielt, og at gjengjelding blir
hindra. Timelister og meldingar kan leggjast fram for den som skal granske saka.
"""


def _password_mail() -> str:
    return """
From :: Operations centre <operations.centre@nordskarv.example>
To :: Ingrid Lundestakk <ingrid.lundestakk@loggtek.example>
Cc :: Eirik Lundestakk <eirik.lundestakk@nordskarv.example>

Hi Ingrid,

your user on the real-time server is ready for the 12 1/4" section.

Server :: wits.nordskarv.example, port 8443
Username :: loggtek_k21
Password :: Br4ttegg!Torsk-2024

The user reads WITSML logs and trajectories for 25/8-K-21 A and expires on 1 March. Please change the password at first log-in
and do not forward this mail.

Operations centre
"""


def _key_file() -> str:
    return f"""
# SFTP transfer of log data
Job :: 16/4-14 S, wireline runs 1A to 1D
Host :: transfer.kvitoya.example
User :: meridian-logs
Folder :: incoming/16_4-14S

Save the key below as id_meridian, set its mode to 600, and upload the DLIS and LAS files after each run. Use the folder name of
the run, for example run_1A_2021-08-25. Delivery is due within four hours of rig-down.

```
{private_key_block("samples of doctag")}
```

The customer confirms each delivery by mail. Verify the checksums of all files before the unit is demobilised.
"""


def _travel_mail() -> str:
    return f"""
From :: Halvard Sæterfjord <halvard.saeterfjord@nordskarv.example>
To :: Reiseregnskap <reise@nordskarv.example>

Hei,

her er opplysningene dere manglet etter basebesøket i Hammerfest 8.-10. august.

Hotellet ble belastet kort {card_number(1_234_567)}, utløp 09/26. Jeg la ut 2 340 kroner for leiebil og 415 kroner for
taxi. Utlegget kan betales til IBAN {norwegian_iban(7_700)}.

Kvitteringene ligger ved reiseregningen. Si ifra om noe mangler.

Hilsen Halvard
"""


def _bid_memo() -> str:
    return f"""
!! STRICTLY CONFIDENTIAL
# Bid memo, APA 2023: block 7121/6
To :: Exploration committee
From :: Barents exploration team
Decision :: Approve the application and work programme by 28 August 2023

## Proposal
We propose to apply for block 7121/6 with 40 % and operatorship. The expected competition is two groups. Our estimate is that the
strongest competitor offers a firm well; we recommend to offer new 3D seismic and a firm well within three years.

## Evaluation
{table(("Prospect", "Mean volume (mill. boe)", "Chance of success", "Expected value (MNOK)", "Rank"), [("Havdis", 112, "0.24", 640, 1), ("Frostrøyk", 58, "0.31", 390, 2), ("Nordlysing", 37, "0.19", 85, 3)])}

## Bid strategy
- Work programme worth up to 510 MNOK; walk-away value 620 MNOK.
- Offer 20 % to the partner group in block 7121/5 in exchange for their seismic.
- Do not mention the Havdis flat spot in any meeting before the award.

This memo is numbered; copies are listed by the committee's secretary.
"""


def _tight_hole() -> str:
    return f"""
!! STRENGT FORTROLIG
# Foreløpig sluttrapport 7121/5-2 S
Brønn :: 7121/5-2 S Ishavsbris
Utvinningstillatelse :: PL 9214
Rigg :: Polar Skarven
Boreperiode :: 4. juni - 9. august 2022
Total dybde :: 1960 m MD / 1956 m TVD
Resultat :: Oljefunn i Støformasjonen

## Sammendrag
Brønnen påviste en oljekolonne på 31,5 meter i Støformasjonen med olje/vann-kontakt på 1755,5 m MD. Formasjonstesten ga
638 Sm3 olje per døgn gjennom en 44/64" dyseåpning. Foreløpige utvinnbare volumer er 9 til 17 MSm3.

## Formasjonstopper
{table(("Formasjon", "Topp (m MD)"), [("Kolmule", 902), ("Kolje", 1488), ("Hekkingen", 1641), ("Fuglen", 1702), ("Stø", 1724), ("Nordmela", 1791), ("Tubåen", 1870)])}

## Boreoperasjoner
Brønnen ble boret i fire seksjoner. Riggen lå frakoblet to ganger på grunn av vær. Det ble tatt to kjerner med til sammen
36 meter, og brønnen er permanent plugget med tre sementplugger.

## Videre arbeid
Resultatene er børssensitive inntil melding er sendt. Distribusjon bare etter liste.
"""


def _rig_rates() -> str:
    tenders = [
        ("Tenderer A", 312_000, 28_500_000, 14_200_000),
        ("Tenderer B", 289_000, 19_000_000, 9_800_000),
        ("Tenderer C", 298_000, 41_000_000, 17_500_000),
    ]
    days = 118
    criteria = [("Price", 50, 8, 9, 8), ("Technical", 30, 7, 8, 8), ("HSE", 20, 8, 8, 7)]
    weighted = [sum(weight * scores[tender] for _, weight, *scores in criteria) / 100 for tender in range(3)]
    rows = [(name, rate, up, down, round(days * rate * 10.4 + up + down)) for name, rate, up, down in tenders]
    return f"""
## CONFIDENTIAL
!! CONFIDENTIAL
Tender :: Semi-submersible for two wells on Havsula, 2023
Firm period (days) :: {days}
Exchange rate (NOK per USD) :: 10.4

{table(("Tenderer", "Day rate (USD)", "Mobilisation (NOK)", "Demobilisation (NOK)", "Total (NOK)"), rows)}
---
## Evaluation
{table(("Criterion", "Weight %", "Tenderer A", "Tenderer B", "Tenderer C"), [*criteria, ("Weighted", 100, *(f"{score:.1f}" for score in weighted))])}
Negotiation target: 8 % off the day rate of Tenderer B, no escalation during the firm period.
"""


def _legal_advice() -> str:
    return """
From :: Counsel <counsel@advokat-sund.example>
To :: Contracts department <contracts@nordskarv.example>

PRIVILEGED AND CONFIDENTIAL - ATTORNEY-CLIENT COMMUNICATION

Dear all,

you asked whether the drilling contractor can claim full rate for the 17 hours of BOP downtime on 7121/5-2 S.

In our opinion the contractor carries the burden of proof that the pod failure was caused by circumstances outside its control.
Article 12.3 gives zero rate after the first eight hours of repair in a month. The maintenance records disclosed so far speak
against the contractor, since the same seal was reported worn before the well.

We see a litigation risk of some 25 % and recommend to offer a settlement at half of the claimed amount without admission of
liability. Please do not discuss the matter with the contractor's personnel, and keep all correspondence with us separate.

Kind regards,
counsel
"""
