"""Reports against each other and against other papers: likeness, last year, the stamped copy, what was published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from core import desk
from gui.common.place_names import cell_name
from gui.common.texts import tr
from gui.desk.alike_window import AlikeWindow, Far, Group, Member
from gui.desk.desk_acts import XLSX, DeskActs
from gui.desk.list_window import ListWindow

if TYPE_CHECKING:
    from core.desk import Alike, Collection, PairDifference, Unusual


class Comparing(DeskActs):
    """Everything is looked for in the background, from a plain value of the collection."""

    def alike(self) -> None:
        """Texts that are alike, figures far from the usual; looked for in the background."""
        collection, archive = self._collection, self._keeper.session.archive
        self._keeper.run(
            tr("正在比对各单位的文字和数字"),
            lambda _: (desk.likeness(collection, archive), desk.unusual(collection, archive)),
            lambda found: self._show_alike(*found),
        )

    def _show_alike(self, alike: Sequence[Alike], unusual: Sequence[Unusual]) -> None:
        window = AlikeWindow(_groups(alike), _far(unusual, self._collection), self._page)
        window.row_asked.connect(self.row_requested)
        self._show(window)

    def regulations(self) -> None:
        """The justice office's figures against table 2."""
        path = self._ask.open_of_kind(self._page, tr("选择规章、规范性文件统计"), XLSX, self._keeper.folder)
        if path is None:
            return
        collection = self._collection
        self._keeper.run(
            tr("正在读取 {0}", path.name),
            lambda _: desk.against_regulations(collection, desk.regulations_from_xlsx(path)),
            lambda found: self._show_differences(
                tr("与规章、规范性文件目录核对"),
                tr("“{0}”与各单位的表二相同。", path.name),
                (tr("单位、格"), tr("表二填的"), tr("目录里的")),
                found,
            ),
        )

    def _show_differences(
        self, title: str, nothing: str, headers: tuple[str, ...], found: Sequence[PairDifference]
    ) -> None:
        if not found:
            self._tell("ok", nothing)
            return
        lines = [(each.place, each.first or tr("空白"), each.second or tr("空白")) for each in found]
        self._show(ListWindow(title, tr("共 {0} 处不同。", len(found)), headers, lines, self._page))

    def pair(self, key: str) -> None:
        """The Word file against its stamped copy."""
        row = self._keeper.row(key)
        if row is not None:
            self._keeper.run(
                tr("正在比对 Word 文件与盖章件"),
                lambda _: desk.compare_pair(row),
                lambda found: self._show_differences(
                    tr("{0}：Word 文件与盖章件", row.name),
                    tr("Word 文件与盖章件的数字、文字都一致。"),
                    (tr("位置"), tr("Word 文件"), tr("盖章件")),
                    found,
                ),
            )

    def published(self, key: str, how: str) -> None:
        """What was published against the version that passed."""
        row, session = self._keeper.row(key), self._keeper.session
        if row is None:
            return
        text = QGuiApplication.clipboard().text() if how == "paste" else ""
        path = None if how == "paste" else self._ask.open_file(self._page, tr("选择保存的网页"), self._keeper.folder)
        if how == "paste" and not text.strip():
            self._tell("info", tr("剪贴板里没有文字。请先在公布的网页上全选、复制，再点这里。"))
        elif text or path is not None:
            self._keeper.run(
                tr("正在比对公布的内容"),
                lambda _: (
                    desk.published_differences(row, text, session)
                    if path is None
                    else desk.published_file_differences(row, path, session)
                ),
                lambda found: self._show_differences(
                    tr("{0}：公布的与通过的", row.name),
                    tr("公布的内容与通过的版本一致。"),
                    (tr("位置"), tr("通过的版本"), tr("公布的")),
                    found,
                ),
            )


def _groups(alike: Sequence[Alike]) -> list[Group]:
    found = []
    for number, each in enumerate(alike, 1):
        names = "、".join(member.office for member in each.members)
        title = tr("第 {0} 组：{1} 份，相同 {2}%", number, len(each.members), each.share)
        if each.last_year:
            title = tr("第 {0} 组：与本单位上年的相同 {1}%", number, each.share)
        found.append(Group(title, names, tuple(Member(m.key, m.office, m.text, m.ranges) for m in each.members)))
    return found


def _far(unusual: Sequence[Unusual], collection: Collection) -> list[Far]:
    found = []
    for each in unusual:
        row = collection.row(each.key)
        place = cell_name(row.report, each.ref) if row and row.report else ""
        found.append(Far(each.key, each.office, place, each.figure, each.usual, each.sentence))
    return found
