"""A pool of child processes that read files, and that can be killed without harm."""

from __future__ import annotations

import contextlib
import os
import queue
import select
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import msgspec

import tasks
from tasks.errors import ExtractionError, UnavailableError
from tasks.extraction.messages import LENGTH, MIB, Extraction, Limits, Reply, frame

_START_TIMEOUT_S = 30.0
_READ_BYTES = 1 << 16
_START_ATTEMPTS = 3
_ATTEMPTS = 2  # a child that dies may have been killed for no fault of the file's: once more, in a new one
_OUT_OF_MEMORY = (b"memory allocation", b"out of memory", b"MemoryError", b"bad_alloc")


class _ChildDiedError(Exception):
    """The child's end of the pipe closed before its reply was whole."""

    def __init__(self, said: bytes = b"") -> None:
        super().__init__()
        self.said = said

    @property
    def out_of_memory(self) -> bool:
        return any(words in self.said for words in _OUT_OF_MEMORY)


class _Child:
    """One child process, started at its first use and again after it died."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._stderr: IO[bytes] | None = None

    def exchange(self, filename: str, content: bytes) -> Reply:
        """Have one file read.

        Raises
        ------
        _ChildDiedError
            When the child ended before it answered.
        TimeoutError
            When it did not answer in time; it has been killed.
        """
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._start_patiently()
        parts = frame(filename.encode("utf-8", "surrogateescape"), content)
        reply = self._converse(parts, self._limits.timeout_s)
        if reply.retire:
            self.close()
        return reply

    def _start_patiently(self) -> None:
        """Start, again if need be: a child that ends before it has seen a file says nothing about the file."""
        said = b""
        for _ in range(_START_ATTEMPTS):
            try:
                return self._start()
            except _ChildDiedError as death:
                said = death.said
            except TimeoutError:
                said = b"no answer"
        words = said.decode("utf-8", "replace").strip()[-500:]
        raise UnavailableError(f"the extraction child does not start; check the installation: {words}")

    def _start(self) -> None:
        if self._owner == os.getpid():
            self.close()  # after a fork the other process's child is left alone
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        command = [sys.executable, "-P", "-m", "tasks.extraction.child", msgspec.json.encode(self._limits).decode()]
        self._process = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            bufsize=0,
            env=_environment(),
            start_new_session=True,  # Ctrl-C is for the parent, which then closes its children
        )
        self._owner = os.getpid()
        for pipe in (self._process.stdin, self._process.stdout):
            os.set_blocking(pipe.fileno(), False)  # type: ignore[union-attr]  # both are pipes
        self._converse([], _START_TIMEOUT_S)

    def _converse(self, parts: list[bytes], timeout_s: float) -> Reply:
        """Write `parts` and read one reply, whichever way the pipes are ready, until the deadline."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise _ChildDiedError
        deadline = time.monotonic() + timeout_s
        pending, received = deque(memoryview(part) for part in parts if part), bytearray()
        sending, receiving = process.stdin.fileno(), process.stdout.fileno()
        while not _is_whole(received):
            left = deadline - time.monotonic()
            if left <= 0:
                self.close()
                raise TimeoutError
            readable, writable, _ = select.select([receiving], [sending] if pending else [], [], left)
            try:
                if writable:
                    _write_some(sending, pending)
                if readable:
                    received += os.read(receiving, _READ_BYTES) or self._died()
            except BrokenPipeError:
                self._died()
        return msgspec.msgpack.decode(memoryview(received)[LENGTH.size :], type=Reply)

    def _died(self) -> bytes:
        said = b""
        if self._stderr is not None:
            with contextlib.suppress(OSError, ValueError):
                self._stderr.seek(0)
                said = self._stderr.read(_READ_BYTES)
        self.close()
        raise _ChildDiedError(said)

    def close(self) -> None:
        """Kill the child, which has no state worth keeping, and reap it."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout, self._stderr):
                if pipe is not None:
                    pipe.close()


def _is_whole(received: bytearray) -> bool:
    return len(received) >= LENGTH.size and len(received) == LENGTH.size + LENGTH.unpack_from(received)[0]


def _write_some(descriptor: int, pending: deque[memoryview]) -> None:
    with contextlib.suppress(BlockingIOError):
        written = os.write(descriptor, pending[0])
        pending[0] = pending[0][written:]
        if not pending[0]:
            pending.popleft()


def _environment() -> dict[str, str]:
    """Give the child where to find this package and one thread per library, and nothing else of the parent's."""
    root = str(Path(tasks.__file__).resolve().parents[1])
    search = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    threads = dict.fromkeys(("RAYON_NUM_THREADS", "TOKIO_WORKER_THREADS", "OMP_NUM_THREADS"), "1")
    folders = {"PYTHONPATH": os.pathsep.join(search), "TMPDIR": str(_library_folder())}
    return {**kept, **threads, **folders, "MALLOC_ARENA_MAX": "2", "LC_ALL": "C.UTF-8"}


