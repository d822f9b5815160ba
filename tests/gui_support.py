"""Reports and a stand-in session for the tests of the window; agencies and figures are invented."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

from core import change as changes
from core import schema, values
from core.change import CellEdit, Change, FactEdit, Origin, SectionEdit
from core.equations.with_figures import equations
from core.finding import Binding, Equation, Finding, Quote, Severity
from core.model import Cell, CellRef, CellText, Grid, Paragraph, Report, Section
from core.values import CellKind

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


@dataclass(frozen=True)
class Outcome:
    reloaded: bool = False
    cells: frozenset = frozenset()
    sections: frozenset = frozenset()
    added: tuple = ()
    cleared: tuple = ()
    messages: tuple = ()


class FakeSession:
    """The façade's shape over one report in memory: equations are real, the rest is canned."""

    def __init__(self, rep: Report | None = None, data_dir: Path | None = None) -> None:
        self.report = self.original = self.baseline = rep
        self.document = self.source = self.previous = None
        self.data_dir = data_dir or Path("/nonexistent")
        self.history_path = self.data_dir / "history.db"
        self.dismissed: tuple = ()
        self.locked: frozenset[CellRef] = frozenset()

    @property
    def opened(self):
        return SimpleNamespace(report=self.report, locked=self.locked) if self.report else None

    @property
    def dirty(self) -> bool:
        return self.report != self.baseline

    @property
    def equations(self) -> tuple[Equation, ...]:
        return equations(self.report) if self.report else ()

    def equations_of(self, ref):
        return tuple(e for e in self.equations if ref in e.cells)

    @property
    def findings(self) -> tuple[Finding, ...]:
        if self.report is None:
            return ()
        found = [
            Finding(e.rule, Severity.ERROR, f"等式不平：{e.text}", e.right[:1], e.left, (e,), e.left_sum, e.right_sum)
            for e in self.equations
            if not e.holds
        ]
        found += [f for f in [self._text_finding()] if f]
        done = {f.identity for f, _ in self.dismissed}
        return tuple(f for f in found if f.identity not in done)

    @property
    def bindings(self) -> tuple[Binding, ...]:
        for i, p in enumerate(self.report.section(1).paragraphs if self.report else ()):
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

    def shape(self, table: int) -> schema.TableShape:
        table_grid = self.report.tables.get(table)
        return schema.shape(table_grid.edition if table_grid else self.report.edition, table)

    def apply(self, change: Change) -> Outcome:
        self.report = changes.apply(self.report, change)
        facts = any(isinstance(e, FactEdit) for e in change.edits)
        return Outcome(facts and False, frozenset(change.cells), frozenset(change.sections))

    def edit_cells(self, texts, label, origin=Origin.TYPED) -> Change:
        edits = []
        for ref, raw in texts.items():
            old = self.report.cell(ref)
            if raw != old.raw:
                value = values.parse(raw, self.shape(ref.table).kinds[ref])
                edits.append(CellEdit(ref, CellText(old.raw, old.value), CellText(raw, value)))
        return Change(label, origin, tuple(edits))

    def edit_section(self, number, texts, table_at=None) -> Change:
        old = self.report.section(number)
        new = tuple(Paragraph(t) for t in texts)
        at = min(old.table_at, len(new))
        return Change("修改文字", Origin.TYPED, (SectionEdit(number, old.paragraphs, new, old.table_at, at),))

    def edit_fact(self, fact, value) -> Change:
        return Change("修改封面", Origin.TYPED, (FactEdit(fact, getattr(self.report, fact), value),))

    def suggest(self, table: int):
        from core.repair import suggest

        return suggest(self.report, table, self.locked)

    def repair_change(self, repair) -> Change:
        edits = tuple(CellEdit(c.ref, c.old, c.new) for c in repair.changes)
        return Change("采用修改建议", Origin.REPAIR, edits)

    def confirm(self, refs, sure=True) -> Outcome:
        self.locked = self.locked | frozenset(refs) if sure else self.locked - frozenset(refs)
        return Outcome(cells=frozenset(refs))

    def dismiss(self, finding, reason) -> Outcome:
        self.dismissed = (*self.dismissed, (finding, SimpleNamespace(reason=reason)))
        return Outcome()

    def restore(self, finding) -> Outcome:
        self.dismissed = tuple(d for d in self.dismissed if d[0].identity != finding.identity)
        return Outcome()

    def open(self, path, progress=None) -> Outcome:
        self.report = self.original = self.baseline = report(broken=True)
        self.source = path
        return Outcome(True)

    def new(self, edition, year=None, agency=None) -> Outcome:
        self.report = replace(report(edition), agency=agency, year=year)
        self.original = self.baseline = self.report
        return Outcome(True)

    def export_name(self) -> str:
        return "云溪县民政局2023年政府信息公开工作年度报告"

    def export(self, target, layout="standard") -> tuple[str, ...]:
        Path(target).write_bytes(b"PK")
        return (f"已导出：{target}",)

    def save(self, note=""):
        self.baseline = self.report
        return SimpleNamespace(number=1)

    def save_draft(self) -> None:
        pass

    def drop_draft(self, key=None) -> None:
        pass

    def drafts(self) -> list:
        return []

    def close(self) -> None:
        pass


class Answers:
    """Stands in for gui.dialogs.ask.Ask: gives the answers it was told, and keeps the questions."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.choice: int | None = 0
        self.filter = 0
        self.text: str | None = "已与原件核对"
        self.report: tuple[int, str] | None = (2023, "云溪县民政局")
        self.questions: list[str] = []

    def open_file(self, parent, title, folder=None):
        self.questions.append(title)
        return self.path

    def save_file(self, parent, title, proposed, filters):
        self.questions.append(f"{title}：{proposed.name}")
        self.filters = list(filters)
        return (self.path, self.filter) if self.path else None

    def choose(self, parent, text, choices, detail="", risky=False):
        self.questions.append(text)
        return self.choice

    def line(self, parent, title, text, value=""):
        self.questions.append(title)
        return self.text

    def new_report(self, parent):
        self.questions.append("新建空表")
        return self.report
