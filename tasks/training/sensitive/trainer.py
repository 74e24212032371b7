"""Train, score and build the sensitive-content bundle: people, matters, policy."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from tasks.bundle import Bundle, TrainingData, write_bundle
from tasks.document import Document
from tasks.errors import TrainingError
from tasks.sensitive import DETECTORS, Sensitive
from tasks.sensitive.markings import MARKINGS
from tasks.sensitive.people import PeopleTagger
from tasks.training.sensitive.matters import MATTERS, scattered_documents, train_matters, written_documents
from tasks.training.sensitive.people import Example, learn_lexicon, score_people, train_people
from tasks.training.sensitive.people_examples import (
    Annotated,
    from_norne,
    from_presidio,
    people_of,
    with_other_names,
    written_sentences,
)
from tasks.training.sensitive.policy import SHIPPED_POLICY
from tasks.training.trainer import TrainingRequest

_LIBRARIES = ("google-re2", "numpy", "phonenumbers", "python-stdnum", "scikit-learn", "scipy")
_PEOPLE_DATA = {
    "sensitive/norne_nob.jsonl.gz": from_norne,
    "sensitive/norne_nno.jsonl.gz": from_norne,
    "sensitive/presidio.jsonl.gz": from_presidio,
}
_PLAIN_DATA = tuple(
    f"language/{name}.jsonl.gz" for name in ("lingua_sentences", "lingua_word-pairs", "lingua_single-words", "nordic")
)
_REPORTS = "oilgas/daily_drilling_reports.jsonl.gz"
_ACTIVITIES = "oilgas/activities.jsonl.gz"
_LANGUAGES = ("nb", "nn", "no", "da", "sv", "en", "nl")
SWAPS, WRITTEN = 3, 15  # copies of each real sentence with other names, and of each written one
HELD_OUT = 5  # one part in so many, in a row, is held out to score the tagger


def train(request: TrainingRequest) -> Bundle:
    """Train the people tagger on records with ``text`` and ``spans`` beside the written sentences, and the matters.

    Parameters
    ----------
    request : TrainingRequest
        Records with ``text`` and ``spans`` (type, start, end); spans of type PERSON are names.

    Returns
    -------
    Bundle

    Raises
    ------
    TrainingError
        When no record has a name.
    """
    annotated = [from_presidio({"spans": [], **record}) for record in request.data]
    if not any(people_of(a)[1] for a in annotated):
        raise TrainingError("no record has a span of type PERSON; name the people in at least some of the records")
    rng = random.Random(request.seed)  # noqa: S311 - nothing secret is drawn
    texts = [text for text, _ in annotated]
    arrays = {
        "people.npz": _people(annotated, texts, [], rng, int(request.config.get("written", WRITTEN))),
        "matters.npz": _matters(texts, rng, request.seed, int(request.config.get("matter_documents", 2000))),
    }
    source = TrainingData(request.data_name or "request", request.data_digest, len(request.data))
    scores = {}
    if request.validation:
        held_out = [people_of(from_presidio({"spans": [], **record})) for record in request.validation]
        scores["people"] = score_people(PeopleTagger.from_arrays(arrays["people.npz"]), held_out)
    return _write(request.output, request.version, request.seed, arrays, [source], scores)


def evaluate(bundle: Bundle, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Score a bundle on records with ``text`` and ``spans`` (type, start, end): F1 over exact spans, per type."""
    task = Sensitive.load(bundle)
    results = task.predict([Document(record["text"]) for record in records])
    counts: dict[str, list[int]] = {}
    for record, result in zip(records, results, strict=True):
        wanted = {(span["type"], span["start"], span["end"]) for span in record.get("spans", [])}
        answered = {(finding.type, finding.start, finding.end) for finding in result.findings}
        for place, spans in enumerate((wanted & answered, answered, wanted)):
            for type_, _, _ in spans:
                counts.setdefault(type_, [0, 0, 0])[place] += 1
    total = [sum(count[i] for count in counts.values()) for i in range(3)]
    return {**_f1(total), "types": {type_: _f1(count) for type_, count in sorted(counts.items())}}


def _f1(count: Sequence[int]) -> dict[str, float]:
    hits, found, gold = count
    return {"precision": hits / max(found, 1), "recall": hits / max(gold, 1), "f1": 2 * hits / max(found + gold, 1)}


