"""What each command of ``python -m tasks.training`` does."""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any, cast

from tasks.bundle import Bundle, refuse_foreign
from tasks.errors import TrainingError
from tasks.task import Task
from tasks.training import experiments, guards, predictions, snapshots, storage
from tasks.training.records import Dataset, canonical_lines, check_one_kind, read_dataset
from tasks.training.reproduce import reproduce as reproduce_bundle
from tasks.training.trainer import Trainer, TrainingRequest

CLASSIFICATION = "classification"


def say(line: str) -> None:
    """Print a line of progress, apart from what the command answers."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _answer(text: str) -> None:
    sys.stdout.write(text + "\n")


def show_progress() -> None:
    """Let the trainers' log lines be seen as progress."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    log = logging.getLogger("doctag.training")
    log.handlers[:] = [handler]
    log.setLevel(logging.INFO)


def trainer_of(task: str) -> Trainer:
    """Import a task's trainer, only when it is asked for."""
    return cast(Trainer, importlib.import_module(f"tasks.training.{task}"))


def _task_of(bundle: Bundle) -> Task:
    module = importlib.import_module("tasks.table")
    return cast(Task, module.TASKS[bundle.manifest.task].load(bundle))


def _read(source: str, as_of: str | None = None, task: str = CLASSIFICATION, labelled: bool = True) -> Dataset:
    dataset = read_dataset(source, as_of=as_of, labelled=labelled and task == CLASSIFICATION)
    for line in dataset.skipped:
        say(f"skipped {line}")
    if labelled and task == CLASSIFICATION:
        check_one_kind(dataset.records, say)
    return dataset


def train(given: argparse.Namespace) -> int:
    """Train a bundle; see the command's help."""
    refuse_foreign(given.output, given.task)  # now, rather than after an hour of fitting
    dataset = _read(given.data, given.as_of, given.task)
    validation = _read(given.validation, task=given.task) if given.validation else None
    records = _without_duplicates(dataset.records, validation, given.drop_duplicates)
    request = TrainingRequest(
        records,
        given.output,
        given.version or given.output.resolve().name,
        validation.records if validation else None,
        given.seed,
        _read_config(given.config),
        dataset.digest,
        dataset.name,
    )
    trainer = trainer_of(given.task)
    bundle = trainer.train(request)
    _print_scores(bundle)
    if validation and given.task != CLASSIFICATION:
        _answer(json.dumps(trainer.evaluate(bundle, validation.records), indent=1, default=str))
    if given.report and validation:
        _write_report(bundle, validation, given.report, dataset)
    if given.hypothesis:
        log = given.log or given.output.parent / experiments.LOG
        experiments.append_experiment(log, bundle, given.hypothesis)
    return 0


