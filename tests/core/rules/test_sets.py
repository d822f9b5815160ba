"""Several reports together: likeness as a group, duplicates by their files, sums as a question."""

from dataclasses import replace

from rules_support import balanced, say

from core.rules import across

MODEL = (
    "全年围绕养老、救助、婚姻登记等群众关心的事项及时发布办事指南，开设专栏并安排专人每日查看更新情况，"
    "答复群众来信，组织各股室逐项梳理公开目录，逐条核对发布日期和链接，每季度通报一次检查结果。"
)
NAMES = [
    f"{name}镇人民政府" for name in ("石桥", "柳河", "青龙", "白马", "长岭", "大湾", "新集", "双塔", "河口", "北关")
]


def reports(names, text=MODEL):
    return [say(replace(balanced(), agency=name), 1, text * 2) for name in names]


def test_likeness_is_told_once_a_group_with_its_share():
    (found,) = [f for f in across(reports(NAMES * 2 + ["西山镇人民政府"])[:21]) if f.rule == "set.copied"]
    assert "等 11 个单位" in found.message
    assert "100%" in found.message
    assert all(name in found.subject for name in NAMES)


def test_two_groups_are_two_findings():
    other = (
        "本镇负责全镇道路养护与环境整治，将工程招投标、路况、保洁安排等内容在公开栏集中展示，请群众代表到工地查看。" * 2
    )
    found = across([*reports(NAMES[:3]), *reports(NAMES[3:5], other)])
    assert [f.subject.count("/") for f in found if f.rule == "set.copied"] == [2, 1]


def test_a_duplicate_names_both_files():
    (found,) = [
        f for f in across(reports(NAMES[:1] * 2), files=["石桥.docx", "石桥（终稿）.docx"]) if f.rule == "set.duplicate"
    ]
    assert "石桥.docx、石桥（终稿）.docx" in found.message


def test_while_offices_are_missing_they_are_named_and_no_sum_is_told():
    parent = replace(balanced(), agency="云溪县人民政府")
    found = across([*reports(NAMES[:2]), parent], parent, expected=[*NAMES[:2], "西山镇人民政府"])
    (missing,) = [f for f in found if f.rule == "set.sum"]
    assert "西山镇人民政府" in missing.message and "应为" not in missing.message
