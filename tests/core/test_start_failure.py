"""A start without a window is never silent: a sentence with what to do, on the desktop where there is no terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import main
from core import start_failure

ROOT = Path(main.__file__).parent
MISSING = "libEGL.so.1: cannot open shared object file: No such file or directory"


@pytest.fixture
def desktop(tmp_path, monkeypatch):
    """A desktop with kdialog alone, which writes down its words and the libraries it is given."""
    tool = tmp_path / "bin" / "kdialog"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\necho "$*|${{LD_LIBRARY_PATH-none}}" > {tmp_path / "shown"}\n', "utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tool.parent))
    monkeypatch.setenv("DISPLAY", ":5")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/nianbao/_internal")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    return tmp_path / "shown"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ImportError(MISSING), "缺少系统库 libEGL.so.1"),
        (ImportError("libQt6Gui.so.6: cannot open shared object file"), "重新安装"),
        (ImportError("DLL load failed while importing QtGui"), "重新安装"),
        (OSError(28, "No space left on device"), "没能打开窗口"),
    ],
)
def test_the_desktop_shows_what_to_do_and_the_log_has_the_trace(desktop, tmp_path, capsys, error, words):
    assert start_failure.tell(error, tmp_path / "data") == 2
    shown, libraries = desktop.read_text("utf-8").rsplit("|", 1)
    assert words in shown and "历史记录不受影响" in shown and str(error) in shown
    assert libraries.strip() == "none"  # not the package's own: kdialog would fall over them
    assert words in capsys.readouterr().err
    assert str(error) in (tmp_path / "data" / "logs" / "nianbao.log").read_text("utf-8")


def test_without_a_screen_the_console_is_enough(desktop, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    start_failure.tell(ImportError(MISSING), tmp_path)
    assert not desktop.exists() and "libEGL.so.1" in capsys.readouterr().err


@pytest.mark.parametrize("fault", ["ImportError('DLL load failed')", "RuntimeError('before the window')"])
def test_the_program_tells_whatever_keeps_the_window_away(tmp_path, fault):
    code = f"import sys, types, main\ngui = types.ModuleType('gui.app')\ndef run(*_): raise {fault}\ngui.run = run\n"
    code += "sys.modules['gui.app'] = gui\nimport gui as package\npackage.app = gui\nsys.exit(main.main([]))"
    environment = {**os.environ, "NIANBAO_DATA_DIR": str(tmp_path), "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 2 and "历史记录不受影响" in done.stderr


def test_the_first_paint_waits_for_nothing_that_it_does_not_need():
    """13 ms of 96 over a bare window were hashes, identifiers, JSON and HTML."""
    waiting = [
        "hashlib",
        "uuid",
        "json",
        "html",
        "platform",
        "sqlite3",
        "core.session",
        "core.start_failure",
    ]
    code = (
        "import sys, main\nfrom gui import app\n"
        f"loaded = [m for m in {waiting!r} if m in sys.modules]\nassert not loaded, loaded"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_program_that_nobody_would_see_says_so_and_ends(tmp_path):
    """On ARM Qt's xcb plugin lacked libSM: Qt went on without a screen, and the program ran unseen for ever."""
    code = (
        "import sys, types\nfrom PySide6.QtWidgets import QApplication\n"
        "QApplication.platformName = lambda *_: 'offscreen'\n"
        "from gui import app\nprogram = app.create(['x'], styled=False)\n"
        "import os\nos.environ.pop('QT_QPA_PLATFORM', None)\n"
        "app.create = lambda **_: program\nimport main\nsys.exit(main.main([]))"
    )
    environment = {**os.environ, "NIANBAO_DATA_DIR": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    environment |= {"DISPLAY": "", "WAYLAND_DISPLAY": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2 and "这里打不开窗口" in done.stderr
