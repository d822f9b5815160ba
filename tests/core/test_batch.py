import json
import sys
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from clerk import Clerk

from core import acts, paths
from core.batch import CheckProcesses, CheckTask, check_one
from core.batch.messages import checked_from
from core.change import Fact
from core.cli import check_many
from core.cli.check_many import check_files
from core.errors import Cancelled
from core.settings import Settings

SAMPLE = paths.resources() / "samples" / "示例报告.docx"


def office(folder: Path, name: str, title: str | None = None) -> Path:
    """The sample under another agency's name."""
    session = Clerk(folder / "none")
    session.open(SAMPLE)
    session.do(acts.edit_fact(session.report, Fact.AGENCY, name))
    session.do(acts.edit_fact(session.report, Fact.TITLE, title or f"{name}2024年政府信息公开工作年度报告"))
    target = folder / f"{name}.docx"
    session.export(target)
    return target


@pytest.fixture(scope="module")
def processes(tmp_path_factory):
    with closing(CheckProcesses(Settings(), tmp_path_factory.mktemp("none"), 2)) as pool:
        yield pool


def rules_of(check):
    return {f.rule for f in check.findings}


def test_one_file_is_checked_by_itself(tmp_path):
    (check,) = check_files([SAMPLE], tmp_path)
    assert check.has_error
    assert check.repairs
    assert not any(rule.startswith("set.") for rule in rules_of(check))


def test_the_same_agency_twice_and_copied_texts_are_told_with_each(tmp_path):
    other = office(tmp_path, "青石县财政局")
    first, second, third = check_files([SAMPLE, SAMPLE, other], tmp_path)
    assert "set.duplicate" in rules_of(first) & rules_of(second)
    assert "set.duplicate" not in rules_of(third)
    assert "set.copied" in rules_of(first) & rules_of(third)


@pytest.mark.parametrize(("government", "summed"), [("云溪县人民政府", True), ("白河县人民政府", False)])
def test_a_government_is_summed_over_its_own_offices_only(tmp_path, government, summed):
    files = [office(tmp_path, government), SAMPLE, office(tmp_path, "云溪县财政局")]
    parent = next(iter(check_files(files, tmp_path)))
    assert ("set.sum" in rules_of(parent)) is summed


def test_an_unreadable_file_has_its_reason_and_stops_nothing(tmp_path):
    first, second = check_files([tmp_path / "没有.docx", SAMPLE], tmp_path)
    assert first.report is None
    assert first.error
    assert second.report is not None


def test_switched_off_rules_stay_off(tmp_path):
    off = replace(Settings(), severities={"set.duplicate": None})
    first, _second = check_files([SAMPLE, SAMPLE], tmp_path, settings=off)
    assert "set.duplicate" not in rules_of(first)


def test_many_files_are_read_by_processes_in_their_order_and_one_that_crashes_costs_its_own_line(tmp_path, monkeypatch):
    program = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})\n"
        "import os\nfrom pathlib import Path\nfrom core.batch import child\ncheck = child.check_one\n"
        "child.check_one = lambda task, *rest: os.abort() if task.title == 'x.docx' else check(task, *rest)\n"
        "child.serve()"
    )
    command = [sys.executable, "-c", program]
    monkeypatch.setattr(check_many, "CheckProcesses", partial(CheckProcesses, command=command))
    monkeypatch.setattr(check_many, "_MANY", 3)
    bad = tmp_path / "x.docx"
    bad.write_bytes(SAMPLE.read_bytes())
    paths = [SAMPLE, bad, SAMPLE, tmp_path / "没有.docx", SAMPLE]
    checks = list(check_files(paths, tmp_path))
    assert [check.path for check in checks] == paths
    assert [check.report is not None for check in checks] == [True, False, True, False, True]
    assert "读取这个文件时出错" in (checks[1].error or "")
    assert checks[0].report == checks[2].report == checks[4].report


def test_what_a_process_says_of_a_file_is_what_is_said_here(processes, tmp_path):
    tasks = [CheckTask(SAMPLE), CheckTask(Path("报告.docx"), SAMPLE.read_bytes()), CheckTask(tmp_path / "没有.docx")]
    here = [check_one(task, Settings().rules) for task in tasks]
    done = dict(processes.check(tasks))
    assert [done[number] for number in range(3)] == here
    assert here[1].source_name == "报告.docx" and here[0].kind == "docx" and here[0].repairs and here[2].error


def test_last_years_report_goes_along_with_its_task(processes, tmp_path):
    this = Clerk(tmp_path / "none")
    this.open(SAMPLE)
    last = replace(this.report, year=2023)
    (_, done), (_, alone) = processes.check([CheckTask(SAMPLE, previous=last), CheckTask(SAMPLE)], in_order=True)
    assert {f.rule for f in done.findings} - {f.rule for f in alone.findings}


def test_checking_many_can_be_cancelled(processes):
    found = []
    with pytest.raises(Cancelled):
        for done in processes.check([CheckTask(SAMPLE)] * 50, cancelled=lambda: bool(found)):
            found.append(done)
    assert len(found) <= 2


@pytest.mark.parametrize("answer", ['{"Popen": ["x"]}', '{"Note": ["x"]}', '{"CheckedFile": [1, 2], "x": []}', "[[1]]"])
def test_an_answer_can_only_become_a_checked_file(answer):
    with pytest.raises((KeyError, TypeError, ValueError)):
        checked_from(json.loads(f'{{"checked": {answer}}}'))


def test_an_answer_that_is_none_is_the_files_sentence(tmp_path):
    program = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})\n"
        "from core.reading.worker import child\n"
        "child.serve({'check': lambda *_: [{'checked': {'Popen': ['x']}}]})"
    )
    with closing(CheckProcesses(Settings(), tmp_path, 1, [sys.executable, "-c", program])) as processes:
        ((_, checked),) = processes.check([CheckTask(SAMPLE)])
    assert checked.report is None and "读取这个文件时出错" in (checked.error or "")


def test_last_years_report_is_found_in_the_history_by_the_process_that_owns_it(tmp_path):
    last = Clerk(tmp_path)
    last.open(SAMPLE)
    last.do(acts.edit_fact(last.report, Fact.YEAR, str((last.report.year or 0) - 1)))
    last.save()
    (alone,) = check_files([SAMPLE], tmp_path)
    with closing(CheckProcesses(Settings(), tmp_path, 2)) as processes:
        done = dict(processes.check([CheckTask(SAMPLE)] * 3, in_order=True))
    assert [d.findings for d in done.values()] == [alone.findings] * 3
    assert rules_of(alone) - rules_of(next(iter(check_files([SAMPLE], tmp_path / "none"))))


def test_settings_of_the_moment_go_along(tmp_path):
    (rule, *_) = {f.rule for f in check_one(CheckTask(SAMPLE), Settings().rules).findings}
    off = replace(Settings(), severities={rule: None})
    with closing(CheckProcesses(off, tmp_path, 1)) as processes:
        ((_, checked),) = processes.check([CheckTask(SAMPLE)])
    assert rule not in rules_of(checked)
