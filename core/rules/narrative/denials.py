"""Step 6: what a text says did not happen: 未收到申请, 未发生行政复议, 均已答复, and the cells that are then 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from core.rules.narrative.clauses import Clause
from core.rules.narrative.denied_words import REACH, DeniedWords, collect, ends, narrow
from core.rules.narrative.fields import DECISIONS, DISPUTES, DOCUMENTS, GROUPS
from core.rules.narrative.frames import specific
from core.rules.narrative.meanings import block, columns_of, document_cells, result_cells
from core.rules.narrative.noun_phrases import without_causes
from core.rules.narrative.statements import Statement
from core.rules.narrative.tokens import Token

_SAYS = {
    "received": "没有收到政府信息公开申请",
    "carried_in": "没有上年结转的申请",
    "carried_forward": "申请全部办结（没有结转下年度的）",
    "results_total": "没有办理政府信息公开申请",
    "review": "没有行政复议",
    "suit": "没有行政诉讼",
    "direct_suit": "没有未经复议直接起诉的行政诉讼",
    "suit_after_review": "没有复议后起诉的行政诉讼",
    "fees": "没有行政事业性收费",
    "licences": "没有行政许可",
    "penalties": "没有行政处罚",
    "coercive_measures": "没有行政强制",
}
_DOCUMENT_SAYS = {
    "issued": "没有制发{}",
    "repealed": "没有废止{}",
    "in_force": "没有现行有效的{}",
    "public_total": "没有对外公开的{}",
}
_DOCUMENT_NAMES = {"normative_documents": "规范性文件", "regulations": "规章"}
# 未按时答复 denies how something was done, not that it was.
_MANNER = ("按时", "按期", "及时", "依法", "依规", "规范", "严格", "按规定", "妥善", "按照", "有效", "顺利", "正常")
_NOTHING_AT_END = ("零", "无", "均无", "皆无", "没有", "均没有", "也没有", "也无", "空白")
_NO_DATA = ("数据", "相关数据", "此类数据")
# 未将处罚决定纳入公开: what was not done with it.
_HANDLED = ("将", "把")
# 无此类申请: of what was spoken of
_SUCH = ("此类", "该类", "这类")
# Kinds of words that may stand beside the results that are denied: 没有作出不予公开决定的情况
_BESIDE_RESULTS = frozenset(["result", "noun", "filler", "happen", "decide", "figure"])
_STRANGE_IN_RESULTS = 3
# Not one of those in hand is left: 不存在未办结的申请; 无逾期未办结的 tells only of those.
_LEFT_OVER = ("未办结", "未答复", "在办", "未办理完毕", "未完结", "未答复完毕")
_CLOSING_QUOTES = ("”", '"', "’")
_NONE = ("未有", "没有", "无", "无任何")


@dataclass(frozen=True, slots=True)
class Denial:
    """Words [start, end) of the plain text that deny something: its name, the clerk's wording of it, and the cells
    that should be 0 (alternatives for the two editions)."""

    start: int
    end: int
    name: str
    says: str
    cells: tuple[str, ...]
    certain: bool = True

    @property
    def dispute(self) -> bool:
        """Whether it is about reviews or suits."""
        return self.name.split(".")[0] in DISPUTES


def denials(parts: Sequence[Clause], said: Sequence[Statement]) -> list[Denial]:
    """All denials of a paragraph, in order."""
    found: list[Denial] = []
    before = _Before()
    for i, clause in enumerate(parts):
        if i == 0 or parts[i - 1].sentence != clause.sentence:
            before = _Before()
        found += _denied(clause, before, parts[i + 1] if i + 1 < len(parts) else None)
        before.add(clause)
    if any(one.name == "carried_forward" and one.certain for one in found):
        return found  # 均已办结，无结转 says it once
    return found + list(_all_answered(parts, said))


@dataclass(slots=True)
class _Before:
    """What the sentence said before a clause: the clause itself, the fields named last, whether of requests at all."""

    clause: Clause | None = None
    fields: tuple[str, ...] = ()
    requests: bool = False
    acts: frozenset[str] = frozenset()

    def add(self, clause: Clause) -> None:
        """Remember a clause."""
        self.clause = clause
        self.fields = tuple(dict.fromkeys(t.sense for t in clause.tokens if t.kind == "field")) or self.fields
        self.acts |= {t.sense for t in clause.tokens if t.kind == "act"}


def _denied(clause: Clause, before: _Before, following: Clause | None) -> Iterator[Denial]:
    """The denials of one clause: each 未 or 无 denies what is named behind it, up to the next one."""
    found = _nonexistent(without_causes(clause.tokens))
    before.requests = before.requests or clause.has("field", "requests") or clause.has("own", "apply")
    while found and found[-1].word in _CLOSING_QUOTES:
        found = found[:-1]
    places = [i for i, t in enumerate(found) if t.kind == "no"]
    if not places:
        return
    if (whole := _whole_clause(found, places, before)) is not None:
        yield from whole
        return
    for n, place in enumerate(places):
        stop = places[n + 1] if n + 1 < len(places) else len(found)
        # 未制发、未废止任何规范性文件; 未新增也未废止: the object stands behind the last of the verbs.
        shared = _verb_only(found[place + 1 : stop])
        rest = [*found[place + 1 : stop], *(found[stop + 1 :] if shared else [])]
        if stop == len(found) and following is not None and _goes_on(clause, following):
            rest += without_causes(following.tokens)
        if place and found[place - 1].kind == "year" and rest and rest[0].kind == "carry":
            rest = [found[place - 1], *rest]  # 上年度|无|结转|申请
        if _of_what_follows(found, place, stop):
            continue
        yield from _denied_by(found[place], rest, len(found[place + 1 : stop]) if shared else None, before)


def _whole_clause(found: Sequence[Token], places: Sequence[int], before: _Before) -> Iterator[Denial] | None:
    """The denials of a clause whose 未 or 无 stands behind what it denies; None where it stands before."""
    first, last = found[places[0]], found[-1]
    if papers := _papers_before(found, places, before.clause):
        return _up_to(last, _denied_by(first, [*found[places[0] + 1 :], *papers], None, before))
    if last.kind == "no" and (last.word in _NOTHING_AT_END or last.word.endswith(_NO_DATA)):
        return _nothing_at_end(found, before)
    each = _behind_each(found, places)
    if all(_comments(found[place], found[: places[0]], behind) for place, behind in each):
        # 规范性文件制定工作未开展, 行政处罚未发生, 依申请公开零受理、零结转
        named = [t for t in found[: places[0]] if t.kind not in ("noun", "no", "happen")]
        start = next(t.start for t in found if t.kind == "field")
        denied = [
            _up_to(_last(behind), _denied_by(replace(found[place], start=start), [*behind, *named], None, before))
            for place, behind in each
        ]
        return chain.from_iterable(denied)
    return None


def _last(found: Sequence[Token]) -> Token:
    """The last token that says something."""
    return next((t for t in reversed(found) if t.kind not in ("filler", "link")), found[-1])


def _up_to(last: Token, found: Iterator[Denial]) -> Iterator[Denial]:
    return (replace(denial, end=last.end) for denial in found)


def _papers_before(found: Sequence[Token], places: Sequence[int], last: Clause | None) -> list[Token]:
    """没有现行有效的规范性文件，当年亦未制发: the papers that the clause before named."""
    if last is None or len(places) != 1 or not _lacks_object(found[places[0] + 1 :]):
        return []
    if last.has("not_in_tables") or not (last.has("document") or last.has("no")):
        return []  # 起草的3件规范性文件已报审，尚未印发
    papers = [t for t in last.tokens if t.kind == "field"]
    fits = all(t.sense in DOCUMENTS for t in papers) and not any(t.kind == "field" for t in found)
    return papers if fits else []


def _nonexistent(found: Sequence[Token]) -> list[Token]:
    """不存在 is a kind of result, and a denial where what there is none of follows: 不存在未办结的申请."""
    denied = ("in_hand_still", "carry", "outcome", "result")
    result = list(found)
    for i, token in enumerate(result[:-1]):
        if token.word == "不存在" and result[i + 1].kind in denied:
            result[i] = replace(token, kind="no", sense="words")
    return result


def _behind_each(found: Sequence[Token], places: Sequence[int]) -> list[tuple[int, list[Token]]]:
    """The place of each 未 or 无 with the tokens behind it, up to the next one."""
    stops = [*places[1:], len(found)]
    return [(place, list(found[place + 1 : stop])) for place, stop in zip(places, stops, strict=True)]


def _of_what_follows(found: Sequence[Token], place: int, stop: int) -> bool:
    """没有规范性文件|未经公开: a second 未 right behind the name tells what there was none of."""
    return (
        stop < len(found)
        and stop - 1 > place
        and found[stop - 1].kind == "field"
        and found[stop].word[0] in "未不"
        and found[stop].start == found[stop - 1].end
    )


def _nothing_at_end(found: Sequence[Token], before: _Before) -> Iterator[Denial]:
    """行政复议、行政诉讼均无; 申请数为零; 新收无, where the sentence named the requests."""
    no = found[-1]
    if no.word == "空白" and any(t.kind in ("unknown", "document", "act") and t.end - t.start > 1 for t in found):
        found = [t for t in found if t.kind not in ("document", "act") or t.sense in ("issued", "repealed", "in_force")]
        if any(t.kind == "unknown" for t in found):
            return
    start = next((t.start for t in found if t.kind == "field"), no.start)
    kept = [t for t in found[:-1] if t.kind not in ("unknown", "noun", "act")]
    named = any(t.kind == "field" for t in kept)
    if not named and before.fields == ("requests",) and all(t.kind in ("act", "carry", "filler") for t in found[:-1]):
        if any((t.kind, t.sense) in (("act", "received"), ("act", "received_new")) for t in found):
            yield Denial(found[0].start, no.end, "received", _SAYS["received"], ("3.received.total",))
        elif found[0].kind == "carry" and before.acts <= {"received", "received_new"}:
            yield Denial(found[0].start, no.end, "carried_in", _SAYS["carried_in"], ("3.carried_in.total",), False)
        return
    for denial in _denied_by(replace(no, start=start), kept, None, before):
        yield replace(denial, end=no.end)


def _comments(no: Token, before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether a clause names its field, and then denies no more than a verb of it."""
    verbs = ("document", "happen", "decide", "filler", "carry")
    done = [t for t in behind if t.kind not in ("filler", "link") or t.word in ("开展", "进行")]
    allowed = ("field", "document", "noun", "filler", "link", "year", "reason")
    return (
        bool(done)
        and all(t.kind in verbs or t.sense in ("received", "received_new", "and") for t in (*done, *behind))
        and any(t.kind == "field" for t in before)
        and (all(t.kind in allowed for t in before) or no.word == "零")
    )


