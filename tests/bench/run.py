"""Runs every bench_*.py beside it and prints one table: python tests/bench/run.py [ROOM ...]"""

import importlib.util
import platform
import sys
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent)]


def load(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(rooms: list[str]) -> None:
    print(f"{date.today()} · {platform.platform()} · Python {platform.python_version()}\n")
    print("| room | what | measured | asked |\n|---|---|---|---|")
    for path in sorted(HERE.glob("bench_*.py")):
        room = path.stem.removeprefix("bench_")
        if not rooms or room in rooms:
            for what, measured, asked in load(path).measure():
                print(f"| {room} | {what} | {measured} | {asked} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
