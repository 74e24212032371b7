"""``python -m tests.gcs_emulator TOOL ADDRESS``: the emulator of Cloud Storage in a process of its own."""

from __future__ import annotations

import importlib.util
import signal
import sys


def serve(tool: str, address: str) -> None:
    """Serve until killed; `tool` is the emulator's file, which lies beside the project."""
    spec = importlib.util.spec_from_file_location("gcs_emulator", tool)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    host, port = address.removeprefix("http://").split(":")
    module.create_server(host, int(port), in_memory=True).start()
    signal.pause()


if __name__ == "__main__":
    serve(*sys.argv[1:])
