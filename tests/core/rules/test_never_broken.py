"""Whatever a report holds, no rule fails by our fault, and every finding can be shown."""

from dataclasses import replace
from random import Random

import pytest
from rules_support import balanced

from core import schema
from core.model import Cell, Grid, Heading, Paragraph, Report, Unplaced
from core.rules import Deadline, Profile, RuleSettings, across, catalogue, evaluate
from core.values import parse

RAW = ("0", "1", "7", "12件", "", "/", "—", "无", "abc", "-3", "2.5", "1，204", "251000元", "9" * 20, "　", "减2")
PIECES = (
    *("全年新收政府信息公开申请", "上年结转", "办结", "其中", "予以公开、部分公开分别为", "结转下年度", "行政复议"),
    *("行政诉讼各", "行政许可", "规范性文件废止", "收取行政事业性收费", "未收到政府信息公开申请", "2020年我局"),
    *("（文字描述）", "资金资金", "12件", "三件", "1.2亿元", "30余件", "，", "。", "；", "：", "（", "）", "\n", " "),
    *("２０２１年", "〔2021〕30号", "一百零", "万"),
)


def anything(random: Random) -> Report:
    edition = random.choice(schema.EDITIONS)
    report = balanced(edition, random.choice([2019, 2020, 2021, 2022]))
    tables = {n: grid(random, n) for n in (2, 3, 4) if random.random() < 0.9}
    texts = [Paragraph("".join(random.choices(PIECES, k=random.randint(0, 25)))) for _ in range(9)]
    parts = [
        replace(s, heading=random.choice([s.heading, None, "七、其他"]), paragraphs=(texts[s.number],))
        for s in report.sections
    ]
    return replace(
        report.with_sections(parts),
        tables=tables,
        year=random.choice([report.year, None]),
        agency=random.choice([report.agency, None, "石桥镇人民政府"]),
        title=random.choice([report.title, "", texts[0].text]),
        preamble=(texts[7],),
        closing=(texts[8], Paragraph("2022年13月40日")),
        outline=tuple(Heading(p.heading or "", random.choice([p.number, None])) for p in parts),
        unplaced=(Unplaced("发布时间：2022-02-30"),),
    )


def grid(random: Random, table: int) -> Grid:
    edition = random.choice(schema.EDITIONS)
    cells = {}
    for ref, kind in schema.shape(edition, table).kinds.items():
        raw = random.choice(RAW) if random.random() < 0.15 else random.choice(["0", "1", "3"])
        if random.random() < 0.95:
            cells[ref] = Cell(raw, parse(raw, kind), raw)
    return Grid(table, edition, cells)


@pytest.mark.parametrize("seed", range(60))
def test_no_rule_breaks(seed):
    random = Random(seed)
    report, previous = anything(random), anything(random)
    off = {rule.id: None for rule in catalogue() if random.random() < 0.1}
    settings = RuleSettings(
        random.choice([None, *Profile]),
        off,
        random.choice([None, "云溪县民政局"]),
        {Profile.TOWNSHIP: Deadline((2, 28))},
    )
    result = evaluate(report, random.choice([None, previous]), settings)
    assert result.broken == ()
    assert not {f.rule for f in result.findings} & set(off)
    for finding in result.findings:
        assert finding.message
        assert finding.quote is None or finding.quote.start < finding.quote.end
    across([report, previous, balanced()], parent=previous, expected=["云溪县林业局"])
