"""Step 4: what one clause says by itself: its field, act, result, who, outcome, links, without what stood before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.rules.narrative.clauses import MEANING, Clause
from core.rules.narrative.tokens import Token

DISPUTES = ("review", "suit", "direct_suit", "suit_after_review")
DOCUMENTS = ("normative_documents", "regulations")
DECISIONS = ("licences", "penalties", "coercive_measures")
_REACH_LEFT = 4  # characters nobody understands between a word and the figure behind it
_REACH_RIGHT = 8
# The group of results a kind of result belongs to: 因重复申请不予处理 names both, and means the kind.
GROUPS = ("refused", "unavailable", "declined", "other")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a clause names, each in the order of the text; () and '' where it names none.

    carried is in or forward; barred says why its figure is none of the tables' ('' when it may be one).
    """

    clause: Clause
    fields: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    carried: str = ""
    in_hand: bool = False
    channel: bool = False
    links: frozenset[str] = frozenset()
    applies: bool = False
    opens: bool = False
    barred: str = ""
    understood: bool = True


def frame(clause: Clause) -> Frame:
    """The frame of a clause."""
    left, right = clause.left, clause.right
    near_right = _near(right, _REACH_RIGHT)
    return Frame(
        clause,
        fields=_senses(left, "field") or _senses(near_right, "field"),
        acts=_senses(left, "act") or _senses(right, "act"),
        results=_results(_senses(left, "result"), _senses(near_right, "result")),
        who=_senses(left, "who") or _senses(near_right, "who"),
        outcomes=_senses(left, "outcome") or _senses(near_right, "outcome"),
        documents=_senses(left, "document") or _senses(near_right, "document"),
        carried=_carried(clause.tokens),
        in_hand=clause.has("in_hand_still"),
        channel=clause.has("channel"),
        links=frozenset(t.sense for t in clause.tokens if t.kind == "link"),
        applies=_applies(clause.tokens),
        opens=bool(left) and _last_meaning(left) in (("own", "open"), ("published", "open_info")),
        barred=_barred(clause),
        understood=_understood(clause),
    )


def _results(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    """Those named before the figure; 不予公开1件（属于国家秘密） adds the kind to the group."""
    return left + right if not left or all(r in GROUPS for r in left) else left


def _applies(found: Sequence[Token]) -> bool:
    """Whether 申请 alone stands in the clause, and nobody knows for what: 救助申请 has a word before it that is not."""
    for i, token in enumerate(found):
        if token.kind == "own" and token.sense == "apply":
            before = found[i - 1] if i else None
            if before is None or before.kind not in ("unknown", "noun", "not_in_tables"):
                return True
    return False


def _senses(found: Iterable[Token], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.sense for t in found if t.kind == kind))


def _near(found: Iterable[Token], reach: int) -> list[Token]:
    """Tokens on one side of a figure, nearest first, up to more unknown characters than may be passed over."""
    result: list[Token] = []
    unknown = 0
    for token in found:
        if token.kind == "unknown":
            unknown += token.end - token.start
            if unknown > reach:
                break
        result.append(token)
    return result


def _last_meaning(left: Sequence[Token]) -> tuple[str, str] | None:
    return next(((t.kind, t.sense) for t in reversed(left) if t.kind in MEANING), None)


def _understood(clause: Clause) -> bool:
    """Whether some word with a meaning stands near the figure, with nothing unknown between."""
    if clause.at is None:
        return True
    for side, reach in ((reversed(clause.left), _REACH_LEFT), (iter(clause.right), _REACH_RIGHT)):
        if any(t.kind in MEANING or t.kind == "reason" for t in _near(side, reach)):
            return True
    return not any(t.kind == "unknown" for t in (*clause.left, *clause.right))


def _carried(found: Sequence[Token]) -> str:
    """Which way 结转 goes, by the year beside it: 结转2025年 forward, 2023年结转 and 结转上年 in.

    Without a year it is "somewhere": what was said before decides.
    """
    places = [i for i, t in enumerate(found) if t.kind == "carry"]
    years = [t.sense for t in found if t.kind == "year"]
    if not years:
        places = [i for i in places if found[i].word != "转"]  # 转由部门办理2件
    if not places:
        # 上年度未办结申请3件
        return "in" if "last" in years and any(t.kind == "in_hand_still" for t in found) else ""
    if any(found[i].sense == "in" for i in places):
        return "in"
    if "next" in years:
        return "both" if "last" in years else "forward"
    if "last" in years:
        return "in"
    if any(t.kind == "year" and t.sense == "this" for t in found[places[0] + 1 :]):
        return "in"
    return "somewhere"


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


_DECIDING = ("not_in_tables", "published", "powers", "field", "act", "document", "result", "decide")


def _barred(clause: Clause) -> str:
    """Why the figure of a clause is none of the tables': a change, a share, something published, a list, other work."""
    left = clause.left
    spoken = [t for t in left if t.kind not in ("filler", "link", "unknown", "date", "year") or t.sense == "part"]
    if spoken and spoken[-1].kind in ("change", "share"):
        return spoken[-1].kind
    if any((t.kind, t.sense) == ("share", "rates") for t in spoken):
        return "share"  # 纠错率降到0
    meanings = [
        t
        for t in left
        if t.kind in ("not_in_tables", "published", "powers", "field", "act", "document", "result", "decide")
    ]
    if not any(t.kind == "field" for t in meanings):
        meanings += [t for t in clause.right if t.kind in ("not_in_tables", "field")][:1]
    kinds = [t.kind for t in meanings]
    if "not_in_tables" in kinds and not _later(kinds, "field", "not_in_tables"):
        # 落实依申请公开制度 only leads up to what is told of requests.
        return "" if clause.at is None and "field" in kinds else "not_in_tables"
    if any(
        t.kind == "not_in_tables" and t.sense in ("for_others", "charges", "waived") and not _fines(t, meanings)
        for t in (*meanings, *clause.right)
    ):
        return "not_in_tables"
    if "not_in_tables" in kinds and any(t.sense == "drafts" for t in meanings) and not _issued_after(meanings):
        return "not_in_tables"
    if _of_another_matter(clause):
        return "not_in_tables"
    if _published_items(left) or _opened_things(left):
        return "published"
    if published_papers(clause):
        return ""
    for kind in ("published", "powers"):
        if kind in kinds and not _own_act_after(meanings, kind):
            return kind
    return ""


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


_TABLE_2 = ("procurement", "fees", *DOCUMENTS, *DECISIONS)


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
        t.kind in ("act", "result") or (t.kind, t.sense) == ("decide", "words") for t in rest
    )


def specific(results: Sequence[str]) -> tuple[str, ...]:
    """The kinds of result that are meant: 因重复申请不予处理 names a group and one of its kinds, and means the kind."""
    kinds = tuple(r for r in results if r not in GROUPS and r != "no_row")
    return kinds or tuple(r for r in results if r != "no_row")
