"""Rules 14, 15, 18-20: the six sections, their headings, the tables in them, and the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from core import schema
from core import text as characters
from core.finding import Finding, Severity
from core.model import TABLE_NAMES, Grid, Heading, Report
from core.place import Place
from core.rules.context import Context, Unknown

_NUMBERING = re.compile(r"^(?:第?[一二三四五六七八九十]{1,2}(?:部分)?[、.．,，:： ]*|\d[、.．])")
_ORDINALS = "一二三四五六七八九十"


def sections(context: Context) -> Iterator[Finding]:
    """Missing sections and tables, more parts than six, other wording, another order, a table elsewhere."""
    report = context.report
    yield from _headings(context) if any(s.heading for s in report.sections) else [_no_text(context)]
    for number in (2, 3, 4):
        if number not in report.tables:
            shape = schema.shape(report.edition, number)
            message = f"第{_ORDINALS[number - 1]}部分缺少{TABLE_NAMES[number]}（{shape.title}）。请按表式补上。"
            yield context.found("structure.sections", message, section=number, subject=f"table{number}")
    yield from _layout(context, report.outline)
    yield from _misplaced(context)


def _headings(context: Context) -> Iterator[Finding]:
    prescribed = schema.load(context.report.edition).headings
    for section, wanted in zip(context.report.sections, prescribed, strict=True):
        if section.unread:
            continue  # it may stand on a page that is a picture: nothing is known of it
        if section.heading is None:
            other = _under_another_name(context.report, section.number)
            if other is None:
                yield _missing(context, section.number, wanted)
            else:
                yield _renamed(context, section.number, other.text, wanted)
        elif bare(section.heading) != bare(wanted):
            yield _renamed(context, section.number, section.heading, wanted)


# Section five as many offices head it: 五、存在的主要问题及明年工作计划, 五、存在不足及下一步打算.
_SECTION5 = re.compile(r"(?:问题|不足|困难).{0,8}(?:改进|整改|措施|计划|打算|安排|下一步|方向|思路)|主要问题|存在问题")


def _under_another_name(report: Report, number: int) -> Heading | None:
    """A heading taken for none of the six that stands for section five under a common name."""
    if number != 5:
        return None
    return next((h for h in report.outline if h.section is None and _SECTION5.search(h.text)), None)


def _no_text(context: Context) -> Finding:
    """A bare workbook or a scan typed in: one finding, and no error, because the tables may be all that was meant."""
    message = "没有找到六个部分的标题和文字。如果只有表格，请在导出前补上各部分的文字。"
    return context.found("structure.sections", message, subject="no text", soft=Severity.WARNING)


@lru_cache(maxsize=256)
def bare(heading: str) -> str:
    """A heading without its number, punctuation and blanks."""
    plain = _NUMBERING.sub("", characters.squeeze(characters.narrow(heading)))
    return re.sub(r"[、,.:;。“”\"'()]", "", plain)


def _missing(context: Context, number: int, prescribed: str) -> Finding:
    message = f"缺少第{_ORDINALS[number - 1]}部分“{prescribed}”。六个部分缺一不可，没有内容也应保留标题并说明。"
    return context.found("structure.sections", message, section=number, subject=f"missing{number}")


def _renamed(context: Context, number: int, heading: str, prescribed: str) -> Finding:
    message = f"第{_ORDINALS[number - 1]}部分的标题是“{heading.strip()}”，规定的标题是“{prescribed}”。"
    return context.found(
        "structure.sections",
        message,
        expected=prescribed,
        actual=heading.strip(),
        section=number,
        subject=f"heading{number}",
        soft=Severity.WARNING,
    )


def _layout(context: Context, outline: tuple[Heading, ...]) -> Iterator[Finding]:
    """More or fewer top-level parts than six, parts that share a section, and their order."""
    numbers = [h.section for h in outline if h.section is not None]
    doubled = sorted({n for n in numbers if numbers.count(n) > 1})
    five = _under_another_name(context.report, 5) if context.report.section(5).heading is None else None
    strange = [h.text.strip() for h in outline if h.section is None and h is not five]
    if doubled or strange:
        yield context.found(
            "structure.sections", _layout_message(outline, doubled, strange), subject="layout", soft=Severity.WARNING
        )
    firsts = list(dict.fromkeys(numbers))
    if firsts != sorted(firsts):
        listed = "、".join(f"“{h.text.strip()}”" for h in outline if h.section is not None)
        message = f"各部分的顺序与规定不同：{listed}。请按六个部分的规定顺序排列。"
        yield context.found("structure.sections", message, subject="order")


def _layout_message(outline: tuple[Heading, ...], doubled: list[int], strange: list[str]) -> str:
    said = [f"“{h.text.strip()}”" for h in outline if h.section in doubled]
    parts = [f"{'与'.join(said)}内容属于同一部分"] if said else []
    parts += [f"{'、'.join(f'“{s}”' for s in strange)}不在规定的六个部分之内"] if strange else []
    highest = max((n for h in outline if (n := _number(h.text))), default=0)
    count = f"标题编到了第{_ORDINALS[highest - 1]}部分" if 6 < highest <= 10 else f"共有 {len(outline)} 个标题"
    return f"没有按规定的六个部分编排（{count}）：{'；'.join(parts)}。请并入规定的六个部分。"


def _number(heading: str) -> int:
    match = re.match(rf"第?([{_ORDINALS}])[部、.．, ]", heading.strip())
    return _ORDINALS.index(match.group(1)) + 1 if match else 0


def _misplaced(context: Context) -> Iterator[Finding]:
    """A statutory table that stands under the heading of another section."""
    for number, grid in context.report.tables.items():
        heading = _heading_above(context.report, grid)
        if heading is not None and heading.section is not None and heading.section != number:
            own = schema.load(context.report.edition).headings[number - 1]
            message = f"{TABLE_NAMES[number]}排在了“{heading.text.strip()}”标题之下，应移到“{own}”之下。"
            yield context.found(
                "structure.sections", message, section=number, subject=f"place{number}", soft=Severity.WARNING
            )


def _heading_above(report: Report, grid: Grid) -> Heading | None:
    """The last top-level heading before a table in the file; None where places are not known."""
    at = next((order for cell in grid.cells.values() if (order := _position(cell.place))), None)
    if at is None:
        return None
    above = [h for h in report.outline if (order := _position(h.place)) and order < at]
    return above[-1] if above else None


def _position(place: Place | None) -> tuple[int, int] | None:
    """Order in the file: by block, which every reader counts in reading order, then by row, because in a workbook a
    whole sheet with its headings and tables is one block."""
    return None if place is None or place.block is None else (place.block, place.row or 0)


def edition(context: Context) -> Iterator[Finding | Unknown]:
    """Rule 15: tables of the wrong edition for the report's year."""
    year = context.report.year
    if year is None:
        yield Unknown("structure.edition")
        return
    due = schema.edition_of(year)
    # Table 4 and most of table 3 are alike in both editions, so only what can differ is judged.
    wrong = [n for n in (2, 3) if (grid := context.report.tables.get(n)) and grid.edition != due]
    if wrong:
        names = "、".join(TABLE_NAMES[n] for n in wrong)
        used = context.report.tables[wrong[0]].edition
        source = schema.load(due).source
        message = (
            f"{names}用的是 {used} 年版表式，{year} 年度的报告应使用 {due} 年版（{source}）。"
            "两版各栏含义不同，数字不能照搬，请按新表式重新填写。"
        )
        yield context.found("structure.edition", message, expected=due, actual=used, section=wrong[0])
