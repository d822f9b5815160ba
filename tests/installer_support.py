"""The build scripts of installer/ for the tests: they import each other by bare names."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTALLER = ROOT / "installer"
if str(INSTALLER) not in sys.path:
    sys.path.append(str(INSTALLER))
