"""The two kinds of failure: what the user can mend, and everything else (a bug)."""

from __future__ import annotations


class UserError(Exception):
    """The surroundings fail, not the program; str() is one Chinese sentence that says what to do."""


class ReadError(UserError):
    """A file cannot be read as a report (missing, locked, damaged, empty, of an unknown kind)."""


class PicturesOnly(ReadError):
    """A file shows nothing but pictures, from which no text was read: empty tables can be filled in beside it."""


class ExportError(UserError):
    """An export could not be written whole, or what was written did not read back equal."""


class StoreError(UserError):
    """The history cannot be opened or written (disk full, locked, newer than this program)."""


class Cancelled(Exception):
    """The person stopped a long work; nothing was changed."""