def _library_folder() -> Path:
    """Return the folder into which kreuzberg unpacks its PDF library: this user's alone, for it will be loaded."""
    folder = Path(tempfile.gettempdir()) / f"doctag-extraction-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if status.st_uid != os.getuid() or status.st_mode & 0o077 or not folder.is_dir():
        raise RuntimeError(f"{folder} must be a folder that only its owner may use; remove it")
    return folder


class ExtractionPool:
    """Reads files in child processes: one file at a time in each, with limits on time, memory and sizes.

    May be used by many threads at once, and after a fork; children start when they are first needed. Whatever
    a file does to its child, the pool goes on with a new one.

    Parameters
    ----------
    size : int, optional
        Children at most; the number of processors when not given.
    limits : Limits, optional

    Examples
    --------
    >>> with ExtractionPool(1) as pool:
    ...     pool.extract(b"Mud weight 1.25 sg", "note.txt").text
    'Mud weight 1.25 sg'
    """

    def __init__(self, size: int | None = None, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.size = size or os.cpu_count() or 1
        self._children = [_Child(self.limits) for _ in range(self.size)]
        self._idle: queue.LifoQueue[_Child] = queue.LifoQueue()
        for child in self._children:
            self._idle.put(child)

    def extract(self, content: bytes | Path, filename: str = "") -> Extraction:
        """Read the text of one file.

        Parameters
        ----------
        content : bytes or Path
            The file's bytes, or where it lies.
        filename : str, optional
            Its name; the type is found by content; see `tasks.extraction.media_type` for the little that a name adds.

        Returns
        -------
        Extraction

        Raises
        ------
        ExtractionError
            With a stable `code`: ``EMPTY``, ``ENCRYPTED``, ``DAMAGED``, ``NO_TEXT``, ``TOO_LARGE``,
            ``UNSUPPORTED``, ``TIMEOUT`` or ``UNREADABLE``; the message says what to do about it.
        """
        if isinstance(content, Path):
            filename, content = filename or content.name, _load(content, self.limits)
        _refuse_oversize(len(content), self.limits)
        started = time.perf_counter()
        reply = self._read(content, filename)
        if reply.code:
            raise ExtractionError(reply.message, code=reply.code)
        return Extraction(reply.text, reply.mime_type, round(time.perf_counter() - started, 4))

    def _read(self, content: bytes, filename: str) -> Reply:
        child = self._idle.get()
        out_of_memory = False
        try:
            for _ in range(_ATTEMPTS):
                try:
                    return child.exchange(filename, content)
                except _ChildDiedError as death:
                    out_of_memory = death.out_of_memory
        except TimeoutError:
            message = f"reading the file took more than {self.limits.timeout_s:g} s; split it or save it anew"
            return Reply(code="TIMEOUT", message=message)
        finally:
            self._idle.put(child)
        return _death_reply(out_of_memory, self.limits)

    def close(self) -> None:
        """End all children."""
        for child in self._children:
            child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _load(path: Path, limits: Limits) -> bytes:
    try:
        _refuse_oversize(path.stat().st_size, limits)
        return path.read_bytes()
    except OSError as error:
        raise ExtractionError(
            f"the file cannot be opened ({error.strerror}); check path and rights", code="UNREADABLE"
        ) from error


def _refuse_oversize(size: int, limits: Limits) -> None:
    if size > limits.max_file_bytes:
        raise ExtractionError(
            f"the file has {size / MIB:.0f} MiB, more than {limits.max_file_bytes / MIB:g}; split it", code="TOO_LARGE"
        )


def _death_reply(out_of_memory: bool, limits: Limits) -> Reply:
    if out_of_memory:
        message = f"reading the file needs more than {limits.memory_bytes // MIB} MiB of memory; split it"
        return Reply(code="TOO_LARGE", message=message)
    return Reply(code="DAMAGED", message="the file broke its reader twice; send an undamaged copy")


def extract(content: bytes | Path, filename: str = "", limits: Limits | None = None) -> Extraction:
    """Read the text of one file in a child process of its own; for many files, keep an `ExtractionPool`.

    Parameters, results and errors are those of `ExtractionPool.extract`.
    """
    with ExtractionPool(1, limits) as pool:
        return pool.extract(content, filename)
