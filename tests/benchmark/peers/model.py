"""What all peers serve: TF-IDF of words and pairs, 100,000 features, logistic regression.

``python model.py TRAIN OUTPUT`` learns it; the peers load what ``PEER_MODEL`` names.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from typing import Any

import joblib
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline


def train(path: str, output: str) -> None:
    """Learn from a file of records."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), max_features=100_000), LogisticRegression(max_iter=1000))
    model.fit([record["text"] for record in records], [record["label"] for record in records])
    joblib.dump(model, output)


class Classifier:
    """The model, loaded."""

    def __init__(self) -> None:
        self.model = joblib.load(os.environ["PEER_MODEL"])

    def classify(self, texts: list[str]) -> list[dict[str, Any]]:
        """Return label and confidence of each text."""
        probabilities = self.model.predict_proba(texts)
        best = probabilities.argmax(axis=1)
        return [
            {"label": str(self.model.classes_[column]), "confidence": float(row[column])}
            for row, column in zip(probabilities, best, strict=True)
        ]


if __name__ == "__main__":
    train(*sys.argv[1:])
