"""What a person does to a report, as values: stored, undone and repeated in one form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from core.model import Cell, CellRef, CellText, Paragraph, Report, Section


class Origin(StrEnum):
    """How a change came about."""

    TYPED = "typed"
    PASTED = "pasted"
    REPAIR = "repair"
    FILLED = "filled"
    REPLACED = "replaced"
    CLEARED = "cleared"
    RESTORED = "restored"


class StaleChange(Exception):
    """The report does not hold what the change says it replaces; applying it would lose something (a bug)."""


@dataclass(frozen=True, slots=True)
class CellEdit:
    """One cell's text before and after."""

    ref: CellRef
    old: CellText
    new: CellText

    def inverse(self) -> CellEdit:
        """The edit that takes this one back."""
        return replace(self, old=self.new, new=self.old)


@dataclass(frozen=True, slots=True)
class SectionEdit:
    """A section's narrative before and after, whole paragraphs; section is PREAMBLE or CLOSING for those lines."""

    section: int
    old: tuple[Paragraph, ...]
    new: tuple[Paragraph, ...]
    old_table_at: int = 0
    new_table_at: int = 0

    def inverse(self) -> SectionEdit:
        """The edit that takes this one back."""
        return SectionEdit(self.section, self.new, self.old, self.new_table_at, self.old_table_at)


class Fact(StrEnum):
    """What stands on the cover."""

    TITLE = "title"
    AGENCY = "agency"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class FactEdit:
    """A cover fact before and after; None where the report does not say it."""

    fact: Fact
    old: str | int | None
    new: str | int | None

    def inverse(self) -> FactEdit:
        """The edit that takes this one back."""
        return replace(self, old=self.new, new=self.old)


Edit = CellEdit | SectionEdit | FactEdit


@dataclass(frozen=True, slots=True)
class Change:
    """One act of the person: label in Chinese for the undo menu and the history; values are computed beforehand."""

    label: str
    origin: Origin
    edits: tuple[Edit, ...]

    def inverse(self) -> Change:
        """The change that takes this one back."""
        return replace(self, edits=tuple(e.inverse() for e in reversed(self.edits)))

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """Cells it touches, in order."""
        return tuple(e.ref for e in self.edits if isinstance(e, CellEdit))

    @property
    def sections(self) -> tuple[int, ...]:
        """Numbers of the sections whose text it touches."""
        return tuple(e.section for e in self.edits if isinstance(e, SectionEdit))


def apply(report: Report, change: Change) -> Report:
    """The report after the change; StaleChange when an `old` does not match, and then nothing is changed."""
    report = _apply_cells(report, [e for e in change.edits if isinstance(e, CellEdit)])
    for edit in change.edits:
        if isinstance(edit, SectionEdit):
            report = report.with_sections([_edited_section(report, edit)])
        elif isinstance(edit, FactEdit):
            report = _apply_fact(report, edit)
    return report


def _apply_cells(report: Report, edits: Iterable[CellEdit]) -> Report:
    cells: dict[CellRef, Cell] = {}
    for edit in edits:
        cell = cells.get(edit.ref) or report.cell(edit.ref)
        if (cell.raw, cell.value) != (edit.old.raw, edit.old.value):
            raise StaleChange(f"{edit.ref}: {cell.raw!r} is not {edit.old.raw!r}")
        cells[edit.ref] = replace(cell, raw=edit.new.raw, value=edit.new.value)
    return report.with_cells(cells) if cells else report


def _edited_section(report: Report, edit: SectionEdit) -> Section:
    section = report.section(edit.section)
    if (section.paragraphs, section.table_at) != (edit.old, edit.old_table_at):
        raise StaleChange(f"section {edit.section}: the text has changed meanwhile")
    return replace(section, paragraphs=edit.new, table_at=edit.new_table_at)


def _apply_fact(report: Report, edit: FactEdit) -> Report:
    if getattr(report, edit.fact) != edit.old:
        raise StaleChange(f"{edit.fact}: {getattr(report, edit.fact)!r} is not {edit.old!r}")
    if edit.fact is Fact.YEAR:
        return replace(report, year=None if edit.new is None else int(edit.new))
    if edit.fact is Fact.AGENCY:
        return replace(report, agency=None if edit.new is None else str(edit.new))
    return replace(report, title=str(edit.new or ""))
