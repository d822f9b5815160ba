"""What the window fetches in the background before the first report: the lists of the start page, and a trial run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from core.archive import Archive
    from core.desk import CollectionInfo
    from core.session import DraftInfo, ReportInfo

MOST_RECENT = 6  # reports on the start page, more only when they are pinned
LOOKED_THROUGH = 300  # saved reports among which the pinned ones are looked for


class Lists(NamedTuple):
    """What the start page shows."""

    reports: list[ReportInfo]
    drafts: list[DraftInfo]
    collections: list[CollectionInfo]


def lists(archive: Archive) -> Lists:
    """Reports and collections of the history, and unsaved work left behind; runs in the background. A history that
    cannot be opened is no reason not to work: the sentence comes when it is needed."""
    from core.desk import collections
    from core.errors import UserError

    try:
        if archive.exists:
            return Lists(archive.history.recent(LOOKED_THROUGH), archive.drafts(), collections(archive))
    except UserError:
        pass
    return Lists([], [], [])


def open_sample() -> None:
    """Load what opening loads lazily (forms, rules, widgets' modules), with the sample report; in the background."""
    import gui.shell.report_view  # noqa: F401
    from core import paths
    from core.errors import UserError
    from core.session import Session

    sample = paths.resources() / "samples" / "示例报告.docx"
    try:
        session = Session(sample.parent)
        session.check(session.open(sample))
    except UserError:
        return  # a sample that is not there costs nothing but the head start
