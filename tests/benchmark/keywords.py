"""Keywords beside YAKE and TF-IDF, in the same run: ``python -m tests.benchmark.keywords [--data ../shared/data]``.

Two tables. In the first every collection is cut in two: ours learns from every other document of all collections, and
all three are measured on the documents between them. In the second, collection by collection, ours learns from the
other collections only, which says what to expect of a kind of text never seen; ``--leave-out NAME`` prints one row.
"""

from __future__ import annotations

import argparse
import math
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yake

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.keywords import Keywords, KeywordsOptions
from tasks.training.keywords.scoring import mean_f1_at_10
from tasks.training.keywords.statistics import spacy_stop_words
from tasks.training.keywords.trainer import learn, read_shared, score

BUNDLE = Path(__file__).parents[2] / "models" / "keywords" / "2026.11.1"
MEASURED_DOCUMENTS = 100
SPEED_CHARS = 5000
# Targets of the same kind, named for the sets they were given for; those are not here.
TARGETS = {
    "inspec_train": "0.45",
    "inspec_validation": "0.45",
    "www": "0.14 (kdd)",
    "nguyen2007": "0.18 (SemEval-2010)",
    "110-pt-bn-kp": "0.16 (KPCrowd)",
    "semeval2017": "-",
}
LEFT_OUT = ("inspec", "semeval2017", "www", "nguyen2007", "110-pt-bn-kp")  # both halves of Inspec are one collection
_WORD_OR_BREAK = re.compile(r"[^\W\d_][\w'’-]+|\d[\w.,/-]*|[^\w\s]")

Record = dict[str, Any]
Peer = Callable[[str], list[str]]


class TfIdf:
    """Runs of up to three words without stop words or punctuation, by ``tf * ln(N / df)``.

    Document frequencies are those of the measured collection itself, measured documents included: the strongest form.
    """

    def __init__(self, texts: Sequence[str], language: str) -> None:
        self.stop_words = spacy_stop_words()[language]
        self.held = Counter(phrase for text in texts for phrase in set(self.phrases(text)))
        self.documents = len(texts)

    def phrases(self, text: str) -> list[str]:
        words = [word.lower() for word in _WORD_OR_BREAK.findall(text)]
        barred = [not word[0].isalpha() or word in self.stop_words for word in words]
        return [
            " ".join(words[i : i + n])
            for n in (1, 2, 3)
            for i in range(len(words) - n + 1)
            if not any(barred[i : i + n])
        ]

    def __call__(self, text: str) -> list[str]:
        counts = Counter(self.phrases(text))
        weight = {p: times * math.log(self.documents / self.held.get(p, 1)) for p, times in counts.items()}
        return sorted(weight, key=lambda phrase: -weight[phrase])[:30]


def yake_peer(language: str) -> Peer:
    extractor = yake.KeywordExtractor(lan=language, n=3, top=30)
    return lambda text: [phrase for phrase, _ in extractor.extract_keywords(text)]


def measured(peer: Peer, records: Sequence[Record]) -> float:
    return mean_f1_at_10([peer(record["text"]) for record in records], [record["keywords"] for record in records])


def milliseconds(peer: Callable[[str], Any], text: str, seconds: float = 1.0) -> float:
    peer(text)
    times: list[float] = []
    while sum(times) < seconds:
        begin = time.perf_counter()
        peer(text)
        times.append(time.perf_counter() - begin)
    return 1000 * statistics.median(times)


def collection_rows(gold: dict[str, list[Record]], ours: Keywords, wanted: dict[str, list[Record]]) -> None:
    print(f"{'F1@10':<20}{'documents':>10}{'YAKE':>8}{'TF-IDF':>8}{'ours':>8}   target")
    for path, records in wanted.items():
        name = Path(path).name.removesuffix(".jsonl.gz")
        language = "pt" if "pt" in name else "en"
        some = records[:: max(len(records) // MEASURED_DOCUMENTS, 1)]
        tf_idf = TfIdf([record["text"] for record in gold[path]], language)
        scores = measured(yake_peer(language), some), measured(tf_idf, some), score(ours, some)
        print(
            f"{name:<20}{len(some):>10}" + "".join(f"{value:>8.3f}" for value in scores) + f"   {TARGETS[name]}",
            flush=True,
        )


def speed_rows(text: str) -> None:
    task = Keywords.load(Bundle(BUNDLE))
    options = KeywordsOptions()
    ours = milliseconds(lambda text: task.predict([Document(text)], options), text)
    tf_idf = milliseconds(TfIdf([text], "en"), text)
    yakes = milliseconds(yake_peer("en"), text)
    print(
        f"\nms, {len(text):,} characters, one core: YAKE {yakes:.1f}, TF-IDF {tf_idf:.1f}, ours {ours:.2f} (target 1.5)"
    )
    print(f"ratio: YAKE / ours {yakes / ours:.0f}, TF-IDF / ours {tf_idf / ours:.1f}")
    for length in (100_000, 1_000_000, 10_000_000):
        long = (text + "\n") * (length // len(text))
        begin = time.perf_counter()
        task.predict([Document(long)], options)
        print(f"{length:>12,} characters: {1000 * (time.perf_counter() - begin):.0f} ms")


def halves(gold: dict[str, list[Record]], sentences: list[Record], reports: list[Record]) -> None:
    print("Every other document of each collection learned from, those between measured:")
    taught = {path: records[::2] for path, records in gold.items()}
    tested = {path: records[1::2] for path, records in gold.items()}
    collection_rows(gold, learn(taught, sentences, reports).task(), tested)


def left_out(gold: dict[str, list[Record]], sentences: list[Record], reports: list[Record], name: str) -> None:
    print(f"\n{name} left out of what is learned from:")
    tested = {path: records for path, records in gold.items() if name in path}
    taught = {path: records for path, records in gold.items() if path not in tested}
    collection_rows(gold, learn(taught, sentences, reports).task(), tested)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--leave-out", metavar="NAME", choices=LEFT_OUT, help="print this row only")
    arguments = parser.parse_args()
    gold, sentences, reports = read_shared(arguments.data)
    if arguments.leave_out:
        left_out(gold, sentences, reports, arguments.leave_out)
        return
    halves(gold, sentences, reports)
    for name in LEFT_OUT:
        left_out(gold, sentences, reports, name)
    abstracts = gold["keywords/inspec_validation.jsonl.gz"]
    speed_rows("\n\n".join(record["text"] for record in abstracts)[:SPEED_CHARS])


if __name__ == "__main__":
    main()
