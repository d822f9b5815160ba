"""A file is whole or absent, and every failure says what to do."""

import errno
import os
import stat
from pathlib import Path

import pytest

from core import atomic_write
from core.errors import Cancelled, ExportError


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


def test_the_name_of_the_temporary_file_is_tried_once(tmp_path, monkeypatch):
    """tempfile.mkstemp tried 2^31 names in a read-only folder on Windows: the export seemed to hang."""
    tried = []

    def refuse(name, *_):
        tried.append(name)
        raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr(atomic_write.os, "open", refuse)
    (tmp_path / "a.docx").write_bytes(b"old")
    with pytest.raises(ExportError, match=r"文件夹“.*”不允许写入，请换一个位置保存"):
        atomic_write.write_whole(tmp_path / "a.docx", b"new")
    assert len(tried) == 1 and (tmp_path / "a.docx").read_bytes() == b"old"


@pytest.mark.parametrize("when", [1, 2, 3, 4])
def test_a_cancelled_export_leaves_what_stood_there(tmp_path, when):
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    asked = []

    def progress(done, total):
        asked.append((done, total))
        if len(asked) == when:
            raise Cancelled

    data = b"x" * (5 * 2**19)
    with pytest.raises(Cancelled):
        atomic_write.write_whole(target, data, progress)
    assert target.read_bytes() == b"old" and leftovers(tmp_path) == []
    assert [done for done, _ in asked] == [2**20, 2**21, len(data), len(data)][:when]


def test_temporary_files_of_killed_programs_are_deleted_and_no_others(tmp_path):
    names = [f".~{'0a' * 16}.tmp", f".~{'0b' * 16}.tmp", ".~lock.报告.docx#", ".~WRL0001.tmp"]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (0, 0) if "0b" not in name else None)
    atomic_write.write_whole(tmp_path / "a.docx", b"new")
    assert sorted(leftovers(tmp_path)) == sorted(names[1:])


def test_a_temporary_file_that_cannot_be_deleted_does_not_undo_the_export(tmp_path, monkeypatch):
    def held(self, missing_ok=False):
        raise PermissionError(errno.EACCES, "held")

    monkeypatch.setattr(Path, "unlink", held)
    atomic_write.write_whole(tmp_path / "a.docx", b"new")
    assert (tmp_path / "a.docx").read_bytes() == b"new"


def test_a_new_file_has_the_rights_of_any_new_file_and_is_private_until_it_is_whole(tmp_path):
    rights = []
    mask = os.umask(0o027)
    try:
        (tmp_path / "plain").touch()
        progress = lambda *_: rights.append(stat.S_IMODE(next(tmp_path.glob(".~*.tmp")).stat().st_mode))  # noqa: E731
        atomic_write.write_whole(tmp_path / "a.docx", b"x", progress)
        assert rights == [0o600, 0o600]
        assert (tmp_path / "a.docx").stat().st_mode == (tmp_path / "plain").stat().st_mode
        assert os.umask(0o027) == 0o027  # put back
    finally:
        os.umask(mask)


def test_what_does_not_read_back_as_it_was_written_is_not_taken_for_saved(tmp_path, monkeypatch):
    (tmp_path / "a.docx").write_bytes(b"old")
    monkeypatch.setattr(Path, "read_bytes", lambda self: b"not it")
    with pytest.raises(ExportError, match="没有保存成功"):
        atomic_write.write_whole(tmp_path / "a.docx", b"new")
    monkeypatch.undo()
    assert (tmp_path / "a.docx").read_bytes() == b"old"
