"""Reading in a process of its own: what crashes, hangs or swells there is a sentence here."""

import base64
import io
import json
import os
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from ofd_support import OfdPage, ofd
from pdf_support import Sheet, pdf
from PIL import Image
from reading_support import messages

from core import reading
from core.document import Document, Para, RawCell, RawTable, Result, UnreadRegion
from core.errors import Cancelled, PicturesOnly, ReadError
from core.model import Note, Recognised
from core.place import Place
from core.reading.drawing import PageImage, draw_page
from core.reading.file_pages import FilePages, pages_in
from core.reading.shared import messages as sentences
from core.reading.worker import ReaderProcesses, process_limits, read_in_process
from core.reading.worker.plain_values import blocks_from, decode, encode, messages_of, page_from, result_from

ROOT = Path(__file__).parents[3]
HTML = "<h1>云溪县民政局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p>".encode()


@pytest.fixture
def processes():
    pool = ReaderProcesses()
    yield pool
    pool.close()


def behaving(code: str) -> ReaderProcesses:
    """Processes whose reader does what the code says."""
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from core.reading.worker import child\n"
        f"def read_bytes(data, name, progress):\n    {code}\n"
        "child.read_bytes = read_bytes\nchild.serve()"
    )
    return ReaderProcesses([sys.executable, "-c", program])


def test_reads_what_the_reader_itself_reads(processes, tmp_path):
    sheet = Sheet()
    sheet.text(72, 60, "一、总体情况")
    sheet.table(72, 100, [["规章", "0", "12"], ["合计", "3", "57"]])
    path = tmp_path / "报告.pdf"
    path.write_bytes(pdf(sheet))
    assert processes.read(path) == reading.read(path)
    assert read_in_process(path) == reading.read(path)


def test_one_process_serves_many_files(processes):
    processes.prepare()
    for _ in range(3):
        assert processes.read_bytes(HTML, "a.html").value.kind == "html"
    assert len(processes._idle) == 1


def test_a_refusal_is_the_readers_own_sentence_and_the_process_goes_on(processes):
    with pytest.raises(PicturesOnly, match="这种格式的图片"):
        processes.read_bytes(b"GIF89a" + bytes(100), "a.gif")
    assert processes.read_bytes(HTML, "a.html").value.blocks


def test_a_note_about_the_ending_comes_over(processes):
    assert messages(processes.read_bytes(HTML, "a.docx")) == messages(reading.read_bytes(HTML, "a.docx"))


@pytest.mark.parametrize(
    "code",
    ["import os; os.abort()", "import os; os._exit(0)", "raise KeyError(1)", "bytearray(8 * 2**30)"],
    ids=["crash", "exit", "exception", "memory"],
)
def test_what_goes_wrong_there_is_a_sentence_here_and_the_next_file_gets_a_new_process(code):
    pool = behaving(
        f'if name == "bad": {code}\n    from core.reading.registry import read_bytes as r; return r(data, name)'
    )
    try:
        with pytest.raises(ReadError) as caught:
            pool.read_bytes(HTML, "bad")
        assert str(caught.value) == sentences.READER_FAILED
        assert caught.value.__notes__
        assert pool.read_bytes(HTML, "good.html").value.blocks
    finally:
        pool.close()


@pytest.mark.skipif(sys.platform == "win32", reason="the job object is tried by hand")
def test_a_small_file_may_take_little_memory_until_a_picture_is_to_be_recognised():
    pool = behaving(
        "from core.reading.shared import allowance\n"
        '    if name == "picture": allowance.for_pictures()\n'
        '    bytearray((400 if name != "text" else 150) * 2**20)\n'
        "    from core.reading.registry import read_bytes as r; return r(data, name)"
    )
    try:
        with pytest.raises(ReadError) as caught:
            pool.read_bytes(HTML, "bomb")
        assert str(caught.value) == sentences.READER_FAILED
        for _ in range(2):
            assert pool.read_bytes(HTML, "picture").value.blocks
            assert pool.read_bytes(HTML, "text").value.blocks
        assert pool.read_bytes(HTML + b" " * 200_000, "large").value.blocks
    finally:
        pool.close()


def test_a_reader_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr("core.reading.worker.processes._SILENCE", 0.3)
    pool = behaving("import time; time.sleep(60)")
    start = time.monotonic()
    with pytest.raises(ReadError) as caught:
        pool.read_bytes(HTML, "a.html")
    assert str(caught.value) == sentences.READER_HANGS
    assert time.monotonic() - start < 10


def test_cancel_ends_a_reader_that_never_reports_progress_at_once():
    pool = behaving("import time; time.sleep(60)")
    pool.prepare()
    child = pool._idle[0]._child
    start = time.monotonic()

    def progress(done: int, total: int) -> None:
        if time.monotonic() - start > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        pool.read_bytes(HTML, "a.html", progress)
    assert time.monotonic() - start < 1
    assert child.poll() is not None


def test_progress_comes_over(processes):
    seen = []
    sheets = [Sheet() for _ in range(40)]
    for sheet in sheets:
        sheet.lines(72, 60, ["云溪县民政局主动公开政府信息"] * 40)
    processes.read_bytes(pdf(*sheets), "a.pdf", lambda done, total: seen.append((done, total)))
    assert (40 in {total for _, total in seen}) and seen == sorted(seen)


def test_without_a_process_the_file_is_read_all_the_same():
    pool = ReaderProcesses([os.devnull])
    assert pool.read_bytes(HTML, "a.html").value.blocks


