"""The arithmetic behind the samples."""

from __future__ import annotations

import math

import pytest
from stdnum import iban, luhn
from stdnum.no import fodselsnummer, kontonr

from samples import wells
from samples.figures import comma, hydrostatic_bar, minimum_curvature, timed
from samples.fluid import ISHAVSBRIS, LODVIK, TINDVARG, Oil
from samples.identifiers import bank_account, birth_number, card_number, norwegian_iban
from samples.markup import Block, parse, table


def test_a_day_of_23_hours_is_refused() -> None:
    """Durations that do not add up to a day are an error, not a table."""
    with pytest.raises(ValueError, match="not 24"):
        timed([(11.5, "Drilling"), (11.5, "Tripping")])


def test_times_follow_from_durations() -> None:
    """Each activity starts where the one before ended."""
    assert timed([(0.25, "a"), (23.75, "b")]) == [("00:00", "00:15", "0.25", "a"), ("00:15", "24:00", "23.75", "b")]


def test_circular_arc_gives_its_closed_form() -> None:
    """A quarter circle built due east ends one radius down and one radius east."""
    radius = 500.0
    angles = range(0, 91, 3)
    path = minimum_curvature([(radius * math.radians(angle), float(angle), 90.0) for angle in angles])
    assert path[-1].depth_tvd_m == pytest.approx(radius)
    assert path[-1].east_m == pytest.approx(radius)
    assert path[-1].north_m == pytest.approx(0, abs=1e-9)
    assert path[-1].dogleg_deg_per_30m == pytest.approx(math.degrees(30 / radius))


def test_straight_hole_keeps_its_direction() -> None:
    """A tangent section has no dogleg and follows its sines."""
    *_, last = minimum_curvature([(0, 30, 60), (100, 30, 60)])
    assert last.dogleg_deg_per_30m == 0
    assert last.depth_tvd_m == pytest.approx(100 * math.cos(math.radians(30)))
    assert last.section_m(60) == pytest.approx(50)


@pytest.mark.parametrize("well", wells.PLANS)
def test_wells_reach_their_total_depth(well: str) -> None:
    """A path ends at the planned depth, is drillable, and its vertical depth can be asked for anywhere on it."""
    path, total = wells.path(well), wells.PLANS[well].total_depth_m
    assert path[-1].depth_md_m == total
    assert max(station.dogleg_deg_per_30m for station in path) < 3.5
    assert wells.tvd(well, total) == path[-1].depth_tvd_m
    with pytest.raises(ValueError, match="below total depth"):
        wells.tvd(well, total + 1)


@pytest.mark.parametrize("oil", [ISHAVSBRIS, LODVIK, TINDVARG])
def test_oils_behave_like_oils(oil: Oil) -> None:
    """Gas in solution and volume rise to the bubble point, volume falls beyond it, viscosity is least there."""
    bubble = oil.bubble_point_bar
    below = [bubble * share / 20 for share in range(1, 21)]
    above = [bubble + 10 * step for step in range(10)]
    assert [oil.gas_in_solution(p) for p in below] == sorted(oil.gas_in_solution(p) for p in below)
    assert [oil.volume_factor(p) for p in below] == sorted(oil.volume_factor(p) for p in below)
    assert [oil.volume_factor(p) for p in above] == sorted((oil.volume_factor(p) for p in above), reverse=True)
    assert min(oil.viscosity_cp(p) for p in below + above) == oil.viscosity_cp(bubble)
    assert oil.gas_in_solution(bubble - 0.1) == pytest.approx(oil.gor_sm3_sm3, rel=0.005)
    assert oil.relative_volume(bubble) == 1


def test_hydrostatic_pressure_of_water() -> None:
    """A kilometre of fresh water weighs 98.07 bar."""
    assert hydrostatic_bar(1.0, 1000) == pytest.approx(98.0665)


def test_identifiers_satisfy_their_check_digits() -> None:
    """Every serial number gives a valid identifier, and one changed digit makes it invalid."""
    for serial in range(0, 200, 7):
        number, account = birth_number(17, 5, 77, serial), kontonr.compact(bank_account(serial))
        card = card_number(serial).replace(" ", "")
        assert fodselsnummer.is_valid(number)
        assert kontonr.is_valid(account)
        assert iban.is_valid(norwegian_iban(serial))
        assert luhn.is_valid(card)
        assert not fodselsnummer.is_valid(number[:-1] + str((int(number[-1]) + 1) % 10))
        assert not kontonr.is_valid(account[:-1] + str((int(account[-1]) + 1) % 10))
        assert not luhn.is_valid(card[:-1] + str((int(card[-1]) + 1) % 10))


def test_markup_is_read_into_blocks() -> None:
    """Each mark makes its block; neighbouring rows and lines join, a blank line parts them."""
    markup = "# T\na ::  1\nb :: 2\n\none\ntwo\n\nthree\n- x\n!! MARK\n---\n```\n # as is\n```\n| h |\n| 1 |"
    assert parse(markup) == [
        Block("title", "T"),
        Block("form", rows=(("a", "1"), ("b", "2"))),
        Block("paragraph", "one two"),
        Block("paragraph", "three"),
        Block("bullet", "x"),
        Block("stamp", "MARK"),
        Block("break"),
        Block("fixed", " # as is"),
        Block("table", rows=(("h",), ("1",))),
    ]
    assert parse(table(("h",), [(1,)])) == [Block("table", rows=(("h",), ("1",)))]


def test_norwegian_numbers_have_a_comma() -> None:
    """A number written the Norwegian way has a decimal comma and as many decimals as asked for."""
    assert comma(1.4, 2) == "1,40"
