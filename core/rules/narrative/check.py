"""Rules 10-12: what the narrative says of the figures, against the tables and against itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core import schema
from core.finding import Binding, Finding, Quote
from core.model import TABLE_NAMES, CellRef, Paragraph, Report
from core.rules.context import Context, Unknown, quote_of
from core.rules.loading import Profile
from core.rules.narrative.bind import Bound, Denied, Reading, read
from core.rules.narrative.numbers import plain
from core.rules.narrative.phrases import Editions, Option, option
from core.rules.narrative.words import Setting
from core.rules.tables import blanks
from core.values import Amount, show

RULES = ("text.binding", "text.balance", "text.denial")
_RECEIVED = ("received_new", "received", "received_inverted", "received_bare", "received_bare_inverted")
_SECTIONS = {0: "引言", 1: "第一部分", 2: "第二部分", 3: "第三部分", 4: "第四部分", 5: "第五部分", 6: "第六部分"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A paragraph with what it says."""

    section: int
    index: int
    paragraph: Paragraph
    reading: Reading

    def quote(self, start: int, end: int) -> Quote:
        """A range of the paragraph, marked in its sentence."""
        return quote_of(self.section, self.index, self.paragraph, start, end)


def readings(context: Context) -> tuple[Spoken, ...]:
    """Every paragraph of the six sections, read with the topic that the one before left; once an evaluation."""
    report, profile = context.report, context.profile
    inputs = (report.sections, report.year, editions_of(report), profile)
    return context.answers.get("narrative readings", inputs, lambda: tuple(_read_all(report, profile)))


def _read_all(report: Report, profile: Profile) -> Iterator[Spoken]:
    government, topic, editions = profile is Profile.GOVERNMENT, "", editions_of(report)
    for section in report.sections:
        topic = "requests" if section.number == 3 else ""
        for index, paragraph in enumerate(section.paragraphs):
            setting = Setting(report.year, editions, government, section.number == 4, topic)
            reading = read(paragraph.text, setting)
            topic = reading.topic
            yield Spoken(section.number, index, paragraph, reading)


def editions_of(report: Report) -> Editions:
    """The edition of each table; the report's for a table it lacks."""
    two, three, four = (grid.edition if (grid := report.tables.get(n)) else report.edition for n in (2, 3, 4))
    return two, three, four


def check(context: Context) -> Iterator[Finding | Unknown]:
    """Bindings into the context; findings where text and tables differ."""
    spoken = readings(context)
    wrong: dict[tuple[Option, Amount], list[tuple[Spoken, Bound]]] = {}
    denied: dict[str, list[Finding]] = {}
    for one in spoken:
        for bound in one.reading.bounds:
            cells, right = settle(context, bound)
            quote = one.quote(bound.start, bound.end)
            context.bindings.append(Binding(quote, bound.value, cells, bound.unit))
            if right is False:
                wrong.setdefault((cells, bound.value), []).append((one, bound))
        for finding in _denied(context, one):
            denied.setdefault(finding.subject, []).append(finding)
        yield from _balance(context, one)
    for (cells, _), places in wrong.items():
        yield _differs(context, cells, places)
    for same in denied.values():
        again = f"同样的说法共 {len(same)} 处。" if len(same) > 1 else ""
        yield replace(same[0], message=same[0].message + again)
    if not context.report.tables:
        yield from map(Unknown, RULES)


def settle(context: Context, bound: Bound) -> tuple[Option, bool | None]:
    """The meaning that agrees with the tables, else the plainest; None where the tables hold no figure for it."""
    sums = [(cells, total(context, cells)) for cells in bound.options]
    for cells, value in sums:
        if value == bound.value:
            return cells, True
    return bound.options[0], None if sums[0][1] is None else False


def total(context: Context, cells: Option) -> Amount | None:
    """Sum of cells, blanks as 0; None when their table is missing or wholly blank."""
    grid = context.report.tables.get(cells[0].table)
    if grid is None or blanks.wholly_blank(grid):
        return None
    figures = [cell.amount if (cell := grid.cells.get(ref)) else None for ref in cells]
    if None in figures:
        filled = blanks.blank_totals(context, grid)
        figures = [filled.get(ref, figure) for ref, figure in zip(cells, figures, strict=True)]
    return sum(figure or 0 for figure in figures)


def _differs(context: Context, cells: Option, places: Sequence[tuple[Spoken, Bound]]) -> Finding:
    one, bound = places[0]
    value = total(context, cells)
    text = one.paragraph.text
    said = _clause(text, bound.start) + text[bound.start : bound.end] + _unit(text, bound)
    more = f"（同样的写法共 {len(places)} 处）" if len(places) > 1 else ""
    tables = f"{_named(context, cells)}{_is(context, cells, value)}{_otherwise(context, bound)}"
    message = f"{_SECTIONS[one.section]}写“{said}”{more}，而{tables}。"
    return context.found(
        "text.binding",
        message + _scale(bound, value) + "请核对哪一处有误。",
        cells=cells,
        expected=value,
        actual=bound.value,
        quote=one.quote(bound.start, bound.end),
        subject=bound.phrase,
    )


