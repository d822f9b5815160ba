"""Looks of the window as data: colours of both themes, fonts, spacing, and the style sheet made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from core.finding import Severity

# Windows first, then what Linux desktops and the test machine have; "Noto Sans" alone lacks Chinese.
UI_FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "SimHei",
    "Droid Sans Fallback",
)
UI_POINTS = 10.0
SPACE = 8  # px; margins and gaps are multiples of it
RADIUS = 6


class Tokens(NamedTuple):
    """Colours by what they mean; text colours meet WCAG AA (4.5 : 1) on the surfaces they stand on,
    frames 3 : 1 (both checked by tests/gui/test_theme.py)."""

    window: str
    paper: str
    label: str
    hover: str
    line: str
    strong_line: str
    ink: str
    muted: str
    accent: str
    accent_hover: str
    accent_ink: str
    accent_soft: str
    in_hand: str
    selection: str
    error: str
    error_soft: str
    warning: str
    warning_soft: str
    hint: str
    hint_soft: str
    ok: str
    ok_soft: str
    found: str

    def severity(self, severity: Severity) -> QColor:
        """Ink and frame colour of a severity."""
        return QColor({"error": self.error, "warning": self.warning, "hint": self.hint}[severity])

    def severity_soft(self, severity: Severity) -> QColor:
        """Background that goes with it."""
        return QColor({"error": self.error_soft, "warning": self.warning_soft, "hint": self.hint_soft}[severity])


LIGHT = Tokens(
    window="#F3F5F8", paper="#FFFFFF", label="#F1F4F7", hover="#E8EDF3", line="#D5DCE4", strong_line="#8795A5",
    ink="#1B2733", muted="#55626F", accent="#1B5FAA", accent_hover="#164E8C", accent_ink="#FFFFFF",
    accent_soft="#E4EEF9", in_hand="#F4F8FD", selection="#CFE2F7", error="#B42318", error_soft="#FDECEA",
    warning="#8A5300", warning_soft="#FDF3DF", hint="#2F5F8A", hint_soft="#EAF2F9", ok="#18683F", ok_soft="#E5F4EB",
    found="#FFE48A",
)  # fmt: skip
DARK = Tokens(
    window="#1B1F24", paper="#23282E", label="#2B3138", hover="#323941", line="#3D454E", strong_line="#7C8896",
    ink="#E7EBEF", muted="#A8B3BE", accent="#7FB2F0", accent_hover="#A3C8F5", accent_ink="#10202F",
    accent_soft="#2A3B4E", in_hand="#272E36", selection="#34506F", error="#FF9489", error_soft="#43282A",
    warning="#F2BE6A", warning_soft="#3F3522", hint="#9CC5EA", hint_soft="#283644", ok="#86D7A8", ok_soft="#22392D",
    found="#6A5516",
)  # fmt: skip


def tokens(palette: QPalette) -> Tokens:
    """The theme a palette belongs to; painters ask at each paint, so a theme change needs no signal."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def current() -> Tokens:
    """The theme worn now. Not asked of a widget: a style sheet puts transparent black into its palette."""
    return tokens(QApplication.palette())


def palette(t: Tokens) -> QPalette:
    """A theme's palette for the Fusion style."""
    p = QPalette()
    role = QPalette.ColorRole
    for roles, colour in (
        ((role.Window, role.AlternateBase), t.window),
        ((role.Base, role.Button, role.ToolTipBase), t.paper),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), t.ink),
        ((role.PlaceholderText,), t.muted),
        ((role.Highlight,), t.selection),
        ((role.HighlightedText,), t.ink),
        ((role.Link, role.Accent), t.accent),
        ((role.Mid, role.Midlight, role.Light), t.line),
        ((role.Dark, role.Shadow), t.strong_line),
    ):
        for r in roles:
            p.setColor(r, QColor(colour))
    for r in (role.WindowText, role.Text, role.ButtonText):
        p.setColor(QPalette.ColorGroup.Disabled, r, QColor(t.strong_line))
    return p


