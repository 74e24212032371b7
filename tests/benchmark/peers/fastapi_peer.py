"""A plain FastAPI, async, as its tutorial has it."""

from __future__ import annotations

from fastapi import FastAPI
from model import Classifier
from pydantic import BaseModel


class Request(BaseModel):
    """The body of a call."""

    text: str


classifier = Classifier()
app = FastAPI()


@app.get("/readyz")
async def readyz() -> dict[str, str]:
    """Say that the model is loaded."""
    return {"status": "ok"}


@app.post("/v1/classification")
async def classification(request: Request) -> dict[str, object]:
    """Classify one text."""
    return classifier.classify([request.text])[0]
