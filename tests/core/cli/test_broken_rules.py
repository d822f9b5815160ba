"""A rule that fails by our fault is told, by name, and takes no other with it."""

import argparse
import json
import sys

import pytest
from rules_support import balanced, put, write_report

from core.cli import commands
from core.logs import log_file
from core.rules import evaluate
from core.rules.registry import CHECKS, Check

WRONG = put(balanced(), {(3, "granted", "total"): 99, (2, "penalties", "decisions"): "3件"})


def break_check(monkeypatch, name):
    """Let one check raise after what it says first."""
    whole = CHECKS[name]

    def fails(context):
        yield from list(whole.run(context))[:1]
        raise IndexError("tuple index out of range")

    broken = {**CHECKS, name: Check(fails, whole.rules, whole.reads)}
    monkeypatch.setattr(sys.modules["core.rules.evaluate"], "CHECKS", broken)


@pytest.mark.parametrize("name", CHECKS)
def test_one_check_that_fails_takes_no_other_with_it(monkeypatch, name):
    sound = evaluate(WRONG)
    break_check(monkeypatch, name)
    result = evaluate(WRONG)
    mine = set(CHECKS[name].rules)
    assert {b.rule for b in result.broken} == mine & set(sound.outcomes)
    assert {r: o for r, o in result.outcomes.items() if r not in mine} == {
        r: o for r, o in sound.outcomes.items() if r not in mine
    }
    assert [f for f in result.findings if f.rule not in mine] == [f for f in sound.findings if f.rule not in mine]


def test_the_command_line_names_the_rule_and_writes_the_trace_to_the_log(monkeypatch, tmp_path, capsys):
    break_check(monkeypatch, "title")
    path = write_report(tmp_path / "报告.html", balanced())
    common = argparse.Namespace(data_dir=tmp_path / "data")
    options = commands.parse(["check", "--json", str(path)], common)
    assert commands.COMMANDS["check"](options) == commands.FOUND
    said = capsys.readouterr()
    assert json.loads(said.out)["broken"] == ["title.form"]
    assert "标题为机关名称" in said.err and "没有检查成" in said.err
    assert "IndexError: tuple index out of range" in log_file(tmp_path / "data").read_text("utf-8")


def test_without_json_the_verdict_is_not_green_while_a_rule_failed(monkeypatch, tmp_path, capsys):
    break_check(monkeypatch, "title")
    path = write_report(tmp_path / "报告.html", balanced())
    options = commands.parse(["check", str(path)], argparse.Namespace(data_dir=tmp_path / "data"))
    assert commands.COMMANDS["check"](options) == commands.FOUND
    assert "全部平衡" not in capsys.readouterr().out
