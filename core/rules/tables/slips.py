"""What a slip of the hand could have made of a figure: said beside the finding, never a proof."""

from __future__ import annotations

from core.values import Amount, show


def slip(actual: Amount | None, expected: Amount) -> str:
    """How one keystroke leads from the expected figure to the actual one, in Chinese; '' when none does."""
    if actual is None or actual == expected:
        return ""
    wrong, right = show(actual), show(expected)
    if actual == -expected:
        return "像是多了负号"
    if wrong == right + "0" or right == wrong + "0":
        return "像是差了一个 0"
    if len(wrong) == len(right) + 1 and _dropped(wrong, right):
        return "像是多敲了一位数字"
    if len(right) == len(wrong) + 1 and _dropped(right, wrong):
        return "像是少敲了一位数字"
    if len(wrong) == len(right) > 1:
        return _same_length(wrong, right)
    return ""


def _dropped(longer: str, shorter: str) -> bool:
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _same_length(wrong: str, right: str) -> str:
    places = [i for i, (a, b) in enumerate(zip(wrong, right, strict=True)) if a != b]
    if len(places) == 1:
        return "像是敲错了一位数字"
    if len(places) == 2 and sorted(wrong) == sorted(right) and places[1] == places[0] + 1:
        return "像是两位数字颠倒了"
    return ""


def line_slip(actual: list[Amount], expected: list[Amount]) -> str:
    """How one slip spoils neighbouring cells of a row: moved aside, split or joined; '' when it does not look so.

    Both lists hold the whole row, in order.
    """
    wrong, right = [show(v) for v in actual], [show(v) for v in expected]
    changed = [i for i, (a, b) in enumerate(zip(wrong, right, strict=True)) if a != b]
    if len(changed) == 2 and changed[1] == changed[0] + 1:
        return _neighbours(wrong[changed[0] :][:2], right[changed[0] :][:2])
    if len(changed) > 2:
        a, b = wrong[changed[0] : changed[-1] + 1], right[changed[0] : changed[-1] + 1]
        if a[1:] == b[:-1] or a[:-1] == b[1:]:
            return "像是数字整体错了一格"
    return ""


def _neighbours(wrong: list[str], right: list[str]) -> str:
    if wrong == right[::-1]:
        return "像是相邻两格填反了" if "0" not in wrong else "像是数字错了一格"
    if "".join(right) in ("".join(wrong), wrong[0] + wrong[1].lstrip("0")):
        return "像是一个数拆到了两格，或两格的数挤到了一格"
    joined = {w for w in wrong if w != "0"}
    if len(joined) == 1 and joined.pop() == "".join(right):
        return "像是两格的数挤到了一格"
    whole = {r for r in right if r != "0"}
    return "像是一个数拆到了两格" if len(whole) == 1 and whole.pop() == "".join(wrong) else ""
