"""Train, evaluate and build the language task's bundle."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy
import sklearn
from numpy.typing import NDArray

from tasks.bundle import Bundle, TrainingData, file_sha256, write_bundle
from tasks.document import Document
from tasks.errors import TrainingError
from tasks.language import Language
from tasks.language.sample import is_sparse, sample
from tasks.language.scores import Model
from tasks.training.language.calibration import FIT_LETTERS, Judged, fit_test, join, judge, temperature
from tasks.training.language.noise import noise
from tasks.training.language.profiles import Profiles, profiles
from tasks.training.language.scripts import OTHER_SCRIPTS, SCRIPT_NATS, with_other_scripts
from tasks.training.language.weights import (
    FOLDS,
    STEP_NATS,
    Counts,
    count,
    expected,
    weights,
    with_open_scripts,
    without_fold,
)
from tasks.training.trainer import TrainingRequest

SETS = ("lingua_sentences", "lingua_word-pairs", "lingua_single-words", "nordic")
DEFAULTS = {"profile_share": 0.5, "noise_texts": 3000, "written_repeats": 3}
_BOKMAAL = frozenset("ikke jeg en et fra hun noe noen hva hvem hvor hvordan hvorfor bare mye mer selv være".split())  # noqa: SIM905 - reads best as one
_NYNORSK = frozenset(
    "ikkje eg ein eit frå ho noko nokon nokre kva kven kvar korleis kvifor berre mykje meir sjølv vere vera".split()  # noqa: SIM905
)
_NORWEGIAN_MARKS = {"nb": (_BOKMAAL, _NYNORSK), "nn": (_NYNORSK, _BOKMAAL)}
_REPORT_SETS = ("daily_drilling_reports", "activities")  # English full of numbers, tables and abbreviations
_REPORTS_KEPT = 10  # one in so many: they are not to outweigh all other English
_MAX_SPAN_WORDS = 12
_PAGE_PARTS = 8  # texts laid end to end
_MIN_PAGE_PART_CHARS = 20


def language_of(record: dict[str, Any]) -> str:
    """Return a record's language, from its field ``language`` or ``label``."""
    return str(record.get("language") or record["label"])


def train(request: TrainingRequest) -> Bundle:
    """Train on `request.data` and write the bundle.

    Parameters
    ----------
    request : TrainingRequest
        Records hold ``text`` and ``language`` or ``label``, a BCP 47 tag.

    Returns
    -------
    Bundle

    Raises
    ------
    TrainingError
        When the records hold fewer than two languages.
    """
    digest = TrainingData(request.data_name or "records", request.data_digest, len(request.data))
    return _build(request, [digest])


