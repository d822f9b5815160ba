"""Step 4: what one clause says by itself: its field, act, result, who, outcome, links, without what stood before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.rules.narrative.barring import barred
from core.rules.narrative.clauses import MEANING, Clause
from core.rules.narrative.fields import GROUPS
from core.rules.narrative.tokens import Token

_REACH_LEFT = 4  # characters nobody understands between a word and the figure behind it
_REACH_RIGHT = 8


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
    near_right = _near(_up_to_among(right), _REACH_RIGHT)
    kinds = clause.kinds
    result = "result" in kinds
    return Frame(
        clause,
        fields=(_senses(left, "field") or _senses(near_right, "field")) if "field" in kinds else (),
        acts=(_senses(left, "act") or _senses(right, "act")) if "act" in kinds else (),
        results=_results(_senses(left, "result"), _senses(near_right, "result")) if result else (),
        who=(_senses(left, "who") or _senses(near_right, "who")) if "who" in kinds else (),
        outcomes=(_senses(left, "outcome") or _senses(near_right, "outcome")) if "outcome" in kinds else (),
        documents=(_senses(left, "document") or _senses(near_right, "document")) if "document" in kinds else (),
        carried=_carried(clause.tokens, kinds),
        in_hand=clause.has("in_hand_still"),
        channel=clause.has("channel"),
        links=frozenset(t.sense for t in clause.tokens if t.kind == "link") if "link" in kinds else frozenset(),
        applies=("own", "apply") in kinds and _applies(clause.tokens),
        opens=bool(left) and _last_meaning(left) in (("own", "open"), ("published", "open_info")),
        barred=barred(clause),
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


def _up_to_among(right: Sequence[Token]) -> Sequence[Token]:
    """65件新收申请|中自然人占62件: what stands behind 中 is said of the next figure."""
    place = next((i for i, t in enumerate(right) if t.word == "中" and i), None)
    return right if place is None else right[:place]


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


def _carried(found: Sequence[Token], kinds: frozenset[str | tuple[str, str]]) -> str:
    """Which way 结转 goes, by the year beside it: 结转2025年 forward, 2023年结转 and 结转上年 in.

    Without a year it is "somewhere": what was said before decides.
    """
    if "carry" not in kinds and "in_hand_still" not in kinds:
        return ""
    places = [i for i, t in enumerate(found) if t.kind == "carry"]
    years = [t.sense for t in found if t.kind == "year"]
    if not years:
        places = [i for i in places if found[i].word != "转"]  # 转由部门办理2件
    if not places:
        # 上年度未办结申请3件
        return "in" if "last" in years and any(t.kind == "in_hand_still" for t in found) else ""
    if any(found[i].sense == "in" for i in places):
        return "in"
    if any(found[i].sense == "out" for i in places):
        return "forward"
    if "next" in years:
        return "both" if "last" in years else "forward"
    if "last" in years:
        return "in"
    if any(t.kind == "year" and t.sense == "this" for t in found[places[0] + 1 :]):
        return "in"
    return "somewhere"


def specific(results: Sequence[str]) -> tuple[str, ...]:
    """The kinds of result that are meant: 因重复申请不予处理 names a group and one of its kinds, and means the kind."""
    kinds = tuple(r for r in results if r not in GROUPS and r != "no_row")
    return kinds or tuple(r for r in results if r != "no_row")
