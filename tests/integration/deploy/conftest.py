"""One engine and one image for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.deploy.containers import Access, Engine, build, find_engine

IMAGE = "localhost/doctag:test"
TIMEOUT_S = 900  # the first start prepares containers and builds; the rest needs a tenth of it


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests with containers more time than others have."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(TIMEOUT_S))


@pytest.fixture(scope="session")
def engine() -> Engine:
    """Return what containers are run with."""
    return find_engine()


@pytest.fixture(scope="session")
def image(engine: Engine) -> str:
    """Build the image once."""
    outcome = build(IMAGE)
    assert outcome.returncode == 0, outcome.stderr[-2000:]
    return IMAGE


@pytest.fixture
def access(tmp_path: Path) -> Access:
    """Return a key that the services of one test know."""
    folder = tmp_path / "api-keys"
    folder.mkdir()
    tmp_path.chmod(0o755)
    return Access(folder)
