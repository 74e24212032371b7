"""All that is checked before a job begins, whoever starts it: this machine's command or Dataflow's launcher."""

from __future__ import annotations

from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import PipelineOptions

from dataflow import object_store
from dataflow.annotators.choice import shared_annotator
from dataflow.checks import preflight
from dataflow.checks.preflight import PreflightError
from dataflow.checks.pubsub_access import check_pubsub
from dataflow.options import IngestOptions, annotator_choice
from dataflow.pubsub_options import PubSubOptions, check_combinations
from dataflow.sources.dead_letters import check_dead_letters
from dataflow.sources.manifest import NAME as MANIFEST
from dataflow.sources.manifest import check_manifest, find_shards
from dataflow.sources.match import could_match, has_files, is_remote
from tasks.errors import BundleError


def check_run(options: PipelineOptions, *, has_service: bool = True) -> None:
    """Refuse what cannot work, the cheap checks first.

    Parameters
    ----------
    options : PipelineOptions
    has_service : bool, optional
        False when a service of the run's own is still to be started.

    Raises
    ------
    PreflightError
        The message is one line that says what to do.
    """
    ours = options.view_as(IngestOptions)
    is_stream = options.view_as(PubSubOptions).is_stream
    check_combinations(options)
    _check_complete(ours, has_service, is_stream)
    _check_places(ours)
    if not is_stream:
        _check_source(ours)
    check_pubsub(options)
    _check_annotator(ours, has_service)


def _check_complete(options: IngestOptions, has_service: bool, is_stream: bool) -> None:
    has_source = options.input or options.dead_letters or is_stream
    wrong = [
        (not options.output, "--output is missing; name a folder or gs:// prefix for the records"),
        (not has_source, "--input is missing; name a folder, file, glob or gs:// prefix"),
        (options.input and options.dead_letters, "--input goes not together with --dead_letters; run two jobs"),
        (options.reasons and not options.dead_letters, "--reasons goes only with --dead_letters"),
        (
            options.annotator == "service" and has_service and not options.service_url,
            "--service_url is missing; name a service, or annotate with --annotator=inprocess",
        ),
    ]
    for is_wrong, message in wrong:
        if is_wrong:
            raise PreflightError(message)


def _check_places(options: IngestOptions) -> None:
    """Refuse outputs that cannot be written, and those that would replace what this run relies on."""
    for name, place in (("output", options.output), ("quarantine", options.quarantine)):
        if not place:
            continue
        _check_not_earlier(name, place, options)
        if is_remote(place):
            if options.input and could_match(options.input, FileSystems.join(place, "annotations-.jsonl")):
                raise PreflightError(
                    f"{name} {place}: lies inside the input and would be read by the next run; move it"
                )
            object_store.check_remote_output(place, name)
        else:
            preflight.check_output(place, options.input or "", name)


def _check_not_earlier(name: str, place: str, options: IngestOptions) -> None:
    for option in ("dead_letters", "skip_unchanged"):
        earlier = getattr(options, option)
        if earlier and preflight.is_same_place(place, earlier):
            raise PreflightError(f"{name} {place}: holds what --{option} reads and would replace it; name another")


def _check_source(options: IngestOptions) -> None:
    held = set()
    if options.dead_letters:
        _open(options.dead_letters)
        check_dead_letters(options.dead_letters, options.chosen_reasons)
        if find_shards(options.dead_letters, MANIFEST):
            held |= check_manifest(options.dead_letters)
    elif is_remote(options.input):
        object_store.check_remote_input(options.input)
    else:
        preflight.check_input(options.input)
        if options.skip_unchanged and not has_files(options.input):  # each would be a tombstone
            raise PreflightError(f"input {options.input}: no file there, as if all were deleted; is the share mounted?")
    if options.skip_unchanged:
        _open(options.skip_unchanged)
        held |= check_manifest(options.skip_unchanged)
    for name, place in (("output", options.output), ("quarantine", options.quarantine)):
        if place and any(preflight.is_same_place(place, one) for one in held):
            raise PreflightError(f"{name} {place}: holds records of the earlier run that still count; name another")


def _open(place: str) -> None:
    if is_remote(place):
        object_store.open_store(place)


def _check_annotator(options: IngestOptions, has_service: bool) -> None:
    if options.annotator == "service":
        if has_service:
            preflight.check_service(options.service_url, options.api_key_file)
        return
    if is_remote(options.models_dir):
        object_store.open_store(options.models_dir)
    try:
        shared_annotator(annotator_choice(options))
    except BundleError as error:
        raise PreflightError(str(error)) from error
