"""Runs the tests over mutants of a sample of modules: `run.py [--each N] [--seed N] [--minutes N] [MODULE ...]`.

Each mutant is run in a fork of this process that has the heavy libraries loaded already; the mutated source goes in by
an import hook, no file is changed. A mutant that no test notices lives: it is equivalent (equivalent.py says why), or a
test is missing. The share is printed a module and in all.
"""

from __future__ import annotations

import argparse
import importlib.abc
import importlib.machinery
import os
import random
import signal
import sys
import time
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from equivalent import EQUIVALENT  # noqa: E402
from mutants import Mutant, mutants  # noqa: E402

# The quick tests of each module, those most likely to notice first.
SAMPLE: dict[str, tuple[str, ...]] = {
    "core.values": ("tests/core/test_values.py", "tests/core/rules/test_linear.py"),
    "core.text": ("tests/core/test_text.py", "tests/core/test_values.py", "tests/core/extract/test_headings.py"),
    "core.change": ("tests/core/test_change.py", "tests/core/test_session.py"),
    "core.acts": ("tests/core/test_session.py", "tests/core/test_archive.py", "tests/core/test_change.py"),
    "core.equations.linear": ("tests/core/rules/test_linear.py", "tests/core/repair/test_problem.py"),
    "core.diagnosis.slips": ("tests/core/repair/test_slips.py", "tests/core/rules/test_causes.py"),
    "core.extract.tables.label_alignment": (
        "tests/core/extract/test_table_oddities.py",
        "tests/core/extract/test_properties.py",
        "tests/core/extract/test_whole_report.py",
    ),
    "core.store.saving": ("tests/core/store/test_history.py", "tests/core/store/test_transfer.py",
                          "tests/core/store/test_trash.py", "tests/core/store/test_search.py"),
    "core.store.transfer": ("tests/core/store/test_transfer.py", "tests/core/store/test_merge_property.py"),
    "core.store.database": ("tests/core/store/test_failures.py", "tests/core/store/test_in_place.py",
                            "tests/core/store/test_history.py", "tests/core/store/test_backup.py"),
    "core.store.backups.recovery": ("tests/core/store/test_backup.py",),
    "core.atomic_write": ("tests/core/test_atomic.py",),
    "gui.editing.edit_controller": ("tests/gui/test_while_jobs_run.py", "tests/gui/test_journeys.py"),
}  # fmt: skip
FIRST = 600  # seconds for the run without a mutant; a mutant may take three times as long as that, then it hangs


class _Loader(importlib.abc.Loader):
    def __init__(self, name: str, path: Path, source: str) -> None:
        self._name, self._path, self._source = name, path, source

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self._path)
        exec(compile(self._source, str(self._path), "exec"), module.__dict__)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, name: str, path: Path, source: str) -> None:
        self._name, self._loader = name, _Loader(name, path, source)

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self._loader) if name == self._name else None


def run(name: str, source: str | None, tests: tuple[str, ...], longest: int = FIRST) -> int:
    """Exit code of the tests over a source in the module's place: 0 when none failed."""
    child = os.fork()
    if child == 0:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        os.setsid()
        signal.alarm(longest)
        if source is not None:
            sys.meta_path.insert(0, _Finder(name, path_of(name), source))
        import pytest

        arguments = [
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "-W",
            "ignore::pytest.PytestAssertRewriteWarning",
            *(t for t in tests if (ROOT / t).exists()),
        ]
        os._exit(int(pytest.main(arguments)))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def path_of(name: str) -> Path:
    return ROOT.joinpath(*name.split(".")).with_suffix(".py")


def preload() -> None:
    """What every child needs and no mutant touches."""
    import hypothesis  # noqa: F401
    import lxml.etree  # noqa: F401
    import pytest  # noqa: F401
    from PySide6 import QtGui, QtTest, QtWidgets  # noqa: F401


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=25, help="mutants a module, drawn at random; 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("modules", nargs="*", default=list(SAMPLE))
    chosen = parser.parse_args()
    os.chdir(ROOT)
    preload()
    deadline, killed, counted, living = time.monotonic() + chosen.minutes * 60, 0, 0, 0
    for name in chosen.modules:
        begun = time.monotonic()
        if run(name, None, SAMPLE[name]) != 0:
            print(f"{name}: its tests fail without a mutant", flush=True)
            continue
        longest = 20 + 3 * int(time.monotonic() - begun)
        all_of_it = list(mutants(path_of(name).read_text("utf-8")))
        drawn = all_of_it if not chosen.each else _draw(all_of_it, chosen.each, f"{chosen.seed}{name}")
        here = 0
        done = 0
        for mutant in drawn:
            if time.monotonic() > deadline:
                print(f"{name}: the time is over", flush=True)
                break
            done += 1
            if run(name, mutant.source, SAMPLE[name], longest) != 0:
                here += 1
            elif (name, mutant.what) in EQUIVALENT:
                here += 1
                print(
                    f"  equivalent {name}:{mutant.line}  {mutant.what}  ({EQUIVALENT[name, mutant.what]})", flush=True
                )
            else:
                living += 1
                print(f"  LIVES {name}:{mutant.line}  {mutant.what}", flush=True)
        killed, counted = killed + here, counted + done
        print(f"{name}: {here} of {done} noticed, of {len(all_of_it)} there are", flush=True)
    print(f"{killed} of {counted} mutants noticed or equivalent ({killed * 100 // max(counted, 1)} %)")
    return 1 if living else 0


def _draw(all_of_it: list[Mutant], count: int, seed: str) -> list[Mutant]:
    chosen = random.Random(seed).sample(range(len(all_of_it)), min(count, len(all_of_it)))
    return [all_of_it[number] for number in sorted(chosen)]


if __name__ == "__main__":
    sys.exit(main())
