"""Exports that take the opened file apart, in a process of their own."""

import sys
import time
from dataclasses import replace
from pathlib import Path

import export_support as made
import pytest

from core import export as exporting
from core.errors import Cancelled, ExportError
from core.export import ExportOptions
from core.export.worker import ExportProcesses
from core.export.worker.parent import FAILED, HANGS
from core.model import CellRef
from core.reading.worker import ReaderProcesses
from core.session import Session

ROOT = Path(__file__).parents[3]
RECEIVED = CellRef(3, "received", "natural_person")


@pytest.fixture(scope="module")
def opened():
    source = made.foreign_docx(made.sample())
    return source, made.opened(source)


def options(source: bytes, layout: str = "original") -> ExportOptions:
    return ExportOptions(layout=layout, source_name="a.docx", source_bytes=source)


def behaving(code: str) -> ExportProcesses:
    """Processes whose writer of the mended original does what the code says the first time."""
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from core.export.worker import child\n"
        f"def writer(report, original, options):\n    {code}\n"
        "child.WRITERS = {'original': {'.docx': writer}}\nchild.serve()"
    )
    return ExportProcesses(command=[sys.executable, "-c", program])


def test_the_same_bytes_and_sentences_as_in_this_process(opened, tmp_path):
    source, original = opened
    report = made.edited(original, {RECEIVED: "37"})
    processes = ExportProcesses()
    try:
        for layout in ("original", "standard"):
            here, there = tmp_path / f"{layout}-here.docx", tmp_path / f"{layout}-there.docx"
            said = exporting.export(report, original, here, options(source, layout))
            assert exporting.export(report, original, there, options(source, layout), processes=processes) == said
            assert there.read_bytes() == here.read_bytes()
        assert len(processes._idle) == 1
        refused = options(b"%PDF-1.4")
        for given in (None, processes):
            with pytest.raises(ExportError, match="不能原样改写") as caught:
                exporting.export(report, original, tmp_path / "b.docx", refused, processes=given)
        assert caught.value.__cause__ is not None
        assert len(processes._idle) == 1
    finally:
        processes.close()


@pytest.mark.parametrize("code", ["import os; os.abort()", "raise KeyError(1)"], ids=["crash", "fault"])
def test_a_crash_is_a_sentence_the_old_file_stays_and_the_next_export_works(code, opened, tmp_path):
    source, original = opened
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    mark = tmp_path / "mark"
    processes = behaving(
        f"import pathlib; mark = pathlib.Path({str(mark)!r})\n    if not mark.exists(): mark.touch(); {code}\n"
        '    return b"new", ("好",)'
    )
    try:
        with pytest.raises(ExportError) as caught:
            exporting.export(original, original, target, options(source), processes=processes)
        assert str(caught.value) == FAILED
        assert target.read_bytes() == b"old"
        assert exporting.export(original, original, target, options(source), processes=processes) == ("好",)
        assert target.read_bytes() == b"new"
    finally:
        processes.close()


def test_cancel_ends_the_process_at_once_and_a_hang_is_a_sentence(opened, tmp_path, monkeypatch):
    source, original = opened
    processes = behaving("import time; time.sleep(60)")
    processes.prepare()
    child = processes._idle[0]._child
    started = time.monotonic()

    def progress(done: int, total: int) -> None:
        if time.monotonic() > started + 0.2:
            raise Cancelled

    with pytest.raises(Cancelled):
        exporting.export(original, original, tmp_path / "a.docx", options(source), progress, processes)
    assert child.poll() is not None
    monkeypatch.setattr("core.reading.worker.processes._SILENCE", 0.3)
    with pytest.raises(ExportError) as caught:
        exporting.export(original, original, tmp_path / "a.docx", options(source), processes=processes)
    assert str(caught.value) == HANGS
    assert not (tmp_path / "a.docx").exists()
    processes.close()


def test_the_window_exports_there(opened, tmp_path):
    (tmp_path / "报告.docx").write_bytes(opened[0])
    session = Session(tmp_path / "data", ReaderProcesses())
    try:
        state = session.open(tmp_path / "报告.docx")
        state = replace(state, report=made.edited(state.report, {RECEIVED: "37"}))
        (said,) = session.export(state, session.check(state), tmp_path / "a.docx", "original")
        assert said == "在原文件上改了1处，其余内容没有变动。"
        (process,) = session._export_processes._idle
        process._child.kill()
        process._child.wait()
        with pytest.raises(ExportError) as caught:
            session.export(state, session.check(state), tmp_path / "b.docx", "original")
        assert str(caught.value) == FAILED
        session.export(state, session.check(state), tmp_path / "b.docx", "original")
        assert (tmp_path / "b.docx").read_bytes() == (tmp_path / "a.docx").read_bytes()
    finally:
        session.close()


def test_without_a_process_the_export_is_made_all_the_same(opened, tmp_path):
    source, original = opened
    processes = ExportProcesses(command=[str(tmp_path / "absent")])
    exporting.export(original, original, tmp_path / "a.docx", options(source), processes=processes)
    assert (tmp_path / "a.docx").read_bytes() == source
