"""An office's own rules: from a file in the data folder, checked on loading, handed on as one file."""

import argparse
import re
from pathlib import Path

import pytest
from rules_support import balanced, say, write_report

from core import settings
from core.cli import commands
from core.errors import UserError
from core.rules import (
    OfficeRules,
    RuleSettings,
    catalogue,
    evaluate,
    export_office_rules,
    import_office_rules,
    load_office_rules,
)
from core.rules.office import read_office_rules

DOC = Path(__file__).parents[3] / "docs" / "office-rules.md"
GOOD = """
[[rule]]
id = "city.slogan"
title = "不写空话"
severity = "error"
source = "市里的通知"
kind = "words"
find = ['再创佳绩']
message = "“{found}”说得空泛。"
"""


def data_with(tmp_path, **files):
    folder = tmp_path / "rules"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return tmp_path


def test_a_rule_of_the_office_is_judged_like_ours(tmp_path):
    own = load_office_rules(data_with(tmp_path, city=GOOD))
    assert own.problems == ()
    report = say(balanced(), 5, "公开不够及时，来年再创佳绩。")
    (found,) = evaluate(report, None, RuleSettings(own=own.rules)).findings
    assert (found.rule, found.severity, found.message) == ("city.slogan", "error", "“再创佳绩”说得空泛。")
    assert evaluate(report).findings == ()
    switched_off = RuleSettings(own=own.rules, severities={"city.slogan": None})
    assert evaluate(report, None, switched_off).findings == ()


def test_the_catalogue_gives_own_rules_with_their_source_and_file(tmp_path):
    own = load_office_rules(data_with(tmp_path, city=GOOD))
    last = catalogue(own.rules)[-1]
    assert (last.id, last.source, last.file) == ("city.slogan", "市里的通知", "city.toml")
    assert all(rule.file == "" for rule in catalogue())


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (('severity = "error"', 'severity = "fatal"'), 5, "severity 应是"),
        (('source = "市里的通知"\n', ""), 2, "缺少 source"),
        (("find = ['再创佳绩']", "find = ['再创(佳绩']"), 8, "不是正确的查找式"),
        (('kind = "words"', 'kind = "figures"\nholds = ["3.no_such.total > 0"]'), 8, "没有“3.no_such.total”这个单元格"),
        (('kind = "words"', 'kind = "wrods"'), 7, "kind 应是"),
        (('kind = "words"', 'kind = "words"\ncolour = "red"'), 8, "不认识的项目 colour"),
        (('kind = "words"', 'kind = "words"\nwhere = 7'), 8, "where 里没有 7"),
        (("{found}", "{something}"), 9, "message"),
        (('id = "city.slogan"', 'id = "title.form"'), 3, "id 与另一条规则相同"),
        (('kind = "words"', 'kind = "words"\nfails = ["平平常常"]'), 8, "没有被查出来"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(change, line, words):
    found, problems = read_office_rules(GOOD.replace(*change), "city.toml")
    assert found == []
    (problem,) = problems
    assert problem.startswith(f"规则文件 city.toml 第 {line} 行：")
    assert words in problem


def test_a_slip_of_syntax_is_told_with_its_line():
    found, (problem,) = read_office_rules(GOOD.replace('title = "', "title = “"), "city.toml")
    assert found == []
    assert "第 4 行" in problem and "TOML" in problem


def test_one_wrong_rule_leaves_the_others():
    found, problems = read_office_rules(GOOD + GOOD.replace("city.slogan", "city.other").replace("words", "wrods"), "a")
    assert [rule.id for rule in found] == ["city.slogan"]
    assert len(problems) == 1


def test_the_ten_examples_of_the_documentation_are_right():
    blocks = re.findall(r"```toml\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 10
    found, problems = read_office_rules("\n".join(blocks), "docs.toml")
    assert problems == []
    assert len(found) == 10
    assert not evaluate(balanced(), None, RuleSettings(own=tuple(found))).broken


def test_rules_are_handed_on_as_one_file(tmp_path):
    city = data_with(tmp_path / "city", a=GOOD, b=GOOD.replace("city.slogan", "city.other"))
    target = tmp_path / "all.toml"
    assert export_office_rules(city, target) == 2
    county = tmp_path / "county"
    taken = import_office_rules(county, target)
    assert [rule.id for rule in taken] == ["city.slogan", "city.other"]
    assert [rule.id for rule in settings.load(county).rules.own] == ["city.slogan", "city.other"]
    assert len(import_office_rules(county, target)) == 2  # the same file again replaces the old one


def test_a_wrong_file_is_not_imported(tmp_path):
    source = tmp_path / "wrong.toml"
    source.write_text(GOOD.replace("words", "wrods"), "utf-8")
    with pytest.raises(UserError, match="第 7 行"):
        import_office_rules(tmp_path / "data", source)
    assert not (tmp_path / "data").exists()
    with pytest.raises(UserError, match="没有可以导出"):
        export_office_rules(tmp_path / "data", tmp_path / "out.toml")


def test_the_command_line_uses_them_and_tells_what_is_wrong(tmp_path, capsys):
    data = data_with(tmp_path / "data", city=GOOD, wrong=GOOD.replace("words", "wrods"))
    path = write_report(tmp_path / "报告.html", say(balanced(), 5, "公开不够及时，来年再创佳绩。"))
    options = commands.parse(["check", "--json", str(path)], argparse.Namespace(data_dir=data))
    assert commands.COMMANDS["check"](options) == commands.FOUND
    said = capsys.readouterr()
    assert '"city.slogan"' in said.out
    assert "wrong.toml 第 7 行" in said.err


def test_a_file_without_a_rule_is_an_empty_file_and_no_fault(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "空.toml").write_text("# 还没有写\n", "utf-8")
    assert load_office_rules(tmp_path) == OfficeRules()
