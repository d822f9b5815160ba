"""A file is whole or absent, and every failure says what to do."""

import errno
import os
import stat
from pathlib import Path

import pytest

from core import atomic_write
from core.errors import ExportError


def leftovers(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir() if p.name.startswith(".~")]


def failing(code: int):
    def replace(self, target):
        raise OSError(code, os.strerror(code))

    return replace


def test_writes_and_replaces(tmp_path):
    target = tmp_path / "报告.docx"
    atomic_write.write_whole(target, b"one")
    atomic_write.write_whole(target, b"two")
    assert target.read_bytes() == b"two"
    assert leftovers(tmp_path) == []


def test_a_link_stays_a_link(tmp_path):
    real = tmp_path / "real.docx"
    real.write_bytes(b"old")
    link = tmp_path / "link.docx"
    link.symlink_to(real)
    atomic_write.write_whole(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_keeps_the_mode_of_what_it_replaces(tmp_path):
    target = tmp_path / "a.docx"
    target.write_bytes(b"")
    target.chmod(0o640)
    atomic_write.write_whole(target, b"x")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "磁盘空间不够"),
        (errno.EDQUOT, "磁盘空间不够"),
        (errno.EACCES, "正在 Word 或 WPS 里打开着"),
        (errno.EROFS, "只读的"),
        (errno.ENAMETOOLONG, "换一个文件名"),
        (errno.EIO, "没有保存成功"),
    ],
)
def test_failure_keeps_the_old_file_and_says_what_to_do(tmp_path, monkeypatch, code, words):
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", failing(code))
    with pytest.raises(ExportError, match=words):
        atomic_write.write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_a_folder_without_write_permission(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "replace", failing(errno.EACCES))
    with pytest.raises(ExportError, match="不允许写入"):
        atomic_write.write_whole(tmp_path / "new.docx", b"x")


def test_missing_folder(tmp_path):
    with pytest.raises(ExportError, match="不存在"):
        atomic_write.write_whole(tmp_path / "none" / "a.docx", b"x")


def test_target_is_a_folder(tmp_path):
    with pytest.raises(ExportError, match="文件夹"):
        atomic_write.write_whole(tmp_path, b"x")


def test_read_only_target(tmp_path):
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    target.chmod(0o444)
    with pytest.raises(ExportError, match="只读"):
        atomic_write.write_whole(target, b"x")
    assert target.read_bytes() == b"old"
