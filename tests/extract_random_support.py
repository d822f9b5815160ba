"""Random oddities for whole reports: variants of labels, styles of headings, pages around, bent tables."""

from __future__ import annotations

import random
from dataclasses import replace

import extract_support as support
from extract_support import HEADINGS, Part, Table, Truth

from core import reading, schema, text
from core.document import Document, RawCell, RawTable

TITLES = tuple(h[2:] for h in HEADINGS)


def spread(label):
    return "\n".join(label)


def half(label):
    return text.narrow(label).replace("“", '"').replace("”", '"')


VARIANTS = {
    "one character a line": spread,
    "half width": half,
    "no numbers": lambda s: s.lstrip("一二三四五六七（）、0123456789.") if "第二十条" not in s else s,
    "ideographic comma": lambda s: s.replace(".", "、"),
    "full stop": lambda s: s.replace(".", "．"),
    "straight quotes": lambda s: s.replace("“", '"').replace("”", '"'),
    "no quotes": lambda s: s.replace("“", "").replace("”", ""),
    "其它": lambda s: s.replace("其他", "其它"),
    "合计": lambda s: s.replace("总计", "合计"),
    "商业机构": lambda s: s.replace("商业企业", "商业机构"),
    "下一年度": lambda s: s.replace("下年度", "下一年度"),
    "下年": lambda s: s.replace("下年度", "下年"),
    "blanks": lambda s: " ".join(s),
    "no explanation": lambda s: s.split("（区分")[0],
    "short": lambda s: s.replace("政府信息公开申请数量", "申请数量").replace("本年度办理结果", "办理结果"),
    "规范性文件": lambda s: s.replace("行政规范性文件", "规范性文件"),
    "bold": lambda s: f" {s}\n",
}


STYLES = {
    "dot": [f"{n}.{t}" for n, t in zip("一二三四五六", TITLES, strict=True)],
    "full-width dot": [f"{n}．{t}" for n, t in zip("一二三四五六", TITLES, strict=True)],
    "comma": [f"{n}，{t}" for n, t in zip("一二三四五六", TITLES, strict=True)],
    "blank": [f"{n} {t}" for n, t in zip("一二三四五六", TITLES, strict=True)],
    "part": [f"第{n}部分 {t}" for n, t in zip("一二三四五六", TITLES, strict=True)],
    "part and comma": [f"第{n}部分、{t}" for n, t in zip("一二三四五六", TITLES, strict=True)],
    "colon": [f"{h}：" for h in HEADINGS],
    "full stop": [f"{h}。" for h in HEADINGS],
    "indented": [f"\u3000\u3000{h}" for h in HEADINGS],
    "blanks inside": [h.replace("、", "、 ", 1) + "   " for h in HEADINGS],
    "no number": list(TITLES),
    "round brackets": [f"（{n}）{t}" for n, t in zip("一二三四五六", TITLES, strict=True)],
    "arabic": [f"{n}. {t}" for n, t in enumerate(TITLES, 1)],
    "wrong numbers": ["一、" + TITLES[0], "二、" + TITLES[1], *("二、" + t for t in TITLES[2:4]), *HEADINGS[4:]],
    "year in front": [h.replace("、", "、2022年度", 1) for h in HEADINGS],
}


MENU = (
    "云溪县人民政府门户网站",
    "无障碍浏览 | 登录 | 注册 | 繁体",
    "首页 政务公开 办事服务 互动交流",
    "首页 > 政务公开 > 政府信息公开年报",
)
ABOUT = ("发布时间：2023-01-20 09:30    来源：云溪县民政局    浏览次数：126", "字体：【大 中 小】", "分享到：", "打印")
FOOT = (
    "上一篇：云溪县财政局年报",
    "下一篇：没有了",
    "主办：云溪县人民政府",
    "承办：云溪县大数据中心",
    "网站标识码：0000000000  云ICP备00000000号",
    "联系电话：0000-7654321",
    "云公网安备 00000000000000号",
)


