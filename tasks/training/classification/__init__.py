"""Training of the classification task."""

from tasks.training.classification.trainer import build_shipped, evaluate, train

__all__ = ["build_shipped", "evaluate", "train"]
