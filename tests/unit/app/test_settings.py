"""Settings are refused at the start, by name, and every one is documented."""

from dataclasses import fields
from pathlib import Path

import pytest

from app.settings import Settings, SettingsError, read_settings
from tests.conftest import ROOT


def test_without_variables_the_service_stays_at_home() -> None:
    """The default binds to loopback only."""
    assert read_settings({"PATH": "/bin"}).host == "127.0.0.1"


def test_variables_are_read_by_type() -> None:
    """Numbers are numbers and paths are paths."""
    settings = read_settings({"DOCTAG_PORT": "9000", "DOCTAG_MODELS_DIR": "elsewhere"})
    assert (settings.port, settings.models_dir) == (9000, Path("elsewhere"))


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("DOCTAG_PROT", "1", "unknown variable DOCTAG_PROT"),
        ("DOCTAG_PORT", "80a", "DOCTAG_PORT is '80a'"),
        ("DOCTAG_WORKERS", "0", "takes 1 or more"),
        ("DOCTAG_LOG_LEVEL", "LOUD", "DOCTAG_LOG_LEVEL"),
    ],
)
def test_a_wrong_variable_stops_the_start(name: str, value: str, message: str) -> None:
    """A typing error in a deployment is told by name, not ignored."""
    with pytest.raises(SettingsError, match=message):
        read_settings({name: value})


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_in_the_readme(name: str) -> None:
    """The README names every variable, with its default."""
    line = next((x for x in (ROOT / "README.md").read_text().splitlines() if f"`DOCTAG_{name.upper()}`" in x), "")
    default = getattr(Settings(), name)
    assert name == "workers" or f"{default:,}" in line if isinstance(default, int) else str(default) in line, line
