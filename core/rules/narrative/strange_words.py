"""Step 7: how much of a sentence nobody understood; where it is much, what its figures count is not certain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.rules.narrative.clauses import Clause

# Characters that names of offices end in: those say who reports, and nothing else.
_OFFICE = re.compile("[局办委会处区县市镇乡街道院厅关政队所府旗州省单位站组]$")
_IN_CLAUSE = 2
_IN_SENTENCE = 4


def understood(parts: Sequence[Clause], text: str, sentence: int, start: int, end: int) -> bool:
    """Whether few characters up to a place, in the sentence and in its own clause, are of words that nobody knows.

    text: the plain text of the paragraph; [start, end) the figure or the words of a denial in it.
    """
    before = within = 0
    for clause in parts:
        if clause.sentence != sentence or clause.start >= end:
            continue
        own = clause.start <= start < clause.end
        for token in clause.tokens:
            if (
                token.kind == "unknown"
                and token.end - token.start > 1
                and not _OFFICE.search(text[token.start : token.end])
            ):
                within += own and (token.end - token.start)
                before += token.start < start and (token.end - token.start)
    return within < _IN_CLAUSE and before < _IN_SENTENCE
