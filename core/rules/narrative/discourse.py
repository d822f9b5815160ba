"""Step 5: clauses in order. What a clause leaves unsaid is taken from those before it; each figure gets its meaning.

Cells are written as in the form's schema: "3.received.total", "+" for a sum, "*" for every row that begins so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.rules.narrative.clauses import Clause, only_figure
from core.rules.narrative.comparisons import comparisons
from core.rules.narrative.fields import DECISIONS, DISPUTES, DOCUMENTS
from core.rules.narrative.frames import Frame, frame
from core.rules.narrative.meanings import COUNT_UNITS, block, meanings, totals
from core.rules.narrative.noun_phrases import without_causes
from core.rules.narrative.statements import (
    ALL_IN_HAND,
    FORWARD,
    RECEIVED,
    RESULTS,
    Discourse,
    Meaning,
    Statement,
)
from core.rules.narrative.tokens import Token
from core.rules.narrative.uncertain import PERHAPS

_APPLICANTS = frozenset(["organisations", "business", "research", "nonprofit", "legal_service"])
_DISPUTED = frozenset(("field", name) for name in DISPUTES)
_CONTENTS = ("内容", "类型", "问题")
_COLUMNS = ("natural_person", *_APPLICANTS)
_OF_SUITS = (("suit_after_review",), ("direct_suit",))
_WHOLES = (RECEIVED, ALL_IN_HAND, "in_hand", "requests")


def statements(parts: Sequence[Clause], topic: str, aside: bool = False) -> tuple[list[Statement], Discourse]:
    """Every figure of a paragraph that is understood, and what the paragraph leaves spoken of."""
    said: list[Statement] = []
    if not topic and (lists_results(parts) or _carries_over(parts) or _lists_applicants(parts)):
        topic = "requests"
    now = Discourse(fields=(topic,) if topic else (), aside=aside)
    for clause in dealt_out(parts):
        before_it = len(said)
        if not clause.kinds.isdisjoint(_DISPUTED):
            clause = replace(clause, tokens=tuple(without_causes(clause.tokens)))
        found = frame(clause)
        _begin(now, found)
        if now.unfinished is not None and _only_sums(clause, now.unfinished):
            # 收到申请较上年增加3件，共12件: the total of what was begun.
            before = now.unfinished.clause
            clause = replace(clause, tokens=(*_named_before(before.left), *clause.tokens))
            found = frame(clause)
        _govern(now, found)
        if clause.figure is None:
            said += _said_of_the_last(now, found, said)
        elif _may_count(now, found):
            _include_carried(now, found, said)
            if now.who and not found.who and {"lodged", "received"} & set(found.acts):
                found = replace(found, who=(now.who,))  # 以自然人为主，提交申请163件
            _say(now, found, meanings(found, now, parts), said)
        if clause.figure is not None and found.barred not in ("change", "share"):
            now.unbound = len(said) == before_it
        now.compared += comparisons(now, found, said)
        _close(now, found)
    return said, now


def _may_count(now: Discourse, found: Frame) -> bool:
    """Whether the figure of a clause may be one of the tables'."""
    shut = _denies_the_figure(found.clause) or now.blocked or bool(found.barred)
    return not shut and found.understood and _comparable(found)


def _say(now: Discourse, found: Frame, what: list[Meaning], said: list[Statement]) -> None:
    """Put down what a figure says, and remember it; or that nothing was understood of it."""
    clause = found.clause
    assert clause.figure is not None
    assert clause.figure.figure is not None
    now.loose = None if what else found
    if not what:
        now.last = None
        now.strange |= "received" in found.acts and not (found.fields or found.applies or found.channel)
    for meaning in what:
        if now.part_of_unknown and not found.fields:
            meaning = replace(meaning, certain=False)
        said.append(Statement(clause.figure.figure, meaning, clause, part=now.part or clause.depth > 0))
        now.names.append(meaning.name)
        now.last = len(said) - 1
        _remember(now, meaning)


def _denies_the_figure(clause: Clause) -> bool:
    """没有发生一起行政复议: one that did not happen."""
    figure = clause.figure
    return (
        figure is not None
        and figure.figure is not None
        and figure.figure.value != 0
        and any(t.kind == "no" for t in clause.left)
    )


