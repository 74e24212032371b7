from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from dataflow import __main__ as any_runner
from tests.annotation_service import AnnotationService, Handler
from tests.conftest import ROOT
from tests.integration.ingestion import BAD, assert_accounted, records, write_inbox
from tests.integration.serving import free_port


def start(*arguments: str | Path, module: str = "dataflow.local", **environment: str) -> subprocess.Popen[str]:
    """Start the command as `make ingest` does, in a session of its own so that Ctrl-C can be tried."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("DOCTAG_")} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ingest(*arguments: str | Path, module: str = "dataflow.local", **environment: str) -> tuple[int, str, str]:
    """Run the command to its end; return its exit code and what it printed."""
    process = start(*arguments, module=module, **environment)
    output, errors = process.communicate(timeout=120)
    return process.returncode, output, errors


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return write_inbox(tmp_path / "inbox", good=6)


def test_the_tables_add_up(inbox: Path, tmp_path: Path) -> None:
    """The run prints a row for every file and a summary whose rows add up; dead letters are no failure."""
    with AnnotationService() as service:
        code, output, errors = ingest(
            "--input", inbox, "--output", tmp_path / "out", "--service-url", service.url, COLUMNS="200"
        )
    assert (code, errors) == (0, "")
    assert_accounted(inbox, tmp_path / "out")
    assert output.count("daily_drilling_report 0.90") == 6
    for reason in BAD.values():
        assert output.count(reason) == 2  # its file's row, and the summary's
    assert re.search(r"annotated\s*│\s*6 ", output)
    assert re.search(r"dead letters\s*│\s*4 ", output)
    assert re.search(r"found\s*│\s*10 ", output)
    assert re.search(r"documents per second\s*│\s*[\d.]+ ", output)


def test_the_real_service_is_started_and_stopped(inbox: Path, tmp_path: Path) -> None:
    """Without a service named, one is started on a free port, and nothing of it runs on afterwards."""
    process = start("--input", inbox, "--output", tmp_path / "out")
    seen: set[int] = set()
    while process.poll() is None:
        seen |= {child.pid for child in psutil.Process(process.pid).children(recursive=True)}
        time.sleep(0.1)
    output, errors = process.communicate()
    assert (process.returncode, errors) == (0, ""), output
    assert_accounted(inbox, tmp_path / "out")
    assert seen
    assert not [pid for pid in seen if psutil.pid_exists(pid)]


def test_with_stay_the_service_stays_until_ctrl_c(inbox: Path, tmp_path: Path) -> None:
    """The service answers after the run until Ctrl-C, which ends everything with exit code 0."""
    port = free_port()
    process = start("--input", inbox, "--output", tmp_path / "out", "--port", str(port), "--stay")
    assert process.stdout is not None
    printed = ""
    while process.poll() is None and "stays up" not in printed:
        printed += process.stdout.readline()
    if process.poll() is None:
        assert requests.get(f"http://127.0.0.1:{port}/readyz", timeout=5).status_code == 200
        os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, ""), printed
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{port}/readyz", timeout=5)


def test_ctrl_c_in_the_middle_stops_everything(inbox: Path, tmp_path: Path) -> None:
    """An interrupted run says so in one line, and leaves neither processes nor half a record file."""
    with AnnotationService(lambda *_: time.sleep(3) or False) as service:
        process = start("--input", inbox, "--output", tmp_path / "out", "--service-url", service.url)
        while not service.calls and process.poll() is None:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.strip() == "doctag: interrupted"
    assert not list((tmp_path / "out").glob("*.jsonl"))


def refused(*arguments: str | Path, module: str = "dataflow.local", **environment: str) -> str:
    """Run with wrong arguments; return the one line that says so."""
    code, output, errors = ingest(*arguments, module=module, **environment)
    assert code == 2, errors
    assert output == ""
    assert len(errors.splitlines()) == 1, errors
    return errors


def test_wrong_inputs_are_refused_in_one_line(tmp_path: Path) -> None:
    """No such folder, a glob without matches, a dangling link, a pipe: one line each, before any work."""
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe")
    for name in ("gone", "*.pdf", "link", "pipe"):
        line = refused("--input", tmp_path / name, "--output", tmp_path / "out")
        assert str(tmp_path / name) in line
    assert not (tmp_path / "out").exists()


def test_wrong_outputs_are_refused_in_one_line(inbox: Path, tmp_path: Path) -> None:
    """An output below a file, or inside the input where the next run would read it, is refused."""
    (tmp_path / "file").write_text("")
    assert "cannot be written" in refused("--input", inbox, "--output", tmp_path / "file" / "out")
    assert "inside the input" in refused("--input", inbox, "--output", inbox / "out")
    assert not (inbox / "out").exists()


def test_a_service_that_is_not_there_is_refused_in_one_line(inbox: Path, tmp_path: Path) -> None:
    """An address where nothing answers, something that is no address, and a service that is not ready."""
    for url in (f"http://127.0.0.1:{free_port()}", "nonsense"):
        assert url in refused("--input", inbox, "--output", tmp_path / "out", "--service-url", url)


def test_a_service_that_wants_a_key_is_told_which_one_is_wrong(inbox: Path, tmp_path: Path) -> None:
    """No key, a wrong one, and a file that holds none are each one line; with the right key the run goes on."""
    with AnnotationService(_wants_key) as service:
        arguments = ("--input", inbox, "--output", tmp_path / "out", "--service-url", service.url)
        assert "wants a key; name its file by --api_key_file" in refused(*arguments)
        (tmp_path / "key").write_text("wrong\n")
        assert f"does not take the key in {tmp_path / 'key'}" in refused(*arguments, f"--api_key_file={tmp_path}/key")
        assert "cannot be read" in refused(*arguments, f"--api_key_file={tmp_path}/no-key")
        (tmp_path / "key").write_text("right\n")
        code, _, errors = ingest(*arguments, f"--api_key_file={tmp_path}/key")
    assert (code, errors) == (0, "")
    assert_accounted(inbox, tmp_path / "out")


def _wants_key(handler: Handler, _: list[dict[str, Any]]) -> bool:
    return handler.headers.get("X-Api-Key") != "right" and handler.fail(401)


def test_every_entry_makes_the_same_checks(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command for any runner refuses what the local one refuses: in one line, before any work, exit code 2."""
    source, output = f"--input={inbox}", f"--output={tmp_path / 'out'}"
    away = f"--service_url=http://127.0.0.1:{free_port()}"
    wrong = {
        "unknown argument --inptu": (source, output, away, "--inptu=x"),
        "--input is missing": (output, away),
        "--output is missing": (source, away),
        "--service_url is missing": (source, output),
        "no such folder": (f"{source}/gone", output, away),
        "does not answer": (source, output, away),
        "invalid choice": (source, output, "--annotator=nobody"),
        "no-models": (source, output, "--annotator=inprocess", f"--models_dir={tmp_path}/no-models"),
        "holds no manifest": (source, output, away, f"--skip_unchanged={inbox}"),
        "holds no dead-letters": (f"--dead_letters={inbox}", output, away),
        "--reasons goes only": (source, output, "--annotator=inprocess", "--reasons=EMPTY"),
    }
    for said, arguments in wrong.items():
        try:
            code = any_runner.main(arguments)
        except SystemExit as error:  # as parsers end
            code = int(error.code or 0)
        errors = capsys.readouterr().err
        assert (code, len(errors.splitlines())) == (2, 1), errors
        assert said in errors
    assert not list((tmp_path / "out").glob("*"))
    for module in ("dataflow", "dataflow.local", "dataflow.replay"):
        given = "--dead_letters" if module == "dataflow.replay" else "--input"
        assert "--inptu" in refused(f"{given}={inbox}", output, "--inptu=x", module=module)


