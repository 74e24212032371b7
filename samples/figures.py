"""Arithmetic behind the figures in the samples, so that tables agree with themselves."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GRAVITY_BAR_PER_M_SG = 0.0980665  # 1,000 kg/m3 times standard gravity (ISO 80000-4), in bar per metre


def comma(value: float, decimals: int) -> str:
    """Write a number the Norwegian way, with a decimal comma."""
    return f"{value:.{decimals}f}".replace(".", ",")


def clock(hours: float) -> str:
    """Write a time of day, such as ``13:45``, from hours after midnight."""
    minutes = round(hours * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def timed(activities: Iterable[Sequence[object]]) -> list[tuple[object, ...]]:
    """Turn durations into a time breakdown from midnight to midnight.

    Parameters
    ----------
    activities : iterable of sequence
        The duration in hours first, then any other cells.

    Returns
    -------
    list of tuple
        From, to, hours, and the other cells of each activity.

    Raises
    ------
    ValueError
        When the durations do not add up to 24 hours.
    """
    rows: list[tuple[object, ...]] = []
    now = 0.0
    for duration, *cells in activities:
        hours = float(str(duration))
        rows.append((clock(now), clock(now + hours), f"{hours:.2f}", *cells))
        now += hours
    if not math.isclose(now, 24):
        raise ValueError(f"activities last {now} hours, not 24; mend the durations")
    return rows


def hydrostatic_bar(density_sg: float, depth_tvd_m: float) -> float:
    """Return the pressure of a column of mud at a vertical depth."""
    return GRAVITY_BAR_PER_M_SG * density_sg * depth_tvd_m


@dataclass(frozen=True)
class Station:
    """One survey station: depths and offsets in metres, angles in degrees, dogleg in degrees per 30 m."""

    depth_md_m: float
    inclination_deg: float
    azimuth_deg: float
    depth_tvd_m: float = 0.0
    north_m: float = 0.0
    east_m: float = 0.0
    dogleg_deg_per_30m: float = 0.0

    def section_m(self, azimuth_deg: float) -> float:
        """Return the horizontal distance from the slot along an azimuth."""
        angle = math.radians(azimuth_deg)
        return self.north_m * math.cos(angle) + self.east_m * math.sin(angle)


def minimum_curvature(measured: Sequence[tuple[float, float, float]]) -> list[Station]:
    """Compute a well path from measured depth, inclination and azimuth.

    Parameters
    ----------
    measured : sequence of (float, float, float)
        Measured depth in metres, inclination and azimuth in degrees; the first is taken as vertical above.

    Returns
    -------
    list of Station

    References
    ----------
    Sawaryn and Thorogood, "A Compendium of Directional Calculations Based on the Minimum Curvature Method",
    SPE Drilling & Completion, March 2005, equations 1 to 7.
    """
    depth, inclination, azimuth = measured[0]
    path = [Station(depth, inclination, azimuth, depth_tvd_m=depth)]
    for reading in measured[1:]:
        path.append(_next_station(path[-1], *reading))
    return path


def _next_station(last: Station, depth_m: float, inclination_deg: float, azimuth_deg: float) -> Station:
    one, two = math.radians(last.inclination_deg), math.radians(inclination_deg)
    a_one, a_two = math.radians(last.azimuth_deg), math.radians(azimuth_deg)
    course = depth_m - last.depth_md_m
    haversine = math.sin((two - one) / 2) ** 2 + math.sin(one) * math.sin(two) * math.sin((a_two - a_one) / 2) ** 2
    dogleg = 2 * math.asin(math.sqrt(haversine))
    half = course / 2 * (math.tan(dogleg / 2) / (dogleg / 2) if dogleg > 1e-9 else 1.0)  # the ratio's limit is 1
    return Station(
        depth_m,
        inclination_deg,
        azimuth_deg,
        last.depth_tvd_m + half * (math.cos(one) + math.cos(two)),
        last.north_m + half * (math.sin(one) * math.cos(a_one) + math.sin(two) * math.cos(a_two)),
        last.east_m + half * (math.sin(one) * math.sin(a_one) + math.sin(two) * math.sin(a_two)),
        math.degrees(dogleg) * 30 / course,
    )
