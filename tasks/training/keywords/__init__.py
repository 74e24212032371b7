"""Training of the keywords task."""

from tasks.training.keywords.trainer import build_shipped, evaluate, train

__all__ = ["build_shipped", "evaluate", "train"]
