"""The application around small tasks that count."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.factory import create_app
from app.settings import Settings
from tasks.annotate import Annotator
from tests.fakes import CharCount, WordCount, serving

LIMITED = Settings(
    max_text_chars=1000, max_batch_documents=5, max_request_bytes=100_000, max_decompressed_bytes=200_000
)


@pytest.fixture
def app() -> Iterator[Flask]:
    app = create_app(LIMITED, Annotator(serving(WordCount(), CharCount())))
    yield app
    app.extensions["doctag"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
