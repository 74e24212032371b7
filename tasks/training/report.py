"""One self-contained HTML page on an evaluation: scores, plots, labels, the worst errors and their evidence."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from tasks.bundle import Bundle
from tasks.classification import UNKNOWN, Classification, ClassificationResult
from tasks.errors import TrainingError
from tasks.training import plots, predictions
from tasks.training.classification.fitting import labels_of
from tasks.training.classification.trainer import chances_of, score_results, train
from tasks.training.trainer import TrainingRequest

_WORST = 20
_EXCERPT_CHARS = 1_200
_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { border: 1px solid #ccc; padding: .2rem .6rem; text-align: left }
img { max-width: 100%; vertical-align: top }
pre { white-space: pre-wrap; background: #f6f6f6; padding: .6rem }
mark { background: #ffe08a } details { margin: .6rem 0 }
"""


def html_report(bundle: Bundle, records: Sequence[dict[str, Any]], curve: Sequence[tuple[int, float]] = ()) -> str:
    """Evaluate a bundle and write what came of it as one HTML page without outside links.

    Parameters
    ----------
    bundle : Bundle
        Of the classification task.
    records : sequence of dict
        Labelled documents.
    curve : sequence of (int, float), optional
        Learning curve, as `learning_curve` gives it.

    Returns
    -------
    str
    """
    task = Classification.load(bundle)
    results = list(predictions.predict_all(task, records))
    scores = score_results(task.labels, results, records, bundle)
    truth = ["|".join(sorted(labels_of(record))) or UNKNOWN for record in records]
    parts = [
        _heading(bundle, len(records)),
        _table(predictions.compare_rows(["score"], [scores])),
        *(_image(figure) for figure in _figures(task.labels, results, truth, curve)),
        "<h2>Labels</h2>",
        _table(_label_rows(scores["perLabel"])),
        "<h2>Worst errors</h2>",
        *(_error(records[row]["text"], truth[row], results[row]) for row in worst_errors(truth, results)),
    ]
    title = html.escape(f"{bundle.manifest.task} {bundle.manifest.version}")
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><style>{_STYLE}</style>"
        + "\n".join(parts)
    )


def evaluation_figures(bundle: Bundle, records: Sequence[dict[str, Any]]) -> list[Figure]:
    """Return the figures of `html_report`: reliability, accuracy over coverage, confusion matrix."""
    task = Classification.load(bundle)
    results = list(predictions.predict_all(task, records))
    truth = ["|".join(sorted(labels_of(record))) or UNKNOWN for record in records]
    return _figures(task.labels, results, truth, ())


def _figures(
    labels: Sequence[str],
    results: Sequence[ClassificationResult],
    truth: Sequence[str],
    curve: Sequence[tuple[int, float]],
) -> list[Figure]:
    chances = chances_of(results, labels)
    confidence = chances.max(axis=1)
    right = right_answers(chances, labels, truth)
    figures = [plots.reliability_figure(confidence, right), plots.coverage_figure(confidence, right)]
    if curve:
        figures.append(plots.learning_figure(curve))
    return [*figures, plots.confusion_figure(truth, [result.label for result in results])]


def right_answers(chances: NDArray[Any], labels: Sequence[str], truth: Sequence[str]) -> NDArray[np.bool_]:
    """Return whether the best candidate is (one of) the true label(s), shape ``(n_documents,)``."""
    best = [labels[i] for i in chances.argmax(axis=1)]
    return np.array([label in true.split("|") for label, true in zip(best, truth, strict=True)])


def worst_errors(truth: Sequence[str], results: Sequence[ClassificationResult]) -> list[int]:
    """Return the rows of wrong answers, the most confident first, 20 at most; abstaining is no wrong answer."""
    wrong = [
        row
        for row, (true, result) in enumerate(zip(truth, results, strict=True))
        if result.label != UNKNOWN and result.label not in true.split("|")
    ]
    return sorted(wrong, key=lambda row: -results[row].confidence)[:_WORST]


def learning_curve(
    training: Sequence[dict[str, Any]],
    test: Sequence[dict[str, Any]],
    request: TrainingRequest,
    shares: Sequence[float] = (0.1, 0.2, 0.4, 0.7, 1.0),
) -> list[tuple[int, float]]:
    """Train on growing shares of the data and score each on the same documents.

    Parameters
    ----------
    training, test : sequence of dict
    request : TrainingRequest
        Its output is a folder for bundles that are thrown away, its configuration and seed are used.
    shares : sequence of float
        Shares too small to train on are left out.

    Returns
    -------
    list of (int, float)
        Number of training documents and accuracy (micro-F1 where several labels may hold).
    """
    order = np.random.default_rng(request.seed).permutation(len(training))
    curve = []
    for share in shares:
        rows = np.sort(order[: max(1, round(share * len(training)))])
        part = [training[row] for row in rows.tolist()]
        output = request.output / f"{len(part)}"
        try:
            bundle = train(TrainingRequest(part, output, "curve", None, request.seed, request.config))
        except TrainingError:
            continue
        results = list(predictions.predict_all(Classification.load(bundle), test))
        scores = score_results(bundle.manifest.labels, results, test, bundle)
        curve.append((len(part), scores.get("accuracy", scores.get("microF1", 0.0))))
    return curve


def _heading(bundle: Bundle, n_documents: int) -> str:
    manifest = bundle.manifest
    sources = ", ".join(f"{data.name} ({data.documents})" for data in manifest.training_data)
    lines = [f"{bundle.digest}", f"learned from {sources}", f"{n_documents} documents evaluated", manifest.notes]
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
    return f"<h1>{html.escape(manifest.task)} {html.escape(manifest.version)}</h1>{paragraphs}"


def _image(figure: Figure) -> str:
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(plots.png(figure)).decode()}">'


def _label_rows(per_label: dict[str, Any]) -> list[list[str]]:
    rows = [
        [label, *(f"{row[key]:.3f}" for key in ("precision", "recall", "f1")), str(row["support"])]
        for label, row in per_label.items()
    ]
    return [["label", "precision", "recall", "F1", "documents"], *rows]


def _table(rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{html.escape(cell)}" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}" for cell in row) for row in rows[1:])
    return f"<table><tr>{head}{body}</table>"


def _error(text: str, true: str, result: ClassificationResult) -> str:
    terms = ", ".join(f"{evidence.term} ({evidence.weight:+.2f})" for evidence in result.evidence)
    summary = f"{true} → {result.label} ({result.confidence:.2f}): {terms}"
    return f"<details><summary>{html.escape(summary)}</summary><pre>{_marked(text, result)}</pre></details>"


def _marked(text: str, result: ClassificationResult) -> str:
    """Return the text's beginning with the evidence marked; where spans overlap the first one counts."""
    spans = sorted(span for evidence in result.evidence for span in evidence.spans)
    pieces, place = [], 0
    for start, end in spans:
        if start < place or end > _EXCERPT_CHARS:
            continue
        pieces += [html.escape(text[place:start]), f"<mark>{html.escape(text[start:end])}</mark>"]
        place = end
    rest = text[place:_EXCERPT_CHARS].encode("utf-8", "replace").decode()
    return "".join(pieces) + html.escape(rest) + ("…" if len(text) > _EXCERPT_CHARS else "")
