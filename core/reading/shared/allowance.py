"""What a reading process may use for the file in hand: by its size, until a picture is to be recognised.

The process that reads sets how its limits are raised; in any other process there are none.
"""

from __future__ import annotations

from collections.abc import Callable

_raise: Callable[[], None] | None = None


def when_raised(action: Callable[[], None]) -> None:
    """Set what raises the limits of this process."""
    global _raise
    _raise = action


def for_pictures() -> None:
    """Ask for all that a file may use: a page drawn for recognition and the engine take over 200 MB, however few bytes
    the picture has, and seconds a page."""
    if _raise is not None:
        _raise()
