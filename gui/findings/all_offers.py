"""采用全部: the best offer of every finding, listed before anything is changed, and put together as one change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.change import CellEdit, Change, Edit, FactEdit, Origin, SectionEdit
from core.checking import Checked
from core.finding import Finding
from core.model import Report
from gui.common.place_names import place_name
from gui.common.texts import tr
from gui.findings.offers import Offer, offers_of, table_to_mend

if TYPE_CHECKING:
    from core.session import Suggestion

Touched = set[object]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The best offer for a finding. sure: no other offer is as likely; the others are listed without a tick."""

    place: str
    offer: Offer
    sure: bool


def tables_to_mend(findings: Iterable[Finding]) -> tuple[int, ...]:
    """Tables whose repairs are needed for the list."""
    return tuple(sorted({table for finding in findings if (table := table_to_mend(finding)) is not None}))


def proposals(report: Report, checked: Checked, suggestions: Mapping[int, Suggestion]) -> list[Proposal]:
    """One offer a finding, tables before texts. What would change the same cell or paragraph as an offer before it,
    or speaks of a cell that one changes, waits for another round: it is computed for the figures of now."""
    found: list[Proposal] = []
    touched: Touched = set()
    for finding in sorted(checked.findings, key=lambda finding: finding.quote is not None):
        table = table_to_mend(finding)
        suggestion = suggestions.get(table) if table is not None else None
        offers = offers_of(report, checked.bindings, finding, suggestion)
        if not offers:
            continue
        places = set(finding.cells) if finding.quote is not None else set[object]()
        places |= _places(offers[0].change)
        if places & touched:
            continue
        touched |= places
        found.append(Proposal(place_name(report, finding), offers[0], _is_sure(offers, suggestion)))
    return found


def _is_sure(offers: list[Offer], suggestion: Suggestion | None) -> bool:
    if offers[0].change.origin is Origin.FILLED:  # 0 into blanks: whether nothing happened only the clerk knows
        return False
    if len(offers) == 1:
        return True
    ranks = [repair.rank for repair in suggestion.repairs[:2]] if suggestion is not None else []
    return len(ranks) == 2 and ranks[0] < ranks[1]


def _places(change: Change) -> Touched:
    """What a change writes into: cells, paragraphs, facts."""
    places: Touched = set()
    for edit in change.edits:
        if isinstance(edit, CellEdit):
            places.add(edit.ref)
        elif isinstance(edit, FactEdit):
            places.add(edit.fact)
        else:
            places |= {(edit.section, at) for at in _changed(edit)}
    return places


def _changed(edit: SectionEdit) -> list[int]:
    """Paragraphs that differ; all of them when their number does."""
    if len(edit.old) != len(edit.new):
        return list(range(len(edit.old)))
    return [at for at, (old, new) in enumerate(zip(edit.old, edit.new, strict=True)) if old != new]


def together(chosen: Iterable[Proposal]) -> Change:
    """The offers as one change, for one undo step; offers of one section are laid over each other by paragraph."""
    edits: list[Edit] = []
    sections: dict[int, SectionEdit] = {}
    offers = [proposal.offer for proposal in chosen]
    for offer in offers:
        for edit in offer.change.edits:
            if not isinstance(edit, SectionEdit):
                edits.append(edit)
            elif edit.section not in sections:
                sections[edit.section] = edit
            else:
                texts = list(sections[edit.section].new)
                for at in _changed(edit):
                    texts[at] = edit.new[at]
                sections[edit.section] = replace(sections[edit.section], new=tuple(texts))
    return Change(tr("采用全部建议（{0} 条）", len(offers)), Origin.REPAIR, (*edits, *sections.values()))
