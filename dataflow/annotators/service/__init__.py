"""The annotation service as the pipeline sees it: batches go in, an outcome for every document comes out."""

from dataflow.annotators.service.client import Outcome, ServiceClient, ServiceError
from dataflow.annotators.service.exchange import CallSettings
from dataflow.annotators.service.wire import Text

__all__ = ["CallSettings", "Outcome", "ServiceClient", "ServiceError", "Text"]