def _build(request: TrainingRequest, sources: list[TrainingData]) -> Bundle:
    config = {**DEFAULTS, **request.config}
    records = _without_mislabelled(request.data)
    records = with_other_scripts([{"text": r["text"], "language": language_of(r)} for r in records])
    names = sorted({r["language"] for r in records}, key=lambda name: (name in OTHER_SCRIPTS, name))
    labels = [name for name in names if name not in OTHER_SCRIPTS]
    if len(labels) < 2:
        raise TrainingError("at least two languages are needed to tell one from another")
    known = profiles()
    learned = _Learning(records, names, labels, known, config, request.seed)
    arrays = learned.arrays(None)
    calibration, fitted = learned.calibrate()
    return write_bundle(
        request.output,
        task=Language.name,
        version=request.version,
        arrays={"weights.npz": arrays | fitted},
        labels=labels,
        thresholds=calibration,
        config=config,
        seed=request.seed,
        training_data=[*sources, TrainingData("langdetect profiles", known.digest, len(known.codes))],
        scores=learned.scores,
        libraries={"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
    )


def _without_mislabelled(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out records of one Norwegian with more words that only the other has than words that only theirs has.

    Web texts gathered by country hold one text in thirty of the other Norwegian.
    """
    kept = []
    for record in records:
        marks, others = _NORWEGIAN_MARKS.get(language_of(record), (frozenset(), frozenset()))
        words = record["text"].lower().split() if others else ()
        if sum(word in others for word in words) <= sum(word in marks for word in words):
            kept.append(record)
    return kept


class _Learning:
    """The counts of the training texts by fold, and what is learned from them."""

    def __init__(
        self,
        records: Sequence[dict[str, Any]],
        names: Sequence[str],
        labels: Sequence[str],
        known: Profiles,
        config: dict[str, Any],
        seed: int,
    ) -> None:
        self._names, self._labels, self._known, self._config, self._seed = names, labels, known, config, seed
        column = {name: index for index, name in enumerate(names)}
        self._columns = np.array([labels.index(OTHER_SCRIPTS.get(name, name)) for name in names])
        self._texts = [record["text"] for record in records]
        self._column_of = np.array([column[language_of(record)] for record in records])
        self._fold = np.random.default_rng(seed).integers(0, FOLDS, len(records))
        written = [(text, name) for name, text in _written().items() if name in column] * config["written_repeats"]
        columns = np.concatenate((self._column_of, np.array([column[name] for _, name in written], np.int64)))
        folds = np.concatenate((self._fold, np.full(len(written), FOLDS)))
        texts = self._texts + [text for text, _ in written]
        self._counts: Counts = count(texts, columns * (FOLDS + 1) + folds, len(names) * (FOLDS + 1))
        self.scores: dict[str, Any] = {}

    def arrays(self, fold: int | None) -> dict[str, NDArray[Any]]:
        """Return the model's arrays, learned without one fold."""
        counts = expected(without_fold(self._counts, fold), self._known, self._names, self._config["profile_share"])
        return weights(with_open_scripts(counts, self._names)) | {
            "columns": self._columns,
            "column_nats": np.array([SCRIPT_NATS.get(name, 0.0) for name in self._names], np.float32),
        }

    def calibrate(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Return thresholds and fit, learned from texts that each fold's model has not seen."""
        source = random.Random(self._seed)  # noqa: S311 - reproducible on purpose
        real: list[Judged] = []
        strange: list[Judged] = []
        truths = []
        for fold in range(FOLDS):
            model = Model(self.arrays(fold))
            texts, truth = self._held_out(fold, source)
            plain, without = judge(model, texts, left_out=truth)
            real.append(plain)
            strange.append(without)
            truths.append(truth)
        (nonsense,) = judge(model, noise(self._config["noise_texts"], self._seed))
        judged, truth = join(real), np.concatenate(truths)
        slope, power = temperature(judged, truth)
        fitted, least = fit_test(judged, join(strange), truth, nonsense, self._labels)
        self.scores = accuracy_by_length(judged, truth)
        thresholds = {
            "slope": slope,
            "power": power,
            "step_nats": STEP_NATS,
            "fit_letters": list(FIT_LETTERS),
            "fit_thresholds": least,
        }
        return thresholds, fitted

    def _held_out(self, fold: int, source: random.Random) -> tuple[list[str], NDArray[np.int64]]:
        """Return the texts of a fold, runs of a few of their words, and pages of them, with their labels."""
        chosen = np.flatnonzero(self._fold == fold).tolist()
        made = [(index, self._texts[index]) for index in chosen]
        made += [(index, _span(text.split(), source)) for index, text in made]
        made += self._pages([index for index in chosen if len(self._texts[index]) >= _MIN_PAGE_PART_CHARS])
        made = [(index, text) for index, text in made if text]
        return [text for _, text in made], self._columns[self._column_of[[index for index, _ in made]]]

    def _pages(self, chosen: Sequence[int]) -> list[tuple[int, str]]:
        """Lay texts of one column end to end, so that long texts are judged too."""
        by_column: dict[int, list[int]] = defaultdict(list)
        for index in chosen:
            by_column[int(self._column_of[index])].append(index)
        groups = [group[start : start + _PAGE_PARTS] for group in by_column.values() for start in _starts(group)]
        return [(group[0], _sample(" ".join(self._texts[index] for index in group))) for group in groups]


def _sample(text: str) -> str:
    sampled = sample(text)
    return sample(text, dense=is_sparse(sampled, sum(map(str.isalpha, sampled.text)))).text


def _starts(group: Sequence[int]) -> range:
    return range(0, len(group), _PAGE_PARTS)


def accuracy_by_length(judged: Judged, truth: NDArray[np.int64]) -> dict[str, float]:
    """Return the macro accuracy on held-out texts of fewer than 16, 16 to 63, and 64 letters or more."""
    scores = {}
    for name, first, last in (("short", 0, 16), ("medium", 16, 64), ("long", 64, np.inf)):
        chosen = (judged.n_letters >= first) & (judged.n_letters < last)
        right = (judged.taken == truth)[chosen]
        if chosen.any():
            by_label = [right[truth[chosen] == label].mean() for label in np.unique(truth[chosen])]
            scores[f"cross_validated_macro_accuracy_{name}"] = round(float(np.mean(by_label)), 4)
    return scores


def _span(words: list[str], source: random.Random) -> str:
    if len(words) < 4:
        return ""
    start = source.randrange(len(words) - 1)
    return " ".join(words[start : start + source.randint(1, _MAX_SPAN_WORDS)])


def _written() -> dict[str, str]:
    """Return frequent words of languages that are near to another, written down for this project."""
    path = Path(__file__).with_name("words.json")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def evaluate(bundle: Bundle, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Score a bundle on labelled records.

    Returns
    -------
    dict
        ``macro_accuracy``, ``accuracy``, ``n_records`` and ``by_language``; `und` counts as wrong.
    """
    said = Language.load(bundle).predict([Document(record["text"]) for record in records])
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for record, result in zip(records, said, strict=True):
        total[language_of(record)] += 1
        right[language_of(record)] += result.language == language_of(record)
    by_language = {name: right[name] / total[name] for name in sorted(total)}
    return {
        "macro_accuracy": float(np.mean(list(by_language.values()))) if total else 0.0,
        "accuracy": sum(right.values()) / max(len(records), 1),
        "n_records": len(records),
        "by_language": by_language,
    }


def held_out_split(records: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Divide records by the hash of their text: four fifths to learn from, one to measure on."""
    is_held = [hashlib.sha256(record["text"].encode()).digest()[0] < 51 for record in records]
    learn = [record for record, held in zip(records, is_held, strict=True) if not held]
    return learn, [record for record, held in zip(records, is_held, strict=True) if held]


def read_records(path: Path) -> list[dict[str, Any]]:
    """Read a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def drilling_records(path: Path) -> list[dict[str, Any]]:
    """Read samples of one in ten drilling reports, which are in English."""
    return [{"text": _sample(r["text"]), "language": "en"} for r in read_records(path)[::_REPORTS_KEPT]]


def build_shipped(shared_data: Path, output: Path, version: str) -> Bundle:
    """Build the bundle that the project ships from the folder of public data."""
    records: list[dict[str, Any]] = []
    sources: list[TrainingData] = []
    paths = {name: shared_data / "language" / f"{name}.jsonl.gz" for name in SETS}
    for name, path in (paths | {name: shared_data / "oilgas" / f"{name}.jsonl.gz" for name in _REPORT_SETS}).items():
        found = drilling_records(path) if name in _REPORT_SETS else read_records(path)
        counts = dict(sorted(Counter(record["language"] for record in found).items()))
        sources.append(TrainingData(name, file_sha256(path), len(found), counts))
        records += found
    digest = hashlib.sha256("".join(source.digest for source in sources).encode()).hexdigest()
    return _build(TrainingRequest(records, output, version, data_digest=digest, data_name="shared"), sources)
