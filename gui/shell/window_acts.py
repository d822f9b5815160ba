"""Which act of the menus calls what of the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from gui.shell.main_window import MainWindow

REPORT_ACTS = (
    "undo", "redo", "cut", "copy", "copy_labelled", "paste", "clear", "find", "find_next", "find_previous",
    "rest_zero", "fill_zero", "take_totals", "confirm", "next", "previous", "accept", "accept_all", "dismiss",
    "next_pane", "section_before", "section_after", "source", "findings", "last_figures", "zoom_in", "zoom_out",
    "zoom_reset",
)  # fmt: skip


def handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Acts by name. Those on files and windows wait for the session, those on the report do nothing without one."""
    later: dict[str, Callable[[], object]] = {
        "open": lambda: window.file_acts.open(),
        "paste_report": lambda: window.file_acts.paste_report(),
        "new": lambda: window.file_acts.new(),
        "show_scan": lambda: window.file_acts.show_scan(),
        "save": lambda: window.file_acts.save(),
        "export": lambda: window.file_acts.export(),
        "change_note": lambda: window.file_acts.export_change_note(),
        "sample": lambda: window.file_acts.open_sample(),
        "last_year": lambda: window.file_acts.last_year(),
        "history": lambda: window.side.history(),
        "move_data": lambda: window.parts.data_place.move(),
        "years": lambda: window.side.years(),
        "edits": lambda: window.side.edits(),
        "settings": lambda: window.side.settings(window.preferences),
        "help": lambda: window.side.help(),
        "news": lambda: window.side.help("news"),
        "about": lambda: window.side.about(),
        "verdict": lambda: window.side.verdict(),
        "preview": lambda: window.side.preview(),
        "preview_findings": lambda: window.side.preview_findings(),
        "print": lambda: window.side.print(),
        "close": window.close_report,
    }
    acts: dict[str, Callable[[], object]] = {
        "quit": QApplication.closeAllWindows,
        "new_window": lambda: window.window_requested.emit(None),
    }
    for name, act in later.items():
        acts[name] = partial(window.when_ready, act)
    for name in REPORT_ACTS:
        acts[name] = partial(window.report_act, name)
    return acts
