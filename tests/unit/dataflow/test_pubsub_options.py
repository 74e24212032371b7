from __future__ import annotations

import pytest
from apache_beam.options.pipeline_options import PipelineOptions

from dataflow.checks.preflight import PreflightError
from dataflow.options import check_arguments
from dataflow.pubsub_options import PubSubOptions, check_combinations

CHANGES = "--notification_subscription=projects/doctag-test/subscriptions/changes"
TEXTS = "--text_subscription=projects/doctag-test/subscriptions/texts"
TOPIC = "--output_topic=projects/doctag-test/topics/tags"


@pytest.mark.parametrize(
    ("argv", "part"),
    [
        ([CHANGES], "add --streaming"),
        (["--streaming", "--input=x"], "needs --notification_subscription"),
        (["--streaming", CHANGES, "--input=x"], "--input goes not together"),
        (["--streaming", TEXTS, "--dead_letters=x"], "--dead_letters goes not together"),
        (["--streaming", TEXTS, "--skip_unchanged=x"], "--skip_unchanged goes not together"),
        (["--streaming", CHANGES, TEXTS.replace("texts", "changes")], "one each"),
        (["--input=x", "--sinks=topic"], "needs --output_topic"),
        (["--input=x", "--sinks=both"], "needs --output_topic"),
    ],
)
def test_what_does_not_go_together_is_refused_in_one_line(argv: list[str], part: str) -> None:
    """A combination that cannot work is named before any work is done."""
    with pytest.raises(PreflightError, match=part) as caught:
        check_combinations(PipelineOptions(argv))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "argv", [["--input=x"], ["--streaming", CHANGES], ["--streaming", CHANGES, TEXTS, TOPIC], ["--input=x", TOPIC]]
)
def test_what_goes_together_is_taken(argv: list[str]) -> None:
    """Batch and streaming, one subscription or two, with a topic or without."""
    check_combinations(PipelineOptions(argv))


@pytest.mark.parametrize(
    "argument",
    [
        "--notification_subscription=changes",
        "--notification_subscription=projects/short/subscriptions/changes",  # Beam takes no shorter project than 6
        "--text_subscription=projects/doctag-test/topics/texts",
        "--output_topic=projects/doctag-test/subscriptions/tags",
        "--output_topic=projects/doctag-test/topics/a b",
        "--sinks=nowhere",
        "--window_s=0",
        "--shards=-1",
        "--state_ttl_s=soon",
    ],
)
def test_ill_formed_values_are_refused_in_one_line(argument: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Names of other kinds, of no kind, and numbers below one are told with the option's name."""
    with pytest.raises(SystemExit) as caught:
        check_arguments([argument])
    assert caught.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert argument.split("=", maxsplit=1)[0] in line


@pytest.mark.parametrize(
    ("argv", "files", "topic"),
    [
        ([], True, False),
        ([TOPIC], True, True),
        ([TOPIC, "--sinks=both"], True, True),
        ([TOPIC, "--sinks=topic"], False, True),
        ([TOPIC, "--sinks=files"], True, False),
    ],
)
def test_the_sinks_are_those_that_were_chosen(argv: list[str], files: bool, topic: bool) -> None:
    """Files alone, the topic alone, or both; both by default when there is a topic."""
    options = PipelineOptions(argv).view_as(PubSubOptions)
    assert (options.writes_files, options.publishes) == (files, topic)