def _lacks_object(found: Sequence[Token]) -> bool:
    return bool(found) and all(t.kind in ("document", "filler", "link") for t in found) and found[0].kind == "document"


def _verb_only(found: Sequence[Token]) -> bool:
    return (
        bool(found)
        and all(t.kind in ("document", "link", "filler", "act", "decide") for t in found)
        and any(t.kind in ("document", "act", "decide") for t in found)
    )


def _goes_on(clause: Clause, following: Clause) -> bool:
    """无因政府信息公开产生行政复议，提起行政诉讼情况发生: the denial reaches over the comma."""
    first = following.tokens[0]
    return (
        following.opener == ","
        and following.at is None
        and following.sentence == clause.sentence
        and first.kind in ("happen", "link")
        and first.sense in ("words", "of")
        and following.has("field", *DISPUTES)
        and not following.has("no")
    )


def _denied_by(no: Token, rest: list[Token], shared: int | None, said: _Before) -> Iterator[Denial]:
    if _tells_of_another(rest, said):
        return
    if found := [*_left_over(no, rest, said), *_none_lost(no, rest, said)] or [*_results_denied(no, rest, said)]:
        yield from found
        return
    behind = DeniedWords(papers=any(t.kind == "document" for t in rest))
    before: Token | None = None
    for i, token in enumerate(rest):
        if ends(behind, token):
            return
        if token.kind == "result" and token.sense != "no_row" and (i == 0 or not behind.fields):
            yield from _bare_results(no, rest, i, behind)
            return
        narrow(behind, rest, i)
        collect(behind, token, before, own_document=shared is None or i < shared)
        if behind.unknown > behind.reach:
            break
        before = token
    yield from _named(no, behind)


