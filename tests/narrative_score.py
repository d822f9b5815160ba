"""Precision and recall of the narrative binding over tests/data/narrative.toml; `python tests/narrative_score.py`."""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT.parent))

from core.rules.narrative.cells import option  # noqa: E402
from core.rules.narrative.reading import Setting, read  # noqa: E402

Pair = tuple[str, frozenset[object]]


@dataclass
class Score:
    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    def add(self, got: list[Pair], wanted: list[Pair]) -> None:
        left = list(wanted)
        for pair in got:
            if pair in left:
                left.remove(pair)
                self.right += 1
        self.found += len(got)
        self.wanted += len(wanted)


def load() -> tuple[dict[str, str], list[dict[str, object]]]:
    data = tomllib.loads((ROOT / "data" / "narrative.toml").read_text("utf-8"))
    return data["names"], data["sentence"]


def wanted(item: dict, names: dict[str, str]) -> list[Pair]:
    pairs = [entry.split(":", 1) for entry in item["bind"]]
    edition = item.get("edition", "2021")
    result = [(figure, frozenset(option(names.get(name, name), (edition,) * 3))) for figure, name in pairs]
    assert all(cells for _, cells in result), item
    return result


def got(item: dict, names: dict[str, str]) -> list[Pair]:
    """Figures and cells. A figure with several readings counts as the wanted one, where that is among them; a figure
    that is only hinted at counts where it is wanted."""
    text = item["text"]
    setting = Setting(
        item.get("year", 2021),
        (item.get("edition", "2021"),) * 3,
        item.get("government", False),
        item.get("section") == 4,
        item.get("topic", ""),
    )
    want = wanted(item, names)
    pairs = []
    for bound in read(text, setting).bounds:
        figure = text[bound.start : bound.end]
        readings = [frozenset(option) for option in bound.options]
        meant = next((cells for cells in readings if (figure, cells) in want), readings[0])
        if not bound.derived and (bound.certain or (figure, meant) in want):
            pairs.append((figure, meant))
    return pairs


def score(group: str | None = None) -> Score:
    """Score of one set of sentences ("" for those without one), or of all."""
    names, items = load()
    total = Score()
    for item in items:
        if group is None or item.get("set", "") == group:
            total.add(got(item, names), wanted(item, names))
    return total


def misses() -> list[str]:
    names, items = load()
    lines = []
    for item in items:
        have, want = got(item, names), wanted(item, names)
        if sorted(map(str, have)) != sorted(map(str, want)):
            extra = [f"+{figure}:{_short(cells)}" for figure, cells in have if (figure, cells) not in want]
            missing = [f"-{figure}:{_short(cells)}" for figure, cells in want if (figure, cells) not in have]
            lines.append(f"{item['text'][:60]}  {' '.join(extra + missing)}")
    return lines


def _short(cells: frozenset) -> str:
    return "+".join(sorted(f"{c.row}.{c.column}" for c in cells))[:50]


def report() -> str:
    groups = [None, *dict.fromkeys(item.get("set", "") for item in load()[1])]
    return "\n".join(_line("all" if group is None else group or "first", score(group)) for group in groups)


def _line(name: str, s: Score) -> str:
    figures = f"{s.right} right of {s.found} found, {s.wanted} wanted"
    return f"{name:8} precision {s.precision:.3f}  recall {s.recall:.3f}  ({figures})"


if __name__ == "__main__":
    print("\n".join([*misses(), f"{len(load()[1])} sentences", report()]))
