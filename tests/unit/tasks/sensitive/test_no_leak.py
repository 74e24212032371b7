"""The value never leaves: not in results, errors or representations."""

from __future__ import annotations

import random

import msgspec
import pytest

from tasks.document import Document
from tasks.sensitive import Sensitive, SensitiveOptions
from tests.unit.tasks.sensitive import tables


@pytest.mark.parametrize("type_", sorted(set(tables.TABLES) - {"DATE_OF_BIRTH", "PERSON"}))
@pytest.mark.parametrize("mode", [None, "mask", "type", "hash", "remove"])
def test_no_planted_value_stands_in_an_answer(sensitive: Sensitive, type_: str, mode: str | None) -> None:
    """Planted values are searched for in the whole answer as it is sent."""
    rng = random.Random(f"leak {type_}")
    table = tables.TABLES[type_]
    for _ in range(5):
        value = table.draw(rng)
        text = f"Noted.\n{table.label_en}: {value}\nThat is all."
        result = sensitive.predict([Document(text)], SensitiveOptions(redact=mode))[0]
        assert type_ in {finding.type for finding in result.findings}
        sent = msgspec.json.encode(result).decode()
        assert value not in sent
        assert value not in repr(result)
        assert value.split("@")[0] not in sent


def test_an_excerpt_never_holds_a_part_of_four_characters(sensitive: Sensitive) -> None:
    """No run of four letters or digits of a value survives in its excerpt."""
    rng = random.Random("parts")
    for type_ in ("CREDIT_CARD", "IBAN_CODE", "SECRET_TOKEN", "SECRET_PASSWORD", "NO_BIRTH_NUMBER", "EMAIL_ADDRESS"):
        value = tables.TABLES[type_].draw(rng)
        text = f"{tables.TABLES[type_].label_en}: {value}"
        for finding in sensitive.predict([Document(text)])[0].findings:
            parts = {value[i : i + 4] for i in range(len(value) - 3)} - {".com", ".org"}
            assert not [part for part in parts if part in finding.excerpt]
