"""The commands extract, check, export and desk: what scripts depend on, without Qt.

Exit codes: 0 fine, 1 check found an error, 2 a file could not be read or written, 3 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from core import acts, logs, paths, settings
from core.checking import suggest_repairs, suggestion_inputs
from core.cli import json_output
from core.cli.check_many import FileCheck, check_files
from core.errors import UserError
from core.finding import Finding, Severity
from core.model import TABLE_NAMES, TABLES
from core.open_report import OpenReport
from core.rules import Profile
from core.session import Session

FINE, FOUND, UNREADABLE, USAGE = 0, 1, 2, 3
MARKS = {Severity.ERROR: "错误", Severity.WARNING: "需核对", Severity.HINT: "提示"}
EPILOG = "--data-dir DIR 另一个数据文件夹（历史记录和设置），每个命令都可以用"


class Parser(argparse.ArgumentParser):
    """Ends wrong usage by the contract."""

    def error(self, message: str) -> NoReturn:
        """Wrong usage ends with 3, by the contract."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def parse(arguments: Sequence[str], common: argparse.Namespace) -> argparse.Namespace:
    """Options of a command; SystemExit with 3 for wrong usage. common holds what every command takes."""
    parser = Parser(prog="nianbao", description="年报校核：不带命令时打开窗口", epilog=EPILOG)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=Parser)
    extract = commands.add_parser("extract", help="读出三张表和六个部分（JSON）")
    extract.add_argument("file", type=Path, metavar="FILE")
    check = commands.add_parser("check", help="检查一个或多个年度报告")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.add_argument("--json", action="store_true", help="每个文件一行 JSON")
    check.add_argument("--previous", type=Path, metavar="FILE", help="上一年度的报告")
    check.add_argument("--profile", type=Profile, choices=list(Profile), help="单位类型")
    export = commands.add_parser("export", help="导出 docx、xlsx 或 pdf")
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("-o", "--output", type=_target, required=True, metavar="OUT")
    export.add_argument("--layout", choices=("standard", "original", "changes"), default="standard")
    export.add_argument("--track-changes", action="store_true", help="用 original 时把改动标成修订")
    export.add_argument("--apply-repairs", action="store_true", help="先采用没有其他可能的修改建议")
    desk = commands.add_parser("desk", help="校核一个文件夹里各单位的报告，汇总，写退回通知")
    desk.add_argument("folder", nargs="+", type=Path, metavar="FOLDER", help="文件夹、压缩包或文件")
    desk.add_argument("--offices", type=Path, metavar="FILE.xlsx", help="单位名单：名称、类别、简称、由谁代报")
    desk.add_argument("--year", type=int, default=0, metavar="N", help="年度；不写时取多数报告的年度")
    desk.add_argument("--json", action="store_true", help="每行一个 JSON：各单位，最后是全册")
    desk.add_argument("-o", "--output", type=_workbook, metavar="汇总.xlsx", help="全县合计表")
    desk.add_argument("--slips", type=Path, metavar="FOLDER", help="把退回修改通知写进这个文件夹")
    picture = commands.add_parser("screenshot", help="把窗口画成图片")
    picture.add_argument("file", type=Path, metavar="FILE")
    picture.add_argument("-o", "--output", type=_picture, required=True, metavar="OUT.png")
    picture.add_argument("--section", type=int, choices=range(1, 7), metavar="N")
    picture.add_argument("--select", metavar="CELL", help="表:行:列，例如 3:results_total:total")
    options = parser.parse_args(arguments, common)
    if options.command == "export" and options.track_changes and options.layout != "original":
        export.error("--track-changes 只能和 --layout original 一起用")
    return options


def _ending(name: str, allowed: tuple[str, ...]) -> Path:
    path = Path(name)
    if path.suffix.lower() not in allowed:
        raise argparse.ArgumentTypeError(f"输出文件须以 {'、'.join(allowed)} 结尾：{name}")
    return path


def _target(name: str) -> Path:
    return _ending(name, (".docx", ".xlsx", ".pdf", ".docm"))


def _workbook(name: str) -> Path:
    return _ending(name, (".xlsx",))


def _picture(name: str) -> Path:
    return _ending(name, (".png",))


