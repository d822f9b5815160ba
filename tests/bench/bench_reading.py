"""Opening files: each reader against the library it replaces, as ratios in one run; the reading process's share too."""

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

import docx
import openpyxl
import pdfplumber
from extract_support import parts_of, truth
from office_support import whole_report
from pdf_support import Sheet, pdf
from whole_files_support import workbook

from core.batch import CheckProcesses, CheckTask
from core.extract import extract
from core.reading import read_bytes
from core.reading.worker import ReaderProcesses
from core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT.parent / "shared" / "reports"
DATA = ROOT / "tests" / "data"
PAGES = 300

Row = tuple[str, str, str]


def measure() -> list[Row]:
    rows = [_pdf_row(name, data) for name, data in _files(".pdf", "own.pdf", _own_pdf)]
    rows += [_docx_row(name, data) for name, data in _files(".docx", "own.docx", _own_docx)]
    rows.append(_xlsx_row())
    rows += _against_docx()
    rows += _apart()
    rows += _many()
    rows += _large()
    return rows


def _files(ending: str, own_name: str, own: Callable[[], bytes]) -> list[tuple[str, bytes]]:
    shared = [(path.name, path.read_bytes()) for path in sorted(REPORTS.glob(f"*{ending}"))]
    return [*shared, (own_name, own())]


def _best(work: Callable[[], object], times: int = 7, child: int | None = None) -> float:
    """Processor seconds of the fastest of several runs, so that other programs disturb least; those of a child too."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time() + _seconds_of(child)
        work()
        best = min(best, time.process_time() + _seconds_of(child) - start)
    return best


def _seconds_of(process: int | None) -> float:
    """Processor seconds that another process has taken, to the nanosecond where Linux tells them."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9 if process else 0.0


def _opened(name: str, data: bytes) -> Callable[[], object]:
    def work() -> object:
        result = read_bytes(data, name)
        return extract(result.value, result.notes)

    return work


