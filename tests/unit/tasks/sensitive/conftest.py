"""The shipped sensitive task, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.bundle import Bundle
from tasks.sensitive import Sensitive

SHIPPED = Path(__file__).parents[4] / "models" / "sensitive" / "2026.11.1"


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    return Bundle(SHIPPED)


@pytest.fixture(scope="session")
def sensitive(bundle: Bundle) -> Sensitive:
    return Sensitive.load(bundle, key=b"a key for tests alone")
