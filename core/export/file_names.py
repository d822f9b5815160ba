"""Names an export goes by."""

from __future__ import annotations

import re

from core.export.standard.content import title_of
from core.model import Report
from core.text import squeeze

# Not allowed in a Windows file name; control characters; marks of writing direction and of no width, which would show
# "年报\u202excod.docx" as 年报docx.xcod.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
_DEVICES = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)  # Windows's own names
_LONGEST = 240  # bytes of UTF-8, under the 255 of Linux file systems with an ending


def file_name(report: Report) -> str:
    """机关+年度+政府信息公开工作年度报告, without ending; the title stands in where agency or year is unknown."""
    if report.agency and report.year:
        name = f"{report.agency}{report.year}年政府信息公开工作年度报告"
    else:
        name = title_of(report)
    return safe_name(name) or "政府信息公开工作年度报告"


def safe_name(name: str) -> str:
    """A name, without ending, that Windows and Linux accept; '' when nothing is left of it."""
    kept = _FORBIDDEN.sub("", squeeze(name)).encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore").strip(". ")
    return f"_{kept}" if _DEVICES.match(kept) else kept
