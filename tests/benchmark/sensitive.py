"""Sensitive content beside Presidio, on the development data: ``python -m tests.benchmark.sensitive [--data …]``.

Presidio runs with its own recognisers over a blank spaCy pipeline, as it does where no model is installed; its URL
recogniser is told not to fetch the public suffix list. People's names are left out of the false findings of news
and count as false in drilling reports, remarks and technical lines, where nobody is named.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tasks.bundle import Bundle
from tasks.document import Document
from tasks.sensitive import Sensitive
from tasks.training.sensitive.trainer import held_out_people
from tests.unit.tasks.sensitive import tables, technical

ROOT = Path(__file__).parents[2]
PATTERNS = ("CREDIT_CARD", "EMAIL_ADDRESS", "IBAN_CODE", "IP_ADDRESS", "PHONE_NUMBER", "URL", "US_SSN")
PEOPLE = {"norne_nob": "0.80", "norne_nno": "0.75", "presidio": "-"}
Spans = set[tuple[str, int, int]]
Finder = Callable[[str], Spans]


def records(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def our_finder(task: Sensitive) -> Finder:
    return lambda text: {(f.type, f.start, f.end) for f in task.predict([Document(text)])[0].findings}


def presidio_finder() -> Finder:
    """Return Presidio's analyser over a blank English pipeline, without its network access."""
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLD_EXTRACTOR
    tldextract.extract = tldextract.TLD_EXTRACTOR
    engine = SpacyNlpEngine()
    engine.nlp = {"en": spacy.blank("en")}
    analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])

    def find(text: str) -> Spans:
        return {(r.entity_type, r.start, r.end) for r in analyzer.analyze(text, language="en", score_threshold=0.4)}

    return find


def span_f1(find: Finder, gold: Sequence[dict[str, Any]], types: Sequence[str]) -> float:
    """Return F1 over exact spans of some types."""
    hits = found = wanted = 0
    for record in gold:
        right = {({"DOMAIN_NAME": "URL"}.get(s["type"], s["type"]), s["start"], s["end"]) for s in record["spans"]}
        right = {span for span in right if span[0] in types}
        answered = {span for span in find(record["text"]) if span[0] in types}
        hits, found, wanted = hits + len(right & answered), found + len(answered), wanted + len(right)
    return 2 * hits / max(found + wanted, 1)


def false_per_thousand(find: Finder, texts: Sequence[str], ignored: Sequence[str] = ()) -> float:
    return 1000 * sum(span[0] not in ignored for text in texts for span in find(text)) / len(texts)


def held_back_share(task: Sensitive, texts: Sequence[str]) -> float:
    """Return the percentage of texts that are not allowed, markings of their own set aside."""
    rules = [rule for rule in task.policy.rules if not any(type_.startswith("MARKING") for type_ in rule.types)]
    results = task.predict([Document(text) for text in texts])
    held = [any(rule.decision != "allow" and rule.holds(r.findings) for rule in rules) for r in results]
    by_matter = [task.policy.decide([], r.matters) != "allow" for r in results]
    return 100 * float(np.mean(np.array(held) | np.array(by_matter)))


def milliseconds(find: Finder, texts: Sequence[str]) -> float:
    """Return the best of five of the processor time of one text, warm."""
    for text in texts[:3]:
        find(text)
    times = []
    for _ in range(5):
        start = time.process_time()
        for text in texts:
            find(text)
        times.append((time.process_time() - start) / len(texts))
    return 1000 * min(times)


