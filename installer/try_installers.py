"""Tries the built packages for real: python installer/try_installers.py [windows] [linux]"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import try_linux
import try_windows
from parts import BuildError

TRIALS = {"windows": try_windows, "linux": try_linux}


def main(names: list[str]) -> int:
    """0 when every step holds, 1 when one does not, 2 when something is missing for a trial."""
    worst = 0
    for name in names or list(TRIALS):
        missing = TRIALS[name].ready()
        if missing:
            print(f"{name}: not tried, missing: {', '.join(missing)}")
            worst = max(worst, 2)
            continue
        try:
            TRIALS[name].run()
        except BuildError as error:
            print(f"{name}: failed: {error}", file=sys.stderr)
            worst = 1
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
