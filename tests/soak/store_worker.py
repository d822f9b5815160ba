"""The program that the kill tests kill: `store_worker.py ACT DATABASE SEED`.

It says "ready" when its work begins, then one line for everything that is done and must therefore survive.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import kept_collection_support as collections  # noqa: E402
import store_support as support  # noqa: E402

from core.store import database  # noqa: E402
from core.store.backups import backup  # noqa: E402
from core.store.backups import restore as restoring  # noqa: E402
from core.store.history import History, Snapshot  # noqa: E402


def say(*words: object) -> None:
    print(*words, flush=True)


def snapshot(seed: int, number: int) -> Snapshot:
    """Another report each time; its figure is what the test looks for."""
    choice = random.Random(seed * 1000 + number)
    report = support.report(year=2020 + choice.randrange(4), figure=str(number), words="补充。" * choice.randrange(400))
    return Snapshot(report, source_name="甲.txt", source_bytes=bytes(choice.randbytes(choice.randrange(60_000))))


def save(path: Path, seed: int) -> Iterator[tuple[object, ...]]:
    """saved UID FIGURE; now and then a draft, a label, a bin, in between."""
    with History(path) as history:
        for number in itertools.count(1):
            info = history.save(snapshot(seed, number))
            yield "saved", info.uid, number
            history.save_draft(f"window-{seed}", snapshot(seed, number))
            yield "draft", f"window-{seed}", number
            if number % 3 == 0:
                history.label(info.id, "已报送")
                yield "label", info.uid, "已报送"


def desk(path: Path, seed: int) -> Iterator[tuple[object, ...]]:
    """saved UID FIGURE, and collection ID NUMBER after each file, as a gathering keeps its rows."""
    with History(path) as history:
        kept, versions = None, []
        for number in itertools.count(1):
            info = history.save(snapshot(seed, number))
            yield "saved", info.uid, number
            versions.append(info.id)
            kept = history.save_collection(collections.kept(number, versions, kept))
            yield "collection", kept.id, number


def share(path: Path, seed: int) -> Iterator[tuple[object, ...]]:
    """As save, with the rollback journal of a network share."""
    database.is_shared = lambda folder: True
    yield from save(path, seed)


def migrate(path: Path, seed: int) -> Iterator[tuple[object, ...]]:
    """opened, when the file is of the current format and searchable."""
    with History(path) as history:
        history.prepare_search()
        yield ("opened",)


def copy(path: Path, seed: int) -> Iterator[tuple[object, ...]]:
    """saved UID FIGURE and copied PATH by turns."""
    with History(path) as history:
        for number in itertools.count(1):
            info = history.save(snapshot(seed, number))
            yield "saved", info.uid, number
            target = backup.folder_of(path) / f"{path.stem}-{seed}-{number}.db"
            backup.copy(path, target)
            yield "copied", target


def restore(path: Path, seed: int) -> Iterator[tuple[object, ...]]:
    """restored, again and again, from the copy beside the file."""
    while True:
        restoring.restore(path, path.with_name("copy.db"))
        yield ("restored",)


def merge(path: Path, seed: int) -> Iterator[tuple[object, ...]]:
    """merged, once; then saved UID FIGURE."""
    with History(path) as history:
        history.import_merge(path.with_name("copy.db"))
        yield ("merged",)
        for number in itertools.count(1):
            yield "saved", history.save(snapshot(seed, number)).uid, number


ACTS: dict[str, Callable[[Path, int], Iterator[tuple[object, ...]]]] = {
    "save": save,
    "desk": desk,
    "share": share,
    "migrate": migrate,
    "copy": copy,
    "restore": restore,
    "merge": merge,
}


def main() -> None:
    act, path, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    say("ready")
    for line in ACTS[act](path, seed):
        say(*line)


if __name__ == "__main__":
    main()
