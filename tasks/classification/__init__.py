"""What kind of document a text is, how sure that is, and which words say so."""

from tasks.classification.task import (
    UNKNOWN,
    Calibration,
    Classification,
    ClassificationOptions,
    ClassificationResult,
    ModelConfig,
    Thresholds,
)

__all__ = [
    "UNKNOWN",
    "Calibration",
    "Classification",
    "ClassificationOptions",
    "ClassificationResult",
    "ModelConfig",
    "Thresholds",
]
