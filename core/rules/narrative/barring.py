"""Step 4a: why the figure of a clause is none of the tables'."""

from __future__ import annotations

from collections.abc import Sequence

from core.rules.narrative.clauses import MEANING, Clause
from core.rules.narrative.fields import DECISIONS, DISPUTES, DOCUMENTS
from core.rules.narrative.tokens import Token

_DECIDING = ("not_in_tables", "published", "powers", "field", "act", "document", "result", "decide")
_MAY_BAR = frozenset(["not_in_tables", "published", "powers", "change", "share", "own", ("link", "by")])
_NEVER_OURS = ("for_others", "charges", "waived", "average")
_TABLE_2 = ("procurement", "fees", *DOCUMENTS, *DECISIONS)


def barred(clause: Clause) -> str:
    """Why the figure of a clause is none of the tables': a change, a share, something published, a list, other work."""
    if clause.kinds.isdisjoint(_MAY_BAR):
        return ""
    meanings = _meanings(clause)
    if _only_compares(clause):
        return "change"
    if _not_in_tables(clause, meanings):
        return "not_in_tables"
    if _published_items(clause.left) or _opened_things(clause.left):
        return "published"
    kinds = [t.kind for t in meanings]
    if ("not_in_tables" in kinds and clause.at is None) or published_papers(clause):
        return ""
    if "published" in kinds and not _own_act_after(meanings, "published"):
        return "published"
    listed = "powers" in kinds and not (_papers_there_are(clause) or clause.has("carry") or clause.has("own", "apply"))
    return "powers" if listed and not _own_act_after(meanings, "powers") else ""


def _meanings(clause: Clause) -> list[Token]:
    """The words that decide what the figure counts; where no field stands before it, the first behind it too."""
    found = [t for t in clause.left if t.kind in _DECIDING]
    if not any(t.kind == "field" for t in found):
        found += [t for t in clause.right if t.kind in ("not_in_tables", "field")][:1]
    return found


def _only_compares(clause: Clause) -> bool:
    """较上年减少5件, 占20%, 纠错率降到0, 拟废止3件."""
    passed = ("filler", "link", "unknown", "date", "year")
    spoken = [t for t in clause.left if t.kind not in passed or t.sense == "part"]
    if clause.left and clause.left[-1].word in ("由", "从"):
        return True  # 由11件增至22件
    rates = any((t.kind, t.sense) == ("share", "rates") for t in spoken)
    planned = any((t.kind, t.sense) == ("change", "plan") for t in spoken)
    if spoken and spoken[-1].word == "占" and clause.figure is not None and clause.figure.sense in ("件", "宗"):
        return planned  # 自然人占62件
    return rates or planned or (bool(spoken) and spoken[-1].kind in ("change", "share"))


def _not_in_tables(clause: Clause, meanings: Sequence[Token]) -> bool:
    """Letters, proposals, what others did, what was only drafted or waived, disputes about something else."""
    kinds = [t.kind for t in meanings]
    if "not_in_tables" in kinds and not _later(kinds, "field", "not_in_tables"):
        # 落实依申请公开制度 only leads up to what is told of requests.
        return clause.at is not None or "field" not in kinds
    if any(t.sense in _NEVER_OURS and not _fines(t, meanings) for t in (*meanings, *clause.right)):
        return True
    drafted = any(t.sense == "drafts" for t in meanings) and not _issued_after(meanings)
    return drafted or _of_another_matter(clause) or _other_requests(clause)


def _other_requests(clause: Clause) -> bool:
    """救助申请12件, 工伤认定申请: the word that nobody knows beside 申请 says what was applied for."""
    if clause.at is None or clause.has("field", "requests"):
        return False
    left = clause.left
    return any(
        (t.kind, t.sense) == ("own", "apply") and i and left[i - 1].kind in ("unknown", "not_in_tables")
        for i, t in enumerate(left)
    )


