"""Finding reports by agency, year, state and any words of their newest version."""

from __future__ import annotations

import itertools
import sqlite3
from dataclasses import dataclass
from typing import Any

from core.store import loading
from core.store.codec import compression
from core.store.database import Database
from core.store.records import ReportInfo, State
from core.store.saving import agency_key
from core.store.search import index

BATCH = 100  # reports taken into the index in one transaction, so that other windows wait little


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for; empty parts match everything.

    agency is part of a name; text is words separated by blanks that must all occur in title, agency, narrative,
    headings, note, label or file name of the newest version. trashed looks in the bin instead.
    """

    agency: str = ""
    year: int | None = None
    text: str = ""
    state: State | None = None
    trashed: bool = False


def search(database: Database, query: Query, limit: int) -> list[ReportInfo]:
    """The first `limit` matches, the last saved first."""
    words = [word for word in map(index.fold, query.text.split()) if word]
    if words and not database.read_only:
        catch_up(database)
    where, params = _facts(query)
    if words and database.indexed:
        where += _candidates(words, params)
    doubtful = words and not (database.indexed and index.is_exact(words))
    # Sorting whole rows of thousands of candidates would take longer than all the rest.
    order = f"SELECT id, newest FROM reports WHERE {where} ORDER BY updated DESC, id DESC"
    with database.reading() as connection:
        candidates = connection.execute(order, params)
        chosen = (
            row["id"] for row in candidates if not doubtful or _holds(connection, row["id"], row["newest"], words)
        )
        return _infos(connection, list(itertools.islice(chosen, limit)))


def _infos(connection: sqlite3.Connection, ids: list[int]) -> list[ReportInfo]:
    one = f"{loading.REPORTS} WHERE id = ?"
    return loading.report_infos(connection.execute(one, [report_id]).fetchone() for report_id in ids)


def _facts(query: Query) -> tuple[str, list[Any]]:
    where = ["trashed IS NOT NULL" if query.trashed else "trashed IS NULL"]
    params: list[Any] = []
    if query.agency:
        # instr, not LIKE: a name may hold % or _.
        where.append("instr(agency_key, ?)")
        params.append(compression.storable(agency_key(query.agency)))
    for column, value in (("year", query.year), ("state", query.state)):
        if value is not None:
            where.append(f"{column} = ?")
            params.append(value)
    return " AND ".join(where), params


def _candidates(words: list[str], params: list[Any]) -> str:
    pairs = index.query(words)
    if not pairs:  # punctuation only
        return ""
    params.append(pairs)
    return " AND id IN (SELECT rowid FROM search WHERE search MATCH ?)"


def _holds(connection: sqlite3.Connection, report_id: int, version_id: int, words: list[str]) -> bool:
    """Whether all words occur, by the folded text: pairs may also stand apart from each other."""
    row = connection.execute("SELECT folded FROM bodies WHERE report_id = ?", [report_id]).fetchone()
    folded = compression.unpack(row["folded"]) if row else index.text_of(connection, version_id)
    return all(word in folded for word in words)


def catch_up(database: Database) -> None:
    """Brings the index up to date: after an upgrade, an import, or a save by a program without FTS5."""
    while True:
        with database.reading() as connection:
            missing = index.stale(connection, BATCH)
        if not missing:
            return
        with database.writing() as connection:
            index.fill(connection, index.stale(connection, BATCH))
