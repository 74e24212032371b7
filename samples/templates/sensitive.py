"""Documents that must not reach a search index as they are: people, secrets, bids, marks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.identifiers import bank_account, birth_number, card_number, norwegian_iban, private_key_block
from samples.markup import fill, table
from samples.sample import Sample

_OPERATOR = "Nordskarv Energi AS"


def samples() -> Iterator[Sample]:
    """Yield the documents with planted content."""
    yield from _personnel()
    yield from _secrets()
    yield from _business()


def _personnel() -> Iterator[Sample]:
    yield Sample(
        "hr/lonnsbrev_2024_kleivbotn.docx",
        _salary_letter(),
        "unknown",
        "nb",
        "Lønnsregulering 2024",
        _OPERATOR,
        date(2024, 5, 13),
        decision="block",
        findings=("NO_BIRTH_NUMBER", "NO_BANK_ACCOUNT", "PERSON"),
        note="salary letter",
    )
    yield Sample(
        "hr/bedriftshelse_notat.pdf",
        _medical_note(),
        "unknown",
        "nb",
        "Notat fra bedriftshelsetjenesten",
        "Fjordhelse bedriftshelsetjeneste",
        date(2023, 11, 6),
        decision="block",
        findings=("NO_BIRTH_NUMBER", "PERSON"),
        note="medical note",
    )
    yield Sample(
        "logistics/POB crew list Nordic Ternen.xlsx",
        _crew_list(),
        "unknown",
        "en",
        "Crew list Nordic Ternen",
        "Nordic Ternen",
        date(2024, 1, 16),
        decision="block",
        findings=("DATE_OF_BIRTH", "PERSON", "PHONE_NUMBER"),
        note="dates of birth and next of kin of eight people",
    )
    yield Sample(
        "hr/varsel_om_kritikkverdige_forhold.docx",
        fill("sensitive/whistleblowing"),
        "unknown",
        "nn",
        "Varsel om kritikkverdige forhold",
        _OPERATOR,
        date(2023, 3, 2),
        decision="review",
        note="report of a whistle-blower; nothing but its matter gives it away",
    )


def _secrets() -> Iterator[Sample]:
    yield Sample(
        "mail/Access to real-time data 25_8-K-21A.eml",
        fill("sensitive/password_mail"),
        "unknown",
        "en",
        "Access to real-time data 25/8-K-21 A",
        _OPERATOR,
        date(2024, 1, 5),
        decision="block",
        findings=("SECRET_PASSWORD", "EMAIL_ADDRESS"),
        note="password in a mail",
    )
    yield Sample(
        "it/sftp_transfer_setup.txt",
        _key_file(),
        "unknown",
        "en",
        "SFTP transfer of log data",
        "Meridian Wireline AS",
        date(2021, 8, 20),
        decision="block",
        findings=("SECRET_PRIVATE_KEY",),
        note="the key is the digest of a name, and opens nothing",
    )
    yield Sample(
        "mail/Reiseregning og kort.eml",
        _travel_mail(),
        "unknown",
        "nb",
        "Reiseregning Hammerfest og betalingskort",
        _OPERATOR,
        date(2022, 8, 11),
        decision="block",
        findings=("CREDIT_CARD", "IBAN_CODE"),
        note="card of the test range",
    )


def _business() -> Iterator[Sample]:
    yield Sample(
        "licence rounds/bid memo APA 2023 block 7121.docx",
        fill("sensitive/bid_memo"),
        "unknown",
        "en",
        "Bid memo APA 2023, block 7121/6",
        _OPERATOR,
        date(2023, 8, 21),
        mark="STRICTLY CONFIDENTIAL",
        decision="block",
        findings=("MARKING_STRICTLY_CONFIDENTIAL",),
        note="bid in a licence round",
    )
    yield Sample(
        "drilling/7121-5-2-S/forelopig_sluttrapport_7121_5-2S.pdf",
        fill("sensitive/tight_hole"),
        "final_well_report",
        "nb",
        "Foreløpig sluttrapport 7121/5-2 S",
        _OPERATOR,
        date(2022, 8, 15),
        mark="STRENGT FORTROLIG",
        decision="block",
        findings=("MARKING_STRICTLY_CONFIDENTIAL",),
        note="a well report under embargo",
    )
    yield Sample(
        "contracts/Rig rate comparison 2023.xlsx",
        _rig_rates(),
        "unknown",
        "en",
        "Rig rate comparison 2023",
        _OPERATOR,
        date(2023, 2, 9),
        decision="review",
        findings=("MARKING_CONFIDENTIAL",),
        note="prices of three tenderers",
    )
    yield Sample(
        "legal/Advice on contractor claim.eml",
        fill("sensitive/legal_advice"),
        "unknown",
        "en",
        "Contractor's claim, BOP downtime on 7121/5-2 S",
        _OPERATOR,
        date(2022, 11, 2),
        decision="review",
        findings=("MARKING_PRIVILEGED",),
        note="advice of counsel",
    )


def _salary_letter() -> str:
    return fill("sensitive/salary_letter", birth_number=birth_number(14, 3, 86, 11), account=bank_account(123_450))


def _medical_note() -> str:
    return fill("sensitive/medical_note", birth_number=birth_number(2, 9, 71, 60), operator=_OPERATOR)


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
    return fill(
        "sensitive/crew_list",
        people=table(("Name", "Position", "Date of birth", "Bed", "Muster", "Next of kin, phone"), rows),
    )


def _key_file() -> str:
    return fill("sensitive/key_file", key=private_key_block("samples of doctag"))


def _travel_mail() -> str:
    return fill("sensitive/travel_mail", card=card_number(1_234_567), iban=norwegian_iban(7_700))


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
    return fill(
        "sensitive/rig_rates",
        days=days,
        offers=table(("Tenderer", "Day rate (USD)", "Mobilisation (NOK)", "Demobilisation (NOK)", "Total (NOK)"), rows),
        scores=table(
            ("Criterion", "Weight %", "Tenderer A", "Tenderer B", "Tenderer C"),
            [*criteria, ("Weighted", 100, *(f"{score:.1f}" for score in weighted))],
        ),
    )
