"""The annotation service as the pipeline sees it: batches go in, an outcome for every document comes out."""

from dataflow.service.client import Outcome, ServiceClient, ServiceError
from dataflow.service.exchange import CallSettings
from dataflow.service.wire import Text

__all__ = ["CallSettings", "Outcome", "ServiceClient", "ServiceError", "Text"]
