"""The language task, on the shipped bundle and on sentences written for these tests."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import msgspec
import pytest

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.errors import BundleError
from tasks.language import UNDETERMINED, Language, LanguageOptions, LanguageResult
from tasks.training.language.noise import noise

ROOT = Path(__file__).parents[3]
SAMPLES = json.loads(Path(__file__).with_name("language_samples.json").read_text(encoding="utf-8"))
REPORT = (
    '06:00 - 09:30 Drilled 8 1/2" hole from 3012 m to 3055 m MD. ROP 12 m/hr, WOB 8 t, 140 rpm, 2200 lpm.\n'
    "09:30 - 11:00 Circulated bottoms up. Flow checked well, static. Mud weight 1.32 sg, PV 24 cP, YP 11 Pa.\n"
    "11:00 - 14:00 Pulled out of hole from 3055 m to casing shoe at 2740 m. No drag observed.\n"
)
BORERAPPORT = (
    '06:00 - 09:30 Boret 8 1/2" hull fra 3012 m til 3055 m. ROP 12 m/t, WOB 8 t, 140 rpm, 2200 l/min.\n'
    "09:30 - 11:00 Sirkulerte bunnen opp. Sjekket brønnen for strømning, stabil. Slamvekt 1,32 sg.\n"
    "11:00 - 14:00 Trakk ut av hullet fra 3055 m til fôringsrørskoen på 2740 m. Ingen motstand.\n"
)


@pytest.fixture(scope="module")
def task() -> Language:
    return Language.load(Bundle(newest_bundle()))


def newest_bundle() -> Path:
    return max((ROOT / "models" / "language").iterdir())


def ask(task: Language, text: str, **options: object) -> LanguageResult:
    return task.predict([Document(text)], LanguageOptions(**options))[0]  # type: ignore[arg-type]


def test_sentences_of_another_origin_are_named(task: Language) -> None:
    """Everyday sentences that no training text resembles are named rightly nine times in ten, in 75 languages."""
    pairs = [(text, language) for language, texts in SAMPLES["supported"].items() for text in texts]
    said = task.predict([Document(text) for text, _ in pairs])
    right = [result.language == language for result, (_, language) in zip(said, pairs, strict=True)]
    assert len(set(task.labels)) == 75
    assert sum(right) / len(right) > 0.93


def test_unsupported_languages_are_undetermined(task: Language) -> None:
    """A text in a language that is not served is called `und` three times in four, however near its relatives."""
    said = task.predict([Document(" ".join(texts)) for texts in SAMPLES["unsupported"].values()])
    assert sum(result.language == UNDETERMINED for result in said) / len(said) > 0.75


def test_noise_is_undetermined(task: Language) -> None:
    """Numbers, tables, codes, identifiers and random letters are no language."""
    said = task.predict([Document(text) for text in noise(440, seed=4711)])
    assert sum(result.language == UNDETERMINED for result in said) / len(said) > 0.93


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\t\n", "\x00", "\x00\x01\x02", "12 345,67", "9 5/8", "--- *** !!!", "😀🎉", "\ud800\udfff", "①②③"],
)
def test_text_without_letters_is_undetermined(task: Language, text: str) -> None:
    """Text without a single word is valid, certain to be no language, and has no parts."""
    result = ask(task, text)
    assert (result.language, result.confidence, result.candidates, result.segments) == (UNDETERMINED, 1.0, [], [])


@pytest.mark.parametrize(
    "text",
    [
        "a", "ي", "e\u0301\u0301\u0301", "word " * 200_000, "\u202eשלום עולם טוב", "x" * 10_000, "漢" * 5000,
        "a\x00b\ud800c",
        "𝒜𝒷𝒸 𐐀𐐁", "İstanbul'da ıspanak", "中文" + "😀" * 600, "Ünïcödé\u200d\u200b\ufeff text",
    ],
)  # fmt: skip
def test_awkward_text_is_answered_with_valid_spans(task: Language, text: str) -> None:
    """Whatever the text, there is an answer whose parts cover the text in order and whose confidence is one."""
    result = ask(task, text)
    assert 0.0 <= result.confidence <= 1.0
    if result.segments:
        edges = [0, *(part.end for part in result.segments)]
        assert [part.start for part in result.segments] == edges[:-1]
        assert edges[-1] == len(text)
        assert edges == sorted(set(edges))


def test_a_batch_equals_one_by_one(task: Language) -> None:
    """No document reads its neighbours, in any order and at any length."""
    texts = [" ".join(texts) for texts in SAMPLES["supported"].values()] + [
        "",
        "end.",
        "x",
        "End",
        REPORT * 9,
        "12",
        ".",
    ]
    texts += noise(60, seed=5) + [text for texts in SAMPLES["unsupported"].values() for text in texts]
    together = task.predict([Document(text) for text in texts])
    alone = [task.predict([Document(text)])[0] for text in texts]
    backwards = task.predict([Document(text) for text in reversed(texts)])[::-1]
    assert together == alone == backwards
    assert task.predict([]) == []


@pytest.mark.parametrize(("text", "language"), [(REPORT, "en"), (REPORT * 40, "en"), (BORERAPPORT, "nb")])
def test_drilling_reports_full_of_numbers_are_in_their_language(task: Language, text: str, language: str) -> None:
    """Numbers, units and abbreviations do not hide the language of a drilling report."""
    result = ask(task, text)
    assert result.language == language
    assert [part.language for part in result.segments] == [language]


def test_a_report_full_of_tables_has_no_parts_in_other_languages(task: Language) -> None:
    """Headings and abbreviations among numbers are too little evidence for a change of language."""
    rows = [
        f"{md}.0 {md / 97:.2f} {md % 360}.10 {md * 0.98:.1f} NLW-GT-02 Gyro MWD {md / 3.28:.1f} m" for md in range(900)
    ]
    heads = "MD Incl Azim TVD N/S E/W DLS Sect Lat Long Tool Remark\nSurvey: Def. Opm.: kop S1 / Trias KNNC RBM\n"
    result = ask(task, REPORT + heads + "\n".join(rows[:300]) + "\n" + REPORT + heads + "\n".join(rows))
    assert len(result.segments) == 1
    assert result.language in {"en", UNDETERMINED}
    result = ask(task, REPORT * 6 + heads + "\n".join(rows[:40]) + "\n" + REPORT * 6)
    assert [part.language for part in result.segments] == ["en"]


@pytest.mark.parametrize(("text", "language"), [("燚龘", "zh"), ("꽯뷁", "ko")])
def test_rare_letters_of_large_scripts_have_a_language(task: Language, text: str, language: str) -> None:
    """An ideograph or syllable that no training text holds still says which language is written so."""
    assert ask(task, text, short=True).language == language


def test_both_halves_of_a_mixed_document_are_named(task: Language) -> None:
    """A report with a Norwegian and an English half has two parts, and the change is found to the word."""
    norwegian = " ".join(SAMPLES["supported"]["nb"]) + " "
    english = " ".join(SAMPLES["supported"]["en"]) + " And nobody knows when the ferry will leave the harbour again."
    result = ask(task, norwegian + english)
    assert [part.language for part in result.segments] == ["nb", "en"]
    assert abs(result.segments[0].end - len(norwegian)) <= 12
    assert {"nb", "en"} <= {candidate.language for candidate in result.candidates}


def test_the_change_of_language_is_found_in_a_long_document(task: Language) -> None:
    """In a sampled document too the change of language is found to the word or nearly so."""
    german = " ".join(SAMPLES["supported"]["de"]) + "\n"
    finnish = " ".join(SAMPLES["supported"]["fi"]) + "\n"
    result = ask(task, german * 200 + finnish * 300)
    assert [part.language for part in result.segments] == ["de", "fi"]
    assert abs(result.segments[0].end - 200 * len(german)) <= 60
    assert result.language == "fi"


def test_ten_million_characters_cost_little_more_than_five_thousand(task: Language) -> None:
    """Long documents are sampled evenly, so that their length does not matter."""
    sentence = " ".join(SAMPLES["supported"]["sv"]) + "\n"
    short, long = Document((sentence * 30)[:5000]), Document((sentence * 60_000)[:10_000_000])

    def seconds(document: Document) -> float:
        start = time.process_time()
        for _ in range(20):
            task.predict([document])
        return time.process_time() - start

    seconds(short)
    assert task.predict([long])[0].language == "sv"
    assert seconds(long) < 5 * seconds(short) + 0.02


def test_queries_get_an_honest_guess(task: Language) -> None:
    """One word gets a guess with a low confidence where languages share it, and a higher one where they do not."""
    assert ask(task, "hotel").confidence < 0.5
    assert ask(task, "hvordan").language in {"nb", "da"}
    assert ask(task, "geschwindigkeit").language == "de"
    assert ask(task, "ikkje").language == "nn"


def test_short_asks_for_a_guess_whatever_the_doubt(task: Language) -> None:
    """With `short` noise gets a guess too, and only text without letters stays `und`."""
    assert ask(task, "xkqjz wvbn qwrtz zzkx").language == UNDETERMINED
    assert ask(task, "xkqjz wvbn qwrtz zzkx", short=True).language != UNDETERMINED
    assert ask(task, "12 34", short=True).language == UNDETERMINED


def test_a_hint_raises_the_languages_it_names(task: Language) -> None:
    """A hint decides between near languages, knows macrolanguages and regions, and passes over strangers."""
    plain = ask(task, "bank")

    def probability(result: LanguageResult, language: str) -> float:
        return next((c.confidence for c in result.candidates if c.language == language), 0.0)

    assert probability(ask(task, "bank", hint="nb"), "nb") > probability(plain, "nb")
    assert probability(ask(task, "avis", hint=["no"]), "nn") > probability(ask(task, "avis"), "nn")
    assert probability(ask(task, "avis", hint="fr-CA"), "fr") > probability(ask(task, "avis"), "fr")
    assert ask(task, "bank", hint="tlh") == plain


def test_a_hint_does_not_overrule_a_clear_text(task: Language) -> None:
    """A wrong hint does not turn an English report into Norwegian."""
    assert ask(task, REPORT, hint="nb").language == "en"


@pytest.mark.parametrize(
    "value", [{"hint": "not a tag"}, {"hint": ["en", ""]}, {"hint": 5}, {"short": "yes"}, {"other": 1}]
)
def test_wrong_options_are_refused(value: dict[str, object]) -> None:
    """Options that mean nothing are an error that names the field, not a silent default."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(value, LanguageOptions)


def test_candidates_are_ranked_probabilities_of_served_languages(task: Language) -> None:
    """Candidates fall in probability, sum to one at most, and are languages that are served."""
    result = ask(task, "Butikken lukker klokken fem.")
    confidences = [candidate.confidence for candidate in result.candidates]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) <= 1.001
    assert {candidate.language for candidate in result.candidates} <= set(task.labels)
    assert result.language == result.candidates[0].language
    assert all(re.fullmatch("[a-z]{2,3}", label) for label in task.labels)


def test_a_bundle_of_another_kind_is_refused() -> None:
    """Weights that do not fit the task stop the load with a remedy."""
    bundle = Bundle(newest_bundle())
    arrays = bundle.arrays()
    arrays["columns"] = arrays["columns"][:-1]
    bundle.arrays = lambda name="weights.npz": arrays  # type: ignore[method-assign]
    with pytest.raises(BundleError, match="make bundles"):
        Language.load(bundle)
