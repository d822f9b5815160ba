"""Step 3b: words that mean something only beside others of their sentence: 许可、处罚、强制分别为12、3、0件."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from core.rules.narrative.clauses import Clause
from core.rules.narrative.fields import DECISIONS
from core.rules.narrative.tokens import Token

# Of a token that was taken for what it may mean: what its figure counts is never certain.
PERHAPS = frozenset(["许可", "处罚", "强制", "文件", "同意", "不同意"])
_SENSES = (*DECISIONS, "normative_documents", "granted", "refused")
_BETWEEN = ("filler", "link", "year", "decide", "act")


def settled(parts: Sequence[Clause]) -> list[Clause]:
    """The clauses with such words taken for what they mean, in sentences that say so; as they were in all others."""
    result: list[Clause] = []
    for _, group in groupby(parts, key=lambda c: c.sentence):
        sentence = list(group)
        unsettled = any(("unknown", sense) in clause.kinds for clause in sentence for sense in _SENSES)
        result.extend(_settled(sentence) if unsettled else sentence)
    return result


def _settled(sentence: Sequence[Clause]) -> Iterator[Clause]:
    decisions = {t.sense for c in sentence if c.at is not None for t in c.left if t.sense in DECISIONS and _alone(c, t)}
    acts = {t.sense for c in sentence if c.at is not None for t in c.left if t.kind == "document" and _of_papers(c)}
    answers = {t.sense for c in sentence if c.at is not None for t in c.left if t.sense in ("granted", "refused")}
    several = len(acts & {"issued", "repealed", "in_force"}) > 1
    for clause in sentence:
        if clause.at is None:
            yield clause
            continue
        done = _done(clause)
        taken = []
        for i, token in enumerate(clause.tokens):
            decision = token.sense in DECISIONS and ((len(decisions) > 1 and _alone(clause, token)) or i == done)
            paper = several and token.sense == "normative_documents" and _of_papers(clause)
            answer = len(answers) > 1 and token.sense in ("granted", "refused")
            if token.kind == "unknown" and (decision or paper or answer):
                token = replace(token, kind="result" if answer else "field")
            taken.append(token)
        yield replace(clause, tokens=tuple(taken))


def _alone(clause: Clause, token: Token) -> bool:
    """Whether nothing unknown stands before a word in its clause: 规划许可6件 is no 许可 of the table."""
    place = clause.tokens.index(token)
    return token.kind == "field" or all(t.kind in _BETWEEN or t.sense in DECISIONS for t in clause.tokens[:place])


def _done(clause: Clause) -> int | None:
    """办理取水许可18件, 作出处罚12件: where the word before the figure stands, if somebody did it."""
    left = [i for i, t in enumerate(clause.left) if t.kind not in ("filler", "noun")]
    done = clause.has("decide") or clause.has("act", "in_hand")
    return left[-1] if len(left) > 1 and done and clause.left[left[-1]].sense in DECISIONS else None


def _of_papers(clause: Clause) -> bool:
    """制发文件16件, 文件废止2件: the act stands beside 文件, and nothing else that nobody knows."""
    left = [t for t in clause.left if t.kind not in ("filler", "noun", "year", "link")]
    kinds = sorted((t.kind, t.sense if t.kind == "unknown" else "") for t in left)
    return kinds == [("document", ""), ("unknown", "normative_documents")]
