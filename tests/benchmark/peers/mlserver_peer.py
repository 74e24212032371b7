"""MLServer with a runtime of its own, as its guide to custom models has it."""

from __future__ import annotations

import json

from mlserver import MLModel
from mlserver.codecs import StringCodec
from mlserver.types import InferenceRequest, InferenceResponse
from model import Classifier


class Classification(MLModel):
    """The service."""

    async def load(self) -> bool:
        """Load the model."""
        self.classifier = Classifier()
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        """Classify the texts of a request, several where MLServer has joined them."""
        results = self.classifier.classify(StringCodec.decode_input(payload.inputs[0]))
        output = StringCodec.encode_output("results", [json.dumps(result) for result in results])
        return InferenceResponse(model_name=self.name, outputs=[output])
