"""Classification beside its peers: ``python -m tests.benchmark.classification [--data FOLDER] [--sets bbc …]``.

Each set is learned by scikit-learn's TF-IDF with logistic regression, by a word and character linear SVM, and by
ours with its default configuration, in the same run on the same core; then the speeds and the shipped bundle.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

from tasks.bundle import Bundle
from tasks.classification import UNKNOWN, Classification
from tasks.document import Document
from tasks.errors import ExtractionError
from tasks.extraction import ExtractionPool
from tasks.training.classification import evaluate, train
from tasks.training.predictions import format_table
from tasks.training.records import read_dataset
from tasks.training.trainer import TrainingRequest

Records = list[dict[str, Any]]
TARGETS = {"bbc": 0.987, "ohsumed": 0.74, "norec_sentence": 0.67, "activities": 0.63}
HELD_OUT_WELLS = {"15/9-F-15", "15/9-F-15 A", "15/9-19 S"}  # a well's sidetracks stay with it
ROOT = Path(__file__).parents[2]


def read_set(folder: Path, name: str) -> tuple[Records, Records]:
    """Return training and test records; the activities are split by wellbore."""
    if name != "activities":
        pair = [read_dataset(str(folder / "classification" / name / f"{part}.jsonl.gz")) for part in ("train", "test")]
        return pair[0].records, pair[1].records
    lines = read_dataset_without_ids(folder / "oilgas" / "activities.jsonl.gz")
    return [r for r in lines if r["group"] not in HELD_OUT_WELLS], [r for r in lines if r["group"] in HELD_OUT_WELLS]


def read_dataset_without_ids(path: Path) -> Records:
    """Read records whose ids name a report, not a line, and so repeat."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [{key: value for key, value in json.loads(line).items() if key != "id"} for line in file]


def tfidf_logistic() -> Pipeline:
    """Make the obvious stack: TF-IDF and logistic regression."""
    return Pipeline([("tfidf", TfidfVectorizer()), ("model", LogisticRegression(max_iter=1000))])


def word_and_char_svm() -> Pipeline:
    """Make the best peer: words and pairs beside character n-grams, and a linear SVM."""
    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)
    chars = TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(2, 5), min_df=2)
    return Pipeline([("features", FeatureUnion([("words", words), ("chars", chars)])), ("model", LinearSVC())])


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """Return what `run` gives and its seconds."""
    started = time.perf_counter()
    return run(), time.perf_counter() - started


def peer_row(name: str, peer: Pipeline, training: Records, test: Records) -> list[str]:
    """Fit and score a peer."""
    texts, labels = [r["text"] for r in test], np.array([r["label"] for r in test])
    _, fit_s = timed(lambda: peer.fit([r["text"] for r in training], [r["label"] for r in training]))
    said, predict_s = timed(lambda: peer.predict(texts))
    return [name, f"{np.mean(said == labels):.4f}", "", "", "", f"{fit_s:.1f}", f"{predict_s / len(test) * 1e3:.3f}"]


def our_row(training: Records, test: Records, output: Path) -> list[str]:
    """Train and score ours with the default configuration."""
    bundle, fit_s = timed(lambda: train(TrainingRequest(training, output, "1")))
    scores, predict_s = timed(lambda: evaluate(bundle, test))
    low, high = scores["accuracyInterval"]
    numbers = [f"{low:.3f}-{high:.3f}", f"{scores['ece']:.3f}", f"{scores['accuracyAt80']:.3f}"]
    return ["ours", f"{scores['accuracy']:.4f}", *numbers, f"{fit_s:.1f}", f"{predict_s / len(test) * 1e3:.3f}"]


def quality(folder: Path, names: list[str]) -> None:
    """Print a table for each set."""
    head = ["", "accuracy", "95 %", "ECE", "accuracy at 80 %", "training s", "ms a document"]
    for name in names:
        training, test = read_set(folder, name)
        with tempfile.TemporaryDirectory() as output:
            rows = [
                peer_row("TF-IDF + logistic", tfidf_logistic(), training, test),
                peer_row("word + char SVM", word_and_char_svm(), training, test),
                our_row(training, test, Path(output) / "1"),
            ]
        print(f"\n{name}: {len(training)} training, {len(test)} test documents; target {TARGETS[name]}")
        print(format_table([head, *rows]), flush=True)


def speed(folder: Path, task: Classification) -> None:
    """Print milliseconds a document for the shipped bundle, the best of five rounds."""
    reports = "\n".join(
        r["text"] for r in read_dataset_without_ids(folder / "oilgas" / "daily_drilling_reports.jsonl.gz")
    )
    rows = [["characters", "batch", "ms a document", "target"]]
    for length, batch, target in ((1_800, 32, "0.3"), (5_000, 1, "1"), (60_000, 1, "-"), (1_000_000, 1, "-")):
        texts = [reports[i * length : (i + 1) * length] for i in range(min(64, len(reports) // length))]
        groups = [texts[i : i + batch] for i in range(0, len(texts), batch)]
        seconds = min(
            timed(lambda groups=groups: [task.predict([Document(t) for t in group]) for group in groups])[1]
            for _ in range(5)
        )
        rows.append([str(length), str(batch), f"{seconds / len(texts) * 1e3:.3f}", target])
    print("\nspeed of the shipped bundle on one core")
    print(format_table(rows), flush=True)


def shipped(folder: Path, task: Classification) -> None:
    """Print what the shipped bundle says of real files and of text from elsewhere."""
    news = read_dataset(str(folder / "classification" / "bbc" / "test.jsonl.gz")).records
    print(f"\nshipped bundle: BBC news unknown {_unknown(task, [r['text'] for r in news]):.3f} (target 0.95)")
    print(f"files from elsewhere unknown {_unknown(task, list(_texts(folder / 'files').values())):.3f} (target 0.95)")
    with (folder / "oilgas" / "files" / "manifest.csv").open(encoding="utf-8") as file:
        truth = {row["path"]: row["label"] for row in csv.DictReader(file)}
    texts = {k: v for k, v in _texts(folder / "oilgas" / "files").items() if k in truth}
    said = dict(zip(texts, (r.label for r in task.predict([Document(t) for t in texts.values()])), strict=True))
    daily = [said[path] == "daily_drilling_report" for path in said if truth[path] == "daily_drilling_report"]
    other = [said[path] == "daily_drilling_report" for path in said if truth[path] != "daily_drilling_report"]
    print(f"real daily drilling reports: {sum(daily)} of {len(daily)}; others called so: {sum(other)} of {len(other)}")


def _unknown(task: Classification, texts: list[str]) -> float:
    return float(np.mean([result.label == UNKNOWN for result in task.predict([Document(text) for text in texts])]))


def _texts(folder: Path) -> dict[str, str]:
    texts = {}
    with ExtractionPool(2) as pool:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            try:
                texts[path.relative_to(folder).as_posix()] = pool.extract(path).text
            except ExtractionError:
                continue
    return texts


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--sets", nargs="*", default=list(TARGETS), choices=list(TARGETS))
    given = parser.parse_args()
    task = Classification.load(Bundle(max((ROOT / "models" / "classification").glob("[0-9]*"))))
    shipped(given.data, task)
    speed(given.data, task)
    quality(given.data, given.sets)


if __name__ == "__main__":
    main()
