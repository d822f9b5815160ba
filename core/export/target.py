"""The opened file as a target: refused unless asked for, and then backed up first."""

from __future__ import annotations

from pathlib import Path

from core import atomic_write
from core.errors import ExportError
from core.long_paths import openable


def is_same_file(source: Path, target: Path) -> bool:
    """Whether both name one file, through links and whatever the spelling."""
    try:
        return openable(target).exists() and openable(target).samefile(openable(source))
    except OSError:
        return target.absolute() == source.absolute()


def refuse_source(target: Path, source: Path | None) -> None:
    """ExportError when the target is the opened file."""
    if source is not None and is_same_file(source, target):
        raise ExportError("不能覆盖正在校核的原文件，请换一个文件名导出。")


def free_name(target: Path) -> Path:
    """The target itself where nothing stands there, else the first free name beside it: 报告(2).docx."""
    number, free = 2, target
    while openable(free).exists():
        free = target.with_name(f"{target.stem}({number}){target.suffix}")
        number += 1
    return free


def back_up(source: Path) -> Path:
    """A copy of the file beside it under a name that is free, for when the person insists on overwriting it."""
    number = 1
    while openable(copy := source.with_name(f"{source.stem}.备份{number}{source.suffix}")).exists():
        number += 1
    try:
        data = openable(source).read_bytes()
    except OSError as error:
        raise ExportError(f"原文件“{source.name}”打不开，没有备份成功，请换一个文件名导出。") from error
    atomic_write.write_whole(copy, data)
    return copy