def _only_sums(clause: Clause, before: Frame) -> bool:
    """Whether a clause gives only the total of what the one before began: 较去年增加3件，共12件; 增长20%，达到24件."""
    measured = before.clause.at is not None or before.clause.has("percent") or before.clause.has("share")
    reached = measured and any(t.word in ("达到", "达", "为", "计") for t in clause.left)
    several = max(len(before.fields), len(before.acts), len(before.results)) > 1
    named = before.clause.at is None and several and clause.has("link", "all")  # 恰好相等，都是58件
    reached = reached or (bool(before.results) and [t.word for t in clause.left] == ["为"])  # 其次为无法提供，为13件
    only = all(t.kind in ("link", "filler", "year") for t in clause.left) and not clause.right
    among = before.clause.at is None and before.clause.tokens[-1].word.endswith("的") and before.results
    return (only_figure(clause) and (clause.has("link", "sum") or reached or named)) or bool(only and among)


def _named_before(found: Sequence[Token]) -> list[Token]:
    """The words before a change or a share (收到申请|较去年增加), without unknown ones at the end."""
    place = next((i for i, t in enumerate(found) if t.kind in ("change", "share")), len(found))
    while place and found[place - 1].kind in ("unknown", "filler"):
        place -= 1
    return list(found[:place])


def lists_results(parts: Sequence[Clause]) -> bool:
    """Whether a paragraph counts two kinds of results or more: only requests are granted and refused.

    不予受理 and 撤回 together are said of other work, too.
    """
    counted = [c for c in parts if c.at is not None]
    kinds = {t.sense for c in counted for t in c.tokens if _result_named(t)}
    if kinds & {"partly_granted", "granted_or_partly"} and any(c.has("act", "answered") for c in counted):
        return True  # 答复44件，公开或部分公开的29件
    return len(kinds) >= 2 and not kinds <= {"declined", "declined_petition", "unavailable", "other_misc"}


def _result_named(token: Token) -> bool:
    return token.kind == "result" and token.sense != "no_row" and token.word not in PERHAPS


def _carries_over(parts: Sequence[Clause]) -> bool:
    """Whether a paragraph counts what is new beside what was carried over (上年结转1件，新收6件): only requests are."""
    written = any(t.kind == "act" and t.word.endswith("书") for c in parts for t in c.left if c.at is not None)
    counts = written or any(c.at is not None and c.has("act", "received_new") for c in parts)
    return counts and any(c.has("carry") for c in parts) and not any(c.has("not_in_tables") for c in parts)


def _lists_applicants(parts: Sequence[Clause]) -> bool:
    """Whether a paragraph counts natural persons beside a kind of organisations: only requests are counted so."""
    if any(c.has("not_in_tables") or c.has("published") for c in parts):
        return False
    counted = [c for c in parts if c.at is not None and c.has("who")]
    kinds = {t.sense for c in counted for t in c.tokens if t.kind == "who"}
    if len(kinds & _APPLICANTS) > 2:
        return True
    persons = "natural_person" in kinds or ("citizens" in kinds and all(c.has("own", "apply") for c in counted))
    return persons and not kinds.isdisjoint(_APPLICANTS)


def _begin(now: Discourse, found: Frame) -> None:
    clause = found.clause
    if clause.sentence != now.sentence:
        now.begin(clause.sentence)
    elif clause.opener == ";" and clause.depth == 0:
        now.part = now.part_of_unknown = now.requested = False
        now.column = ""
    among = [t.word for t in clause.right[:1]] == ["中"]
    asked = [t for t in clause.left if t.sense in ("requests", "apply")]
    about = [t.start for t in clause.left if t.word in ("涉及", "涉", "主要")]
    if any(t.word.endswith(_CONTENTS) or any(t.end <= at for at in about) for t in asked):
        now.contents = True  # 申请事项涉及行政处罚3件
    if "part" in found.links:
        # 包含2023年结转的2件在内，共办理36件: the whole comes behind
        now.part = clause.opener != "" or all(t.word != "内" for t in clause.right)
        now.listing = True
        now.part_of_unknown = now.part and now.unbound
    if clause.opener == ":" and "results_total" in now.names:
        now.listing = True  # 办结63件：公开26件
    if among or (clause.figure is None and "answered" in found.acts):
        now.listing = True


def _close(now: Discourse, found: Frame) -> None:
    people = found.clause.figure is not None and found.clause.figure.sense in ("人", "人次", "名", "位")
    alone = (found.clause.at is None or people) and len(found.who) == 1 and found.who[0] in _COLUMNS and not found.acts
    alone = alone and "all" not in found.links
    now.who = found.who[0] if alone else ""
    if found.clause.at is None and found.clause.closer == ":":
        now.column = found.who[0] if len(found.who) == 1 and found.who[0] in _COLUMNS else ""
    if found.clause.closer == ")":
        now.part = False
    if found.channel:
        now.channels = True
    if found.clause.at is None or found.barred in ("change", "share") or (people and found.fields == ("requests",)):
        if found.acts or found.results or found.fields or found.who:
            now.unfinished = found if not found.clause.has("no") else None
    elif not found.barred:
        now.unfinished = None


