"""How surely scans are read: pages drawn by the project, spoilt in 22 ways, read, and compared with what was printed.

python tests/score/score_scan.py [pages] [--write] [--only DAMAGE] [--seed N]

For each kind of damage: share of figures right, figures wrong and not marked as doubtful (the one that has to be 0),
doubtful ones, ones not read, seconds a page.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]

from scan_damage import DAMAGES  # noqa: E402  (the paths above make a script of it)
from scan_pages import Page, page  # noqa: E402

from core.extract import extract  # noqa: E402
from core.model import Cell  # noqa: E402
from core.reading.pages.document import document_of  # noqa: E402
from core.reading.pages.page import Page as PageContent  # noqa: E402
from core.reading.scan.scanned_pages import ScannedPages  # noqa: E402
from core.schema import shape  # noqa: E402
from core.values import parse  # noqa: E402

EXPECTED = HERE.parent / "expected" / "scan_score.json"
PAGES, SEED = 200, 20_200


def _not_read(ref) -> Cell:
    return Cell()


def read(printed: Page, picture) -> dict:
    """The report's cells of the page's table, as the program reads the picture."""
    points = picture.width * 72 / 200, picture.height * 72 / 200
    pages = ScannedPages(
        lambda index: PageContent(*points, pictures=[(0.0, 0.0, *points)]),
        lambda index: picture,
        200 / 72,
        1,
        lambda a, b: None,
    )
    result = document_of("pdf", pages.page, 1, pages.progress)
    if result is None:
        return {}
    marked = pages.marked(result)
    report = extract(marked.value, marked.notes)
    grid = report.tables.get(printed.table)
    return dict(grid.cells) if grid else {}


def judge(printed: Page, cells: dict, told: list) -> Counter:
    """right, wrong (and marked), unmarked (wrong and not), doubtful (right, but marked), unread, blank."""
    found: Counter = Counter()
    kinds = shape(printed.edition, printed.table).kinds
    for ref, text in printed.figures.items():
        cell = cells.get(ref)
        found["cells"] += 1
        if cell is None or cell.unread:
            found["unread"] += 1
            continue
        right = cell.value == parse(text, kinds[ref])
        sure = cell.recognised is not None and cell.recognised.sure
        found["right"] += right
        found["right at once"] += right and sure
        found["doubtful"] += not sure
        if not right:
            found["wrong"] += 1
            found["unmarked"] += sure
            told.append((ref.row, ref.column, text, cell.raw, sure, cell.recognised))
    return found


def main() -> int:
    """Run the score."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", type=int, nargs="?", default=PAGES)
    parser.add_argument("--only", default="")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", default="", help="folder for the pages with wrong or unread figures")
    given = parser.parse_args()
    totals: dict[str, Counter] = defaultdict(Counter)
    seconds: dict[str, list[float]] = defaultdict(list)
    kinds = [name for name in DAMAGES if not given.only or name in given.only.split(",")]
    for number in range(given.pages):
        damage = kinds[number % len(kinds)]
        dice = Random(f"{given.seed}/{damage}/{number}")
        spoil, resolutions = DAMAGES[damage]
        dpi = dice.choice(resolutions)
        table = (3, 3, 2, 4)[number // len(kinds) % 4]
        printed = page(dice, table, dice.choice(("2021", "2019")), dpi)
        picture = spoil(printed.picture, dice)
        begun = time.process_time()
        told: list = []
        found = judge(printed, read(printed, picture), told)
        took = time.process_time() - begun
        for key in (damage, f"{dpi} dpi", printed.style.layout, "all"):
            totals[key] += found
            seconds[key].append(took)
        line = f"{number:3} {damage:10} {dpi} t{table} {printed.edition} {printed.style.layout:11} {printed.style.size}"
        line += f" {dict(found)} {took:.1f}s"
        print(line, *told[:6], sep="\n      " if told else " ", flush=True)
        if given.keep and (found["wrong"] or found["unread"]):
            Path(given.keep).mkdir(parents=True, exist_ok=True)
            picture.save(Path(given.keep) / f"{number:03}_{damage}.png".replace(" ", "_"))
    figures = {
        key: {
            "pages": len(seconds[key]),
            **{
                name: found[name]
                for name in ("cells", "right", "right at once", "wrong", "unmarked", "doubtful", "unread")
            },
            "right %": round(100 * found["right"] / max(found["cells"], 1), 2),
            "seconds": round(sum(seconds[key]) / len(seconds[key]), 1),
        }
        for key, found in totals.items()
    }
    figures["all"]["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for key, row in figures.items():
        print(f"{key:12}", row)
    if given.write:
        EXPECTED.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 1 if figures["all"]["unmarked"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
