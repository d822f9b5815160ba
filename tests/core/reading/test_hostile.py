"""Small files made to cost much: a sentence, or a Document of bounded size."""

import hostile_support
import pytest

from core.document import Para
from core.errors import ReadError
from core.reading import read_bytes, scan
from core.reading.shared import messages
from core.reading.worker import ReaderProcesses


def made(name: str) -> tuple[bytes, str]:
    file_name, make = hostile_support.MADE[name]
    return make(), file_name


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("docx long sentences", messages.BOMB),
        ("ods repeated within", messages.HUGE_TABLE),
        ("odt repeated nested", messages.HUGE_TABLE),
        ("ofd pages", messages.BOMB),
        ("pdf full pages", messages.BOMB),
        ("xlsx dimension", messages.HUGE_TABLE),
    ],
)
def test_a_file_that_unpacks_to_far_more_than_any_report_is_refused(
    name: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)
    with pytest.raises(ReadError) as caught:
        read_bytes(*made(name))
    assert str(caught.value) == sentence


def test_what_a_package_may_hold_grows_with_its_bytes() -> None:
    body = "<w:p/>" * 250_000 + "<w:p><w:r><w:t>一、总体情况</w:t></w:r></w:p>"
    assert [
        block.text for block in read_bytes(hostile_support.docx(body), "a.docx").value.blocks if isinstance(block, Para)
    ]
    bare = hostile_support.bare({"x.xml": body})
    assert len(bare) < 5_000
    with pytest.raises(ReadError, match="异常庞大"):
        read_bytes(hostile_support.docx(body, filled=False), "a.docx")


def test_lines_without_end_are_refused_by_the_size_of_the_file_that_holds_them() -> None:
    lines = b"1\n" * 30_000
    with pytest.raises(ReadError, match="异常庞大"):
        read_bytes(lines, "a.txt")
    packed = hostile_support.bare({"a.txt": "年报\n".encode() * 7_000})
    with pytest.raises(ReadError, match="异常庞大"):
        read_bytes(packed, "a.zip")


@pytest.mark.parametrize("name", ["pdf forms", "pdf marked text"])
def test_what_only_the_library_meets_ends_at_the_limits_of_its_process(name: str) -> None:
    pool = ReaderProcesses()
    try:
        with pytest.raises(ReadError) as caught:
            pool.read_bytes(*made(name))
        assert str(caught.value) == messages.READER_FAILED
        assert pool.read_bytes("一、总体情况".encode(), "a.txt").value.blocks
    finally:
        pool.close()
