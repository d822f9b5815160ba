"""Two files that should say the same: the Word file and its stamped copy, what passed and what was published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from core import schema, text
from core.comparison.reports import figures
from core.comparison.words import Kind, ParagraphDiff, paragraph_diffs
from core.desk.model import HandedIn, Issue, Row
from core.errors import ReadError, UserError
from core.model import CLOSING, PREAMBLE, TABLE_NAMES, Report, Section
from core.session import Session
from core.sureness import Sureness, is_recognised, sureness

# A page breaks lines and sets figures apart by blanks: neither is a difference of the text.
_SPACE = re.compile(r"\s+")
_SHOWN = 60  # characters of a sentence in a line
_PAGE_NUMBER = re.compile(r"[-—–―第]*\d{1,3}[-—–―页]*")  # a recognised page has its number among its lines
_DIGITS = re.compile(r"\d+")
_MISREAD = 0.9  # of the characters that a paragraph of a recognised page must share to be the same
_NAMED = 3  # differences that a row's sentence names


@dataclass(frozen=True, slots=True)
class PairDifference:
    """A place where the two differ, and what each says, "（空）" for nothing. key is the row's, '' where known."""

    place: str
    first: str
    second: str
    key: str = ""


def same_figures(first: HandedIn, second: HandedIn) -> bool:
    """Whether both were read and no figure of the tables differs."""
    if first.report is None or second.report is None or not first.report.tables or not second.report.tables:
        return False
    return not _figure_differences(first.report, second.report)


def compare_pair(row: Row) -> tuple[PairDifference, ...]:
    """What the Word file (first) and its stamped copy (second) say differently; UserError where a scan has no text."""
    if row.newest is None or row.newest.report is None or row.counterpart is None:
        raise UserError("这一行只有一个文件，没有可以对照的盖章件。请把 Word 和盖章件一起添加进来。")
    unread = _not_compared(row.counterpart)
    if unread:
        raise UserError(unread)
    assert row.counterpart.report is not None
    return differences(row.newest.report, row.counterpart.report)


def _not_compared(copy: HandedIn) -> str:
    """Why a stamped copy cannot be compared; '' when it can."""
    if copy.report is not None and copy.report.tables and not copy.report.unread:
        return ""
    return (
        f"盖章件“{copy.name}”是扫描件或没有读出文字，还没有和 Word 核对。请人工对照，或安装“扫描件识别”组件后重新添加。"
    )


def pair_issue(row: Row) -> tuple[Issue, str] | None:
    """What a row says of its two files: that they differ, where; that they were not compared; None when they agree."""
    if row.counterpart is None or row.newest is None or row.newest.report is None:
        return None
    unread = _not_compared(row.counterpart)
    if unread:
        return Issue.COPY_UNREAD, unread
    found = compare_pair(row)
    if not found:
        return None
    named = "；".join(f"{d.place}：Word“{d.first}”，盖章件“{d.second}”" for d in found[:_NAMED])
    more = f"等 {len(found)} 处" if len(found) > _NAMED else ""
    return Issue.PAIR_DIFFERS, f"Word 与盖章件不一致：{named}{more}。公开的和备案的应当是同一份。"


def differences(first: Report, second: Report) -> tuple[PairDifference, ...]:
    """Facts, figures and sentences that differ; blanks, line breaks and other ways of writing a figure do not count."""
    found = [
        PairDifference(name, str(one or "（空）"), str(other or "（空）"))
        for name, one, other in (("年度", first.year, second.year), ("机关", first.agency, second.agency))
        if text.key(str(one or "")) != text.key(str(other or "")) and other is not None
    ]
    return (*found, *_figure_differences(first, second), *_text_differences(first, second))


def _figure_differences(first: Report, second: Report) -> tuple[PairDifference, ...]:
    """A blank and a nought are two things, another way of writing the same figure is none."""
    both, sure = set(first.tables) & set(second.tables), sureness(second)
    return tuple(
        PairDifference(
            f"{TABLE_NAMES[diff.ref.table]}“{diff.name}”",
            diff.before or "（空）",
            (diff.after or "（空）") + ("（识别待确认）" if sure.get(diff.ref) is Sureness.DOUBTFUL else ""),
        )
        for diff in figures(first, second)
        if diff.ref.table in both and not diff.same_value and (diff.before or diff.after)
    )


