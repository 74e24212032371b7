"""Training the language task."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.errors import TrainingError
from tasks.language import Language
from tasks.language.ngrams import Vocabulary, across_words, letters, ngram_codes
from tasks.training.language.noise import noise
from tasks.training.language.scripts import with_other_scripts
from tasks.training.language.trainer import evaluate, held_out_split, train
from tasks.training.language.weights import slot_shifts
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


def test_every_ngram_is_found_again_and_strangers_hardly_ever() -> None:
    """No n-gram loses its slot to another; one stranger in thousands passes for a known one, and 0 never."""
    codes = np.random.default_rng(1).integers(1, 1 << 63, 60_000, np.uint64) * np.uint64(2)
    known, strangers = codes[:30_000], codes[30_000:]
    keys = np.unique(Vocabulary.keys(known))
    rows = np.arange(1, len(keys) + 1, dtype=np.uint32)
    vocabulary = Vocabulary(keys, rows, slot_shifts(keys))
    places, found = vocabulary.look_up(known)
    assert np.array_equal(places, np.arange(len(known)))
    assert np.array_equal(found, np.searchsorted(keys, Vocabulary.keys(known)) + 1)
    assert len(vocabulary.look_up(strangers)[0]) < 10
    assert not len(vocabulary.look_up(np.zeros(5, np.uint64))[0])


def test_ngrams_are_the_same_wherever_they_stand_and_end_with_the_word() -> None:
    """A word and its n-grams have the same codes in every text; n-grams with a space within them are marked."""
    alone, within = letters("Brønnen"), letters("12 m, i BRØNNEN?")
    ours, theirs = ngram_codes(alone), ngram_codes(within)
    assert np.array_equal(ours[:-1], theirs[4:-1])
    assert "".join("x" if value != within.values[0] else " " for value in within.values) == " x x xxxxxxx "
    marked = across_words(within)
    assert np.flatnonzero(marked[:, 1]).tolist() == [1, 3, 11]
    assert marked[0, 2]
    assert not marked[4:9, 2].any()