def _plumb(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as file:
        for page in file.pages:
            page.extract_text()
            page.extract_tables()


def _pdf_row(name: str, data: bytes) -> Row:
    ours, theirs = _best(_opened(name, data)), _best(partial(_plumb, data), 3)
    return f"{name}: pdfplumber / open to Report", f"{theirs / ours:.1f}× ({ours * 1000:.0f} ms)", "≥ 5×"


def _docx_row(name: str, data: bytes) -> Row:
    ours, theirs = _best(_opened(name, data)), _best(lambda: docx.Document(io.BytesIO(data)))
    return f"{name}: open to Report / docx.Document", f"{ours / theirs:.2f}× ({ours * 1000:.0f} ms)", "≤ 2×"


def _xlsx_row() -> Row:
    """A report on one sheet; openpyxl loads it, which is less than a Report."""
    data = workbook(parts_of(truth(Random(31))))
    ours = _best(_opened("a.xlsx", data))
    theirs = _best(lambda: openpyxl.load_workbook(io.BytesIO(data), data_only=True))
    return "own.xlsx: open to Report / openpyxl.load_workbook", f"{ours / theirs:.2f}× ({ours * 1000:.0f} ms)", "≤ 2×"


def _apart() -> list[Row]:
    """A file by way of the reading process against the same in this one, and against the library: the processor's time
    of both processes."""
    rows = []
    with closing(ReaderProcesses()) as processes:
        processes.read_bytes(_own_docx(), "a.docx")
        child = processes._idle[0]._child.pid

        def apart(name: str, data: bytes) -> Callable[[], object]:
            def work() -> object:
                result = processes.read_bytes(data, name)
                return extract(result.value, result.notes)

            return work

        docx_file = _files(".docx", "own.docx", _own_docx)[0]
        pdf_file = _files(".pdf", "own.pdf", _own_pdf)[0]
        for name, data in (docx_file, pdf_file):
            _opened(name, data)()
            here, there = _best(_opened(name, data), 15), _best(apart(name, data), 15, child)
            rows.append((f"{name}: by way of the reading process / in this one", f"{there / here:.2f}×", "≤ 1.2×"))
            other = (
                _best(partial(docx.Document, io.BytesIO(data)))
                if name.endswith("docx")
                else _best(partial(_plumb, data), 3)
            )
            rows.append((f"{name}: by way of the reading process / the library", f"{there / other:.2f}×", "–"))
    return rows


def _many() -> list[Row]:
    """200 reports by `check`'s processes on all cores: by the clock, and the processor's time shared by the cores,
    which is what the clock shows where nothing else runs."""
    paths = sorted(REPORTS.glob("*.docx")) + sorted(REPORTS.glob("*.pdf"))
    data = [(path.name, path.read_bytes()) for path in paths] or [("own.docx", _own_docx())]
    tasks = [CheckTask(Path(name), content) for name, content in (data * 200)[:200]]
    cores = os.cpu_count() or 1
    with closing(CheckProcesses(Settings(), Path("/nonexistent"))) as processes:
        start, used = time.perf_counter(), time.process_time()
        done = list(processes.check(tasks))
        spent, used = time.perf_counter() - start, time.process_time() - used
        used += sum(_seconds_of(child._child.pid) for child in processes._pool._idle)
    assert all(checked.report for _, checked in done)
    return [(f"200 reports checked on {cores} cores", f"{spent:.1f} s ({used / cores:.1f} s of each core)", "15 s")]


def _against_docx() -> list[Row]:
    """Other formats against the docx of the same report."""
    pairs = [("whole_2021.doc", (DATA / "doc" / "whole_2021.doc").read_bytes(), _own_docx())]
    if REPORTS.is_dir():
        stand_in = (REPORTS / "000.docx").read_bytes()
        pairs += [
            (path.name, path.read_bytes(), stand_in)
            for path in sorted(REPORTS.iterdir())
            if path.suffix in (".doc", ".html", ".txt")
        ]
    rows = []
    for name, data, other in pairs:
        share = _best(_opened(name, data)) / _best(_opened("a.docx", other))
        rows.append((f"{name}: open to Report / docx of a like report", f"{share:.2f}×", "≤ 1×"))
    return rows


def _large() -> list[Row]:
    """300 pages in a process of their own: seconds a page against 30 pages, and the memory's peak."""
    path = ROOT / "build" / "bench_large.pdf"
    path.parent.mkdir(exist_ok=True)
    rows = []
    seconds = {}
    for pages in (PAGES // 10, PAGES):
        path.write_bytes(_long_pdf(pages))
        program = (
            "import resource,sys,time;from pathlib import Path;from core.reading import read;from core.extract import "
            "extract;t=time.process_time();extract(read(Path(sys.argv[1])).value);"
            "print(time.process_time()-t,resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024)"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        spent, memory = done.stdout.split()
        seconds[pages] = float(spent)
    path.unlink()
    growth = seconds[PAGES] / seconds[PAGES // 10]
    rows.append((f"{PAGES} pages / {PAGES // 10} pages", f"{growth:.1f}× ({seconds[PAGES]:.1f} s)", "about 10×"))
    rows.append((f"{PAGES} pages: memory", f"{memory} MB", "< 500 MB"))
    return rows


def _own_docx() -> bytes:
    """The report in a package with the styles and settings that Word adds: they are what docx.Document loads."""
    blank, target = io.BytesIO(), io.BytesIO()
    docx.Document().save(blank)
    body = zipfile.ZipFile(io.BytesIO(whole_report("2021", 2023))).read("word/document.xml")
    with zipfile.ZipFile(blank) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, body if name == "word/document.xml" else source.read(name))
    return target.getvalue()


def _own_pdf() -> bytes:
    return pdf(*_report_sheets(3))


def _long_pdf(pages: int) -> bytes:
    return pdf(*_report_sheets(pages))


def _report_sheets(pages: int) -> list[Sheet]:
    """Pages of prose with a table of 20 × 8 on every third."""
    sheets = []
    for number in range(pages):
        sheet = Sheet()
        sheet.text(72, 50, f"第{number}部分工作情况", 12)
        if number % 3 == 2:
            rows = [[f"项目{r}", *(str(r * c) for c in range(7))] for r in range(20)]
            sheet.table(72, 80, rows, width=56)
        else:
            sheet.lines(72, 80, ["云溪县民政局坚持以公开为常态不公开为例外全年主动公开政府信息一百余条做好申请"] * 40)
        sheets.append(sheet)
    return sheets
