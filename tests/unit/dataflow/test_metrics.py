from __future__ import annotations

from dataflow.accounting.metrics import annotation_counts


def test_an_annotation_without_some_task_is_counted_all_the_same() -> None:
    """A task that failed or was not asked for leaves a gap in the annotation, not in the counts."""
    names = annotation_counts({"mimeType": "text/plain", "annotation": {"language": {"language": "nb"}}})
    assert names == ["label/none", "language/nb", "decision/none", "mimeType/text/plain"]
