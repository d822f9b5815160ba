"""What is said when no window can appear: on the screen where nobody sees a console, with the trace in the log file."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import traceback
from pathlib import Path

from core import logs, paths
from core.errors import UserError

TITLE = "年报校核"
CODE = 2
OURS = ("libQt6", "libpyside6", "libshiboken6")  # the package's own libraries: it is not whole
# What desktops have to show a sentence with, in the order of asking; the sentence is the last word.
DIALOGS = (
    ("zenity", "--error", "--no-markup", f"--title={TITLE}", "--width=480", "--text"),
    ("kdialog", "--title", TITLE, "--error"),
    ("xmessage", "-center", "-title", TITLE),
)


def tell(error: Exception, data_dir: Path | None) -> int:
    """Say why no window can appear; the exit code."""
    text = f"{_sentence(error)}历史记录不受影响。\n\n{error}"
    file = logs.log_file(paths.data_dir(data_dir))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as log:
            log.write(f"--- cannot start on {platform.platform()}\n{''.join(traceback.format_exception(error))}\n")
    except OSError:
        pass
    else:
        text += f"\n\n详细情况记在：{file}"
    if sys.stderr is not None:
        sys.stderr.write(f"{text}\n")
    if sys.platform == "win32":
        if sys.stderr is None:
            import ctypes

            ctypes.windll.user32.MessageBoxW(None, text, TITLE, 0x10)
    elif not (sys.stderr is not None and sys.stderr.isatty()):
        _show_on_the_desktop(text)
    return CODE


def _sentence(error: Exception) -> str:
    missing = str(error).split(":", 1)[0]  # "libEGL.so.1: cannot open shared object file: …"
    if isinstance(error, UserError):
        return str(error)
    if not isinstance(error, ImportError):
        return f"程序没能打开窗口。请重新打开；还是这样就重新安装“{TITLE}”。"
    if missing.startswith("lib") and not missing.startswith(OURS):
        return (
            f"这台电脑缺少系统库 {missing}，不能打开窗口。请让信息化人员安装含有它的软件包，"
            f"或改用安装包（.deb）安装“{TITLE}”，它会列出所需的软件包。"
        )
    return f"程序的文件不完整或被安全软件阻止，不能打开窗口，请重新安装“{TITLE}”。"


def _show_on_the_desktop(text: str) -> None:
    """A double click has no terminal: whatever the desktop shows sentences with."""
    environment = dict(os.environ)
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return
    # The packaged program's own libraries are not for the desktop's programs.
    original = environment.pop("LD_LIBRARY_PATH_ORIG", None)
    environment.pop("LD_LIBRARY_PATH", None)
    if original is not None:
        environment["LD_LIBRARY_PATH"] = original
    for name, *words in DIALOGS:
        if program := shutil.which(name):
            subprocess.run([program, *words, text], env=environment, check=False)
            return