def _of_another_matter(clause: Clause) -> bool:
    """因具体行政行为被起诉2件: a cause that is not the openness of information."""
    left = clause.left
    if not any(t.kind == "field" and t.sense in DISPUTES for t in left):
        return False
    cause = next((i for i, t in enumerate(left) if t.kind == "link" and t.sense == "by"), None)
    if cause is None or any(t.kind in ("reason", "own", "published") for t in left):
        return False
    unknown = sum(t.end - t.start for t in left[cause:] if t.kind == "unknown")
    return unknown > 2 and not any(t.kind == "field" and t.sense == "requests" for t in left)


def _fines(token: Token, meanings: Sequence[Token]) -> bool:
    """罚款等行政处罚决定52件: fines that only say of what kind the penalties were."""
    decisions = any(t.kind == "field" and t.sense == "penalties" and t.start > token.start for t in meanings)
    return token.sense == "charges" and token.word.startswith("罚") and decisions


def _issued_after(meanings: Sequence[Token]) -> bool:
    """起草并印发规范性文件1件: what was drafted was issued."""
    place = max(i for i, t in enumerate(meanings) if t.sense == "drafts")
    issued = [t for t in meanings[place:] if t.kind == "document"]
    return bool(issued) and issued[0].start > meanings[place].end  # 审核制发 is the reviewing of what is issued


def published_papers(clause: Clause) -> bool:
    """规范性文件发布2件: perhaps what was issued, perhaps what was put on a website; a hint, if it differs."""
    verbs = [t for t in clause.tokens if t.kind == "published"]
    return (
        bool(verbs)
        and all(t.sense == "verbs" for t in verbs)
        and any(t.kind == "field" and t.sense in DOCUMENTS for t in clause.tokens)
        and not clause.has("channel")
        and not clause.has("own")
    )


def _published_items(left: Sequence[Token]) -> bool:
    """行政许可信息11条, 公开规范性文件3件: items on a website."""
    for i, token in enumerate(left):
        if token.kind != "field" or token.sense not in _TABLE_2:
            continue
        after = left[i + 1] if i + 1 < len(left) else None
        if after is not None and after.kind in ("own", "published") and after.sense not in ("open", "apply", "verbs"):
            return True
        before = [t for t in left[:i] if t.kind in ("own", "document", "act", "decide")]
        if before and before[-1].kind == "own" and before[-1].sense == "open":
            return not any(t.kind == "document" for t in before)
    return False


def _opened_things(left: Sequence[Token]) -> bool:
    """公开|重大执法|决定|21件: things put on a website, named by words of theirs; 公开3件 is a result."""
    first = next((i for i, t in enumerate(left) if t.kind in MEANING), None)
    if first is None or (left[first].kind, left[first].sense) != ("own", "open"):
        return False
    behind = left[first + 1 :]
    named = any(t.kind == "unknown" and t.end - t.start > 1 for t in behind)
    return named and not any(t.kind in ("act", "carry", "result", "document") for t in behind)


def _papers_there_are(clause: Clause) -> bool:
    """现有规范性文件21件: papers in force, as licences of a list are not."""
    powers = [t.word for t in clause.left if t.kind == "powers"]
    fields = [t.sense for t in clause.left if t.kind == "field"]
    return powers == ["现有"] and fields == ["normative_documents"]


def _later(kinds: Sequence[str], one: str, other: str) -> bool:
    """Whether the last token of one kind stands behind the last of the other: the head of a Chinese phrase is last."""
    return one in kinds and len(kinds) - kinds[::-1].index(one) > len(kinds) - kinds[::-1].index(other)


def _own_act_after(meanings: Sequence[Token], kind: str) -> bool:
    """主动公开本年度制发的规章6件, 公开收到的申请6件: an act of our own stands behind the publishing."""
    place = max(i for i, t in enumerate(meanings) if t.kind == kind)
    rest = meanings[place + 1 :]
    if kind == "published" and meanings[place].sense == "open_info":
        before = meanings[:place]
        if any(t.kind in ("act", "result") for t in before):
            return True
    return any(t.kind == "document" and t.sense in ("issued", "repealed", "in_force") for t in rest) or any(
        t.kind in ("act", "result", "carry") or (t.kind, t.sense) == ("decide", "words") for t in rest
    )
