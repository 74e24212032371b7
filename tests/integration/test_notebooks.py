"""The notebooks run from end to end on the samples, and hold neither outputs nor logic of their own."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_there_are_notebooks() -> None:
    """Exploring, retraining and evaluating each have a notebook."""
    assert [path.stem for path in NOTEBOOKS] == ["evaluate", "explore", "retrain_classification"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_stripped_and_only_call(path: Path) -> None:
    """No cell keeps an output or a count, and none defines a function or a class."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        assert cell.outputs == []
        assert cell.execution_count is None
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.While, ast.Try, ast.If, ast.Lambda)
        assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, kinds)]


@pytest.mark.filterwarnings("default")  # zmq's and jupyter's own
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_run(path: Path, tmp_path: Path) -> None:
    """Every cell runs; what a notebook writes goes to a folder of this test's."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("../out/notebooks", tmp_path.as_posix())
    notebook.cells.insert(0, nbformat.v4.new_code_cell(f"import sys\nsys.path.insert(0, {ROOT.as_posix()!r})"))
    NotebookClient(notebook, timeout=200, kernel_name="python3").execute(cwd=str(path.parent))
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("image/png" in output.get("data", {}) for output in outputs)
