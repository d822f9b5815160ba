"""Step 2: tokens cut into clauses, each with one figure or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from core.rules.narrative.tokens import SENTENCE_STOPS, Token

_ASIDE = 4
_ENDS_ASIDE = (*SENTENCE_STOPS, "(", ")", ";")
_PEOPLE = frozenset(["人", "名", "位", "户", "家", "人次"])
# Kinds of tokens that say something about a figure; all others are what stands between.
MEANING = frozenset(
    ["field", "not_in_tables", "published", "powers", "act", "carry", "in_hand_still", "result", "who", "channel"]
) | {"outcome", "document", "own", "charge", "decide"}


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens between two stops. sentence counts the sentences of the paragraph; opener is the stop before the clause,
    closer the one behind it; depth how many brackets it stands in.

    start and end are where it stands in the plain text. at is the index of the figure among the tokens, None where
    there is none; left are the tokens before it (all of them where there is none), right those behind it. kinds has
    every kind of its tokens, alone and with its sense.
    """

    tokens: tuple[Token, ...]
    sentence: int
    opener: str
    depth: int = 0
    closer: str = ""
    start: int = field(init=False, compare=False)
    end: int = field(init=False, compare=False)
    at: int | None = field(init=False, compare=False)
    figure: Token | None = field(init=False, compare=False)
    left: tuple[Token, ...] = field(init=False, compare=False)
    right: tuple[Token, ...] = field(init=False, compare=False)
    kinds: frozenset[str | tuple[str, str]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """What follows from the tokens, found once: every step of the reading asks for it."""
        at = next((i for i, t in enumerate(self.tokens) if t.kind == "figure"), None)
        kinds: set[str | tuple[str, str]] = set()
        for token in self.tokens:
            kinds.add(token.kind)
            kinds.add((token.kind, token.sense))
        put = object.__setattr__
        put(self, "start", self.tokens[0].start)
        put(self, "end", self.tokens[-1].end)
        put(self, "at", at)
        put(self, "figure", None if at is None else self.tokens[at])
        put(self, "left", self.tokens if at is None else self.tokens[:at])
        put(self, "right", () if at is None else self.tokens[at + 1 :])
        put(self, "kinds", frozenset(kinds))

    def has(self, kind: str, *senses: str) -> bool:
        """Whether a token of that class (and of one of those senses, if named) stands in it."""
        if not senses:
            return kind in self.kinds
        return any((kind, sense) in self.kinds for sense in senses)


@dataclass(slots=True)
class _Open:
    """A clause being filled."""

    opener: str
    depth: int
    tokens: list[Token] = field(default_factory=list)


def clauses(found: Sequence[Token]) -> list[Clause]:
    """The clauses of a paragraph, in order.

    "行政复议、行政诉讼各2件" is one clause, "行政复议3件、行政诉讼1件" are two: names without a figure wait for theirs.
    "收到8件已办结8件" are two: a clause has one figure.
    """
    whole = _joined(list(_between_stops(without_asides(found))))
    return [part for clause in whole for part in one_figure_each(clause)]


def without_asides(found: Sequence[Token]) -> list[Token]:
    """Without brackets of a few characters: 制发（修改）规章2件 says what 制发规章2件 says."""
    result: list[Token] = []
    i = 0
    while i < len(found):
        end = i + 1
        if found[i].sense == "(" and found[i].kind == "stop":
            while end < len(found) and found[end].kind != "figure" and found[end].sense not in _ENDS_ASIDE:
                end += 1
            closed = end < len(found) and found[end].kind == "stop" and found[end].sense == ")"
            aside = found[i + 1 : end]
            named = closed and end + 1 < len(found) and found[end + 1].kind == "figure" and found[i - 1].kind == "field"
            if named and not any(t.kind in ("no", "result", "field", "outcome") for t in aside):
                i = end + 1  # 行政许可（公共场所、饮用水）274件
                continue
            only_ways = aside and all(t.kind in ("channel", "link", "filler") or t.sense == "、" for t in aside)
            if closed and (only_ways or 0 < found[end].start - found[i].end <= _ASIDE):
                i = end + 1
                continue
        result.append(found[i])
        i += 1
    return result


def _between_stops(found: Sequence[Token]) -> Iterator[Clause]:
    sentence, depth = 0, 0
    now = _Open("", 0)
    for token in found:
        if token.kind != "stop":
            now.tokens.append(token)
            continue
        if now.tokens:
            yield Clause(tuple(now.tokens), sentence, now.opener, now.depth, token.sense)
        if token.sense in SENTENCE_STOPS:
            sentence, depth = sentence + 1, 0
        elif token.sense == "(":
            depth += 1
        elif token.sense == ")":
            depth = max(0, depth - 1)
        now = _Open(token.sense, depth)
    if now.tokens:
        yield Clause(tuple(now.tokens), sentence, now.opener, now.depth)


def _joined(found: list[Clause]) -> list[Clause]:
    """Clauses after a 、 put together with the one before, where that has no figure yet."""
    result: list[Clause] = []
    for clause in found:
        before = result[-1] if result else None
        if before is None or before.sentence != clause.sentence:
            result.append(clause)
        elif clause.opener == "、" and _denies_one(before) and clause.at is None:
            joint = Token("link", "and", before.end, clause.start)
            result[-1] = replace(before, tokens=(*before.tokens, joint, *clause.tokens), closer=clause.closer)
        elif before.at is not None:
            if clause.opener == "(" and before.has("charge") and _only_charges(clause):
                # 收费12.5万元（行政事业性收费）
                result[-1] = replace(before, tokens=(*before.tokens, *clause.tokens))
            elif clause.opener == "、" and clause.at is None and _results(before.right) and _results(clause.tokens):
                # 其余29件为不予公开、无法提供等情形
                result[-1] = replace(before, tokens=(*before.tokens, *clause.tokens), closer=clause.closer)
            elif clause.opener == "(" and clause.at is None and before.has("result") and clause.has("result"):
                # 不予公开1件（属于国家秘密）
                result[-1] = replace(before, tokens=(*before.tokens, *clause.tokens))
            else:
                result.append(clause)
        elif clause.opener in "(:" and clause.opener and only_figure(clause):
            # 予以公开（11件）, 行政许可：65件
            result[-1] = replace(before, tokens=(*before.tokens, *clause.tokens), closer="")
        elif clause.opener == "、" and clause.depth == before.depth and before.closer != ")":
            joint = Token("link", "and", before.end, clause.start)
            result[-1] = replace(before, tokens=(*before.tokens, joint, *clause.tokens), closer=clause.closer)
        else:
            result.append(clause)
    return result


def _only_charges(clause: Clause) -> bool:
    return clause.at is None and {(t.kind, t.sense) for t in clause.tokens} == {("field", "fees")}


def _results(found: Sequence[Token]) -> bool:
    return any(t.kind == "result" for t in found)


def _denies_one(clause: Clause) -> bool:
    """没有发生一起投诉、复议: the list goes on behind the one that did not happen."""
    figure = clause.figure
    return clause.has("no") and figure is not None and figure.figure is not None and figure.figure.value == 1


def only_figure(clause: Clause) -> bool:
    """Whether nothing with a meaning stands beside the figure of a clause."""
    return clause.at is not None and not clause.right and all(t.kind in ("link", "filler") for t in clause.left)


def one_figure_each(clause: Clause) -> Iterator[Clause]:
    """A clause with several figures cut between them.

    Before the conjunction, if there is one ("3件复议和1件诉讼"); else behind the noun that follows the first figure
    when words before it name it already ("收到8件申请|已办结8件"); else before the second ("3件公开|2件不公开").
    """
    found, opener = clause.tokens, clause.opener
    while (cut := _cut(found)) is not None:
        yield replace(clause, tokens=found[:cut], opener=opener, closer="")
        rest = found[cut:]
        if rest[0].kind == "change_to":
            # 行政许可决定由上年的45件增加为61件: the second figure counts what the first did
            rest = (*_before_compared(found[:cut]), *rest)
        found, opener = rest, ""
    yield clause if found is clause.tokens else replace(clause, tokens=found, opener=opener)


def _cut(found: Sequence[Token]) -> int | None:
    """Where the part with the first figure ends; None where there is no second."""
    places = (i for i, t in enumerate(found) if t.kind == "figure")
    first, second = next(places, None), next(places, None)
    if first is None or second is None:
        return None
    between = found[first + 1 : second]
    joints = [i for i, t in enumerate(between) if t.kind == "link" and t.sense in ("and", "part")]
    among = [i for i, t in enumerate(between) if t.word == "中" and i]
    if between and between[-1].kind == "change_to":
        return second - 1  # 由11件|增至22件
    if among and not joints:
        return first + 2 + among[-1]  # 65件新收申请中|自然人占62件
    if _PEOPLE & {found[first].sense} and any(t.kind in MEANING for t in between):
        return first + 1  # 7位申请人提出申请|9件
    if joints:
        return first + 1 + joints[-1]
    if not any(t.kind in MEANING for t in found[:first]):
        return second
    nouns = 0
    for token in between:
        if token.kind not in ("noun", "own") and not (token.kind == "field" and token.sense == "requests"):
            break
        nouns += 1
    return first + 1 + nouns


def _before_compared(found: Sequence[Token]) -> Sequence[Token]:
    """What both figures count: 行政许可决定 of 行政许可决定由上年的45件, and of 行政许可决定45件.

    Never a figure, so that what is left to be cut has one fewer each time.
    """
    place = next(
        i
        for i, t in enumerate(found)
        if t.kind == "figure" or t.word in ("由", "从") or (t.kind, t.sense) == ("year", "last")
    )
    return found[:place]
