"""Folders of the program and of its user."""

from __future__ import annotations

import sys
from pathlib import Path

import appdirs

APP_NAME = "nianbao"


def resources() -> Path:
    """Folder of schemas, rules, templates and samples, beside the code or inside a frozen build."""
    base = getattr(sys, "_MEIPASS", None)
    return Path(base) / "resources" if base else Path(__file__).resolve().parent.parent / "resources"


def default_data_dir() -> Path:
    """The user's data folder by the system's convention; not created here."""
    return Path(appdirs.user_data_dir(APP_NAME, appauthor=False))
