"""LitServe, two workers: ``python litserve_peer.py PORT``."""

import sys
from typing import Any

import litserve
from model import Classifier


class Classification(litserve.LitAPI):
    """The service."""

    def setup(self, device: str) -> None:
        """Load the model."""
        self.classifier = Classifier()

    def decode_request(self, request):  # LitServe takes a type here for a schema of queries
        """Take the text."""
        return request["text"]

    def predict(self, text: str) -> dict[str, Any]:
        """Classify one text."""
        return self.classifier.classify([text])[0]

    def encode_response(self, output: dict[str, Any]) -> dict[str, Any]:
        """Return it as it is."""
        return output


if __name__ == "__main__":
    server = litserve.LitServer(Classification(api_path="/v1/classification"), accelerator="cpu", workers_per_device=2)
    server.run(host="127.0.0.1", port=int(sys.argv[1]), generate_client_file=False, log_level="warning")
