"""What holds for every document: no figure silently wrong, no text lost, no exception."""

import random

import extract_support as support
import pytest
from extract_random_support import damaged, random_report
from hypothesis import given, settings
from hypothesis import strategies as st

from core import values
from core.document import Document, Para, RawCell, RawTable
from core.extract import empty_report, explain, extract
from core.model import TABLES
from core.place import Place

ODD = settings(max_examples=60, deadline=None, derandomize=True, database=None)
WORDS = (
    *("一、总体情况", "五、", "三、本年度办理结果", "其他需要报告的事项", "第二十条第（一）项", "信息内容", "规章"),
    *("（一）予以公开", "1.属于国家秘密", "（七）总计", "总计", "其他", "自然人", "法人或其他组织", "行政复议"),
    *("行政许可", "结果维持", "本年制发件数", "0", "12", "/", "- 3 -", "第 3 页", "附：", "2021年", "云溪县民政局"),
    *("主办：某局", "首页 > 公开"),
)
texts = st.one_of(st.sampled_from(WORDS), st.text(max_size=12), st.sampled_from(("", " ", "\u3000", "1\n2")))
paras = st.builds(Para, texts, st.just(Place()), st.sampled_from((None, 1)), st.just(()), st.booleans())


@st.composite
def tables(draw):
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 9))
    ragged = draw(st.booleans())
    cells = []
    for r in range(rows):
        width = draw(st.integers(1, columns)) if ragged else columns
        cells += [RawCell(draw(texts), r, c, draw(st.integers(1, rows - r)), 1) for c in range(width)]
    return RawTable(tuple(cells), rows, columns, Place(), ragged)


@given(st.lists(st.one_of(paras, tables()), max_size=14), st.sampled_from(("docx", "pdf", "txt", "html")))
@ODD
def test_any_document_is_read_without_losing_text(blocks, kind):
    doc = Document(kind, tuple(blocks))
    report = extract(doc)
    assert support.lost_text(doc, report) == []
    assert extract(doc) == report


@pytest.mark.parametrize("seed", range(40))
def test_oddities_together_are_never_silently_wrong(seed):
    written, doc = random_report(seed)
    report = extract(doc)
    assert support.silently_wrong(report, written) == []
    assert support.lost_text(doc, report) == []
    assert [s.heading for s in report.sections] == [h.strip() for h in written.headings]
    assert (report.agency, report.year, report.edition) == (written.agency, written.year, written.edition)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_document_is_never_silently_wrong(seed):
    rng = random.Random(seed)
    written = support.truth(rng, rng.choice(("2019", "2021")), support.odd_figure if seed % 2 else None)
    report = extract(damaged(support.document(support.parts_of(written)), rng))
    missing = False
    for ref, value in support.expected(written).items():
        got, wanted = report.cell(ref).amount, values.amount(value)
        assert got is None or got == wanted, ref
        missing |= got != wanted
    assert report.notes or not missing


def test_places_point_into_the_document():
    doc = random_report(3)[1]
    report = extract(doc)
    for grid in report.tables.values():
        for cell in grid.cells.values():
            block = doc.blocks[cell.place.block]
            raws = [block.text] if isinstance(block, Para) else [c.text for c in block.cells if c.place == cell.place]
            assert any(cell.source in raw for raw in raws)


def test_an_empty_report_can_be_typed_into():
    for edition in ("2019", "2021"):
        report = empty_report(edition)
        assert sorted(report.tables) == list(TABLES) and not any(g.cells for g in report.tables.values())


def test_the_trace_keeps_every_step():
    _, doc = random_report(5)
    trace = explain(doc)
    assert len(trace.tables.lines) == len(trace.tables.kinds)
    assert trace.candidates and trace.chain and trace.tables.readings
