"""How surely scans are read: pages drawn by the project, spoilt in 22 ways, read, and compared with what was printed.

python tests/score/score_scan.py [pages] [--write] [--only DAMAGE] [--seed N] [--first N] [--log FILE] [--sum FILE...]

For each kind of damage, resolution, layout and table: figures right and sure, right but marked as doubtful, wrong and
marked, wrong and not marked (the one that has to be 0), not read, seconds of processor time a page. --log adds a line
for each page as it is done, so that nothing is lost when a run is stopped; --sum adds such files up.
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
KEYS = ("cells", "right", "right at once", "wrong", "unmarked", "doubtful", "unread")


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


def page_of(number: int, seed: int, kinds: list[str]) -> tuple[str, int, Page, object]:
    """Damage, resolution, the page as printed and as spoilt, of a page of the score."""
    damage = kinds[number % len(kinds)]
    dice = Random(f"{seed}/{damage}/{number}")
    spoil, resolutions = DAMAGES[damage]
    dpi = dice.choice(resolutions)
    table = (3, 3, 2, 4)[number // len(kinds) % 4]
    printed = page(dice, table, dice.choice(("2021", "2019")), dpi)
    return damage, dpi, printed, spoil(printed.picture, dice)


def totals(lines: list[dict]) -> dict[str, dict]:
    """Sums by kind of damage, resolution, layout, table, and all, of the lines of a log."""
    found: dict[str, Counter] = defaultdict(Counter)
    seconds: dict[str, list[float]] = defaultdict(list)
    for line in lines:
        for key in (line["damage"], f"{line['dpi']} dpi", line["layout"], f"table {line['table']}", "all"):
            found[key] += Counter(line["found"])
            seconds[key].append(line["seconds"])
    return {
        key: {
            "pages": len(seconds[key]),
            **{name: count[name] for name in KEYS},
            "right but doubtful": count["right"] - count["right at once"],
            "right %": round(100 * count["right"] / max(count["cells"], 1), 2),
            "seconds": round(sum(seconds[key]) / len(seconds[key]), 1),
        }
        for key, count in sorted(found.items())
    }


def main() -> int:
    """Run the score."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", type=int, nargs="?", default=PAGES)
    parser.add_argument("--only", default="")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--first", type=int, default=0, help="number of the first page")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", default="", help="folder for the pages with wrong or unread figures")
    parser.add_argument("--log", default="", help="file that gets a line of JSON for each page")
    parser.add_argument("--sum", nargs="+", default=[], help="logs to add up instead of reading pages")
    given = parser.parse_args()
    kinds = [name for name in DAMAGES if not given.only or name in given.only.split(",")]
    lines = [json.loads(line) for name in given.sum for line in Path(name).read_text("utf-8").splitlines()]
    for number in range(given.first, given.first + given.pages) if not given.sum else ():
        damage, dpi, printed, picture = page_of(number, given.seed, kinds)
        begun = time.process_time()
        told: list = []
        found = judge(printed, read(printed, picture), told)
        row = {
            "number": number,
            "seed": given.seed,
            "damage": damage,
            "dpi": dpi,
            "table": printed.table,
            "edition": printed.edition,
            "layout": printed.style.layout,
            "size": printed.style.size,
            "found": dict(found),
            "seconds": round(time.process_time() - begun, 2),
            "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
        lines.append(row)
        print(*row.values(), *told[:6], sep="\n      " if told else " ", flush=True)
        if given.log:
            with Path(given.log).open("a", encoding="utf-8") as log:
                log.write(json.dumps(row, ensure_ascii=False) + "\n")
        if given.keep and (found["wrong"] or found["unread"]):
            Path(given.keep).mkdir(parents=True, exist_ok=True)
            picture.save(Path(given.keep) / f"{number:03}_{damage}.png".replace(" ", "_"))
    figures = totals(lines)
    figures["all"]["peak MB"] = max(line["peak MB"] for line in lines)
    for key, counts in figures.items():
        print(f"{key:12}", counts)
    if given.write:
        EXPECTED.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 1 if figures["all"]["unmarked"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
