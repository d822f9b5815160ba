"""Texts that stand in the headers and footers of a file with paragraphs: told to the clerk, no part of the report."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.reading.shared import messages

_PAGE_NUMBER = re.compile(r"[\s\d\u3000\xa0\-—–－_·~～/,，.]|第|页|共|PAGE|NUMPAGES")
_LONGEST = 40


def sentence(texts: Iterable[str]) -> str:
    """The sentence on headers and footers; "" where they hold nothing but page numbers."""
    told = [plain for text in texts if _PAGE_NUMBER.sub("", text) and (plain := " ".join(text.split()))]
    shown = "；".join(dict.fromkeys(told))
    return messages.HEADERS.format(text=shown[:_LONGEST]) if shown else ""