def ui_font(points: float = UI_POINTS, bold: bool = False, families: tuple[str, ...] = UI_FAMILIES) -> QFont:
    """The interface font with its fall-backs; offscreen platforms pick a font without Chinese otherwise."""
    font = QFont()
    font.setFamilies(list(families))
    font.setPointSizeF(points)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def content_font(points: float) -> QFont:
    """The font of figures, texts and sources: `points` at the usual size of the interface, and larger or smaller with
    the size and family that the person chose for all letters."""
    font = QFont(QApplication.font())
    font.setPointSizeF(points * font.pointSizeF() / UI_POINTS)
    return font


def grown(pixels: int) -> int:
    """A width or height that holds letters: at least as it is, larger with larger letters."""
    return round(pixels * max(QApplication.font().pointSizeF() / UI_POINTS, 1.0))


def system_is_dark() -> bool:
    """Whether the desktop asks for a dark theme."""
    # Fusion's own palette follows the desktop; styleHints().colorScheme() would need Qt's enumerations (see qt_flags).
    return QApplication.style().standardPalette().color(QPalette.ColorRole.Window).lightness() < 128


def style_sheet(t: Tokens, points: float = UI_POINTS) -> str:
    """The application's style sheet in a theme; headings grow with the interface font."""
    sizes = {"display": points * 1.9, "title": points * 1.3, "heading": points * 1.1}
    values = t._asdict() | {name: f"{size:.1f}pt" for name, size in sizes.items()} | {"radius": str(RADIUS)}
    sheet = _SHEET
    for name in sorted(values, key=len, reverse=True):  # $accent_soft before $accent
        sheet = sheet.replace(f"${name}", values[name])
    return sheet


