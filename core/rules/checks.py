"""Every named check and the rules it speaks for; a rule of the data without its check here fails at load."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from core.finding import Finding
from core.rules import balance
from core.rules.context import Context, Unknown
from core.rules.loading import RuleDataError, RuleInfo


@dataclass(frozen=True, slots=True)
class Check:
    """A function over a report; it yields findings of its rules only, and Unknown where it cannot judge."""

    run: Callable[[Context], Iterable[Finding | Unknown]]
    rules: tuple[str, ...]


CHECKS: Mapping[str, Check] = {
    "balance": Check(balance.check, balance.RULES),
}


@cache
def verify(known: tuple[RuleInfo, ...]) -> None:
    """Data and program must name each other: RuleDataError for a rule without a check, or the reverse."""
    data = {(rule.check, rule.id) for rule in known if rule.check != "across"}
    code = {(name, rule) for name, check in CHECKS.items() for rule in check.rules}
    if data != code:
        raise RuleDataError(f"rules and checks differ: {sorted(data ^ code)}")
