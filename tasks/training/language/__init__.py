"""Training of the language task."""

from tasks.training.language.trainer import build_shipped, evaluate, train

__all__ = ["build_shipped", "evaluate", "train"]
