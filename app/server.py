"""gunicorn around the application: the bundles are loaded once, before the workers fork, and shared by them."""

from __future__ import annotations

import gc
import itertools
import logging
import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from app.factory import create_app
from app.routes import brief_calls
from app.settings import Settings, SettingsError, read_file
from app.shared_counts import take_place, vacate
from app.shares import Shares
from app.worker import PatientWorker
from tasks.annotate import Annotator
from tasks.channels import load_tasks
from tasks.document import Document
from tasks.lock import verify_lock
from tasks.sensitive.policy import parse_policy
from tasks.table import TASKS

_MIN_KEY_BYTES = 16  # 128 bits, below which values could be found by trying keys
_WARM_UP = 'Wellbore 1/2-3: drilled 8 1/2" hole from 2911 m to 3042 m, mud weight 1.32 sg. '
log = logging.getLogger("doctag.server")


class JsonLogger(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """Hands gunicorn's own messages to the process's handler, so that they too are JSON lines."""

    def setup(self, cfg: Any) -> None:  # noqa: ARG002 - gunicorn's signature
        """Leave levels and handlers to `app.logs`; gunicorn tells of workers that start, die and hang."""
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)
        self.access_log.disabled = True


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn with doctag's settings.

    Parameters
    ----------
    app : Flask
    settings : Settings
    """

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn's options; nothing is read from files or command lines."""
        settings = self._settings
        PatientWorker.max_body_bytes = settings.max_request_bytes
        PatientWorker.shares = Shares(settings.workers * 2)  # while workers are replaced there are more of them
        PatientWorker.turn = self._app.extensions["doctag"].engine
        PatientWorker.brief = brief_calls(self._app)
        options: dict[str, Any] = {
            "bind": f"{settings.host}:{settings.port}",
            "workers": settings.workers,
            "threads": settings.threads,
            "worker_class": PatientWorker,
            "preload_app": True,
            "timeout": settings.worker_timeout_s,
            "graceful_timeout": settings.graceful_timeout_s,
            "keepalive": 75,  # longer than the pipeline's pause between two batches
            # No header of a proxy is believed: nothing here depends on one.
            "secure_scheme_headers": {},
            "forwarder_headers": "",
            "forwarded_allow_ips": "*",
            "control_socket_disable": True,  # no socket in the home folder: the root may be read-only
            "logger_class": JsonLogger,
            "when_ready": _announce,
            "pre_fork": _give_place,
            "post_fork": _take_place,
            "child_exit": _vacate_place,
            "post_worker_init": _start_worker,
            "worker_exit": _stop_worker,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application, which was made before the fork."""
        return self._app


def _announce(arbiter: Any) -> None:
    log.info("serving on %s with %d workers", ", ".join(map(str, arbiter.LISTENERS)), arbiter.cfg.workers)


def _give_place(arbiter: Any, worker: Any) -> None:
    """Give a worker the first place that no living one has."""
    taken = {other.place for other in arbiter.WORKERS.values()}
    worker.place = next(number for number in itertools.count(1) if number not in taken)


def _take_place(_arbiter: Any, worker: Any) -> None:
    take_place(worker.place)


def _vacate_place(_arbiter: Any, worker: Any) -> None:
    vacate(worker.place)
    worker.shares.leave(worker.place)


def _start_worker(worker: Any) -> None:
    worker.app.wsgi().extensions["doctag"].start()


def _stop_worker(_arbiter: Any, worker: Any) -> None:
    if worker.booted:
        worker.app.wsgi().extensions["doctag"].stop()


def load_annotator(settings: Settings) -> Annotator:
    """Load and verify the bundles, and run each task once so that the first caller pays nothing for it."""
    serving = load_tasks(settings.models_dir, TASKS, {"sensitive": _sensitive_arguments(settings)})
    if settings.models_lock is not None:
        verify_lock(settings.models_lock, serving)
    annotator = Annotator(serving)
    annotator.annotate([Document(_WARM_UP * 20)])
    return annotator


def _sensitive_arguments(settings: Settings) -> dict[str, Any]:
    """Read what a deployment says of sensitive content: its own policy, and a key that several services share."""
    arguments: dict[str, Any] = {}
    if settings.policy_file is not None:
        arguments["policy"] = parse_policy(read_file(settings.policy_file))
    if settings.redaction_key_file is not None:
        arguments["key"] = read_file(settings.redaction_key_file).strip()
        if len(arguments["key"]) < _MIN_KEY_BYTES:
            raise SettingsError(f"DOCTAG_REDACTION_KEY_FILE holds fewer than {_MIN_KEY_BYTES} bytes; draw a longer key")
    return arguments


def check_address(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on, before gunicorn tries five times.

    Raises
    ------
    SettingsError
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or "no such port"
            raise SettingsError(f"cannot listen on {host}:{port}: {reason}; choose another port") from error


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT.

    Raises
    ------
    SettingsError, BundleError
        When the service cannot start; the message says why and what to do.
    """
    check_address(settings.host, settings.port)
    app = create_app(settings, load_annotator(settings))
    gc.collect()
    gc.freeze()  # keeps the collector from touching, and so copying, the pages that the workers share
    Server(app, settings).run()