def bent(rng: random.Random, written: Truth, number: int) -> list[Part]:
    """A table with up to three oddities at once."""
    table = support.form_table(written, number)
    if rng.random() < 0.5:
        table = support.per_label(table, VARIANTS[rng.choice(list(VARIANTS))])
    pieces: list[Part] = list(_shaped(rng, written, table, number))
    if rng.random() < 0.12:
        return [support.raw_table(p, ragged=True) for p in pieces if isinstance(p, Table)]
    return pieces


def _shaped(rng: random.Random, written: Truth, table: Table, number: int) -> list[Table]:
    header = schema.shape(written.edition, number).header_rows or 2
    row = rng.randint(header, table.rows - 1)
    shape = rng.choice(("", "flat", "split", "cut", "column", "page", "turned"))
    if shape == "flat":
        return [support.flatten(table, rng.random() < 0.5)]
    if shape == "split":
        return list(support.split(table, row, header if number == 3 and rng.random() < 0.4 else 0))
    if shape == "cut" and number == 3:
        return list(support.cut_row(table, min(row, table.rows - 2), rng.random() < 0.5, rng.choice((0.3, 0.5, 1.0))))
    if shape == "column" and number != 4:
        return [support.insert_column(table, rng.randint(1 if number == 2 else 3, table.columns))]
    if shape == "page":
        return [support.insert_row(table, row, [rng.choice(("- 3 -", "第 3 页"))], [table.columns])]
    if shape == "turned" and number == 4:
        return [rng.choice((support.three_rows(written), support.transposed(table)))]
    return [table]


def random_report(seed: int) -> tuple[Truth, Document]:
    """A report with oddities everywhere, in a random format."""
    rng = random.Random(seed)
    written = support.truth(rng, rng.choice(("2019", "2021")), support.odd_figure if rng.random() < 0.4 else None)
    written.headings = tuple(STYLES[rng.choice(list(STYLES))])
    if rng.random() < 0.4:
        written.front, written.foot = MENU, FOOT
        written.preamble = (*ABOUT, *written.preamble)
    if rng.random() < 0.5:
        written.closing = (written.agency, "2023年1月20日")
    parts = support.parts_of(written, {t: bent(rng, written, t) for t in (2, 3, 4)})
    if any(isinstance(p, support.RawTable) for p in parts):
        return written, support.document(parts)
    return written, _rendered(rng, parts)


def _rendered(rng: random.Random, parts: list[Part]) -> Document:
    style = rng.choice(("docx", "pdf", "page", "tabs", "pipes", "bare"))
    if style == "page":
        return reading.read_bytes(support.html(parts), "a.html").value
    if style in ("docx", "pdf"):
        return support.document(parts, style)
    return reading.read_text(support.plain_text(parts, style)).value


def damaged(doc: Document, rng: random.Random) -> Document:
    """The document with cells, rows or whole columns lost or added in its tables, as no reader should do."""
    blocks = list(doc.blocks)
    for _ in range(rng.randint(1, 4)):
        at = rng.choice([i for i, block in enumerate(blocks) if isinstance(block, RawTable)])
        table = blocks[at]
        assert isinstance(table, RawTable)
        how = rng.choice((_cell_lost, _row_lost, _column_added, _geometry_lost))
        blocks[at] = how(table, rng)
    return Document(doc.kind, tuple(blocks))


def _cell_lost(table: RawTable, rng: random.Random) -> RawTable:
    gone = rng.randrange(len(table.cells))
    return replace(table, cells=tuple(c for i, c in enumerate(table.cells) if i != gone))


def _row_lost(table: RawTable, rng: random.Random) -> RawTable:
    gone = rng.randrange(table.rows)
    return replace(table, cells=tuple(c for c in table.cells if c.row != gone))


def _column_added(table: RawTable, rng: random.Random) -> RawTable:
    at = rng.randint(0, table.columns)
    moved = (replace(c, column=c.column + (c.column >= at)) for c in table.cells)
    new = (RawCell("", row, at) for row in range(table.rows))
    return replace(table, cells=(*moved, *new), columns=table.columns + 1)


def _geometry_lost(table: RawTable, rng: random.Random) -> RawTable:
    rows = ((r, n, c) for r, row in enumerate(table.by_row()) for n, c in enumerate(row))
    cells = tuple(RawCell(c.text, r, n, place=c.place) for r, n, c in rows)
    return RawTable(cells, table.rows, table.columns, table.place, ragged=True)
