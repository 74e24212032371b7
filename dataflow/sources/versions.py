"""Which version of a document counts: a newer generation wins, a deletion ends all before it, nothing comes twice.

Messages come in any order and more than once. Every version is compared with the newest that came by under the same
path: once before any work is done (`OnlyNewest` over changes), and once more before the sinks (over records), so that
an old version that took long does not follow a new one that was quick. Both are states of the pipeline, kept for
`ttl_s` of the source's time and then forgotten.

What the index must still do: ignore a record whose generation is below the one it holds for that path, an annotation
whose generation is not above that of a tombstone it holds, and a ``key`` that it has taken in already. Sinks deliver
at least once and in no order, and the pipeline forgets what is older than `ttl_s`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
from apache_beam import coders
from apache_beam.pvalue import PCollection
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec, TimerSpec, on_timer

from dataflow.accounting.metrics import count_skipped
from dataflow.records import SourceFile

DUPLICATE, SUPERSEDED, DELETED = "DUPLICATE", "SUPERSEDED", "DELETED"

# Generation, whether it is the deletion of that generation, and what tells two contents of one generation apart.
Version = tuple[int, bool, str]


@dataclass(frozen=True)
class Change:
    """A document that has come, changed or, with `deleted`, gone."""

    source: SourceFile
    deleted: bool = False
    sha256: str = ""

    @property
    def version(self) -> Version:
        """What the change is compared by."""
        return (self.source.generation, self.deleted, self.sha256)


def reason_to_skip(standing: Version | None, coming: Version) -> str | None:
    """Return why a version does not count beside the newest so far, or None when it is the newest itself.

    Parameters
    ----------
    standing, coming : Version
        The newest that came by, and the one to judge.

    Returns
    -------
    {"DUPLICATE", "SUPERSEDED", "DELETED"} or None
    """
    if standing is None or coming > standing:
        return None
    if coming == standing:
        return DUPLICATE
    return DELETED if standing[1] else SUPERSEDED


class OnlyNewest(beam.PTransform):
    """Pass on what is newer than all that came by under its path.

    Takes pairs of path and element, returns the elements; the others are counted as skipped.

    Parameters
    ----------
    version : callable
        Returns an element's `Version`.
    ttl_s : float
        Seconds of the source's time after which a path that nothing came for is forgotten.
    """

    def __init__(self, version: Callable[[Any], Version], ttl_s: float) -> None:
        super().__init__()
        self._do_fn = _OnlyNewestDoFn(version, ttl_s)

    def expand(self, keyed: PCollection[tuple[str, Any]]) -> Any:  # noqa: D102 - Beam's
        return keyed | beam.ParDo(self._do_fn)


class _OnlyNewestDoFn(beam.DoFn):
    # The coder stands in the state of running jobs: an update of a job may not change it.
    _NEWEST = ReadModifyWriteStateSpec(
        "newest", coders.TupleCoder((coders.VarIntCoder(), coders.BooleanCoder(), coders.StrUtf8Coder()))
    )
    # Of the source's time, not the clock's: such a timer holds no watermark back, and every runner has it.
    _EXPIRY = TimerSpec("expiry", TimeDomain.WATERMARK)

    def __init__(self, version: Callable[[Any], Version], ttl_s: float) -> None:
        super().__init__()
        self._version, self._ttl_s = version, ttl_s

    def process(
        self,
        keyed: tuple[str, Any],
        timestamp: Any = beam.DoFn.TimestampParam,
        newest: Any = beam.DoFn.StateParam(_NEWEST),  # noqa: B008 - how Beam is told
        expiry: Any = beam.DoFn.TimerParam(_EXPIRY),  # noqa: B008 - as above
    ) -> Iterator[Any]:
        _, element = keyed
        coming = self._version(element)
        reason = reason_to_skip(newest.read(), coming)
        if reason is not None:
            count_skipped(reason)
            return
        newest.write(coming)
        expiry.set(timestamp + self._ttl_s)
        yield element

    @on_timer(_EXPIRY)
    def forget(self, newest: Any = beam.DoFn.StateParam(_NEWEST)) -> None:  # noqa: B008 - as above
        """Forget a path."""
        newest.clear()
