"""Who has which report open, so that a second window or PC can say so before two people edit the same one."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from core.store.process import Owner, is_running
from core.store.records import ReportId

# A window on another computer that did not say for so long that it still works is taken for gone.
SILENT_SECONDS = 15 * 60


@dataclass(frozen=True, slots=True)
class Holder:
    """Another window that has a report open, since when (ISO 8601 UTC); here: on this computer."""

    owner: Owner
    report_id: ReportId
    since: str
    here: bool = False

    def sentence(self) -> str:
        """For the person who opens the report second, e.g. "本机的另一个窗口从 10:32 起打开着这份报告；…"."""
        who = "本机的另一个窗口" if self.here else str(self.owner)
        since = datetime.fromisoformat(self.since).astimezone()
        today = datetime.now().astimezone().date() == since.date()
        clock = since.strftime("%H:%M" if today else "%m-%d %H:%M")
        return f"{who}从 {clock} 起打开着这份报告；您仍可查看和修改，保存时会另存为新版本，不会覆盖那边的内容"


def hold(connection: sqlite3.Connection, report_id: ReportId, owner: Owner, now: str) -> None:
    """Says that this window has the report open, or still has it. A report that is gone is not held."""
    connection.execute(
        "INSERT INTO holders (token, report_id, host, pid, user, since, seen) SELECT ?, id, ?, ?, ?, ?, ?"
        " FROM reports WHERE id = ? ON CONFLICT (token, report_id) DO UPDATE SET seen = excluded.seen",
        [owner.token, owner.host, owner.pid, owner.user, now, now, report_id],
    )


def release(connection: sqlite3.Connection, owner: Owner, report_id: ReportId | None = None) -> None:
    """Takes it back, for one report or for all of this window's."""
    one = "" if report_id is None else " AND report_id = ?"
    connection.execute(f"DELETE FROM holders WHERE token = ?{one}", [owner.token, *([report_id] if one else [])])


def others(rows: list[sqlite3.Row], owner: Owner, now: str) -> list[Holder]:
    """The living among rows of the table holders that are not this window's own."""
    found = []
    for row in rows:
        holder = Owner(row["host"], row["pid"], row["user"], row["token"])
        if holder.token != owner.token and is_alive(holder, row["seen"], owner, now):
            found.append(Holder(holder, ReportId(row["report_id"]), row["since"], holder.host == owner.host))
    return found


def is_alive(writer: Owner, seen: str, owner: Owner, now: str) -> bool:
    """Whether a window still runs: on this computer we look, elsewhere its last sign of life decides."""
    if writer.host == owner.host:
        return is_running(writer)
    return (datetime.fromisoformat(now) - datetime.fromisoformat(seen)).total_seconds() < SILENT_SECONDS