def _text_differences(first: Report, second: Report) -> tuple[PairDifference, ...]:
    headings = schema.load(first.edition).headings
    recognised = is_recognised(second)
    found: list[PairDifference] = []
    for one in first.sections:
        other = second.section(one.number)
        found += _sentences(headings[one.number - 1], one, other, recognised)
    for number, name in ((PREAMBLE, "正文之前"), (CLOSING, "落款")):
        found += _sentences(name, first.section(number), second.section(number), recognised)
    return tuple(found)


def _sentences(place: str, one: Section, other: Section, recognised: bool) -> list[PairDifference]:
    """A page may break one paragraph in two: where the whole reads the same, nothing differs."""
    if _plain(one.text) == _plain(other.text):
        return []
    before, after = ([_plain(p.text) for p in part.paragraphs if _plain(p.text)] for part in (one, other))
    after = [words for words in after if words in before or not _PAGE_NUMBER.fullmatch(words)]
    found = []
    for diff in paragraph_diffs(_rebroken(before, after), _rebroken(after, before)):
        if diff.kind is not Kind.SAME and not (recognised and _is_misread(diff)):
            found.append(PairDifference(place, *_sides(diff)))
    return found


def _is_misread(diff: ParagraphDiff) -> bool:
    """Whether only a character here and there of a recognised page differs, and no figure."""
    first, second = _whole(diff)
    same = _DIGITS.findall(first) == _DIGITS.findall(second)
    return same and SequenceMatcher(None, first, second, autojunk=False).ratio() >= _MISREAD


def _rebroken(paragraphs: list[str], like: list[str]) -> list[str]:
    """The paragraphs joined where only the other file breaks, e.g. at the end of a page: 本年度共 / 公开 12 条."""
    whole = set(like)
    joined: list[str] = []
    for piece in paragraphs:
        if joined and joined[-1] not in whole and any(joined[-1] + piece in each for each in like):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _plain(words: str) -> str:
    return _SPACE.sub("", text.narrow(words))


def _sides(diff: ParagraphDiff) -> tuple[str, str]:
    """Both sides around the first word that differs."""
    first, second = _whole(diff)
    same = 0
    while same < min(len(first), len(second)) and first[same] == second[same]:
        same += 1
    return _around(first, same), _around(second, same)


def _whole(diff: ParagraphDiff) -> tuple[str, str]:
    first = "".join(piece.text for piece in diff.pieces if piece.kind is not Kind.ADDED)
    return first, "".join(piece.text for piece in diff.pieces if piece.kind is not Kind.REMOVED)


def _around(words: str, at: int) -> str:
    if not words:
        return "（没有这一段）"
    start = max(0, min(at - 15, len(words) - _SHOWN))
    cut = words[start : start + _SHOWN]
    return ("…" if start else "") + cut + ("…" if start + _SHOWN < len(words) else "")


def published_differences(row: Row, words: str, session: Session) -> tuple[PairDifference, ...]:
    """What was published (pasted text) against the report that counts (first)."""
    return _against_passed(row, session.open_text(words).report)


def published_file_differences(row: Row, path: Path, session: Session) -> tuple[PairDifference, ...]:
    """What was published (a saved page or any file) against the report that counts (first)."""
    return _against_passed(row, session.read_report(path))


def _against_passed(row: Row, published: Report) -> tuple[PairDifference, ...]:
    if row.report is None:
        raise UserError(f"“{row.name}”还没有读出的报告，没有可以对照的内容。")
    if not published.tables and not any(section.paragraphs for section in published.sections):
        raise ReadError("公布的内容里没有找到年度报告的文字或表格，请把网页另存为文件再选，或者全选复制后粘贴。")
    missing = [
        PairDifference(TABLE_NAMES[number], "有", "（公布的内容里没有这张表）")
        for number in row.report.tables
        if number not in published.tables
    ]
    return (*missing, *differences(row.report, published))
