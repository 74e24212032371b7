"""Training of the sensitive task."""

from tasks.training.sensitive.trainer import build_shipped, evaluate, train

__all__ = ["build_shipped", "evaluate", "train"]
