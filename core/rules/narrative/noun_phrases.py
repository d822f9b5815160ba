"""Step 3: neighbouring words put together into what they name: a request for information, a cause that is only told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from core.rules.narrative.tokens import Token

_DISPUTES = ("review", "suit", "direct_suit", "suit_after_review")


def requests_named(found: Sequence[Token]) -> list[Token]:
    """Runs like 公开|政府信息|的|申请 as one token (field, requests).

    依申请公开|信息 is a request; 申请 is one beside 公开, 信息 or 要求; 申请 alone stays (own, apply), for it may be a
    request for anything; 公开|信息 without 申请 becomes (published, words).
    """
    result: list[Token] = []
    i = 0
    while i < len(found):
        end = _run(found, i)
        run = found[i:end]
        if not run:
            result.append(found[i])
            i += 1
            continue
        result.append(_merged(run))
        i = end
    return result


def _run(found: Sequence[Token], start: int) -> int:
    """Where the run that begins at start ends; 的 and nouns belong to it in its middle and at its end, not first."""
    end, i = start, start
    while i < len(found):
        token = found[i]
        if (
            token.kind == "own"
            or (token.kind == "field" and token.sense == "requests")
            or (end > start and token.kind == "noun")
        ):
            end = i + 1
        elif end > start and token.word == "书面":
            pass
        elif not (end > start and token.kind == "filler" and token.end - token.start == 1):
            break
        i += 1
    return end


def _merged(run: Sequence[Token]) -> Token:
    senses = {t.sense for t in run if t.kind == "own"}
    start, end = run[0].start, run[-1].end
    word = "".join(t.word for t in run)
    if any(t.kind == "field" for t in run) or ("apply" in senses and senses & {"open", "info", "demand"}):
        return Token("field", "requests", start, end, word=word)
    if "apply" in senses:
        return Token("own", "apply", start, end, word=word)
    if {"open", "info"} <= senses and "demand" not in senses:
        return Token("published", "open_info", start, end, word=word)
    return Token("own", "open" if "open" in senses else "info", start, end, word=word)


def without_causes(found: Sequence[Token]) -> list[Token]:
    """因政府信息公开申请|引起的|行政复议: what stands between 因 and the dispute is no subject, only a reason.

    Requests named in front of a dispute in one clause are its reason, too: 依申请公开行政复议案件.
    """
    result = list(found)
    for i, token in enumerate(result):
        if token.kind != "field" or token.sense not in _DISPUTES:
            continue
        for j in range(i - 1, -1, -1):
            before = result[j]
            if before.kind == "figure":
                if not any(t.kind == "field" and t.sense == "requests" for t in result[j + 1 : i]):
                    break
                continue
            if before.kind in ("field", "own", "published") and before.sense not in _DISPUTES:
                result[j] = replace(before, kind="reason")
    return result


def merged(found: Sequence[Token]) -> list[Token]:
    """The tokens of a paragraph with its noun phrases put together."""
    return requests_named(_missing_things(_verbs_alone(found)))


def _missing_things(found: Sequence[Token]) -> list[Token]:
    """不存在 is a kind of result (信息不存在2件), and a denial where something follows: 不存在被复议、被诉的情形."""
    result = list(found)
    for i, (token, after) in enumerate(pairwise(found)):
        if token.word == "不存在" and (
            after.kind in ("happen", "field", "carry") or after.sense in ("by", "of") or after.word == "被"
        ):
            result[i] = replace(token, kind="no", sense="words")
    return result


def _applied_for(behind: Sequence[Token]) -> bool:
    return bool(behind) and (behind[0].kind, behind[0].sense) == ("own", "apply")


def _verbs_alone(found: Sequence[Token]) -> list[Token]:
    """验收, 回收: 收 behind a character that no word covers is no receiving."""
    result = list(found)
    for i, token in enumerate(result):
        short = token.end - token.start == 1 and token.kind in ("act", "carry", "change")
        if token.word == "登记" and i and found[i - 1].kind == "unknown" and _applied_for(found[i + 1 :]):
            result[i] = replace(token, kind="unknown", sense="")  # 执业登记申请
        if short and i and result[i - 1].kind == "unknown":
            result[i] = replace(token, kind="unknown", sense="")
    return result
