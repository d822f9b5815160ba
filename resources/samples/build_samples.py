"""Builds the sample report, docx and pdf, from invented figures: python resources/samples/build_samples.py

Planted, so that a first user sees what the program does: 51 for 15 in （七）总计, 1 for 10 in （一）予以公开, an empty
总计 of 行政复议, and 18 for 19 in the narrative.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core import schema, values  # noqa: E402  the program's own folder comes first
from core.export import write_standard  # noqa: E402
from core.export.pages.pdf import write_pdf  # noqa: E402
from core.model import Cell, CellRef, Grid, Paragraph, Report, Section  # noqa: E402

AGENCY, YEAR, EDITION = "云溪县民政局", 2024, "2021"
TITLE = f"{AGENCY}{YEAR}年政府信息公开工作年度报告"

FIGURES = {
    2: {
        "regulations": "0 0 0",
        "normative_documents": "2 1 9",
        "licences": "126",
        "penalties": "18",
        "coercive_measures": "0",
        "fees": "3.62",
    },
    3: {
        "received": "14 3 0 1 1 0 19",
        "carried_in": "2 0 0 0 0 0 2",
        "granted": "7 2 0 0 1 0 1",
        "partly_granted": "3 0 0 0 0 0 3",
        "refused_third_party": "1 0 0 0 0 0 1",
        "refused_internal_affairs": "1 0 0 0 0 0 1",
        "unavailable_not_held": "2 1 0 0 0 0 3",
        "declined_petition": "1 0 0 0 0 0 1",
        "results_total": "51 3 0 0 1 0 19",
        "carried_forward": "1 0 0 1 0 0 2",
    },
    4: {"review": "1 0 0 1 _", "direct_suit": "1 0 0 0 1", "suit_after_review": "0 0 0 0 0"},
}

PREAMBLE = [
    f"本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自{YEAR}年1月1日起至{YEAR}年12月31日止。"
    f"如对本报告有疑问，请与{AGENCY}办公室联系。"
]
TEXTS = {
    1: [
        f"{YEAR}年，{AGENCY}围绕养老服务、社会救助、婚姻登记等群众关心的事项推进政府信息公开，全年工作平稳有序。",
        "（一）主动公开情况",
        "全年在县政府门户网站公开各类信息214条，其中：政策文件31条、工作动态126条、财政资金42条、人事信息15条。"
        "制发行政规范性文件2件，废止1件，现行有效9件。作出行政许可决定126件、行政处罚决定18件。",
        "（二）依申请公开情况",
        "全年新收政府信息公开申请19件，上年结转2件，办结18件，结转下年度继续办理2件。因政府信息公开引起的行政复议2件，"
        "其中结果维持1件、尚未审结1件；未经复议直接起诉的行政诉讼1件，结果维持。",
        "（三）政府信息管理情况",
        "修订信息公开审核办法，公开前由经办科室、办公室、分管领导逐级把关；对网站历史信息开展清理，更正过时信息37条。",
        "（四）平台建设情况",
        "依托县政府门户网站设置“养老地图”“救助指南”两个专题，方便群众按乡镇查询办事地点和办理条件。",
        "（五）监督保障情况",
        "明确一名副局长分管、一名专职人员负责，年内组织业务培训2次，将信息公开纳入科室年度考核。",
    ],
    5: [
        "存在的主要问题：一是部分政策的解读形式单一，群众不易看懂；二是个别科室报送信息不够及时。",
        "改进情况：一是推广图解和短视频，重点政策发布时同步解读；二是按月通报科室报送情况，督促按时公开。",
    ],
    6: [f"{YEAR}年，{AGENCY}没有收取信息处理费。除此之外，没有其他需要报告的事项。"],
}
CLOSING = [AGENCY, f"{YEAR + 1}年1月15日"]


def grid(table: int) -> Grid:
    """A table with the figures above and zeros elsewhere; "_" is a blank."""
    shape = schema.shape(EDITION, table)
    cells = {}
    for row in shape.rows:
        texts = FIGURES[table].get(row.key, "0 " * len(row.columns)).split()
        for column, text in zip(row.columns, texts, strict=True):
            raw = "" if text == "_" else text
            ref = CellRef(table, row.key, column.key)
            cells[ref] = Cell(raw, values.parse(raw, column.kind), raw)
    return Grid(table, EDITION, cells)


def paragraphs(texts: list[str]) -> tuple[Paragraph, ...]:
    """Texts as paragraphs."""
    return tuple(Paragraph(t) for t in texts)


def report() -> Report:
    """The sample as a report."""
    headings = schema.load(EDITION).headings
    sections = tuple(Section(n, headings[n - 1], paragraphs(TEXTS.get(n, []))) for n in range(1, 7))
    tables = {n: grid(n) for n in (2, 3, 4)}
    return Report(EDITION, TITLE, AGENCY, YEAR, paragraphs(PREAMBLE), sections, tables, paragraphs(CLOSING))


if __name__ == "__main__":
    target = Path(__file__).resolve().parent / "示例报告.docx"
    write_standard(report(), target)
    write_pdf(report(), target.with_suffix(".pdf"))
