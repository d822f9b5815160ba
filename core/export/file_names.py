"""Names an export goes by."""

from __future__ import annotations

import re

from core.export.standard.content import title_of
from core.model import Report
from core.text import squeeze

# Not allowed in a Windows file name, and control characters.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_LONGEST = 80  # characters: 240 bytes of UTF-8, under the 255 of Linux file systems with an ending


def file_name(report: Report) -> str:
    """机关+年度+政府信息公开工作年度报告, without ending; the title stands in where agency or year is unknown."""
    if report.agency and report.year:
        name = f"{report.agency}{report.year}年政府信息公开工作年度报告"
    else:
        name = title_of(report)
    return _FORBIDDEN.sub("", squeeze(name))[:_LONGEST].strip(".") or "政府信息公开工作年度报告"
