"""An installed spaCy pipeline's people beside ours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tasks.bundle import Bundle, write_bundle
from tasks.document import Document
from tasks.errors import BundleError
from tasks.sensitive import Sensitive

spacy = pytest.importorskip("spacy", reason="spaCy is not installed")


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a small pipeline on invented sentences and save it."""
    from spacy.training import Example

    np.random.seed(0)
    spacy.util.fix_random_seed(0)
    nlp = spacy.blank("nb")
    nlp.add_pipe("ner").add_label("PER")
    texts = [f"i dag kom {name} til kontoret" for name in ("zarko", "milu", "tarn", "vexi", "quor")]
    examples = [
        Example.from_dict(nlp.make_doc(text), {"entities": [(10, 10 + len(text.split()[3]), "PER")]}) for text in texts
    ]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples, sgd=optimizer, drop=0.1)
    path = tmp_path_factory.mktemp("pipeline") / "nb_small"
    nlp.to_disk(path)
    return path


def bundle_with(pipeline: str, bundle: Bundle, path: Path) -> Bundle:
    return write_bundle(
        path,
        task="sensitive",
        version="2026.11.2",
        documents={"policy.json": bundle.json("policy.json")},
        config={"spacyPipeline": pipeline},
    )


def test_the_pipelines_people_join_ours(pipeline: Path, bundle: Bundle, tmp_path: Path) -> None:
    """A bundle that names a pipeline finds whom it finds, with offsets in the text as sent."""
    task = Sensitive.load(bundle_with(str(pipeline), bundle, tmp_path / "b"))
    text = "i dag kom milu til kontoret"
    found = task.predict([Document(text)])[0].findings
    assert [(f.type, text[f.start : f.end], f.reason) for f in found] == [("PERSON", "milu", ["spaCy"])]


def test_a_pipeline_that_is_not_installed_is_named(bundle: Bundle, tmp_path: Path) -> None:
    """The message names the pipeline and the remedy."""
    with pytest.raises(BundleError, match="no_such_pipeline"):
        Sensitive.load(bundle_with("no_such_pipeline", bundle, tmp_path / "b"))


def test_lone_surrogates_do_not_stop_the_pipeline(pipeline: Path, bundle: Bundle, tmp_path: Path) -> None:
    """Any text is valid, and offsets stay those of the text as sent."""
    task = Sensitive.load(bundle_with(str(pipeline), bundle, tmp_path / "b"))
    assert task.predict([Document("\ud800 \0 i dag")])[0].decision == "allow"