def _read_config(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    config = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(config, dict):
        raise TrainingError(f"{path} must hold a JSON object, not {type(config).__name__}")
    return config


def _without_duplicates(records: list[dict[str, Any]], validation: Dataset | None, drop: bool) -> list[dict[str, Any]]:
    texts = [record["text"] for record in records]
    within = {second for _, second, _ in guards.near_duplicates(texts)}
    across: set[int] = set()
    if validation:
        across = {second for _, second, _ in guards.near_duplicates([r["text"] for r in validation.records], texts)}
    if within:
        say(f"warning: {len(within)} training documents nearly repeat earlier ones")
    if across:
        say(f"warning: {len(across)} training documents nearly repeat validation documents")
    if not drop or not (within | across):
        return records
    say(f"left out {len(within | across)} near-duplicates")
    return [record for row, record in enumerate(records) if row not in within | across]


def _print_scores(bundle: Bundle) -> None:
    scores = bundle.manifest.scores
    for warning in scores.get("warnings", []):
        say(f"warning: {warning}")
    for row in scores.get("labelNoise", []):
        say(f"label in doubt: {row['document']}: {row['label']}, rather {row['suggested']} ({row['confidence']})")
    rows = [[key, f"{value:.4f}" if isinstance(value, float) else str(value)] for key, value in _flat(scores)]
    _answer(f"{bundle.path} {bundle.digest}")
    if rows:
        _answer(predictions.format_table(rows))


def _flat(scores: dict[str, Any]) -> list[tuple[str, Any]]:
    return list(experiments.headlines(scores).items())


def evaluate(given: argparse.Namespace) -> int:
    """Score a bundle; see the command's help."""
    bundle = Bundle(given.bundle)
    task = bundle.manifest.task
    dataset = _read(given.data, given.as_of, task)
    scores = trainer_of(task).evaluate(bundle, dataset.records)
    training = _read(given.training, task=task) if given.training else None
    if training:
        pairs = guards.near_duplicates([r["text"] for r in training.records], [r["text"] for r in dataset.records])
        scores["nearDuplicatesOfTraining"] = len(pairs)
    if given.json:
        _answer(json.dumps(scores, indent=1))
    else:
        _answer(predictions.format_table(predictions.compare_rows([predictions.name_of(bundle)], [scores])))
    if given.report:
        _write_report(bundle, dataset, given.report, training)
    return 0


def _write_report(bundle: Bundle, dataset: Dataset, path: Path, training: Dataset | None = None) -> None:
    if bundle.manifest.task != CLASSIFICATION:
        raise TrainingError(f"--report is for classification, not for {bundle.manifest.task}")
    report = importlib.import_module("tasks.training.report")
    curve: list[tuple[int, float]] = []
    if training:
        say("training on growing shares of the data for the learning curve")
        with tempfile.TemporaryDirectory() as folder:
            config = {**bundle.manifest.config.get("training", {}), "budget_fits": 3}
            request = TrainingRequest([], Path(folder), "curve", None, bundle.manifest.seed, config)
            curve = report.learning_curve(training.records, dataset.records, request)
    page = report.html_report(bundle, dataset.records, curve)
    storage.write_bytes(str(path), page.encode("utf-8", "replace"))
    say(f"report written to {path}")


def compare(given: argparse.Namespace) -> int:
    """Score bundles side by side; see the command's help."""
    bundles = [Bundle(path) for path in given.bundles]
    tasks = sorted({bundle.manifest.task for bundle in bundles})
    if len(tasks) > 1:
        raise TrainingError(f"the bundles are of different tasks: {', '.join(tasks)}")
    dataset = _read(given.data, given.as_of, tasks[0])
    scores = [trainer_of(tasks[0]).evaluate(bundle, dataset.records) for bundle in bundles]
    if given.json:
        _answer(json.dumps({str(b.path): found for b, found in zip(bundles, scores, strict=True)}, indent=1))
    else:
        names = [predictions.name_of(bundle) for bundle in bundles]
        _answer(predictions.format_table(predictions.compare_rows(names, scores)))
    return 0


def predict(given: argparse.Namespace) -> int:
    """Write predictions; see the command's help."""
    bundle = Bundle(given.bundle)
    dataset = _read(given.data, given.as_of, bundle.manifest.task, labelled=False)
    lines = list(predictions.prediction_lines(_task_of(bundle), dataset.records))
    storage.write_bytes(str(given.output), "".join(lines).encode("utf-8", "surrogatepass"))
    say(f"{len(lines)} predictions written to {given.output}")
    return 0


def reproduce(given: argparse.Namespace) -> int:
    """Retrain and compare; see the command's help."""
    bundle = Bundle(given.bundle)
    source = Path(given.data) if _is_public_folder(given.data) else _read(given.data, given.as_of, bundle.manifest.task)
    found = reproduce_bundle(trainer_of(bundle.manifest.task), bundle, source)
    _answer(json.dumps(found, indent=1))
    _answer("matches" if found["matches"] else "does NOT match")
    return 0 if found["matches"] else 1


def _is_public_folder(source: str) -> bool:
    return not storage.is_remote(source) and (Path(source) / "oilgas").is_dir()


def freeze(given: argparse.Namespace) -> int:
    """Keep a snapshot; see the command's help."""
    dataset = _read(given.data, given.as_of, labelled=not given.unlabelled)
    digest = snapshots.freeze(canonical_lines(dataset.records), given.store)
    _answer(f"{given.store}@{digest}")
    return 0


def bundles(given: argparse.Namespace) -> int:
    """Rebuild the shipped bundles; see the command's help."""
    if not given.data.is_dir():
        raise TrainingError(f"{given.data} is no folder; name the folder of public data with --data")
    for task in given.task or ("classification", "keywords", "language", "sensitive"):
        say(f"building {task}")
        bundle = trainer_of(task).build_shipped(given.data, given.output / task / given.version, given.version)
        _answer(f"{bundle.path} {bundle.digest}")
    return 0
