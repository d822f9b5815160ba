"""The county desk without a window: a folder's reports as rows, the sums as a workbook, the slips as files."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from core import desk
from core.cli import json_output
from core.cli.json_output import Json, number
from core.desk import Collection, Row, RowState
from core.errors import UserError
from core.finding import Severity
from core.session import Session

FINE, FOUND, UNREADABLE = 0, 1, 2


def run(options: argparse.Namespace) -> int:
    """Gather, tell, write; 1: something is missing or to be mended, 2: a file could not be read or written."""
    session = Session(options.data_dir)
    try:
        collection = _gathered(options, session)
        _tell(collection, session, options.json)
        if options.output:
            desk.write_totals(collection, desk.county_total(collection), options.output)
            _say(f"已写合计表：{options.output}", options.json)
        if options.slips:
            written = _write_slips(collection, options.slips, session)
            _say(f"已写 {len(written) - 1} 份退回修改通知：{options.slips}", options.json)
    except UserError as error:
        print(str(error), file=sys.stderr)
        return UNREADABLE
    finally:
        session.close()
    return _exit_code(collection)


def _gathered(options: argparse.Namespace, session: Session) -> Collection:
    for path in options.folder:
        if not path.exists():
            raise UserError(f"找不到“{path}”，请检查路径。")
    collection = Collection("", options.year)
    if options.year:
        collection = desk.acts.new_collection(f"{options.year} 年度年报", options.year)
    if options.offices:
        collection = desk.acts.with_offices(collection, desk.offices_from_xlsx(options.offices))
    for event in desk.gather(options.folder, collection, session, keep=False):
        collection = event.collection
        if event.gone is not None:
            raise UserError(f"读到一半，“{event.gone}”找不到了（可能是 U 盘拔下了）。请插好以后再运行一次。")
    return collection


def _exit_code(collection: Collection) -> int:
    if any(row.newest is not None and row.report is None for row in collection.rows):
        return UNREADABLE
    return FINE if all(row.state is RowState.PASSED for row in collection.rows) else FOUND


def _say(words: str, as_json: bool) -> None:
    """On stderr beside JSON, so that scripts read only JSON."""
    print(words, file=sys.stderr if as_json else sys.stdout)


def _tell(collection: Collection, session: Session, as_json: bool) -> None:
    if as_json:
        for row in collection.rows:
            print(json.dumps(_row(row), ensure_ascii=False), flush=True)
        print(json.dumps(_whole(collection, session), ensure_ascii=False))
        return
    if not collection.rows:
        print("这里没有可以读的年度报告。支持 Word、WPS、PDF、OFD、Excel、网页和纯文本，也可以是压缩包。")
    for row in collection.rows:
        counts = f"，{row.errors} 处错误、{row.warnings} 处需核对" if row.report else ""
        print(f"{row.name}：{row.state.words}{counts}")
        for _, sentence in row.issues:
            print(f"  {sentence}")
        for finding in row.newest.findings if row.newest else ():
            if finding.severity is not Severity.HINT:
                print(f"  {finding.message}")
    for group in desk.likeness(collection, session.archive):
        print(f"文字雷同（{group.share}%）：{'、'.join(member.office for member in group.members)}")
    for each in desk.unusual(collection, session.archive):
        print(f"{each.office}：{each.sentence}")
    for name, reason in collection.passed_over:
        print(f"跳过“{name}”：{reason}")


def _row(row: Row) -> Json:
    newest, report = row.newest, row.report
    return {
        "office": row.name,
        "kind": row.office.kind if row.office else None,
        "state": row.state.value,
        "file": newest.name if newest else None,
        "files": [handed.name for handed in row.hand_ins],
        "stamped": row.counterpart.name if row.counterpart else None,
        "year": report.year if report else None,
        "edition": report.edition if report else None,
        "errors": row.errors,
        "warnings": row.warnings,
        "last_year": row.last_year,
        "issues": [{"issue": issue.value, "message": sentence} for issue, sentence in row.issues],
        "findings": json_output.findings(report, newest.findings) if report and newest else [],
    }


def _whole(collection: Collection, session: Session) -> Json:
    totals = desk.county_total(collection)
    return {
        "collection": collection.name,
        "year": collection.year,
        "missing": list(totals.missing),
        "passed_over": [{"file": name, "reason": reason} for name, reason in collection.passed_over],
        "alike": [
            {"share": group.share, "last_year": group.last_year, "offices": [member.office for member in group.members]}
            for group in desk.likeness(collection, session.archive)
        ],
        "unusual": [{"office": u.office, "message": u.sentence} for u in desk.unusual(collection, session.archive)],
        "added": len(totals.added),
        "left_out": [{"office": name, "reason": reason} for _, name, reason in totals.left_out],
        "totals": [
            {"table": ref.table, "row": ref.row, "column": ref.column, "sum": number(total.sum)}
            for ref, total in totals.cells.items()
        ],
    }


def _write_slips(collection: Collection, folder: Path, session: Session) -> tuple[Path, ...]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"文件夹“{folder}”建不了（{error.strerror or error}），请换一个位置。") from error
    slips = [
        desk.Slip(row.key, row.name, desk.proposed(row), year=collection.year) for row in desk.with_findings(collection)
    ]
    return desk.write_slips(slips, folder, session)
