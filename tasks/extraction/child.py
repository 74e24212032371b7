"""The child process: reads files one after another under limits that the kernel holds it to.

Run as ``python -P -m tasks.extraction.child LIMITS`` by the pool, never by hand. Standard input carries requests,
standard output replies, each part preceded by its length.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import sys
from pathlib import Path
from typing import BinaryIO

import msgspec

from tasks.errors import ExtractionError
from tasks.extraction.messages import LENGTH, MIB, Limits, Reply, frame
from tasks.extraction.reader import Reader

_RETIRE_BYTES = 256 * MIB  # a child that has grown by so much makes room for a fresh one
_MAX_WRITTEN_BYTES = 1 << 16  # standard error, and no cache that a library might keep
_ORPHAN_CHECK_S = 5.0
_GRACE_S = 5  # the pool kills at the time limit; the alarm is for a child whose parent has died


def main() -> None:
    """Answer requests until standard input closes or the parent is gone."""
    limits = msgspec.json.decode(sys.argv[1], type=Limits)
    requests, replies = sys.stdin.buffer, _private_stdout()
    reader = Reader(limits)
    reader.warm_up()  # while files may be written: kreuzberg unpacks its PDF library when first used
    idle_bytes = _address_space_bytes()
    _restrict(idle_bytes + limits.memory_bytes)
    parent = os.getppid()
    _send(replies, Reply())
    while _wait_for_request(requests, parent):
        filename, content = _receive(requests), _receive(requests)
        signal.alarm(int(limits.timeout_s) + _GRACE_S)
        reply = _answer(reader, content, filename.decode("utf-8", "surrogateescape"))
        signal.alarm(0)
        del content
        retire = _address_space_bytes() > idle_bytes + _RETIRE_BYTES
        _send(replies, msgspec.structs.replace(reply, retire=retire))
        del reply
        if retire:
            break


def _private_stdout() -> BinaryIO:
    """Keep standard output for replies alone: whatever a library prints goes nowhere."""
    private = os.fdopen(os.dup(1), "wb")
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    return private


def _restrict(address_space_bytes: int) -> None:
    """Let the kernel refuse memory beyond the limit, files of any size and core dumps."""
    for limit, value in (
        (resource.RLIMIT_AS, address_space_bytes),
        (resource.RLIMIT_FSIZE, _MAX_WRITTEN_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def _address_space_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _wait_for_request(requests: BinaryIO, parent: int) -> bool:
    """Wait for a request; False when the parent has gone, even if another process still holds its end of the pipe."""
    while os.getppid() == parent:
        if select.select([requests], [], [], _ORPHAN_CHECK_S)[0]:
            return bool(requests.peek(1))  # type: ignore[attr-defined]  # standard input is a BufferedReader
    return False


def _receive(requests: BinaryIO) -> bytes:
    (length,) = LENGTH.unpack(requests.read(LENGTH.size))
    return requests.read(length)


def _answer(reader: Reader, content: bytes, filename: str) -> Reply:
    try:
        text, media_type = reader.read(content, filename)
    except ExtractionError as error:
        return Reply(code=error.code, message=str(error))
    except MemoryError:
        return Reply(code="TOO_LARGE", message="reading the file needs too much memory; split it", retire=True)
    except Exception:  # noqa: BLE001 - a file must never take the child with it; what it broke is its own dead letter
        return Reply(code="DAMAGED", message="the file could not be read; send an undamaged copy")
    return Reply(text=text, mime_type=media_type)


def _send(replies: BinaryIO, reply: Reply) -> None:
    replies.writelines(frame(msgspec.msgpack.encode(reply)))
    replies.flush()


if __name__ == "__main__":
    main()
