"""From a finding and what the core suggests to the offers that the window shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from core import acts
from core import text as characters
from core.change import Change, Fact, Origin
from core.equations import equations_of
from core.finding import Binding, Finding, Repair, Severity, side_text
from core.model import CellRef, Report
from core.values import Amount, Number, show
from gui.common.place_names import TABLE_SECTIONS, cell_name, spot_of
from gui.common.roles import Spot
from gui.common.texts import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.checking import Checked
    from core.session import Suggestion

MOST = 10
_FIGURE = re.compile(r"[0-9０-９][0-9０-９,，.．]*|[〇零一二三四五六七八九十百千]+")
_PER_WAN = {"元": Decimal(10000), "亿元": Decimal("0.0001")}


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to mend: the change, what it does line by line, why, and what the grid shows as a preview."""

    change: Change
    lines: tuple[str, ...]
    reason: str
    proposed: dict[CellRef, str]
    spot: Spot | None = None


def offers_of(
    report: Report, bindings: tuple[Binding, ...], finding: Finding, suggestion: Suggestion | None
) -> list[Offer]:
    """Ways to mend a finding, best first: whole-table repairs, or the corrected sentence."""
    if suggestion is not None and finding.quote is None:
        return [_of_repair(report, r) for r in suggestion.repairs[:MOST]]
    found = (
        corrected_sentence(report, bindings, finding),
        the_texts_figure(report, bindings, finding),
        the_title(report, finding),
        once(report, finding),
        zeros(report, finding),
    )
    return [offer for offer in found if offer is not None]


def table_to_mend(finding: Finding) -> int | None:
    """The table whose equations a finding is about; text findings and tables without equations have none."""
    tables = {ref.table for e in finding.equations for ref in e.cells}
    if tables:
        return min(tables)
    if finding.severity is Severity.ERROR and finding.cells and finding.cells[0].table in (3, 4):
        return finding.cells[0].table
    return None


def proposals_of(
    report: Report, checked: Checked, suggestions: Mapping[int, Suggestion]
) -> dict[tuple[object, ...], str]:
    """What the best offer for each finding would write, for a list on paper; by the findings' identities."""
    found: dict[tuple[object, ...], str] = {}
    for finding in checked.findings:
        table = table_to_mend(finding)
        offers = offers_of(report, checked.bindings, finding, suggestions.get(table) if table else None)
        found[finding.identity] = "；".join(offers[0].lines) if offers else side_text(finding.expected)
    return found


def _of_repair(report: Report, repair: Repair) -> Offer:
    blank = tr("空白")
    lines = tuple(f"{_short_name(report, c.ref)}　{c.old.raw or blank} → {c.new.raw or blank}" for c in repair.changes)
    refs = tuple(c.ref for c in repair.changes)
    proposed = {c.ref: c.new.raw for c in repair.changes}
    spot = Spot(TABLE_SECTIONS[repair.table], refs)
    return Offer(acts.repair_change(repair), lines, repair.reason, proposed, spot)


def _short_name(report: Report, ref: CellRef) -> str:
    return cell_name(report, ref).split(" ", 1)[1]


def the_texts_figure(report: Report, bindings: tuple[Binding, ...], finding: Finding) -> Offer | None:
    """The other way round: the narrative's figure into the one cell it speaks of."""
    binding = _binding(bindings, finding)
    if finding.rule != "text.binding" or binding is None or len(binding.cells) != 1:
        return None
    ref = binding.cells[0]
    if any(e.holds and binding.value != report.cell(ref).amount for e in equations_of(report, ref)):
        return None  # the table is balanced with the figure it has
    return _of_cells(report, {ref: show(binding.value)}, Origin.REPAIR, tr("如果是正文写对了，改表格。"))


def zeros(report: Report, finding: Finding) -> Offer | None:
    """0 into the blanks that stand among figures."""
    if finding.rule != "blank.mixed":
        return None
    reason = tr("共 {0} 格。请先确认空白处确实没有发生。", len(finding.cells))
    return _of_cells(report, dict.fromkeys(finding.cells, "0"), Origin.FILLED, reason)


def _of_cells(report: Report, texts: dict[CellRef, str], origin: Origin, reason: str) -> Offer | None:
    blank = tr("空白")
    lines = tuple(f"{_short_name(report, ref)}　{report.cell(ref).raw or blank} → {new}" for ref, new in texts.items())
    change = acts.edit_cells(report, texts, tr("采用修改建议：{0}", lines[0]), origin)
    spot = Spot(TABLE_SECTIONS[next(iter(texts)).table], tuple(texts))
    return Offer(change, lines, reason, texts, spot) if change.edits else None


