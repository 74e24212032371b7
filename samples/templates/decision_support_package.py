"""Decision support packages for the gates of a project."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.figures import comma
from samples.markup import fill, table
from samples.sample import Sample

_LABEL = "decision_support_package"
_DISCOUNT_RATE = 0.08


def samples() -> Iterator[Sample]:
    """Yield the decision support packages."""
    yield Sample(
        "projects/Havsula infill/DSP DG2 Havsula infill wells.pptx",
        _concept_select(),
        _LABEL,
        "en",
        "Decision Support Package DG2 - Havsula infill wells",
        "Kvitøya Petroleum ASA",
        date(2022, 11, 17),
        mark="Classification: Internal",
        decision="allow",
    )
    yield Sample(
        "projects/Tindvarg K-21/Beslutningsunderlag BG3 K-21 A.docx",
        _norwegian(),
        _LABEL,
        "nb",
        "Beslutningsunderlag BG3 - sidesteg 25/8-K-21 A",
        "Nordskarv Energi AS",
        date(2023, 9, 28),
    )
    yield Sample(
        "projects/Ishavsbris/DSP_drill_or_drop_Ishavsbris.pdf",
        _drill_or_drop(),
        _LABEL,
        "en",
        "Decision Support Package - drill or drop PL 9214",
        "Nordskarv Energi AS",
        date(2021, 6, 14),
    )
    yield Sample(
        "projects/Brattegg B-4/avgjerdsgrunnlag_B-4.html",
        fill("decision_support_package/nynorsk"),
        _LABEL,
        "nn",
        "Avgjerdsgrunnlag for vassavstenging i 34/7-B-4 H",
        "Nordskarv Energi AS",
        date(2023, 2, 20),
    )


def _present_value(cash: tuple[float, ...]) -> float:
    """Discount yearly cash flows at mid-year."""
    return sum(flow / float((1 + _DISCOUNT_RATE) ** (year + 0.5)) for year, flow in enumerate(cash))


def _concept_select() -> str:
    options = {
        "A: two subsea producers": (-620.0, -1450.0, 980.0, 1240.0, 860.0, 540.0, 330.0, 190.0),
        "B: one multilateral producer": (-430.0, -1020.0, 720.0, 940.0, 640.0, 390.0, 240.0, 130.0),
        "C: one producer and sidetrack of F-1": (-390.0, -870.0, 590.0, 800.0, 560.0, 350.0, 200.0, 110.0),
    }
    reserves, rig_days = (14.2, 11.1, 9.3), (118, 84, 79)
    rows = [
        (name, f"{_present_value(cash):.0f}", f"{-cash[0] - cash[1]:.0f}", volume, days)
        for (name, cash), volume, days in zip(options.items(), reserves, rig_days, strict=True)
    ]
    return fill(
        "decision_support_package/concept_select",
        options_table=table(
            ("Option", "NPV 8 % (MNOK)", "Investment (MNOK)", "Reserves (mill. boe)", "Rig days"), rows
        ),
        cash_flow=table(
            ("Year", *range(2023, 2031)),
            [("Cash flow after tax (MNOK)", *(f"{flow:.0f}" for flow in options["A: two subsea producers"]))],
        ),
        npv_index=_present_value(options["A: two subsea producers"]) / 2070,
    )


def _norwegian() -> str:
    cash = {
        "Sidesteg nå": (-395.0, 310.0, 260.0, 170.0, 110.0, 70.0),
        "Utsette to år": (0.0, 0.0, -430.0, 290.0, 235.0, 150.0),
        "Ikke gjennomføre": (0.0,) * 6,
    }
    return fill(
        "decision_support_package/norwegian",
        alternatives=table(
            ("Alternativ", "Nåverdi 8 % (MNOK)", "Investering (MNOK)", "Volum P50 (MSm3)"),
            [
                (name, comma(_present_value(flows), 0), comma(abs(min(flows)), 0), volume)
                for (name, flows), volume in zip(cash.items(), ("0,92", "0,81", "0"), strict=True)
            ],
        ),
    )


def _drill_or_drop() -> str:
    chance, success, cost = 0.28, 5400.0, 465.0
    expected = chance * success - (1 - chance) * cost * 0.22
    return fill(
        "decision_support_package/drill_or_drop",
        chance_percent=100 * chance,
        expected=expected,
        elements=table(
            ("Element", "Description", "Probability"),
            [
                ("Reservoir", "Stø Formation, 55 - 75 m thick, proven in two offset wells", 0.9),
                ("Trap", "Rotated fault block, 14 km2 closure, dependent on fault seal", 0.62),
                ("Source and migration", "Hekkingen Formation mature in the basin 9 km west", 0.8),
                ("Retention", "Uplift of 1.2 km, flat spot conformable with closure", 0.63),
                ("Chance of success", "Product of the four", f"{0.9 * 0.62 * 0.8 * 0.63:.2f}"),
            ],
        ),
        volumes=table(
            ("Case", "In place (MSm3)", "Recovery factor", "Recoverable (MSm3)"),
            [
                ("P90", 16.3, "0.40", f"{16.3 * 0.4:.1f}"),
                ("Mean", 35.0, "0.44", f"{35.0 * 0.44:.1f}"),
                ("P10", 57.0, "0.47", f"{57.0 * 0.47:.1f}"),
            ],
        ),
        cost=cost,
        economics=table(
            ("Measure", "Value", "Unit"),
            [
                ("NPV in success, mean case", f"{success:.0f}", "MNOK"),
                ("Dry hole cost after tax", f"{cost * 0.22:.0f}", "MNOK"),
                ("Expected monetary value", f"{expected:.0f}", "MNOK"),
                ("Minimum economic volume", "38", "million boe"),
                ("Break-even price", "41", "USD/bbl"),
            ],
        ),
    )
