"""What the samples say: it agrees with itself, it can be read, and what is planted is really there."""

from __future__ import annotations

import csv
import email
import email.policy
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pptx import Presentation
from stdnum import iban, luhn
from stdnum.no import fodselsnummer, kontonr

from samples import make as maker
from samples import templates
from samples.figures import clock
from samples.markup import Block, parse
from samples.sample import Sample
from samples.templates import broken
from tasks.errors import ExtractionError
from tasks.extraction import ExtractionPool

DOCUMENTS = Path(maker.__file__).parent / "documents"
with (DOCUMENTS.parent / "manifest.csv").open(encoding="utf-8", newline="") as stream:
    MANIFEST = {row["path"]: row for row in csv.DictReader(stream)}
MARKUP = [sample for module in templates.MODULES if module is not broken for sample in module.samples()]
TIMED = {("From", "To", "Hours"), ("Fra", "Til", "Timer")}
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?(?= %$|$)")


def _tables(sample: Sample) -> Iterator[Block]:
    return (block for block in parse(str(sample.content)) if block.kind == "table")


def _number(cell: str) -> float | None:
    return float(cell.removesuffix(" %").replace(",", ".")) if NUMBER.match(cell) else None


def _decimals(cell: str) -> int:
    return len(re.split("[.,]", cell.removesuffix(" %"))[1]) if re.search("[.,]", cell) else 0


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Text, or the code of the refusal, of every sample."""
    answers: dict[str, str] = {}
    with ExtractionPool(1) as pool:
        for path in MANIFEST:
            try:
                answers[path] = pool.extract(DOCUMENTS / path).text
            except ExtractionError as error:
                answers[path] = error.code
    return answers


@pytest.mark.parametrize("sample", MARKUP, ids=lambda sample: sample.path)
def test_tables_are_rectangular_and_forms_are_filled(sample: Sample) -> None:
    """Every row of a table has as many cells as its header, and no line of markup is left unread."""
    for block in parse(str(sample.content)):
        assert len({len(row) for row in block.rows}) <= 1, block.rows[0]
        assert all(cell for row in block.rows[:1] for cell in row[:1])
        assert "{" not in block.text


def test_time_breakdowns_run_from_midnight_to_midnight() -> None:
    """Each breakdown of a day starts at 00:00, has no gap, adds up to 24 hours and ends at 24:00."""
    days = [block.rows[1:] for sample in MARKUP for block in _tables(sample) if block.rows[0][:3] in TIMED]
    assert len(days) >= 4
    for rows in days:
        assert [row[0] for row in rows] == ["00:00", *(row[1] for row in rows[:-1])]
        assert rows[-1][1] == "24:00"
        ends = [sum(float(row[2]) for row in rows[: count + 1]) for count in range(len(rows))]
        assert [row[1] for row in rows] == [clock(end) for end in ends]


def test_totals_are_the_sums_of_their_columns() -> None:
    """In a table that ends in a total, every column of numbers adds up to it within its rounding."""
    checked = 0
    for sample in MARKUP:
        for block in _tables(sample):
            *rows, last = block.rows[1:]
            if last[0] not in {"Total", "Sum", "Total losses"}:
                continue
            for column, cell in enumerate(last):
                parts = [row[column] for row in rows if row[column]]
                numbers = [_number(part) for part in parts]
                if not NUMBER.match(cell) or None in numbers:
                    continue
                slack = 0.5 * len(parts) * 10.0 ** -max(map(_decimals, parts)) + 1e-9
                assert sum(filter(None, numbers)) == pytest.approx(_number(cell), abs=slack), (sample.path, column)
                checked += 1
    assert checked >= 20


def test_cuttings_add_up_to_a_hundred_per_cent() -> None:
    """The lithologies of each interval of cuttings make the whole sample."""
    table = next(b for s in MARKUP for b in _tables(s) if b.rows[0][2:5] == ("Claystone %", "Sandstone %", "Other %"))
    assert {sum(map(int, row[2:5])) for row in table.rows[1:]} == {100}


def test_measured_and_vertical_depths_rise_along_every_survey() -> None:
    """No survey goes up, and no vertical depth exceeds its measured depth."""
    surveys = 0
    for sample in MARKUP:
        for block in _tables(sample):
            names = [name.split(" (")[0] for name in block.rows[0]]
            if len(block.rows) < 20 or names[0] not in {"MD", "Målt dybde"}:
                continue
            columns = 0, names.index("TVD")
            depths = [[float(row[column].replace(",", ".")) for column in columns] for row in block.rows[1:]]
            assert depths == sorted(depths)
            assert all(vertical <= measured for measured, vertical in depths)
            surveys += 1
    assert surveys == 3


@pytest.mark.parametrize("path", MANIFEST)
def test_extraction_reads_the_good_and_refuses_the_bad(path: str, texts: dict[str, str]) -> None:
    """A good sample gives its text; a bad one is refused with the manifest's reason."""
    reason = MANIFEST[path]["reason"]
    assert texts[path] == reason if reason else len(texts[path]) > 500


