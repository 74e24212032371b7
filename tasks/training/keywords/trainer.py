"""Train, evaluate and build the keywords bundle."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from tasks.bundle import Bundle, TrainingData, file_sha256, write_bundle
from tasks.document import Document
from tasks.errors import TrainingError
from tasks.keywords import Keywords, KeywordsOptions
from tasks.keywords.features import FEATURES, Knowledge
from tasks.keywords.ranker import Ranker
from tasks.keywords.statistics import HashedTable
from tasks.keywords.stopwords import StopWords
from tasks.keywords.task import arrays_of
from tasks.training.keywords.example import make_examples
from tasks.training.keywords.glossary import reports_with_keys
from tasks.training.keywords.ranking import LearnedLexicon, fit
from tasks.training.keywords.scoring import mean_f1_at_10
from tasks.training.keywords.statistics import build_commonness, build_stop_words
from tasks.training.trainer import TrainingRequest

_SHIPPED = Path(__file__).parents[3] / "models" / "keywords"
_NOTES = (
    "Stop words: spaCy's language data (MIT), weighed by lingua's sentences (Apache-2.0). From the keyword collections "
    "only a ranker's weights, hashed counts and hashed word features were learned."
)


# What the lexicon's scores learn from: all phrases of a text, and its topics. The Portuguese news teach the ranker
# only: news in other languages than the lexicon's are what it must be ready for.
_PHRASES = ("keywords/inspec_train.jsonl.gz", "keywords/inspec_validation.jsonl.gz", "keywords/semeval2017.jsonl.gz")
_TOPICS = ("keywords/www.jsonl.gz", "keywords/nguyen2007.jsonl.gz")
_NEWS = ("keywords/110-pt-bn-kp.jsonl.gz",)
_SENTENCES = "language/lingua_sentences.jsonl.gz"
_REPORTS = "oilgas/daily_drilling_reports.jsonl.gz"
_TABLE_BITS = 19
_SCORED_DOCUMENTS = 100
_SCORED_KEYWORDS = 15  # some of them may fall together when they are stemmed
_LIBRARIES = ("numpy", "scipy", "snowballstemmer", "spacy")

Record = dict[str, Any]


@dataclass(frozen=True)
class Learned:
    """What a bundle holds; `ranker` are the arrays of `tasks.keywords.ranker.Ranker`."""

    stop_words: StopWords
    commonness: HashedTable
    lexicon: LearnedLexicon
    ranker: dict[str, NDArray[Any]]

    def task(self) -> Keywords:
        """Return a task that uses what was learned."""
        return Keywords(self.stop_words, Knowledge(self.commonness, self.lexicon.lexicon()), Ranker(self.ranker))


def build_shipped(shared_data: Path, output: Path, version: str) -> Bundle:
    """Build the bundle that the project ships from the folder of public data.

    Parameters
    ----------
    shared_data, output : Path
    version : str

    Returns
    -------
    Bundle
    """
    gold, sentences, reports = read_shared(shared_data)
    read = {**gold, _SENTENCES: sentences, _REPORTS: reports}
    training = [TrainingData(path, file_sha256(shared_data / path), len(rows)) for path, rows in read.items()]
    scores = {"held_out_f1_at_10": held_out_scores(gold, sentences, reports)}
    learned = learn(gold, sentences, reports)
    return _write(output, version, learned, training_data=training, notes=_NOTES, scores=scores)


def read_shared(shared_data: Path) -> tuple[dict[str, list[Record]], list[Record], list[Record]]:
    """Read documents with gold keys by collection, sentences with ``language``, and reports."""
    gold = {path: _read(shared_data / path) for path in (*_PHRASES, *_TOPICS, *_NEWS)}
    return gold, _read(shared_data / _SENTENCES), _read(shared_data / _REPORTS)


def held_out_scores(
    gold: Mapping[str, Sequence[Record]], sentences: Sequence[Record], reports: Sequence[Record]
) -> dict[str, float]:
    """Learn from every other document of each collection and score those between them (at most some hundred each).

    The shipped bundle learns from all documents; this says what to expect of it on documents of the same kinds.

    Returns
    -------
    dict of str to float
        F1 of the first ten keywords by collection.
    """
    task = learn({path: rows[::2] for path, rows in gold.items()}, sentences, reports).task()
    others = {path: rows[1::2] for path, rows in gold.items()}
    some = {path: rows[:: max(len(rows) // _SCORED_DOCUMENTS, 1)] for path, rows in others.items()}
    return {Path(path).name.removesuffix(".jsonl.gz"): round(score(task, rows), 3) for path, rows in some.items()}


def learn(gold: Mapping[str, Sequence[Record]], sentences: Sequence[Record], reports: Sequence[Record]) -> Learned:
    """Learn stop words, statistics, lexicon and ranker as the shipped bundle holds them.

    Parameters
    ----------
    gold : mapping of str to sequence of dict
        Documents with ``text`` and ``keywords`` by collection.
    sentences : sequence of dict
        With ``text`` and ``language``.
    reports : sequence of dict
        With ``text``; every second one teaches the terms of the trade.

    Returns
    -------
    Learned
    """
    languages = {code: _texts(rows) for code, rows in _by_language(sentences).items()}
    stop_words = build_stop_words(languages)
    texts = {path: _texts(rows) for path, rows in {**gold, _REPORTS: reports}.items()}
    commonness = build_commonness({**texts, **languages}, stop_words, _TABLE_BITS)
    examples = make_examples({**gold, _REPORTS: reports_with_keys(reports[::2])}, stop_words)
    lexicon, ranker = fit(examples, (_PHRASES, _TOPICS, (_REPORTS,)), commonness, seed=0)
    return Learned(stop_words, commonness, lexicon, ranker)


def evaluate(bundle: Bundle, records: Sequence[Record]) -> dict[str, Any]:
    """Score a bundle on records with ``text`` and ``keywords``: F1 of the first ten, mean over documents."""
    return {"f1_at_10": score(Keywords.load(bundle), records), "documents": len(records)}


def score(task: Keywords, records: Sequence[Record]) -> float:
    """Return the mean F1 of a task's first ten keywords over records with ``text`` and ``keywords``."""
    results = task.predict([Document(record["text"]) for record in records], KeywordsOptions(max=_SCORED_KEYWORDS))
    predicted = [[keyword.text for keyword in result.keywords] for result in results]
    return mean_f1_at_10(predicted, [record["keywords"] for record in records])


