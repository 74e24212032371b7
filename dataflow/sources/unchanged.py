"""Which files an earlier run has dealt with already: compared by path, generation and content, and left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import AsSingleton, PCollection, TaggedOutput

from dataflow.annotators.choice import AnnotatorChoice, shared_annotator
from dataflow.records import LoadedFile, ManifestEntry, Skipped, SourceFile, readable
from dataflow.sources.manifest import ReadManifest
from dataflow.sources.match import could_match

UNCHANGED, DELETED, ELSEWHERE = "unchanged", "deleted", "elsewhere"
REASON = "UNCHANGED"


@dataclass(frozen=True)
class Terms:
    """What must be equal for an earlier record to hold still.

    Attributes
    ----------
    settings : dict of str to str
        Options that shape a record.
    models : dict of str to str
        Digest of the bundle that serves, by task.
    """

    settings: dict[str, str]
    models: dict[str, str]

    def hold_for(self, entry: ManifestEntry) -> bool:
        """Say whether a file whose content is unchanged would get the record that it has."""
        is_whole = entry.outcome in {"annotated", "quarantined"}  # dead letters are tried again
        return is_whole and entry.settings == self.settings and entry.models == self.models


class CompareWithManifest(beam.PTransform):
    """Tell the files that must be looked at from those that an earlier run has dealt with.

    Outputs ``changed`` (`SourceFile`; with `earlier` where only its content can tell), ``unchanged`` and
    ``elsewhere`` (`ManifestEntry`: found in the same generation; of no concern to this run) and ``deleted``
    (`SourceFile`: where this run looks, but no longer found).

    Parameters
    ----------
    manifest : str
        Folder or ``gs://`` prefix of the earlier run.
    pattern : str or None
        Where this run looks; None when that is not for it to say that a file is gone.
    choice : AnnotatorChoice
        Asked which models serve, once in a run.
    settings : dict of str to str
        Options that shape a record.
    """

    def __init__(self, manifest: str, pattern: str | None, choice: AnnotatorChoice, settings: dict[str, str]) -> None:
        super().__init__()
        self._manifest, self._pattern, self._choice, self._settings = manifest, pattern, choice, settings

    def expand(self, files: PCollection[SourceFile]) -> Any:  # noqa: D102 - Beam's
        once = files.pipeline | beam.Create([self._settings])
        terms = once | "Models" >> beam.Map(_terms, self._choice)
        entries = files.pipeline | "Manifest" >> ReadManifest(self._manifest)
        by_path = files | "ByPath" >> beam.Map(_under_path)
        joined = {"files": by_path, "entries": entries} | beam.CoGroupByKey()
        compare_all = beam.ParDo(_CompareDoFn(self._pattern), AsSingleton(terms))
        return joined | compare_all.with_outputs(UNCHANGED, DELETED, ELSEWHERE, main="changed")


def _terms(settings: dict[str, str], choice: AnnotatorChoice) -> Terms:
    return Terms(settings, shared_annotator(choice).models())


def _under_path(file: SourceFile) -> tuple[str, SourceFile]:
    return readable(file.path), file


class _CompareDoFn(beam.DoFn):
    def __init__(self, pattern: str | None) -> None:
        super().__init__()
        self._pattern = pattern

    def process(self, joined: tuple[str, dict[str, Iterable[Any]]], terms: Terms) -> Iterator[Any]:
        path, group = joined
        files, entries = list(group["files"]), list(group["entries"])
        entry = entries[0] if len(entries) == 1 else None  # a path that stands twice is not to be relied on
        if len(files) == 1 and entry is not None:
            yield compare(files[0], entry, terms)
        elif files:
            yield from files
        elif self._pattern is not None and could_match(self._pattern, path):
            yield TaggedOutput(DELETED, SourceFile(path, 0, max(entry.generation for entry in entries)))
        else:
            yield from (TaggedOutput(ELSEWHERE, entry) for entry in entries)


def compare(file: SourceFile, entry: ManifestEntry, terms: Terms) -> SourceFile | TaggedOutput:
    """Compare a file with what an earlier run knows of it.

    Parameters
    ----------
    file : SourceFile
    entry : ManifestEntry
        Of the same path.
    terms : Terms

    Returns
    -------
    SourceFile or TaggedOutput
        The entry as ``unchanged``; or the file, with the entry when only the content can tell, and with the attempts
        of a dead letter.
    """
    if entry.outcome == "dead":
        return replace(file, attempts=max(file.attempts, entry.attempts))
    if not terms.hold_for(entry):
        return file
    if file.generation and file.generation == entry.generation:
        return TaggedOutput(UNCHANGED, entry)
    return replace(file, earlier=entry)


class LeaveUnchanged(beam.PTransform):
    """Let go of loaded files whose content is that of an earlier run.

    Outputs ``loaded`` (`LoadedFile`) and ``unchanged`` (`ManifestEntry`, of the generation that is there now).
    """

    def expand(self, files: PCollection[LoadedFile]) -> Any:  # noqa: D102 - Beam's
        return files | beam.ParDo(_LeaveDoFn()).with_outputs(UNCHANGED, main="loaded")


class _LeaveDoFn(beam.DoFn):
    def process(self, file: LoadedFile) -> Iterator[Any]:
        source, entry = file.source, file.source.earlier
        if entry is not None and entry.sha256 == file.sha256:
            yield TaggedOutput(UNCHANGED, replace(entry, generation=source.generation, size=source.size))
        elif entry is not None:
            yield replace(file, source=replace(source, earlier=None))
        else:
            yield file


def skipped_of(entry: ManifestEntry) -> Skipped:
    """Return what is counted of a file that was left alone."""
    return Skipped(SourceFile(entry.path, entry.size, entry.generation), REASON)
