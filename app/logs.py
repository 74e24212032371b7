"""Structured logs: one JSON line an event, with request and trace id, never with a document's text."""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import Any

_EXTRA = ("caller", "request_id", "trace_id", "method", "route", "status", "duration_ms", "bytes_in", "bytes_out")


class JsonFormatter(logging.Formatter):
    """Formats a record as one line of JSON; of an exception it keeps type and place, not its message."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        event: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "severity": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        event.update({key: getattr(record, key) for key in _EXTRA if getattr(record, key, None) is not None})
        if record.exc_info and record.exc_info[0]:
            event["exception"] = record.exc_info[0].__name__
            event["at"] = _frames(record.exc_info[2])
        return json.dumps(event, ensure_ascii=False)


def _frames(traceback: Any) -> list[str]:
    """File and line of each frame; messages and values may hold text of a document and stay out."""
    frames = []
    while traceback:
        frames.append(f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return frames[-8:]


def configure(level: str) -> None:
    """Send all logs of the process to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
