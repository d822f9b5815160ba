"""Every rule has a sample it passes and a sample it fails; a rule added without them fails here."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import rules_support as support
from rules_support import balanced, put, say

from core.finding import Finding, Severity
from core.model import Cell, CellRef, Heading, Paragraph, Report, Unplaced
from core.place import Place
from core.rules import Deadline, Outcome, Profile, RuleSettings, across, catalogue, evaluate
from core.values import CellKind, Unread

Sample = Callable[[], tuple[Report, Report | None, RuleSettings]]
T = "total"


def _plain(report: Report, previous: Report | None = None, **settings: object) -> tuple:
    return report, previous, RuleSettings(**settings)


def _before(**figures: object) -> Report:
    """A report of the year before that agrees with balanced(): nothing pending, two carried forward."""
    report = put(
        balanced("2021", 2020),
        {
            (2, "normative_documents", "in_force"): 12,
            (3, "carried_forward", "natural_person"): 2,
            (3, "carried_forward", T): 2,
            (3, "received", "natural_person"): 20,
            (3, "received", T): 27,
            (4, "review", "pending"): 0,
            (4, "review", T): 3,
        },
    )
    return say(report, 1, "上一年的文字与本年不同，只有这样一段。")


def _last_2019() -> Report:
    return put(balanced("2019", 2019), {(2, "licences", "last_year_items"): 21, (2, "licences", "change"): -1})


def _retitled(title: str) -> Report:
    return replace(balanced(), title=title)


def _headed(number: int, heading: str | None) -> Report:
    report = balanced()
    return report.with_sections([replace(report.section(number), heading=heading)])


def _with_preamble(*texts: str) -> Report:
    return replace(balanced(), preamble=tuple(map(Paragraph, texts)))


def _closed(*texts: str) -> Report:
    return replace(balanced(), closing=tuple(map(Paragraph, texts)))


def _money(raw: str) -> Report:
    report = balanced()
    ref = CellRef(2, "fees", "amount")
    return report.with_cells({ref: support.cell(raw, CellKind.MONEY)})


def _add(report: Report, section: int, text: str) -> Report:
    return say(report, section, *(p.text for p in report.section(section).paragraphs), text)


def _texts() -> list[str]:
    return [p.text for p in balanced().section(1).paragraphs]


_SMOOTH = (
    "坚持把政府信息公开摆在重要位置，主动公开及时全面，畅通依申请公开渠道，规范信息管理，完善平台建设，强化监督保障。"
    "健全组织领导，明确专人负责，加强业务培训，严格审核把关，认真做好保密审查，持续推进栏目更新，稳步提升公开质量，"
    "切实保障公众的知情权、参与权、表达权和监督权，各项公开工作有序开展。"
)
PASS = _plain(balanced())
RESULTS = "results_total"

FAILING: dict[str, Sample] = {
    "t3.column_balance": lambda: _plain(put(balanced(), {(3, "received", "business"): 6, (3, "received", T): 29})),
    "t3.results_sum": lambda: _plain(put(balanced(), {(3, RESULTS, "natural_person"): 2})),
    "t3.row_sum": lambda: _plain(put(balanced(), {(3, "carried_in", T): 3})),
    "t4.block_sum": lambda: _plain(put(balanced(), {(4, "review", T): 5})),
    "cell.count": lambda: _plain(put(balanced(), {(2, "licences", "decisions"): "2.5"})),
    "cell.money": lambda: _plain(_money("-3.2")),
    "cell.unreadable": lambda: _plain(put(balanced(), {(2, "penalties", "decisions"): "见附件"})),
    "cell.unread": lambda: _plain(
        balanced().with_cells({CellRef(3, "granted", "research"): Cell(value=Unread("第 3 页是图片"))})
    ),
    "t3.part_whole": lambda: _plain(
        put(balanced(), {(3, "granted", T): 3}), severities={"t3.row_sum": None, "t3.results_sum": None}
    ),
    "t3.phantom_column": lambda: _plain(
        put(
            balanced(),
            {
                (3, "granted", "research"): 1,
                (3, "granted", T): 14,
                (3, RESULTS, "research"): 1,
                (3, RESULTS, T): 28,
            },
        )
    ),
    "t3.wrong_applicant": lambda: _plain(
        put(balanced(), {(3, "granted", "natural_person"): 8, (3, "granted", "business"): 5})
    ),
    "cell.slip": lambda: _plain(
        put(
            balanced(),
            {
                (3, "granted", "natural_person"): 0,
                (3, "granted", "business"): 9,
                (3, "granted", "research"): 4,
            },
        )
    ),
    "blank.mixed": lambda: _plain(put(balanced(), {(3, "granted", "research"): "/"})),
    "blank.total": lambda: _plain(put(balanced(), {(3, "granted", T): ""})),
    "text.binding": lambda: _plain(_add(balanced(), 1, "全年作出行政许可决定254件。")),
    "text.balance": lambda: _plain(_add(balanced(), 1, "全年新收公开申请28件，上年结转2件，办结25件，结转下年度3件。")),
    "text.parts": lambda: _plain(_add(balanced(), 1, "发布信息90条，其中：工作动态50条、公告20条、通知10条。")),
    "text.denial": lambda: _plain(_add(balanced(), 1, "全年未收到政府信息公开申请。")),
    "text.share": lambda: _plain(_add(balanced(), 1, "全年收到公开申请28件，其中部分公开4件，占20%。")),
    "text.change": lambda: _plain(_add(balanced(), 1, "全年收到公开申请28件，较上年减少5件。"), _before()),
    "text.other_year": lambda: _plain(_add(balanced(), 5, "2020年我局公开意识不强。")),
    "text.disagreement": lambda: _plain(_closed("云溪县水利局", "2022年1月10日")),
    "structure.sections": lambda: _plain(_headed(6, None)),
    "structure.edition": lambda: _plain(replace(balanced("2019"), year=2021)),
    "text.template": lambda: _plain(_add(balanced(), 5, "（文字描述）")),
    "text.doubled": lambda: _plain(_add(balanced(), 5, "对补助资金资金的公开不够及时。")),
    "section1.topics": lambda: _plain(say(balanced(), 1, "全年主动公开信息若干。")),
    "section5.empty": lambda: _plain(say(balanced(), 5, "无。")),
    "section6.fee": lambda: _plain(say(balanced(), 6, "无")),
    "preamble.count": lambda: _plain(_with_preamble("本报告由五部分组成。")),
    "title.form": lambda: _plain(_retitled("云溪县民政局政府信息公开年度报告")),
    "scope.regulations": lambda: _plain(put(balanced(), {(2, "regulations", "issued"): 1})),
    "unit.money": lambda: _plain(_money("251000元")),
    "unit.count": lambda: _plain(put(balanced(), {(2, "licences", "decisions"): "245件"})),
    "t4.no_requests": lambda: _plain(replace(balanced(), tables={**balanced().tables, 3: support.table3(details={})})),
    "t3.other_majority": lambda: _plain(
        replace(
            balanced(),
            tables={**balanced().tables, 3: support.table3(details={("other_misc", "natural_person"): 3})},
        )
    ),
    "year.carried": lambda: _plain(
        balanced(), put(_before(), {(3, "carried_forward", "business"): 1, (3, "carried_forward", T): 3})
    ),
    "year.in_force": lambda: _plain(balanced(), put(_before(), {(2, "normative_documents", "in_force"): 13})),
    "year.items": lambda: _plain(balanced("2019", 2020), put(_last_2019(), {(2, "licences", "change"): 0})),
    "year.unchanged": lambda: _plain(balanced(), balanced("2021", 2020)),
    "year.jump": lambda: _plain(balanced(), put(_before(), {(2, "licences", "decisions"): 20})),
    "year.pending": lambda: _plain(balanced(), put(_before(), {(4, "review", "pending"): 9, (4, "review", T): 12})),
    "deadline": lambda: _plain(_closed("云溪县民政局", "2022年2月9日")),
    "section6.fee_received": lambda: _plain(say(balanced(), 6, "共发出收费通知2件，金额240元，实际收取300元。")),
    "section1.length": lambda: _plain(say(balanced(), 1, *_texts(), "公" * 1300), section1_most=1000),
    "section1.nameless": lambda: _plain(say(balanced(), 1, _SMOOTH)),
    "text.other_agency": lambda: _plain(_add(balanced(), 1, "清河县水利局认真贯彻条例，规范公开。")),
    "text.other_region": lambda: _plain(_add(balanced(), 1, "在清河县人民政府网站及时发布信息。")),
    "money.size": lambda: _plain(put(balanced(), {(2, "fees", "amount"): "125000"})),
}
PASSING: dict[str, Sample] = {
    **dict.fromkeys(FAILING, lambda: PASS),
    **{rule: lambda: _plain(balanced(), _before()) for rule in FAILING if rule.startswith("year.")},
    "year.items": lambda: _plain(balanced("2019", 2020), _last_2019()),
    "t3.part_whole": lambda: _plain(balanced(), severities={"t3.row_sum": None}),
    "text.parts": lambda: _plain(_add(balanced(), 1, "发布信息80条，其中：工作动态50条、公告20条、通知10条。")),
    "text.binding": lambda: _plain(_add(balanced(), 1, "全年作出行政许可决定245件，收费365200元。")),
    "text.balance": lambda: _plain(_add(balanced(), 1, "全年新收公开申请28件，上年结转2件，办结27件，结转下年度3件。")),
    "text.denial": lambda: _plain(_add(balanced(), 1, "未收取信息处理费，未收到行政赔偿申请。")),
    "text.share": lambda: _plain(_add(balanced(), 1, "全年收到公开申请28件，其中部分公开4件，占14.81%。")),
    "text.change": lambda: _plain(_add(balanced(), 1, "全年收到公开申请28件，与上年持平。"), _before()),
    "text.other_year": lambda: _plain(_add(balanced(), 5, "2022年我局将进一步加强培训。较2020年有所提高。")),
    "text.disagreement": lambda: _plain(_closed("县民政局", "2022年1月10日")),
    "text.doubled": lambda: _plain(_add(balanced(), 5, "云溪县人民政府政府信息公开一件一件落实，稳步推进。")),
    "preamble.count": lambda: _plain(_with_preamble("本报告由六个部分组成。")),
    "deadline": lambda: _plain(_closed("云溪县民政局", "二〇二二年一月十日")),
    "section6.fee_received": lambda: _plain(say(balanced(), 6, "共发出收费通知2件，金额240元，实际收取240元。")),
    "section1.length": lambda: _plain(balanced(), section1_most=1000),
    "text.other_agency": lambda: _plain(_add(balanced(), 1, "县民政局认真贯彻条例。民政局严格把关。")),
    "text.other_region": lambda: _plain(_add(balanced(), 1, "在云溪县人民政府网站、市政府网站发布信息。")),
    "money.size": lambda: _plain(put(balanced(), {(2, "fees", "amount"): "125.25"})),
}


def _set(*agencies: str, texts: tuple[str, ...] = ()) -> list[Report]:
    reports = [replace(balanced(), agency=agency) for agency in agencies]
    return [say(r, 1, t * 3) for r, t in zip(reports, texts, strict=True)] if texts else reports


LONG = (
    "全年围绕养老、救助、婚姻登记等群众关心的事项及时发布办事指南，开设专栏并安排专人每日查看更新情况，答复群众来信，组织各股室逐项梳理公开目录",
    "本单位负责全县道路养护与交通运输行业管理，将工程招投标、路况播报、客运班线调整等内容在网站集中展示，请社会各界代表到工地查看进度并提出意见",
)
ACROSS_FAILING: dict[str, Callable[[], tuple[Finding, ...]]] = {
    "set.sum": lambda: across(
        _set("云溪县民政局", "云溪县水利局"), parent=replace(balanced(), agency="云溪县人民政府")
    ),
    "set.duplicate": lambda: across(_set("云溪县民政局", "云溪县民政局")),
    "set.copied": lambda: across(_set("云溪县民政局", "云溪县水利局", texts=(LONG[0], LONG[0]))),
}
ACROSS_PASSING: dict[str, Callable[[], tuple[Finding, ...]]] = {
    "set.sum": lambda: across(_set("云溪县民政局"), parent=replace(balanced(), agency="云溪县人民政府")),
    "set.duplicate": lambda: across(_set("云溪县民政局", "云溪县水利局")),
    "set.copied": lambda: across(_set("云溪县民政局", "云溪县水利局", texts=LONG)),
}


def test_no_rule_lacks_its_samples():
    # form.sum speaks only where an office's own edition has equations of its own: see test_own_edition.py
    known = {rule.id for rule in catalogue()} - {"form.sum"}
    known -= {rule.id for rule in catalogue() if rule.body is not None}  # samples in their file: test_review_rules.py
    assert set(FAILING) | set(ACROSS_FAILING) == known
    assert set(PASSING) | set(ACROSS_PASSING) == known


@pytest.mark.parametrize("rule", FAILING)
def test_the_failing_sample_fails(rule):
    result = evaluate(*FAILING[rule]())
    assert result.outcomes[rule] is Outcome.FAIL
    assert rule in {f.rule for f in result.findings}
    assert not result.broken


@pytest.mark.parametrize("rule", PASSING)
def test_the_passing_sample_passes(rule):
    result = evaluate(*PASSING[rule]())
    assert result.outcomes[rule] in (Outcome.PASS, Outcome.UNKNOWN)
    assert rule not in {f.rule for f in result.findings}
    assert not result.broken


@pytest.mark.parametrize("rule", ACROSS_FAILING)
def test_a_set_of_reports_fails(rule):
    assert rule in {f.rule for f in ACROSS_FAILING[rule]()}


@pytest.mark.parametrize("rule", ACROSS_PASSING)
def test_a_set_of_reports_passes(rule):
    assert rule not in {f.rule for f in ACROSS_PASSING[rule]()}


@pytest.mark.parametrize("rule", FAILING)
def test_a_finding_says_what_to_do_in_chinese_and_has_the_severity_of_its_rule(rule):
    severities = {r.id: r.severity for r in catalogue()}
    for finding in evaluate(*FAILING[rule]()).findings:
        assert finding.message.endswith("。")
        assert finding.severity.rank >= severities[finding.rule].rank
        if finding.rule in ("t3.results_sum", "text.binding", "year.carried"):
            assert any(c.isdigit() for c in finding.message)


def test_a_guarded_rule_is_not_judged():
    report = put(balanced(), {(2, "regulations", "issued"): 1})
    result = evaluate(report, None, RuleSettings(profile=Profile.GOVERNMENT))
    assert "scope.regulations" not in result.outcomes
    assert evaluate(replace(report, agency="云溪市人民政府")).outcomes.keys() == result.outcomes.keys()


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_balanced_report_has_no_finding_at_all(edition):
    assert evaluate(balanced(edition)).findings == ()


def test_the_date_of_a_web_page_counts_for_the_deadline():
    late = replace(balanced(), unplaced=(Unplaced("发布时间：2022-03-02 10:20:00"),))
    assert "deadline" in {f.rule for f in evaluate(late).findings}


def test_a_township_has_the_deadline_of_its_settings():
    late = replace(_closed("2022年2月9日"), agency="云溪县石桥镇人民政府")
    assert evaluate(late).outcomes["deadline"] is Outcome.UNKNOWN
    told = RuleSettings(deadlines={Profile.TOWNSHIP: Deadline((1, 31), (1, 31))})
    assert "deadline" in {f.rule for f in evaluate(late, None, told).findings}


def test_a_table_under_another_heading_is_named():
    report = balanced()
    outline = tuple(replace(h, place=Place(block=10 * (i + 1))) for i, h in enumerate(report.outline))
    ref = CellRef(4, "review", "upheld")
    cell = replace(report.cell(ref), place=Place(block=55))
    moved = replace(report.with_cells({ref: cell}), outline=outline)
    found = [f for f in evaluate(moved).findings if f.rule == "structure.sections"]
    assert [f.severity for f in found] == [Severity.WARNING]
    assert "表四排在了“五、存在的主要问题及改进情况”" in found[0].message


def test_seven_parts_are_one_finding_beside_the_missing_one():
    report = _headed(6, None)
    texts = ("一、概述", "二、组织推进情况", "三、主动公开", "四、申请", "五、复议", "六、问题", "七、附表")
    numbers = (1, 1, 2, 3, 4, 5, None)
    outline = tuple(Heading(t, n) for t, n in zip(texts, numbers, strict=True))
    found = [f for f in evaluate(replace(report, outline=outline)).findings if f.rule == "structure.sections"]
    assert [f.subject for f in found] == ["missing6", "layout"]
    assert "第七部分" in found[1].message


def test_a_cell_typed_over_is_judged_by_its_text():
    blank = {CellRef(2, "licences", "decisions"): Cell()}
    assert {f.rule for f in evaluate(balanced().with_cells(blank)).findings} == {"blank.mixed"}