def _bare_results(no: Token, rest: Sequence[Token], i: int, behind: DeniedWords) -> Iterator[Denial]:
    """没有不予公开和不予处理的, where no requests were counted."""
    token, says = rest[i], "没有这一类办理结果"
    if i == 0 and (several := _results_only(rest)) and not {"没", "无"}.isdisjoint(no.word):
        for one in several:
            yield Denial(no.start, rest[-1].end, one, says, result_cells(one), len(several) > 1)
        return
    plain = no.word in _NONE and len(rest) > i + 1 and rest[i + 1].kind in ("own", "noun")
    if (behind.verbs & {"happen"} or plain) and len(rest) <= i + 3:
        yield Denial(no.start, token.end, token.sense, says, result_cells(token.sense), not plain)


def _tells_of_another(rest: Sequence[Token], said: _Before) -> bool:
    """Whether what is denied is none of the tables', whatever field it names."""
    if _of_manner(rest) or _topic_only(rest) or _counts(rest) or _of_another_head(rest) or _of_another_cause(rest):
        return True
    return any(t.word in _SUCH for t in rest) and said.fields != ("requests",)


def _of_manner(rest: Sequence[Token]) -> bool:
    """未按时答复, 未将处罚决定公开: how it was done, or what was done with it."""
    return bool(rest) and (rest[0].word in _MANNER or rest[0].word in _HANDLED)


