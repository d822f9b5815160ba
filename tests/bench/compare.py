"""The bench of another commit and of this one in one run, with ratios: `compare.py FOLDER [ROOM ...]`.

FOLDER is a checkout of the other commit (git worktree add FOLDER COMMIT). A room at a time, first there, then here, so
that both meet the same load of the machine.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|KB|MB|MiB)\b")
_SCALE = {"ms": 1, "s": 1000, "KB": 1, "MB": 1024, "MiB": 1024}


def rows(tree: Path, room: str) -> dict[str, str]:
    """What was measured in a room: its name and the words with the figure."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.qpa.*=false"}
    command = [sys.executable, str(tree / "tests" / "bench" / "run.py"), room]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=tree, env=environment)
    if ran.returncode:
        print(f"{room} in {tree}: {ran.stderr.strip().splitlines()[-1]}")
    lines = [line.strip("| ").split(" | ") for line in ran.stdout.splitlines() if line.startswith(f"| {room} |")]
    return {line[1]: line[2] for line in lines}


def figure(words: str) -> float | None:
    """The first figure in milliseconds or KB."""
    found = _FIGURE.search(words)
    return float(found[1]) * _SCALE[found[2]] if found else None


def main(other: Path, rooms: list[str]) -> None:
    """One table."""
    rooms = rooms or [path.stem.removeprefix("bench_") for path in sorted(HERE.glob("bench_*.py"))]
    print("| room | what | before | now | ratio |\n|---|---|---|---|---|")
    for room in rooms:
        before, now = rows(other, room), rows(HERE.parent.parent, room)
        for what, words in now.items():
            old, new = figure(before.get(what, "")), figure(words)
            ratio = f"{new / old:.2f}" if old and new else "-"
            print(f"| {room} | {what} | {before.get(what, '-')} | {words} | {ratio} |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