@pytest.mark.parametrize("sample", MARKUP, ids=lambda sample: sample.path)
def test_text_of_every_format_holds_all_headings_and_cells(sample: Sample, texts: dict[str, str]) -> None:
    """Nothing that a template says is lost on the way through its format: headings, and words of every cell."""
    squeezed = "".join(texts[sample.path].split()).casefold()
    for block in parse(str(sample.content)):
        said = [block.text] if block.kind in {"title", "section", "subsection"} else [c for r in block.rows for c in r]
        words = {word for text in said for word in text.split() if not re.search(r"\d", word)}
        assert [word for word in words if word.casefold() not in squeezed] == []


def _found(texts: dict[str, str], path: str, pattern: str) -> list[str]:
    return re.findall(pattern, next(text for name, text in texts.items() if name.endswith(path)))


@pytest.mark.parametrize("path", ["lonnsbrev_2024_kleivbotn.docx", "bedriftshelse_notat.pdf"])
def test_birth_numbers_are_valid_and_nobodys(path: str, texts: dict[str, str]) -> None:
    """The planted birth number has right check digits, and its owner would have been born before 1900."""
    (number,) = _found(texts, path, r"\b\d{11}\b")
    assert fodselsnummer.is_valid(number)
    assert fodselsnummer.get_birth_date(number).year < 1900


def test_accounts_and_cards_have_valid_check_digits(texts: dict[str, str]) -> None:
    """The planted account, IBAN and card number satisfy their arithmetic."""
    assert kontonr.is_valid(*_found(texts, "lonnsbrev_2024_kleivbotn.docx", r"9999\.\d\d\.\d{5}"))
    assert iban.is_valid(*_found(texts, "Reiseregning og kort.eml", r"NO\d\d \d{4} \d{4} \d{3}"))
    (card,) = _found(texts, "Reiseregning og kort.eml", r"4\d{3}(?: \d{4}){3}")
    assert luhn.is_valid(card.replace(" ", ""))


def test_secrets_and_marks_are_in_the_text(texts: dict[str, str]) -> None:
    """The password, the key and the marks survive extraction, so that the filter has something to find."""
    assert _found(texts, "Access to real-time data 25_8-K-21A.eml", r"Password: +\S+")
    assert _found(texts, "sftp_transfer_setup.txt", r"-----BEGIN RSA PRIVATE KEY-----\n(?:[\w+/=]{1,64}\n)+-----END")
    assert _found(texts, "bid memo APA 2023 block 7121.docx", "STRICTLY CONFIDENTIAL")
    assert _found(texts, "forelopig_sluttrapport_7121_5-2S.pdf", "STRENGT FORTROLIG")
    assert _found(texts, "DDR_34-7-B-12H_2024-03-14.pdf", "Classification: Internal")


@pytest.mark.parametrize("path", [path for path in MANIFEST if path.endswith(".eml")])
def test_mails_are_well_formed(path: str) -> None:
    """A mail parses without defects, and its header fields read as they were written."""
    message = email.message_from_bytes((DOCUMENTS / path).read_bytes(), policy=email.policy.default)
    assert [defect for part in message.walk() for defect in part.defects] == []
    assert [defect for field in message.values() for defect in field.defects] == []
    titles = {sample.path: sample.title for sample in MARKUP}
    assert message["Subject"] == titles.get(path, "FW: FW: FW: Container list Sea Lomvi")


@pytest.mark.parametrize("path", [path for path in MANIFEST if path.endswith(".pptx")])
def test_slides_keep_to_the_slide(path: str) -> None:
    """Nothing on a slide reaches below its lower edge."""
    deck = Presentation(str(DOCUMENTS / path))
    assert max(shape.top + shape.height for slide in deck.slides for shape in slide.shapes) <= deck.slide_height
