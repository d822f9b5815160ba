"""The history: every saved state of every report, in one SQLite file.

history.History is the door; records holds what goes in and comes out; rescue.open_history opens a file that may
be damaged. Below: saving, loading, search (search_index), drafts, holders, trash, transfer (moving house), backup
and restoring write and read rows; database owns the connection, upgrade and migrations its format, failures its
errors; codec* and packing turn values into bytes.

Decisions:
- A save always adds a version. Two windows never overwrite each other: the later save notes the version it did
  not know (VersionInfo.beside), and the person compares them.
- A version is on the disk when save() returns: write-ahead log with synchronous=FULL; on a network share, where
  the log is unsafe, a rollback journal with synchronous=EXTRA.
- Files up to database.CHECK_BYTES are checked whenever they are opened; larger ones by the daily backup, which
  never replaces a sound copy with a damaged one, and by History.check().
- The search index is no part of the format: it can be made anew from the versions at any time.
"""