def _otherwise(context: Context, bound: Bound) -> str:
    """What the tables say under the next meaning the words may have."""
    value = total(context, bound.options[1]) if len(bound.options) > 1 else None
    if value is None or value == total(context, bound.options[0]):
        return ""
    added = [ref for ref in bound.options[1] if ref not in bound.options[0]]
    if added and len(added) < len(bound.options[1]):
        return f"，加上{_named(context, tuple(added))}为 {show(value)}"
    return f"，{_named(context, bound.options[1])}为 {show(value)}"


def _clause(text: str, at: int) -> str:
    """The words of its clause that lead up to a number, at most as many as a sentence can carry."""
    start = max(text.rfind(stop, 0, at) for stop in "，。；：、,;:\n") + 1
    return text[max(start, at - 24) : at].strip(" 　")


def _unit(text: str, bound: Bound) -> str:
    return bound.unit if text[bound.end :].lstrip().startswith(bound.unit) else ""


def _is(context: Context, cells: Option, value: Amount | None) -> str:
    if value == 0 and all(context.report.cell(ref).amount is None for ref in cells):
        return "没有填数（按 0 计）"
    unit = " 万元" if cells[0].column == "amount" else ""
    return f"{'合计' if len(cells) > 1 else ''}为 {show(value or 0)}{unit}"


def _scale(bound: Bound, value: Amount | None) -> str:
    """A hint at 元 taken for 万元."""
    if value and bound.unit in ("元", "万元", "亿元") and bound.value and bound.value in (value * 10000, value / 10000):
        return "两者正好相差一万倍，像是“元”与“万元”混用。"
    return ""


def _named(context: Context, cells: Option) -> str:
    """Cells of a binding for a person; the detail rows of one kind by the name of the kind."""
    if len(cells) == 1:
        return context.name(cells[0])
    grid = context.report.tables[cells[0].table]
    shape = schema.shape(grid.edition, grid.table)
    kinds = {shape.row(ref.row).labels[:-1] for ref in cells}
    columns = {ref.column for ref in cells}
    if len(kinds) == 1 and len(columns) == 1 and (kind := kinds.pop()) and kind[-1].startswith("（"):
        return f"{TABLE_NAMES[grid.table]}“{kind[-1]}”各项"
    rows = {ref.row for ref in cells}
    if len(rows) == 1 and len(cells) > 2:
        names = "、".join(context.parts(ref)[1] for ref in cells)
        return f"{TABLE_NAMES[grid.table]}“{context.parts(cells[0])[0]}”一行的{names}"
    return TABLE_NAMES[grid.table] + "、".join(context.short(ref) for ref in cells)


def _denied(context: Context, one: Spoken) -> Iterator[Finding]:
    for denied in one.reading.denials:
        cells = _denied_cells(context, denied)
        value = total(context, cells) if cells else None
        if not value or _counted_too(one, denied, cells):
            continue
        message = f"{_SECTIONS[one.section]}说{denied.denial.says}，而{_named(context, cells)}"
        yield context.found(
            "text.denial",
            f"{message}{_is(context, cells, value)}。请核对哪一处有误。",
            cells=cells,
            expected=value,
            actual=0,
            quote=one.quote(denied.start, denied.end),
            subject=denied.denial.name,
        )


def _counted_too(one: Spoken, denied: Denied, cells: Option) -> bool:
    """Whether the sentence goes on to give the figure after all ("无行政诉讼，行政复议 3 件")."""
    sentence = one.quote(denied.start, denied.end).text
    return any(
        cells in b.options and b.value and one.quote(b.start, b.end).text == sentence for b in one.reading.bounds
    )


def _denied_cells(context: Context, denied: Denied) -> Option:
    for spec in denied.denial.cells:
        if found := option(spec, editions_of(context.report)):
            return found
    return ()


def _balance(context: Context, one: Spoken) -> Iterator[Finding]:
    """收到 + 上年结转 = 办结 + 结转下年 inside a paragraph; one figure it leaves out is taken from the tables."""
    first: dict[str, Bound] = {}
    for bound in one.reading.bounds:
        first.setdefault("received" if bound.phrase in _RECEIVED else bound.phrase, bound)
    received, done = first.get("received"), first.get("results_total")
    carried = [first.get("carried_in"), first.get("carried_forward")]
    if received is None or done is None or carried == [None, None]:
        return
    before = carried[0].value if carried[0] else context.amount(3, "carried_in", "total")
    after = carried[1].value if carried[1] else context.amount(3, "carried_forward", "total")
    if before is None or after is None or received.value + before == done.value + after:
        return
    if received.phrase != "received_new" and received.value == done.value + after:
        return
    message = (
        f"文字中的数字自身不平衡：新收 {received.value} + 上年结转 {before} ≠ 办结 {done.value} + 结转下年 {after}。"
    )
    cells = tuple(CellRef(3, row, "total") for row in ("received", "carried_in", "results_total", "carried_forward"))
    yield context.found(
        "text.balance",
        message + "请与表三核对后改正文字。",
        related=cells,
        expected=done.value + after,
        actual=received.value + before,
        quote=one.quote(received.start, received.end),
        subject=f"{one.section}.{plain(one.paragraph.text).text[:12]}",
    )
