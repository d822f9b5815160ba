"""What shows only when all reports lie side by side: texts that are alike, figures far from what is usual."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from core import schema
from core import text as characters
from core.archive import Archive
from core.desk.model import GOVERNMENT, WHOLE, Collection, Row
from core.model import TABLE_NAMES, TABLES, CellRef, Report
from core.rules.sets.similarity import CHAIN, chains, left_out, text_of
from core.rules.years.relations import jumped
from core.values import Amount, show

ALIKE = 90  # percent, as in rule set.copied
_LEAST = 60  # chains below which two texts are alike by chance
_PEERS = 8  # offices with a figure, below which nothing is usual
_TIMES, _FROM = 10, 50  # ten times the middle figure of the other offices, on 50 or more


@dataclass(frozen=True, slots=True)
class AlikeText:
    """A report of a group: its narrative, and the characters of it that the others have too."""

    key: str
    office: str
    text: str
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Reports with nearly the same text; share is the lowest of its pairs in percent. last_year: the office's own
    report of the year before is the other one."""

    share: int
    members: tuple[AlikeText, ...]
    last_year: bool = False


@dataclass(frozen=True, slots=True)
class Unusual:
    """A figure far from last year's or from the other offices': a question, never a fault."""

    key: str
    office: str
    ref: CellRef
    figure: str
    usual: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Text:
    row: Row
    text: str
    chains: frozenset[str]


def likeness(collection: Collection, archive: Archive | None = None) -> tuple[Alike, ...]:
    """Groups of reports with nearly the same text, the largest first; with the history also those that repeat their own
    text of last year. Figures and the offices' own names do not count."""
    texts = [_text(row, row.report) for row in collection.rows if row.report is not None]
    found = [_group(members, share) for members, share in _groups(texts)]
    for each in texts if archive else ():
        found += _like_last_year(each, archive)
    return tuple(found)


def _text(row: Row, report: Report) -> _Text:
    paragraphs = text_of(report)
    return _Text(row, "\n".join(paragraphs), _chains(paragraphs, report.agency))


def _chains(paragraphs: Iterable[str], agency: str | None) -> frozenset[str]:
    named = (p.replace(agency, "") if agency else p for p in paragraphs)
    return frozenset().union(*map(chains, named))


def _share(one: frozenset[str], other: frozenset[str]) -> int:
    if min(len(one), len(other)) < _LEAST:
        return 0
    return 200 * len(one & other) // (len(one) + len(other))


def _groups(texts: Sequence[_Text]) -> list[tuple[list[_Text], int]]:
    """Groups over pairs that are alike, each with the lowest share among those pairs."""
    group = list(range(len(texts)))
    shares: dict[tuple[int, int], int] = {}
    for a, b in _candidates([each.chains for each in texts]):
        share = _share(texts[a].chains, texts[b].chains)
        if share >= ALIKE and texts[a].row.key != texts[b].row.key:
            shares[a, b] = share
            old, new = group[b], group[a]
            group = [new if g == old else g for g in group]
    found = []
    for first in dict.fromkeys(group[a] for a, _ in shares):
        members = [texts[n] for n, g in enumerate(group) if g == first]
        found.append((members, min(share for (a, _), share in shares.items() if group[a] == first)))
    return sorted(found, key=lambda each: -len(each[0]))


