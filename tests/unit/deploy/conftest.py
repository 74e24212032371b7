"""What the service's metrics are called, taken from the service."""

import pytest

from app.metrics import Metrics
from k8s.checks.metrics import exposed_names


@pytest.fixture(scope="session")
def metric_names() -> set[str]:
    """Return the names of all series of /metrics."""
    return exposed_names(Metrics({}).render().decode())
