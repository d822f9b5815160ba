"""Paths over Windows' 260 letters are opened with the prefix that lets them through, and shown without it."""

import ntpath
import os
import sys
from pathlib import Path

import pytest

from core import atomic_write, long_paths
from core.errors import ExportError
from core.reading.shared import limits

FOLDER = "C:\\" + "\\".join(["很长的文件夹名" * 5] * 8)
SHARE = "\\\\县政府\\共享\\" + "\\".join(["很长的文件夹名" * 5] * 8)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("C:\\报告.docx", "C:\\报告.docx"),
        (FOLDER + "\\报告.docx", "\\\\?\\" + FOLDER + "\\报告.docx"),
        (SHARE + "\\报告.docx", "\\\\?\\UNC\\" + SHARE[2:] + "\\报告.docx"),
        ("\\\\?\\" + FOLDER, "\\\\?\\" + FOLDER),
        ("\\\\?\\UNC\\" + SHARE[2:], "\\\\?\\UNC\\" + SHARE[2:]),
        (FOLDER + "/下级/../报告.docx", "\\\\?\\" + FOLDER + "\\报告.docx"),  # Windows tidies nothing behind the prefix
    ],
)
def test_a_long_path_gets_the_prefix_once(path, wanted):
    assert long_paths.with_prefix(path) == wanted


def test_the_folder_of_a_temporary_file_is_still_short_where_no_prefix_is_set():
    longest = "C:\\" + "a" * (long_paths._LONG - 4)
    assert long_paths.with_prefix(longest) == longest
    assert len(ntpath.dirname(longest) + "\\.~" + "0" * 32 + ".tmp") < 248


def test_elsewhere_a_path_stays_as_it_is(tmp_path):
    assert long_paths.openable(Path("报告.docx")) == Path("报告.docx")


def test_every_call_to_the_disk_takes_the_prefixed_path_and_no_sentence_shows_it(tmp_path, monkeypatch):
    """A stand-in for the prefix: another folder's name, so that whatever misses it writes into the wrong place."""
    shown, real = tmp_path / "shown", tmp_path / "real"
    real.mkdir()
    monkeypatch.setattr(long_paths, "openable", lambda path: real / path.relative_to(shown))
    atomic_write.write_whole(shown / "报告.docx", b"one")
    atomic_write.write_whole(shown / "报告.docx", b"two")
    assert (real / "报告.docx").read_bytes() == b"two" and [p.name for p in real.iterdir()] == ["报告.docx"]
    with pytest.raises(ExportError) as refused:
        atomic_write.write_whole(shown / "下级" / "报告.docx", b"x")
    assert str(shown / "下级") in str(refused.value) and str(real) not in str(refused.value)


def test_a_drive_that_cannot_follow_links_is_written_to_all_the_same(tmp_path, monkeypatch):
    """Wine over 260 letters and some disks in memory: GetFinalPathNameByHandle fails, the file itself is fine."""

    def refuse(*_args, **_more):
        raise OSError(22, "more data")

    monkeypatch.setattr(os.path, "realpath", refuse)
    atomic_write.write_whole(tmp_path / "报告.docx", b"x")
    assert (tmp_path / "报告.docx").read_bytes() == b"x"


@pytest.mark.skipif(sys.platform != "win32", reason="the limit is Windows' own")
def test_a_file_in_a_folder_of_over_260_letters(tmp_path):
    folder = long_paths.openable(tmp_path / ("很长的文件夹名" * 10) / ("很长的文件夹名" * 10) / ("很长的文件夹名" * 10))
    folder.mkdir(parents=True)
    atomic_write.write_whole(folder / "报告.docx", b"x")
    assert (folder / "报告.docx").read_bytes() == b"x"


def test_a_file_is_read_where_windows_finds_long_paths(tmp_path, monkeypatch):
    (tmp_path / "seen").mkdir()
    (tmp_path / "seen" / "报告.txt").write_bytes(b"x")
    monkeypatch.setattr(limits, "openable", lambda path: path.parent / "seen" / path.name)
    assert limits.load(tmp_path / "报告.txt") == b"x"
