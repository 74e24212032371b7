"""Training the language task."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.errors import TrainingError
from tasks.language import Language
from tasks.training.language.noise import noise
from tasks.training.language.scripts import with_other_scripts
from tasks.training.language.trainer import evaluate, held_out_split, train
from tasks.training.trainer import TrainingRequest

SAMPLES = json.loads((Path(__file__).parents[1] / "language_samples.json").read_text(encoding="utf-8"))
RECORDS = [
    {"text": text, "language": language}
    for language in ("de", "en", "fi", "nb", "sr", "tr")
    for text in SAMPLES["supported"][language] * 4
]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    output = tmp_path_factory.mktemp("models") / "language"
    return train(TrainingRequest(RECORDS, output, "1", config={"noise_texts": 110}, data_name="samples"))


def test_a_small_model_learns_its_languages(bundle: Bundle) -> None:
    """A few sentences are enough to tell six languages apart, and the bundle says what it learned from."""
    scored = evaluate(bundle, RECORDS)
    assert scored["macro_accuracy"] > 0.9
    assert set(scored["by_language"]) == {"de", "en", "fi", "nb", "sr", "tr"}
    assert bundle.manifest.labels == ["de", "en", "fi", "nb", "sr", "tr"]
    assert [source.name for source in bundle.manifest.training_data] == ["samples", "langdetect profiles"]


def test_training_is_reproducible_to_the_byte(bundle: Bundle, tmp_path: Path) -> None:
    """The same records and seed give the same files."""
    again = train(TrainingRequest(RECORDS, tmp_path / "again", "1", config={"noise_texts": 110}, data_name="samples"))
    assert again.manifest.files == bundle.manifest.files


def test_serbian_is_known_in_both_scripts(bundle: Bundle) -> None:
    """Serbian in the Latin script is Serbian, though the training text is Cyrillic."""
    said = Language.load(bundle).predict([Document("Gde si juče stavio moje ključeve?")])[0]
    assert said.language == "sr"


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("Њихова кућа је близу реке.", "sr", "Njihova kuća je blizu reke."),
        ("我们没有时间", "zh", "我們沒有時間"),
        ("ЏЕП", "sr", "DžEP"),
    ],
)
def test_the_other_script_is_made_letter_for_letter(text: str, language: str, other: str) -> None:
    """Serbian and Chinese records come twice, the others once."""
    records = [{"text": text, "language": language}, {"text": "as is", "language": "en"}]
    made = with_other_scripts(records)
    assert made[:2] == records
    assert [record["text"] for record in made[2:]] == [other]
    assert made[2]["language"] in {"sr-Latn", "zh-Hant"}


def test_one_language_is_refused(tmp_path: Path) -> None:
    """There is nothing to tell apart in one language, and nothing is written."""
    with pytest.raises(TrainingError, match="two languages"):
        train(TrainingRequest(RECORDS[:3], tmp_path / "none", "1"))
    assert not list(tmp_path.iterdir())


def test_the_split_keeps_equal_texts_together() -> None:
    """A text is in one part only, however often it occurs, and the split does not depend on the order."""
    learn, held = held_out_split(RECORDS)
    assert not {record["text"] for record in learn} & {record["text"] for record in held}
    assert len(learn) + len(held) == len(RECORDS)
    again, _ = held_out_split(RECORDS[::-1])
    assert again == learn[::-1]


def test_noise_is_reproducible_and_of_many_kinds() -> None:
    """The same seed gives the same noise; another seed another."""
    assert noise(33, seed=1) == noise(33, seed=1)
    assert noise(33, seed=1) != noise(33, seed=2)
    assert len(set(noise(33, seed=1))) == 33
