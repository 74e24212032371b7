"""Paths of the invented wells, so that a depth is the same in every report that names it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from samples.figures import Station, minimum_curvature

# Deviations in degrees that give a planned path a drilled look; each well starts at another place of the row.
_WOBBLE_DEG = (0.12, -0.2, 0.31, 0.05, -0.16, 0.22, -0.07, 0.18, -0.27, 0.09)
_FIRST_STATION_M, _STAND_M = 120.0, 40.0


@dataclass(frozen=True)
class Plan:
    """Plan of a well: build from the kick-off to a hold, then turn steadily down to total depth."""

    total_depth_m: float
    kick_off_m: float
    end_of_build_m: float
    hold_deg: tuple[float, float]
    turn_deg: tuple[float, float]
    wobble: Sequence[float]


def _from(start: int) -> tuple[float, ...]:
    return _WOBBLE_DEG[start:] + _WOBBLE_DEG[:start]


PLANS = {
    "34/7-B-12 H": Plan(4236, 640, 3700, (86.5, 306.0), (3.1, 7.1), _from(0)),
    "6507/11-F-3": Plan(2884, 700, 2100, (41.5, 128.0), (1.2, 3.0), _from(3)),
    "25/8-K-21 A": Plan(3610, 820, 2600, (58.0, 214.0), (8.0, -6.0), _from(5)),
    "16/4-14 S": Plan(2874, 300, 1100, (18.4, 71.0), (22.0, 0.6), _from(7)),
}


@cache
def path(well: str) -> tuple[Station, ...]:
    """Compute the path of a well from the slot to total depth.

    Parameters
    ----------
    well : str
        One of `PLANS`.

    Returns
    -------
    tuple of Station
    """
    plan = PLANS[well]
    readings = [(0.0, 0.0, 0.0)]
    depth = _FIRST_STATION_M
    while depth < plan.total_depth_m:
        wobble = plan.wobble[len(readings) % len(plan.wobble)]
        build = min(max((depth - plan.kick_off_m) / (plan.end_of_build_m - plan.kick_off_m), 0.0), 1.0)
        rest = max(depth - plan.end_of_build_m, 0.0) / (plan.total_depth_m - plan.end_of_build_m)
        inclination = max(0.1, plan.hold_deg[0] * build + plan.turn_deg[0] * rest + wobble)
        azimuth = plan.hold_deg[1] + plan.turn_deg[1] * rest + 2 * wobble
        readings.append((depth, round(inclination, 2), round(azimuth, 2)))
        depth = round(depth + _STAND_M + 5 * wobble, 1)
    readings.append((float(plan.total_depth_m), *readings[-1][1:]))
    return tuple(minimum_curvature(readings))


def tvd(well: str, depth_md_m: float) -> float:
    """Return the vertical depth at a measured depth, in metres, linear between stations.

    Raises
    ------
    ValueError
        When the depth lies below the well's last station.
    """
    for above, below in itertools.pairwise(path(well)):
        if depth_md_m <= below.depth_md_m:
            share = (depth_md_m - above.depth_md_m) / (below.depth_md_m - above.depth_md_m)
            return above.depth_tvd_m + share * (below.depth_tvd_m - above.depth_tvd_m)
    raise ValueError(f"{depth_md_m} m lies below total depth of {well}; name a depth inside the well")
