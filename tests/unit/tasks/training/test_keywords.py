"""What training promises: statistics can be rebuilt, and gold keywords teach a ranker."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.errors import TrainingError
from tasks.keywords import Keywords
from tasks.keywords.terms import find_terms
from tasks.training.keywords import evaluate, train
from tasks.training.keywords.adam import Adam
from tasks.training.keywords.contexts import context_vectors
from tasks.training.keywords.glossary import reports_with_keys
from tasks.training.keywords.scoring import f1_at_10, mean_f1_at_10, normalise
from tasks.training.keywords.statistics import commonness, passages, word_code
from tasks.training.trainer import TrainingRequest

SHIPPED = Path(__file__).parents[4] / "models" / "keywords" / "2026.11.1"
TOPICS = ["reservoir simulation", "wireline logging", "gas injection", "pore pressure", "core analysis", "sand control"]


def records(with_keys: bool) -> list[dict[str, object]]:
    made = []
    for number in range(24):
        first, second = TOPICS[number % 6], TOPICS[(number + 1 + number // 6) % 6]
        text = (
            f"A study of {first} for field {number}\n"
            f"The study looks at {first} and {second} over many years, and the group saw a good result in the end. "
            f"Results of {second} were shown to the board, which was happy with the result and asked for more of it."
        )
        made.append({"text": text, **({"keywords": [first, second]} if with_keys else {})})
    return made


def request(output: Path, with_keys: bool, **fields: object) -> TrainingRequest:
    defaults = {"version": "1", "data_name": "own", "data_digest": "0" * 64}
    return TrainingRequest(records(with_keys), output, **{**defaults, **fields})


def test_statistics_are_rebuilt_without_gold(tmp_path):
    """Without gold keywords the statistics are the documents' own and the ranker stays the shipped one."""
    bundle = train(request(tmp_path / "b", with_keys=False))
    shipped = Bundle(SHIPPED).arrays()
    assert (bundle.arrays()["ranker_hidden"] == shipped["ranker_hidden"]).all()
    assert (bundle.arrays()["commonness"] != shipped["commonness"]).any()
    assert Keywords.load(bundle).predict([Document(records(False)[0]["text"])])[0].keywords


def test_gold_teaches_a_ranker(tmp_path):
    """With gold keywords a ranker is learned that finds the keys of documents like these."""
    bundle = train(request(tmp_path / "b", with_keys=True))
    found = Keywords.load(bundle).predict([Document(records(True)[3]["text"])])[0].keywords
    assert {keyword.text for keyword in found[:2]} == set(records(True)[3]["keywords"])
    assert evaluate(bundle, records(True))["f1_at_10"] == pytest.approx(1 / 3, abs=0.01)
    assert bundle.manifest.training_data[0].counts == {"keywords": 24}


def test_training_is_reproducible(tmp_path):
    """The same records and seed give the same bytes."""
    digests = {train(request(tmp_path / name, with_keys=True, seed=3)).digest for name in "ab"}
    assert len(digests) == 1


def test_a_base_bundle_can_be_named(tmp_path):
    """Training begins from the bundle that the configuration names."""
    first = train(request(tmp_path / "a", with_keys=True))
    second = train(request(tmp_path / "b", with_keys=False, config={"base": str(tmp_path / "a")}))
    assert (second.arrays()["ranker_hidden"] == first.arrays()["ranker_hidden"]).all()


@pytest.mark.parametrize("data", [[], [{"text": " "}], [{"text": "no key stands here", "keywords": ["elsewhere"]}]])
def test_what_cannot_be_learned_from_is_refused(tmp_path, data):
    """No text, or no key that stands in its text, is said before a bundle is written."""
    with pytest.raises(TrainingError):
        train(TrainingRequest(data, tmp_path / "b", "1"))
    assert not (tmp_path / "b").exists()


def test_score_is_counted_as_published():
    """Lower case, Porter stems, repeats dropped, the first ten, exact match."""
    assert normalise("Neural Networks") == normalise("neural network")
    assert f1_at_10(["Neural networks", "neural network", "x"], ["neural network", "graph"]) == pytest.approx(1 / 6)
    assert f1_at_10([], ["a"]) == 0
    assert f1_at_10([*"abcdefghij", "wanted"], ["wanted"]) == 0
    assert mean_f1_at_10([["a"], ["b"]], [["a"], ["x"]]) == pytest.approx((2 * 0.1 / 1.1) / 2)


def test_passages_compare():
    """Long texts are cut and short ones joined to passages of about the same number of words."""
    sizes = [len(passage.split()) for passage in passages(["one two three"] * 100 + ["word " * 1000])]
    assert sum(sizes) == 1300
    assert max(sizes[:-1]) <= 300
    assert min(sizes[:-1]) >= 100


def test_commonness_rises_with_the_share_of_passages():
    """The scale goes from never (0) to everywhere (255)."""
    values = commonness(np.array([0.0, 0.001, 0.1, 1.0])).tolist()
    assert values == sorted(values)
    assert (values[0], values[-1]) == (0, 255)


def test_word_codes_are_those_of_documents():
    """A word's code does not depend on where it stands."""
    document = Document("the Casing shoe")
    assert word_code("casing") == int(document.word_codes[1])


def test_words_in_the_same_company_are_alike():
    """Words that stand between the same neighbours get like vectors, others do not."""
    stop_words = Keywords.load(Bundle(SHIPPED)).stop_words
    names, deeds = ("valve", "pump", "packer", "hanger"), ("opened", "tested", "closed", "pulled")
    lines = [f"The {name} was {deed} by the crew in the night." for name in names for deed in deeds] * 3
    codes, vectors = context_vectors([find_terms(Document(line), stop_words) for line in lines], 4)
    vector = dict(zip(codes.tolist(), vectors, strict=True))
    valve, pump, opened = (vector[word_code(word)] for word in ("valve", "pump", "opened"))
    assert valve @ pump > 0.9 > valve @ opened


def test_adam_finds_the_least():
    """Steps against the slope of a bowl lead to its bottom, for all weights and for some rows of them."""
    whole, some = Adam((2, 1)), Adam((2, 1))
    first, second = np.full((2, 1), 3, np.float32), np.full((2, 1), 3, np.float32)
    rows = np.array([1])
    for _ in range(400):
        first -= 0.05 * whole(2 * first)
        second[rows] -= 0.05 * some.at(rows, 2 * second[rows])
    assert np.abs(first).max() < 0.1
    assert second[0, 0] == 3
    assert abs(second[1, 0]) < 0.1


def test_reports_get_the_trades_terms():
    """The glossary names terms, sized goods and wells, and leaves out reports that say little."""
    reports = [
        {"text": 'Ran 9 5/8" casing in well 15/9-F-14. Mud weights were raised before the wiper trip.'},
        {"text": "Nothing was done."},
    ]
    (report,) = reports_with_keys(reports)
    assert {'9 5/8" casing', "15/9-F-14", "mud weights", "wiper trip"} <= set(report["keywords"])