_SHEET = """
QMainWindow::separator { background: $window; width: 5px; height: 5px; }
QMainWindow::separator:hover { background: $line; }
QWidget#header { background: $paper; border-bottom: 1px solid $line; }
QToolBar { background: $paper; border: 0; padding: 0; spacing: 0; }
QMenuBar { background: $paper; color: $ink; padding: 2px 6px; }
QMenuBar::item { padding: 4px 10px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $paper; color: $ink; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 5px 28px 5px 26px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $strong_line; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QToolTip { background: $paper; color: $ink; border: 1px solid $strong_line; padding: 5px 7px; }

QLabel[role="display"] { font-size: $display; font-weight: 600; }
QLabel[role="title"] { font-size: $title; font-weight: 600; }
QLabel[role="heading"] { font-size: $heading; font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="strong"] { font-weight: 600; }

QPushButton { background: $paper; color: $ink; border: 1px solid $line; border-radius: $radiuspx; padding: 5px 13px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $strong_line; background: $window; }
QPushButton[role="primary"] { background: $accent; color: $accent_ink; border: 1px solid $accent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $ink; padding: 4px 12px; }
QPushButton[role="primary"]:disabled { background: $line; border-color: $line; color: $muted; }
QPushButton[role="link"] { background: transparent; border: 0; color: $accent; padding: 3px 4px; }
QPushButton[role="link"]:hover, QPushButton[role="link"]:focus { text-decoration: underline; }
QPushButton[role="chip"] { border-radius: 11px; padding: 2px 10px; min-height: 18px; color: $muted; }
QPushButton[role="chip"]:checked { background: $accent_soft; color: $accent; border-color: $accent; }
QToolButton { background: transparent; color: $ink; border: 1px solid transparent; padding: 4px 7px;
  border-radius: $radiuspx; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton:disabled { color: $strong_line; }

QLineEdit, QPlainTextEdit, QTextEdit {
  background: $paper; color: $ink; border: 1px solid $line; border-radius: $radiuspx; padding: 4px 7px;
  selection-background-color: $selection; selection-color: $ink; }
QSpinBox, QDoubleSpinBox, QComboBox { padding: 3px 5px; min-height: 20px; }
QSpinBox QLineEdit, QDoubleSpinBox QLineEdit { border: 0; padding: 0; }
QListWidget { border: 1px solid $line; border-radius: $radiuspx; padding: 3px; }
QListWidget::item { padding: 5px 8px; border-radius: 4px; color: $ink; }
QListWidget::item:selected { background: $accent_soft; color: $ink; }
QTreeWidget { border: 1px solid $line; }
QTreeWidget::item { padding: 3px 2px; color: $ink; }
QTreeWidget::item:selected { background: $accent_soft; color: $ink; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 1px solid $accent; }
QComboBox QAbstractItemView { background: $paper; color: $ink; selection-background-color: $accent_soft;
  selection-color: $ink; }
QLineEdit[found="yes"] { background: $found; }
QLineEdit#cellEditor { border: 2px solid $accent; border-radius: 0; padding: 0; }
QTextEdit#source { border: 2px solid $paper; border-radius: 0; }
QTextEdit#source:focus, QScrollArea#sourcePages:focus { border: 2px solid $accent; }
QScrollArea#detail { border: 1px solid transparent; }
QScrollArea#detail:focus { border: 1px solid $accent; }
QScrollArea#sourcePages { border: 2px solid $window; }
QFrame#findBar { background: $paper; border-bottom: 1px solid $line; }
QFrame#drop { background: $paper; border: 2px dashed $strong_line; border-radius: 12px; }
QFrame#drop[hot="true"] { background: $accent_soft; border-color: $accent; }
QPushButton[role="row"] { background: $paper; border: 1px solid $line; border-radius: 8px; padding: 0; }
QPushButton[role="row"]:hover { background: $hover; }
QPushButton[role="row"]:focus { border: 1px solid $accent; }
QFrame#card, QWidget#card { background: $paper; border: 1px solid $line; border-radius: 8px; }
QFrame[role="rule"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QFrame#bar { border: 1px solid $line; border-radius: $radiuspx; }
QFrame#bar[kind="info"] { background: $hint_soft; border-left: 4px solid $hint; }
QFrame#bar[kind="ok"] { background: $ok_soft; border-left: 4px solid $ok; }
QFrame#bar[kind="error"] { background: $error_soft; border-left: 4px solid $error; }
QWidget#busy { background: $paper; border: 1px solid $line; border-radius: $radiuspx; }
QLabel#verdict { border-radius: 13px; padding: 4px 14px; font-weight: 600; }
QLabel#verdict[state="error"] { background: $error_soft; color: $error; }
QLabel#verdict[state="warning"] { background: $warning_soft; color: $warning; }
QLabel#verdict[state="ok"] { background: $ok_soft; color: $ok; }
QLabel#verdict[state="hint"] { background: $hint_soft; color: $hint; }
QListView, QTreeView, QTableView { background: $paper; color: $ink; border: 0; outline: 0; }
QListView#navigator { background: $window; }
QTableView#form { background: $window; }
QScrollArea { border: 0; background: transparent; }
QHeaderView::section { background: $label; color: $ink; border: 0; border-bottom: 1px solid $line; padding: 5px 7px; }
QTabWidget::pane { border: 0; }
QTabBar::tab { padding: 6px 14px; border: 0; border-bottom: 2px solid transparent; color: $muted; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; }
QDockWidget { color: $ink; }
QWidget#dockTitle { background: $window; border-top: 1px solid $line; }
QWidget#pane { background: $paper; }
QWidget#clear { background: transparent; }
QProgressBar { background: $line; border: 0; border-radius: 3px; height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QCheckBox, QRadioButton { color: $ink; spacing: 7px; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: $strong_line; border-radius: 3px; margin: 2px 3px; }
QScrollBar::handle:vertical { min-height: 28px; margin: 2px 3px; }
QScrollBar::handle:horizontal { min-width: 28px; margin: 3px 2px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
