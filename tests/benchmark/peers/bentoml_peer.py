"""BentoML, two workers."""

import bentoml
from model import Classifier


@bentoml.service(workers=2)
class Classification:
    """The service."""

    def __init__(self) -> None:
        self.classifier = Classifier()

    @bentoml.api(route="/v1/classification")
    def classify(self, text: str) -> dict:
        """Classify one text."""
        return self.classifier.classify([text])[0]