def train(request: TrainingRequest) -> Bundle:
    """Count the request's documents, and learn a ranker where they have gold keywords.

    Stop words come from a base bundle (``config["base"]``, by default the newest that the project ships), and so do
    lexicon and ranker where no record has ``keywords``.

    Parameters
    ----------
    request : TrainingRequest
        Records with ``text`` and perhaps ``keywords`` (list of str).

    Returns
    -------
    Bundle

    Raises
    ------
    TrainingError
        When there is no text, or too few keywords stand in their documents.
    """
    if not any(str(row["text"]).strip() for row in request.data):
        raise TrainingError("no record has a text; give records with `text` and, to learn a ranker, `keywords`")
    base = base_bundle(request.config)
    task, arrays = Keywords.load(base), base.arrays()
    commonness = build_commonness({request.data_name: _texts(request.data)}, task.stop_words, _TABLE_BITS)
    with_keys = [row for row in request.data if row.get("keywords")]
    lexicon = LearnedLexicon(arrays_of(arrays, "lexicon"), base.manifest.config["lexicon_languages"])
    ranker = arrays_of(arrays, "ranker")
    if with_keys:
        examples = make_examples({request.data_name: with_keys}, task.stop_words)
        lexicon, ranker = fit(examples, ((), (), ()), commonness, request.seed)
    learned = Learned(task.stop_words, commonness, lexicon, ranker)
    used = TrainingData(request.data_name, request.data_digest, len(request.data), {"keywords": len(with_keys)})
    return _write(request.output, request.version, learned, training_data=[used], seed=request.seed)


def base_bundle(config: Mapping[str, Any]) -> Bundle:
    """Open the bundle that training begins from."""
    if "base" in config:
        return Bundle(Path(config["base"]))
    versions = sorted(_SHIPPED.glob("*/manifest.json"), key=lambda path: path.stat().st_mtime)
    if not versions:
        raise TrainingError(f"no keywords bundle under {_SHIPPED}; name one as `base` in the configuration")
    return Bundle(versions[-1].parent)


def _write(output: Path, version: str, learned: Learned, **fields: Any) -> Bundle:
    arrays: dict[str, NDArray[Any]] = {
        "stop_codes": learned.stop_words.codes,
        "stop_weights": learned.stop_words.weights,
        "commonness": learned.commonness.slots,
        **{f"lexicon_{name}": value for name, value in learned.lexicon.arrays.items()},
        **{f"ranker_{name}": value for name, value in learned.ranker.items()},
    }
    return write_bundle(
        output,
        task="keywords",
        version=version,
        arrays={"weights.npz": arrays},
        config={
            "features": list(FEATURES),
            "languages": learned.stop_words.languages,
            "lexicon_languages": learned.lexicon.languages,
        },
        libraries={name: library_version(name) for name in _LIBRARIES},
        **fields,
    )


def _texts(rows: Sequence[Record]) -> list[str]:
    return [str(row["text"]) for row in rows]


def _read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _by_language(rows: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    languages: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        languages.setdefault(row["language"], []).append(row)
    return languages
