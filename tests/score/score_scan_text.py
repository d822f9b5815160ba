"""How the text of scanned sections comes out: characters right, paragraphs whole and joined rightly, headings found.

python tests/score/score_scan_text.py [pages] [--only DAMAGE] [--seed N] [--log FILE] [--write]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]

from scan_damage import DAMAGES  # noqa: E402  (the paths above make a script of it)
from scan_texts import TextPage, text_page  # noqa: E402

from core.document import Document, Para  # noqa: E402
from core.extract import extract  # noqa: E402
from core.reading.pages.document import document_of  # noqa: E402
from core.reading.pages.page import Page as PageContent  # noqa: E402
from core.reading.scan.scanned_pages import ScannedPages  # noqa: E402

EXPECTED = HERE.parent / "expected" / "scan_text_score.json"
PAGES, SEED = 44, 30_300
ALIKE = 0.8  # of two paragraphs that are the same one, misread


def read(picture) -> tuple[Document | None, list[int]]:
    """The document of a page, and the sections that were found on it."""
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
        return None, []
    marked = pages.marked(result)
    report = extract(marked.value, marked.notes)
    return marked.value, [section.number for section in report.sections if section.heading and section.paragraphs]


def plain(text: str) -> str:
    """Without white, and with the two forms of a bracket, colon, comma as one: which of them stands is not told."""
    same = str.maketrans("():,;％—–", "（）：，；%--")
    return "".join(text.split()).translate(same)


def judge(printed: TextPage, document: Document | None, sections: list[int], told: list) -> Counter:
    """Characters and those right, paragraphs and those whole, headings and those found, of a page."""
    found: Counter = Counter()
    own = [plain(block.text) for block in document.blocks if isinstance(block, Para)] if document else []
    want = [plain(block) for block in printed.blocks]
    whole, got = "".join(want), "".join(own)
    matcher = SequenceMatcher(None, whole, got, autojunk=False)
    found["characters"] = len(whole)
    found["characters right"] = sum(part.size for part in matcher.get_matching_blocks())
    found["characters too many"] = max(0, len(got) - found["characters right"])
    found["paragraphs"] = len(want)
    for block in want:
        near = max((SequenceMatcher(None, block, other, autojunk=False).ratio() for other in own), default=0.0)
        ends = any(_same_ends(block, other) for other in own)
        found["paragraphs joined"] += near >= ALIKE and ends
        found["paragraphs exact"] += block in own
        if near < ALIKE or not ends:
            told.append(block[:40])
    found["headings"] = len(printed.headings)
    found["headings found"] = len(set(printed.headings) & set(sections))
    return found


def _same_ends(block: str, other: str) -> bool:
    """Whether two paragraphs begin and end alike and are as long: neither lacks a line nor has one too many."""
    return abs(len(block) - len(other)) <= max(2, len(block) // 12)


def main() -> int:
    """Run the score."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", type=int, nargs="?", default=PAGES)
    parser.add_argument("--only", default="")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--log", default="")
    parser.add_argument("--keep", default="", help="folder for the pages with paragraphs that were not joined")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    kinds = [name for name in DAMAGES if not given.only or name in given.only.split(",")]
    totals: dict[str, Counter] = defaultdict(Counter)
    for number in range(given.pages):
        damage = kinds[number % len(kinds)]
        dice = Random(f"{given.seed}/text/{damage}/{number}")
        spoil, resolutions = DAMAGES[damage]
        dpi = dice.choice(resolutions)
        printed = text_page(dice, dice.choice(("2021", "2019")), dpi)
        picture = spoil(printed.picture, dice)
        begun = time.process_time()
        document, sections = read(picture)
        took = round(time.process_time() - begun, 1)
        told: list = []
        found = judge(printed, document, sections, told)
        for key in (damage, f"{dpi} dpi", "all"):
            totals[key] += found + Counter(pages=1)
        print(number, damage, dpi, printed.size, dict(found), took, *told[:5], sep=" | ", flush=True)
        if given.log:
            with Path(given.log).open("a", encoding="utf-8") as log:
                log.write(json.dumps({"damage": damage, "dpi": dpi, "found": dict(found), "seconds": took}) + "\n")
        if given.keep and told:
            Path(given.keep).mkdir(parents=True, exist_ok=True)
            picture.save(Path(given.keep) / f"{number:03}_{damage}.png".replace(" ", "_"))
    figures = {
        key: {
            **count,
            "characters right %": round(100 * count["characters right"] / max(count["characters"], 1), 2),
            "paragraphs joined %": round(100 * count["paragraphs joined"] / max(count["paragraphs"], 1), 1),
        }
        for key, count in sorted(totals.items())
    }
    for key, row in figures.items():
        print(f"{key:12}", row)
    if given.write:
        EXPECTED.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
