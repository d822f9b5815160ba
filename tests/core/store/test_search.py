from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import store_support as support
from hypothesis import given, settings
from hypothesis import strategies as st

from core.store.history import SUBMITTED, History, Query, Snapshot, State
from core.store.search import index

SAMPLES = Path(__file__).parents[2] / "data" / "store"


@pytest.fixture
def history(tmp_path: Path):
    with History(tmp_path / "h.db", now=support.clock()) as opened:
        for agency, year, words in (
            ("云溪县民政局", 2022, "全年召开新闻发布会两次。"),
            ("云溪县民政局", 2023, "建成“一件事”服务专区，ＡＢＣ系统上线。"),
            ("云溪县水利局", 2023, "河长制公示牌全部更新。"),
            ("青石镇人民政府", 2023, "村务公开栏每月更新。"),
        ):
            opened.save(Snapshot(support.report(agency, year, words=words), source_name=f"{agency}.docx"), "初稿")
        yield opened


def found(history: History, **query) -> list[tuple[str, int]]:
    return [(r.agency, r.year) for r in history.search(Query(**query))]


def test_nothing_asked_finds_everything(history: History) -> None:
    assert history.search(Query()) == history.reports()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("发布会", 1), ("一件事服务", 1), ("abc系统", 1), ("更新", 2), ("更新 河长", 1), ("镇", 1), ("牌", 1),
        ("没有的词", 0), ("2023年", 3), ("。", 4), ("初稿", 4), ("水利局.docx", 1), ("新发", 0), ("布会两次。第", 0),
    ],
)  # fmt: skip
def test_words_are_found_in_the_whole_report(history: History, text: str, count: int) -> None:
    assert len(history.search(Query(text=text))) == count


def test_agency_year_and_state_narrow_the_list(history: History) -> None:
    assert found(history, agency="云溪 县", year=2023) == [("云溪县水利局", 2023), ("云溪县民政局", 2023)]
    report = history.reports()[0]
    assert report.newest is not None
    history.label(report.newest, SUBMITTED)
    assert found(history, state=State.FINAL) == [("青石镇人民政府", 2023)]
    assert found(history, text=SUBMITTED) == [("青石镇人民政府", 2023)]
    assert len(found(history, state=State.DRAFT)) == 3


def test_signs_of_sql_and_fts_are_just_text(history: History) -> None:
    for text in ("%", "_", "a OR b", "镇*", "NEAR(", "--", "^", ":", "\x00", "\ud800"):
        assert history.search(Query(text=text)) == []
        assert history.search(Query(agency=f"县{text}")) == []
    assert len(history.search(Query(text="'\""))) == 4  # quotes are never compared


def test_only_the_newest_version_counts(history: History) -> None:
    history.save(Snapshot(support.report("云溪县民政局", 2022, words="改写了这一段。")))
    assert found(history, text="发布会") == []
    assert found(history, text="改写") == [("云溪县民政局", 2022)]


def test_the_first_matches_only(history: History) -> None:
    assert len(history.search(Query(text="政务公开"), limit=2)) == 2


def test_a_very_long_question_is_answered(history: History) -> None:
    text = support.report("云溪县民政局", 2023).section(1).text
    assert found(history, text=text + text[:5] * 60) == []
    assert found(history, text=text) == [("云溪县民政局", 2023)]


def test_an_old_file_is_indexed_at_the_first_search(tmp_path: Path) -> None:
    path = Path(shutil.copy(SAMPLES / "v1.db", tmp_path / "h.db"))
    with History(path) as history:
        history.prepare_search()
        assert len(history.search(Query(text="政务公开"))) == 3


def test_another_rule_makes_the_index_anew(history: History, monkeypatch) -> None:
    monkeypatch.setattr(index, "RULE", "test")
    with History(history.path) as again:
        assert len(again.search(Query(text="更新"))) == 2


def test_without_fts_texts_are_searched_one_by_one(history: History, monkeypatch) -> None:
    monkeypatch.setattr(index, "is_usable", lambda connection: False)

    def missing(connection: sqlite3.Connection) -> bool:
        connection.execute("DELETE FROM facts")
        return False

    with monkeypatch.context() as patched:
        patched.setattr(index, "_make_anew", missing)
        with History(history.path) as plain:
            plain.save(Snapshot(support.report("云溪县民政局", 2024, words="河长述职。")))
            assert len(plain.search(Query(text="河长"))) == 2
            assert len(plain.search(Query(text="述职 民政"))) == 1
    with History(history.path) as indexed:
        assert len(indexed.search(Query(text="河长"))) == 2


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.text("甲乙丙a1，", max_size=12), st.integers(0, 11), st.integers(1, 5))
def test_any_part_of_a_text_has_its_pairs_in_the_index(text: str, start: int, length: int) -> None:
    part = index.fold(text)[start : start + length]
    terms = index.query([part]).split(" AND ") if part else []
    tokens = index.grams(index.fold(text)).split()
    for term in filter(None, terms):
        assert any(token == term or (term.endswith("*") and token.startswith(term[:-1])) for token in tokens)


def test_pairs_are_plain_words() -> None:
    assert sorted(index.grams("甲乙").split()) == ["4e59", "75324e59"]
    assert index.query(["甲"]) == "7532*"
    assert index.query(["，"]) == ""


def test_a_reports_parts_are_not_run_together() -> None:
    report = replace(support.report(), title="甲", agency="乙")
    assert "甲乙" not in index.body(report)