def build_shipped(shared_data: Path, output: Path, version: str) -> Bundle:
    """Build the bundle that the project ships from the folder of public data.

    Parameters
    ----------
    shared_data : Path
        Folder that holds ``sensitive``, ``language`` and ``oilgas``.
    output : Path
    version : str

    Returns
    -------
    Bundle
    """
    sets = {name: [read(r) for r in _records(shared_data / name)] for name, read in _PEOPLE_DATA.items()}
    plain = list(_plain_texts(shared_data))
    reports = [record["text"] for record in _records(shared_data / _REPORTS)]
    remarks = [record["text"] for record in _records(shared_data / _ACTIVITIES)]
    scores = {"people": _held_out_scores(sets, plain, [*reports, *remarks])}
    rng = random.Random(0)  # noqa: S311 - nothing secret is drawn
    everything = [annotated for part in sets.values() for annotated in part]
    clean = _clean_documents(plain, reports, remarks)
    arrays = {
        "people.npz": _people(everything, plain, [*reports, *remarks], rng, WRITTEN),
        "matters.npz": _matters(clean, rng, 0, 6000),
    }
    sources = [*_PEOPLE_DATA, *_PLAIN_DATA, _REPORTS, _ACTIVITIES]
    return _write(output, version, 0, arrays, [_source(shared_data, name) for name in sources], scores)


def _people(
    annotated: Sequence[Annotated], plain: Sequence[str], clean: Sequence[str], rng: random.Random, written: int
) -> dict[str, NDArray[Any]]:
    """Train the tagger on annotated text, copies with other names, written sentences, and text without names."""
    lexicon = learn_lexicon([*plain, *(text for text, _ in annotated)])
    examples: list[Example] = [people_of(a) for a in annotated]
    for _ in range(SWAPS):
        examples += with_other_names(annotated, rng)
    for _ in range(written):
        examples += written_sentences(rng)
    examples += [(text, []) for text in clean]
    return train_people(examples, lexicon)


def _matters(clean: Sequence[str], rng: random.Random, seed: int, count: int) -> dict[str, NDArray[Any]]:
    long_enough = [text for text in clean if len(text.split()) > 8]
    documents = [*written_documents(rng, count), *((text, "") for text in clean)]
    if long_enough:
        documents += scattered_documents(rng, long_enough, count)
    return train_matters(documents, seed)


def held_out_people(shared_data: Path) -> dict[str, dict[str, float]]:
    """Score, per annotated set, a tagger trained without the last fifth of each; see `build_shipped`."""
    sets = {name: [read(r) for r in _records(shared_data / name)] for name, read in _PEOPLE_DATA.items()}
    clean = [record["text"] for name in (_REPORTS, _ACTIVITIES) for record in _records(shared_data / name)]
    return _held_out_scores(sets, list(_plain_texts(shared_data)), clean)


def _held_out_scores(
    sets: dict[str, list[Annotated]], plain: Sequence[str], clean: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Score a tagger trained without the last fifth, in a row, of each annotated set, on that fifth."""
    rng = random.Random(1)  # noqa: S311 - nothing secret is drawn
    cut = {name: len(part) - len(part) // HELD_OUT for name, part in sets.items()}
    training = [annotated for name, part in sets.items() for annotated in part[: cut[name]]]
    hidden = {text.replace(" ", "") for name, part in sets.items() for text, _ in part[cut[name] :]}
    known = [text for text in plain if text.replace(" ", "") not in hidden]
    tagger = PeopleTagger.from_arrays(_people(training, known, clean, rng, WRITTEN))
    return {
        Path(name).name.split(".")[0]: score_people(tagger, [people_of(a) for a in part[cut[name] :]])
        for name, part in sets.items()
    }


def _clean_documents(plain: Sequence[str], reports: Sequence[str], remarks: Sequence[str]) -> list[str]:
    """Return real text that deals with no matter, in pieces of the length of letters."""
    sentences = [text for text in plain if len(text) > 40]
    pieces = [" ".join(sentences[i : i + 6]) for i in range(0, len(sentences), 6)]
    return [*pieces, *reports[::2], *remarks[::8]]


def _plain_texts(shared_data: Path) -> Iterator[str]:
    for name in _PLAIN_DATA:
        for record in _records(shared_data / name):
            if record["language"] in _LANGUAGES:
                yield record["text"]


def _records(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _source(shared_data: Path, name: str) -> TrainingData:
    digest = hashlib.sha256((shared_data / name).read_bytes()).hexdigest()
    return TrainingData(name, f"sha256:{digest}", len(_records(shared_data / name)))


def _write(
    output: Path,
    version: str,
    seed: int,
    arrays: dict[str, dict[str, NDArray[Any]]],
    sources: list[TrainingData],
    scores: dict[str, Any],
) -> Bundle:
    types = {"PERSON", "PHONE_NUMBER", *(detector.type for detector in DETECTORS), *MARKINGS}
    return write_bundle(
        output,
        task="sensitive",
        version=version,
        arrays=arrays,
        documents={"policy.json": msgspec.to_builtins(SHIPPED_POLICY)},
        labels=sorted(types),
        config={"matters": list(MATTERS)},
        thresholds={"likelihoodFloors": msgspec.to_builtins(SHIPPED_POLICY.likelihood_floors)},
        training_data=sources,
        seed=seed,
        scores=_rounded(scores),
        libraries={name: library_version(name) for name in _LIBRARIES},
    )


def _rounded(scores: Any) -> Any:
    if isinstance(scores, dict):
        return {key: _rounded(value) for key, value in scores.items()}
    return round(float(np.float64(scores)), 4)
