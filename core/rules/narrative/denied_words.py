"""The words behind a negation, collected one by one: what was denied, of whom, how it is said to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.rules.narrative.fields import DECISIONS, DISPUTES
from core.rules.narrative.tokens import Token

# 未收到依申请公开来信 means the requests.
_ASKED = ("来信", "诉求", "信件", "诉求件")
_NARROW = ("business", "research", "nonprofit", "legal_service")
REACH = 14  # characters nobody understands that may stand between 未收到 and what was not received


@dataclass(slots=True)
class DeniedWords:
    """What stands behind a 未 or 无, collected word by word. papers: whether something is issued or repealed there.

    after: unknown characters behind the field; others: words for other work there (无行政许可被投诉); opened: 公开 was,
    before anything was named; narrowed: the requests are only some of them (未收到需要收费的申请).
    """

    papers: bool = False
    verbs: set[str] = field(default_factory=set)
    documents: list[str] = field(default_factory=list)
    outcomes: list[tuple[str, str]] = field(default_factory=list)
    fields: list[Token] = field(default_factory=list)
    carried: str = ""
    apply_end: int | None = None
    unknown: int = 0
    result: Token | None = None
    who: list[str] = field(default_factory=list)
    after: int = 0
    others: bool = False
    reviewers: bool = False
    opened: bool = False
    narrowed: bool = False

    @property
    def reach(self) -> int:
        """How many characters nobody understands may be passed over: many behind 未收到, none behind a bare 无."""
        if self.fields or self.verbs & {"received", "happen"}:
            return REACH
        return REACH // 4 if self.papers else 0

    @property
    def only_some(self) -> bool:
        """Whether applicants of some kinds are named, and no others."""
        return bool(self.who) and set(self.who) <= set(_NARROW)

    @property
    def bare_carry(self) -> bool:
        """Whether 结转 is all that is denied."""
        return "carry" in self.carried and not self.fields

    @property
    def disputes(self) -> list[Token]:
        """The reviews and suits among the fields."""
        return [t for t in self.fields if t.sense in DISPUTES]


def ends(behind: DeniedWords, token: Token) -> bool:
    """Whether a word turns the denial into one of something else: of a publication, a letter, a change."""
    fields = behind.fields
    if token.kind in ("change", "share"):
        return True
    if fields and fields[-1].end == token.start and (token.kind, token.sense) == ("not_in_tables", "charges"):
        return True  # 没有收取依申请公开|信息处理费
    if token.kind == "own" and token.sense == "info":
        return bool(fields) and fields[-1].sense in DECISIONS  # 无行政许可信息: nothing was published
    if fields:
        return False
    if token.kind == "not_in_tables":
        return not behind.verbs & {"happen"}
    return token.kind == "powers" or (token.kind == "published" and token.sense != "verbs")


def collect(behind: DeniedWords, token: Token, before: Token | None, own_document: bool) -> None:
    """Take in the next word; own_document: a paper named here is denied, and not
    one of those behind that share the verb."""
    kind = token.kind
    if kind == "unknown":
        behind.unknown += token.end - token.start
    elif kind in ("act", "happen", "decide", "charge", "link"):
        _collect_verb(behind, token)
    elif (kind == "document" and own_document) or (kind == "published" and token.sense == "verbs"):
        behind.documents.append(token.sense if kind == "document" else "perhaps_issued")
    elif kind in ("carry", "year"):
        behind.carried += token.sense if kind == "year" else "carry"
    elif kind == "field":
        behind.fields.append(token)
    elif kind == "in_hand_still":
        behind.narrowed = True
    elif token.word == "复议机关":
        behind.reviewers = True
    elif kind == "who":
        behind.who.append(token.sense)
    elif kind == "own":
        _collect_own(behind, token, before)
    elif kind == "outcome":
        dispute = behind.fields[-1].sense if behind.disputes else ""
        if dispute or token.word.endswith(("败诉", "纠错", "纠正")):  # 被责令整改 is none of a dispute
            # 被复议机关纠错 names the review
            named = "suit" if token.word.endswith("败诉") else dispute or ("review" if behind.reviewers else "")
            behind.outcomes.append((named, token.sense))


def _collect_verb(behind: DeniedWords, token: Token) -> None:
    if token.kind == "link":
        if token.sense in ("by", "of"):
            behind.verbs.add("happen")
        return
    if token.kind == "act":
        behind.verbs.add(token.sense)
        # 未收到对依申请公开答复不满意的投诉: what was not received stands behind
        behind.narrowed = behind.narrowed or bool(behind.fields and token.sense in ("answered", "in_hand"))
        return
    behind.verbs.add("found" if token.word == "发现" else token.kind)
    behind.narrowed = behind.narrowed or token.kind == "charge"


def _collect_own(behind: DeniedWords, token: Token, before: Token | None) -> None:
    if token.sense == "open":
        behind.opened = behind.opened or not behind.fields
    elif token.sense == "apply" and (before is None or before.kind not in ("unknown", "noun", "not_in_tables")):
        # 行政赔偿申请 is a request for something that no word of ours covers
        behind.apply_end = token.end


def narrow(behind: DeniedWords, rest: Sequence[Token], i: int) -> None:
    """Note what makes the field only a part of what is denied."""
    token = rest[i]
    if token.sense == "no_row":
        behind.narrowed = True  # 未发生超期答复申请的情况
    if token.kind == "unknown" and behind.fields and (not behind.disputes or token.start == behind.fields[-1].end):
        behind.after += token.end - token.start
    if behind.fields and not behind.disputes:
        others = token.kind == "not_in_tables" and token.word not in _ASKED
        behind.others = behind.others or others or token.word in ("被", "被提起")
    asked = token.sense in ("requests", "apply") and i > 1 and rest[i - 1].word == "的"
    if asked and rest[i - 2].kind == "unknown" and "lodged" in behind.verbs:
        behind.narrowed = True  # 第三方提出异议的申请