def _topic_only(rest: Sequence[Token]) -> bool:
    """未对依申请公开收取费用, 未就政府信息公开申请登记: what was not done with the requests stands behind them."""
    place = next((i for i, t in enumerate(rest) if (t.kind, t.sense) == ("field", "requests")), None)
    if place is None:
        return False
    about = (rest[0].kind, rest[0].sense) == ("link", "by")
    return (
        about
        and not any(t.kind == "field" for t in rest[place + 1 :])
        and any(t.kind in ("act", "charge") and t.sense != "lodged" for t in rest[place + 1 :])
    )


def _of_another_head(rest: Sequence[Token]) -> bool:
    """行政诉讼|旁听活动, 行政许可|超期|办结: a word nobody knows right behind the name is what there was none of."""
    last = max((i for i, t in enumerate(rest) if t.kind == "field"), default=None)
    if last is None or last + 1 == len(rest):
        return False
    i = last + 1
    if rest[i].word in ("的", "类") and i + 1 < len(rest):
        i += 1
    tail = rest[i:]
    if tail[0].kind == "unknown" and tail[0].start == rest[i - 1].end:
        return tail[0].end - tail[0].start > 1 and rest[last].sense not in DISPUTES
    if rest[last].sense in DECISIONS and tail[0].kind in ("own", "published", "result", "in_hand_still"):
        return True
    if rest[last].sense in DISPUTES and (tail[0].kind, tail[0].sense) == ("not_in_tables", "work"):
        return True
    return rest[last].sense == "requests" and tail[0].kind in ("result", "outcome", "published")


def _of_another_cause(rest: Sequence[Token]) -> bool:
    """因不服行政处罚提起的行政复议: a dispute about something else."""
    causes = {t.sense for t in rest if t.kind == "reason"}
    return bool(causes) and causes <= {*DECISIONS, *DOCUMENTS} and any(t.sense in DISPUTES for t in rest)


def _left_over(no: Token, rest: Sequence[Token], said: _Before) -> Iterator[Denial]:
    """不存在未办结的申请: nothing is carried forward; 行政复议2件，无尚未审结的: none is pending."""
    if any(t.kind == "unknown" for t in rest):
        return
    disputes = [t.sense for t in rest if t.kind == "field"] or list(said.fields)
    pending = next((t for t in rest if (t.kind, t.sense) == ("outcome", "pending")), None)
    if pending is not None and len(disputes) == 1 and disputes[0] in DISPUTES:
        name, cells = disputes[0], (block(disputes, "pending"),)
        yield Denial(no.start, pending.end, f"{name}.pending", "没有尚未审结的案件", cells, False)
    left = next((t for t in rest if t.kind == "in_hand_still" and t.word.removeprefix("尚") in _LEFT_OVER), None)
    named = any(t.sense in ("requests", "apply") for t in rest)
    if left is not None and (named or (not any(t.kind == "field" for t in rest) and said.fields == ("requests",))):
        end = max(left.end, *(t.end for t in rest if t.sense in ("requests", "apply")), 0)
        yield Denial(no.start, end, "carried_forward", _SAYS["carried_forward"], ("3.carried_forward.total",))


