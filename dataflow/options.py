"""The pipeline's options: Beam's own plus these."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from apache_beam.options.pipeline_options import PipelineOptions

from dataflow.annotators.choice import AnnotatorChoice, ServiceChoice
from dataflow.annotators.inprocess import InProcessChoice
from dataflow.annotators.service import CallSettings
from dataflow.checks.preflight import OneLineParser
from dataflow.steps.annotate import BatchBounds
from tasks.extraction import Limits

_LIMITS = Limits()


def _positive(kind: type[int] | type[float]) -> Callable[[str], int | float]:
    def parse(value: str) -> int | float:
        number = kind(value)
        if number <= 0:
            raise argparse.ArgumentTypeError(f"{value} is not above zero")
        return number

    return parse


class IngestOptions(PipelineOptions):
    """Where documents come from and go to, the service that annotates them, and what one file may cost."""

    @classmethod
    def _add_argparse_args(cls, parser: argparse._ActionsContainer) -> None:
        parser.add_argument("--input", help="folder, file, glob or gs:// prefix of the documents")
        parser.add_argument("--output", help="folder or gs:// prefix for annotations-* and dead-letters-*")
        parser.add_argument("--quarantine", help="folder or gs:// prefix for quarantine-*; that of --output by default")
        parser.add_argument(
            "--include_text",
            choices=("none", "redacted", "full"),
            default="none",
            help="text that records carry; full holds for documents decided allow, all others are redacted",
        )
        _add_earlier_run_arguments(parser)
        _add_annotator_arguments(parser)
        _add_extraction_arguments(parser)
        _add_annotation_arguments(parser)

    @property
    def chosen_reasons(self) -> frozenset[str]:
        """The reasons of the dead letters to replay; none stands for all."""
        return frozenset(reason.strip() for reason in (self.reasons or "").split(",") if reason.strip())


def _add_earlier_run_arguments(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--skip_unchanged",
        metavar="MANIFEST",
        help="folder or gs:// prefix of an earlier run's output: files that its manifest-* knows in the same version, "
        "annotated by the same models, are left alone",
    )
    parser.add_argument(
        "--dead_letters", help="in place of --input: replay the dead-letters-* in that folder or prefix"
    )
    parser.add_argument("--reasons", metavar="A,B", help="replay dead letters of these reasons alone")


def _add_annotator_arguments(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--annotator",
        choices=("service", "inprocess"),
        default="service",
        help="who annotates: the service at --service_url, or the same tasks within each worker",
    )
    parser.add_argument("--service_url", help="where the service answers, such as http://127.0.0.1:8080")
    parser.add_argument("--api_key_file", help="file, here or on gs://, of the key that the service asks for")
    parser.add_argument("--models_dir", default="models", help="inprocess: folder or gs:// prefix of channels.json")
    parser.add_argument("--models_lock", help="inprocess: file of the versions and digests that must be there")


def _add_extraction_arguments(parser: argparse._ActionsContainer) -> None:
    count, seconds = _positive(int), _positive(float)
    parser.add_argument("--extraction_children", type=count, help="child processes a worker; processors by default")
    parser.add_argument(
        "--extraction_timeout_s", type=seconds, default=_LIMITS.timeout_s, help="seconds that reading one file may take"
    )
    parser.add_argument(
        "--extraction_memory_bytes",
        type=count,
        default=_LIMITS.memory_bytes,
        help="memory that reading one file may take",
    )
    parser.add_argument(
        "--max_file_bytes", type=count, default=_LIMITS.max_file_bytes, help="larger files are dead letters, unread"
    )
    parser.add_argument(
        "--max_text_chars", type=count, default=_LIMITS.max_text_chars, help="files with longer texts are dead letters"
    )


def _add_annotation_arguments(parser: argparse._ActionsContainer) -> None:
    count, seconds = _positive(int), _positive(float)
    parser.add_argument("--batch_documents", type=count, default=64, help="documents a call at most")
    parser.add_argument("--batch_bytes", type=count, default=4 << 20, help="bytes of text a call at most, one excepted")
    parser.add_argument("--max_calls", type=count, default=4, help="calls in flight at most, a worker process")
    parser.add_argument(
        "--connect_timeout_s", type=seconds, default=5.0, help="seconds until the service must have taken a call"
    )
    parser.add_argument(
        "--read_timeout_s", type=seconds, default=120.0, help="seconds until the service must have answered a call"
    )
    parser.add_argument("--service_deadline_s", type=seconds, default=600.0, help="wait for an absent service so long")


def check_arguments(argv: Sequence[str]) -> None:
    """Leave with one line on arguments that neither Beam nor we know, which Beam would pass over in silence.

    Parameters
    ----------
    argv : sequence of str
    """
    parser: Any = OneLineParser(prog="dataflow", allow_abbrev=False, conflict_handler="resolve", add_help=False)
    for kind in _all_kinds(PipelineOptions):
        kind._add_argparse_args(parser)
    _, unknown = parser.parse_known_args(list(argv))
    if unknown:
        parser.error(f"unknown argument {' '.join(unknown)}")


def _all_kinds(base: type[PipelineOptions]) -> Iterator[type[PipelineOptions]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _all_kinds(kind)


def extraction_limits(options: IngestOptions) -> Limits:
    """Return what one file may cost, as the options say."""
    return Limits(
        timeout_s=options.extraction_timeout_s,
        memory_bytes=options.extraction_memory_bytes,
        max_file_bytes=options.max_file_bytes,
        max_text_chars=options.max_text_chars,
    )


def batch_bounds(options: IngestOptions) -> BatchBounds:
    """Return how much travels together, as the options say."""
    return BatchBounds(options.batch_documents, options.batch_bytes, options.max_calls)


def annotator_choice(options: IngestOptions) -> AnnotatorChoice:
    """Return who annotates, as the options say."""
    if options.annotator == "inprocess":
        return InProcessChoice(options.models_dir, options.models_lock, options.max_text_chars)
    settings = CallSettings(
        options.connect_timeout_s,
        options.read_timeout_s,
        options.service_deadline_s,
        options.api_key_file,
        options.max_calls,
    )
    return ServiceChoice(options.service_url, settings)


def record_settings(options: IngestOptions) -> dict[str, str]:
    """Return the options that shape a record: files that were tagged under others are tagged anew."""
    return {"includeText": options.include_text}
