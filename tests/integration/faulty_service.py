"""The real server around a task that does what its text says: ``python -m tests.integration.faulty_service``."""

from __future__ import annotations

import argparse
import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from app.logs import configure
from app.settings import read_settings
from app.shared_counts import shared_counts
from tasks.annotate import Annotator
from tasks.document import Document
from tests.fakes import CharCount, WordCount, serving


def _raise() -> None:
    raise ValueError("a secret value from inside")


def _loop() -> None:
    while True:
        pass


def _match() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")  # takes ages, in C, and lets no other thread run


FAULTS: dict[str, Callable[[], None]] = {
    "raise": _raise,
    "loop": _loop,
    "sleep": lambda: time.sleep(600),
    "match": _match,
}
NONSENSE: dict[str, Any] = {
    "nothing": None,
    "a number": 5,
    "too few": [],
    "strings": ["result"],
    "an endless one": iter(int, 1),
}


class Faulty(WordCount):
    """Does what a document says."""

    def predict(self, documents: Sequence[Document], options: Any = None) -> list[Any]:
        for document in documents:
            FAULTS.get(document.text, bool)()
            if document.text in NONSENSE:
                return NONSENSE[document.text]  # type: ignore[no-any-return]  # it is nonsense
        return super().predict(documents, options)


def main() -> None:
    """Serve as `python -m app` does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    settings = replace(read_settings(os.environ), port=parser.parse_args().port)
    configure(settings.log_level)
    with shared_counts(settings.workers):
        from app.factory import create_app
        from app.server import Server

        Server(create_app(settings, Annotator(serving(Faulty(), CharCount()))), settings).run()


if __name__ == "__main__":
    main()
