"""Folders of the program and of its user."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import appdirs

APP_NAME = "nianbao"
DATA_NAME = "数据"  # the data folder of a program on a stick, beside the program
# Lies beside the program in the packages that run without being installed, and only there.
PORTABLE_MARK = "免安装版.txt"
# In the data folder of a PC: its clerk was asked, and wants the history there. In 数据: it was moved to a PC.
ON_THIS_PC, MOVED_AWAY = "免安装版的数据放在这里.txt", "已搬到电脑.txt"


def resources() -> Path:
    """Folder of schemas, rules, templates and samples, beside the code or inside a frozen build."""
    base = getattr(sys, "_MEIPASS", None)
    return Path(base) / "resources" if base else Path(__file__).resolve().parent.parent / "resources"


def default_data_dir() -> Path:
    """The user's data folder by the system's convention; not created here."""
    return Path(appdirs.user_data_dir(APP_NAME, appauthor=False))


def portable_data_dir() -> Path | None:
    """The folder 数据 beside a program that runs without being installed, there or not; None where the program is
    installed, or run from its sources."""
    program = Path(sys.executable).parent
    return program / DATA_NAME if (program / PORTABLE_MARK).is_file() else None


def data_dir(chosen: Path | None) -> Path:
    """The folder in use: the command line's, else the environment's, else 数据 beside a program on a stick where that
    can be written, else the system's convention."""
    override = os.environ.get("NIANBAO_DATA_DIR")
    if chosen or override:
        return chosen or Path(str(override))
    beside = portable_data_dir()
    if beside is None or not beside.is_dir() or (beside / MOVED_AWAY).exists() or not writable(beside):
        return default_data_dir()
    return beside


def data_place_undecided(chosen: Path | None) -> bool:
    """Whether nobody has said yet where the history of a portable program goes, and there is a choice."""
    beside = portable_data_dir()
    if chosen or os.environ.get("NIANBAO_DATA_DIR") or beside is None or beside.exists():
        return False
    return not (default_data_dir() / ON_THIS_PC).exists() and writable(beside.parent)


def keep_data_beside_the_program() -> None:
    """From now on the data folder of the portable program is 数据; OSError when it cannot be made."""
    beside = portable_data_dir()
    if beside is not None:
        beside.mkdir(exist_ok=True)
        (beside / MOVED_AWAY).unlink(missing_ok=True)


def keep_data_on_this_pc() -> None:
    """From now on the data folder of the portable program is the one of this PC; OSError as above. 数据 stays."""
    folder, beside = default_data_dir(), portable_data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    _tell(folder / ON_THIS_PC, "年报校核（免安装版）在这台电脑上的历史记录放在这个文件夹里。")
    if beside is not None and beside.is_dir():
        _tell(beside / MOVED_AWAY, "这里的历史记录已经搬到电脑上，程序不再使用这个文件夹；确认电脑上齐全后可以删除。")


def _tell(file: Path, sentence: str) -> None:
    """A text file that the editors of every Windows show well."""
    file.write_text(f"{sentence}\n", "utf-8-sig", newline="\r\n")


def writable(folder: Path) -> bool:
    """Whether a file can be made there: a write-protected stick says so only when it is tried."""
    probe = (
        folder / f".nianbao-{os.getpid()}"
    )  # one name, one try: tempfile on Windows tries a refused folder for hours
    with suppress(OSError):
        probe.touch()
        probe.unlink()
        return True
    return False
