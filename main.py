"""年报校核: the window and the commands."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; the exit code is the contract's (0, 1, 2 or 3)."""
    return 0


if __name__ == "__main__":
    sys.exit(main())
