"""The pipeline's options for Pub/Sub: subscriptions to read, a topic to publish on, windows to write."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable

from apache_beam.options.pipeline_options import PipelineOptions, StandardOptions

from dataflow.checks.preflight import PreflightError

_PROJECT = r"projects/[a-z][-a-z0-9:.]{4,61}[a-z0-9]"  # as Beam has it
_RESOURCE = r"[A-Za-z][-A-Za-z0-9._~+%]{2,254}"  # https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names
_WEEK_S = 7 * 24 * 3600  # as long as Pub/Sub keeps what nobody has acknowledged, by default


def _path_of(kind: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if not re.fullmatch(f"{_PROJECT}/{kind}/{_RESOURCE}", value):
            raise argparse.ArgumentTypeError(f"{value} is not of the form projects/PROJECT/{kind}/NAME")
        return value

    return parse


def _count(value: str) -> int:
    number = int(value)
    if number <= 0:
        raise argparse.ArgumentTypeError(f"{value} is not above zero")
    return number


class PubSubOptions(PipelineOptions):
    """Subscriptions, the topic, and windows."""

    @classmethod
    def _add_argparse_args(cls, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--notification_subscription",
            type=_path_of("subscriptions"),
            help="projects/P/subscriptions/S of Cloud Storage's notifications (streaming)",
        )
        parser.add_argument(
            "--text_subscription",
            type=_path_of("subscriptions"),
            help='projects/P/subscriptions/S of texts: JSON {"id", "text", "generation"?, "deleted"?}, or the bare '
            "text with id, and generation or deleted if any, as attributes (streaming)",
        )
        parser.add_argument(
            "--output_topic",
            type=_path_of("topics"),
            help="projects/P/topics/T for the search index: annotations and tombstones",
        )
        parser.add_argument(
            "--sinks",
            choices=("files", "topic", "both"),
            help="where annotations and tombstones go; dead letters and quarantine are always files. By default both "
            "with --output_topic, files without",
        )
        parser.add_argument("--window_s", type=_count, default=60, help="seconds that a file holds (streaming)")
        parser.add_argument("--shards", type=_count, default=4, help="files a window and kind at most (streaming)")
        parser.add_argument(
            "--state_ttl_s",
            type=_count,
            default=_WEEK_S,
            help="seconds for which the newest generation of a path is remembered (streaming)",
        )

    @property
    def is_stream(self) -> bool:
        """Whether documents come from a subscription."""
        return bool(self.notification_subscription or self.text_subscription)

    @property
    def writes_files(self) -> bool:
        """Whether annotations and tombstones go to files."""
        return bool(self.sinks != "topic")

    @property
    def publishes(self) -> bool:
        """Whether annotations and tombstones go to the topic."""
        return bool(self.output_topic) and self.sinks != "files"


def check_combinations(options: PipelineOptions) -> None:
    """Refuse options that do not go together.

    Parameters
    ----------
    options : PipelineOptions
        Beam's and ours.

    Raises
    ------
    PreflightError
    """
    ours, given = options.view_as(PubSubOptions), options.get_all_options()
    streaming = options.view_as(StandardOptions).streaming
    subscriptions = "--notification_subscription or --text_subscription"
    wrong = [
        (ours.is_stream and not streaming, "a subscription never ends; add --streaming"),
        (streaming and not ours.is_stream, f"--streaming needs {subscriptions}"),
        *(
            (ours.is_stream and given.get(name), f"--{name} goes not together with {subscriptions}; run two jobs")
            for name in ("input", "dead_letters", "skip_unchanged")
        ),
        (
            ours.is_stream and ours.notification_subscription == ours.text_subscription,
            "the two subscriptions are one; notifications and texts need one each",
        ),
        (ours.sinks in {"topic", "both"} and not ours.output_topic, f"--sinks {ours.sinks} needs --output_topic"),
    ]
    for is_wrong, message in wrong:
        if is_wrong:
            raise PreflightError(message)
