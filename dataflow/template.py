"""``python -m dataflow.template``: the metadata and specs of the flex templates, made from the pipeline's options."""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from apache_beam.options.pipeline_options import PipelineOptions
from google.cloud.dataflow_v1beta3 import types

from dataflow.checks.preflight import OneLineParser
from dataflow.options import IngestOptions
from dataflow.pubsub_options import PubSubOptions

METADATA = Path(__file__).parent.parent / "deploy/template"
_NAMES = ("batch", "streaming")
_OPTIONS: tuple[type[PipelineOptions], ...] = (IngestOptions, PubSubOptions)
_UNITS = {"s": "in seconds", "bytes": "in bytes", "chars": "in characters"}
_CAPITALS = {"api": "API", "url": "URL", "uri": "URI"}

_Kind = types.ParameterType
_GCS, _GCS_FILE = r"^gs://[^\n\r]+$", r"^gs://[^\n\r]+[^/]$"
_SUBSCRIPTION, _TOPIC = r"^projects/[^/\n\r]+/subscriptions/[^/\n\r]+$", r"^projects/[^/\n\r]+/topics/[^/\n\r]+$"
_NUMBERS = {int: r"^[1-9][0-9]*$", float: r"^[0-9]+(\.[0-9]+)?$"}
# Of options that are text, what the text is; Dataflow's console asks for each kind in its own way.
_TEXTS: dict[str, tuple[int, str]] = {
    "input": (_Kind.TEXT, _GCS),  # a folder, a file or a glob
    "output": (_Kind.GCS_WRITE_FOLDER, _GCS),
    "quarantine": (_Kind.GCS_WRITE_FOLDER, _GCS),
    "skip_unchanged": (_Kind.GCS_READ_FOLDER, _GCS),
    "dead_letters": (_Kind.GCS_READ_FOLDER, _GCS),
    "reasons": (_Kind.TEXT, r"^[A-Z_]+(,[A-Z_]+)*$"),
    "service_url": (_Kind.TEXT, r"^https?://[^\s/]+[^\s]*$"),
    "api_key_file": (_Kind.GCS_READ_FILE, _GCS_FILE),
    "models_dir": (_Kind.GCS_READ_FOLDER, _GCS),
    "models_lock": (_Kind.GCS_READ_FILE, _GCS_FILE),
    "notification_subscription": (_Kind.PUBSUB_SUBSCRIPTION, _SUBSCRIPTION),
    "text_subscription": (_Kind.PUBSUB_SUBSCRIPTION, _SUBSCRIPTION),
    "output_topic": (_Kind.PUBSUB_TOPIC, _TOPIC),
}
_WITHOUT_DEFAULT = {"models_dir"}  # the launcher names the image's own
_STREAMING_ONLY = {"notification_subscription", "text_subscription", "window_s", "shards", "state_ttl_s"}
_BATCH_ONLY = {"input", "dead_letters", "reasons", "skip_unchanged"}
_IMAGE = types.ParameterMetadata(
    name="sdk_container_image",
    label="Worker image",
    help_text="The template's own image, by digest: its workers run the same code, packages and models.",
    is_optional=False,
    regexes=[r"^[^\s@]+(:[^\s@]+|@sha256:[0-9a-f]{64})$"],
    param_type=_Kind.TEXT,
)
_AUTOSCALING = types.ParameterMetadata(
    name="autoscaling_algorithm",
    label="Autoscaling",
    help_text="Whether Dataflow changes the number of workers by the work that waits; NONE keeps it as it was started.",
    is_optional=True,
    regexes=["^(THROUGHPUT_BASED|NONE)$"],
    param_type=_Kind.ENUM,
    enum_options=[{"value": "THROUGHPUT_BASED"}, {"value": "NONE"}],
    default_value="THROUGHPUT_BASED",
)


class TemplateError(Exception):
    """An option cannot be described; the message says what it lacks."""


def metadata(name: str) -> types.TemplateMetadata:
    """Describe a template.

    Parameters
    ----------
    name : {"batch", "streaming"}

    Returns
    -------
    TemplateMetadata
        https://cloud.google.com/dataflow/docs/reference/rest/v1b3/GetTemplateResponse#TemplateMetadata

    Raises
    ------
    TemplateError
        When an option has no help or is of a kind that this module does not know.
    """
    streams = name == "streaming"
    absent = _BATCH_ONLY if streams else _STREAMING_ONLY
    parameters = [_parameter(action) for action in _actions() if action.dest not in absent]
    told = "as Cloud Storage notifies of them, or from messages" if streams else "that lie in a bucket, once"
    return types.TemplateMetadata(
        name=f"doctag ingestion, {name}",
        description=f"Tags documents {told}: type, keywords, language, sensitive content.",
        parameters=[*parameters, _AUTOSCALING, _IMAGE],  # Beam's own, in part
        streaming=streams,
        supports_exactly_once=streams,
        supports_at_least_once=streams,
        default_streaming_mode="EXACTLY_ONCE" if streams else "",
    )