def _none_lost(no: Token, rest: Sequence[Token], said: _Before) -> Iterator[Denial]:
    """行政复议3件，没有被撤销的: of the cases spoken of before."""
    lost = [t for t in rest if (t.kind, t.sense) == ("outcome", "corrected")]
    own = not any(t.kind in ("field", "unknown", "own") for t in rest)
    if lost and own and len(said.fields) == 1 and said.fields[0] in DISPUTES and not lost[0].word.startswith("责令"):
        name, cells = said.fields[0], (block(said.fields, "corrected"),)
        yield Denial(no.start, lost[-1].end, f"{name}.corrected", "没有被纠错或者败诉的案件", cells, False)


def _results_denied(no: Token, rest: Sequence[Token], said: _Before) -> Iterator[Denial]:
    """收到申请7件，未作出不予公开、不予处理决定: no request had such a result; only where requests were counted."""
    named = dict.fromkeys(t.sense for t in rest if t.kind == "result")
    kinds = [k for k in named if not any(other.startswith(f"{k}_") for other in named)]
    if not kinds or not said.requests or any(t.sense == "no_row" for t in rest):
        return
    fits = all(
        t.kind in _BESIDE_RESULTS or t.sense in ("and", "of", "apply", "requests") or t.kind == "unknown" for t in rest
    )
    if not fits or sum(t.end - t.start for t in rest if t.kind == "unknown") > _STRANGE_IN_RESULTS:
        return
    end = max(t.end for t in rest if t.kind == "result")
    for kind in kinds:
        certain = kind in (*GROUPS, "granted", "partly_granted")
        yield Denial(no.start, end, kind, "没有这一类办理结果", result_cells(kind), certain)


def _results_only(rest: Sequence[Token]) -> list[str]:
    """The kinds of result denied by 没有不予公开和不予处理的; none where anything else stands there."""
    if not all(t.kind in ("result", "noun", "filler") or t.sense == "and" for t in rest):
        return []
    return list(specific([t.sense for t in rest if t.kind == "result"]))


def _counts(rest: Sequence[Token]) -> bool:
    """Whether a figure is denied that is not 0; 未发生一起因公开引起的行政复议 counts one that did not happen."""
    figures = [i for i, t in enumerate(rest) if t.figure is not None and t.figure.value != 0]
    if not figures:
        return False
    first = rest[figures[0]].figure
    return first is None or first.value != 1 or figures[0] + 1 == len(rest)


def _named(no: Token, behind: DeniedWords) -> Iterator[Denial]:
    fields, verbs = behind.fields, behind.verbs
    end = fields[-1].end if fields else behind.apply_end or no.end
    if behind.disputes or any(sense == "corrected" for _, sense in behind.outcomes):
        yield from _disputes(no, end, behind)
        return
    papers = [t.sense for t in fields if t.sense in DOCUMENTS]
    if behind.opened and not behind.documents and (papers or any(t.sense in DECISIONS for t in fields)):
        return  # 未公开规范性文件
    if papers:
        yield from _documents(no, end, papers, behind.documents, verbs)
        return
    asked = any(t.sense == "requests" for t in fields)
    if behind.others or behind.after > (REACH if "received" in verbs else 1 if asked else 2):
        return
    for token in fields:
        if token.sense in DECISIONS and verbs <= {"happen", "decide", "in_hand", "received_new"}:
            yield Denial(no.start, end, token.sense, _SAYS[token.sense], (f"2.{token.sense}.decisions",))
        if token.sense == "fees" and verbs <= {"happen", "charge", "received"}:
            yield Denial(no.start, end, "fees", _SAYS["fees"], ("2.fees.amount",))
    bare_carry = behind.bare_carry and (no.word == "不存在" or any(c in no.word for c in "无没零"))
    requests = any(t.sense == "requests" for t in fields) or behind.apply_end
    if requests and behind.only_some:
        for who in behind.who:  # 无法律服务机构申请
            yield Denial(no.start, end, f"received {who}", "没有这类申请人的申请", (columns_of("received", who),))
    elif (requests and not behind.narrowed) or bare_carry:
        yield from _requests(no, end, verbs, behind.carried)


