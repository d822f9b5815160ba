"""How the sentences of tests/data/narrative_own.txt are read, by set and kind; `python tests/narrative_own.py`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT.parent))

from core.rules.narrative.cells import Option, option  # noqa: E402
from core.rules.narrative.reading import Reading, Setting, read  # noqa: E402

EDITIONS = ("2021",) * 3
ORGANISATIONS = ("business", "research", "nonprofit", "legal_service", "other_org")
CELLS = {
    **{"rec": "3.received.total", "in": "3.carried_in.total", "res": "3.results_total.total"},
    **{"both": "3.received.total+3.carried_in.total", "tot": "3.received.total", "fwd": "3.carried_forward.total"},
    **{"gr": "3.granted.total", "pg": "3.partly_granted.total", "gpg": "3.granted.total+3.partly_granted.total"},
    **{"ref": "3.refused_*.total", "un": "3.unavailable_*.total", "dec": "3.declined_*.total", "oth": "3.other*.total"},
    **{
        f"n{k}": f"2.normative_documents.{act}"
        for k, act in zip("ixv", ("issued", "repealed", "in_force"), strict=True)
    },
    **{f"g{k}": f"2.regulations.{act}" for k, act in zip("ixv", ("issued", "repealed", "in_force"), strict=True)},
    **{"li": "2.licences.decisions", "pe": "2.penalties.decisions", "co": "2.coercive_measures.decisions"},
    **{"fee": "2.fees.amount", "np": "3.received.natural_person", "biz": "3.received.business"},
    **{
        "nonprofit": "3.received.nonprofit",
        "legal": "3.received.legal_service",
        "research": "3.received.research",
        "oorg": "3.received.other_org",
    },
    **{"org": "+".join(f"3.received.{column}" for column in ORGANISATIONS)},
    **{"gr_np": "3.granted.natural_person", "pg_np": "3.partly_granted.natural_person"},
    **{"rv": "4.review.total", "ds": "4.direct_suit.total", "sr": "4.suit_after_review.total"},
    **{"su": "4.direct_suit.total+4.suit_after_review.total"},
    **{
        f"{name}.{key}": "+".join(f"4.{row}.{column}" for row in rows)
        for name, rows in (("rv", ("review",)), ("su", ("direct_suit", "suit_after_review")))
        for key, column in (("u", "upheld"), ("c", "corrected"), ("o", "other"), ("p", "pending"))
    },
}


@dataclass(frozen=True)
class Say:
    """A figure ("-" for a denial) and the cells it may speak of; needed: whether it must be read."""

    figure: str
    cells: frozenset[Option]
    needed: bool


@dataclass(frozen=True)
class Sentence:
    set: str
    kind: str
    text: str
    year: int
    says: tuple[Say, ...]


@dataclass
class Score:
    wanted: int = 0
    found: int = 0
    sentences: int = 0
    alarms: int = 0
    lines: list[str] = field(default_factory=list)


def sentences() -> Iterator[Sentence]:
    """All sentences of the file, in order."""
    group = kind = ""
    for line in (ROOT / "data" / "narrative_own.txt").read_text("utf-8").splitlines():
        if line.startswith("# set "):
            group = line.removeprefix("# set ")
        elif line.startswith("## "):
            kind = line.removeprefix("## ")
        elif line and not line.startswith("#"):
            text, _, says = line.rpartition(" |")
            named = re.match(r"\[(\d{4})\](.*)", text)
            year = int(named[1]) if named else _year(text)
            yield Sentence(group, kind, named[2] if named else text, year, tuple(map(_say, says.split())))


def _year(text: str) -> int:
    """The year a sentence begins with."""
    found = re.match(r".{0,6}?(20\d\d)年", text)
    return int(found[1]) if found else 2024


def _say(written: str) -> Say:
    needed = not written.endswith("?")
    written = written.removesuffix("?")
    figure, _, names = ("-", "", written[1:]) if written.startswith("-") else written.partition(":")
    specs = [CELLS.get(name) or f"3.{name}.total" for name in names.split("|") if name]
    return Say(figure, frozenset(option(spec, EDITIONS) for spec in specs), needed)


def judge(one: Sentence, reading: Reading, score: Score) -> None:
    """Count what is found of a sentence, and whether anything is read with certainty that it does not say."""
    got = [(one.text[b.start : b.end], frozenset(b.options), b.certain) for b in reading.bounds if not b.derived]
    got += [("-", frozenset([d.cells]), d.denial.certain) for d in reading.denials if d.denial.name != "all_answered"]
    score.sentences += 1
    for say in one.says:
        if say.needed:
            hit = any(say.figure == figure and cells & say.cells for figure, cells, _ in got)
            score.wanted, score.found = score.wanted + 1, score.found + hit
            if not hit:
                score.lines.append(f"missed {say.figure}: {one.text}")
    left_open = {say.figure for say in one.says if not say.cells}
    extra = [
        figure
        for figure, cells, certain in got
        if certain and figure not in left_open and not any(figure == s.figure and cells & s.cells for s in one.says)
    ]
    score.alarms += bool(extra)
    if extra:
        score.lines.append(f"false {' '.join(extra)}: {one.text}")


def scores() -> dict[str, Score]:
    """The score of every set, every kind and of all."""
    found: dict[str, Score] = {}
    for one in sentences():
        reading = read(one.text, Setting(one.year, EDITIONS, True))
        for name in (f"set {one.set}", f"    {one.kind}", "all"):
            judge(one, reading, found.setdefault(name, Score()))
    return found


if __name__ == "__main__":
    for name, score in sorted(scores().items(), key=lambda s: (s[0] == "all", s[0])):
        if name == "all":
            print("\n".join(score.lines))
        rate = score.found / max(1, score.wanted)
        print(f"{name:50} found {score.found}/{score.wanted} = {rate:.3f}, false {score.alarms}/{score.sentences}")