def _govern(now: Discourse, found: Frame) -> None:
    """Let the field of a clause govern, or block until another is named."""
    if now.fees and not found.fields and found.clause.has("charge") and not found.clause.has("not_in_tables"):
        # 公开行政事业性收费项目3项，收费金额21.7万元
        now.fields, now.blocked = ("fees",), False
        return
    now.fees = now.fees or "fees" in found.fields
    if found.barred in ("change", "share") or _shuts_out(now, found):
        # 依申请公开收件量较上年翻了一番，增至22件
        _leave_field(now, found, ("requests",), when=found.barred == "change")
        return
    if found.clause.has("no") and found.clause.figure is None:
        _leave_field(now, found, DOCUMENTS, when=True)  # 无废止的规范性文件，制发5件
        return
    if found.clause.figure is None and (found.applies or "requests" in found.fields):
        now.requested = True
    if found.fields:
        now.fields, now.blocked = found.fields, False
        now.heading = found.fields if _announces(found) else ()
    elif (found.carried in ("in", "forward") or found.results) and now.fields and now.fields[0] in DISPUTES:
        # Only requests are carried over and granted, whatever was spoken of last.
        if not found.outcomes and found.results != ("other_misc",):
            now.fields = ("requests",)
    elif found.applies and found.acts and (not now.blocked or now.beside):
        now.fields, now.blocked = ("requests",), False
    if found.documents:
        now.documents = found.documents
    elif found.fields and found.clause.opener in (";", ""):
        now.documents = ()


def _leave_field(now: Discourse, found: Frame, which: Sequence[str], when: bool) -> None:
    """Let the fields of a clause without a figure govern what follows, if they are all among some."""
    named = bool(found.fields) and all(name in which for name in found.fields)
    if when and named and found.clause.figure is None and not now.blocked:
        now.fields = found.fields


def _shuts_out(now: Discourse, found: Frame) -> bool:
    """Whether a clause tells of something that is not in the tables, or of what was published; blocks what follows."""
    if found.barred:
        # 申请办理结果中，主动公开7件、不予公开2件: the 7 are a result that no row has, and nothing published.
        if not (now.requested and found.barred == "published"):
            now.blocked, now.published = True, now.published or found.barred in ("published", "powers")
            # 受理政府信息公开咨询26件次，收到申请4件: what is applied for was named
            now.beside = found.barred == "not_in_tables" and found.clause.has("own", "open")
        return True
    acts = bool(found.documents or {"in_hand", "answered"} & set(found.acts)) or found.clause.has("decide", "words")
    counted = now.published or (now.part and now.blocked)
    if counted and not acts and any(f in (*DOCUMENTS, *DECISIONS) for f in found.fields):
        # 公开信息50条，其中规范性文件3件: a part of what was published, not of what was issued.
        now.blocked = True
        return True
    if now.published and found.fields == ("requests",) and not (found.acts or found.results or found.carried):
        # 主动公开60条，依申请公开6条: both published. 主动公开60条；依申请公开6件 may be requests.
        figure = found.clause.figure
        if not (figure is not None and figure.sense == "件" and found.clause.opener == ";"):
            now.blocked = figure is not None
            return True
    ours = acts or {"received", "received_new"} & set(found.acts)
    now.published = now.published and not (ours and found.fields)
    return False


def _announces(found: Frame) -> bool:
    """行政许可方面，: the decisions that the clauses behind it count."""
    only_names = all(t.kind in ("field", "filler", "noun", "year") for t in found.clause.tokens)
    ours = all(f in DECISIONS for f in found.fields) or all(f in DISPUTES for f in found.fields)
    return found.clause.figure is None and only_names and ours


def _comparable(found: Frame) -> bool:
    token = found.clause.figure
    assert token is not None
    assert token.figure is not None
    if token.figure.approximate:
        return False
    if token.figure.money:
        return True
    right = found.clause.right
    if not token.figure.unit and right:
        return (right[0].kind, right[0].sense) == ("field", "requests")
    if token.figure.unit == "个" and found.clause.left and found.clause.left[-1].kind == "unknown":
        return False  # 申请受理点5个
    if token.figure.unit == "个" and found.clause.left and found.clause.left[-1].word in ("单位", "部门", "机关", "有"):
        named = [t.word for t in found.clause.left if t.word != "有"]
        if named and named[-1] in ("单位", "部门", "机关"):
            return False  # 发生行政复议的单位有3个
    if token.figure.unit == "个" and right and right[0].kind not in ("field", "own", "document", "result"):
        return False
    return token.figure.unit in COUNT_UNITS