def the_title(report: Report, finding: Finding) -> Offer | None:
    """The title in the prescribed form."""
    if finding.rule != "title.form" or not isinstance(finding.expected, str):
        return None
    change = acts.edit_fact(report, Fact.TITLE, finding.expected)
    return Offer(change, (tr("标题改为“{0}”", finding.expected),), "", {}, Spot(0))


# The narrative


def once(report: Report, finding: Finding) -> Offer | None:
    """Words that stand twice, once."""
    quote, twice = finding.quote, finding.actual
    if finding.rule != "text.doubled" or quote is None or not isinstance(twice, str) or quote.section == 0:
        return None
    single = twice[: len(twice) // 2]
    paragraphs = [p.text for p in report.section(quote.section).paragraphs]
    if twice != single * 2 or paragraphs[quote.paragraph][quote.start : quote.end] != twice:
        return None
    old = paragraphs[quote.paragraph]
    paragraphs[quote.paragraph] = old[: quote.start] + single + old[quote.end :]
    change = acts.edit_section(report, quote.section, paragraphs)
    line = tr("第 {0} 段“{1}”改为“{2}”", quote.paragraph + 1, twice, single)
    return Offer(change, (line,), "", {}, spot_of(finding))


def corrected_sentence(report: Report, bindings: tuple[Binding, ...], finding: Finding) -> Offer | None:
    """The sentence of a disagreeing figure with the figure of the tables in it; None where that is not sure."""
    quote = finding.quote
    binding = _binding(bindings, finding)
    if quote is None or binding is None or not 1 <= quote.section <= 6:
        return None
    right = table_value(report, binding)
    paragraphs = [p.text for p in report.section(quote.section).paragraphs]
    if right is None or right == binding.value or quote.paragraph >= len(paragraphs):
        return None
    old = paragraphs[quote.paragraph]
    place = _figure_place(old, binding)
    if place is None:
        return None
    start, end = place
    new = in_unit(right, binding.unit)
    paragraphs[quote.paragraph] = old[:start] + new + old[end:]
    line = tr("第 {0} 段“{1}”改为“{2}”", quote.paragraph + 1, old[start:end], new)
    after = _around(paragraphs[quote.paragraph], start, start + len(new))
    change = acts.edit_section(report, quote.section, paragraphs)
    return Offer(change, (line,), tr("改后：{0}", after), {}, spot_of(finding))


def _binding(bindings: tuple[Binding, ...], finding: Finding) -> Binding | None:
    quote = finding.quote
    for binding in bindings:
        q = binding.quote
        if (
            quote
            and (q.section, q.paragraph) == (quote.section, quote.paragraph)
            and quote.start <= q.start < quote.end
        ):
            return binding
    return None


def table_value(report: Report, binding: Binding) -> Amount | None:
    """What the tables say of a bound figure (money in 万元); None when a cell has no figure."""
    amounts = [report.cell(ref).amount for ref in binding.cells]
    return None if any(a is None for a in amounts) or not amounts else sum(a for a in amounts if a is not None)


def in_unit(value: Amount, unit: str) -> str:
    """A table value as the text would write it in its own unit."""
    if unit not in _PER_WAN:
        return show(value)
    scaled = Decimal(value) * _PER_WAN[unit]
    return show(int(scaled) if scaled == scaled.to_integral_value() else scaled.normalize())


def _figure_place(text: str, binding: Binding) -> tuple[int, int] | None:
    """Range of the one numeral inside the quoted words that has the bound value."""
    quote = binding.quote
    found = [m.span() for m in _FIGURE.finditer(text, quote.start, quote.end) if _value(m.group()) is not None]
    return found[0] if len(found) == 1 else None


def _value(numeral: str) -> Decimal | int | None:
    plain = characters.narrow(numeral).replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", plain):
        return Number(Decimal(plain)).value
    return characters.chinese_number(numeral)


def _around(text: str, start: int, end: int, reach: int = 14) -> str:
    """The words around a range, shortened at both ends."""
    left, right = max(start - reach, 0), min(end + reach, len(text))
    return ("…" if left else "") + text[left:right] + ("…" if right < len(text) else "")
