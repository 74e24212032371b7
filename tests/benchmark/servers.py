"""The servers that are measured side by side: how each is started, called, and what it costs."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import requests

from tests.conftest import ROOT
from tests.integration.serving import environment, free_port

WORKERS = 2
START_TIMEOUT_S = 180
PEERS = Path(__file__).parent / "peers"
_V2_PATH = "/v2/models/classification/infer"


class PeerError(Exception):
    """A peer cannot be measured; the message says why."""


def body(text: str) -> str:
    """Return the body of a call."""
    return json.dumps({"text": text})


def v2_body(text: str) -> str:
    """Return the body of a call of the Open Inference Protocol."""
    return json.dumps({"inputs": [{"name": "text", "shape": [1], "datatype": "BYTES", "data": [text]}]})


@dataclass(frozen=True)
class Contender:
    """A server: its command by port, and how it is called."""

    name: str
    command: Callable[[int], list[str]]
    env: Callable[[int], Mapping[str, str]]
    path: str = "/v1/classification"
    ready: str = "/readyz"
    body: Callable[[str], str] = field(default=body)


class Server:
    """A server in processes of its own, and what it costs."""

    def __init__(self, contender: Contender, folder: Path) -> None:
        self.contender = contender
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"{contender.name.replace(', ', '-')}.log"
        started = time.monotonic()
        with self.log.open("ab") as stream:
            self.process = subprocess.Popen(
                contender.command(self.port),
                cwd=ROOT,
                env=dict(contender.env(self.port)),
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() - started > START_TIMEOUT_S:
                self.stop()
                raise PeerError(f"does not start: {self.log.read_text()[-300:].strip()}")
            time.sleep(0.02)
        self.start_s = time.monotonic() - started
        self._check_answer()

    def _is_ready(self) -> bool:
        with contextlib.suppress(requests.RequestException):
            return requests.get(self.url + self.contender.ready, timeout=1).status_code == 200
        return False

    def _check_answer(self) -> None:
        """Make sure that what will be measured is work, not refusals."""
        url, content = self.url + self.contender.path, self.contender.body("oil and gas")
        answer = requests.post(url, content, headers={"Content-Type": "application/json"}, timeout=START_TIMEOUT_S)
        if answer.status_code != 200:
            self.stop()
            raise PeerError(f"answers {answer.status_code}: {answer.text[:200]}")

    def processes(self) -> list[psutil.Process]:
        """Return all its processes, the one that was started first."""
        with contextlib.suppress(psutil.NoSuchProcess):
            own = psutil.Process(self.process.pid)
            return [own, *own.children(recursive=True)]
        return []

    def busiest_child(self) -> psutil.Process:
        """Return the process beside the first that has worked most: one of those that answer."""
        return max(self.processes()[1:], key=_cpu_s)

    def cpu_s(self) -> float:
        """Return the CPU seconds of all its processes so far."""
        return sum(map(_cpu_s, self.processes()))

    def pss_mb(self) -> float:
        """Return the memory of all its processes, shared pages counted once, in MB."""
        return sum(process.memory_full_info().pss for process in self.processes()) / 1e6

    def stop(self) -> None:
        """End it, and whatever it leaves behind."""
        left = self.processes()
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(15)
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait(15)


def _cpu_s(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.NoSuchProcess):
        return float(sum(process.cpu_times()[:2]))
    return 0.0


@contextlib.contextmanager
def serve(contender: Contender, folder: Path) -> Iterator[Server]:
    """Run a server for as long as the block lasts."""
    server = Server(contender, folder)
    try:
        yield server
    finally:
        server.stop()


def doctag(models: Path | None = None, **settings: str) -> Contender:
    """Return our own service; the cache, and with it the joining of identical calls, is off unless asked for."""
    chosen = {"workers": str(WORKERS), "cache_bytes": "0", "log_level": "WARNING"} | settings
    if models is not None:
        chosen["models_dir"] = str(models)
    return Contender(
        "doctag", lambda port: [sys.executable, "-m", "app", "--port", str(port)], lambda _: environment(**chosen)
    )


def peers(model: Path) -> list[Contender]:
    """Return the peers, at their documented defaults but for two workers and no log of every call.

    Parameters
    ----------
    model : Path
        As `peers/model.py` writes it.
    """

    def env(port: int, **more: str) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("DOCTAG_")}
        return plain | {"PEER_MODEL": str(model), "PYTHONPATH": str(PEERS)} | more

    def mlserver_env(port: int) -> dict[str, str]:
        others = {"MLSERVER_GRPC_PORT": str(free_port()), "MLSERVER_METRICS_PORT": str(free_port())}
        return env(port, MLSERVER_HTTP_PORT=str(port), MLSERVER_PARALLEL_WORKERS=str(WORKERS), **others)

    def batching_env(port: int) -> dict[str, str]:
        return mlserver_env(port) | {"MLSERVER_MODEL_MAX_BATCH_SIZE": "32", "MLSERVER_MODEL_MAX_BATCH_TIME": "0.005"}

    uvicorn = ["-m", "uvicorn", "fastapi_peer:app", "--workers", str(WORKERS), "--log-level", "warning", "--port"]
    gunicorn = ["-m", "gunicorn", "flask_peer:app", "--workers", str(WORKERS), "--bind"]
    bentoml = ["-m", "bentoml", "serve", "bentoml_peer:Classification", "--host", "127.0.0.1", "--port"]
    mlserver = ["-c", "from mlserver.cli import main; main()", "start", str(PEERS / "mlserver_models")]
    v2 = {"path": _V2_PATH, "ready": "/v2/models/classification/ready", "body": v2_body}
    quiet = {"BENTOML_DO_NOT_TRACK": "True", "BENTOML_CONFIG_OPTIONS": "api_server.logging.access.enabled=false"}
    return [
        Contender("FastAPI", lambda port: [_python("fastapi"), *uvicorn, str(port)], env),
        Contender("Flask", lambda port: [_python("flask"), *gunicorn, f"127.0.0.1:{port}"], env),
        Contender("MLServer", lambda port: [_python("mlserver"), *mlserver], mlserver_env, **v2),
        Contender("MLServer, batching", lambda port: [_python("mlserver"), *mlserver], batching_env, **v2),
        Contender("BentoML", lambda port: [_python("bentoml"), *bentoml, str(port)], lambda port: env(port, **quiet)),
        Contender(
            "LitServe",
            lambda port: [_python("litserve"), str(PEERS / "litserve_peer.py"), str(port)],
            env,
            ready="/health",
        ),
    ]


def _python(peer: str) -> str:
    """Return the interpreter of a peer's environment.

    Raises
    ------
    PeerError
        When it is not installed.
    """
    home = ROOT / ".venv" / "peers"
    if not (home / peer / ".done").exists():
        log = home / f"{peer}.log"
        said = log.read_text().strip().splitlines() if log.exists() else []
        raise PeerError(f"not installed: {said[-1] if said else f'make .venv/peers/{peer}/.done'}")
    return str(home / peer / "bin" / "python")


def train_both(train: Path, folder: Path) -> tuple[Path, Path]:
    """Let the peers' model and a bundle of ours learn the same documents.

    Returns
    -------
    peers' model, folder of models with our bundle in place of the shipped one : Path
    """
    model = folder / "peer.joblib"
    command = [sys.executable, str(PEERS / "model.py"), str(train), str(model)]
    subprocess.run(command, check=True)
    models = folder / "models"
    shutil.copytree(ROOT / "models", models)
    output = models / "classification" / "bench"
    command = [sys.executable, "-m", "tasks.training", "train", "--task", "classification"]
    subprocess.run([*command, "--data", str(train), "--output", str(output)], cwd=ROOT, check=True, capture_output=True)
    channels = json.loads((models / "channels.json").read_text())
    channels["classification"]["stable"] = "bench"
    (models / "channels.json").write_text(json.dumps(channels))
    return model, models
