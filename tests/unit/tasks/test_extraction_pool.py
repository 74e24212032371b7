from __future__ import annotations

import contextlib
import csv
import http.server
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from tasks.errors import ExtractionError
from tasks.extraction import ExtractionPool, Limits, extract
from tasks.extraction.messages import MIB
from tests.conftest import ROOT
from tests.unit.tasks.extraction_files import mail, office, sheet, word

CHILD = "tasks.extraction.child"
KEPT: set[int] = set()  # process ids


def children(parent: int | None = None) -> list[psutil.Process]:
    """Return the extraction children of a process, but for those that other tests' pipelines have kept."""
    found = []
    for child in psutil.Process(parent).children():
        with contextlib.suppress(psutil.NoSuchProcess):
            if CHILD in child.cmdline() and child.pid not in KEPT:
                found.append(child)
    return found


@pytest.fixture(autouse=True, scope="module")
def _kept() -> None:
    KEPT.update(child.pid for child in children())


@pytest.fixture
def pool() -> Iterator[ExtractionPool]:
    with ExtractionPool(1, Limits(timeout_s=2.0)) as pool:
        yield pool


def code_of(pool: ExtractionPool, content: bytes | Path, name: str = "") -> str:
    with pytest.raises(ExtractionError) as caught:
        pool.extract(content, name)
    return caught.value.code


def test_text_of_common_kinds_comes_out(pool: ExtractionPool) -> None:
    """Word, mail, HTML, RTF and text give their words, with one kind of line end and no markup."""
    assert pool.extract(word("Mud weight 1.25 sg", "Depth 2300 m")).text == "Mud weight 1.25 sg\n\nDepth 2300 m"
    assert pool.extract(mail("Vi borer på dyp.")).text.startswith("Subject: Boring på dyp\nFrom: rig@example.com")
    page = "<html><title>Brønn &amp; boring</title><p>Se <a href='x'>en <b>lenke</b></a><img src='data:,x'></p></html>"
    assert pool.extract(page.encode()).text.split() == ["Brønn", "&", "boring", "Se", "en", "lenke"]
    assert pool.extract(b"{\\rtf1\\ansi Mud \\'e6 weight}").text == "Mud æ weight"
    assert pool.extract("\ufeffa\r\nb\rc".encode()).text == "a\nb\nc"


def test_an_extraction_says_type_and_time(pool: ExtractionPool) -> None:
    """The type found by content and the seconds it took are part of the result."""
    extraction = pool.extract(b"Depth 2300 m", "depth.pdf")
    assert extraction.mime_type == "text/plain"
    assert 0 < extraction.seconds < 2


def test_paths_are_read_and_missing_ones_named(pool: ExtractionPool, tmp_path: Path) -> None:
    """A path does as well as bytes; one that cannot be opened has a code of its own."""
    (tmp_path / "a.txt").write_text("Depth")
    assert pool.extract(tmp_path / "a.txt").text == "Depth"
    assert code_of(pool, tmp_path / "b.txt") == "UNREADABLE"


def test_a_child_is_reused() -> None:
    """One child reads file after file."""
    with ExtractionPool(1) as pool:
        pool.extract(b"a")
        (child,) = children()
        for _ in range(20):
            pool.extract(b"b")
        assert [child.pid] == [other.pid for other in children()]


def test_time_is_limited_and_the_pool_goes_on(pool: ExtractionPool) -> None:
    """A child that does not answer is killed at the limit, and the next file is read by a new one."""
    pool.extract(b"a")
    (child,) = children()
    child.suspend()
    started = time.monotonic()
    assert code_of(pool, b"b") == "TIMEOUT"
    assert 2 <= time.monotonic() - started < 15
    assert not psutil.pid_exists(child.pid)
    assert pool.extract(b"c").text == "c"


def test_a_killed_child_costs_nothing(pool: ExtractionPool) -> None:
    """Kill -9 in the middle of a file: the file is read once more, in a new child."""
    pool.extract(b"a")
    (child,) = children()
    child.suspend()
    with ThreadPoolExecutor(1) as executor:
        future = executor.submit(pool.extract, b"b")
        time.sleep(0.3)
        child.send_signal(signal.SIGKILL)
        assert future.result().text == "b"


def test_a_file_that_kills_every_child_is_damaged() -> None:
    """After two dead children the file is given up, not the pool."""
    with ExtractionPool(1, Limits(timeout_s=60.0)) as pool:
        pool.extract(b"a")
        done = threading.Event()

        def kill_busy_children() -> None:
            while not done.is_set():
                for child in children():
                    with contextlib.suppress(psutil.NoSuchProcess):
                        if sum(child.cpu_times()[:2]) > 1.0:  # past its start: at work on the large sheet
                            child.kill()
                time.sleep(0.01)

        thread = threading.Thread(target=kill_busy_children)
        thread.start()
        assert code_of(pool, sheet(400_000)) == "DAMAGED"
        done.set()
        thread.join()
        assert pool.extract(b"c").text == "c"


