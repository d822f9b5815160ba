"""Builds one commit twice, in two folders, and compares all that comes out: python installer/twice.py [windows] [deb]

Said of every output: the same byte for byte, or which files inside differ.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from parts import CACHE, ROOT, BuildError, run
from trial import digests

WORK = ROOT / "build" / "twice"
TREES = {"windows": "windows/payload", "deb": "deb/root"}


def build(name: str, package: str, commit: str) -> Path:
    """A clean clone of the commit with the package built; parts already fetched are used again."""
    clone = WORK / package / name
    run("rm", "-rf", clone)
    run("git", "clone", "-q", "--no-checkout", ROOT, clone)
    run("git", "checkout", "-q", "--detach", commit, cwd=clone)
    (clone / "build").mkdir()
    (clone / "build" / "parts").symlink_to(CACHE)
    done = subprocess.run([sys.executable, clone / "installer" / "build.py", package], cwd=clone, check=False)
    if done.returncode:
        raise BuildError(f"{package} was not built")
    return clone


def compare(first: Path, second: Path, package: str) -> bool:
    """Print a line for each output; whether all are the same."""
    one, two = (digests(clone / "build" / TREES[package]) for clone in (first, second))
    differing = sorted(k for k in one.keys() | two.keys() if one.get(k) != two.get(k))
    print(f"{package}: {len(one)} files, {len(differing)} differ {differing[:20]}")
    left, right = (digests(clone / "dist") for clone in (first, second))
    for file in sorted(left):
        print(f"{file}: {'the same' if left[file] == right.get(file) else 'DIFFERS'} {left[file]}")
    return not differing and left == right


def main(packages: list[str]) -> int:
    """0 when all outputs of the commit that HEAD is now are the same, 1 when not."""
    same = True
    commit = run("git", "rev-parse", "HEAD").strip()
    for package in packages or list(TREES):
        try:
            same &= compare(build("one", package, commit), build("second", package, commit), package)
        except BuildError as error:
            print(error, file=sys.stderr)
            same = False
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
