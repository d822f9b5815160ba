from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.comparison.words import Kind, paragraph_diffs, pieces

quick = settings(max_examples=80, deadline=None, derandomize=True, database=None)
words = st.text("本年收到申请，3件1.5%A ", max_size=30)


def spelled(parts, without: Kind) -> str:
    return "".join(p.text for p in parts if p.kind is not without)


@quick
@given(words, words)
def test_pieces_spell_both_texts(before: str, after: str) -> None:
    parts = pieces(before, after)
    assert spelled(parts, Kind.ADDED) == before
    assert spelled(parts, Kind.REMOVED) == after


@quick
@given(st.lists(words, max_size=5), st.lists(words, max_size=5))
def test_paragraphs_of_both_texts_stand_in_order(before: list[str], after: list[str]) -> None:
    diffs = paragraph_diffs(before, after)
    assert [spelled(d.pieces, Kind.ADDED) for d in diffs if d.kind is not Kind.ADDED] == before
    assert [spelled(d.pieces, Kind.REMOVED) for d in diffs if d.kind is not Kind.REMOVED] == after


def test_a_figure_changes_as_a_whole() -> None:
    assert [(p.kind.value, p.text) for p in pieces("收到申请1,205件。", "收到申请1,215件。")] == [
        ("same", "收到申请"), ("removed", "1,205"), ("added", "1,215"), ("same", "件。"),
    ]  # fmt: skip


def test_an_edited_paragraph_stands_once_and_a_new_one_apart() -> None:
    before = ["我局积极推进政务公开工作。", "全年收到申请3件。"]
    after = ["我局积极推进政务公开工作。", "新增一段完全不同的话语", "全年收到申请5件。"]
    assert [d.kind for d in paragraph_diffs(before, after)] == [Kind.SAME, Kind.ADDED, Kind.CHANGED]


def test_a_very_long_paragraph_is_shown_whole() -> None:
    assert [p.kind for p in pieces("甲" * 9000, "甲" * 9001)] == [Kind.REMOVED, Kind.ADDED]