def _candidates(sets: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Pairs that may be alike, without comparing all: two texts that share 90 % have one of their rarest chains in
    common (prefix filtering). A thousand reports are 500,000 pairs, of which some hundreds are left."""
    often = Counter(chain for each in sets for chain in each)
    rest = ALIKE / (200 - ALIKE)  # of the union that two texts alike have in common at least
    by_chain: dict[str, list[int]] = defaultdict(list)
    pairs: set[tuple[int, int]] = set()
    for number, each in enumerate(sets):
        if len(each) < _LEAST:
            continue
        rare = sorted(each, key=lambda chain: (often[chain], chain))[: len(each) - ceil(rest * len(each)) + 1]
        for chain in rare:
            if often[chain] > 1:
                pairs.update((other, number) for other in by_chain[chain])
                by_chain[chain].append(number)
    return sorted(pairs)


def _group(members: Sequence[_Text], share: int) -> Alike:
    shown = []
    for each in members:
        others = frozenset().union(*(other.chains for other in members if other is not each))
        shown.append(AlikeText(each.row.key, each.row.name, each.text, _ranges(each.text, others)))
    return Alike(share, tuple(shown))


def _like_last_year(each: _Text, archive: Archive | None) -> list[Alike]:
    report = each.row.report
    stored = archive.previous_of(report) if archive is not None and report is not None else None
    if stored is None:
        return []
    paragraphs = text_of(stored.report)
    before = _chains(paragraphs, stored.report.agency)
    share = _share(each.chains, before)
    if share < ALIKE:
        return []
    last = "\n".join(paragraphs)
    name = f"{each.row.name}（{stored.report.year} 年度）"
    own = AlikeText(each.row.key, each.row.name, each.text, _ranges(each.text, before))
    return [Alike(share, (own, AlikeText(each.row.key, name, last, _ranges(last, each.chains))), True)]


def _ranges(words: str, others: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """The characters of chains that the others have too; figures and marks between them come along."""
    narrow = characters.narrow(words)
    if len(narrow) != len(words):
        return ()
    gone = left_out(narrow)
    body = [n for n in range(len(narrow)) if n not in gone]
    marked = [False] * len(body)
    letters = "".join(narrow[n] for n in body)
    for start in range(len(letters) - CHAIN + 1):
        if letters[start : start + CHAIN] in others:
            marked[start : start + CHAIN] = [True] * CHAIN
    ranges: list[tuple[int, int]] = []
    for place, at in enumerate(body):
        if not marked[place]:
            continue
        if ranges and place and marked[place - 1]:
            ranges[-1] = (ranges[-1][0], at + 1)
        else:
            ranges.append((at, at + 1))
    return tuple(ranges)


def unusual(collection: Collection, archive: Archive | None = None) -> tuple[Unusual, ...]:
    """Totals that are ten times what the other offices of the kind usually have, or ten times more or less than the
    office's own of last year (with the history)."""
    edition = schema.edition_of(collection.year) if collection.year else ""
    rows = [row for row in collection.rows if row.report is not None and row.report.edition == edition]
    rows = [row for row in rows if not (row.office and row.office.kind in (GOVERNMENT, WHOLE))]
    found: list[Unusual] = []
    for table in TABLES if edition else ():
        shape = schema.shape(edition, table)
        for ref in (ref for ref in shape.refs if table == 2 or ref.column == "total"):
            found += _far_from_others(rows, ref, f"{TABLE_NAMES[table]}“{shape.describe(ref)}”")
    for row in rows if archive else ():
        found += _far_from_last_year(row, archive)
    return tuple(found)


def _far_from_others(rows: Sequence[Row], ref: CellRef, place: str) -> list[Unusual]:
    figures = [(row, amount) for row in rows if row.report and (amount := row.report.cell(ref).amount)]
    if len(figures) < _PEERS:
        return []
    found = []
    for row, amount in figures:
        usual: Amount = median(sorted(other for each, other in figures if each is not row))  # type: ignore[type-var]
        if amount >= _FROM and amount >= _TIMES * usual:
            words = f"{place}填 {show(amount)}，其他 {len(figures) - 1} 个单位一般在 {_round(usual)} 上下，请核对。"
            found.append(Unusual(row.key, row.name, ref, show(amount), _round(usual), words))
    return found


def _round(usual: object) -> str:
    return str(round(float(str(usual))))


def _far_from_last_year(row: Row, archive: Archive | None) -> list[Unusual]:
    report = row.report
    stored = archive.previous_of(report) if archive is not None and report is not None else None
    if stored is None or report is None:
        return []
    found = []
    for table, grid in report.tables.items():
        shape = schema.shape(grid.edition, table)
        for ref in (ref for ref in shape.refs if table == 2 or ref.column == "total"):
            before, after = stored.report.cell(ref).amount, grid.cell(ref).amount
            if before is not None and after is not None and jumped(shape, ref, before, after):
                words = (
                    f"{TABLE_NAMES[table]}“{shape.describe(ref)}”上年 {show(before)}，今年 {show(after)}，"
                    "相差十倍以上，请核对。"
                )
                found.append(Unusual(row.key, row.name, ref, show(after), show(before), words))
    return found