def test_without_a_service_the_tasks_run_in_this_process(inbox: Path, tmp_path: Path) -> None:
    """--annotator=inprocess starts no service; quarantine, text and the tables go with it."""
    options = ("--annotator=inprocess", "--include_text=full", f"--quarantine={tmp_path / 'held'}")
    process = start("--input", inbox, "--output", tmp_path / "out", *options, COLUMNS="200")
    seen: set[str] = set()
    while process.poll() is None:
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                seen.add(" ".join(child.cmdline()))
        time.sleep(0.1)
    output, errors = process.communicate()
    assert (process.returncode, errors) == (0, ""), output
    assert_accounted(inbox, tmp_path / "out")
    assert seen
    assert not [command for command in seen if "-m app" in command]
    assert "annotating within this process" in output
    assert all("text" in record for record in records(tmp_path / "out", "annotations"))


def test_help_names_every_option_of_the_pipeline() -> None:
    """--help lists what the command itself takes and what it hands on, with all of ours explained."""
    code, output, _ = ingest("--help")
    assert code == 0
    for name in ("--stay", "--quarantine", "--include_text", "--annotator", "--skip_unchanged", "--dead_letters"):
        assert name in output


def test_a_taken_port_is_refused_in_one_line(inbox: Path, tmp_path: Path) -> None:
    """A port that something listens on is named before anything is started."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert port in refused("--input", inbox, "--output", tmp_path / "out", "--port", port, "--stay")


def test_arguments_that_nobody_knows_are_refused_in_one_line(inbox: Path, tmp_path: Path) -> None:
    """A mistyped option, a missing one and a number out of range are named, not passed over."""
    output = ("--output", tmp_path / "out")
    assert "--inptu" in refused("--input", inbox, *output, "--inptu=x")
    assert "--input" in refused(*output)
    assert "batch_documents" in refused("--input", inbox, *output, "--batch_documents=0")


def test_a_service_that_cannot_start_says_why(inbox: Path, tmp_path: Path) -> None:
    """The own service's last words are passed on in one line."""
    line = refused("--input", inbox, "--output", tmp_path / "out", DOCTAG_MODELS_DIR=str(tmp_path / "no-models"))
    assert "no-models" in line


def test_missing_credentials_are_refused_in_one_line(inbox: Path, tmp_path: Path) -> None:
    """gs:// without Google credentials is refused at once, not after minutes of tries."""
    started = time.monotonic()
    line = refused(
        *("--input", "gs://bucket/prefix", "--output", tmp_path / "out"),
        NO_GCE_CHECK="true",
        HOME=str(tmp_path),
        CLOUDSDK_CONFIG=str(tmp_path),
    )
    assert "credentials" in line
    assert time.monotonic() - started < 30