def dealt_out(parts: Sequence[Clause]) -> list[Clause]:
    """ "予以公开、部分公开分别为3件、2件": every name gets its figure, as if it said 予以公开3件、部分公开2件."""
    result: list[Clause] = []
    i = 0
    while i < len(parts):
        clause = parts[i]
        names = _names_before_respectively(clause)
        run = 1
        while names and i + run < len(parts) and run < len(names) and only_figure(parts[i + run]):
            run += 1
        if len(names) >= 2 and run == len(names):
            for name, one in zip(names, parts[i : i + run], strict=True):
                assert one.figure is not None
                result.append(replace(one, tokens=(*name, one.figure)))
        else:
            result.extend(parts[i : i + run])
        i += run
    return result


def _names_before_respectively(clause: Clause) -> list[tuple[Token, ...]]:
    if clause.at is None or not clause.has("link", "respectively"):
        return []
    names: list[tuple[Token, ...]] = [()]
    for token in clause.left:
        if token.sense == "granted_or_partly":
            names[-1] = (*names[-1], replace(token, sense="granted"))
            names.append((replace(token, sense="partly_granted"),))
            continue
        if token.kind == "link" and token.sense == "respectively":
            break
        if token.kind == "link" and token.sense == "and":
            names.append(())
        else:
            names[-1] = (*names[-1], token)
    names = [name for name in names if name]
    # 制发、废止和现行有效的规范性文件分别为4件、1件、22件: the noun stands behind the last of them
    shared = tuple(t for t in names[-1] if t.kind == "field") if names else ()
    bare = all(t.kind in ("document", "filler", "noun") for name in names[:-1] for t in name)
    return [*((*name, *shared) for name in names[:-1]), names[-1]] if shared and bare else names


def _include_carried(now: Discourse, found: Frame, said: list[Statement]) -> None:
    """43件（含上年结转3件）: the whole before is new and carried in together."""
    part = now.part or found.clause.depth > 0
    if found.carried != "in" or not part:
        return
    for i in range(len(said) - 1, -1, -1):
        if said[i].clause.sentence != found.clause.sentence or said[i].meaning.name == RESULTS:
            return  # 办结31件（含上年结转7件） says nothing of what was received
        if said[i].meaning.name in _WHOLES and not said[i].derived:
            if "received_new" not in frame(said[i].clause).acts:
                said[i] = replace(said[i], meaning=totals(ALL_IN_HAND))
                now.rows = (ALL_IN_HAND, RECEIVED)
            return


def _remember(now: Discourse, meaning: Meaning) -> None:
    if meaning.name in (RECEIVED, "in_hand", "requests"):
        now.rows = (RECEIVED, ALL_IN_HAND)
    elif meaning.name == ALL_IN_HAND:
        now.rows = (ALL_IN_HAND, RECEIVED)
    elif meaning.name == RESULTS:
        now.rows = (RESULTS,)


def _said_of_the_last(now: Discourse, found: Frame, said: list[Statement]) -> Iterator[Statement]:
    """行政复议9件，已全部维持: an outcome of all the cases counted before. Nothing is said of them by 其余."""
    if now.loose is not None and found.carried == "forward" and not now.blocked and not found.results:
        # 因2件于12月底收到，结转至下一年度
        figure = now.loose.clause.figure
        if figure is not None and figure.figure is not None and figure.sense in ("件", "宗", "起"):
            yield Statement(figure.figure, Meaning(FORWARD, ("3.carried_forward.total",), False), now.loose.clause)
        return
    if now.last is None or now.blocked or found.clause.has("no") or found.links & {"rest", "also", "except", "part"}:
        return
    last = said[now.last]
    name, _, column = last.meaning.name.partition(".")
    if name == "suit" and column == "total" and "all" in found.links and found.fields in _OF_SUITS:
        # 行政诉讼2件，均为复议后起诉
        kind = found.fields[0]
        meaning = Meaning(f"{kind}.total", (block([kind], "total"),), certain=False)
        yield Statement(last.figure, meaning, found.clause, True)
        return
    if name in DISPUTES and column == "total" and (not found.fields):
        outcomes = [o for o in found.outcomes if o != "won"] or (["pending"] if found.in_hand else [])
        if len(outcomes) == 1 and (outcomes[0] == "pending" or "all" in found.links or last.figure.value == 1):
            meaning = Meaning(f"{name}.{outcomes[0]}", (block([name], outcomes[0]),), certain=False)
            yield Statement(last.figure, meaning, found.clause, True)
    elif last.meaning.name == RECEIVED and found.carried == "forward" and not found.results and not found.acts[1:]:
        yield Statement(last.figure, Meaning(FORWARD, ("3.carried_forward.total",)), found.clause, True)
