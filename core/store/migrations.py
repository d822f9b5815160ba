"""The steps of the file's format. Frozen: a step that was ever shipped is never edited, a new one is appended.

Each step is plain SQL that knows nothing of today's classes; step n leads to user_version n.
"""

from __future__ import annotations

import itertools
import re

APPLICATION_ID = 0x4E424A48  # "NBJH": tells our file from any other SQLite file

# 1: reports, their versions with snapshot and changes, copies of source files.
_REPORTS = (
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
_DRAFTS = (
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

# 3: where a content came from, confirmed cells, and the order of versions by ancestry.
#
# A version comes after its parent, and after every version that a row of `superseded` names. Version numbers of
# format 2 followed the clock: where a computer's clock was slow a version may stand before its own parent. Such
# reports are numbered anew (depth below the first version, then the old number); over negative numbers, because no
# number may be there two times even for a moment. Then each version without a parent directly before it is taken as
# made in knowledge of that one: an old history asks no questions about versions that were settled long ago.
_ANCESTRY = (
    "ALTER TABLE versions ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE drafts ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE reports ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE reports ADD COLUMN heads INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE snapshots ADD COLUMN locked BLOB",
    "ALTER TABLE drafts ADD COLUMN locked BLOB",
    "UPDATE versions SET origin = 'file' WHERE source_name <> ''",
    "UPDATE drafts SET origin = 'file' WHERE source_name <> ''",
    "UPDATE reports SET origin = 'file' WHERE source_name <> ''",
    """CREATE TABLE superseded (
        version_id INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
        older_id INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
        PRIMARY KEY (version_id, older_id)
    )""",
    "CREATE INDEX superseded_by_older ON superseded (older_id)",
    """CREATE TEMP TABLE renumbered AS
        WITH RECURSIVE
        misplaced AS (
            SELECT DISTINCT v.report_id FROM versions v JOIN versions p ON p.id = v.parent WHERE v.number < p.number
        ),
        below (id, report_id, number, depth) AS (
            SELECT id, report_id, number, 0 FROM versions
            WHERE parent IS NULL AND report_id IN (SELECT report_id FROM misplaced)
            UNION ALL
            SELECT v.id, v.report_id, v.number, b.depth + 1 FROM versions v JOIN below b ON v.parent = b.id
        )
        SELECT id, number AS old, report_id,
            row_number() OVER (PARTITION BY report_id ORDER BY depth, number) AS new FROM below""",
    "UPDATE versions SET number = -number WHERE id IN (SELECT id FROM renumbered)",
    """UPDATE versions SET
        beside = (SELECT r.new FROM renumbered r WHERE r.report_id = versions.report_id AND r.old = versions.beside),
        number = (SELECT r.new FROM renumbered r WHERE r.id = versions.id)
        WHERE id IN (SELECT id FROM renumbered)""",
    "DROP TABLE renumbered",
    """INSERT INTO superseded (version_id, older_id)
        SELECT v.id, b.id FROM versions v JOIN versions b ON b.report_id = v.report_id AND b.number = v.number - 1
        WHERE v.parent IS NOT b.id""",
    """UPDATE reports SET (newest, updated, errors, warnings, source_name) = (
        SELECT id, created, errors, warnings, source_name FROM versions
        WHERE report_id = reports.id ORDER BY number DESC LIMIT 1)""",
)

# 4: collections of a county's reports. A file that was read is a version; purging its report takes it out of every
# collection. revisions are the names of all saves, oldest first: whose save another one grew from is read from them,
# never from clocks.
_COLLECTIONS = (
    """CREATE TABLE collections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        year INTEGER NOT NULL,
        created TEXT NOT NULL,
        saved TEXT NOT NULL,
        revisions TEXT NOT NULL,
        reports INTEGER NOT NULL,
        facts BLOB NOT NULL
    )""",
    """CREATE TABLE collection_rows (
        collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        key TEXT NOT NULL,
        facts BLOB NOT NULL,
        PRIMARY KEY (collection_id, key)
    )""",
    """CREATE TABLE hand_ins (
        collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
        row TEXT NOT NULL,
        place INTEGER NOT NULL,
        version_id INTEGER REFERENCES versions (id) ON DELETE CASCADE,
        facts BLOB NOT NULL,
        PRIMARY KEY (collection_id, row, place)
    )""",
    "CREATE INDEX hand_ins_by_version ON hand_ins (version_id)",
    """CREATE TABLE collection_holders (
        token TEXT NOT NULL,
        collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
        host TEXT NOT NULL,
        pid INTEGER NOT NULL,
        user TEXT NOT NULL,
        since TEXT NOT NULL,
        seen TEXT NOT NULL,
        PRIMARY KEY (token, collection_id)
    )""",
)

# 5: the bytes of the stamped copies that a collection names (decision 352).
_STAMPED = (
    "ALTER TABLE hand_ins ADD COLUMN source_id INTEGER REFERENCES sources (id)",
    "CREATE INDEX hand_ins_by_source ON hand_ins (source_id)",
)

STEPS: tuple[tuple[str, ...], ...] = (_REPORTS, _DRAFTS, _ANCESTRY, _COLLECTIONS, _STAMPED)
CURRENT = len(STEPS)
TABLES = frozenset(re.findall(r"CREATE TABLE (\w+)", "\n".join(itertools.chain(*STEPS))))  # of the current format
