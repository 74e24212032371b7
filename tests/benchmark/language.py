"""Language beside its peers: ``python -m tests.benchmark.language [--data ../shared/data] [--bundle DIR]``.

The shipped bundle has learned from all texts at hand, so that a model is trained here on four fifths of them (about
two minutes) and measured on the last fifth; ``--bundle`` names one that was trained so before.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.language import UNDETERMINED, Language
from tasks.training.language.noise import noise
from tasks.training.language.trainer import SETS, drilling_records, held_out_split, read_records, train
from tasks.training.trainer import TrainingRequest

TARGETS = {
    "sentences": 0.987, "word pairs": 0.93, "single words": 0.80, "about 1,000 characters": 0.99, "nordic": 0.960,
    "another origin": 0.940, "noise": 0.98, "unsupported": 0.80, "halves, both named": 0.95,
}  # fmt: skip
OUR_ORIGIN = "another origin"
SAMPLES = Path(__file__).parents[1] / "unit" / "tasks" / "language_samples.json"
Answer = Callable[[list[str]], list[str]]
Record = dict[str, str]


def macro_accuracy(records: Sequence[Record], said: Sequence[str], languages: set[str] | None = None) -> float:
    """Return the mean over languages of the share answered rightly."""
    right: dict[str, list[bool]] = defaultdict(list)
    for record, answer in zip(records, said, strict=True):
        if languages is None or record["language"] in languages or ("no" in languages and record["language"] == "nb"):
            right[record["language"]].append(answer == record["language"])
    return float(np.mean([np.mean(answers) for answers in right.values()]))


def pages(records: Sequence[Record], n_chars: int = 1000) -> list[Record]:
    """Join sentences of one language to texts of about `n_chars` characters."""
    texts: dict[str, list[str]] = defaultdict(list)
    made = []
    for record in records:
        held = texts[record["language"]]
        held.append(record["text"])
        if sum(map(len, held)) >= n_chars:
            made.append({"text": " ".join(held)[:n_chars], "language": record["language"]})
            held.clear()
    return made


def halves(records: Sequence[Record], count: int = 400) -> list[tuple[str, set[str]]]:
    """Put halves in two languages together: three sentences each, or one."""
    source = random.Random(1)
    by_language: dict[str, list[str]] = defaultdict(list)
    for record in records:
        by_language[record["language"]].append(record["text"])
    pairs = []
    for index in range(count):
        first, second = source.sample(sorted(by_language), 2)
        number = 1 + 3 * (index % 2)
        texts = [" ".join(source.choices(by_language[language], k=number)) for language in (first, second)]
        pairs.append(("\n".join(texts), {first, second}))
    return pairs


def expected_calibration_error(confidence: np.ndarray, right: np.ndarray, n_bins: int = 15) -> float:
    """Guo et al. 2017: mean distance of confidence and accuracy over equal bins of confidence."""
    bins = np.minimum((confidence * n_bins).astype(int), n_bins - 1)
    sizes = np.bincount(bins, minlength=n_bins)
    gaps = np.abs(np.bincount(bins, confidence, n_bins) - np.bincount(bins, right, n_bins))
    return float(gaps[sizes > 0].sum() / len(confidence))


def peers() -> dict[str, tuple[Answer, set[str] | None]]:
    """Return the peers, each a function of texts, with the languages that they know (None: all here)."""
    import langdetect
    import py3langid
    import pycld2
    from langdetect import DetectorFactory
    from langdetect.lang_detect_exception import LangDetectException
    from lingua import LanguageDetectorBuilder

    DetectorFactory.seed = 0
    detector = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()

    def lingua_one(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else UNDETERMINED

    def langdetect_one(text: str) -> str:
        try:
            return {"no": "nb", "zh-cn": "zh", "zh-tw": "zh"}.get(found := langdetect.detect(text), found)
        except LangDetectException:
            return UNDETERMINED

    def langid_one(text: str) -> str:
        return {"no": "nb"}.get(found := py3langid.classify(text)[0], found)

    def cld2_one(text: str) -> str:
        try:
            found = pycld2.detect(text, bestEffort=True)[2][0][1]
        except (pycld2.error, ValueError):
            return UNDETERMINED
        return {"un": UNDETERMINED, "no": "nb", "zh-Hant": "zh", "iw": "he"}.get(found, found)

    known = {{"no": "nb", "zh-cn": "zh", "zh-tw": "zh"}.get(name, name) for name in _langdetect_languages()}
    ones = {"langdetect": langdetect_one, "lingua": lingua_one, "py3langid": langid_one, "pycld2": cld2_one}
    return {
        name: (lambda texts, one=one: [one(text) for text in texts], known if name == "langdetect" else None)
        for name, one in ones.items()
    }


def _langdetect_languages() -> list[str]:
    import langdetect

    return [path.name for path in (Path(langdetect.__file__).parent / "profiles").iterdir()]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--bundle", type=Path)
    parser.add_argument("--no-peers", action="store_true")
    arguments = parser.parse_args()
    sets = {name: held_out_split(read_records(arguments.data / "language" / f"{name}.jsonl.gz")) for name in SETS}
    with tempfile.TemporaryDirectory() as folder:
        bundle = Bundle(arguments.bundle) if arguments.bundle and arguments.bundle.exists() else None
        if bundle is None:
            learned = [record for learn, _ in sets.values() for record in learn]
            for name in ("daily_drilling_reports", "activities"):
                learned += drilling_records(arguments.data / "oilgas" / f"{name}.jsonl.gz")
            output = arguments.bundle or Path(folder) / "language"
            bundle = train(TrainingRequest(learned, output, "held-out", data_name="four fifths"))
        task = Language.load(bundle)
    report(task, {name: held for name, (_, held) in sets.items()}, with_peers=not arguments.no_peers)


def report(task: Language, held: dict[str, list[Record]], *, with_peers: bool) -> None:
    """Measure a task and the peers on the same texts."""
    samples = json.loads(SAMPLES.read_text(encoding="utf-8"))
    own = [{"text": text, "language": name} for name, texts in samples["supported"].items() for text in texts]
    rows = {
        "sentences": held["lingua_sentences"],
        "word pairs": held["lingua_word-pairs"],
        "single words": held["lingua_single-words"],
        "about 1,000 characters": pages(held["lingua_sentences"]),
        "nordic": held["nordic"],
        OUR_ORIGIN: own,
    }
    strange = [" ".join(texts) for texts in samples["unsupported"].values()]
    nonsense = noise(1000, seed=77)

    def ours(texts: list[str]) -> list[str]:
        return [result.language for result in task.predict([Document(text) for text in texts])]

    answers = {"ours": (ours, None)} | (peers() if with_peers else {})
    print(f"{'':26}" + "".join(f"{name:>12}" for name in answers) + f"{'target':>9}")
    for name, records in rows.items():
        _row(name, [macro_accuracy(records, f([r["text"] for r in records]), k) for f, k in answers.values()])
    for name, texts in (("noise", nonsense), ("unsupported", strange)):
        _row(name, [float(np.mean([a == UNDETERMINED for a in f(list(texts))])) for f, _ in answers.values()])
    mixed = halves(held["lingua_sentences"])
    said = task.predict([Document(text) for text, _ in mixed])
    named = [
        truth <= {part.language for part in result.segments} for result, (_, truth) in zip(said, mixed, strict=True)
    ]
    _row("halves, both named", [float(np.mean(named))])
    _calibration(task, rows)
    _speeds(answers, [r["text"] for r in rows["sentences"][::8]], [r["text"] for r in rows["about 1,000 characters"]])


def _row(name: str, figures: list[float]) -> None:
    target = TARGETS.get(name)
    print(f"{name:26}" + "".join(f"{figure:12.4f}" for figure in figures) + (f"{target:9.3f}" if target else ""))


def _calibration(task: Language, rows: dict[str, list[Record]]) -> None:
    for name, records in rows.items():
        said = task.predict([Document(record["text"]) for record in records])
        right = np.array([result.language == record["language"] for result, record in zip(said, records, strict=True)])
        kept = np.array([result.language != UNDETERMINED for result in said])
        confidence = np.array([result.confidence for result in said])
        error = expected_calibration_error(confidence[kept], right[kept].astype(float))
        whole = [len(result.segments) == 1 for result in said]
        print(f"{name:26} ECE {error:.4f}, und {1 - kept.mean():.4f}, one segment {np.mean(whole):.4f}")


def _speeds(answers: dict[str, Any], sentences: list[str], long: list[str]) -> None:
    taken: dict[str, list[float]] = {}
    for name, (answer, _) in answers.items():
        answer(sentences[:20])
        taken[name] = [_ms(lambda texts, f=answer: [f([text]) for text in texts], texts) for texts in (sentences, long)]
    taken["ours, batches of 64"] = [
        _ms(lambda texts: [answers["ours"][0](texts[i : i + 64]) for i in range(0, len(texts), 64)], texts)
        for texts in (sentences, long)
    ]
    for name, figures in taken.items():
        ratios = [figure / mine for figure, mine in zip(figures, taken["ours"], strict=True)]
        print(
            f"{name:22} ms a sentence {figures[0]:8.4f} (x{ratios[0]:.1f}), 1,000 characters {figures[1]:8.4f} "
            f"(x{ratios[1]:.1f})"
        )


def _ms(call: Callable[[list[str]], object], texts: list[str]) -> float:
    start = time.process_time()
    call(texts)
    return (time.process_time() - start) * 1000 / len(texts)


if __name__ == "__main__":
    main()
