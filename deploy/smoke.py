"""Ask a running service whether it is what was built: ready, and one answer from every task of the lock.

Runs inside the image, with nothing but Python:  docker exec -i NAME python - <deploy/smoke.py
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

URL = f"http://127.0.0.1:{os.environ.get('DOCTAG_PORT', '8080')}"
START_TIMEOUT_S = 60
TEXT = 'Drilled 8 1/2" hole from 2911 m to 3042 m. Mud weight 1.32 sg. Questions to drilling@example.no. ' * 20


def call(path: str, body: dict | None = None) -> dict:
    """Return the parsed answer of a call."""
    content = json.dumps(body).encode() if body else None
    request = urllib.request.Request(URL + path, content, {"Content-Type": "application/json"})  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
        return json.load(answer)


def wait_until_ready() -> float:
    """Return after how many seconds the service was ready."""
    started = time.monotonic()
    while time.monotonic() - started < START_TIMEOUT_S:
        try:
            call("/readyz")
        except urllib.error.URLError:
            time.sleep(0.05)
        else:
            return time.monotonic() - started
    sys.exit(f"not ready after {START_TIMEOUT_S} s")


def main() -> None:
    """Print one line a task, or end with what is wrong."""
    print(f"ready after {wait_until_ready():.1f} s")  # noqa: T201 - what a person is to read
    lock = json.loads(Path(os.environ.get("DOCTAG_MODELS_LOCK", "models.lock")).read_text())
    annotation = call("/v1/documents:annotate", {"document": {"id": "smoke", "text": TEXT}})
    if annotation["errors"]:
        sys.exit(f"tasks failed: {annotation['errors']}")
    for task, pin in lock.items():
        model = annotation[task]["model"]
        if model["digest"] != pin["digest"]:
            sys.exit(f"{task} is answered by {model['digest']}, pinned is {pin['digest']}")
        print(f"{task} {model['version']} {model['digest'][:19]} answers")  # noqa: T201 - what a person is to read


main()
