"""A plain Flask under gunicorn's sync workers."""

from __future__ import annotations

from flask import Flask, request
from model import Classifier

classifier = Classifier()
app = Flask(__name__)


@app.get("/readyz")
def readyz() -> dict[str, str]:
    """Say that the model is loaded."""
    return {"status": "ok"}


@app.post("/v1/classification")
def classification() -> dict[str, object]:
    """Classify one text."""
    return classifier.classify([request.get_json()["text"]])[0]
