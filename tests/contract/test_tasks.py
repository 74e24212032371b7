"""Every task of the table keeps every promise of the design, with the bundle that ships."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest

from tasks.annotate import Annotator
from tasks.channels import ServingTask, load_tasks
from tasks.document import Document
from tasks.table import TASKS
from tests.conftest import ROOT

REPORT = (
    "DAILY DRILLING REPORT   Wellbore 34/7-B-12 H   2024-03-17\n\n"
    '00:00 06:00 drilling -- drill Drilled 8 1/2" hole from 2911 m to 3042 m MD. Flow 2100 lpm, SPP 214 bar.\n'
    "06:00 09:30 interruption -- repair Changed wash pipe on top drive. Mud weight 1.32 sg, ECD 1.38 sg.\n"
    "Contact: k.nordmann@example.no, phone +47 22 12 34 56.\n"
)
NORWEGIAN = "Boreoperasjonen ble stanset fordi pumpetrykket falt brått. Det ble ikke påvist lekkasje i stigerøret.\n"
ODD = [
    "",
    " ",
    "\n\t\r ",
    "\x00",
    "\x00\x01\x02\x7f",
    "a",
    "!",
    "????!!!...",
    "1234567890",
    "\ud800",
    "x\udfffy z",
    "\u200b\ufeff",
    "😀😀😀",
    "👩‍👩‍👧‍👦 familie",
    "e\u0301\u0327" * 50,
    "שלום עולם זה טקסט בעברית",
    "هذا نص باللغة العربية عن حفر الآبار",
    "这是关于钻井的报告。泥浆比重为一点三二。",
    "これは掘削に関する報告書です。",
    "นี่คือรายงานการขุดเจาะ",
    "İSTANBUL ẞ ŉ ǰ",
    "word " * 5000,
    "a" * 20_000,
    "@a" * 10_000,
    "((((" * 5_000,
    "9" * 20_000,
    "\n" * 10_000,
    REPORT + NORWEGIAN + "\x00" + "\ud800",
    "𝔐𝔲𝔡 𝔴𝔢𝔦𝔤𝔥𝔱 " * 20,
]


@pytest.fixture(scope="module")
def serving() -> dict[str, ServingTask]:
    return load_tasks(ROOT / "models", TASKS)


@pytest.fixture(params=sorted(TASKS))
def task(request: pytest.FixtureRequest, serving: dict[str, ServingTask]) -> Any:
    return serving[request.param].task


def said(results: list[Any]) -> list[bytes]:
    return [msgspec.json.encode(result) for result in results]


def spans_of(value: Any) -> list[tuple[int, int]]:
    """Collect every start and end of a result, wherever they stand."""
    if isinstance(value, dict):
        own = [(value["start"], value["end"])] if {"start", "end"} <= set(value) else []
        own += [tuple(span) for span in value.get("spans", [])]
        return own + [span for child in value.values() for span in spans_of(child)]
    return [span for child in value for span in spans_of(child)] if isinstance(value, list) else []


def test_nothing_gives_nothing(task: Any) -> None:
    """[] gives []."""
    assert task.predict([]) == []


def test_a_batch_equals_one_by_one_in_order(task: Any) -> None:
    """Length and order are the input's, and company changes no result."""
    texts = [*ODD, REPORT, NORWEGIAN, REPORT * 30]
    together = said(task.predict([Document(text) for text in texts]))
    alone = [said(task.predict([Document(text)]))[0] for text in texts]
    assert together == alone
    backwards = said(task.predict([Document(text) for text in reversed(texts)]))
    assert backwards == together[::-1]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_any_text_is_valid_and_offsets_lie_within(task: Any, text: str) -> None:
    """Whatever the text, there is a result that can be serialised, and its spans are spans of the text."""
    result = msgspec.to_builtins(task.predict([Document(text)])[0])
    assert all(0 <= start < end <= len(text) for start, end in spans_of(result)), result


@pytest.mark.parametrize("text", ["", " \n", "\x00\x01"])
def test_blank_text_has_the_neutral_answer(text: str, serving: dict[str, ServingTask]) -> None:
    """Blank documents are unknown, without keywords, in no language, and allowed."""
    annotation = Annotator(serving).annotate([Document(text)])[0]
    assert annotation.classification.label == "unknown"
    assert annotation.keywords.keywords == []
    assert annotation.language.language == "und"
    assert annotation.sensitive.decision == "allow"
    assert annotation.errors == {}


def test_results_do_not_depend_on_what_came_before(task: Any) -> None:
    """A task has no memory: the same text has the same result after any other."""
    first = said(task.predict([Document(REPORT)]))
    for text in random.Random(0).sample(ODD, 10):
        task.predict([Document(text)])
    assert said(task.predict([Document(REPORT)])) == first


def test_results_round_trip_through_their_type(task: Any) -> None:
    """What is serialised can be read back as the same type: the schema tells the truth."""
    for text in (REPORT, NORWEGIAN, ""):
        for result in task.predict([Document(text)]):
            body = msgspec.json.encode(result)
            assert msgspec.json.encode(msgspec.json.decode(body, type=type(task).Result)) == body


def test_views_of_other_tasks_change_nothing(serving: dict[str, ServingTask]) -> None:
    """Tasks share a document's views; who ran first is of no matter."""
    for order in (sorted(TASKS), sorted(TASKS, reverse=True)):
        document = Document(REPORT)
        shared = {name: said(serving[name].task.predict([document]))[0] for name in order}
        fresh = {name: said(serving[name].task.predict([Document(REPORT)]))[0] for name in order}
        assert shared == fresh


def test_options_have_defaults_and_refuse_unknown_fields(task: Any) -> None:
    """Every option may be left out, and a misspelt one is an error."""
    options = type(task).Options()
    assert said(task.predict([Document(REPORT)], options)) == said(task.predict([Document(REPORT)]))
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(b'{"no_such_option": 1}', type=type(task).Options)


def test_the_bundle_says_what_it_learned_from(serving: dict[str, ServingTask]) -> None:
    """Every shipped bundle names labels or types, its training data with digests, and its scores."""
    for name, entry in serving.items():
        assert entry.manifest.training_data, name
        assert all(item.digest and item.documents for item in entry.manifest.training_data), name
        assert entry.manifest.scores, name
