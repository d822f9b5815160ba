"""A change as JSON text and back: history and undo keep the same values."""

from __future__ import annotations

import json

from core.change import CellEdit, Change, Edit, Fact, FactEdit, Origin, SectionEdit
from core.model import CellText
from core.store.codec.report import (
    CodecError,
    Json,
    compact,
    paragraph_of,
    paragraph_row,
    ref_of,
    ref_row,
    value_of,
    value_row,
)


def dump_change(change: Change) -> str:
    """Label, origin and edits as one line of JSON."""
    return compact([change.label, change.origin.value, [_edit_row(e) for e in change.edits]])


def load_change(text: str) -> Change:
    """The change dump_change() was given."""
    label, origin, edits = json.loads(text)
    return Change(label, Origin(origin), tuple(map(_edit_of, edits)))


def _edit_row(edit: Edit) -> Json:
    match edit:
        case CellEdit(ref, old, new):
            return ["cell", ref_row(ref), _text_row(old), _text_row(new)]
        case SectionEdit(section, old, new, old_at, new_at):
            rows = [[paragraph_row(p) for p in paragraphs] for paragraphs in (old, new)]
            return ["section", section, *rows, old_at, new_at]
        case FactEdit(fact, old, new):
            return ["fact", fact.value, old, new]


def _edit_of(row: Json) -> Edit:
    match row:
        case ["cell", ref, old, new]:
            return CellEdit(ref_of(ref), _text_of(old), _text_of(new))
        case ["section", section, old, new, old_at, new_at]:
            before, after = tuple(map(paragraph_of, old)), tuple(map(paragraph_of, new))
            return SectionEdit(section, before, after, old_at, new_at)
        case ["fact", fact, old, new]:
            return FactEdit(Fact(fact), old, new)
    raise CodecError(f"unknown kind of edit: {row!r}")


def _text_row(text: CellText) -> Json:
    return [text.raw, value_row(text.value)]


def _text_of(row: Json) -> CellText:
    return CellText(row[0], value_of(row[1]))
