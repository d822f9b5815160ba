"""What the import-linter cannot see: what is loaded at run time."""

import pkgutil
import subprocess
import sys

import core

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
