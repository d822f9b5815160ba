"""The steps of the file's format. Frozen: a step that was ever shipped is never edited, a new one is appended.

Each step is plain SQL that knows nothing of today's classes; step n leads to user_version n.
"""

from __future__ import annotations

APPLICATION_ID = 0x4E424A48  # "NBJH": tells our file from any other SQLite file

# 1: reports, their versions with snapshot and changes, copies of source files.
_SPINE = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    """CREATE TABLE sources (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        size INTEGER NOT NULL,
        packed INTEGER NOT NULL DEFAULT 0,
        data BLOB
    )""",
    """CREATE TABLE reports (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        agency TEXT,
        agency_key TEXT NOT NULL,
        year INTEGER,
        title TEXT NOT NULL,
        edition TEXT NOT NULL,
        source_name TEXT NOT NULL,
        created TEXT NOT NULL,
        updated TEXT NOT NULL,
        newest INTEGER,
        versions INTEGER NOT NULL,
        state TEXT NOT NULL,
        errors INTEGER NOT NULL,
        warnings INTEGER NOT NULL
    )""",
    "CREATE INDEX reports_by_agency ON reports (agency_key, year)",
    "CREATE INDEX reports_by_time ON reports (updated)",
    """CREATE TABLE versions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        parent INTEGER REFERENCES versions (id) ON DELETE SET NULL,
        beside INTEGER,
        created TEXT NOT NULL,
        note TEXT NOT NULL,
        state TEXT NOT NULL,
        errors INTEGER NOT NULL,
        warnings INTEGER NOT NULL,
        content TEXT NOT NULL,
        source_id INTEGER REFERENCES sources (id),
        source_name TEXT NOT NULL,
        UNIQUE (report_id, number)
    )""",
    "CREATE INDEX versions_by_parent ON versions (parent)",
    "CREATE INDEX versions_by_source ON versions (source_id)",
    """CREATE TABLE snapshots (
        version_id INTEGER PRIMARY KEY REFERENCES versions (id) ON DELETE CASCADE,
        report BLOB NOT NULL,
        findings BLOB NOT NULL,
        dismissals BLOB NOT NULL
    )""",
    """CREATE TABLE changes (
        version_id INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        made TEXT NOT NULL,
        label TEXT NOT NULL,
        origin TEXT NOT NULL,
        change BLOB NOT NULL,
        PRIMARY KEY (version_id, position)
    )""",
)

# 2: bin, labels, drafts, who has what open, texts to search in.
_WORKROOM = (
    "ALTER TABLE reports ADD COLUMN trashed TEXT",
    "ALTER TABLE versions ADD COLUMN label TEXT NOT NULL DEFAULT ''",
    "UPDATE versions SET label = '已报送' WHERE state = 'final'",
    """CREATE TABLE drafts (
        key TEXT PRIMARY KEY,
        saved TEXT NOT NULL,
        token TEXT NOT NULL,
        host TEXT NOT NULL,
        pid INTEGER NOT NULL,
        user TEXT NOT NULL,
        report_id INTEGER REFERENCES reports (id) ON DELETE CASCADE,
        parent INTEGER REFERENCES versions (id) ON DELETE SET NULL,
        agency TEXT,
        year INTEGER,
        title TEXT NOT NULL,
        source_id INTEGER REFERENCES sources (id),
        source_name TEXT NOT NULL,
        note TEXT NOT NULL,
        state TEXT NOT NULL,
        report BLOB NOT NULL,
        changes BLOB NOT NULL,
        findings BLOB NOT NULL,
        dismissals BLOB NOT NULL
    )""",
    "CREATE INDEX drafts_by_report ON drafts (report_id)",
    "CREATE INDEX drafts_by_parent ON drafts (parent)",
    "CREATE INDEX drafts_by_source ON drafts (source_id)",
    """CREATE TABLE holders (
        token TEXT NOT NULL,
        report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
        host TEXT NOT NULL,
        pid INTEGER NOT NULL,
        user TEXT NOT NULL,
        since TEXT NOT NULL,
        seen TEXT NOT NULL,
        PRIMARY KEY (token, report_id)
    )""",
    "CREATE INDEX holders_by_report ON holders (report_id)",
    # What the search index holds for a report, compressed: needed to take it out of the index again.
    """CREATE TABLE bodies (
        report_id INTEGER PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
        version_id INTEGER NOT NULL,
        folded BLOB NOT NULL
    )""",
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
)

STEPS: tuple[tuple[str, ...], ...] = (_SPINE, _WORKROOM)
CURRENT = len(STEPS)