def test_memory_is_limited() -> None:
    """A file that needs more than its share is refused; the child never grows beyond the limit and its own size."""
    with ExtractionPool(1, Limits(memory_bytes=64 * MIB)) as pool:
        pool.extract(b"a")
        idle = children()[0].memory_info().rss
        peak = idle
        with ThreadPoolExecutor(1) as executor:
            future = executor.submit(code_of, pool, b"Depth 2300 m\n" * (8 * MIB))
            while not future.done():
                with contextlib.suppress(psutil.NoSuchProcess):
                    peak = max([peak, *(child.memory_info().rss for child in children())])
        assert future.result() == "TOO_LARGE"
        assert peak - idle < 96 * MIB
        assert pool.extract(b"a").text == "a"


def test_sizes_are_limited(tmp_path: Path) -> None:
    """Files beyond the size are refused before they are read, and texts beyond the length are not handed on."""
    with ExtractionPool(1, Limits(max_file_bytes=1000, max_text_chars=100)) as pool:
        sparse = tmp_path / "sparse.txt"
        with sparse.open("wb") as file:
            file.truncate(1 << 40)
        assert code_of(pool, sparse) == "TOO_LARGE"
        assert code_of(pool, b"a" * 1001) == "TOO_LARGE"
        assert code_of(pool, b"a" * 101) == "TOO_LARGE"
        assert pool.extract(b"a" * 100).text == "a" * 100


def test_many_threads_share_a_pool() -> None:
    """Each caller gets the text of its own file."""
    with ExtractionPool(2) as pool, ThreadPoolExecutor(8) as executor:
        texts = list(executor.map(lambda number: pool.extract(f"number {number}".encode()).text, range(200)))
    assert texts == [f"number {number}" for number in range(200)]


def test_a_fork_leaves_the_other_side_alone() -> None:
    """A forked process starts children of its own: what it reads does not mix with its parent's."""
    with ExtractionPool(1) as pool:
        pool.extract(b"a")
        forked = os.fork()
        if forked == 0:
            try:
                same = pool.extract(b"in the fork").text == "in the fork"
                pool.close()
                os._exit(0 if same else 1)
            except BaseException:  # noqa: BLE001 - a forked test must never go on into pytest
                os._exit(2)
        assert pool.extract(b"in the parent").text == "in the parent"
        assert os.waitpid(forked, 0)[1] == 0
        assert pool.extract(b"afterwards").text == "afterwards"


def test_no_orphans_are_left(tmp_path: Path) -> None:
    """Children end when their parent is killed."""
    script = (
        "import os, time\nfrom tasks.extraction import ExtractionPool\npool = ExtractionPool(1)\npool.extract(b'a')\n"
        "print(pool._children[0]._process.pid, flush=True)\ntime.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    psutil.wait_procs([child], timeout=10)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_closing_ends_all_children() -> None:
    """Nothing runs on after a pool was closed."""
    with ExtractionPool(2) as pool, ThreadPoolExecutor(2) as executor:
        list(executor.map(pool.extract, [b"a", b"b"] * 10))
    assert children() == []


def test_nothing_is_fetched() -> None:
    """References to other machines in pages and templates are left alone."""
    hits: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_error(404)

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        relations = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
            f'Target="{url}/t.dotx" TargetMode="External"/></Relationships>'
        )
        template = office("word", word_body("text"), **{"word/_rels/settings.xml.rels": relations})
        page = f"<html><link rel=stylesheet href={url}/a.css><img src={url}/b><iframe src={url}/c></iframe>text</html>"
        assert "text" in extract(template).text
        assert "text" in extract(page.encode()).text
        server.shutdown()
    assert hits == []


def word_body(text: str) -> str:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the PDF library, unpacked once, is left in the working, the temporary or the home folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    with ExtractionPool(1) as pool:
        pool.extract(word("Mud weight"))
        before = sorted(tmp_path.rglob("*"))
        pool.extract(ROOT / "samples/documents/drilling/34-7-B-12-H/DDR_34-7-B-12H_2024-03-14.pdf")
        assert sorted(tmp_path.rglob("*")) == before
    assert not [path for path in before if path.is_file() and path.name != "libpdfium.so"]


def test_the_samples_come_out_as_their_manifest_says() -> None:
    """Every readable sample has text, and every other the reason that its author wrote down."""
    folder = ROOT / "samples"
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["path"]: row["reason"] for row in csv.DictReader(file)}
    found = {}
    with ExtractionPool(2) as pool:
        for path in expected:
            try:
                found[path] = "" if pool.extract(folder / "documents" / path).text.strip() else "BLANK"
            except ExtractionError as error:
                found[path] = error.code
    assert found == expected


def test_awkward_public_files_all_end_in_text_or_a_reason(shared: Path) -> None:
    """Encrypted, truncated and fuzzed files of other projects' test suites neither hang nor break the pool."""
    codes: Counter[str] = Counter()
    with ExtractionPool(2) as pool:
        for path in sorted((shared / "data/files").iterdir()):
            try:
                codes["text" if pool.extract(path).text.strip() else "blank"] += 1
            except ExtractionError as error:
                codes[error.code] += 1
    assert sum(codes.values()) == 260
    assert codes["text"] >= 195
    assert not set(codes) - {"text", "EMPTY", "ENCRYPTED", "DAMAGED", "NO_TEXT", "TOO_LARGE", "UNSUPPORTED", "TIMEOUT"}
