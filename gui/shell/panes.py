"""Where the findings and the source stand beside the grid, on a screen of any size, and that they stay as left."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from gui.common import window_settings
from gui.common.dock import Dock
from gui.common.texts import tr
from gui.findings.findings_panel import FindingsPanel
from gui.source.source_pane import SourcePane

FINDINGS_HEIGHT = 210
SOURCE_WIDTH = 350
MOST_BESIDE = 480  # px; as wide as the findings beside the grid get
TALL = 1150  # px; from here on the grid has room for all its rows over the findings; 1920 × 1080 has not
BESIDE_FROM = 860  # px; seven columns of figures and the findings beside them
LOW = 430  # px; 1366 × 768 at 200 %
SOURCE_FROM = 1100  # px; a narrower window starts without the source pane


class Panes(QObject):
    """Both panes of a window. They belong to an open report: the start page stands alone.

    What the person does to them (closed, moved, floated, drawn larger) is kept for each size of screen: a laptop's
    findings do not follow to the large screen on the desk.
    """

    def __init__(
        self,
        window: QMainWindow,
        findings: FindingsPanel,
        source: SourcePane,
        acts: Mapping[str, QAction],
        layouts: Mapping[str, str],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._layouts = dict(layouts)
        self._shown = False
        self._pending = True  # nothing was put where it belongs yet
        self._beside: bool | None = None
        self._pressed: QSize | None = None  # size of the findings when the mouse went down on the window's own lines
        self._least = QSize()
        self._drawn = False  # the person drew the findings larger or smaller: they stay so
        self._put_away = False  # the source gave way to a narrow window, and comes back with a wide one
        self._narrow = False
        self._left = (True, True)  # findings and source, as they were when the report was closed
        area = Qt.DockWidgetArea
        window.setCorner(Qt.Corner.BottomRightCorner, area.RightDockWidgetArea)
        title = tr("问题与修改建议")
        self.findings = Dock("findings", title, findings, window, area.BottomDockWidgetArea, findings.filter)
        self.source = Dock("source", tr("原文对照"), source, window, area.RightDockWidgetArea)
        window.resizeDocks([self.source], [SOURCE_WIDTH], Qt.Orientation.Horizontal)
        for name, dock in (("findings", self.findings), ("source", self.source)):
            dock.visibilityChanged.connect(lambda _, n=name, d=dock: acts[n].setChecked(not d.isHidden()))
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._fit)
        window.installEventFilter(self)
        self.findings.installEventFilter(self)

    # As the person wants them

    def toggle(self, dock: Dock) -> None:
        """Show or hide one; what is shown on purpose does not give way to a narrow window."""
        dock.setVisible(dock.isHidden())
        if dock is self.source:
            self._put_away = False

    def show_for_report(self, shown: bool) -> None:
        """Show them beside a report as they were left on this screen; hide them with the start page."""
        if not shown:
            if self._shown:
                self._keep()
            self._shown = False
            self.findings.hide()
            self.source.hide()
            return
        already, self._shown = self._shown, True
        if already:
            return
        if not self._pending:
            self.findings.setVisible(self._left[0])
            self.source.setVisible(self._left[1])
        elif self._restore():
            self._drawn = True
            self._narrow = self._window.width() < SOURCE_FROM
        else:
            self.findings.show()
            self.source.show()
        self._pending, self._beside = False, None
        self._arrange()

    def give_source_room(self) -> None:
        """A scan beside an empty grid: the source as large as the grid lets it, the findings as low as they go."""
        self.source.show()
        self._put_away, self._drawn = False, True
        if not self.source.isFloating():
            self._window.resizeDocks([self.source], [self._window.width() * 2 // 5], Qt.Orientation.Horizontal)
        if self._beside and not self.findings.isFloating():
            both = [self.findings, self.source]
            self._window.resizeDocks(both, [1, self._window.height()], Qt.Orientation.Vertical)

    def layouts(self) -> dict[str, str]:
        """Qt's own description of the panes for each size of screen that was worked on, base64."""
        if self._shown:
            self._keep()
        return dict(self._layouts)

    def _screen(self) -> str:
        size = self._window.screen().size()
        return f"{size.width()}x{size.height()}"

    def _keep(self) -> None:
        self._left = not self.findings.isHidden(), not self.source.isHidden()
        state = bytes(self._window.saveState(window_settings.LAYOUT_VERSION).toBase64().data())
        self._layouts[self._screen()] = state.decode("ascii")

    def _restore(self) -> bool:
        state = self._layouts.get(self._screen(), "")
        found = QByteArray.fromBase64(state.encode("ascii"))
        if not state or not self._window.restoreState(found, window_settings.LAYOUT_VERSION):
            return False
        for dock in (self.findings, self.source):
            if dock.isFloating() and dock.geometry().intersects(self._window.geometry()):
                dock.stand_beside()
        return True

    # As the room allows

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another size of the window: another place of the panes. The mouse on the window itself draws the line
        between a pane and the grid."""
        if watched is self.findings:
            # What they show needs less room than before: a low window waits for it.
            if event.type() == QEvent.Type.LayoutRequest and self._least != self.findings.minimumSizeHint():
                self._least = self.findings.minimumSizeHint()
                self._later.start()
        elif event.type() == QEvent.Type.Resize:
            self._arrange()
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = self.findings.size()
        elif event.type() == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            self._drawn = self._drawn or self._pressed != self.findings.size()
            self._pressed = None
        return False

    def _arrange(self) -> None:
        """Findings below on a tall window, beside the grid on a wide and low one: 1366 × 768 has width to spare and no
        height. A window too narrow for that has them below again, as low as they go, and no source."""
        if not self._shown:
            return
        width, height = self._window.width(), self._window.height()
        self._give_way(width < SOURCE_FROM)
        beside = height < TALL and width >= BESIDE_FROM
        if self._beside is None and self._as_left(beside):
            self._beside = beside
        elif beside != self._beside and not self.findings.isFloating():
            self._move(beside)
        self._later.start()

    def _as_left(self, beside: bool) -> bool:
        """Whether the findings stand already where this window wants them, or where the person put them."""
        area = self._window.dockWidgetArea(self.findings)
        usual = (Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea)
        return area == usual[0 if beside else 1] or area not in usual

    def _give_way(self, narrow: bool) -> None:
        """The source leaves a window that gets too narrow for it, and comes back with the room."""
        if narrow == self._narrow or self.source.isFloating():
            return
        self._narrow = narrow
        if narrow and not self.source.isHidden():
            self.source.hide()
            self._put_away = True
        elif not narrow and self._put_away:
            self.source.show()
            self._put_away = False

    def _move(self, beside: bool) -> None:
        self._beside, self._drawn = beside, False
        area, shown = Qt.DockWidgetArea, not self.findings.isHidden()
        if beside:
            self._window.addDockWidget(area.RightDockWidgetArea, self.findings)
            self._window.splitDockWidget(self.findings, self.source, Qt.Orientation.Vertical)
            height = self._window.height()
            both = [self.findings, self.source]
            self._window.resizeDocks(both, [height * 2 // 3, height // 3], Qt.Orientation.Vertical)
        else:
            self._window.addDockWidget(area.BottomDockWidgetArea, self.findings)
        self.findings.setVisible(shown)
        self._fit()

    def _fit(self) -> None:
        """The findings in their share of the window. A size drawn by hand stays, as long as the grid has the most."""
        if self.findings.isHidden() or self.findings.isFloating() or self._pressed is not None:
            return
        if self._beside:
            wide = min(MOST_BESIDE, self._window.width() // 4)
            if not self._drawn or self.findings.width() > self._window.width() // 2:
                self._window.resizeDocks([self.findings], [wide], Qt.Orientation.Horizontal)
        else:
            height = self._window.height()
            wanted = min(FINDINGS_HEIGHT, round(height * 0.29)) if height >= LOW else 1  # as low as it goes
            if not self._drawn or self.findings.height() > height // 2:
                self._window.resizeDocks([self.findings], [wanted], Qt.Orientation.Vertical)
