"""What an export may be, and the place and name it is offered."""

from __future__ import annotations

from pathlib import Path

from core import paths
from core.model import Report
from core.session import export_name
from gui.common.folders import documents
from gui.common.texts import tr

# Name in the file dialog, layout, tracked changes; the original's layouts need a docx.
KINDS = (
    ("Word 文档，规范格式 (*.docx)", "standard", False),
    ("Word 文档，保持原文件的格式 (*.docx)", "original", False),
    ("Word 文档，保持原格式并显示修订 (*.docx)", "original", True),
    ("Excel 工作簿 (*.xlsx)", "standard", False),
    ("PDF 文件 (*.pdf)", "standard", False),
    ("更正说明，Word 文档 (*.docx)", "changes", False),
    ("更正说明，Excel 工作簿 (*.xlsx)", "changes", False),
)


def proposed(report: Report, source: Path | None, exported: Path | None, opened: Path | None) -> Path:
    """A name beside the source that is not the source itself; exported is the folder of the last export, opened the
    one of the last file that was opened, None where there was none."""
    folder = exported or (source.parent if source else opened or documents())
    program = paths.resources().parent
    if folder == program or program in folder.parents:  # the sample; an installed program's folder is read-only
        folder = documents()
    name = export_name(report).removesuffix(".docx")
    target = folder / f"{name}.docx"
    if source is not None and target == source:
        target = folder / tr("{0}（校核后）.docx", name)
    return target
