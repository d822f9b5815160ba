"""The one door for exports: which writer makes what, by layout and by the target's ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from core import atomic
from core.change import Change
from core.errors import ExportError
from core.export.standard import render_standard
from core.finding import Finding
from core.model import Report


@dataclass(frozen=True, slots=True)
class Options:
    """What an export may need besides the report.

    layout is "standard", "original" (the opened docx mended) or "changes" (更正说明). author signs tracked
    changes and the 更正说明. source_bytes is the opened file, b"" when there is none. log holds the changes
    that stand, each with its time (ISO 8601, UTC); dismissed the findings set aside, each with its reason.
    """

    layout: str = "standard"
    tracked: bool = False
    author: str = ""
    source_name: str = ""
    source_bytes: bytes = b""
    findings: tuple[Finding, ...] = ()
    dismissed: tuple[tuple[Finding, str], ...] = ()
    log: tuple[tuple[Change, str], ...] = ()
    template: Path | None = None


Writer = Callable[[Report, Report, Options], tuple[bytes, tuple[str, ...]]]


def export(report: Report, original: Report, target: Path, options: Options | None = None) -> tuple[str, ...]:
    """Write report at target and return sentences for the person; ExportError, and target as it was, on failure.

    original is the report as opened; the mended original and the 更正说明 compare with it.
    """
    options = options or Options()
    data, messages = _writer(options.layout, target)(report, original, options)
    atomic.write_whole(target, data)
    return messages


def _writer(layout: str, target: Path) -> Writer:
    offered = WRITERS.get(layout, {})
    writer = offered.get(target.suffix.lower())
    if writer is None:
        endings = "、".join(offered)
        raise ExportError(f"不能导出成“{target.name}”这种格式，请把文件名的结尾改成{endings}。")
    return writer


def _standard_docx(report: Report, original: Report, options: Options) -> tuple[bytes, tuple[str, ...]]:
    return render_standard(report, options.template), ()


WRITERS: Mapping[str, Mapping[str, Writer]] = {"standard": {".docx": _standard_docx}}
