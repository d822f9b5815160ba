"""What the import-linter cannot see: what is loaded at run time."""

import ast
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import core

ROOT = Path(core.__file__).parents[1]
SOURCES = [ROOT / "main.py", *(ROOT / "core").rglob("*.py"), *(ROOT / "gui").rglob("*.py")]
SOCKETS = {"socket", "ssl", "http", "ftplib", "smtplib", "asyncio", "urllib.request", "PySide6.QtNetwork"}

MODULES = [m.name for m in pkgutil.walk_packages(core.__path__, "core.")]


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_core_loads_without_qt_and_without_sockets():
    names = ",".join(MODULES)
    loaded = run(
        f"import sys,importlib\nfor n in '{names}'.split(','): importlib.import_module(n)\nprint(*sys.modules)"
    )
    assert "core.session" in loaded.split()
    assert not [m for m in loaded.split() if m.startswith(("PySide6", "shiboken6"))]


def test_the_command_line_starts_without_qt():
    loaded = run("import sys, main\nprint(*sys.modules)").split()
    assert not [m for m in loaded if m.startswith(("PySide6", "shiboken6"))]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_imports_what_opens_a_socket(path):
    assert not imported(path) & SOCKETS
