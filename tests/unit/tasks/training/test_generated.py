"""Generated documents: varied, reproducible, in two languages, and for every type that the project names."""

from __future__ import annotations

from collections import Counter

from tasks.training.classification.generated import generate
from tasks.training.classification.generated.compose import compose
from tasks.training.classification.generated.kinds import read_kinds
from tasks.training.guards import near_duplicates

NAMED = {
    "daily_drilling_report", "mud_report", "intervention_report", "acquisition_report", "final_well_report",
    "end_of_job_report", "well_test_report", "pvt_fluid_analysis", "directional_survey", "lithology_log",
    "rig_action_plan", "decision_support_package", "site_survey_report", "risk_assessment", "peer_review",
    "casing_tally", "bit_bha_record", "cementing", "gamma_log", "pressure_integrity_test", "production_data",
    "stratigraphy",
}  # fmt: skip


def test_every_type_has_documents() -> None:
    """All types that samples and real files name are there, and documents of no type."""
    assert {record["label"] for record in generate(1, 1)} == NAMED | {"unknown"}


def test_the_same_seed_gives_the_same_documents() -> None:
    """Documents are made from their seed alone; another seed gives others."""
    assert generate(2, 1) == generate(2, 1)
    assert generate(2, 1) != generate(2, 1, seed=1)


def test_documents_of_one_kind_differ() -> None:
    """Of thirty documents of each kind hardly any nearly repeats another."""
    for kind in read_kinds():
        texts = [compose(kind, seed) for seed in range(30)]
        assert len(near_duplicates(texts)) <= 2, kind.name


def test_no_blank_is_left_open() -> None:
    """Every blank of every template is filled."""
    assert not [record["text"] for record in generate(8, 8) if "{" in record["text"] or "}" in record["text"]]


def test_norwegian_has_its_share() -> None:
    """At least ten types have Norwegian templates of their own."""
    assert Counter(kind.norwegian for kind in read_kinds())[True] >= 10
