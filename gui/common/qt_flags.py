"""Values of Qt's enumerations for the few widgets on the screen at the first paint.

PySide builds all 120 enumerations of the namespace `Qt` at its first use, a tenth of the whole cold start; a
property takes the plain number. tests/gui/test_start.py compares each with Qt's own, and sees that showing the
start page does not touch the namespace.
"""

ALIGN_CENTRE = 0x84  # Qt.AlignmentFlag.AlignCenter
ALIGN_RIGHT = 0x82  # Qt.AlignmentFlag.AlignRight | AlignVCenter
CUSTOM_MENU = 3  # Qt.ContextMenuPolicy.CustomContextMenu
PLAIN_TEXT = 0  # Qt.TextFormat.PlainText
