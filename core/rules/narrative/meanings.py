"""Step 5a: the meaning of one figure, from its clause and from what governs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from core.rules.narrative.barring import published_papers
from core.rules.narrative.clauses import MEANING, Clause
from core.rules.narrative.fields import DECISIONS, DISPUTES, DOCUMENTS, GROUPS
from core.rules.narrative.frames import Frame, specific
from core.rules.narrative.numbers import Figure
from core.rules.narrative.statements import ALL_IN_HAND, CARRIED_IN, FORWARD, RECEIVED, RESULTS, Discourse, Meaning

ORGANISATIONS = ("business", "research", "nonprofit", "legal_service", "other_org")
APPLICANTS = frozenset([*ORGANISATIONS, "natural_person", "organisations", "citizens"])
COUNT_UNITS = frozenset(["件", "条", "项", "份", "宗", "次", "起", "个", "例", "笔", "件次", "部", "篇", "封", ""])
_SUITS = {
    "review": ("review",),
    "suit": ("direct_suit", "suit_after_review"),
    "direct_suit": ("direct_suit",),
    "suit_after_review": ("suit_after_review",),
}
RESULT_NAMES = (
    *("granted", "partly_granted", "granted_or_partly", "other", "other_misc", "other_not_supplemented", "refused"),
    *("unavailable", "unavailable_not_held", "unavailable_not_compiled", "declined", "declined_repeated"),
)
_ONLY_OF_REQUESTS = (
    *("unavailable_not_held", "unavailable_not_compiled", "other_not_supplemented"),
    *("declined_publication", "declined_excessive", "declined_reissue"),
)
_LISTED = frozenset(["partly_granted", "unavailable", "unavailable_not_held", "refused"])
_REPEATED = _LISTED | {"declined_repeated", "declined_excessive"}
RESULT_KINDS = ("granted", "partly_granted", "refused", "unavailable", "declined")


def meanings(found: Frame, now: Discourse, parts: Sequence[Clause]) -> list[Meaning]:
    """What a figure says; several meanings for 各, for 收到并答复 and for a 0 said of a list."""
    token = found.clause.figure
    assert token is not None
    assert token.figure is not None
    figure = token.figure
    fields = now.fields
    if figure.money:
        return money(fields, now.part_of_unknown)
    if any(f in DISPUTES for f in fields):
        return [] if _counts_ours_apart(found, parts) else disputes(found, now, fields, figure)
    if any(f in DOCUMENTS for f in fields):
        return documents(found, now, fields, figure)
    if any(f in DECISIONS for f in fields):
        return decisions(found, now, figure)
    if fields == ("procurement",):
        return [Meaning("procurement", ("2.procurement.items",))] if found.fields else []
    if fields == ("fees",) and (found.fields and (not figure.unit or figure.value == 0)):
        return money(fields, now.part_of_unknown)
    if fields in ((), ("requests",)):
        return requests(found, now, figure, parts)
    return []


def money(fields: tuple[str, ...], part: bool) -> list[Meaning]:
    """A sum of money: of the charges, or of procurement; part: 非税收入1.2亿元，其中行政事业性收费3500万元."""
    if fields == ("fees",):
        return [Meaning("fees", ("2.fees.amount",), not part)]
    if fields == ("procurement",):
        return [Meaning("procurement_amount", ("2.procurement.amount",))]
    return []


def _each(found: Frame, count: int, value: Decimal | int) -> bool:
    """Whether one figure holds for every name of a list: 各2件, 均为0件, and any 0."""
    return count > 1 and bool(value == 0 or found.links & {"each", "all"})


def block(fields: Sequence[str], column: str) -> str:
    """Cells of table 4 for fields in one sum: suits are two blocks."""
    return "+".join(f"4.{row}.{column}" for name in fields for row in _SUITS[name])


def disputes(found: Frame, now: Discourse, fields: tuple[str, ...], figure: Figure) -> list[Meaning]:
    """Reviews and suits, in all or by outcome."""
    if found.clause.has("not_in_tables", "decided"):
        return []
    named = [f for f in fields if f in DISPUTES]
    outcomes = [o for o in found.outcomes if o != "won"]
    won = "won" in found.outcomes and not outcomes
    listed = now.names[-1].startswith(DISPUTES) if now.names else False
    if found.results == ("other_misc",) or (listed and _only_says(found, "其他")):
        outcomes.append("other")
    if found.in_hand:
        outcomes = outcomes or ["pending"]
    if len(outcomes) > 1 and "each" not in found.links:
        return []
    column = outcomes[0] if outcomes else "upheld" if won else "total"
    if (
        not outcomes
        and not won
        and not found.fields
        and not (found.clause.opener == "" or "sum" in found.links or now.heading)
    ):
        return []
    if _each(found, len(named), figure.value):
        return [Meaning(f"{f}.{column}", (block([f], column),)) for f in named]
    if len(named) > 1:
        plain = "sum" in found.links
        return [Meaning("disputes", (block(named, column),), plain)]
    return [Meaning(f"{named[0]}.{column}", (block(named, column),), not won)]


def _counts_ours_apart(found: Frame, parts: Sequence[Clause]) -> bool:
    """行政复议案件27件（含信息公开类3件）: the whole is about everything."""
    mine = found.clause
    behind = [c for c in parts if c.sentence == mine.sentence and c.start > mine.start and c.at is not None]
    return bool(behind) and behind[0].has("own", "open") and behind[0].has("link", "part") and not mine.has("reason")


def documents(found: Frame, now: Discourse, fields: tuple[str, ...], figure: Figure) -> list[Meaning]:
    """规章 and 规范性文件: issued, repealed or in force, as said in the clause or before."""
    named = [f for f in fields if f in DOCUMENTS]
    if not found.fields and now.part and not now.names:
        return []  # 存量文件183件，其中有效87件: parts of something that was not understood
    acts, doubtful = _document_acts(found, now, figure)
    if not acts and not (found.fields and _only_names(found)):
        return []
    if not found.documents and any(t.kind == "unknown" for t in found.clause.left):
        return []
    if not acts:
        acts = ["issued"]
    result = []
    if len(named) > 1 and not _each(found, len(named), figure.value):
        # 规章、规范性文件7件 may count both together; a hint says so.
        both = zip(*(document_cells(name, act) for name in named for act in acts[:1]), strict=True)
        return [Meaning(f"documents.{acts[0]}", tuple("+".join(cells) for cells in both), False)]
    for name in named:
        for act in acts:
            result.append(Meaning(f"{name}.{act}", document_cells(name, act), not doubtful))
    return result


def _document_acts(found: Frame, now: Discourse, figure: Figure) -> tuple[list[str], bool]:
    """What was done with the papers a figure counts, and whether that is doubtful."""
    acts = [a for a in (found.documents or now.documents) if a != "perhaps_issued"]
    if not found.documents and "received_new" in found.acts:
        acts = ["issued"]
    perhaps = not found.documents and published_papers(found.clause)
    if perhaps:
        acts = ["issued"]
    if not found.documents and found.clause.has("powers"):
        acts, perhaps = ["in_force"], True
    # 网站收录现行有效规范性文件230件 may be all that there ever were
    doubtful = perhaps or not acts or (acts == ["in_force"] and found.clause.has("published", "words"))
    if found.documents and len(acts) > 1 and not _each(found, len(acts), figure.value):
        # 现行有效的、废止的 tell of two rows; 制定修订, 现行有效 with 制发 leave the nearest.
        nearest = acts[-1:] if acts[0] == "issued" else acts[:1]
        return [] if "and" in found.links else nearest, doubtful
    return acts if found.documents else acts[-1:], doubtful


def document_cells(name: str, act: str) -> tuple[str, ...]:
    """The cells of a document act in either edition."""
    return {
        "issued": (f"2.{name}.issued", f"2.{name}.created", f"2.{name}.published"),
        "repealed": (f"2.{name}.repealed",),
        "in_force": (f"2.{name}.in_force", f"2.{name}.public_total"),
        "public_total": (f"2.{name}.public_total",),
        "published": (f"2.{name}.published",),
    }.get(act, ())


def _only_names(found: Frame) -> bool:
    """Whether the clause has nothing but the names and their figure: 规范性文件3件."""
    return found.clause.right == () and all(
        t.kind in ("field", "link", "filler", "noun", "year") for t in found.clause.left
    )


def decisions(found: Frame, now: Discourse, figure: Figure) -> list[Meaning]:
    """Licences, penalties, coercive measures: the clause must name one."""
    named = [f for f in found.fields if f in DECISIONS]
    if not found.fields and _tells_only_that_they_were_done(found):
        named = list(now.heading)
    # 申请7件，其中规划许可类4件: what the requests were about.
    if now.contents or (now.part and "received" in now.names):
        return []
    if not named or "received" in found.acts or found.clause.has("own", "apply") or _of_one_kind(found):
        return []
    if _counts_matters(found, figure):
        return []
    done = _done(found)
    if figure.unit == "项" and not done and any(t.word == "涉及" for t in found.clause.left):
        return []  # 涉及行政许可15项
    if len(named) > 1 and not _each(found, len(named), figure.value):
        return [Meaning("decisions", ("+".join(f"2.{name}.decisions" for name in named),), False)]
    # 公示本年作出的行政许可决定12件 may count what was published; 受理审批事项60件，其中许可类20件 other matters;
    # 行政处罚120条 items of a website; 立案查处行政处罚案件12件 what was begun.
    certain = not found.clause.has("published") and (done or not (now.part or figure.unit in ("条", "项")))
    certain = certain and not any(t.kind == "not_in_tables" for t in found.clause.left)
    return [Meaning(name, (f"2.{name}.decisions",), certain) for name in named]


def _tells_only_that_they_were_done(found: Frame) -> bool:
    """全年共办理137件, 本年处理决定数量35件."""
    done = found.acts[:1] in (("in_hand",), ("answered",)) or found.clause.has("decide")
    return done and all(t.kind not in ("unknown", "own") for t in found.clause.left)


def _counts_matters(found: Frame, figure: Figure) -> bool:
    """共有行政许可事项12项: the matters of a list, where nothing was done; 办理行政许可事项12项 were."""
    return not _done(found) and figure.unit == "项" and any(t.word == "事项" for t in found.clause.left[-1:])


def _done(found: Frame) -> bool:
    """Whether somebody decided or handled what a figure counts; of 实施告知承诺的行政许可事项22项 only 告知承诺."""
    left = found.clause.left
    act = next((i for i, t in enumerate(left) if t.kind in ("act", "decide")), None)
    if act is None:
        return bool(found.acts) or found.clause.has("decide")
    first = next((i for i, t in enumerate(left) if i > act and t.sense in DECISIONS), act)
    return not any(t.kind == "unknown" for t in left[act:first])


def _of_one_kind(found: Frame) -> bool:
    """办理行政许可变更12件, 行政许可事项公开20项: a word between the decisions and their figure counts other things."""
    left = found.clause.left
    last = max((i for i, t in enumerate(left) if t.kind == "field" and t.sense in DECISIONS), default=len(left))
    return any(t.kind in ("unknown", "outcome", "carry", "own") for t in left[last + 1 :])


def requests(found: Frame, now: Discourse, figure: Figure, parts: Sequence[Clause]) -> list[Meaning]:
    """Table 3: a result, a carry-over, a kind of applicant, or one of the totals; in this order."""
    # 8件答复书被要求重新出具 in section five is no result, unless the sentence speaks of requests.
    if now.fields == () and (now.aside or not found.results):
        return _unnamed_carry(found)
    part = now.part or found.clause.depth > 0
    if found.clause.has("change_to") and not (found.acts or found.results or found.carried or found.who):
        return [totals(RECEIVED)]
    kinds = specific(found.results)
    if "no_row" in found.results and not kinds and found.carried != "forward":
        return []
    if kinds:
        return [] if _of_other_work(found, now, kinds, parts) else _results(found, now, figure)
    if found.carried or found.in_hand:
        return _carry(found, now, figure)
    if len(found.who) == 1 and "all" not in found.who and not found.channel:
        return _of_applicants(found, now, found.who[0])
    if figure.unit and now.names and now.names[-1].startswith(RESULT_KINDS) and _only_says(found, "其他"):
        return [Meaning("other", result_cells("other"))]
    opens = found.opens or _opens_right(found.clause)
    if opens and "received" not in found.acts and (now.listing or _beside_results(found, parts, _LISTED)):
        return [Meaning("granted", ("3.granted.total",), now.listing or now.requests)]
    if _sums_up(found):
        return _sum(now)
    return _totals(found, now, figure, part, parts)


def _of_other_work(found: Frame, now: Discourse, kinds: Sequence[str], parts: Sequence[Clause]) -> bool:
    """Whether results may be those of other work: no results that only requests have are counted beside them."""
    listed = found.results[1:] or _among_results(found, now) or _beside_results(found, parts, _REPEATED)
    if kinds == ("declined_petition",) and not listed:
        return True  # 信访投诉举报12件
    # 受理举报3件，不予受理1件
    return now.fields == () and _of_any_work(found, kinds) and not _among_results(found, now)


def _sum(now: Discourse) -> list[Meaning]:
    """合计34件, of what was counted before: new and carried in, the kinds of applicants, the channels."""
    if CARRIED_IN in now.names:
        return [totals(ALL_IN_HAND)]
    applicants = len(now.names) > 1 and set(now.names) <= APPLICANTS
    return [totals(RECEIVED)] if now.channels or (applicants and now.requests) else []


def _unnamed_carry(found: Frame) -> list[Meaning]:
    """3件结转下年度继续办理 where nothing was named before: only requests are carried over, but it may be letters."""
    rows = {"in": (CARRIED_IN, "3.carried_in.total"), "forward": (FORWARD, "3.carried_forward.total")}
    figure = found.clause.figure
    if found.fields or found.carried not in rows or figure is None or figure.sense not in ("件", "宗", "起"):
        return []
    name, cell = rows[found.carried]
    return [Meaning(name, (cell,), False)]


def _opens_right(clause: Clause) -> bool:
    """15件公开、4件部分公开."""
    right = [t for t in clause.right if t.kind != "filler"]
    return not clause.has("result") and len(right) == 1 and (right[0].kind, right[0].sense) == ("own", "open")


def _beside_results(found: Frame, parts: Sequence[Clause], which: frozenset[str]) -> bool:
    """Whether the next or the last figure of the sentence counts a result that only requests have."""
    mine = found.clause
    others = [c for c in parts if c.sentence == mine.sentence and c.at is not None and c.start != mine.start]
    kinds = {t.sense for c in others for t in c.tokens if t.kind == "result"}
    return not kinds.isdisjoint(which)


def _of_any_work(found: Frame, kinds: Sequence[str]) -> bool:
    """Whether results are said of any work: 不予受理, 无法提供, 撤回; only requests are granted or refused."""
    words = [t.word for t in found.clause.tokens if t.kind == "result"]
    if any("申请" in word for word in words):
        return False  # 撤回申请2件
    if any(word in ("同意", "不同意") for word in words):
        return True
    return all(
        kind.startswith(("declined", "unavailable", "other")) and kind not in _ONLY_OF_REQUESTS for kind in kinds
    )


def _among_results(found: Frame, now: Discourse) -> bool:
    """Whether a clause stands in a list of results, or speaks of requests itself."""
    return (
        found.applies
        or bool(found.fields)
        or now.part
        or any(name.startswith(RESULT_KINDS) or name in RESULT_NAMES for name in now.names)
    )


def _only_says(found: Frame, word: str) -> bool:
    return [t.word for t in found.clause.left if t.kind != "link"] == [word]


def _sums_up(found: Frame) -> bool:
    return "sum" in found.links and not (found.acts or found.fields or found.who or found.applies or found.channel)


def _results(found: Frame, now: Discourse, figure: Figure) -> list[Meaning]:
    kinds = specific(found.results)
    columns = [w for w in found.who if w not in ("all", "citizens")] or ([now.column] if now.column else [])
    column = columns[0] if len(columns) == 1 and columns[0] != "organisations" else "total"
    if "granted_or_partly" in kinds and len(kinds) == 1 and _each(found, 2, figure.value):
        kinds = ("granted", "partly_granted")
    if len(kinds) == 2 and set(kinds) == {"granted", "partly_granted"} and not _each(found, 2, figure.value):
        return [Meaning("granted_or_partly", (f"3.granted.{column}+3.partly_granted.{column}",))]
    if len(kinds) > 1 and not _each(found, len(kinds), figure.value):
        return []
    plain = not (set(kinds) <= set(GROUPS) and _by_a_cause(found))
    if kinds == ("other",) and now.part and {"other", "other_not_supplemented"} & set(now.names):
        kinds = ("other_misc",)  # 其他处理5件，其中逾期不补正3件、其他情形2件
    return [Meaning(kind, result_cells(kind, column), plain) for kind in kinds]


def _by_a_cause(found: Frame) -> bool:
    """因“不便公开”而无法提供3件: a cause that nobody understands picks some of the group."""
    left = found.clause.left
    by = next((i for i, t in enumerate(left) if (t.kind, t.sense) == ("link", "by")), None)
    return by is not None and any(t.kind == "unknown" for t in left[by:])


def result_cells(kind: str, column: str = "total") -> tuple[str, ...]:
    """The cells of a kind of result; 其他处理 may mean the kind or its last row."""
    if kind == "granted_or_partly":
        return (f"3.granted.{column}+3.partly_granted.{column}",)
    if kind == "other":
        return (f"3.other*.{column}", f"3.other_misc.{column}")
    if kind in GROUPS:
        return (f"3.{kind}_*.{column}",)
    return (f"3.{kind}.{column}",)


def _carry(found: Frame, now: Discourse, figure: Figure) -> list[Meaning]:
    new = found.acts and found.acts[0] in ("received", "received_new") and "and" in found.links
    if found.carried == "in" and new:
        return [totals(ALL_IN_HAND)]
    if found.carried == "both":
        both = [Meaning(CARRIED_IN, ("3.carried_in.total",)), Meaning(FORWARD, ("3.carried_forward.total",))]
        return both if _each(found, 2, figure.value) else []
    if found.carried == "somewhere" and ALL_IN_HAND in now.names and (now.part or found.clause.depth):
        return [Meaning(CARRIED_IN, ("3.carried_in.total",))]  # 应答复132件（新收129件，结转3件）
    if found.carried == "in" and CARRIED_IN in now.names and found.clause.has("year", "this"):
        # 2024年结转2件，办理18件，结转2025年3件 in the report of 2025: carried on behind it
        return [Meaning(FORWARD, ("3.carried_forward.total",), False)]
    if found.carried == "in":
        return [Meaning(CARRIED_IN, ("3.carried_in.total",))]
    if found.carried == "somewhere" and not (set(now.names) or found.in_hand or found.links & {"rest", "also"}):
        return []
    return [Meaning(FORWARD, ("3.carried_forward.total",))]


def columns_of(row: str, who: str) -> str:
    """A row of table 3 for one kind of applicants."""
    columns = ORGANISATIONS if who == "organisations" else ("natural_person" if who == "citizens" else who,)
    return "+".join(f"3.{name}.{column}" for name in row.split("+") for column in columns)


def _of_applicants(found: Frame, now: Discourse, who: str) -> list[Meaning]:
    received = "received" in found.acts or "received_new" in found.acts
    if found.clause.has("own", "open") or found.clause.has("published"):
        return []  # 企事业单位信息公开60条
    result = now.names[-1] if now.names else ""
    if not received and (found.clause.depth or now.part) and result.startswith(RESULT_KINDS):
        # 予以公开8件（自然人7件）
        rows = result_cells(result, "total") if result != "granted_or_partly" else ()
        cells = tuple(columns_of(row.split(".")[1], who) for row in rows)
        return [Meaning(f"{result} {who}", cells, False)] if cells else []
    rows = (RECEIVED, ALL_IN_HAND) if received else now.rows
    cells = tuple(columns_of(row, who) for row in rows)
    if received and who == "citizens":
        cells += tuple(f"3.{row}.total" for row in (RECEIVED,))
    if not (found.applies or found.fields or now.requests):
        return []
    return [Meaning(f"{who}", cells)]


def totals(name: str) -> Meaning:
    """A total of table 3 by its name."""
    received, both, results = "3.received.total", "3.received.total+3.carried_in.total", "3.results_total.total"
    return {
        RECEIVED: Meaning(RECEIVED, (received, both)),
        "new": Meaning(RECEIVED, (received,)),
        ALL_IN_HAND: Meaning(ALL_IN_HAND, (both, received)),
        RESULTS: Meaning(RESULTS, (results,)),
        "in_hand": Meaning("in_hand", (received, both, results), False),
        "requests": Meaning("requests", (received, both, results), False),
    }[name]


def _totals(found: Frame, now: Discourse, figure: Figure, part: bool, parts: Sequence[Clause]) -> list[Meaning]:
    """收到, 办结, 应办, or nothing but 依申请公开N件: one of the three totals."""
    acts, named = found.acts, bool(found.fields)
    if not (named or now.requests):
        return []
    if found.channel and (part or not acts or _other_channels(found, parts)):
        return []
    if now.strange and not (named or found.applies):
        return []
    if _answered_of(found, now, part):
        return [] if part or RESULTS in now.names else _answered(found, part, now)
    if "received_new" in acts:
        return [totals("new"), totals(RESULTS)] if _both_left(found) else [totals("new")]
    if "received" in acts or ("lodged" in acts and (named or found.applies)):
        return _received(found, now, named, part)
    if "answered" in acts:
        return _answered(found, part, now)
    if "all_in_hand" in acts:
        return [totals(ALL_IN_HAND)]
    counted = "in_hand" in acts and RECEIVED in now.names and _only_counts(found)  # 新收16件，上年结转1件，共办理17件
    if part or _strange_between(found) > (2 if acts else 0) or not (named or found.applies or counted):
        return []
    if "in_hand" in acts:
        return [totals("in_hand")]
    if any(t.kind == "unknown" for t in found.clause.right[:1]):
        return []  # 依申请公开涉及的6份档案
    return [totals("new" if named and figure.value == 0 and not acts else "requests")]


def _received(found: Frame, now: Discourse, named: bool, part: bool) -> list[Meaning]:
    """收到N件; with 答复 beside it both totals."""
    if part and found.clause.has("year", "this") and {"in_hand", ALL_IN_HAND} & set(now.names):
        return [totals("new")]  # 办理总量360件，其中当年收件344件
    if found.who and now.names and now.names[-1] in APPLICANTS:
        return []  # 个人提出申请19件，组织提出申请2件
    if part or _in_a_cause(found) or _strange_between(found) > 2 or not (named or found.applies or _only_counts(found)):
        return []
    if _restricted(found):
        return [replace(totals(RECEIVED), certain=False)]
    received = replace(totals(RECEIVED), certain=not _one_channel(found))
    if _both_left(found):
        return [received, replace(totals(RESULTS), certain=bool(found.links & {"all", "each"}))]
    return [received]


def _one_channel(found: Frame) -> bool:
    """邮寄方式收到申请5件: perhaps there were other ways."""
    left = found.clause.left
    return sum(t.kind == "channel" for t in left) == 1 and not any(t.word == "等" for t in left)


def _in_a_cause(found: Frame) -> bool:
    """因2件申请于12月底收到，结转至下年."""
    right = [t.kind if t.kind == "act" else t.sense for t in found.clause.right]
    behind = "by" in right and "act" in right[right.index("by") :]  # 2件申请因年底收到
    return behind or any((t.kind, t.sense) == ("link", "by") for t in found.clause.left[-1:])


def _rest_of_all(now: Discourse) -> bool:
    """结转2件，其余18件均已答复; of 撤回1件，其余18件均已答复 the 1 was a result, too."""
    return FORWARD in now.names and not any(name.startswith(RESULT_KINDS) or name in RESULT_NAMES for name in now.names)


def _restricted(found: Frame) -> bool:
    """收到材料不齐的政府信息公开申请3件: perhaps only some of them; 收到市民提交的申请 are all."""
    left = found.clause.left
    act = next((i for i, t in enumerate(left) if t.kind == "act"), len(left))
    field = next((i for i, t in enumerate(left) if i > act and (t.kind == "field" or t.sense == "apply")), 0)
    between = left[act + 1 : field]
    return any(t.kind in ("unknown", "not_in_tables") for t in between) and any(t.word == "的" for t in between[-1:])


def _answered(found: Frame, part: bool, now: Discourse) -> list[Meaning]:
    """办结N件; 2件于2025年1月办结 is not done in the year that is reported."""
    if found.clause.has("year", "next"):
        return [Meaning(FORWARD, ("3.carried_forward.total",), False)]
    if "rest" in found.links and not _rest_of_all(now):
        return []
    if (
        found.outcomes
        or found.clause.has("no")
        or _strange_between(found)
        or any(t.word.startswith("跨") for t in found.clause.tokens)
    ):
        return []
    # 其中8件由我局答复: not by others
    return [replace(totals(RESULTS), certain=not (found.channel or (part and "by" in found.links)))]


def _strange_between(found: Frame) -> int:
    """Characters nobody understands between the last word with a meaning and the figure."""
    count = 0
    for token in reversed(found.clause.left):
        if token.kind in MEANING:
            break
        count += token.end - token.start if token.kind == "unknown" else 0
    return count


def _both_left(found: Frame) -> bool:
    senses = {t.sense for t in found.clause.left if t.kind == "act"}
    return bool(senses & {"answered", "in_hand"}) and bool(senses & {"received", "received_new"})


def _answered_of(found: Frame, now: Discourse, part: bool) -> bool:
    """新收的申请办结18件, 办结50件，其中办结当年新收的47件: what was received only says what was answered."""
    if "received_new" in found.acts and "answered" in found.acts and (part or RESULTS in now.names):
        return True
    left = found.clause.left
    first = next((i for i, t in enumerate(left) if t.sense in ("received", "received_new")), None)
    last = next((i for i, t in enumerate(left) if (t.kind, t.sense) == ("act", "answered")), None)
    return first is not None and last is not None and any(t.word.endswith("的") for t in left[first:last])


def _only_counts(found: Frame) -> bool:
    """收到8件, 收到并登记8件: nothing but the figure is received."""
    return all(t.kind not in ("noun", "unknown", "own") for t in found.clause.left)


def _other_channels(found: Frame, parts: Sequence[Clause]) -> bool:
    mine = found.clause
    return any(
        c.sentence == mine.sentence
        and (c.at is not None or c.has("link", "rest"))
        and c.has("channel")
        and not c.has("published")
        and c.start != mine.start
        for c in parts
    )
