"""Title, agency and year, and what else stands before the first section or signs the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core import text
from core.extract import web_page

_YEAR = r"(?P<year>20\d\d|二[〇零○OoＯ０0]{1}[一二三四五六七八九〇零○]{2})"
_TITLE = re.compile(
    rf"^(?:关于)?(?P<before>.*?){_YEAR}\s*年?\s*度?(?P<after>.*?)(?:的)?(?:(?:政府)?信息公开|政务公开)(?P<rest>.*)$"
)
_TITLE_WITHOUT_YEAR = re.compile(r"^(?:关于)?(?P<before>.*?)(?:政府信息公开|政务公开|信息公开).*(?:报告|年报).*$")
_REPORT = re.compile(r"(?:信息公开|政务公开).*(?:报告|年报)")
_SENTENCE = re.compile(r"[。；;！？?，,]")
_ORGAN = re.compile(
    r"(?:局|委员会|委|办公室|办|政府|厅|院|中心|站|所|支队|大队|总队|街道|办事处|管委会|镇|乡|公司|银行|部|署|处|联社|协会|学会|总工会"
    r"|联合会|学校|大学|学院|集团|检察院|法院|公署|公所|苏木|农场|林场|园区|开发区|人民团体)(?:[（(][^（）()]{1,20}[）)])?(?:[^\u4e00-\u9fff]*分局)?$"
)
_DAY = re.compile(
    r"(?:20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|二[〇零○]\S{2}年\S{1,2}月\S{1,3}日|20\d\d[-./]\d{1,2}[-./]\d{1,2}|20\d\d\s*年\s*\d{1,2}\s*月)"
)
_YEARS = re.compile(r"(20\d\d)\s*(年度|年)")
_PERIOD = re.compile(r"(20\d\d)\s*年\s*1\s*月\s*1\s*日.{0,12}12\s*月\s*31\s*日")
_NO_NAME = re.compile(r"[。；;，,：:>、]|^[一二三四五六七八九十]+[、.]")
_AUTHOR = re.compile(
    r"(?:现将|现就|现?公布|^|[,，。；、:：》])([^,，。；、《》]{3,30}?)(?:关于)?20\d\d年度?(?:的)?(?:政府信息公开|政务公开)"
)
_EDITOR = re.compile(
    r"由([^,，。；、《》]{3,30}?)(?:编制|编写|发布|负责)|[,，。；》]([^,，。；、《》]{3,30}?)(?:编制了?|特?制作)本?(?:报告|20\d\d年)"
)
_LONGEST_TITLE = 70
_GLUED_TITLE = re.compile(
    r"(?!现|根据|按照|依据|本报告|为|经)[^。；;，,：:]{4,60}?(?:报告|年报)(?=(?:本报告|本年度报告|根据|依据|按照|按|现将|现根据|为|20\d\d年|一、|第一部分))"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title made of the paragraphs first to last (inclusive) of the front; agency and year as it says."""

    text: str
    first: int
    last: int
    agency: str | None
    year: int | None
    score: float


def find_title(front: Sequence[str]) -> Title | None:
    """The likeliest title among the paragraphs before section one; it may be broken over three of them."""
    options = []
    for first in range(len(front)):
        for last in range(first, min(first + 3, len(front))):
            title = _title(front[first : last + 1], first, last)
            if title is not None:
                options.append(title)
    if options:
        return max(options, key=lambda t: (t.score, t.first))
    return _bare_title(front)


def _title(parts: Sequence[str], first: int, last: int) -> Title | None:
    if sum(map(len, parts)) > 4 * _LONGEST_TITLE or not any("公" in p for p in parts):
        return None
    plain = [text.strip(p) for p in parts]
    whole = "".join(plain)
    narrow = text.squeeze(text.narrow(whole))
    is_report = _REPORT.search(text.simplified(narrow))
    if not all(plain) or len(narrow) > _LONGEST_TITLE or _SENTENCE.search(narrow) or not is_report:
        return None
    if any(web_page.is_about_page(p) for p in plain):
        return None  # "来源：青禾县水利局 时间：2024-01-20" between the page's title and the report's own
    if any(_complete(p) for p in plain[:-1]) and len(plain) > 1:
        return None
    agency, year = names_in(narrow)
    score = 2.0 + (year is not None) + (agency is not None) - 0.1 * (last - first)
    score += 0.5 if re.search(r"(?:报告|年报)(?:[（(].*[）)])?$", text.simplified(narrow)) else -0.5
    return Title(whole, first, last, agency, year, score)


def _complete(part: str) -> bool:
    """A part that is a whole title by itself."""
    agency, year = names_in(text.squeeze(text.narrow(part)))
    return bool(_REPORT.search(text.simplified(part))) and agency is not None and year is not None


def complete_title(raw: str) -> str | None:
    """The text, narrow and without blanks, if it is a whole title by itself: agency, year and 报告."""
    plain = text.squeeze(text.narrow(raw)) if len(raw) <= 2 * _LONGEST_TITLE else ""
    title = _title([raw], 0, 0) if _REPORT.search(text.simplified(plain)) else None
    return plain if title is not None and title.score >= 4.4 else None


