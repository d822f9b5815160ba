"""The history: every saved state of every report, in one SQLite file.

history.History is the door; records holds what goes in and comes out; backups.damaged_file.open_history opens a file
that may be damaged or missing. Below: saving, loading, search (query, index), drafts, holders, trash, transfer (moving
to another computer) and backups (copies, restoring, recovery) write and read rows; database owns the connection,
file_access whose the file is and whether it is still the one that was opened, upgrade and migrations its format,
sqlite_errors its failures; codec turns values into bytes.

Decisions:
- A save always adds a version, unless nothing differs from the version it came from. Two windows never overwrite each
  other: the later save notes the version it did not know (VersionInfo.beside), and the person decides between them.
- Versions are ordered by ancestry (parent, superseded), never by a clock; see docs/decisions/080-order-by-ancestry.md.
- A version is on the disk when save() returns: write-ahead log with synchronous=FULL; on a network share, where
  the log is unsafe, a rollback journal with synchronous=EXTRA. And the file it is in is the one in the folder.
- Files up to database.CHECK_BYTES are checked whenever they are opened; larger ones by the daily backup, which
  never replaces a sound copy with a damaged one, and by History.check().
- The search index is no part of the format: it can be made anew from the versions at any time.
"""