def _disputes(no: Token, end: int, behind: DeniedWords) -> Iterator[Denial]:
    """未发生被复议纠错、败诉 denies lost cases, not cases."""
    for name in [dispute or "suit" for dispute, sense in behind.outcomes if sense == "corrected"]:
        yield Denial(no.start, end, f"{name}.corrected", "没有被纠错或者败诉的案件", (block([name], "corrected"),))
    for token in behind.disputes if not behind.outcomes else ():
        # 行政诉讼|旁听活动 is no suit; of 未收到行政诉讼|通知 there was none
        certain = behind.after < 2 or "received" in behind.verbs
        yield Denial(no.start, end, token.sense, _SAYS[token.sense], (block([token.sense], "total"),), certain)


def _documents(no: Token, end: int, papers: Sequence[str], acts: Sequence[str], verbs: set[str]) -> Iterator[Denial]:
    done = ["issued" if a == "perhaps_issued" else a for a in acts]
    if "received_new" in verbs or (not done and verbs <= {"happen"}):
        done.append("issued")
    for act in dict.fromkeys(a for a in done if a in _DOCUMENT_SAYS):
        for paper in papers:
            says = _DOCUMENT_SAYS[act].format(_DOCUMENT_NAMES[paper])
            yield Denial(no.start, end, f"{paper}.{act}", says, document_cells(paper, act)[:2])


def _requests(no: Token, end: int, verbs: set[str], carried: str) -> Iterator[Denial]:
    if "carry" in carried:
        both = carried.count("carry") > 1
        if "last" in carried:
            yield Denial(no.start, end, "carried_in", _SAYS["carried_in"], ("3.carried_in.total",))
        if "next" in carried and (both or "last" not in carried):
            yield Denial(no.start, end, "carried_forward", _SAYS["carried_forward"], ("3.carried_forward.total",))
        if "last" not in carried and "next" not in carried and not verbs - {"happen"}:
            # 无一结转, without a year
            yield Denial(
                no.start, end, "carried_forward", _SAYS["carried_forward"], ("3.carried_forward.total",), False
            )
        return
    if verbs & {"received", "received_new"} or verbs <= {"happen", "lodged"}:
        yield Denial(no.start, end, "received", _SAYS["received"], ("3.received.total",))
        if verbs & {"answered", "in_hand"}:
            yield Denial(no.start, end, "results_total", _SAYS["results_total"], ("3.results_total.total",))


def _all_answered(parts: Sequence[Clause], said: Sequence[Statement]) -> Iterator[Denial]:
    """收到申请12件，均已按期答复: nothing is carried forward.

    Not where some are said to be carried forward, and not where 均 is said of what was answered only (办结31件，均按期
    答复)."""
    if any(s.meaning.name == "carried_forward" for s in said):
        return
    for clause in parts:
        if clause.at is not None or not clause.has("act", "answered") or clause.has("no"):
            continue
        if not clause.has("link", "all") or clause.has("link", "rest", "part", "except"):
            continue
        last = [s for s in said if s.clause.start < clause.start and s.clause.sentence == clause.sentence]
        whole = bool(last) and last[-1].meaning.name in ("received", "received+carried_in", "in_hand", "requests")
        named = clause.has("field", "requests") or clause.has("own", "apply")
        if whole or (named and not clause.has("field", *DISPUTES)):
            if any(t.kind == "unknown" and t.end - t.start > REACH for t in clause.tokens):
                continue
            # 均按期答复 is also said where only those that fell due were answered.
            plain = not any("期" in t.word or "时" in t.word for t in clause.tokens)
            cells = ("3.carried_forward.total",)
            yield Denial(clause.start, clause.end, "all_answered", _SAYS["carried_forward"], cells, plain)
