"""Step 7: how much of a sentence nobody understood; where it is much, what its figures count is not certain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.rules.narrative.clauses import Clause

# Characters that names of offices end in: those say who reports, and nothing else.
_OFFICE = re.compile("[局办委会处区县市镇乡街道院厅关政队所府旗州省单位站组]$")
_IN_CLAUSE = 2
_IN_SENTENCE = 4


class StrangeWords:
    """The words of one paragraph that nobody knows, without names of offices and single characters."""

    def __init__(self, parts: Sequence[Clause], text: str) -> None:
        """text: the plain text that the clauses are of."""
        self._found = [
            (clause, token.start, token.end - token.start)
            for clause in parts
            if "unknown" in clause.kinds
            for token in clause.tokens
            if token.kind == "unknown" and token.end - token.start > 1
            if not _OFFICE.search(text[token.start : token.end])
        ]

    def few(self, sentence: int, start: int, end: int) -> bool:
        """Whether there are few in the sentence before a figure or the words of a denial, and in their own clause."""
        before = within = 0
        for clause, at, length in self._found:
            if clause.sentence == sentence and clause.start < end:
                within += length if clause.start <= start < clause.end else 0
                before += length if at < start else 0
        return within < _IN_CLAUSE and before < _IN_SENTENCE
