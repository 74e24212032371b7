"""Invented values that fill the blanks of generated documents: wells, rigs, dates, depths, pressures, products."""

from __future__ import annotations

import random
from collections.abc import Callable


def _listed(values: str) -> tuple[str, ...]:
    return tuple(values.split("; "))


_COMPANIES = _listed(
    "Havbris Petroleum; Kystfjell Energy; Tindra Operating; Lomvi Exploration; Nordskjær E&P; Ulvøy Energi"
)
_SERVICE = _listed(
    "Borealin Fluids; Stålwire Well Services; Petrolab Nord; Geodrift Logging; Cemtek; Subsea Partner AS"
)
_RIGS = _listed("Havbris Pioneer; West Lomvi; Tindra Explorer; Stormsvale; Nordskjær Alpha; Deep Ternen; Ulvøy Driller")
_FIELDS = _listed("Lomvi; Tindra; Ulvøy; Gråstein; Rognkjeks; Havsule; Brattholmen; Storfjell")
_FORMATIONS = _listed(
    "Nordland; Utsira; Hordaland; Balder; Sele; Lista; Shetland; Cromer Knoll; Draupne; Heather; Hugin; "
    "Sleipner; Skagerrak; Åre; Tilje; Garn; Rotliegend; Zechstein; Ekofisk; Tor"
)
_ROLES = _listed(
    "Drilling Supervisor; Senior Drilling Engineer; Completion Lead; Well Site Geologist; Reservoir "
    "Engineer; Operations Geologist; HSE Adviser; Toolpusher; Mud Engineer; Well Integrity Engineer"
)
_ROLES_NO = _listed(
    "boreleder; boreingeniør; komplettering ansvarlig; brønngeolog; reservoaringeniør; HMS-rådgiver; "
    "verneombud; brønnintegritetsingeniør; petrofysiker"
)
_BITS = _listed("PDC; TCI; mill tooth; hybrid; impregnated")
_MUDS = _listed("KCl/polymer; WBM; OBM; low-ECD OBM; glycol-enhanced WBM; seawater/hi-vis; NaCl brine; LTOBM; spud mud")
_HOLES = _listed('8 1/2"; 12 1/4"; 17 1/2"; 26"; 36"; 6"; 9 1/2" x 8 1/2"')
_CASINGS = _listed('9 5/8"; 13 3/8"; 20"; 30"; 7"; 5 1/2"; 18 5/8"; 10 3/4"')
_TOOLS = _listed("GR; resistivity; density; neutron; sonic; pressure tester; MWD; gyro; CBL; caliper; imager")
_ROCKS = _listed("claystone; sandstone; limestone; siltstone; marl; shale; dolomite; anhydrite; tuff; coal")
_ROCKS_NO = _listed("leirstein; sandstein; kalkstein; siltstein; mergel; skifer; dolomitt; anhydritt; kull")
_COLOURS = _listed("grey; olive grey; brownish; white; greenish grey; dark grey; reddish brown")
_MONTHS = _listed("January; February; March; April; May; June; July; August; September; October; November; December")


def _date(draw: random.Random) -> str:
    day, month, year = draw.randint(1, 28), draw.randint(1, 12), draw.randint(1994, 2026)
    styles = (
        f"{year}-{month:02d}-{day:02d}",
        f"{day:02d}.{month:02d}.{year}",
        f"{day} {_MONTHS[month - 1]} {year}",
        f"{day:02d}/{month:02d}/{year % 100:02d}",
        f"{day:02d}-{_MONTHS[month - 1][:3]}-{year}",
    )
    return draw.choice(styles)


def _well(draw: random.Random) -> str:
    block = f"{draw.randint(1, 36)}/{draw.randint(1, 12)}-{draw.choice('ABCDEFGH')}-{draw.randint(1, 40)}"
    place = f"{draw.choice(_FIELDS)[:3].upper()}-{draw.choice(['GT', 'P', 'I', 'X'])}-{draw.randint(1, 12):02d}"
    return draw.choice((block, block + draw.choice((" A", " T2", " ST2", " B", " S")), place, place + "-S1"))


def _range(low: float, high: float, decimals: int = 0) -> Callable[[random.Random], str]:
    return lambda draw: f"{draw.uniform(low, high):.{decimals}f}"


def _one_of(values: tuple[str, ...]) -> Callable[[random.Random], str]:
    return lambda draw: draw.choice(values)


def _time(draw: random.Random) -> str:
    return f"{draw.randint(0, 23):02d}:{draw.choice(('00', '15', '30', '45'))}"


SLOTS: dict[str, Callable[[random.Random], str]] = {
    "company": _one_of(_COMPANIES),
    "service": _one_of(_SERVICE),
    "rig": _one_of(_RIGS),
    "field": _one_of(_FIELDS),
    "formation": _one_of(_FORMATIONS),
    "role": _one_of(_ROLES),
    "rolle": _one_of(_ROLES_NO),
    "bit": _one_of(_BITS),
    "mud": _one_of(_MUDS),
    "hole": _one_of(_HOLES),
    "casing": _one_of(_CASINGS),
    "tool": _one_of(_TOOLS),
    "rock": _one_of(_ROCKS),
    "bergart": _one_of(_ROCKS_NO),
    "colour": _one_of(_COLOURS),
    "date": _date,
    "well": _well,
    "time": _time,
    "depth": _range(150, 5200),
    "depth1": _range(150, 5200, 1),
    "short": _range(1, 60),
    "sg": _range(1.02, 1.9, 2),
    "bar": _range(5, 690),
    "degc": _range(20, 165),
    "hours": _range(0.25, 24, 2),
    "days": _range(1, 90, 1),
    "lpm": _range(300, 4500),
    "rpm": _range(10, 200),
    "knm": _range(2, 45),
    "tonnes": _range(5, 260),
    "m3": _range(1, 400),
    "rate": _range(20, 4800),
    "percent": _range(0, 100, 1),
    "small": _range(0, 9, 2),
    "angle": _range(0, 95, 2),
    "azimuth": _range(0, 360, 2),
    "north": _range(-2500, 2500, 2),
    "east": _range(-2500, 2500, 2),
    "n": lambda draw: str(draw.randint(1, 30)),
    "cost": lambda draw: f"{draw.randint(1, 90)}.{draw.randint(0, 9)}",
    "initials": lambda draw: "".join(draw.choice("ABEFGHIJKLMNORSTV") for _ in range(3)),
}


class Blanks(dict[str, str]):
    """A mapping for `str.format_map` that draws a value for each blank; ``{well}`` and others stay what they were.

    Parameters
    ----------
    draw : random.Random
    """

    _KEPT = frozenset({"well", "rig", "company", "field"})

    def __init__(self, draw: random.Random) -> None:
        super().__init__()
        self.draw = draw

    def __missing__(self, key: str) -> str:
        value = SLOTS[key](self.draw)
        if key in self._KEPT:
            self[key] = value
        return value
