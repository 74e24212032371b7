"""Names of people by an installed spaCy pipeline, beside our own; spaCy is imported only when a bundle names one."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from tasks.document import Document
from tasks.errors import BundleError
from tasks.sensitive.finding import Candidate

_LABELS = frozenset({"PERSON", "PER"})  # OntoNotes' and CoNLL's names of the class
_CONFIDENCE = 0.8  # spaCy's named-entity recogniser gives no probability
_PIECE_CHARS = 100_000  # spaCy needs about 1 GB for a million characters


class SpacyPeople:
    """The person entities of a spaCy pipeline.

    Parameters
    ----------
    pipeline : str
        Name of an installed package, or the path of a pipeline's folder.

    Raises
    ------
    BundleError
        When spaCy or the pipeline is not installed.
    """

    def __init__(self, pipeline: str) -> None:
        try:
            self._nlp: Any = import_module("spacy").load(pipeline)
        except (ImportError, OSError) as error:
            raise BundleError(
                f"the bundle names the spaCy pipeline {pipeline!r}, which cannot be loaded ({type(error).__name__}); "
                f"install it, or remove spacyPipeline from the bundle's configuration"
            ) from error

    def find(self, document: Document) -> list[Candidate]:
        """Return the pipeline's person entities, with offsets in the whole document."""
        found = []
        for start in range(0, len(document.text), _PIECE_CHARS):
            piece = document.text[start : start + _PIECE_CHARS].encode("utf-8", "replace").decode("utf-8")
            for entity in self._nlp(piece).ents:
                if entity.label_ in _LABELS:
                    span = (start + entity.start_char, start + entity.end_char)
                    found.append(Candidate("PERSON", *span, _CONFIDENCE, ("spaCy",)))
        return found
