"""Generated requests against the running service: no 5xx, and no answer outside its own description."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.integration.serving import RunningService, running_service

CASES = int(os.environ.get("FUZZ_CASES", "40"))  # a route; `make bench` asks for 2,000
SETTINGS = settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=CASES <= 40,  # the tests try the same cases every time, the long run others
)
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with running_service(tmp_path_factory.mktemp("fuzz") / "log") as running:
        yield running


@pytest.fixture(scope="module")
def schema(service: RunningService) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{service.url}/openapi.json")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["valid", "invalid"])
def test_every_route_keeps_to_its_description(schema: schemathesis.BaseSchema, mode: GenerationMode) -> None:
    """Requests that fit the schema, and requests that do not, are both answered within it."""
    tried = 0
    for operation in (found.ok() for found in schema.get_all_operations()):
        if mode is GenerationMode.NEGATIVE and not operation.body:
            continue  # nothing can be wrong with a call that takes nothing

        @settings(
            max_examples=CASES,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize=CASES <= 40,
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: schemathesis.Case) -> None:
            nonlocal tried
            tried += 1
            case.call_and_validate(checks=CHECKS)

        send()
    assert tried > CASES
