"""Figures of an evaluation, for the HTML report and the notebooks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

_BINS = 15


def confusion_figure(truth: Sequence[str], said: Sequence[str]) -> Figure:
    """Draw how often each true label (row) was given each label (column), as shares of the row."""
    labels = sorted(set(truth) | set(said))
    index = {label: i for i, label in enumerate(labels)}
    counts = np.zeros((len(labels), len(labels)))
    for true, given in zip(truth, said, strict=True):
        counts[index[true], index[given]] += 1
    size = 2.5 + 0.35 * len(labels)
    figure = Figure(figsize=(size + 1, size), layout="constrained")
    axes = figure.subplots()
    image = axes.imshow(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1), cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(labels)), labels, rotation=90)
    axes.set_yticks(range(len(labels)), labels)
    axes.set(xlabel="given", ylabel="true", title="Confusion matrix")
    if len(labels) <= 30:
        for row, column in np.argwhere(counts > 0).tolist():
            axes.text(column, row, f"{counts[row, column]:.0f}", ha="center", va="center", fontsize=7)
    figure.colorbar(image, ax=axes, shrink=0.6)
    return figure


def reliability_figure(confidence: NDArray[Any], right: NDArray[Any]) -> Figure:
    """Draw accuracy over confidence in 15 bins, with the number of documents in each."""
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    sizes = np.bincount(bins, minlength=_BINS)
    used = np.flatnonzero(sizes)
    seen = np.bincount(bins, weights=confidence, minlength=_BINS)[used] / sizes[used]
    reached = np.bincount(bins, weights=right.astype(float), minlength=_BINS)[used] / sizes[used]
    figure = Figure(figsize=(5, 5), layout="constrained")
    above, below = figure.subplots(2, height_ratios=(3, 1), sharex=True)
    above.plot([0, 1], [0, 1], linestyle="--", color="grey")
    above.plot(seen, reached, marker="o")
    above.set(ylabel="share right", title="Reliability", ylim=(0, 1.02))
    below.bar((np.arange(_BINS) + 0.5) / _BINS, sizes, width=0.9 / _BINS)
    below.set(xlabel="confidence", ylabel="documents", xlim=(0, 1))
    return figure


def coverage_figure(confidence: NDArray[Any], right: NDArray[Any]) -> Figure:
    """Draw accuracy over the share of documents answered, the surest first."""
    order = np.argsort(-confidence, kind="stable")
    count = np.arange(1, len(order) + 1)
    figure = Figure(figsize=(5, 3.5), layout="constrained")
    axes = figure.subplots()
    axes.plot(count / len(order), np.cumsum(right[order]) / count)
    axes.set(xlabel="coverage", ylabel="accuracy", title="Accuracy over coverage", xlim=(0, 1))
    axes.grid(alpha=0.3)
    return figure


def learning_figure(curve: Sequence[tuple[int, float]]) -> Figure:
    """Draw the score over the number of training documents."""
    figure = Figure(figsize=(5, 3.5), layout="constrained")
    axes = figure.subplots()
    axes.plot([size for size, _ in curve], [score for _, score in curve], marker="o")
    axes.set(xlabel="training documents", ylabel="score", title="Learning curve")
    axes.grid(alpha=0.3)
    return figure


def bar_figure(counts: dict[str, int], title: str, xlabel: str = "documents") -> Figure:
    """Draw one bar for each name, the largest on top."""
    names = sorted(counts, key=lambda name: counts[name])
    figure = Figure(figsize=(6, 1 + 0.28 * len(names)), layout="constrained")
    axes = figure.subplots()
    axes.barh(names, [counts[name] for name in names])
    axes.set(xlabel=xlabel, title=title)
    return figure


def length_figure(lengths: Sequence[int]) -> Figure:
    """Draw the distribution of lengths in characters, on a logarithmic axis."""
    values = np.log10(np.maximum(lengths, 1))
    figure = Figure(figsize=(5, 3), layout="constrained")
    axes = figure.subplots()
    axes.hist(values, bins=30)
    axes.set(xlabel="characters, log10", ylabel="documents", title="Lengths")
    return figure


def scores_figure(names: Sequence[str], scores: dict[str, Sequence[float]]) -> Figure:
    """Draw scores of several bundles side by side over their versions."""
    figure = Figure(figsize=(6, 3.5), layout="constrained")
    axes = figure.subplots()
    for score, values in scores.items():
        axes.plot(names, values, marker="o", label=score)
    axes.legend()
    axes.grid(alpha=0.3)
    axes.set(title="Scores by bundle", ylim=(0, 1.02))
    return figure


def png(figure: Figure) -> bytes:
    """Return a figure as PNG, the same bytes each time."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=100, metadata={"Software": None})
    return buffer.getvalue()
