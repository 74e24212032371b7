"""The peer of the service benchmark: a plain FastAPI around scikit-learn, as a first try would be."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

from fastapi import FastAPI
from pydantic import BaseModel
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

TRAIN = Path(os.environ["PEER_TRAIN"])


class Request(BaseModel):
    """The body of a call."""

    text: str


with gzip.open(TRAIN, "rt", encoding="utf-8") as lines:
    records = [json.loads(line) for line in lines]
model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), max_features=100_000), LogisticRegression(max_iter=1000))
model.fit([record["text"] for record in records], [record["label"] for record in records])
app = FastAPI()


@app.get("/readyz")
async def readyz() -> dict[str, str]:
    """Say that the model is fitted."""
    return {"status": "ok"}


@app.post("/v1/classification")
async def classification(request: Request) -> dict[str, object]:
    """Classify one text."""
    probabilities = model.predict_proba([request.text])[0]
    best = int(probabilities.argmax())
    return {"label": model.classes_[best], "confidence": float(probabilities[best])}