def spec(name: str, image: str) -> types.ContainerSpec:
    """Return what a flex template is launched from: its image, language and metadata."""
    sdk = types.SDKInfo(language=types.SDKInfo.Language.PYTHON)
    return types.ContainerSpec(image=image, sdk_info=sdk, metadata=metadata(name))


def _actions() -> Iterator[argparse.Action]:
    for kind in _OPTIONS:
        parser: Any = argparse.ArgumentParser(add_help=False)
        kind._add_argparse_args(parser)
        yield from parser._actions


def _parameter(action: argparse.Action) -> types.ParameterMetadata:
    if not action.help:
        raise TemplateError(f"--{action.dest} has no help; say what it is for in its add_argument")
    kind, regexes = _kind(action)
    default = None if action.dest in _WITHOUT_DEFAULT else action.default
    return types.ParameterMetadata(
        name=action.dest,
        label=_label(action.dest),
        help_text=_sentence(action.help),
        is_optional=action.dest != "output",
        regexes=regexes,
        param_type=kind,
        enum_options=[{"value": str(choice)} for choice in action.choices or ()],
        default_value=_said(default),
    )


def _kind(action: argparse.Action) -> tuple[int, list[str]]:
    if action.choices:
        return _Kind.ENUM, [f"^({'|'.join(map(re.escape, map(str, action.choices)))})$"]
    if action.dest in _TEXTS:
        kind, regex = _TEXTS[action.dest]
        return kind, [regex]
    for number, regex in _NUMBERS.items():
        if _takes(action, number):
            return _Kind.NUMBER, [regex]
    raise TemplateError(f"--{action.dest} is of a kind that dataflow/template.py does not know; add it there")


def _takes(action: argparse.Action, number: type[int] | type[float]) -> bool:
    """Tell what numbers an option takes by giving it one."""
    if action.type is None or not callable(action.type):
        return False
    try:
        return isinstance(action.type("3" if number is int else "0.5"), number)
    except (ValueError, argparse.ArgumentTypeError):
        return False


def _label(name: str) -> str:
    *words, last = name.split("_")
    if last not in _UNITS:
        words.append(last)
    said = " ".join(_CAPITALS.get(word, word) for word in words)
    unit = f", {_UNITS[last]}" if last in _UNITS else ""
    return said[0].upper() + said[1:] + unit


def _sentence(text: str) -> str:
    text = " ".join((text % {}).split())
    first = text.split()[0]
    start = text if "/" in first else text[0].upper() + text[1:]  # a resource's name is shown as it is written
    return start + ("" if text.endswith(".") else ".")


def _said(default: Any) -> str:
    if default is None:
        return ""
    if isinstance(default, float) and math.isfinite(default):
        return f"{default:g}"
    return str(default)


def as_json(message: types.TemplateMetadata | types.ContainerSpec) -> str:
    """Return a message as the JSON that Dataflow reads; enumerations by name, nothing that is empty.

    Raises
    ------
    google.protobuf.json_format.ParseError
        When Dataflow's own types do not take it back.
    """
    kind = type(message)
    text = kind.to_json(message, always_print_fields_with_no_presence=False, use_integers_for_enums=False)
    content = json.loads(text)
    if kind.from_json(json.dumps(content)) != message:
        raise TemplateError("Dataflow's own types read something else than was written")
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Write the metadata and, for an image, the specs.

    Returns
    -------
    int
        1 when ``--check`` finds committed metadata that are not in step.
    """
    parser = OneLineParser(prog="python -m dataflow.template", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing but specs; compare the metadata")
    parser.add_argument("--image", help="image of the templates, by digest; without it no specs are written")
    parser.add_argument("--output", default="out/template", help="folder for the specs")
    parser.add_argument("--metadata", type=Path, default=METADATA, help="folder of the metadata")
    arguments = parser.parse_args(argv)
    try:
        texts = {arguments.metadata / f"{name}.metadata.json": as_json(metadata(name)) for name in _NAMES}
        stale = [path for path, text in texts.items() if not path.exists() or path.read_text("utf-8") != text]
        if arguments.image:
            _write_specs(arguments.image, Path(arguments.output))
    except TemplateError as error:
        parser.error(str(error))
    for path in stale:
        if not arguments.check:
            path.write_text(texts[path], encoding="utf-8")
        told = "is not in step with the options; run `make template`" if arguments.check else "was written anew"
        print(f"{path.name} {told}")  # noqa: T201 - a command's answer
    return 1 if arguments.check and stale else 0


def _write_specs(image: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in _NAMES:
        path = folder / f"{name}.json"
        path.write_text(as_json(spec(name, image)), encoding="utf-8")
        print(f"{path}: spec of {image}")  # noqa: T201 - as above


if __name__ == "__main__":
    sys.exit(main())
