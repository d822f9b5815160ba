"""Text that comes from a file, shown as text: Qt guesses from a "<" that a tip, a question or a label is HTML.

A cell that holds <img src="file:////server/share/x.png"> would otherwise load the picture when the mouse rests on it.
"""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from gui.common.qt_flags import PLAIN_TEXT


def plain_tip(text: str) -> str:
    """A tooltip that shows its words and nothing else; text without markup is given back as it is."""
    if "<" not in text and "&" not in text:
        return text
    import html  # start-up time

    return f"<p style='white-space:pre-wrap'>{html.escape(text)}</p>"


def menu_text(text: str) -> str:
    """Words on a button or in a menu, where a single & would become a shortcut's underline."""
    return text.replace("&", "&&")


def unbroken(line: str) -> str:
    """Old and new figure stay on one line: no "0 →" with its 22 under it."""
    return line.replace(" → ", "\u00a0→\u00a0")


def show_plainly(dialog: QWidget) -> None:
    """Every label inside one of Qt's own dialogs shows plain text; called when its texts are set."""
    labels: list[QLabel] = list(dialog.findChildren(QLabel))
    for shown in labels:
        shown.setProperty("textFormat", PLAIN_TEXT)
