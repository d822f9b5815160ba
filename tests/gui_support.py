"""Reports with their findings for the tests of the window; agencies and figures are invented."""

from __future__ import annotations

from pathlib import Path

from core import change as changes
from core import schema, values
from core.change import Change
from core.checking import suggest_repairs, suggestion_inputs
from core.equations.with_figures import equations
from core.finding import Binding, Equation, Finding, Quote, Severity
from core.model import Cell, CellRef, Grid, Paragraph, Report, Section
from core.values import CellKind
from gui.findings.offers import offers_of

T3_COLUMNS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org", "total")


def ref3(row: str, column: str = "natural_person") -> CellRef:
    return CellRef(3, row, column)


def cell(raw: str, kind: CellKind = CellKind.COUNT) -> Cell:
    return Cell(raw, values.parse(raw, kind), raw)


def grid(edition: str, table: int, figures: dict[tuple[str, str], str], rest: str = "0") -> Grid:
    shape = schema.shape(edition, table)
    cells = {ref: cell(figures.get((ref.row, ref.column), rest), kind) for ref, kind in shape.kinds.items()}
    return Grid(table, edition, cells)


def report(edition: str = "2021", broken: bool = False) -> Report:
    """23 received, 22 answered, 1 carried forward; broken: （七）总计·自然人 says 18 (19 is right), and in table 4
    the total of 行政复议 says 2 (1 is right)."""
    three = {
        ("received", "natural_person"): "20",
        ("received", "business"): "3",
        ("received", "total"): "23",
        ("granted", "natural_person"): "12",
        ("granted", "business"): "3",
        ("granted", "total"): "15",
        ("unavailable_not_held", "natural_person"): "7",
        ("unavailable_not_held", "total"): "7",
        ("results_total", "natural_person"): "18" if broken else "19",
        ("results_total", "business"): "3",
        ("results_total", "total"): "22",
        ("carried_forward", "natural_person"): "1",
        ("carried_forward", "total"): "1",
    }
    two = {("normative_documents", "issued"): "2", ("licences", "decisions"): "105", ("fees", "amount"): "12.5"}
    four = {("review", "upheld"): "1", ("review", "total"): "2" if broken else "1"}
    headings = schema.load(edition).headings
    texts = {1: NARRATIVE, 5: ("一是公开内容不够全面。", "二是解读形式较为单一。"), 6: ("本年度未收取信息处理费。",)}
    sections = tuple(Section(n, headings[n - 1], tuple(Paragraph(t) for t in texts.get(n, ()))) for n in range(1, 7))
    tables = {2: grid(edition, 2, two), 3: grid(edition, 3, three), 4: grid(edition, 4, four)}
    return Report(edition, "云溪县民政局2023年政府信息公开工作年度报告", "云溪县民政局", 2023, (), sections, tables)


NARRATIVE = (
    "2023年，云溪县民政局按照《中华人民共和国政府信息公开条例》的要求，扎实推进政务公开工作。",
    "全年收到政府信息公开申请24件，均依法办理。",
)


class Example:
    """A report with canned findings (its broken equations, and the figure 24 of the text) for tests of one widget."""

    def __init__(self, rep: Report) -> None:
        self.report = rep

    def apply(self, change: Change) -> None:
        self.report = changes.apply(self.report, change)

    @property
    def equations(self) -> tuple[Equation, ...]:
        return equations(self.report)

    @property
    def findings(self) -> tuple[Finding, ...]:
        found = [
            Finding(e.rule, Severity.ERROR, f"等式不平：{e.text}", e.right[:1], e.left, (e,), e.left_sum, e.right_sum)
            for e in self.equations
            if not e.holds
        ]
        found += [f for f in [self._text_finding()] if f]
        return tuple(found)

    @property
    def bindings(self) -> tuple[Binding, ...]:
        for i, p in enumerate(self.report.section(1).paragraphs):
            at = p.text.find("申请24件")
            if at >= 0:
                return (Binding(Quote(1, i, at + 2, at + 4, p.text), 24, (ref3("received", "total"),)),)
        return ()

    def _text_finding(self) -> Finding | None:
        for b in self.bindings:
            if self.report.cell(b.cells[0]).amount != b.value:
                text = "正文写收到申请 24 件，表中为 23。"
                return Finding("text.binding", Severity.WARNING, text, b.cells, quote=b.quote, expected=23, actual=24)
        return None


def shown_figures(view):
    """Rows and columns of figures that are fully in sight, from the top."""
    view.scrollToTop()
    room, rows, columns = view.viewport().rect(), set(), set()
    for row, column in view.form.places().values():
        rect = view.visualRect(view.form.index(row, column))
        if room.top() <= rect.top() and rect.bottom() <= room.bottom():
            rows.add(row)
        if room.left() <= rect.left() and rect.right() <= room.right():
            columns.add(column)
    return len(rows), len(columns)


def suggestion(window, table: int):
    """The suggestion for a table as it is in the window now."""
    controller = window.controller
    return suggest_repairs(suggestion_inputs(controller.opened, controller.checked, table))


def offer_lines(window, table: int) -> tuple[str, ...]:
    """What the best repair of a table does, computed anew."""
    controller = window.controller
    finding = next(f for f in controller.checked.findings if f.equations and f.cells[0].table == table)
    found = suggestion(window, table)
    return offers_of(controller.report, controller.checked.bindings, finding, found)[0].lines


class Answers:
    """Stands in for gui.dialogs.ask.Ask: gives the answers it was told, and keeps the questions."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.files: tuple[Path, ...] = ()
        self.folder: Path | None = None
        self.choice: int | None = 0
        self.filter = 0
        self.pages: tuple[Path, ...] = ()
        self.annex: tuple[int, ...] | str | None = ()
        self.text: str | None = "已与原件核对"
        self.report: tuple[int, str] | None = (2023, "云溪县民政局")
        self.questions: list[str] = []

    def open_reports(self, parent, title, folder=None):
        path = self.open_file(parent, title, folder)
        return () if path is None else path if isinstance(path, tuple) else (path,)

    def open_file(self, parent, title, folder=None):
        self.questions.append(title)
        return self.path

    def open_pages(self, parent, title, folder=None):
        self.questions.append(title)
        return self.pages

    def open_files(self, parent, title, folder=None):
        self.questions.append(title)
        return self.files

    def open_folder(self, parent, title, folder=None):
        self.questions.append(title)
        return self.folder

    def open_of_kind(self, parent, title, kinds, folder=None):
        self.questions.append(title)
        return self.path

    def save_file(self, parent, title, proposed, filters):
        self.questions.append(f"{title}：{proposed.name}")
        self.filters = list(filters)
        return (self.path, self.filter) if self.path else None

    def choose(self, parent, text, choices, detail="", risky=False):
        self.questions.append(text)
        return self.choice

    def reason(self, parent, finding, own):
        self.questions.append("说明理由")
        self.own_reasons = tuple(own)
        return self.text

    def export_contents(self, parent, contents, can_mend):
        self.questions.append("导出前请看一下")
        self.contents = contents
        return self.annex

    def corrections(self, parent, entries):
        self.questions.append("更正说明")
        self.entries = entries
        return ({e.place: self.text for e in entries}, "") if self.text else None

    def accept_all(self, parent, choices):
        self.questions.append("采用全部建议")
        self.choices = list(choices)
        return tuple(i for i, c in enumerate(choices) if c.ticked) if self.choice is not None else None

    def new_report(self, parent):
        self.questions.append("新建空表")
        return self.report