def _extract(options: argparse.Namespace) -> int:
    session = Session(options.data_dir)
    try:
        state = session.open(options.file)
    except UserError as error:
        return fail(error)
    print(json.dumps(json_output.report(state.report), ensure_ascii=False))
    return FINE


def _check(options: argparse.Namespace) -> int:
    logs.log_to_file(paths.data_dir(options.data_dir))
    chosen = settings.load(paths.data_dir(options.data_dir))
    if options.profile:
        chosen = replace(chosen, profile=options.profile)
    for problem in Session(options.data_dir).office_problems:
        fail(problem)
    worst = FINE
    for checked in check_files(options.files, options.data_dir, options.previous, chosen):
        if options.json:
            found = json_output.check(
                str(checked.path), checked.report, checked.findings, checked.repairs, checked.broken, checked.error
            )
            print(json.dumps(found, ensure_ascii=False), flush=True)
        elif checked.report:
            _print_check(checked)
        if checked.error:
            fail(checked.error, checked.path)
            worst = UNREADABLE
        elif worst == FINE and (checked.has_error or checked.broken):
            worst = FOUND
        _tell_broken(checked)
    return worst


def _print_check(checked: FileCheck) -> None:
    print(f"{checked.path}：{_verdict(checked)}")
    for finding in checked.findings:
        print(f"  [{MARKS[finding.severity]}] {finding.message}")
    for repair in checked.repairs:
        print(f"  [修改建议] {repair.reason}")


def _tell_broken(checked: FileCheck) -> None:
    """A rule that failed itself is no finding, and never silence: each is named on stderr, its trace is in the log."""
    for rule in checked.broken:
        fail(rule.message, checked.path)


def _verdict(checked: FileCheck) -> str:
    """Counts of what was found; where nothing was, what was checked (see core.verdict)."""
    counts = {s: sum(f.severity is s for f in checked.findings) for s in Severity}
    named = [f"{counts[s]} 处{MARKS[s]}" for s in Severity if counts[s]]
    if checked.broken:
        named.append("有规则没有检查成")
    return "、".join(named) if named else checked.verdict.removesuffix("，可以导出")


def _export(options: argparse.Namespace) -> int:
    session = Session(options.data_dir)
    try:
        state = session.open(options.file)
        if options.apply_repairs:
            state = _with_repairs(session, state)
        checked = session.check(state)
        messages = session.export(state, checked, options.output, options.layout, options.track_changes)
        print(f"已导出：{options.output}。文件已读回，与报告内容一致{_left(checked.findings)}。")
        for message in messages:
            print(message)
    except UserError as error:
        return fail(error)
    return FINE


def _left(findings: Sequence[Finding]) -> str:
    errors = sum(f.severity is Severity.ERROR for f in findings)
    return f"；仍有 {errors} 处错误没有改" if errors else ""


def _with_repairs(session: Session, state: OpenReport) -> OpenReport:
    """The report with the repairs that have no rival; stdout says which were taken and which tables are left."""
    for table in TABLES:
        suggestion = suggest_repairs(suggestion_inputs(state, session.check(state), table))
        repairs = suggestion.repairs
        if repairs and suggestion.sure:
            state = acts.perform(state, acts.repair_change(repairs[0]), acts.utc_now())
            print(f"已采用：{repairs[0].reason}")
        elif len(repairs) > 1:
            print(f"没有采用：{TABLE_NAMES[table]}有 {len(repairs)} 种可能的改法，请打开文件后对照台账选一种。")
        elif repairs:
            print(f"没有采用：{TABLE_NAMES[table]}的改法不够确定，请打开文件后核对：{repairs[0].reason}")
    return state


def fail(error: UserError | str, path: Path | None = None) -> int:
    """Say why on stderr; returns the exit code."""
    if sys.stderr is not None:
        print(f"{path}：{error}" if path else str(error), file=sys.stderr)
    return UNREADABLE


def _desk(options: argparse.Namespace) -> int:
    from core.cli import desk_command  # the other commands need not wait for the desk

    return desk_command.run(options)


COMMANDS: dict[str, Callable[[Any], int]] = {"extract": _extract, "check": _check, "export": _export, "desk": _desk}