def rows(task: Sensitive, data: Path, ours: Finder, peer: Finder) -> list[tuple[str, float | str, float, str]]:
    """Return name, Presidio's figure, ours and the target of each line of the table."""
    gold = records(data / "sensitive/presidio.jsonl.gz")
    news = [r["text"] for part in ("train", "test") for r in records(data / f"classification/bbc/{part}.jsonl.gz")]
    reports = [r["text"] for r in records(data / "oilgas/daily_drilling_reports.jsonl.gz")]
    remarks = [r["text"] for r in records(data / "oilgas/activities.jsonl.gz")]
    hard = technical.hard_negatives()
    alike = [text for type_ in tables.TABLES for text in tables.look_alikes(type_)]
    rng = random.Random(0)
    few = {
        name: rng.sample(texts, 120) for name, texts in {"news": news, "reports": reports, "remarks": remarks}.items()
    }
    pages = ["\n".join(news)[i : i + 5000] for i in range(0, 200_000, 5000)]
    lines: list[tuple[str, float | str, float, str]] = [
        ("pattern types, span F1", span_f1(peer, gold, PATTERNS), span_f1(ours, gold, PATTERNS), "0.97"),
        *(
            (f"  {type_}", span_f1(peer, gold, [type_]), span_f1(ours, gold, [type_]), target)
            for type_, target in (("PHONE_NUMBER", "0.85"), ("CREDIT_CARD", "0.99"))
        ),
        (
            "false per 1,000 BBC articles",
            false_per_thousand(peer, few["news"], ["PERSON"]),
            false_per_thousand(ours, news, ["PERSON"]),
            "2",
        ),
        ("  daily drilling reports", false_per_thousand(peer, few["reports"]), false_per_thousand(ours, reports), "5"),
        ("  remarks", false_per_thousand(peer, few["remarks"]), false_per_thousand(ours, remarks), "0"),
        ("  hard negatives", false_per_thousand(peer, hard[:400]), false_per_thousand(ours, hard), "0"),
        ("  look-alikes", false_per_thousand(peer, alike[::5]), false_per_thousand(ours, alike), "50"),
        ("clean reports held back, %", "-", held_back_share(task, reports), "1"),
        ("BBC articles held back, %", "-", held_back_share(task, news), "-"),
        ("ms, 5,000 characters", milliseconds(peer, pages[:8]), milliseconds(ours, pages), "1"),
    ]
    return lines


def people_rows(data: Path) -> list[tuple[str, float | str, float, str]]:
    """Score names by a tagger trained without the last fifth, in a row, of every annotated set."""
    scores = held_out_people(data)
    return [(f"people F1, held-out {name}", "0 (no model)", scores[name]["f1"], PEOPLE[name]) for name in PEOPLE]


ADVERSARIAL = ("a@", "1234567890", "(", "word ", "Aa ", "eyJ", "password=", "| 1 ", "-----BEGIN ", "\n", "4111 ")


def megabyte_s(task: Sensitive, piece: str) -> float:
    """Return the processor seconds of a megabyte of the same piece over and over."""
    document = Document(piece * (1_000_000 // len(piece)))
    start = time.process_time()
    task.predict([document])
    return time.process_time() - start


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--bundle", type=Path, default=ROOT / "models" / "sensitive" / "2026.11.1")
    parser.add_argument("--train-people", action="store_true", help="train a tagger on four fifths, about two minutes")
    options = parser.parse_args(arguments)
    bundle = Bundle(options.bundle)
    task = Sensitive.load(bundle)
    table = rows(task, options.data, our_finder(task), presidio_finder())
    if options.train_people:
        table += people_rows(options.data)
    else:
        table += [
            (f"people F1, held-out {name} (manifest)", "0 (no model)", scores["f1"], target)
            for name, target in PEOPLE.items()
            if (scores := bundle.manifest.scores.get("people", {}).get(name))
        ]
    table += [(f"s, a megabyte of {piece!r}", "-", megabyte_s(task, piece), 2) for piece in ADVERSARIAL]
    print(f"{'':44}{'Presidio':>14}{'doctag':>10}{'target':>8}")
    for name, theirs, mine, target in table:
        shown = f"{theirs:.3f}" if isinstance(theirs, float) else theirs
        print(f"{name:44}{shown:>14}{mine:>10.3f}{target:>8}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