def test_a_document_of_every_kind_of_value_comes_over_whole():
    place = Place(1, 2, 3, 4, (0.1, 2.0, 3.5, 1e-17))
    blocks = (
        Para("半个\ud800字\n", place, 2, ((0, 1),), True),
        *(
            RawTable(
                tuple(RawCell(str(i), i, 0, 1, 2, place, "", Recognised(False, "7", 61)) for i in range(300)),
                300,
                2,
                place,
                True,
            )
            for _ in range(3)
        ),
    )
    result = Result(Document("pdf", blocks, 7, (UnreadRegion(1, place, True),)), (Note("注", place), Note("无")))
    sent = [decode(encode(message)) for message in messages_of(result)]
    *portions, last = sent
    assert len(portions) > 1
    assert result_from(last, [block for portion in portions for block in blocks_from(portion)]) == result


def test_no_other_class_can_come_out_of_an_answer():
    with pytest.raises(KeyError):
        blocks_from(json.loads('{"blocks": [{"Popen": ["x"]}]}'))


def test_the_process_says_nothing_but_its_answers_and_ends_with_its_input(tmp_path):
    import subprocess

    done = subprocess.run([sys.executable, ROOT / "main.py", "read-worker"], input=b"", capture_output=True, check=True)
    assert done.stdout == b'{"ready":true}\n'


def test_pages_are_drawn_there(processes):
    sheet = Sheet()
    sheet.text(72, 60, "一、总体情况")
    data = pdf(sheet)
    image = processes.draw_page(data, "pdf", 1, 400)
    assert isinstance(image, PageImage)
    assert image == draw_page(data, "pdf", 1, 400)
    assert (image.width, image.height) == (400, 566) and len(set(image.pixels)) > 2
    first = OfdPage()
    first.text(25, 20, "一、总体情况")
    file = ofd(first)
    assert processes.draw_page(file, "ofd", 1, 400) == draw_page(file, "ofd", 1, 400)


def test_a_page_that_cannot_be_drawn_is_a_sentence_and_the_process_goes_on(processes):
    processes.prepare()
    for data, kind, page in ((b"%PDF-1.4 broken", "pdf", 1), (pdf(Sheet()), "pdf", 7), (b"PK\x03\x04", "ofd", 1)):
        with pytest.raises(ReadError, match="损坏"):
            processes.draw_page(data, kind, page, 400)
    assert len(processes._idle) == 1


def test_a_page_of_odd_proportions_takes_no_more_memory_than_others():
    sheet = Sheet(width=10, height=14_000)
    image = draw_page(pdf(sheet), "pdf", 1, 2400)
    assert image.width * image.height <= 25_000_000
    assert (image.page_width, image.page_height) == (10, 14_000)


@pytest.mark.parametrize(
    "message",
    [
        {"drawing": {"Popen": ["x"]}},
        {"drawing": [1]},
        {"image": [10, 10, 40], "points": [1, 1], "px": base64.b64encode(zlib.compress(bytes(10))).decode()},
        {"image": [10, 10, 40], "points": [1, 1], "px": base64.b64encode(bytes(10)).decode()},
        {"image": [10, 10, 4], "points": [1, 1], "px": ""},
        {"image": [2**20, 2**20, 2**22], "points": [1, 1], "px": ""},
    ],
)
def test_a_page_that_is_none_is_refused(message):
    with pytest.raises((KeyError, TypeError, ValueError)):
        page_from(message)


def test_html_of_the_clipboard_is_read_there(processes):
    html = "Version:0.9\r\nStartHTML:1\r\n<html><p>一、总体情况\ud800</p><table><tr><td>1<td>2</table></html>"
    assert processes.read_html(html) == reading.read_html(html)


def test_pages_to_be_looked_at_are_counted_and_photos_laid_on_pages_there(processes):
    whole = [("a.pdf", pdf(Sheet(), Sheet()))]
    assert processes.pages_in(whole) == pages_in(whole) == FilePages("pdf", 2)
    photo = io.BytesIO()
    Image.new("RGB", (20, 30), "white").save(photo, "PNG")
    kept = [("1.png", photo.getvalue())]
    assert processes.pages_in(kept, True) == FilePages("image", 1)
    pages = processes.pages_in([("1.png", photo.getvalue()), ("2.png", photo.getvalue())])
    assert (pages.kind, pages.count) == ("pdf", 2) and (pages.made or b"").startswith(b"%PDF")
    with pytest.raises(ReadError, match="重新扫描"):
        processes.pages_in([("坏.pdf", b"%PDF-1.4 broken")])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell")
def test_a_new_process_does_not_count_what_its_parent_holds():
    held = bytearray(300 * 2**20)
    code = "from core.reading.worker.process_limits import peak_memory; print(peak_memory())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert 2**20 < int(done.stdout) < 200 * 2**20 < len(held)


def test_the_memory_limit_stays_where_the_system_does_not_tell_what_is_held(monkeypatch):
    """A process of Windows that recognised a scan holds 400 MB: 300 for the small file after it would end it."""
    asked = []
    monkeypatch.setattr(process_limits, "limit_memory", asked.append)
    monkeypatch.setattr(process_limits, "limit_time", lambda seconds: None)
    monkeypatch.setattr(process_limits, "_held", lambda: 0)
    process_limits.limit_for(5_000)
    monkeypatch.setattr(process_limits, "_held", lambda: 400 * 2**20)
    process_limits.limit_for(5_000)
    assert asked == [process_limits.MEMORY, 620 * 2**20]
