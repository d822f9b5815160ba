"""The index behind the search: pairs of neighbouring characters, because Chinese has no blanks between words.

For each report the newest version's text is folded and kept compressed (table bodies); its distinct pairs go
into an FTS5 table without text or positions. A query's pairs give candidates, and the folded text decides.
The FTS5 table is no part of the format: it is made anew from the bodies whenever it is missing or outdated.
"""

from __future__ import annotations

import itertools
import re
import sqlite3
from collections.abc import Iterable

from core import text
from core.model import Paragraph, Report
from core.store.codec import compression
from core.store.codec import report as codec

RULE = "2"  # how bodies and pairs are made; raise it whenever fold() or grams() give something else
_MOST_TERMS = 60
_PAIR = 2
_WORD = re.compile(r"[^\W_]+")


def create(connection: sqlite3.Connection) -> bool:
    """Makes the index where it is missing or outdated, empty; fill() brings it up to date.

    False when this SQLite has no FTS5: then texts are searched one by one.
    """
    if is_usable(connection) and is_sound(connection):
        return True
    connection.execute("BEGIN IMMEDIATE")
    try:
        made = _make_anew(connection)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return made


def is_usable(connection: sqlite3.Connection) -> bool:
    """Whether the FTS5 table is there and this SQLite can read it."""
    try:
        connection.execute("SELECT rowid FROM search WHERE search MATCH 'z'").fetchone()
    except sqlite3.OperationalError as error:
        if "no such" not in str(error):  # no such table, or no such module
            raise
        return False
    return True


def _make_anew(connection: sqlite3.Connection) -> bool:
    """An empty index that stands for no bodies; the texts stay where they are when there is no FTS5."""
    connection.execute("DELETE FROM facts WHERE name = 'search_rule'")
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS search"
            " USING fts5(grams, content='', columnsize=0, detail=none, tokenize='ascii')"
        )
        connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    except sqlite3.OperationalError as error:
        if "no such module" not in str(error):
            raise
        return False
    connection.execute("DELETE FROM bodies")
    connection.execute("INSERT INTO facts VALUES ('search_rule', ?)", [RULE])
    return True


def stale(connection: sqlite3.Connection, limit: int) -> list[tuple[int, int]]:
    """(report, newest version) of up to `limit` reports whose newest text is not in the index yet."""
    rows = connection.execute(
        "SELECT r.id, r.newest FROM reports r LEFT JOIN bodies b ON b.report_id = r.id"
        " WHERE b.version_id IS NOT r.newest LIMIT ?",
        [limit],
    )
    return [(row[0], row[1]) for row in rows]


def refresh(connection: sqlite3.Connection, report_id: int) -> None:
    """Takes a report's newest version in again, after its note or label changed."""
    row = connection.execute("SELECT newest FROM reports WHERE id = ?", [report_id]).fetchone()
    fill(connection, [(report_id, row["newest"])])


def fill(connection: sqlite3.Connection, reports: list[tuple[int, int]]) -> None:
    """Takes stored reports in; pairs as stale() gives them."""
    for report_id, version_id in reports:
        add(connection, report_id, version_id, text_of(connection, version_id))


def fold(words: str) -> str:
    """Text as it is compared: no blanks or quotes, one width, one case."""
    return text.key(words).casefold()


def body(report: Report, *more: str) -> str:
    """All words of a report and `more`, folded; parts are kept apart so that no match runs over their edge."""
    parts: list[Paragraph] = [*report.preamble, *report.closing]
    parts += [p for section in report.sections for p in section.paragraphs]
    words = [report.title, report.agency or "", *more, *(p.text for p in parts)]
    words += [section.heading or "" for section in report.sections]
    words += [u.text for u in report.unplaced]
    return "\n".join(fold(word) for word in words)


def grams(folded: str) -> str:
    """The distinct pairs of neighbouring letters, as words for FTS5; a word's last letter stands alone too."""
    pairs: set[str] = set()
    for word in _WORD.findall(folded):
        pairs.update(_pairs(word))
        pairs.add(word[-1])
    return " ".join(map(_name, pairs))


def query(words: list[str]) -> str:
    """The FTS5 query for folded words, all of which must occur; '' when they hold no letter."""
    terms: set[str] = set()
    for word in itertools.chain.from_iterable(map(_WORD.findall, words)):
        if len(word) == 1:
            terms.add(f"{_name(word)}*")
        terms.update(map(_name, _pairs(word)))
    # FTS5 refuses deep expressions; leaving pairs out gives more candidates, never fewer.
    return " AND ".join(sorted(terms)[:_MOST_TERMS])


def is_exact(words: list[str]) -> bool:
    """Whether the pairs alone decide: each word is one letter or one pair."""
    return all(len(word) <= _PAIR and _WORD.fullmatch(word) for word in words)


def _pairs(word: str) -> Iterable[str]:
    return map("".join, itertools.pairwise(word))


def _name(letters: str) -> str:
    """A pair or a letter as a plain ASCII word: FTS5's tokenizers know only the characters of an old Unicode.

    Four digits a letter, so that a letter's word begins the words of the pairs it begins.
    """
    return letters.encode("utf-16-be", "surrogatepass").hex()


def add(connection: sqlite3.Connection, report_id: int, version_id: int, folded: str) -> None:
    """Takes a report's newest text in, in the place of the one before."""
    sound, packed = is_sound(connection), compression.pack(folded)
    old = connection.execute("SELECT folded FROM bodies WHERE report_id = ?", [report_id]).fetchone()
    if old is not None and old["folded"] == packed:  # as after every edit of a figure
        connection.execute("UPDATE bodies SET version_id = ? WHERE report_id = ?", [version_id, report_id])
        return
    remove(connection, report_id)
    connection.execute("INSERT INTO bodies VALUES (?, ?, ?)", [report_id, version_id, packed])
    if sound:
        connection.execute("INSERT INTO search (rowid, grams) VALUES (?, ?)", [report_id, grams(folded)])


def remove(connection: sqlite3.Connection, report_id: int) -> None:
    """Forgets a report's text, if there is one."""
    row = connection.execute("SELECT folded FROM bodies WHERE report_id = ?", [report_id]).fetchone()
    if row is None:
        return
    if is_sound(connection):
        old = grams(compression.unpack(row["folded"]))
        connection.execute("INSERT INTO search (search, rowid, grams) VALUES ('delete', ?, ?)", [report_id, old])
    connection.execute("DELETE FROM bodies WHERE report_id = ?", [report_id])


def optimize(connection: sqlite3.Connection) -> None:
    """Rewrites the index into one piece, so that nothing of a forgotten text is left in it."""
    if is_sound(connection):
        connection.execute("INSERT INTO search (search) VALUES ('optimize')")


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether the FTS5 table stands for exactly the bodies, by the present rule."""
    row = connection.execute("SELECT value FROM facts WHERE name = 'search_rule'").fetchone()
    return row is not None and row["value"] == RULE


def text_of(connection: sqlite3.Connection, version_id: int) -> str:
    """The folded text of a stored version."""
    row = connection.execute(
        "SELECT s.report, v.note, v.label, v.source_name FROM snapshots s"
        " JOIN versions v ON v.id = s.version_id WHERE v.id = ?",
        [version_id],
    ).fetchone()
    return body(codec.load(compression.unpack(row["report"])), row["note"], row["label"], row["source_name"])
