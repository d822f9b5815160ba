"""Which act of the menus calls what of the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack

    from gui.shell.main_window import MainWindow

REPORT_ACTS = (
    "undo", "redo", "cut", "copy", "copy_labelled", "paste", "clear", "find", "find_next", "find_previous",
    "rest_zero", "fill_zero", "take_totals", "confirm", "next", "previous", "accept", "accept_all", "dismiss",
    "next_doubtful", "next_pane", "section_before", "section_after", "source", "findings", "last_figures", "zoom_in",
    "zoom_out", "zoom_reset",
)  # fmt: skip

DESK_ACTS = (
    "open_folder", "desk", "desk_collections", "desk_add", "desk_add_folder", "desk_offices", "desk_back", "desk_next",
    "desk_previous", "desk_slips", "desk_totals", "desk_alike", "desk_regulations", "desk_closing", "desk_settings",
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
    for name in DESK_ACTS:
        later[name] = partial(_desk_act, window, name)
    for name, act in later.items():
        acts[name] = partial(window.when_ready, act)
    for name in REPORT_ACTS:
        acts[name] = partial(window.report_act, name)
    return acts


def facts(stack: QUndoStack | None, on_desk: bool) -> dict[str, bool]:
    """What the open report allows; stack is its undo stack, None where no report is on the screen."""
    report = stack is not None
    return {
        "report": report,
        "grid": report,
        "close": report or on_desk,
        "undo": stack is not None and stack.canUndo(),
        "redo": stack is not None and stack.canRedo(),
    }


def _desk_act(window: MainWindow, name: str) -> None:
    window.desk.act(name)


def wire_start_page(window: MainWindow) -> None:
    """What the start page asks for."""
    page, acts, later = window.start_page, window.actions_by_name, window.when_ready
    page.open_asked.connect(acts["open"].trigger)
    page.folder_asked.connect(acts["open_folder"].trigger)
    page.paste_asked.connect(acts["paste_report"].trigger)
    page.new_asked.connect(acts["new"].trigger)
    page.sample_asked.connect(acts["sample"].trigger)
    page.help_asked.connect(acts["help"].trigger)
    page.history_asked.connect(acts["history"].trigger)
    page.pin_asked.connect(lambda info, pinned: window.list_again(lambda r: r.pin(info, pinned)))
    page.remove_asked.connect(lambda info: window.list_again(lambda r: r.remove(info)))
    page.version_asked.connect(lambda number: later(lambda: window.file_acts.open_version(number)))
    page.collection_asked.connect(lambda number: later(lambda: window.desk.open_collection(number)))
    page.decision_asked.connect(lambda info: later(lambda: window.side.history_windows.decide(info)))
    page.draft_asked.connect(lambda key: later(lambda: window.file_acts.open_draft(key)))
    page.draft_dropped.connect(lambda key: later(lambda: window.file_acts.drop_draft(key)))