def title_at_start(raw: str) -> int | None:
    """Where the text behind a title begins that runs into it, as a line of a page that fills its column does:

    临江市教育局2023年度政府信息公开工作年度报告本报告根据《中华人民共和国政府信息公开条例》编制。
    """
    found = _GLUED_TITLE.match(raw[: 3 * _LONGEST_TITLE])
    return found.end() if found and complete_title(found[0]) else None


def names_in(title: str) -> tuple[str | None, int | None]:
    """Agency and year that a title names (narrow, without blanks)."""
    plain = text.simplified(title)  # as long as the title: what is found is cut out of the title itself
    match = _TITLE.match(plain)
    if match:
        part = "before" if match["before"] else "after"
        name, year = title[match.start(part) : match.end(part)], match["year"]
    else:
        match, found = _TITLE_WITHOUT_YEAR.match(plain), re.search(_YEAR, plain)
        name = title[match.start("before") : match.end("before")] if match else ""
        year = found["year"] if found else ""
    behind = re.search(r"[（(]([^（()）]{4,30})[）)]$", title)
    if not clean_agency(name) and behind and is_agency(behind[1]):
        name = behind[1]
    return clean_agency(name), year_of(year) if year else None


def clean_agency(name: str) -> str | None:
    """An agency's name without what titles put around it; None when nothing is left."""
    name = re.sub(r"^[>\-—·:：\s《【]+|[\s·:：—《]+$", "", name)
    name = re.sub(r"(?:关于|关于报送|关于印发)$", "", name)
    name = re.sub(r"^.*?关于(?:印发|报送|公布|发布)?", "", name)
    name = name.replace("(", "（").replace(")", "）")
    return name if len(name) > 1 else None


def year_of(raw: str) -> int | None:
    """A year in digits of any width or Chinese numerals."""
    plain = re.sub("[OoＯ○０]", "〇", text.narrow(raw)) if not raw.isdigit() else raw
    value = int(plain) if plain.isdigit() and plain.isascii() else text.chinese_number(plain.replace("0", "〇"))
    return value if value is not None and 2000 <= value <= 2099 else None


def _bare_title(front: Sequence[str]) -> Title | None:
    """A first line that is nothing but an agency's name (real reports have such)."""
    for index, raw in enumerate(front):
        plain = text.strip(raw)
        if is_agency(plain):
            return Title(plain, index, index, clean_agency(text.squeeze(plain)), None, 0.0)
    return None


def is_agency(raw: str) -> bool:
    """Whether a short line reads as an agency's name."""
    own = text.squeeze(raw)
    if not 3 < len(own) <= 40 or _NO_NAME.search(plain := text.narrow(own)):
        return False
    return bool(_ORGAN.search(text.simplified(plain)))


def agency_in(sentence: str) -> str | None:
    """The agency that a sentence names as the author of a year's report ("现将云溪县民政局2022年度政府信息公开…")."""
    plain = text.squeeze(text.narrow(sentence))
    for pattern in (_AUTHOR, _EDITOR):
        match = pattern.search(plain)
        name = next((group for group in match.groups() if group), "") if match else ""
        if is_agency(name):
            return clean_agency(name)
    return None


def is_date(raw: str) -> bool:
    """Whether a line is a date and nothing else (brackets allowed)."""
    return bool(_DAY.fullmatch(text.strip(text.narrow(raw)).strip("()（） ")))


def is_agency_and_date(raw: str) -> bool:
    """Whether a line is an agency and a date in one."""
    plain = text.fold(text.narrow(raw))
    found = _DAY.search(plain)
    return (
        bool(found)
        and len(plain) <= 60
        and found is not None
        and found.end() == len(plain)
        and is_agency(plain[: found.start()])
    )


def year_from(texts: Iterable[str]) -> int | None:
    """The reporting year that running text tells: a stated period, else the year most often named as 年度."""
    counts: Counter[int] = Counter()
    for raw in texts:
        plain = text.narrow(raw)
        period = _PERIOD.search(plain)
        if period:
            return int(period[1])
        for year, word in _YEARS.findall(plain):
            counts[int(year)] += 3 if word == "年度" else 1
    return max(counts, key=lambda y: (counts[y], -y)) if counts else None


def closing_start(tail: Sequence[str], agency: str | None) -> int:
    """Index where the signature (agency, date) begins among the last paragraphs; their number if there is none."""
    last = next((n for n in reversed(range(len(tail))) if is_date(tail[n]) or is_agency_and_date(tail[n])), None)
    if last is None:
        end = len(tail) - 1
        return end if tail and agency and text.squeeze(tail[end]) == agency else len(tail)
    if len(tail) - last > 6:
        return len(tail)
    start = last
    while start and last - start < 3 and not is_agency_and_date(tail[last]) and is_agency(tail[start - 1]):
        start -= 1
    return start
