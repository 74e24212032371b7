"""Names are found in queries as Prometheus would read them."""

import pytest

from k8s.checks.metrics import check_dashboard, exposed_names, names_in
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("up", {"up"}),
        (
            'sum by (task) (rate(a_total{task=~"b.*", code!="c"}[5m])) / sum(d_total offset 1h) > 1.7e9',
            {"a_total", "d_total"},
        ),
        ("histogram_quantile(0.99, sum by (le) (rate(s_bucket[5m])))", {"s_bucket"}),
        ("a and on (pod) group_left (task) b unless c", {"a", "b", "c"}),
        ('label_replace(a, "x", "$1", "y", "(.*)")', {"a"}),
        ("count(count by (task, digest) (a)) > bool 1", {"a"}),
        ("absent(a) or vector(0)", {"a"}),
    ],
)
def test_names_are_metrics_and_nothing_else(query: str, names: set[str]) -> None:
    """Functions, labels, numbers, durations and keywords are no metrics."""
    assert names_in(query) == names


def test_a_histogram_has_three_series() -> None:
    """An alert may name a histogram's buckets, not the histogram."""
    exposition = "# TYPE a histogram\n# TYPE b_total counter\n# TYPE c gauge\n"
    assert exposed_names(exposition) == {"a_bucket", "a_sum", "a_count", "b_total", "c"}


def test_the_dashboard_asks_for_metrics_that_exist(metric_names: set[str]) -> None:
    """Every chart of the dashboard will have something to show."""
    assert list(check_dashboard((ROOT / "deploy/dashboard.json").read_text(), metric_names)) == []


def test_a_dashboard_with_an_unknown_metric_is_refused(metric_names: set[str]) -> None:
    """The check sees names at any depth."""
    text = '{"tiles": [{"dataSets": [{"q": {"prometheusQuery": "rate(doctag_no_total[5m])"}}]}]}'
    assert list(check_dashboard(text, metric_names)) == [
        "the dashboard names doctag_no_total, which /metrics does not have"
    ]
